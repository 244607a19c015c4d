"""Samples, draws, human labels and predictions, in and out of the store.

In: the records of corpus.labels. Out: the same. Two rules are kept here, where nothing can pass them by: an article
drawn to audit is never drawn to train (nor the other way round), and audit labels belong to an audit sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, delete, select

from corpus.labels import Design, Draw, HumanLabel, LabelledSpan, Prediction, Purpose, Sample
from corpus.records import Part, Voice
from corpus.schema import articles, audit_draws, human_labels, predictions, samples, training_draws
from corpus.storage.database import Database
from lexicons.errors import EncuadreError, UsageError


def write_sample(database: Database, sample: Sample, draws: Sequence[Draw]) -> None:
    """Keep a sample and its draws in one transaction.

    Raises EncuadreError E260 when the name is taken, E261 when an article is drawn for the other purpose already.
    """
    table, other = _tables(sample.purpose)
    with database.writing() as connection:
        if connection.execute(select(samples.c.name).where(samples.c.name == sample.name)).first():
            raise EncuadreError("E260", sample=sample.name)
        drawn = {draw.article_id for draw in draws}
        mixed = sorted(drawn & set(connection.execute(select(other.c.article_id)).scalars()))
        if mixed:
            raise EncuadreError("E261", article=mixed[0], sample=sample.name, purpose=sample.purpose.value)
        row = {name: getattr(sample, name) for name in ("name", "seed", "drawn_at", "run_id")}
        connection.execute(
            samples.insert().values(
                **row, purpose=sample.purpose.value, design=sample.design.value, frame=dict(sample.frame)
            )
        )
        rows = [_draw_row(draw, sample) for draw in draws]
        if rows:
            connection.execute(table.insert(), rows)


def read_samples(connection: Connection) -> list[Sample]:
    """Every sample, in the order drawn."""
    rows = connection.execute(select(samples).order_by(samples.c.drawn_at, samples.c.name)).mappings()
    return [Sample(**{**row, "purpose": Purpose(row["purpose"]), "design": Design(row["design"])}) for row in rows]


def read_draws(connection: Connection, name: str) -> list[Draw]:
    """The draws of a sample, in the order drawn. Raises UsageError E262 when there is no such sample."""
    found = connection.execute(select(samples.c.purpose).where(samples.c.name == name)).scalar_one_or_none()
    if found is None:
        known = ", ".join(connection.execute(select(samples.c.name).order_by(samples.c.name)).scalars())
        raise UsageError("E262", sample=name, known=known or "none yet")
    table, _ = _tables(Purpose(found))
    rows = connection.execute(select(table).where(table.c.draw == name).order_by(table.c.id)).mappings()
    return [
        Draw(
            sample=name,
            article_id=row["article_id"],
            inclusion_probability=row.get("inclusion_probability"),
            stratum=row["stratum"],
            cluster=row.get("cluster"),
        )
        for row in rows
    ]


def drawn_for(connection: Connection, purpose: Purpose) -> set[str]:
    """Identifiers of all articles ever drawn for this purpose."""
    return set(connection.execute(select(_tables(purpose)[0].c.article_id)).scalars())


def write_labels(database: Database, labels: Iterable[HumanLabel]) -> None:
    """Keep labels; one annotator's later label of an article replaces the earlier one of the same purpose.

    Raises EncuadreError E263 for an audit label of an article that its sample never drew, E264 for a training label of
    one that was drawn to audit, E210 when the article is not in the corpus.
    """
    with database.writing() as connection:
        audited = drawn_for(connection, Purpose.AUDIT)
        latest = {(label.article_id, label.annotator, label.purpose): label for label in labels}
        wanted = {label.article_id for label in latest.values()}
        there = set(connection.execute(select(articles.c.id).where(articles.c.id.in_(wanted))).scalars())
        for label in latest.values():
            if label.article_id not in there:
                raise EncuadreError("E210", what=label.article_id)
            if label.purpose is Purpose.AUDIT and label.article_id not in audited:
                raise EncuadreError("E263", article=label.article_id)
            if label.purpose is Purpose.TRAIN and label.article_id in audited:
                raise EncuadreError("E264", article=label.article_id)
        rows = [_label_row(label) for label in latest.values()]
        if rows:
            keys = ("article_id", "annotator", "purpose")
            same = and_(*(human_labels.c[key] == bindparam(f"same_{key}") for key in keys))
            connection.execute(
                delete(human_labels).where(same), [{f"same_{key}": row[key] for key in keys} for row in rows]
            )
            connection.execute(human_labels.insert(), rows)


def read_labels(connection: Connection, purpose: Purpose | None = None, sample: str | None = None) -> list[HumanLabel]:
    """Labels by article and annotator."""
    statement = select(human_labels).order_by(human_labels.c.article_id, human_labels.c.annotator, human_labels.c.id)
    if purpose is not None:
        statement = statement.where(human_labels.c.purpose == purpose.value)
    if sample is not None:
        statement = statement.where(human_labels.c.sample == sample)
    return [_to_label(row) for row in connection.execute(statement).mappings()]


def write_predictions(database: Database, items: Sequence[Prediction], run_id: str) -> None:
    """Replace what these models said of these articles. Articles no longer there are passed over."""
    with database.writing() as connection:
        wanted = {item.article_id for item in items}
        there = set(connection.execute(select(articles.c.id).where(articles.c.id.in_(wanted))).scalars())
        names = ("article_id", "question", "model", "answer", "probability")
        rows = [
            {name: getattr(item, name) for name in names} | {"run_id": run_id}
            for item in items
            if item.article_id in there
        ]
        if rows:
            connection.execute(database.upsert(predictions), rows)


def read_predictions(connection: Connection, question: str, model: str | None = None) -> list[Prediction]:
    """What models said on a question, by article and model."""
    statement = select(predictions).where(predictions.c.question == question)
    if model is not None:
        statement = statement.where(predictions.c.model == model)
    rows = connection.execute(statement.order_by(predictions.c.article_id, predictions.c.model)).mappings()
    return [Prediction(**{name: row[name] for name in row if name != "run_id"}) for row in rows]


def _tables(purpose: Purpose) -> Any:
    return (audit_draws, training_draws) if purpose is Purpose.AUDIT else (training_draws, audit_draws)


def _draw_row(draw: Draw, sample: Sample) -> dict[str, object]:
    row: dict[str, object] = {"draw": sample.name, "article_id": draw.article_id, "stratum": draw.stratum}
    if sample.purpose is Purpose.TRAIN:
        return row
    if draw.inclusion_probability is None or not 0 < draw.inclusion_probability <= 1:
        raise ValueError(f"an audit draw needs its inclusion probability, not {draw.inclusion_probability}")
    known = {"inclusion_probability": draw.inclusion_probability, "cluster": draw.cluster}
    return {**row, **known, "seed": sample.seed, "drawn_at": sample.drawn_at}


def _label_row(label: HumanLabel) -> dict[str, object]:
    spans = None
    if label.spans is not None:
        spans = [
            {
                "part": span.part.value,
                "start": span.start,
                "end": span.end,
                "code": span.code,
                "voice": span.voice.value if span.voice else None,
            }
            for span in label.spans
        ]
    row = {name: getattr(label, name) for name in ("article_id", "annotator", "codebook_version", "labelled_at")}
    said = {"answers": dict(label.answers), "spans": spans, "note": label.note}
    known = {"sample": label.sample, "annotator_group": label.group, "suggested": label.suggested}
    return {**row, **known, "purpose": label.purpose.value, "label": said}


def _to_label(row: RowMapping) -> HumanLabel:
    said = row["label"]
    spans = said.get("spans")
    return HumanLabel(
        article_id=row["article_id"],
        annotator=row["annotator"],
        purpose=Purpose(row["purpose"]),
        answers=said.get("answers", {}),
        spans=None if spans is None else tuple(_to_span(span) for span in spans),
        codebook_version=row["codebook_version"],
        labelled_at=row["labelled_at"],
        sample=row["sample"],
        group=row["annotator_group"],
        suggested=bool(row["suggested"]),
        note=said.get("note", ""),
    )


def _to_span(span: dict[str, Any]) -> LabelledSpan:
    voice = span.get("voice")
    return LabelledSpan(
        part=Part(span["part"]),
        start=span["start"],
        end=span["end"],
        code=span["code"],
        voice=Voice(voice) if voice else None,
    )
