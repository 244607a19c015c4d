"""The rules of applicability, each as a result that a report can print in place of a figure.

In: what a rule found. Out: ``Refused``: which rule, and the numbers of its sentence. The sentences stand in
reports/locale under ``rule``; the limits stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Months with stories that a window needs: fewer show one piece of news, not how an outlet writes.
FEWEST_MONTHS = 3
# Months with stories, both sides together, from which the panel's own unrest can be told.
FEWEST_MONTHS_IN_ALL = 10
# Fewer placebo dates than this say nothing about how rare a change is.
FEWEST_PLACEBOS = 12
# An interrupted time series needs as many points on each side, and as many stories a month (measurement design).
FEWEST_POINTS = 12
FEWEST_STORIES_A_MONTH = 30


class Rule(StrEnum):
    """Why there is no figure."""

    # before and after
    OUTSIDE = "outside"
    NO_PANEL = "no_panel"
    TOO_FEW = "too_few"
    FEW_MONTHS = "few_months"
    TOO_WIDE = "too_wide"
    # against other countries
    REGIONAL = "regional"
    NO_COUNTRY = "no_country"
    ALREADY_APART = "already_apart"
    # placebo dates
    FEW_DATES = "few_dates"
    # interrupted time series
    FEW_POINTS = "few_points"
    FEW_A_MONTH = "few_a_month"
    # whatever builds on a difference that was refused
    NO_DIFFERENCE = "no_difference"


@dataclass(frozen=True, slots=True)
class Refused:
    """A figure that is not given. ``values``: the numbers of the rule's sentence, by name."""

    rule: Rule
    values: Mapping[str, int] = field(default_factory=dict)
