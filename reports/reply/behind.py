"""Which articles and marks stand behind each figure of a scorecard.

In: the rows of one outlet. Out: for each article and mark the indicators in whose count it is, by the same columns that
figures are counted from, and which marks are one use. Which articles name a woman before a conviction (O8) is told to
the study alone: of these only counts leave it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from corpus.disputes import MarkPlace, mark_reference
from corpus.records import Part, Voice
from reports.estimates.columns import machine_columns
from reports.estimates.measures import IMPACTED, POLICE_ROLES
from reports.rows import ReportRows
from reports.uses import first_of_use

# What decides nothing of an article's framing has figures of its own.
CUSTODY, CAUTION = "S2", "H1"


def figures_by_article(rows: ReportRows, *, naming: bool = False) -> dict[str, str]:
    """The indicators that count an article, joined by spaces. Every article counts in O1. ``naming``: O8 among them."""
    stories = rows.stories
    columns: Mapping[str, pd.Series] = {
        "O2": stories["s"],
        "S2": stories["s2"],
        "S2-accepted": stories["s2_accepted"],
        "O3": stories["r"],
        "O4": stories["s"] != stories["r"],
        "O5": stories["head_s"] != stories["body_s"],
        "O6": stories["voices"].map(lambda roles: IMPACTED in roles),
        "O7": stories["voices"].map(lambda roles: bool(roles) and set(roles) <= POLICE_ROLES),
        **({"O8": stories[machine_columns("O8")[0]] > 0} if naming else {}),
        "O9": stories["her_actions"].fillna(0) > 0,
        "O10": stories["context"].map(len) > 0,
    }
    # As lists: a column of pandas takes its time to find one value.
    flags = [counts.astype(bool).tolist() for counts in columns.values()]
    return {
        str(article): " ".join(["O1", *(name for name, counts in zip(columns, counted, strict=True) if counts)])
        for article, *counted in zip(stories["article_id"], *flags, strict=True)
    }


def figures_of_mark(span: Mapping[str, object]) -> str:
    """The indicators that a row of ``ReportRows.spans`` counts in, joined by spaces; nothing where the words are not
    the outlet's. Of marks on one phrase only the first counts in O11; a mark that a decision on the framing overruled
    stays a use and counts in no share.
    """
    code = str(span["code"])
    if code.startswith("C"):
        return "O10"
    if span["voice"] != Voice.OUTLET.value:
        return ""
    if code == CUSTODY:
        return "S2-accepted" if span["accepted"] else "S2 O11-S2" if span["use"] else "S2"
    if code.startswith("S"):
        framing = "" if span["overruled"] else "O2 O4 O5"
        return "" if span["accepted"] else f"{framing} O11".strip() if span["use"] else framing
    return "O3 O4" if code.startswith("R") and not span["overruled"] else ""


def copies_by_article(rows: ReportRows) -> dict[str, list[str]]:
    """The further copies of each story that has some: O1 counts these as well, and nothing else does."""
    copies: dict[str, list[str]] = {}
    for story, copy in zip(rows.copies["story_article"], rows.copies["article_id"], strict=True):
        copies.setdefault(str(story), []).append(str(copy))
    return copies


def use_references(spans: pd.DataFrame) -> dict[object, str]:
    """By the index of each mark that O11 would count, were it not on words that count already: the reference of the
    mark that stands for the use."""
    held = (spans["voice"] == Voice.OUTLET.value) & spans["code"].str.startswith("S") & ~spans["accepted"]
    found: dict[object, str] = {}
    for side in (held & (spans["code"] != CUSTODY), held & (spans["code"] == CUSTODY)):
        marks = spans[side]
        first = first_of_use(marks)
        for place, index in enumerate(marks.index):
            if first[place] != place:
                begins = marks.iloc[first[place]].to_dict()
                found[index] = mark_reference(str(begins["article_id"]), place_of(begins))
    return found


def place_of(span: Mapping[str, object]) -> MarkPlace:
    """Where a row of ``ReportRows.spans`` stands."""
    start, end = int(str(span["start"])), int(str(span["end"]))
    return MarkPlace(part=Part(str(span["part"])), start=start, end=end, code=str(span["machine_code"]))
