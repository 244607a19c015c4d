"""What accepted disputes change in the rows that figures are made of.

In: a study's tags and its accepted disputes. Out: the same frames, corrected, and which disputes found what they
correct. The store keeps what the machine said; a correction is applied each time rows are read, so it also holds after
the articles are tagged anew, as long as the same words carry the same code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from corpus.disputes import Dispute
from corpus.labels import FRAMING, HEADLINE, ON_TOPIC, YES, HumanLabel, Purpose
from corpus.records import Part, Voice
from lexicons.profiles import ACCEPTED
from reports.estimates.audit import columns_of
from reports.estimates.measures import MEASURES
from reports.reply.deciding import REMOVE, Field

if TYPE_CHECKING:
    from corpus.store import Corpus


@dataclass(frozen=True, slots=True)
class Applied:
    """A dispute that the outlet won, at least partly. ``found``: whether what it corrects is still among the tags."""

    dispute: Dispute
    found: bool


@dataclass(frozen=True, slots=True)
class Frames:
    """Labels, spans and sources as ``Corpus`` gives them, after corrections. ``decided``: answers by article.

    ``spans`` have one column more, ``machine_code``: the code as it was tagged.
    """

    labels: pd.DataFrame
    spans: pd.DataFrame
    sources: pd.DataFrame
    applied: tuple[Applied, ...]
    decided: Mapping[str, Mapping[str, str]]

    def with_decided(self, stories: pd.DataFrame) -> pd.DataFrame:
        """The stories with the framings and headlines that were decided, whoever read them before."""
        answers = {name: {a: said[name] for a, said in self.decided.items() if name in said} for name in _READ}
        return stories.assign(
            **{
                name: stories["article_id"].map(said).fillna(stories[name])
                for name, said in answers.items()
                if said and len(stories)
            }
        )

    def with_answers(self, labelled: pd.DataFrame) -> pd.DataFrame:
        """Audit labels with what was decided on these very articles; a person's label may be disputed as well."""
        mine = [article for article in labelled["article_id"] if article in self.decided]
        labelled = labelled.copy() if mine else labelled
        for article in mine:
            at = labelled["article_id"] == article
            for name, measure in MEASURES.items():
                said = measure.people(_as_label(article, self.decided[article]))
                if said is not None:
                    labelled.loc[at, list(columns_of(name))] = said
        return labelled


def withheld_figures(applied: Sequence[Applied], outlet: str) -> frozenset[str]:
    """The indicators that are not printed of an outlet, since it disputed them and was right."""
    mine = (each.dispute for each in applied if each.dispute.outlet == outlet)
    return frozenset(dispute.figure for dispute in mine if Field.WITHHOLD in dispute.corrections)


# What ``with_decided`` sets on stories: fields of corrections that are also columns.
_READ = (FRAMING, HEADLINE)


def read_frames(corpus: Corpus) -> Frames:
    """The frames of a corpus after its accepted disputes."""
    labels, spans, sources = corpus.label_frame(), corpus.span_frame(), corpus.source_frame()
    # By what the machine said a mark keeps its name, whatever was decided on it.
    spans = spans.assign(machine_code=spans["code"])
    # A note beside a figure changes none.
    decided_for = [dispute for dispute in corpus.hearings.disputes() if dispute.corrects]
    won = [dispute for dispute in decided_for if set(dispute.corrections) != {Field.NOTE}]
    if not won:
        return Frames(labels, spans, sources, (), {})
    known = set(labels["article_id"])
    spans, marked = _with_marks(spans, [dispute for dispute in won if dispute.mark is not None])
    decided: dict[str, dict[str, str]] = {}
    for dispute in won:
        if dispute.mark is None and dispute.article_id in known:
            decided.setdefault(dispute.article_id, {}).update(_answers(dispute))
    labels = _read_again(labels, spans, {each.article_id for each in won if marked.get(each.id)})
    labels = _with_labels(labels, decided)
    home = {article: said[Field.OUTLET] for article, said in decided.items() if Field.OUTLET in said}
    roles = {article: said[Field.SOURCES].split() for article, said in decided.items() if Field.SOURCES in said}
    kept = [role in roles.get(article, (role,)) for article, role in sources[["article_id", "role"]].to_numpy()]
    applied = tuple(Applied(each, bool(each.figure) or marked.get(each.id, each.article_id in known)) for each in won)
    sources = sources[pd.Series(kept, index=sources.index, dtype=bool)]
    return Frames(labels, _moved(spans, home), _moved(sources, home), applied, decided)


