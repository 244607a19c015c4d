"""The tagger's reasons, in the language of a page.

In: the plain English that the tagger writes beside a tag ("used as a noun; about a woman in scope (sentence)"). Out:
the same in the page's language, and whether it was known. A reason that no catalogue knows is shown as it stands: the
page says that it is English, and nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from lexicons.codebook import load_codebook
from reports.i18n import Words, catalogue, words_for

_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")
# Between two reasons of one tag.
_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words. ``english``: no catalogue knows it, so it stands in English on any page."""

    text: str
    english: bool


# Reasons that name who speaks, each with another (its key and ``_role``) that tells the speaker's role alone.
_SPEAKERS = frozenset({"because.said", "because.inside", "because.quoted"})


def reasons_of(rule: str, words: Words, *, speakers: bool = True) -> list[Reason]:
    """The reasons of a tag's rule, one by one. ``speakers``: with the words that name who speaks, which may be the name
    of a woman; else with the role alone."""
    return [reason_of(part, words, speakers=speakers) for part in rule.split(_SEPARATOR) if part]


def reason_of(english: str, words: Words, *, speakers: bool = True) -> Reason:
    """One reason in the language of ``words``."""
    return _known(english, words.language, speakers)


# A scorecard has thousands of reasons, and few kinds of them.
@lru_cache(maxsize=20_000)
def _known(english: str, language: str, speakers: bool) -> Reason:
    words = words_for(language)
    english = " ".join(english.split())  # words of the article among it may stand on two lines
    plain = f"why.{english}"
    if plain in words.texts:
        return Reason(words.t(plain), english=False)
    for key, pattern in _patterns():
        match = pattern.fullmatch(english)
        values = _values(match.groupdict(), words) if match else None
        if values is not None:
            key = key if speakers or key not in _SPEAKERS else f"{key}_role"
            return Reason(words.t(key, **values), english=False)
    return Reason(english, english=words.language != "en")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The English reasons as patterns, those with fewer gaps first, so that a plain text is never taken for a gap."""
    texts = {key: text for key, text in catalogue("en").items() if key.startswith("because.") and isinstance(text, str)}
    ordered = sorted(texts.items(), key=lambda entry: (entry[1].count("{"), -len(entry[1])))
    return tuple((key, re.compile(_PLACEHOLDER.sub(r"(?P<\1>.+)", re.escape(text)))) for key, text in ordered)


def _values(found: dict[str, str], words: Words) -> dict[str, str] | None:
    """The values of a reason, its names translated; None where one of them is not known: the pattern does not fit."""
    values = dict(found)
    if "tie" in found:
        if f"tie.{found['tie']}" not in words.texts:
            return None
        values["tie"] = words.t(f"tie.{found['tie']}")
    if "why" in found:
        if f"why.{found['why']}" not in words.texts:
            return None
        values["why"] = words.t(f"why.{found['why']}")
    if "status" in found:
        if f"status.{found['status']}" not in words.texts:
            return None
        values["status"] = words.t(f"status.{found['status']}")
    if "role" in found:
        role = load_codebook().roles.get(found["role"])
        if role is None:
            return None
        values["role"] = str(getattr(role, words.language))
    return values
