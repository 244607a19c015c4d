"""How far annotators mark the same words: F1 of spans between pairs of annotators.

In: labels of articles whose spans two annotators or more marked. Out: for each code and for all, the F1 of exactly
equal spans and of overlapping ones, averaged over the pairs of annotators, with bootstrap intervals over articles. F1
needs no count of what nobody marked, which chance-corrected coefficients do (Hripcsak and Rothschild 2005). Gamma
(Mathet et al. 2015) is not computed: docs/agreement.md says why.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from corpus.labels import HumanLabel, LabelledSpan
from nlp.labels.agreement import DRAWS, interval_of, weights

ALL = "all"
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanAgreement:
    """F1 of the spans of one code, mean over pairs of annotators; None where nobody marked any.

    ``spans``: marked by anyone in the articles compared; ``articles`` and ``pairs`` of annotators compared.
    """

    code: str
    exact: float | None
    exact_low: float | None
    exact_high: float | None
    overlap: float | None
    overlap_low: float | None
    overlap_high: float | None
    spans: int
    articles: int
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanFigures:
    """``codes``: for all spans and each code that occurs. ``voices``: the share of overlapping spans of one code with
    the same voice, of ``voiced`` where both said one. ``confused``: codes that two annotators gave overlapping words,
    where no span of the same code overlaps: (code, code, how often).
    """

    codes: tuple[SpanAgreement, ...]
    voices: float | None
    voiced: int
    confused: tuple[tuple[str, str, int], ...]


def span_figures(labels: Mapping[str, Sequence[HumanLabel]], *, draws: int = DRAWS) -> SpanFigures:
    """Agreement on spans. ``labels``: by article, one of each annotator; those without spans asked are passed over."""
    articles = {
        article: {each.annotator: each.spans for each in given if each.spans is not None}
        for article, given in labels.items()
    }
    articles = {article: marked for article, marked in articles.items() if len(marked) > 1}
    codes = sorted({span.code for marked in articles.values() for spans in marked.values() for span in spans})
    pairs = sorted({pair for marked in articles.values() for pair in combinations(sorted(marked), 2)})
    same = voiced = 0
    confused: Counter[tuple[str, str]] = Counter()
    # articles x pairs x codes x (exact, overlapping, marked by either, compared)
    table = np.zeros((len(articles), len(pairs), len(codes), 4))
    for row, marked in enumerate(articles.values()):
        for column, (one, other) in enumerate(pairs):
            if one not in marked or other not in marked:
                continue
            table[row, column, :, 3] = 1
            found = _compare(marked[one], marked[other])
            for place, code in enumerate(codes):
                table[row, column, place, :3] = found.counts[code]
            same, voiced = same + found.same_voice, voiced + found.voiced
            confused.update(found.confused)
    taken = weights(len(articles), draws) if articles else np.zeros((0, 0))
    whole = table.sum(axis=2, keepdims=True)
    figures = [_figures(ALL, whole[:, :, 0], taken)] if codes else []
    figures += [_figures(code, table[:, :, place], taken) for place, code in enumerate(codes)]
    return SpanFigures(
        codes=tuple(figures),
        voices=same / voiced if voiced else None,
        voiced=voiced,
        confused=tuple((one, other, n) for (one, other), n in sorted(confused.items(), key=lambda i: (-i[1], i[0]))),
    )


def _figures(code: str, table: _Numbers, taken: _Numbers) -> SpanAgreement:
    """``table``: articles x pairs x counts."""
    exact, exact_low, exact_high = _mean_f1(table, 0, taken)
    overlap, overlap_low, overlap_high = _mean_f1(table, 1, taken)
    return SpanAgreement(
        code=code,
        exact=exact,
        exact_low=exact_low,
        exact_high=exact_high,
        overlap=overlap,
        overlap_low=overlap_low,
        overlap_high=overlap_high,
        spans=int(table[:, :, 2].sum()),
        articles=int((table[:, :, 3] > 0).any(axis=1).sum()),
        pairs=int((table[:, :, 3] > 0).any(axis=0).sum()),
    )


def _mean_f1(table: _Numbers, which: int, taken: _Numbers) -> tuple[float | None, float | None, float | None]:
    """F1 of each pair over all its articles, then the mean over pairs; the same in every draw for the interval."""

    def means(matched: _Numbers, marked: _Numbers) -> _Numbers:
        scores = np.divide(2 * matched, marked, out=np.full(matched.shape, np.nan), where=marked > 0)
        counted = ~np.isnan(scores)
        total = np.where(counted, scores, 0).sum(axis=1)
        found: _Numbers = np.divide(
            total, counted.sum(axis=1), out=np.full(len(total), np.nan), where=counted.any(axis=1)
        )
        return found

    matched, marked = table[:, :, which], table[:, :, 2]
    point = means(matched.sum(axis=0, keepdims=True), marked.sum(axis=0, keepdims=True))[0]
    if np.isnan(point):
        return None, None, None
    if len(table) < 2:
        return float(point), None, None
    low, high = interval_of(means(taken @ matched, taken @ marked))
    return float(point), low, high


@dataclass(frozen=True, slots=True)
class _Compared:
    counts: Mapping[str, tuple[int, int, int]]
    same_voice: int
    voiced: int
    confused: tuple[tuple[str, str], ...]


def _compare(one: Sequence[LabelledSpan], other: Sequence[LabelledSpan]) -> _Compared:
    """The spans of two annotators in one article."""
    counts: dict[str, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    left, right = list(one), list(other)
    same = voiced = 0
    for code in {span.code for span in (*one, *other)}:
        mine, yours = (_once(span for span in side if span.code == code) for side in (one, other))
        pairs = _pairs(mine, yours)
        equal = {_where(span) for span in mine} & {_where(span) for span in yours}
        counts[code] = (len(equal), len(pairs), len(mine) + len(yours))
        for a, b in pairs:
            left, right = [s for s in left if s != a], [s for s in right if s != b]
            if a.voice is not None and b.voice is not None:
                voiced += 1
                same += a.voice == b.voice
    confused = tuple(tuple(sorted((a.code, b.code))) for a, b in _pairs(left, right) if a.code != b.code)
    return _Compared(counts, same, voiced, confused)  # type: ignore[arg-type]


def _once(spans: Iterable[LabelledSpan]) -> list[LabelledSpan]:
    """Each place once: two voices on the same words and code are one span."""
    return list({_where(span): span for span in spans}.values())


def _where(span: LabelledSpan) -> tuple[str, int, int]:
    return span.part.value, span.start, span.end


def _pairs(one: Sequence[LabelledSpan], other: Sequence[LabelledSpan]) -> list[tuple[LabelledSpan, LabelledSpan]]:
    """Overlapping spans paired one to one, as many as possible, then those with the most words in common."""
    if not one or not other:
        return []
    longest = 1 + max(span.end for span in (*one, *other))
    gain = np.zeros((len(one), len(other)))
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            shared = min(a.end, b.end) - max(a.start, b.start)
            if a.part is b.part and shared > 0:
                gain[i, j] = longest + shared
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [(one[i], other[j]) for i, j in zip(rows, columns, strict=True) if gain[i, j] > 0]
