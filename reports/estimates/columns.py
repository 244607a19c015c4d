"""What is counted of each story, as plain columns that are made once for a whole report.

In: stories with their flags, and the audit. Out: the same stories with numbers: per indicator the machine's count and
denominator, whether an audit sample reaches the story, codes of outlet and story. A report asks for the same figure of
every outlet and of every outlet's panel; each such part then adds up numbers and reads no text and no list again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.estimates.audit import Audit
from reports.estimates.cells import codes_of
from reports.estimates.measures import MEASURES
from reports.estimates.weights import Codes, Numbers

# The place of a story among all of the report's; parts of the stories keep it and its order.
ROW = "row"
# Whole numbers for outlets, in the order of their ids.
OUTLET_CODE = "outlet_code"
_REACHED, _STORY = "reached", "story_code"


def machine_columns(measure: str) -> tuple[str, str]:
    """The columns of an indicator: the machine's count and whether the story is in the denominator."""
    return f"{measure}.f", f"{measure}.within"


def with_counts(stories: pd.DataFrame, audit: Audit | None) -> pd.DataFrame:
    """Add the columns. Anything that changes flags, framings or sources of stories comes before."""
    columns: dict[str, npt.NDArray[np.generic]] = {}
    for name, measure in MEASURES.items():
        columns |= dict(zip(machine_columns(name), measure.machine(stories), strict=True))
    reached = audit.reaches(stories).to_numpy(bool) if audit is not None else np.zeros(len(stories), np.bool_)
    codes = {OUTLET_CODE: codes_of(stories["outlet"]), _STORY: codes_of(stories["story"])}
    return stories.assign(**columns, **codes, **{ROW: np.arange(len(stories)), _REACHED: reached})


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator over some stories, an entry a story. ``rows``: their places, ascending. ``outlets``, ``stories``:
    codes from 0 in sorted order."""

    rows: Codes
    f: Numbers
    within: Numbers
    reached: npt.NDArray[np.bool_]
    outlet_codes: Codes
    story_codes: Codes

    @property
    def n(self) -> int:
        """Stories."""
        return len(self.f)

    @property
    def outlets(self) -> Codes:
        """Which outlet each is of."""
        return _from_zero(self.outlet_codes)

    @property
    def stories(self) -> Codes:
        """Which text each is a copy of."""
        return _from_zero(self.story_codes)

    def places_of(self, rows: Codes) -> tuple[Codes, npt.NDArray[np.bool_]]:
        """Where these places of the report's stories stand here, and which of them do."""
        if not self.n:
            return np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
        at = np.minimum(np.searchsorted(self.rows, rows), self.n - 1)
        return at, np.asarray(self.rows[at] == rows, dtype=np.bool_)


def counted(stories: pd.DataFrame, measure: str, where: npt.NDArray[np.bool_] | None = None) -> Counted:
    """The columns of one indicator for the stories, or those ``where`` holds."""
    names = (ROW, *machine_columns(measure), _REACHED, OUTLET_CODE, _STORY)
    return Counted(*(stories[name].to_numpy() if where is None else stories[name].to_numpy()[where] for name in names))


def _from_zero(codes: Codes) -> Codes:
    return np.asarray(np.unique(codes, return_inverse=True)[1], dtype=np.int64)
