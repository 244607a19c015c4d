"""Labels to labelling tools and back: each format keeps words, codes and answers; a bad row never costs a good one."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from corpus.labels import ADJUDICATED, Design, Draw, LabelledSpan, Purpose, Sample
from corpus.records import Article, ArticleTags, Framing, Part, SpanRow, Voice
from corpus.store import Corpus
from encuadre.cli.label_exchange import ExportFormat, ImportFormat
from lexicons.errors import EncuadreError
from lexicons.questions import load_questions
from nlp.labels.exchange.exporting import export_sample
from nlp.labels.exchange.formats import Format, format_of, reader, writer
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


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as opened:
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


@pytest.mark.parametrize("form", TOOLS)
def test_what_goes_out_comes_back_word_by_word_and_marked_as_suggested(
    corpus: Corpus, tmp_path: Path, form: Format
) -> None:
    folder = tmp_path / "out"
    asked = asked_of(load_questions(), "es", voices=True, confirmed=form is Format.DOCCANO)
    done = export_sample(corpus, "audit", form, folder, asked, suggestions=True)
    assert (done.articles, done.suggested, done.left_out) == (3, 1, 0)
    back = TOOLS[form](folder)
    if form is not Format.INCEPTION:
        assert format_of(back) is form
    result = take(corpus, back, form, asked=asked)
    (label,) = corpus.labels()
    assert label.spans is not None
    assert [(s.part, s.start, s.end, s.code, s.voice) for s in label.spans] == [
        (s.part, s.start, s.end, s.code, s.voice) for s in SPANS
    ]
    assert {name: label.answers[name] for name in ("on_topic", "framing", "headline", "acts")} == {
        name: SAID[name] for name in ("on_topic", "framing", "headline", "acts")
    }
    assert label.suggested
    assert (label.purpose, label.sample) == (Purpose.AUDIT, "audit")
    assert "ana" in label.annotator
    assert result.rejected == 0
    again = take(corpus, back, form, asked=asked)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    assert corpus.labels() == [label]


@pytest.mark.parametrize("form", TOOLS)
def test_no_file_tells_the_stratum_and_the_order_is_the_samples_own(
    corpus: Corpus, tmp_path: Path, form: Format
) -> None:
    for name in ("one", "two"):
        export_sample(corpus, "audit", form, tmp_path / name, ASKED)
    for path in sorted((tmp_path / "one").rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            assert b"SECRET" not in content
            if path.suffix != ".xlsx":
                assert content == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_an_export_goes_into_a_new_folder_and_one_language_only_when_asked(corpus: Corpus, tmp_path: Path) -> None:
    done = export_sample(corpus, "audit", Format.CSV, tmp_path / "pt", ASKED, language="pt")
    assert (done.articles, done.left_out) == (1, 2)
    with pytest.raises(EncuadreError) as refused:
        export_sample(corpus, "audit", Format.CSV, tmp_path / "pt", ASKED)
    assert refused.value.code == "E637"
    with pytest.raises(EncuadreError) as nothing:
        export_sample(corpus, "audit", Format.CSV, tmp_path / "fr", ASKED, language="fr")
    assert nothing.value.code == "E638"


def test_no_spreadsheet_runs_a_headline_as_a_formula(corpus: Corpus, tmp_path: Path) -> None:
    export_sample(corpus, "audit", Format.CSV, tmp_path / "csv", ASKED)
    with (tmp_path / "csv" / "articles.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["article_id"] == "a2")
    assert (row["headline_text"], row["body_text"]) == ("'=1+1 titular", "'@cuerpo sin nadie")
    export_sample(corpus, "audit", Format.XLSX, tmp_path / "xlsx", ASKED)
    sheet = openpyxl.load_workbook(tmp_path / "xlsx" / "labels.xlsx")["articles"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1 titular")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_the_interface_of_label_studio_has_every_code_and_option_in_the_annotators_language(
    corpus: Corpus, tmp_path: Path
) -> None:
    export_sample(corpus, "audit", Format.LABEL_STUDIO, tmp_path / "out", ASKED)
    view = ElementTree.fromstring((tmp_path / "out" / "interface.xml").read_text("utf-8"))
    assert [label.get("alias") for label in view.iter("Label")] == list(ASKED.codes)
    names = {choices.get("name"): choices for choices in view.iter("Choices")}
    for question in load_questions():
        assert [choice.get("alias") for choice in names[question.id]] == list(question.options)
    assert names["voice"].get("perRegion") == "true"
    assert "¿El artículo trata sobre mujeres privadas de libertad?" in {
        head.get("value") for head in view.iter("Header")
    }


# What tools write, as their own documentation shows it.


def ls_task(result: list[dict[str, Any]], article: str = "a1", **annotation: Any) -> dict[str, Any]:
    text = f"{TITLE}\n\n{LEAD}\n\n{BODY}" if article == "a1" else "=1+1 titular\n\n@cuerpo sin nadie"
    made = {"id": 1001, "completed_by": 10, "result": result, "created_at": "2026-03-09T22:16:08.728353Z", **annotation}
    return {"id": 1, "data": {"text": text, "article_id": article}, "annotations": [made], "project": 83}


def ls_region(start: int, end: int, words: str, code: str = "S2") -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": [code]}
    return {"id": "Dx_aB91ISN", "from_name": "code", "to_name": "text", "type": "labels", "value": value}


def ls_choice(name: str, *values: str) -> dict[str, Any]:
    return {"id": "x", "from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(values)}}


def write_json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), "utf-8")
    return path


def test_label_studio_offsets_hold_whether_a_release_counts_code_points_or_utf16(
    corpus: Corpus, tmp_path: Path
) -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{BODY}"
    at = text.index("derechos")
    utf16 = len(text[:at].encode("utf-16-le")) // 2
    assert utf16 > at
    for number, start in enumerate((at, utf16)):
        task = ls_task([ls_region(start, start + 8, "derechos", "R2"), ls_choice("on_topic", "yes")])
        task["annotations"][0]["completed_by"] = number
        take(corpus, write_json(tmp_path / f"{number}.json", [task]), Format.LABEL_STUDIO, names=Names())
    one, other = corpus.labels()
    assert one.spans == other.spans
    assert one.spans is not None
    assert BODY[one.spans[0].start : one.spans[0].end] == "derechos"


def test_every_task_of_label_studio_is_kept_or_told(corpus: Corpus, tmp_path: Path) -> None:
    good = [ls_choice("on_topic", "yes"), ls_choice("framing", "neither")]
    tasks = [
        ls_task(good),
        ls_task(good, article="nowhere"),
        ls_task([*good, ls_region(20, 30, "agua")]),
        ls_task([*good, ls_region(2, 90, "x")]),
        ls_task([*good, ls_region(0, 5, "Presa", "Z9")]),
        ls_task([ls_choice("on_topic", "perhaps")]),
        ls_task([ls_choice("colour", "red")]),
        ls_task([], was_cancelled=True),
        ls_task([]),
        {"id": 9, "data": {"text": "x", "article_id": "a1"}, "annotations": []},
        {**ls_task(good), "data": {"article_id": "a1", "text": "another text"}},
        {"id": 11, "annotations": [1]},
    ]
    for number, task in enumerate(tasks):
        task["id"] = number
    result = take(corpus, write_json(tmp_path / "export.json", tasks), Format.LABEL_STUDIO, names=Names())
    assert (result.read, result.kept, result.rejected, result.unlabelled) == (12, 1, 8, 3)
    assert [(where.split(",")[0], code) for where, code, _ in rejects(result)] == [
        ("task 1", "E441"),
        ("task 2", "E443"),
        ("task 3", "E443"),
        ("task 4", "E444"),
        ("task 5", "E444"),
        ("task 6", "E444"),
        ("task 7", "E446"),
        ("task 8", "E446"),
        ("task 9", "E446"),
        ("task 10", "E442"),
        ("task 11", "E441"),
    ]
    (label,) = corpus.labels()
    assert (label.annotator, label.labelled_at, label.suggested) == ("10", "2026-03-09T22:16:08+00:00", False)
    assert label.answers == {"on_topic": "yes", "framing": "neither", "voices": "", "context": ""}


def test_a_span_across_two_parts_is_refused_and_the_empty_line_beside_one_is_not(
    corpus: Corpus, tmp_path: Path
) -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{BODY}"
    beside = ls_task([ls_region(0, len(TITLE) + 2, TITLE + "\n\n")])
    across = ls_task([ls_region(0, len(TITLE) + 5, text[: len(TITLE) + 5])])
    result = take(corpus, write_json(tmp_path / "e.json", [beside, across]), Format.LABEL_STUDIO)
    assert [code for _, code, _ in rejects(result)] == ["E443"]
    (label,) = corpus.labels()
    assert label.spans == (LabelledSpan(part=Part.HEADLINE, start=0, end=len(TITLE), code="S2"),)


def test_json_min_is_refused_with_what_to_type(tmp_path: Path) -> None:
    path = write_json(tmp_path / "min.json", [{"id": 1, "text": "x", "framing": "both", "annotator": 1}])
    with pytest.raises(EncuadreError, match="JSON-MIN") as refused:
        list(reader(Format.LABEL_STUDIO)(path, ASKED))
    assert refused.value.code == "E440"


def test_answers_and_spans_of_two_projects_complete_each_other(corpus: Corpus, tmp_path: Path) -> None:
    text = "=1+1 titular\n\n@cuerpo sin nadie"
    known = {"text": text, "article_id": "a2"}
    answers = write_lines(tmp_path / "a.jsonl", [{**known, "label": ["on_topic:yes", "framing:both"]}])
    spans = write_lines(tmp_path / "s.jsonl", [{**known, "label": [[15, 21, "S3"]], "Comments": ["dudoso"]}])
    for path in (answers, spans, answers, spans):
        take(corpus, path, Format.DOCCANO)
    (label,) = corpus.labels()
    assert label.answers["framing"] == "both"
    assert label.spans == (LabelledSpan(part=Part.BODY, start=1, end=7, code="S3"),)
    assert label.note == "dudoso"


def test_doccano_with_relations_and_with_nothing_labelled(corpus: Corpus, tmp_path: Path) -> None:
    known = {"text": "=1+1 titular\n\n@cuerpo sin nadie", "article_id": "a2"}
    entity = {"id": 0, "start_offset": 15, "end_offset": 21, "label": "S3:quoted"}
    rows = [
        {**known, "entities": [entity], "relations": [], "Comments": []},
        {**known, "label": []},
        {**known, "label": [[1, 2]]},
    ]
    result = take(corpus, write_lines(tmp_path / "x.jsonl", rows), Format.DOCCANO)
    assert [code for _, code, _ in rejects(result)] == ["E446", "E443"]
    (label,) = corpus.labels()
    assert label.spans == (LabelledSpan(part=Part.BODY, start=1, end=7, code="S3", voice=Voice.QUOTED),)
    empty = take(corpus, write_lines(tmp_path / "y.jsonl", rows[1:2]), Format.DOCCANO, asked=CONFIRMED)
    assert empty.changed == 1
    assert corpus.labels()[0].spans == ()


def test_suggestions_that_nobody_confirmed_are_no_labels(corpus: Corpus, tmp_path: Path) -> None:
    export_sample(corpus, "audit", Format.DOCCANO, tmp_path / "out", ASKED, suggestions=True)
    result = take(corpus, tmp_path / "out" / "both.jsonl", Format.DOCCANO)
    assert (result.kept, result.unlabelled) == (0, 3)
    export_sample(corpus, "audit", Format.INCEPTION, tmp_path / "cas", ASKED, suggestions=True)
    assert take(corpus, tmp_path / "cas" / "documents" / "a1.xmi", Format.INCEPTION).unlabelled == 1


def test_prodigy_answers(corpus: Corpus, tmp_path: Path) -> None:
    text = "=1+1 titular\n\n@cuerpo sin nadie"
    known = {"text": text, "meta": {"article_id": "a2"}, "_input_hash": 1, "_task_hash": 2}
    options = [{"id": "framing:both", "text": "Both"}]
    span = {"start": 15, "end": 21, "token_start": 4, "token_end": 4, "label": "S3"}
    rows = [
        {**known, "spans": [span], "answer": "accept", "_session_id": "d-ana", "_view_id": "spans_manual"},
        {**known, "options": options, "accept": ["framing:both"], "answer": "accept", "_annotator_id": "d-ana"},
        {**known, "label": "on_topic:yes", "answer": "reject", "_annotator_id": "d-bea", "_view_id": "classification"},
        {**known, "label": "framing:both", "answer": "reject", "_annotator_id": "d-bea"},
        {**known, "spans": [], "answer": "ignore", "_session_id": "d-ana"},
        {**known, "spans": [span], "answer": "accept", "_session_id": "2026-11-22_10-00-00"},
    ]
    names = Names(renamed={"d-ana": "ana", "d-bea": "bea"}, groups={"ana": "impacted", "": "students"})
    result = take(corpus, write_lines(tmp_path / "db.jsonl", rows), Format.PRODIGY, names=names)
    assert [(where, code) for where, code, _ in rejects(result)] == [
        ("line 4", "E446"),
        ("line 5", "E446"),
        ("line 6", "E445"),
    ]
    ana, bea = corpus.labels()
    assert (ana.annotator, ana.group, ana.answers["framing"]) == ("ana", "impacted", "both")
    assert ana.spans == (LabelledSpan(part=Part.BODY, start=1, end=7, code="S3"),)
    assert (bea.annotator, bea.group, bea.answers, bea.spans) == ("bea", "students", {"on_topic": "no"}, None)


def test_curated_documents_of_inception_are_adjudicated_labels(corpus: Corpus, tmp_path: Path) -> None:
    export_sample(corpus, "audit", Format.INCEPTION, tmp_path / "out", ASKED)
    types = (tmp_path / "out" / "TypeSystem.xml").read_bytes()
    document = (tmp_path / "out" / "documents" / "a2.xmi").read_text("utf-8")
    document = document.replace('article_id="a2"', 'article_id="a2" on_topic="no"')
    path = tmp_path / "project.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("curation/a2.xmi/CURATION_USER.xmi", document)
        archive.writestr("curation/a2.xmi/TypeSystem.xml", types)
    take(corpus, path, Format.INCEPTION)
    (label,) = corpus.labels()
    assert (label.annotator, label.answers) == (ADJUDICATED, {"on_topic": "no"})


def test_cas_json_is_read_too(corpus: Corpus, tmp_path: Path) -> None:
    import cassis

    export_sample(corpus, "audit", Format.INCEPTION, tmp_path / "out", ASKED, suggestions=True)
    system = cassis.load_typesystem((tmp_path / "out" / "TypeSystem.xml").open("rb"))
    cas = cassis.load_cas_from_xmi((tmp_path / "out" / "documents" / "a1.xmi").open("rb"), typesystem=system)
    (answers,) = cas.select("webanno.custom.EncuadreAnswers")
    answers.on_topic = "yes"
    cas.to_json(tmp_path / "a1.json")
    take(corpus, tmp_path / "a1.json", Format.INCEPTION)
    (label,) = corpus.labels()
    assert label.spans == SPANS
    assert label.answers == {"on_topic": "yes"}


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"""


