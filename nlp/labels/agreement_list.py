"""What annotators disagree on, and the decisions: a list to fill in, and adjudicated labels from it.

In: labels of articles that two annotators or more labelled. Out: one ``Disagreement`` for each question answered
differently and each span that not all marked alike; a CSV with a column for each annotator and an empty one for the
decision; and, from the CSV filled in, labels under the annotator ``adjudicated``. What all agree on is taken over.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.exchange.cells import guarded, unguarded
from corpus.exchange.reading import open_table
from corpus.labels import ADJUDICATED, NO, YES, HumanLabel, LabelledSpan
from corpus.records import Article, Part, Voice
from corpus.storage.rows import now_text
from corpus.store import Corpus
from lexicons.errors import EncuadreError, UsageError
from lexicons.questions import Question
from nlp.labels.agreement_report import answer_of, doubled

COLUMNS = ("article_id", "item", "part", "start", "end", "code", "words", "options", "decision")
# In a cell, nothing chosen where several may be: an empty cell is an answer not given.
NOTHING = "-"
_SPAN = "span"
_Place = tuple[Part, int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One thing that annotators of an article said differently. ``span`` is None for a question. ``said`` by annotator:
    the answer, or of a span its voice, ``yes`` where no voice was said, ``no`` where it was not marked.
    """

    article: str
    item: str
    said: Mapping[str, str]
    options: tuple[str, ...]
    span: LabelledSpan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudicated:
    """What became of the decisions: ``decided`` articles have an adjudicated label; ``open`` ones lack decisions."""

    decided: int
    unchanged: int
    open: Mapping[str, int]
    problems: tuple[str, ...]


def disagreements(labels: Iterable[HumanLabel], questions: Sequence[Question]) -> list[Disagreement]:
    """Every disagreement, by article, questions before spans."""
    return [each for given in doubled(labels).values() for each in _of_article(given, questions)]


def undecided(labels: Sequence[HumanLabel], questions: Sequence[Question]) -> list[Disagreement]:
    """The disagreements of articles without an adjudicated label."""
    decided = {label.article_id for label in labels if label.annotator == ADJUDICATED}
    return [each for each in disagreements(labels, questions) if each.article not in decided]


def _of_article(given: Sequence[HumanLabel], questions: Sequence[Question]) -> Iterable[Disagreement]:
    article = given[0].article_id
    for question in questions:
        said = {each.annotator: a for each in given if (a := answer_of(each, question)) is not None}
        if len(set(said.values())) > 1:
            shown = {annotator: answer or NOTHING for annotator, answer in said.items()}
            options = (*question.options, *([NOTHING] if question.several else []))
            yield Disagreement(article=article, item=question.id, said=shown, options=options)
    asked = {each.annotator: each.spans for each in given if each.spans is not None}
    for place, by_annotator in _marked(asked).items():
        said = {annotator: by_annotator.get(annotator, NO) for annotator in asked}
        if len(set(said.values())) > 1:
            part, start, end, code = place
            span = LabelledSpan(part=part, start=start, end=end, code=code)
            item = f"{_SPAN}:{part.value}:{start}-{end}:{code}"
            voices = [voice for voice in said.values() if voice not in (YES, NO)]
            options = (NO, *(Voice if voices else (YES,)))
            yield Disagreement(article=article, item=item, said=said, options=options, span=span)


def _marked(asked: Mapping[str, Sequence[LabelledSpan]]) -> dict[_Place, dict[str, str]]:
    """Every place that anyone marked, with what each said of it."""
    marked: dict[_Place, dict[str, str]] = defaultdict(dict)
    for annotator, spans in asked.items():
        for span in spans:
            place = (span.part, span.start, span.end, span.code)
            marked[place][annotator] = span.voice.value if span.voice else YES
    order = list(Part)
    return dict(sorted(marked.items(), key=lambda item: (order.index(item[0][0]), *item[0][1:])))


def write_list(path: Path, listed: Sequence[Disagreement], articles: Mapping[str, Article]) -> None:
    """A CSV with a row for each disagreement. ``articles``: whose words are shown; empty to show none.

    Raises UsageError E632 when the file is there already, since somebody may have filled it in.
    """
    if path.exists():
        raise UsageError("E632", path=path)
    annotators = sorted({annotator for each in listed for annotator in each.said})
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([*COLUMNS[:-2], *(f"said by {name}" for name in annotators), *COLUMNS[-2:]])
            for each in listed:
                span = each.span
                places = (span.part.value, span.start, span.end, span.code) if span else ("", "", "", "")
                said = [each.said.get(name, "") for name in annotators]
                words = _words(each, articles.get(each.article))
                row = [each.article, each.item, *places, words, *said, " ".join(each.options), ""]
                writer.writerow([guarded(str(cell)) if cell != NOTHING else cell for cell in row])
    except OSError as error:
        raise UsageError("E251", path=path, problem=error.strerror or error) from error


def _words(each: Disagreement, article: Article | None) -> str:
    if article is None:
        return ""
    if each.span is None:
        return article.title
    stored = {Part.HEADLINE: article.title, Part.LEAD: article.lead or "", Part.BODY: article.body}[each.span.part]
    return stored[each.span.start : each.span.end]


