"""How surface forms are written in every lexicon file, and how they are written out.

In: a form as its author typed it: ``presa{,s}`` (inflection), ``vulneraron <3> derechos`` (up to three words between),
``@deny <~3> @care`` (word classes, in either order). Out: plain forms in which only gaps and class names are left; of a
cue's forms those with gaps keep their braces, which multiplied out would be hundreds of thousands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

# A class of words: @deny, or only its infinitives: @deny.inf.
REFERENCE = r"@[a-z]+(?:-[a-z]+)*(?:\.[a-z]+)?"
# A name: up to four words with a capital.
NAME = "<name>"
GAP = re.compile(r"<[1-9]>")
_BRACES = re.compile(r"\{([^{}]*)\}")
# The pieces of a form: braces keep the blanks in them.
_PIECES = re.compile(r"<[1-9]>|<name>|(?:\{[^{}]*\}|[^\s{}<])+")
# What parts the words of a form that still has its braces.
_MARKS = re.compile(r"[\s{},]+")
_EITHER = re.compile(r"<~([1-9])>")


def expand_braces(text: str) -> list[str]:
    """Write out every inflection: ``presa{,s}`` gives ``presa`` and ``presas``. Braces do not nest."""
    if "{" not in text:
        return [text]
    parts = _BRACES.split(text)
    choices = [[part] if index % 2 == 0 else part.split(",") for index, part in enumerate(parts)]
    return ["".join(choice) for choice in itertools.product(*choices)]


def expand(texts: Iterable[str]) -> tuple[str, ...]:
    """All forms of a list, checked. Raises ValueError for one that is empty, in capitals, ill-formed or there twice."""
    return _checked([_tidy(form) for text in texts for whole in expand_braces(text) for form in orders(whole)])


def expand_gapless(texts: Iterable[str]) -> tuple[str, ...]:
    """As ``expand``, but a form with a gap keeps its braces: ``{niegan,negaron} <3> agua`` stays one form."""
    return _checked(
        [
            _tidy(form)
            for text in texts
            for whole in ((text,) if _has_gap(text) else expand_braces(text))
            for form in orders(whole)
        ]
    )


def _has_gap(text: str) -> bool:
    """Is there a gap between its pieces? One within braces is written out with them."""
    return "<" in text and (_EITHER.search(text) is not None or any(map(GAP.fullmatch, pieces(text))))


def _checked(expanded: list[str]) -> tuple[str, ...]:
    for form in expanded:
        # Nearly all forms are plain words, and there are a hundred thousand of them.
        if form and "<" not in form and "@" not in form and form == form.lower():
            continue
        words = pieces(form)
        if not words or GAP.fullmatch(words[0]) or GAP.fullmatch(words[-1]):
            raise ValueError(f"the form '{form}' is empty or begins or ends with a gap")
        if words[0] == NAME:
            raise ValueError(f"the form '{form}' begins with a name; begin it with a word")
        if form != form.lower():
            raise ValueError(f"the form '{form}' has capital letters; forms are written in lower case")
        if "@" in form and not all(re.fullmatch(REFERENCE, word) for word in _MARKS.split(form) if "@" in word):
            raise ValueError(f"the form '{form}' has a class that is not written like @deny or @deny.inf")
    if len(set(expanded)) != len(expanded):
        raise ValueError("a form stands twice: " + next(form for form in expanded if expanded.count(form) > 1))
    return tuple(expanded)


def _tidy(form: str) -> str:
    """With single spaces. ``isprintable`` is False for every blank but the plain space."""
    if form.isprintable() and "  " not in form and form[:1] != " " and form[-1:] != " ":
        return form
    return " ".join(form.split())


def classes_in(form: str) -> list[str]:
    """The class references of a form."""
    return [word for word in _MARKS.split(form) if word.startswith("@")] if "@" in form else []


def pieces(form: str) -> list[str]:
    """The words, gaps and names of a form in their order; braces keep the blanks in them: ``{la ,}pena``."""
    return _PIECES.findall(form)


def stretches(form: str) -> list[str]:
    """The runs of words between the gaps of a form, in every inflection."""
    if "<" not in form and "{" not in form:
        return [form]
    runs: list[list[str]] = [[]]
    for piece in pieces(form):
        if GAP.fullmatch(piece) or piece == NAME:
            runs.append([])
        else:
            runs[-1].append(piece)
    wordings = [wording for run in runs for wording in expand_braces(" ".join(run))]
    return [_tidy(words) for wording in wordings for words in GAP.split(wording) if words.strip()]


def orders(text: str) -> list[str]:
    """``a <~3> b`` stands for ``a <3> b`` and ``b <3> a``; one such gap a form."""
    if "<~" not in text:
        return [text]
    sides = _EITHER.split(text)
    if len(sides) == 1:
        return [text]
    if len(sides) > 3:
        raise ValueError(f"the form '{text}' has more than one gap in either order")
    left, gap, right = sides
    return [f"{left}<{gap}>{right}", f"{right.strip()} <{gap}> {left.strip()}"]
