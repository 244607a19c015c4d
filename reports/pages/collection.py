"""What the collection of outlets lets nobody trust, in words: refusals, gaps, paywalls, imports.

In: the collection of one or more outlets (reports.figures.health). Out: sentences, one a kind of shortcoming, each with
its outlets and how many of their addresses, weeks or stories. The same words for a country and a scorecard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reports.figures.health import MANY_WALLED, Collected, OutletHealth
from reports.i18n import Words
from reports.pages.view import press_text


def collection_doubts(healths: Sequence[OutletHealth], words: Words) -> list[str]:
    """The sentences, the gravest first; none where nothing is known to be missing."""
    lines = []
    for key in (Collected.REFUSED, Collected.NOTHING, Collected.MOSTLY_DENIED, Collected.SOME_DENIED):
        found = [health for health in healths if health.state is key]
        if key is Collected.NOTHING and found:
            lines.append(words.t("doubt.nothing", outlets=_names(found, words)))
        elif key is Collected.REFUSED and found:
            lines.append(words.t("collection.refused", outlets=_names(found, words)))
        elif found:
            told = _counts(found, lambda each: (each.denied, each.asked), words)
            lines.append(words.t(f"collection.{key.value}", outlets=told))
    if gaps := [health for health in healths if health.weeks_short]:
        told = _counts(gaps, lambda each: (each.weeks_short, each.weeks), words)
        lines.append(words.t("collection.gaps", outlets=told))
    for key_of_wall, much in (("much_walled", True), ("walled", False)):
        if found := [each for each in healths if each.walled and each.much_walled is much]:
            told = _counts(found, lambda each: (each.walled, each.stories), words)
            lines.append(words.t(f"collection.{key_of_wall}", outlets=told, tenth=words.percent(MANY_WALLED)))
    if any(health.imported for health in healths):
        lines.append(words.t("doubt.imported"))
    return lines


def _names(healths: Sequence[OutletHealth], words: Words) -> str:
    return words.listing([press_text(health.outlet.name) for health in healths])


def _counts(healths: Sequence[OutletHealth], counted: Callable[[OutletHealth], tuple[int, int]], words: Words) -> str:
    """ "El Faro (3 of 120) and La Ronda (1 of 80)"."""
    parts = []
    for health in healths:
        n, total = counted(health)
        parts.append(words.t("collection.counted", outlet=press_text(health.outlet.name), n=n, total=total))
    return words.listing(parts)
