"""A change in one phrase, and what the mix of outlets and stories moved in it.

In: a ``Change``. Out: sentences. A summary gives one figure of a change, that within the same outlets; that
of all stories, which differs by the mix of outlets, stands in the detail with its name.
"""

from __future__ import annotations

from reports.change.before_after import BeforeAfter
from reports.change.events import Change
from reports.i18n import Words
from reports.pages.view import points_with_interval

# What moves a share by less than half a point is printed as nothing, so it is not told.
TOLD_FROM = 0.005
# A mix that makes up so much of a difference calls for care; beyond the second nothing can be built on the difference.
MUCH, MOST = 0.25, 0.50


def range_text(found: BeforeAfter, words: Words) -> str:
    """The change within the same outlets, with its interval."""
    key = "mixed.range" if found.labels is None else "mixed.range_labels"
    return words.t(key, difference=points_with_interval(found.difference, words))


def mix_sentence(change: Change, words: Words) -> str:
    """What the mix moved most: of outlets, of stories about one single case, named or not, or of agency copy. Empty
    where there is no difference to speak of."""
    found, made = change.found, change.composition
    if found is None or made is None or abs(found.raw) < TOLD_FROM:
        return ""
    name, part = max(made.parts.items(), key=lambda entry: abs(entry[1].mix))
    if abs(part.mix) < TOLD_FROM:
        return words.t("mixed.none")
    share = part.mix / found.raw
    key = "against" if share < 0 else "most" if share > MOST else "some"
    points, total = (words.points(abs(value), sign=False) for value in (part.mix, found.raw))
    return words.t(f"mixed.{key}", points=points, total=total, what=words.t(f"mixed.{name}"))
