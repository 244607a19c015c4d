"""What people say of articles, and how the articles they read were drawn.

In and out: frozen records, as corpus.records has them for machines. A sample is drawn once; its draws say with which
probability each article could have come into it, which is what makes an estimate from its labels honest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.records import Part, Voice

# Questions every labelling of the shipped codebook answers; a study may ask others (lexicons.questions).
ON_TOPIC, FRAMING, HEADLINE = "on_topic", "framing", "headline"
YES, NO = "yes", "no"
# The annotator under whom the decision on a disagreement is kept, beside the labels it decided.
ADJUDICATED = "adjudicated"


class Purpose(StrEnum):
    """What labels are for. Audit labels judge, training labels teach; the two never mix."""

    AUDIT = "audit"
    TRAIN = "train"


class Design(StrEnum):
    """How a sample was drawn. Only the first three have inclusion probabilities and may audit."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    CONSTRUCTED_WEEK = "constructed_week"
    GUIDED = "guided"
    # Articles labelled elsewhere and imported without a draw: they may teach, never audit.
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One drawing of articles to label. ``frame`` tells what was drawn from: the selection, and sizes by stratum."""

    name: str
    purpose: Purpose
    design: Design
    seed: int
    drawn_at: str
    run_id: str
    frame: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One article of a sample. ``inclusion_probability`` in (0, 1]; None for a training sample, which has none.

    ``cluster``: what was drawn as one (a day of a constructed week); None where articles were drawn singly.
    """

    sample: str
    article_id: str
    inclusion_probability: float | None = None
    stratum: str | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSpan:
    """Words a person marked: part and offsets as in ``SpanRow``. ``voice`` is None where it was not asked."""

    part: Part
    start: int
    end: int
    code: str
    voice: Voice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanLabel:
    """All that one annotator says of one article, for one purpose. A second opinion is a second row, never a change.

    ``answers``: question id to the option chosen (``on_topic``: yes or no; ``framing``, ``headline``: a Framing).
    A question with several answers joins them with a space, sorted. ``spans`` is None where spans were not asked, and
    empty where none was found. ``suggested``: the machine's suggestion was shown. ``group``: of the annotator.
    """

    article_id: str
    annotator: str
    purpose: Purpose
    answers: Mapping[str, str]
    codebook_version: str
    labelled_at: str
    spans: tuple[LabelledSpan, ...] | None = None
    sample: str | None = None
    group: str | None = None
    suggested: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a trained classifier says of one article on one question. ``probability`` is of ``answer``, calibrated."""

    article_id: str
    question: str
    model: str
    answer: str
    probability: float
