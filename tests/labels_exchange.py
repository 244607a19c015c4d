"""A study to label, and how annotators leave the files of each tool: for the tests of labels carried out and back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl

from corpus.labels import Design, Draw, LabelledSpan, Purpose, Sample
from corpus.records import Article, ArticleTags, Framing, Part, SpanRow, Voice
from corpus.store import Corpus
from lexicons.questions import load_questions
from nlp.labels.exchange.formats import Format, reader
from nlp.labels.exchange.importing import ImportedLabels, Names, import_labels
from nlp.labels.exchange.readings import asked_of

ASKED = asked_of(load_questions(), "es")
CONFIRMED = asked_of(load_questions(), "es", confirmed=True)
# An emoji of four code points, a combining accent, and a line end inside the body.
TITLE = "Presa 👩🏽‍⚖️ pide agua"
LEAD = "Una reclusa hablo\u0301 ayer."
BODY = "La detenida 😀 habló con su abogada.\nLa reclusa dijo: «exijo mis derechos»."
SPANS = (
    LabelledSpan(part=Part.HEADLINE, start=0, end=5, code="S2", voice=Voice.OUTLET),
    LabelledSpan(part=Part.LEAD, start=4, end=11, code="S2", voice=Voice.OUTLET),
    LabelledSpan(part=Part.BODY, start=3, end=11, code="S2", voice=Voice.OUTLET),
    LabelledSpan(part=Part.BODY, start=BODY.index("derechos"), end=BODY.index("»."), code="R2", voice=Voice.QUOTED),
)
SAID = {"on_topic": "yes", "framing": "neither", "headline": "neither", "voices": "", "context": "", "acts": "no"}


@contextmanager
def open_corpus(folder: Path) -> Iterator[Corpus]:
    """Four articles, one of them tagged, three of them drawn to audit."""
    with Corpus.open(folder / "corpus.sqlite", create=True) as opened:
        opened.add_articles(
            [
                Article(id="a1", title=TITLE, lead=LEAD, body=BODY, outlet="o", language="es"),
                Article(id="a2", title="=1+1 titular", body="@cuerpo sin nadie", outlet="o", language="es"),
                Article(id="b/3", title="Mulher presa", body="A detenta pediu água.", outlet="o", language="pt"),
                Article(id="t1", title="Otra", body="La interna habló.", outlet="o", language="es"),
            ]
        )
        run = opened.start_run("tag", {"code": "1"})
        rows = tuple(
            SpanRow(
                part=s.part, start=s.start, end=s.end, code=s.code, voice=s.voice or Voice.OUTLET, cue_id="", rule=""
            )
            for s in SPANS
        )
        common = {"language": "es", "relevance": 1.0, "framing": Framing.NEITHER, "headline": Framing.NEITHER}
        opened.write_tags([ArticleTags(article_id="a1", on_topic=True, spans=rows, **common)], run)  # type: ignore[arg-type]
        sample = Sample(
            name="audit",
            purpose=Purpose.AUDIT,
            design=Design.STRATIFIED,
            seed=7,
            drawn_at="2026-11-22T04:00:00+00:00",
            run_id=run.id,
        )
        drawn = ("a1", "a2", "b/3")
        opened.write_sample(
            sample,
            [Draw(sample="audit", article_id=a, inclusion_probability=0.5, stratum="SECRET") for a in drawn],
        )
        yield opened


def take(
    corpus: Corpus, path: Path, form: Format, *, names: Names | None = None, asked: Any = ASKED, **options: Any
) -> ImportedLabels:
    rejects = path.parent / "rejects.csv"
    rows = reader(form)(path, asked)
    return import_labels(corpus, rows, asked, names=names or Names(everyone="ana"), rejects_path=rejects, **options)


def rejects(result: ImportedLabels) -> list[tuple[str, str, str]]:
    if result.rejects_path is None:
        return []
    with result.rejects_path.open(encoding="utf-8-sig", newline="") as stream:
        return [(row["where"], row["code"], row["article"]) for row in csv.DictReader(stream)]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def write_json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), "utf-8")
    return path


# How an annotator who takes over every suggestion leaves the files of each tool.


def label_studio(folder: Path) -> Path:
    tasks = json.loads((folder / "tasks.json").read_text("utf-8"))
    for number, task in enumerate(tasks, start=1):
        task["id"] = number
        result = task.get("predictions", [{"result": []}])[0]["result"]
        task["annotations"] = [
            {"id": 1, "completed_by": {"email": "ana@x.org"}, "result": result, "updated_at": "2026-11-22T05:00:00Z"}
        ]
    path = folder / "export.json"
    path.write_text(json.dumps(tasks), "utf-8")
    return path


def doccano(folder: Path) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        rows = [{"id": n, **row, "Comments": []} for n, row in enumerate(lines(folder / "both.jsonl"))]
        archive.writestr("ana.jsonl", "".join(json.dumps(row) + "\n" for row in rows if row["cats"]))
    return path


def prodigy(folder: Path) -> Path:
    rows = lines(folder / "tasks.jsonl")
    known = {"_view_id": "blocks", "_annotator_id": "d-ana", "_session_id": "d-ana", "_timestamp": 1763787600}
    rows = [{**row, **known, "answer": "accept" if row.get("accept") else "ignore"} for row in rows]
    return write_lines(folder / "out.jsonl", rows)


def inception(folder: Path) -> Path:
    """As a project export: a zip for each annotator of each document."""
    import cassis

    path = folder / "project.zip"
    types = (folder / "TypeSystem.xml").read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        for document in sorted((folder / "documents").iterdir()):
            system = cassis.load_typesystem(io.BytesIO(types))
            cas = cassis.load_cas_from_xmi(io.BytesIO(document.read_bytes()), typesystem=system)
            (answers,) = cas.select("webanno.custom.EncuadreAnswers")
            if answers.article_id == "a1":
                for question, answer in SAID.items():
                    if answer:
                        setattr(answers, question, answer)
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w") as packed:
                packed.writestr("ana.xmi", cas.to_xmi())
                packed.writestr("TypeSystem.xml", types)
            archive.writestr(f"annotation/{document.name}/ana.zip", inner.getvalue())
            archive.writestr(f"annotation/{document.name}/INITIAL_CAS.zip", inner.getvalue())
        archive.writestr("exportedproject.json", "{}")
    return path


def workbook(folder: Path) -> Path:
    book = openpyxl.load_workbook(folder / "labels.xlsx")
    articles, spans = book["articles"], book["spans"]
    heads = [cell.value for cell in articles[1]]
    for row in articles.iter_rows(min_row=2):
        cells = dict(zip(heads, row, strict=True))
        if cells["article_id"].value == "a1":
            cells["annotator"].value = "ana"
            for question, answer in SAID.items():
                cells[question].value = answer or "-"
    for row in spans.iter_rows(min_row=2):
        row[1].value = "ana"
    path = folder / "filled.xlsx"
    book.save(path)
    return path


def sheets(folder: Path) -> Path:
    for name in ("articles.csv", "spans.csv"):
        with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for row in rows:
            if row["article_id"] == "a1":
                row["annotator"] = "ana"
                row |= {name: value or "-" for name, value in SAID.items() if name in row}
        # A Spanish Excel writes semicolons.
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    return folder


TOOLS: dict[Format, Callable[[Path], Path]] = {
    Format.LABEL_STUDIO: label_studio,
    Format.DOCCANO: doccano,
    Format.PRODIGY: prodigy,
    Format.INCEPTION: inception,
    Format.CSV: sheets,
    Format.XLSX: workbook,
}