def read_decisions(
    corpus: Corpus, path: Path, labels: Sequence[HumanLabel], questions: Sequence[Question]
) -> Adjudicated:
    """Write an adjudicated label for every article of the file whose disagreements are all decided.

    Raises EncuadreError E440 when the file is no such list.
    """
    decisions, problems = _decisions(path)
    given = doubled(labels)
    earlier = {label.article_id: label for label in labels if label.annotator == ADJUDICATED}
    new: list[HumanLabel] = []
    waiting: dict[str, int] = {}
    unchanged = 0
    for article, decided in decisions.items():
        if article not in given:
            problems.append(f"{article}: {EncuadreError('E449', where=f' for {article}')}")
            continue
        try:
            label, missing = _adjudicated(given[article], decided, questions)
        except EncuadreError as error:
            problems.append(f"{article}: {error}")
            continue
        if missing:
            waiting[article] = missing
            continue
        before = earlier.get(article)
        if before is not None and replace(label, labelled_at=before.labelled_at) == before:
            unchanged += 1
            continue
        new.append(label)
    corpus.write_labels(new)
    return Adjudicated(decided=len(new), unchanged=unchanged, open=waiting, problems=tuple(problems))


def _decisions(path: Path) -> tuple[dict[str, dict[str, str]], list[str]]:
    table = open_table(path)
    if lacking := [name for name in ("article_id", "item", "decision") if name not in table.columns]:
        problem = f"it has no column '{lacking[0]}'"
        raise EncuadreError("E440", path=path, format="a list of disagreements", problem=problem)
    decisions: dict[str, dict[str, str]] = defaultdict(dict)
    problems: list[str] = []
    for row in table.rows():
        if row.problem is not None:
            problems.append(f"row {row.number}: {row.problem}")
            continue
        cells = {name: unguarded(str(row.cells.get(name) or "")).strip() for name in ("article_id", "item", "decision")}
        decisions[cells["article_id"]][cells["item"]] = cells["decision"]
    return decisions, problems


def _adjudicated(
    given: Sequence[HumanLabel], decided: Mapping[str, str], questions: Sequence[Question]
) -> tuple[HumanLabel, int]:
    """The label that follows from agreement and decisions, and how many decisions are missing."""
    listed = {each.item: each for each in _of_article(given, questions)}
    if unknown := [item for item in decided if item not in listed and decided[item]]:
        raise EncuadreError("E444", given=unknown[0], kind="disagreement", known="write the list anew")
    answers = _answers(given, decided, listed, questions)
    # Off topic, nothing else is asked: spans that nobody decided on are none.
    skipped = {q.id for q in questions if q.asked_if and answers.get(q.asked_if, YES) != YES}
    off = bool(skipped)
    answers = {name: answer for name, answer in answers.items() if name not in skipped}
    missing = sum(
        1
        for item, each in listed.items()
        if not decided.get(item) and item not in skipped and not (off and each.span is not None)
    )
    base = given[0]
    label = HumanLabel(
        article_id=base.article_id,
        annotator=ADJUDICATED,
        purpose=base.purpose,
        answers=answers,
        codebook_version=base.codebook_version,
        labelled_at=now_text(),
        spans=_spans(given, decided, listed),
        sample=base.sample,
        suggested=any(each.suggested for each in given),
    )
    return label, missing


def _answers(
    given: Sequence[HumanLabel],
    decided: Mapping[str, str],
    listed: Mapping[str, Disagreement],
    questions: Sequence[Question],
) -> dict[str, str]:
    answers: dict[str, str] = {}
    for question in questions:
        said = [answer for each in given if (answer := answer_of(each, question)) is not None]
        if question.id not in listed:
            if said:
                answers[question.id] = said[0]
            continue
        decision = decided.get(question.id, "")
        if not decision:
            continue
        answer = "" if decision == NOTHING else " ".join(sorted(decision.replace(",", " ").replace(";", " ").split()))
        if not question.accepts(answer):
            raise EncuadreError(
                "E444", given=decision, kind=f"answer to '{question.id}'", known=", ".join(question.options)
            )
        answers[question.id] = answer
    return answers


def _spans(
    given: Sequence[HumanLabel], decided: Mapping[str, str], listed: Mapping[str, Disagreement]
) -> tuple[LabelledSpan, ...] | None:
    asked = {each.annotator: each.spans for each in given if each.spans is not None}
    if not asked:
        return None
    spans: list[LabelledSpan] = []
    for (part, start, end, code), said in _marked(asked).items():
        item = f"{_SPAN}:{part.value}:{start}-{end}:{code}"
        verdict = decided.get(item, "") if item in listed else next(iter(said.values()))
        verdict = verdict.lower() or NO
        if verdict == NO:
            continue
        if verdict != YES and verdict not in list(Voice):
            raise EncuadreError("E444", given=verdict, kind="decision on a span", known=f"no, yes, {', '.join(Voice)}")
        voice = None if verdict == YES else Voice(verdict)
        spans.append(LabelledSpan(part=part, start=start, end=end, code=code, voice=voice))
    return tuple(spans)