def test_hostile_files_are_told_and_expanded_by_nobody(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("ana/a1.xmi", BOMB)
        archive.writestr("ana/TypeSystem.xml", BOMB)
    result = take(corpus, bomb, Format.INCEPTION)
    assert [code for _, code, _ in rejects(result)] == ["E440"]
    monkeypatch.setattr("nlp.labels.exchange.archives.MOST_BYTES", 1_000_000)
    monkeypatch.setattr("nlp.labels.exchange.tables.MOST_BYTES", 1_000_000)
    for name, form, member in (
        ("z.zip", Format.DOCCANO, "ana.jsonl"),
        ("z.xlsx", Format.XLSX, "xl/worksheets/sheet1.xml"),
        ("p.zip", Format.INCEPTION, "ana/a1.xmi"),
    ):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, b"0" * 5_000_000)
        assert path.stat().st_size < 100_000
        with pytest.raises(EncuadreError) as refused:
            take(corpus, path, form)
        assert refused.value.code == "E448", name


@pytest.mark.parametrize("form", [*TOOLS, Format.GOLD])
def test_no_file_that_is_something_else_ends_in_a_traceback(corpus: Corpus, tmp_path: Path, form: Format) -> None:
    contents = (
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04broken",
        b"{}",
        b"[]",
        b"[1, 2]",
        b'{"a": [1]}',
        b"a,b\n1,2\n",
        b"<x/>",
    )
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}.xmi"
        path.write_bytes(content)
        try:
            result = take(corpus, path, form)
        except EncuadreError:
            continue
        assert result.kept == 0
    assert corpus.labels() == []
    with pytest.raises(EncuadreError):
        take(corpus, tmp_path / "absent", form)


