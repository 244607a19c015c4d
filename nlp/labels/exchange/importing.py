"""From what a labelling tool's file says to labels in the corpus: checked row by row, kept or refused with a reason.

In: readings of any format. Out: labels in the store, and a rejects file that names every row not kept. Rows are
independent: a bad one never holds up the others. A second file of the same annotator and article (the answers from
one project, the spans from another) adds to the first; the same file again changes nothing.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.exchange.cells import guarded
from corpus.labels import YES, HumanLabel, LabelledSpan, Purpose
from corpus.storage.rows import now_text
from corpus.store import Corpus
from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError, UsageError
from nlp.labels.exchange.readings import Asked, Reading, Row, Unread
from nlp.labels.exchange.units import Marked, Unit, check_seen, check_text, place, unit_of

REJECTS_COLUMNS = ("where", "code", "reason", "article", "annotator")
# Nobody labelled it: told, but no mistake.
UNLABELLED = "E446"
_SHOWN = 120
_Key = tuple[str, str, Purpose]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Who labelled. ``everyone``: the annotator of all rows that name none; ``renamed``: file's name to study's name;
    ``groups``: by annotator, under "" that of everyone else.
    """

    everyone: str | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def annotator(self, reading: Reading) -> str:
        """The name to keep. Raises EncuadreError E445 when there is none."""
        given = (reading.annotator or "").strip()
        name = self.renamed.get(given, given) or self.everyone
        if not name:
            raise EncuadreError("E445")
        return name[:_SHOWN]

    def group(self, annotator: str, reading: Reading) -> str | None:
        """The group of an annotator."""
        return self.groups.get(annotator) or self.groups.get("") or reading.group


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedLabels:
    """What became of the rows: ``read`` = ``kept`` + ``rejected`` + ``unlabelled``. Of the labels that the kept rows
    make, ``added`` are new, ``changed`` replace or complete an earlier one of the same annotator, ``unchanged`` are
    there already. ``unasked`` counts answers left out because their question is not asked where the first says no.
    """

    read: int
    kept: int
    rejected: int
    unlabelled: int
    added: int
    changed: int
    unchanged: int
    unasked: int
    annotators: Mapping[str, int]
    purposes: Mapping[str, int]
    reasons: Mapping[str, int]
    rejects_path: Path | None


def import_labels(
    corpus: Corpus,
    rows: Iterable[Row],
    asked: Asked,
    *,
    names: Names,
    rejects_path: Path,
    purpose: Purpose | None = None,
    sample: str | None = None,
) -> ImportedLabels:
    """Keep the labels of a file.

    ``purpose`` and ``sample`` are for rows that name none; without them an article drawn to audit gets audit labels, of
    the last sample that drew it, and any other training labels. Raises EncuadreError E262 for an unknown sample, and
    what the reader raises for a file that does not hold as a whole.
    """
    importing = _Importing(corpus, asked, names, purpose, sample)
    for row in rows:
        importing.take(row)
    return importing.finish(rejects_path)


