"""A cue's form as a public page may show it: words of the lexicon only.

In: a cue and the words of an article that it matched. Out: the form with its word classes filled by the members that
stood there, which are the lexicon's own words, and its gaps as "…", behind which a person's name may stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from lexicons.classes import Classes
from lexicons.cues import Cue, lexicons_in_use
from lexicons.forms import expand_braces, pieces

GAP = "…"
# "<name>" stands for a name of up to four words.
_NAME_WORDS = 4
_NO_CLASSES = Classes()
# The same words are marked in every outlet and asked for on every page; how they are shown is found out once.
_MOST_SHOWN = 50_000
_shown: dict[tuple[int, int, str], tuple[str, Cue, Classes]] = {}


def surface(cue: Cue, text: str) -> str:
    """How the words ``text`` of an article, an occurrence of the cue, are shown."""
    classes = _classes_of(cue)
    key = (id(cue), id(classes), text)
    if key not in _shown:
        if len(_shown) >= _MOST_SHOWN:
            _shown.clear()
        # With the objects, so that no other comes to have their place in memory.
        _shown[key] = (_surface(cue, text, classes), cue, classes)
    return _shown[key][0]


def _surface(cue: Cue, text: str, classes: Classes) -> str:
    words = text.lower().split()
    for form in cue.forms:
        found = _aligned(pieces(form), words, classes)
        if found is not None:
            return " ".join(found)
    return plain(cue)


def plain(cue: Cue) -> str:
    """The cue's first form, each class by its first member and braces by what stands first in them."""
    classes = _classes_of(cue)
    parts = [part for piece in pieces(cue.forms[0]) for part in expand_braces(piece)[0].split()]
    return " ".join(_stand_in(part, classes) for part in parts)


def _classes_of(cue: Cue) -> Classes:
    lexicon = lexicons_in_use().get(cue.id.partition(".")[0])
    return lexicon.classes if lexicon else _NO_CLASSES


def _stand_in(part: str, classes: Classes) -> str:
    if part.startswith("<"):
        return GAP
    return classes.members(part)[0] if part in classes else part


def _aligned(parts: Sequence[str], words: Sequence[str], classes: Classes) -> list[str] | None:
    """The form written over the words, or None where they are not an occurrence of it."""
    if not parts:
        return [] if not words else None
    first, rest = parts[0], parts[1:]
    if "{" in first:  # forms with a gap keep their braces
        wordings = ([*wording.split(), *rest] for wording in expand_braces(first))
        return next((found for each in wordings if (found := _aligned(each, words, classes)) is not None), None)
    if first.startswith("<"):
        for taken in range(_longest(first) + 1):
            found = _aligned(rest, words[taken:], classes) if taken <= len(words) else None
            if found is not None:
                return [GAP, *found]
        return None
    for member in classes.members(first) if first in classes else (first,):
        own = member.split()
        if list(words[: len(own)]) == own:
            found = _aligned(rest, words[len(own) :], classes)
            if found is not None:
                return [member, *found]
    return None


def _longest(gap: str) -> int:
    number = gap.strip("<>")
    return int(number) if number.isdigit() else _NAME_WORDS
