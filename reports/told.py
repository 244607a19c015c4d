"""What may be told in public: nothing of one outlet alone before it could reply, nor what gives it by subtraction.

In: rows and the outlets that were heard. Out: the countries whose figures are withheld, and which single rows may carry
their outlet, day and language. A figure over one or two outlets tells each of them the other, and takes away the
outlets already published tells it to everybody; so the outlets not heard behind any figure are none or at least three.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from reports.figures.indicators import FEWEST_OTHERS
from reports.rows import ReportRows


@dataclass(frozen=True, slots=True)
class Told:
    """``heard``: outlets whose scorecards are published. ``withheld``: countries of which no figure is."""

    heard: frozenset[str]
    withheld: frozenset[str]

    @classmethod
    def of(cls, rows: ReportRows, heard: Iterable[str]) -> Told:
        """What may be told of these rows where these outlets were heard."""
        known = frozenset(heard)
        stories = rows.stories
        outlets = {code: set(stories.loc[stories["country"] == code, "outlet"]) for code in rows.countries}
        return cls(known, frozenset(code for code in rows.countries if not enough(outlets[code] - known)))


def enough(unheard: Iterable[object]) -> bool:
    """Whether a figure that rests on these outlets, beside outlets that were heard, tells of no single one."""
    found = len(set(unheard))
    return not found or found >= FEWEST_OTHERS


def coarsened(rows: pd.DataFrame, columns: Iterable[str], counted: pd.Series) -> pd.DataFrame:
    """The rows with these columns emptied wherever few outlets share a value, one column within the next.

    ``counted``: the rows whose outlets are counted. Where the rows left empty are those of few outlets, the column is
    emptied for all that share the earlier ones: being empty would tell as much as the value.
    """
    rows, within = rows.copy(), ["country"]
    for column in columns:
        rows[column] = rows[column].fillna("").astype(object)
        keys = [*within, column]
        few = _few(rows, counted, keys)
        rows[column] = rows[column].mask(few, "")
        alone = _few(rows, counted, keys) & rows[column].eq("")
        spoilt = rows.loc[alone, within].drop_duplicates()
        every = pd.MultiIndex.from_frame(rows[within]).isin(pd.MultiIndex.from_frame(spoilt))
        rows[column] = rows[column].mask(every, "")
        within = keys
    return rows


def _few(rows: pd.DataFrame, counted: pd.Series, keys: list[str]) -> pd.Series:
    """The rows whose values are shared by fewer outlets than a figure needs."""
    outlets = rows["outlet"].where(counted).groupby([rows[key] for key in keys], dropna=False).transform("nunique")
    return outlets < FEWEST_OTHERS
