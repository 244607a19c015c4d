"""The colours of the charts: they show on the page, and who sees other colours, or none, is told the same."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from reports.charts import bars, dots, style
from reports.pages import content, scorecard, standings
from reports.stats import Estimate

WHITE = "#FFFFFF"
# Machado, Oliveira and Fernandes 2009, severity 1, on linear light: what a colour is without one kind of cone.
VISION = {
    "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
# A just noticeable difference is about 2.3; ten is seen at a glance, in small marks too.
APART = 10.0
# The colours of marks that carry data, each of which must show by itself.
MARKS = {
    *(style.STIGMA, style.RIGHTS, style.NEUTRAL, style.INK, style.FAINT, bars.OUTLINE),
    *style.FILLS.values(),
    *scorecard._CHARTED.values(),
}


def linear(colour: str) -> npt.NDArray[np.float64]:
    """The light of an sRGB colour."""
    share = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2."""
    low, high = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def distance(one: str, other: str, vision: str) -> float:
    """How far apart two colours look (CIE 1976)."""
    labs = []
    for colour in (one, other):
        seen = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
        x, y, z = XYZ @ seen / (XYZ @ np.ones(3))
        root = [each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in (x, y, z)]
        labs.append(np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])]))
    return float(np.linalg.norm(labs[0] - labs[1]))


@pytest.mark.parametrize("colour", sorted(MARKS))
def test_a_mark_shows_on_the_page(colour: str) -> None:
    assert contrast(colour, WHITE) >= 3


@pytest.mark.parametrize("vision", VISION)
def test_the_two_sides_and_the_panel_are_told_apart_by_everybody(vision: str) -> None:
    for one, other in combinations((style.STIGMA, style.RIGHTS, style.NEUTRAL), 2):
        assert distance(one, other, vision) >= APART, (one, other)


def test_colour_is_never_the_only_mark() -> None:
    assert len(set(style.MARKERS.values())) == len(style.FILLS)
    for looks in (content.FRAMING_LOOKS, content._VOICE_LOOKS):
        for (fill, hatch, _), (other, other_hatch, _) in combinations(looks.values(), 2):
            assert hatch != other_hatch or contrast(fill, other) >= 3, (fill, other)


def test_light_fills_have_an_outline_and_words_on_fills_can_be_read() -> None:
    for fill, hatch, ink in (*content.FRAMING_LOOKS.values(), *content._VOICE_LOOKS.values()):
        edge = bars._edge(fill, hatch, ink)
        assert contrast(fill, WHITE) >= 3 or contrast(edge, WHITE) >= 3, fill
        assert contrast("#FFFFFF" if ink == "white" else ink, fill) >= 4.5


def test_other_outlets_are_told_from_the_one_in_question() -> None:
    assert contrast(standings._OTHER_COLOUR, WHITE) >= 3


def test_the_outlet_is_a_circle_and_the_others_a_diamond_in_every_row() -> None:
    rows = [
        dots.Dot(f"O{place}", Estimate(0.4, 0.3, 0.5), "40%", colour, hollow=bool(place % 2), reference=0.2)
        for place, colour in enumerate(scorecard._CHARTED.values())
    ]
    with style.keeping_charts() as kept:
        dots.dot_chart(rows, [(0.0, "0%"), (1.0, "100%")], key="dots", alt="")
    ((_, figure),) = kept.values()
    marks = Counter(line.get_marker() for line in figure.axes[0].lines)
    assert marks["o"] == marks["D"] == len(rows)