def test_a_sheet_may_be_filled_in_with_the_words_of_any_language(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(
        "article_id,annotator,on_topic,framing,voices,context,spans_marked\n"
        'a1,ana,Sí,Neither,"police_military, Family",-,x\n'
        "a2,ana,quizás,,,,\n"
        "a2,bea,no,both,,,\n",
        "utf-8",
    )
    result = take(corpus, path, Format.CSV)
    assert [(where, code) for where, code, _ in rejects(result)] == [("labels.csv, row 3", "E444")]
    ana, bea = corpus.labels()
    assert ana.answers == {"on_topic": "yes", "framing": "neither", "voices": "family police_military", "context": ""}
    assert ana.spans == ()
    assert bea.answers == {"on_topic": "no"}
    assert result.unasked == 1


def test_words_of_a_sheet_are_found_where_they_stand(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "spans.csv"
    path.write_text(
        "article_id,annotator,part,words,occurrence,code,voice\n"
        "a1,ana,body,la  RECLUSA,,s2,\n"
        "a1,ana,,mis derechos,1,R2,quoted\n"
        "a1,bea,body,no está,,S2,\n"
        "a1,eva,tail,Presa,,S2,\n",
        "utf-8",
    )
    result = take(corpus, path, Format.CSV)
    assert sorted(code for _, code, _ in rejects(result)) == ["E443", "E444"]
    (label,) = corpus.labels()
    assert label.spans is not None
    assert [BODY[s.start : s.end] for s in label.spans] == ["La reclusa", "mis derechos"]


def test_coded_json_lines(corpus: Corpus, tmp_path: Path) -> None:
    row = {
        "id": "t1",
        "on_topic": True,
        "framing": "neither",
        "headline": None,
        "spans": [{"text": "interna", "code": "S2", "voice": "outlet", "part": "body"}],
        "context": ["C4", "C1", "X"],
        "sources": [{"text": "dijo", "role": "family", "how": "quoted"}],
        "named_unconvicted": None,
    }
    off = {"id": "nowhere", "on_topic": False, "framing": "neither", "headline": "neither", "spans": []}
    path = write_lines(tmp_path / "codes.jsonl", [row, off])
    assert format_of(path) is Format.GOLD
    result = take(corpus, path, Format.GOLD, names=Names(everyone="gold"))
    assert [code for _, code, _ in rejects(result)] == ["E441"]
    (label,) = corpus.labels()
    assert (label.annotator, label.purpose, label.sample) == ("gold", Purpose.TRAIN, None)
    assert label.answers == {
        "on_topic": "yes",
        "framing": "neither",
        "voices": "family",
        "context": "C1 C4",
        "named": "none",
    }
    assert label.note == "context also: X"
    assert label.spans == (LabelledSpan(part=Part.BODY, start=3, end=10, code="S2", voice=Voice.OUTLET),)


def test_audit_and_training_labels_do_not_mix(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("article_id,annotator,on_topic\na1,ana,yes\nt1,ana,yes\n", "utf-8")
    assert take(corpus, path, Format.CSV).purposes == {"audit": 1, "train": 1}
    audit = take(corpus, path, Format.CSV, purpose=Purpose.AUDIT)
    train = take(corpus, path, Format.CSV, purpose=Purpose.TRAIN)
    assert (audit.reasons, train.reasons) == ({"E263": 1}, {"E264": 1})
    with pytest.raises(EncuadreError) as unknown:
        take(corpus, path, Format.CSV, sample="other")
    assert unknown.value.code == "E262"


def test_the_later_of_two_labels_of_one_annotator_is_kept_and_the_other_told(corpus: Corpus, tmp_path: Path) -> None:
    early = ls_task([ls_choice("on_topic", "no")], updated_at="2026-01-01T00:00:00Z")
    late = ls_task([ls_choice("on_topic", "yes")], updated_at="2026-02-01T00:00:00Z")
    path = write_json(tmp_path / "twice.json", [late, early])
    result = take(corpus, path, Format.LABEL_STUDIO, names=Names())
    assert (result.read, result.kept, result.reasons) == (2, 1, {"E447": 1})
    assert corpus.labels()[0].answers["on_topic"] == "yes"
    assert take(corpus, path, Format.LABEL_STUDIO, names=Names()).unchanged == 1


def test_a_second_annotator_stands_beside_the_first(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("article_id,on_topic\na1,yes\n", "utf-8")
    for name in ("ana", "bea"):
        take(corpus, path, Format.CSV, names=Names(everyone=name))
    assert [(label.annotator, label.answers) for label in corpus.labels()] == [
        ("ana", {"on_topic": "yes"}),
        ("bea", {"on_topic": "yes"}),
    ]


def test_the_command_names_the_formats_there_are() -> None:
    assert [form.value for form in ImportFormat] == [form.value for form in Format]
    assert [form.value for form in ExportFormat] == [form.value for form in Format if writer(form)]
