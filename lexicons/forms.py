"""How surface forms are written in every lexicon file, and how they are written out.

In: a form as its author typed it: ``presa{,s}`` (inflection), ``vulneraron <3> derechos`` (up to three words between),
``@deny <~3> @care`` (word classes, in either order). Out: plain forms in which only gaps and class names are left.
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
    expanded = [_tidy(form) for text in texts for whole in expand_braces(text) for form in orders(whole)]
    for form in expanded:
        # Nearly all forms are plain words, and there are a hundred thousand of them.
        if form and "<" not in form and "@" not in form and form == form.lower():
            continue
        words = form.split()
        if not words or GAP.fullmatch(words[0]) or GAP.fullmatch(words[-1]):
            raise ValueError(f"the form '{form}' is empty or begins or ends with a gap")
        if words[0] == NAME:
            raise ValueError(f"the form '{form}' begins with a name; begin it with a word")
        if form != form.lower():
            raise ValueError(f"the form '{form}' has capital letters; forms are written in lower case")
        if "@" in form and not all(re.fullmatch(REFERENCE, word) for word in words if "@" in word):
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
    return [word for word in form.split() if word.startswith("@")] if "@" in form else []


def orders(text: str) -> list[str]:
    """``a <~3> b`` stands for ``a <3> b`` and ``b <3> a``; one such gap a form."""
    if "<~" not in text:
        return [text]
    pieces = _EITHER.split(text)
    if len(pieces) == 1:
        return [text]
    if len(pieces) > 3:
        raise ValueError(f"the form '{text}' has more than one gap in either order")
    left, gap, right = pieces
    return [f"{left}<{gap}>{right}", f"{right.strip()} <{gap}> {left.strip()}"]