class _Importing:
    def __init__(self, corpus: Corpus, asked: Asked, names: Names, purpose: Purpose | None, sample: str | None) -> None:
        self._corpus, self._asked, self._names, self._purpose = corpus, asked, names, purpose
        self._codes = frozenset(asked.codes)
        self._samples = {each.name: each for each in corpus.samples()}
        if sample is not None:
            corpus.draws(sample)  # raises E262 with the samples there are
        self._sample = sample
        self._drawn = {name: {draw.article_id for draw in corpus.draws(name)} for name in self._samples}
        self._audited = corpus.drawn_for(Purpose.AUDIT)
        self._units: dict[str, Unit] = {}
        self._labels: dict[_Key, tuple[HumanLabel, str]] = {}
        self._refused: list[Unread] = []
        self._read = self._unasked = 0

    def take(self, row: Row) -> None:
        """Check one row and keep its label for the end."""
        self._read += 1
        if isinstance(row, Unread):
            self._refused.append(row)
            return
        try:
            label = self._label(row)
        except EncuadreError as error:
            self._refused.append(Unread(row.where, error, row.article, row.annotator or ""))
            return
        key = (label.article_id, label.annotator, label.purpose)
        earlier = self._labels.get(key)
        if earlier is not None:
            label = self._joined(earlier, label, row)
        self._labels[key] = (label, row.where)

    def _joined(self, earlier: tuple[HumanLabel, str], label: HumanLabel, row: Reading) -> HumanLabel:
        """Two rows of one annotator on one article: what the later one says holds, the earlier completes it."""
        old, where = earlier
        first, second = (old, label) if old.labelled_at <= label.labelled_at else (label, old)
        joined = _completed(first, second)
        if _contradict(first, second):
            loser = row.where if second is old else where
            winner = where if second is old else row.where
            error = EncuadreError("E447", annotator=label.annotator, winner=winner)
            self._refused.append(Unread(loser, error, label.article_id, label.annotator))
        return joined

    def _label(self, row: Reading) -> HumanLabel:
        unit = self._unit(row.article)
        if row.text is not None:
            check_text(unit, row.text)
        check_seen(unit, row.seen)
        annotator = self._names.annotator(row)
        answers = self._answers(row)
        spans = None if row.spans is None else self._spans(unit, row.spans)
        if not answers and spans is None:
            raise EncuadreError(UNLABELLED, problem="nothing is labelled here")
        purpose, sample = self._whose(unit.article.id, row.sample)
        return HumanLabel(
            article_id=unit.article.id,
            annotator=annotator,
            purpose=purpose,
            answers=answers,
            spans=spans,
            codebook_version=load_codebook().version,
            labelled_at=row.labelled_at or "",
            sample=sample,
            group=self._names.group(annotator, row),
            suggested=row.suggested,
            note=row.note.strip(),
        )

    def _unit(self, given: str) -> Unit:
        if given not in self._units:
            try:
                self._units[given] = unit_of(self._corpus.article(given))
            except EncuadreError as error:
                raise EncuadreError("E441", article=given[:_SHOWN]) from error
        return self._units[given]

    def _answers(self, row: Reading) -> dict[str, str]:
        answers: dict[str, str] = {}
        for name, options in row.answers.items():
            question = self._asked.question(name)
            answer = " ".join(sorted(set(options)))
            if not question.accepts(answer):
                kind = f"answer to '{name}'" if question.several else f"single answer to '{name}'"
                raise EncuadreError("E444", given=answer, kind=kind, known=", ".join(question.options))
            answers[name] = answer
        if row.complete and answers:
            for question in self._asked.questions:
                if question.several and question.id not in answers:
                    answers[question.id] = ""
        for question in self._asked.questions:
            condition = question.asked_if
            if condition is not None and question.id in answers and answers.get(condition, YES) != YES:
                self._unasked += bool(answers.pop(question.id))
        return {question.id: answers[question.id] for question in self._asked.questions if question.id in answers}

    def _spans(self, unit: Unit, marked: Iterable[Marked]) -> tuple[LabelledSpan, ...]:
        spans = {place(unit, each, self._codes) for each in marked}
        order = list(unit.starts)
        return tuple(sorted(spans, key=lambda s: (order.index(s.part), s.start, s.end, s.code, s.voice or "")))

    def _whose(self, article: str, given: str | None) -> tuple[Purpose, str | None]:
        """The purpose and sample of a label. Raises EncuadreError E263 or E264 where the two would mix."""
        wanted = self._sample or (given if given in self._samples else None)
        purpose = self._purpose
        if wanted is not None:
            purpose = purpose or self._samples[wanted].purpose
        purpose = purpose or (Purpose.AUDIT if article in self._audited else Purpose.TRAIN)
        if purpose is Purpose.AUDIT and article not in self._audited:
            raise EncuadreError("E263", article=article)
        if purpose is Purpose.TRAIN and article in self._audited:
            raise EncuadreError("E264", article=article)
        holding = [
            name
            for name in ([wanted] if wanted else reversed(list(self._samples)))
            if self._samples[name].purpose is purpose and article in self._drawn[name]
        ]
        return purpose, holding[0] if holding else None

    def finish(self, rejects_path: Path) -> ImportedLabels:
        """Write all labels in one transaction, and the rejects."""
        stored = {(each.article_id, each.annotator, each.purpose): each for each in self._corpus.labels()}
        new: list[HumanLabel] = []
        counts: Counter[str] = Counter()
        now = now_text()
        for key, (label, _) in self._labels.items():
            old = stored.get(key)
            merged = label if old is None else _completed(old, label)
            if old is not None and replace(merged, labelled_at=old.labelled_at) == old:
                counts["unchanged"] += 1
                continue
            counts["added" if old is None else "changed"] += 1
            new.append(merged if merged.labelled_at else replace(merged, labelled_at=now))
        self._corpus.write_labels(new)
        reasons = Counter(unread.error.code for unread in self._refused)
        labels = [label for label, _ in self._labels.values()]
        return ImportedLabels(
            read=self._read,
            kept=self._read - len(self._refused),
            rejected=len(self._refused) - reasons[UNLABELLED],
            unlabelled=reasons[UNLABELLED],
            added=counts["added"],
            changed=counts["changed"],
            unchanged=counts["unchanged"],
            unasked=self._unasked,
            annotators=dict(sorted(Counter(label.annotator for label in labels).items())),
            purposes=dict(sorted(Counter(label.purpose.value for label in labels).items())),
            reasons=dict(sorted(reasons.items())),
            rejects_path=_write_rejects(rejects_path, self._refused),
        )


def _completed(first: HumanLabel, second: HumanLabel) -> HumanLabel:
    """The second label, with what only the first one says."""
    return replace(
        second,
        answers={**first.answers, **second.answers},
        spans=first.spans if second.spans is None else second.spans,
        labelled_at=second.labelled_at or first.labelled_at,
        sample=second.sample or first.sample,
        group=second.group or first.group,
        suggested=first.suggested or second.suggested,
        note=second.note or first.note,
    )


def _contradict(first: HumanLabel, second: HumanLabel) -> bool:
    answers = any(first.answers.get(name, answer) != answer for name, answer in second.answers.items())
    return answers or (first.spans is not None and second.spans is not None and first.spans != second.spans)


def _write_rejects(path: Path, refused: list[Unread]) -> Path | None:
    """The rows not kept, none of their text; no file when there is none."""
    if not refused:
        path.unlink(missing_ok=True)
        return None
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(REJECTS_COLUMNS)
            for unread in refused:
                cells = (unread.where, unread.error.code, str(unread.error), unread.article, unread.annotator)
                writer.writerow([guarded(_plain(cell)) for cell in cells])
        temporary.replace(path)
    except OSError as error:
        raise UsageError("E251", path=path, problem=error.strerror or error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _plain(cell: str) -> str:
    text = cell.encode("utf-8", "replace").decode()
    return text if len(text) <= 4 * _SHOWN else text[: 4 * _SHOWN] + "…"
