"""A phrase is one use of a term, however many codes it carries (O11)."""

from __future__ import annotations

import pandas as pd

from reports.uses import begins_use


def marks(*places: tuple[str, str, int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(places, columns=["article_id", "part", "start", "end", "code"])


def test_marks_that_share_words_are_one_use_and_neighbours_are_two() -> None:
    found = marks(
        ("b", "body", 10, 20, "S4"),
        ("a", "body", 10, 30, "S4"),
        ("a", "body", 10, 30, "S6"),
        ("a", "body", 25, 40, "S1"),  # shares words with the first, through which all three are one
        ("a", "body", 40, 50, "S1"),
        ("a", "headline", 10, 30, "S4"),
    )
    assert begins_use(found).tolist() == [True, True, False, False, True, True]
    assert begins_use(found, ("code",)).tolist() == [True, True, True, True, True, True]


def test_a_long_mark_holds_all_the_shorter_ones_in_it() -> None:
    found = marks(("a", "body", 0, 100, "S1"), ("a", "body", 5, 10, "S1"), ("a", "body", 50, 60, "S2"))
    assert begins_use(found).tolist() == [True, False, False]
    assert begins_use(found.iloc[:0]).tolist() == []
