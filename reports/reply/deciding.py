"""What a decision on a dispute may correct, checked before it is kept.

In: corrections as they are typed, such as ``remove`` or ``framing=neither``. Out: fields and values that
reports.reply.corrections can apply. A typing error is one sentence (E546).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from corpus.disputes import About, Decision
from corpus.labels import NO, YES
from corpus.records import Framing, Voice
from lexicons.codebook import load_codebook
from lexicons.errors import UsageError


class Field(StrEnum):
    """What a correction may say, and of what."""

    REMOVE = "remove"  # a mark: it goes
    CODE = "code"  # a mark: another code
    VOICE = "voice"  # a mark: whose words they are
    TOPIC = "topic"  # an article: yes or no
    FRAMING = "framing"
    HEADLINE = "headline"
    SOURCES = "sources"  # an article: who speaks in it
    NAMED = "named"  # an article: whether it names her before a conviction
    OUTLET = "outlet"  # an article: whose it is
    WITHHOLD = "withhold"  # a figure: it is not printed
    NOTE = "note"  # a figure: what is printed beside it


REMOVE = Field.REMOVE
OF_MARKS = (Field.REMOVE, Field.CODE, Field.VOICE)
OF_ARTICLES = (Field.TOPIC, Field.FRAMING, Field.HEADLINE, Field.SOURCES, Field.NAMED, Field.OUTLET)
OF_FIGURES = (Field.WITHHOLD, Field.NOTE)
_FIELDS = {About.MARK: OF_MARKS, About.ATTRIBUTION: OF_MARKS, About.FIGURE: OF_FIGURES}
# What "accepted" means where no correction is typed: the mark goes, the figure is not printed. Of an article it must be
# said what was wrong, and of words whose they are.
_USUAL: Mapping[About, Mapping[str, str]] = {About.MARK: {REMOVE: YES}, About.FIGURE: {Field.WITHHOLD: YES}}


def corrections_of(
    about: About, decision: Decision, given: Iterable[str], outlets: Collection[str] = ()
) -> dict[str, str]:
    """The corrections of a decision. ``outlets``: ids an article may be moved to.

    Raises UsageError E546 where they do not fit the decision, the dispute or the codebook.
    """
    fields = _FIELDS.get(about, OF_ARTICLES)
    found: dict[str, str] = {}
    for each in given:
        name, _, value = (piece.strip() for piece in each.partition("="))
        if name not in tuple(fields):
            raise UsageError("E546", problem=f"'{each}' corrects nothing here", known=_forms(fields))
        found[name] = _value(Field(name), value, each, outlets)
    if decision not in (Decision.ACCEPTED, Decision.PARTLY):
        if found:
            raise UsageError("E546", problem=f"a dispute that is {decision} corrects nothing", known="no --correct")
        return {}
    if not found and decision is Decision.ACCEPTED:
        found = dict(_USUAL.get(about, {}))
    if not found:
        raise UsageError("E546", problem="the decision does not say what changes", known=_forms(fields))
    return found


def _value(field: Field, value: str, given: str, outlets: Collection[str]) -> str:
    if field is Field.NOTE:
        if not value:
            raise UsageError("E546", problem="The note is empty", known=_forms((Field.NOTE,)))
        return value
    if field in (Field.REMOVE, Field.WITHHOLD):
        known: Collection[str] = ("", YES)
    elif field is Field.CODE:
        known = tuple(load_codebook().codes)
    elif field is Field.VOICE:
        known = tuple(voice.value for voice in Voice)
    elif field in (Field.TOPIC, Field.NAMED):
        known = (YES, NO)
    elif field in (Field.FRAMING, Field.HEADLINE):
        known = tuple(framing.value for framing in Framing)
    elif field is Field.SOURCES:
        known = tuple(load_codebook().roles)
        roles = value.replace(";", " ").replace(",", " ").split()
        wrong = [role for role in roles if role not in known]
        if wrong:
            raise UsageError("E546", problem=f"'{wrong[0]}' is no role of a source", known=", ".join(known))
        return " ".join(roles)
    else:
        known = sorted(outlets)
    if value not in known:
        shown = ", ".join(f"{field.value}={each}" if each else field.value for each in known)
        raise UsageError("E546", problem=f"'{given}' says nothing that is known", known=shown)
    return value or YES


def _forms(fields: Iterable[Field]) -> str:
    """What may be typed, by example."""
    examples = {
        Field.REMOVE: "remove",
        Field.CODE: "code=S2",
        Field.VOICE: "voice=quoted",
        Field.TOPIC: "topic=no",
        Field.FRAMING: "framing=neither",
        Field.HEADLINE: "headline=neither",
        Field.SOURCES: "sources=defense,family",
        Field.NAMED: "named=no",
        Field.OUTLET: "outlet=ID",
        Field.WITHHOLD: "withhold",
        Field.NOTE: "note=WORDS TO PRINT",
    }
    return ", ".join(examples[field] for field in fields)
