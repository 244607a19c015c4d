"""The speakers of an article, and whom a phrase without a name points back to among them.

In: the speakers so far, the last to speak first, and a noun phrase with what its words tell. Out: one of them, or None.
A newspaper gives a name once and goes on with *la fiscal*, *el funcionario*, *a jovem*, *the report*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.titles import DOCUMENT, FAMILY, IMPACTED, OFFICES, OTHER, Told

# Roles of which an article may have several speakers without saying so.
_ANYBODY = frozenset({OTHER, IMPACTED, FAMILY})
# Gobernador and gobernadora, secretario and secretaria begin alike.
_ALIKE = 6
# Of these an article cites several by their offices.
_RANKED = frozenset({"police_military", "prosecutor", "judge"})
# The last letters of nouns that are a body and nobody.
_BODIES = ("ria", "ría", "ção", "ción", "office", "equipe", "equipo", "imprensa", "prensa")


@dataclass(slots=True)
class Person:
    """One speaker of an article: a person, several, an institution or a document."""

    number: int
    role: str
    names: tuple[str, ...]
    heads: set[str]
    gender: str  # f, m, p (several) or empty
    human: bool  # what a pronoun may stand for
    spoke: bool = True  # False while only the text has spoken of her
    aliases: set[str] = field(default_factory=set)  # the acronyms of an institution
    lead: bool = False  # brought in without a name where the article opens


@dataclass(frozen=True, slots=True)
class Stands:
    """Words that stand for an office, an expert or lawyer, or a body cited before (lexicons/<language>/roles.toml)."""

    officials: frozenset[str]
    professionals: frozenset[str]
    bodies: frozenset[str]
    any_office: tuple[str, ...] = ()


def pointed_at(
    recent: Sequence[Person], told: Told, gender: str, stands: Stands, *, bodied: bool = False
) -> Person | None:
    """The speaker that a definite phrase without a name points back to: la fiscal, el funcionario, the report."""
    if told.head in stands.officials:  # la funcionaria may be the prosecutor of before
        office = [each for each in recent if each.human and each.role in OFFICES]
        return next((each for each in office if each.names), office[0] if office else the_woman(recent, gender))
    if told.head in stands.professionals:
        return next((each for each in recent if each.human and each.role in ("expert", "defense")), None)
    if told.head in stands.bodies:  # la entidad, the agency
        return next((each for each in recent if not each.human and each.role != DOCUMENT), None)
    for person in recent:
        if told.strength == "institution" and person.role != told.role:
            continue  # Women in Prison, a charity, after the women in prison
        if any(_same_head(told.head, head) for head in person.heads if head):
            return person
    if told.role == DOCUMENT:
        return next((person for person in recent if person.role == DOCUMENT), None)
    alike = [person for person in recent if person.role == told.role and person.human and person.names]
    if told.role == "government":  # el subsecretario is not the minister of before; el mandatario may be
        alike = [person for person in alike if _may_hold(told.head, person.heads, stands.any_office)]
    # El mandatario after one named governor is him; after two officials it may be neither.
    if gender == "p" or told.strength == "institution" or told.role in _ANYBODY or len(alike) != 1:
        return None
    if (bodied and told.role in _RANKED) or told.head.split(" ")[0].endswith(_BODIES):
        return None  # a assessoria de imprensa da Polícia is not the inspector
    return alike[0] if alike[0].gender in ("", gender) or not gender else None


def introduced(recent: Sequence[Person], told: Told, gender: str) -> Person | None:
    """The one of whom the lead told (*a judge told her ...*) and who now gets a name (*Judge Ann Poe said ...*)."""
    if told.strength != "title" or told.role in _ANYBODY or told.role == DOCUMENT:
        return None
    for person in recent:
        alike = any(_same_head(told.head, head) or told.head.endswith(" " + head) for head in person.heads if head)
        if person.lead and person.human and not person.names and person.role == told.role and alike:
            return person if person.gender in ("", gender) or not gender else None
    return None


def the_woman(recent: Sequence[Person], gender: str) -> Person | None:
    """The woman deprived of liberty whom *a jovem*, *la exreclusa* means: the one who spoke last, or the only one."""
    if gender != "f":
        return None
    women = [each for each in recent if each.role == IMPACTED and each.human and each.gender != "p"]
    return women[0] if women and (len(women) == 1 or women[0] is recent[0]) else None


def is_several(reading: Reading, phrase: NounPhrase, told: Told) -> bool:
    """Agentes, detentas: a plural noun of people that no determiner and no name makes one."""
    if reading.speech.language == "en" or told.index < 0 or told.strength == "institution":
        return False
    return reading.words.lowers[told.index].endswith("s") and not phrase.names(reading)


def agrees(person: Person, gender: str) -> bool:
    """May she, they or an unspoken subject of that number be this person? An institution is *they*, not *she*."""
    if gender == "p":
        return person.gender == "p" or (person.gender == "" and not (person.human and person.names))
    if gender == "":
        return person.gender != "p"
    if gender == "m" and person.role == IMPACTED:
        return False
    return person.human and person.gender in ("", gender)


def _may_hold(head: str, heads: set[str], any_office: tuple[str, ...]) -> bool:
    """May one person be both: of two titles, is one any office's, or do both begin alike?"""
    held = [each for each in heads if each]
    if not held or head.startswith(any_office):
        return True
    return any(each.startswith(any_office) or each[:_ALIKE] == head[:_ALIKE] for each in held)


def _same_head(one: str, other: str) -> bool:
    """*el secretario* may be the *secretario general* of before, never another kind of secretary."""
    return one == other or one.startswith(other + " ") or other.startswith(one + " ")
