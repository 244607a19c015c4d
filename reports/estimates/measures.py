"""What is counted for each indicator, by the machine and by people.

In: the machine's columns of stories, and one annotator's answers. Out: per story the count and whether the story is in
the denominator. Questions: lexicons/questions.toml; indicators: docs/estimates.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from corpus.labels import FRAMING, HEADLINE, NO, ON_TOPIC, YES, HumanLabel
from corpus.records import Framing, Part, Voice
from lexicons.codebook import load_codebook
from reports.estimates.ppi import Kind
from reports.estimates.weights import Numbers

STIGMATIZING = frozenset({Framing.STIGMATIZING.value, Framing.BOTH.value})
RIGHTS_BASED = frozenset({Framing.RIGHTS_BASED.value, Framing.BOTH.value})
# The roles whose being the only ones makes a story police-only (indicator O7).
POLICE_ROLES = frozenset({"police_military", "prosecutor"})
IMPACTED = "directly_impacted"
# What one annotator says: the count and the denominator; None where the question was not answered.
Said = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator. ``machine``: stories to (counts, denominators). ``people``: a label to the same of one story."""

    id: str
    kind: Kind
    machine: Callable[[pd.DataFrame], tuple[Numbers, Numbers]]
    people: Callable[[HumanLabel], Said]


def _all(count: pd.Series) -> tuple[Numbers, Numbers]:
    return count.to_numpy(float), np.ones(len(count))


def _headline_gap(stories: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Over stories that have a headline as well as a text."""
    headed = stories["headed"].to_numpy(float)
    return headed * (stories["head_s"].astype(int) - stories["body_s"].astype(int)).to_numpy(float), headed


def _roles(stories: pd.DataFrame, found: Callable[[frozenset[str]], bool]) -> Numbers:
    return np.array([float(found(frozenset(roles))) for roles in stories["voices"]], dtype=np.float64)


def _police_only(stories: pd.DataFrame) -> tuple[Numbers, Numbers]:
    return _roles(stories, _only_police), _roles(stories, bool)


def _named(stories: pd.DataFrame) -> tuple[Numbers, Numbers]:
    one_case = stories["convicted"].notna()
    convicted = stories["convicted"].fillna(False).astype(bool)
    named = (stories["named_in_headline"].fillna(False) | stories["named_in_body"].fillna(False)).astype(bool)
    return np.asarray(one_case & named & ~convicted, dtype=np.float64), np.asarray(one_case, dtype=np.float64)


def _only_police(roles: frozenset[str]) -> bool:
    return bool(roles) and roles <= POLICE_ROLES


def _answered(question: str, count: Callable[[str], float | None]) -> Callable[[HumanLabel], Said]:
    """Counts an answer; a story off topic counts nowhere. ``count`` gives None for stories outside the denominator."""

    def said(label: HumanLabel) -> Said:
        if label.answers.get(ON_TOPIC, YES) == NO:
            return 0.0, 0.0
        if question not in label.answers:
            return None
        counted = count(label.answers[question])
        return (0.0, 0.0) if counted is None else (counted, 1.0)

    return said


def _split(answer: str) -> frozenset[str]:
    return frozenset(answer.split())


def _sourced(answer: str) -> float | None:
    return float(_only_police(_split(answer))) if answer else None


def _balance(answer: str) -> float:
    return float(answer in RIGHTS_BASED) - float(answer in STIGMATIZING)


def _gap(label: HumanLabel) -> Said:
    """S in the headline less S in the text below it; the latter is known only where spans were marked."""
    if label.answers.get(ON_TOPIC, YES) == NO:
        return 0.0, 0.0
    if HEADLINE not in label.answers or label.spans is None:
        return None
    deciding = load_codebook().undeciding
    body = any(
        span.code.startswith("S")
        and span.code not in deciding
        and span.part is not Part.HEADLINE
        and span.voice in (Voice.OUTLET, None)
        for span in label.spans
    )
    return float(label.answers[HEADLINE] in STIGMATIZING) - float(body), 1.0


MEASURES: Mapping[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure("O2", Kind.SHARE, lambda s: _all(s["s"]), _answered(FRAMING, lambda a: float(a in STIGMATIZING))),
        Measure("O3", Kind.SHARE, lambda s: _all(s["r"]), _answered(FRAMING, lambda a: float(a in RIGHTS_BASED))),
        Measure(
            "O4", Kind.DIFFERENCE, lambda s: _all(s["r"].astype(int) - s["s"].astype(int)), _answered(FRAMING, _balance)
        ),
        Measure("O5", Kind.DIFFERENCE, _headline_gap, _gap),
        Measure(
            "O6",
            Kind.SHARE,
            lambda s: (_roles(s, lambda roles: IMPACTED in roles), np.ones(len(s))),
            _answered("voices", lambda a: float(IMPACTED in _split(a))),
        ),
        Measure("O7", Kind.SHARE, _police_only, _answered("voices", _sourced)),
        Measure("O8", Kind.SHARE, _named, _answered("named", lambda a: float(a == YES) if a in (YES, NO) else None)),
        Measure(
            "O9",
            Kind.SHARE,
            lambda s: _all(s["her_actions"].fillna(0) > 0),
            _answered("acts", lambda a: float(a == YES)),
        ),
        Measure(
            "O10", Kind.SHARE, lambda s: _all(s["context"].map(len) > 0), _answered("context", lambda a: float(bool(a)))
        ),
    )
}