def _with_marks(spans: pd.DataFrame, disputes: Sequence[Dispute]) -> tuple[pd.DataFrame, dict[str, bool]]:
    """The spans without those struck out and with those changed; of each dispute whether its mark was there."""
    touched = spans[spans["article_id"].isin([each.article_id for each in disputes])]
    struck: list[int] = []
    found: dict[str, bool] = {}
    spans = spans.copy()
    for dispute in disputes:
        place = dispute.mark
        assert place is not None  # noqa: S101 - the caller's case
        at = touched.index[
            (touched["article_id"] == dispute.article_id)
            & (touched["part"] == place.part.value)
            & (touched["code"] == place.code)
            # Overlapping is enough: a newer lexicon may mark a word more or less.
            & (touched["start"] < place.end)
            & (touched["end"] > place.start)
        ]
        found[dispute.id] = len(at) > 0
        if REMOVE in dispute.corrections:
            struck.extend(at)
        if (code := dispute.corrections.get(Field.CODE)) is not None:
            spans.loc[at, "code"] = code
            # How the words stand as another code nobody has weighed.
            spans.loc[at, "status"] = None
        if (voice := dispute.corrections.get(Field.VOICE)) is not None:
            spans.loc[at, "voice"] = voice
    return spans.drop(index=list(dict.fromkeys(struck))), found


def _read_again(labels: pd.DataFrame, spans: pd.DataFrame, articles: set[str]) -> pd.DataFrame:
    """Framing, headline and context of the articles whose marks were corrected, as the tagger makes them of marks."""
    from nlp.framing import context_of, framing_of  # loads spaCy, which few studies need here

    mine = spans[spans["article_id"].isin(articles)]
    weighed = ~(mine["code"].str.startswith("S") & mine["status"].isin(list(ACCEPTED)))
    own = mine[(mine["voice"] == Voice.OUTLET.value) & weighed]
    headlines = own[own["part"] == Part.HEADLINE.value]
    read: dict[str, dict[str, object]] = {
        FRAMING: {article: framing_of(codes).value for article, codes in _codes(own, articles)},
        HEADLINE: {article: framing_of(codes).value for article, codes in _codes(headlines, articles)},
        "context": {article: context_of(codes) for article, codes in _codes(mine, articles)},
    }
    return _set(labels, read)


def _codes(spans: pd.DataFrame, articles: set[str]) -> Iterator[tuple[str, list[str]]]:
    """The codes of each article, also of those without any."""
    codes = {str(article): list(group) for article, group in spans.groupby("article_id")["code"]}
    return ((article, codes.get(article, [])) for article in sorted(articles))


def _with_labels(labels: pd.DataFrame, decided: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    from nlp.framing import voices_of

    def said(field: str) -> dict[str, str]:
        return {article: answers[field] for article, answers in decided.items() if field in answers}

    one_case = set(labels.loc[labels["convicted"].notna(), "article_id"])
    named = {article: answer == YES for article, answer in said(Field.NAMED).items() if article in one_case}
    return _set(
        labels,
        {
            FRAMING: said(FRAMING),
            HEADLINE: said(HEADLINE),
            "outlet": said(Field.OUTLET),
            "on_topic": {article: answer == YES for article, answer in said(Field.TOPIC).items()},
            "voices": {article: voices_of(roles.split()) for article, roles in said(Field.SOURCES).items()},
            "named_in_headline": dict.fromkeys(named, False),
            "named_in_body": named,
        },
    )


def _set(labels: pd.DataFrame, values: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """The labels with new values, by column and article; every column keeps its type."""
    changed = {
        name: pd.Series(
            [mine.get(article, old) for article, old in zip(labels["article_id"], labels[name], strict=True)],
            index=labels.index,
            dtype=labels[name].dtype,
        )
        for name, mine in values.items()
        if mine
    }
    return labels.assign(**changed)


def _answers(dispute: Dispute) -> dict[str, str]:
    return {str(name): value for name, value in dispute.corrections.items()}


def _moved(frame: pd.DataFrame, home: Mapping[str, str]) -> pd.DataFrame:
    """The rows under the outlet their article belongs to."""
    return frame.assign(outlet=frame["article_id"].map(dict(home)).fillna(frame["outlet"])) if home else frame


def _as_label(article_id: str, said: Mapping[str, str]) -> HumanLabel:
    """What was decided, in the form in which people label."""
    questions = {Field.TOPIC: ON_TOPIC, Field.FRAMING: FRAMING, Field.SOURCES: "voices", Field.NAMED: "named"}
    answers = {questions[Field(name)]: value for name, value in said.items() if name in questions}
    return HumanLabel(
        article_id=article_id,
        annotator="dispute",
        purpose=Purpose.AUDIT,
        answers=answers,
        codebook_version="",
        labelled_at="",
    )
