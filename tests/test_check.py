"""``encuadre check`` as a newsroom meets it: places, quotations, comments, broken files, formats, exit codes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from encuadre.checking.drafts import LARGEST_TEXT, Draft, read_draft
from encuadre.checking.findings import CheckedDraft, as_data, check_draft
from encuadre.checking.formats import FORMATS
from encuadre.checking.markup import read_html, read_markdown, read_text
from lexicons.errors import EncuadreError
from nlp.tagger import Tagger
from tests.conftest import run_encuadre

DRAFT = """Tres presas denuncian en el penal femenil

La mula, una traficante, fue detenida ayer con su hijo en el aeropuerto.
«Las bandidas merecen la cárcel», dijo el policía Juan Pérez.
«No somos delincuentes», dijo Rosa Paz desde la cárcel de mujeres.
"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def checked(path: Path, text: str, **options: object) -> CheckedDraft:
    path.write_text(text, "utf-8")
    return check_path(path, **options)


def check_path(path: Path, **options: object) -> CheckedDraft:
    given = {"language": None, "country": None, "on_topic": False, "severity": 1} | options
    return check_draft(read_draft(str(path)), Tagger(), **given)  # type: ignore[arg-type]


def word_file(path: Path, *paragraphs: str, document: str | None = None) -> Path:
    body = "".join(f"<w:p>{p}</w:p>" for p in paragraphs)
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr("word/document.xml", document or f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return path


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def words_at(draft: CheckedDraft, source: str) -> list[str]:
    """What stands in the source where the findings point."""
    lines = source.split("\n")
    return [lines[row.line - 1][row.column - 1 : row.end_column - 1] for row in (*draft.rows, *draft.quoted)]


def test_findings_point_at_their_words_and_say_why_and_what_instead(tmp_path: Path) -> None:
    draft = checked(tmp_path / "d.txt", DRAFT)
    assert draft.on_topic
    assert words_at(draft, DRAFT) == [row.words for row in (*draft.rows, *draft.quoted)]
    by_words = {row.words: row for row in draft.rows}
    assert {"presas", "mula", "traficante"} <= by_words.keys()
    assert (by_words["mula"].line, by_words["mula"].column, by_words["mula"].code) == (3, 4, "S3")
    assert by_words["mula"].level == "error" and by_words["mula"].instead and by_words["mula"].guides


def test_a_quotation_is_listed_apart_and_a_denied_word_not_at_all(tmp_path: Path) -> None:
    draft = checked(tmp_path / "d.txt", DRAFT)
    assert "bandidas" in {row.words for row in draft.quoted}
    assert {row.level for row in draft.quoted} == {"note"}
    assert {row.line for row in draft.quoted} == {4}
    assert "delincuentes" not in {row.words for row in (*draft.rows, *draft.quoted)}


def test_severity_and_country_decide_what_is_listed(tmp_path: Path) -> None:
    severe = checked(tmp_path / "d.txt", DRAFT, severity=3)
    assert {row.severity for row in severe.rows} == {3}
    text = "Tres reclusas del penal femenil denunciaron ayer. Las mujeres siguen en la cárcel.\n"
    assert not checked(tmp_path / "mx.txt", text, country="MX").rows
    assert [row.words for row in checked(tmp_path / "ar.txt", text, country="AR").rows] == ["reclusas"]


def test_a_draft_about_something_else_is_left_alone_unless_told(tmp_path: Path) -> None:
    text = (
        "La empresa cerró sus puertas el lunes. Una traficante de influencias, dijo el diario, movía los contratos.\n"
    )
    assert not checked(tmp_path / "a.txt", text).on_topic
    told = checked(tmp_path / "a.txt", text, on_topic=True)
    assert told.on_topic and [row.words for row in told.rows] == ["traficante"]


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("[encuadre: ignore]", set()),
        ("<!-- encuadre: ignore S3 -->", {"traficante"}),
        ("[encuadre: ignore S1, S3]", set()),
        ("[ENCUADRE: ignore s9]", {"mula", "traficante"}),
    ],
)
def test_a_comment_switches_its_line_off(tmp_path: Path, comment: str, left: set[str]) -> None:
    text = f"Fue enviada a la cárcel de mujeres.\n\nLa mula, una traficante, fue detenida ayer. {comment}\n"
    draft = checked(tmp_path / "d.txt", text)
    assert {row.words for row in draft.rows} == left
    assert draft.off == 2 - len(left)
    assert bool(draft.problems) == ("s9" in comment)


def test_comments_switch_a_range_or_the_next_line_off(tmp_path: Path) -> None:
    text = (
        "Fue enviada a la cárcel de mujeres.\n\n<!-- encuadre: off -->\n\nLa mula fue detenida.\n\n"
        "<!-- encuadre: on -->\n\nLa traficante fue detenida.\n\n<!-- encuadre: ignore-next-line -->\n"
        "La bandida fue detenida.\n"
    )
    draft = checked(tmp_path / "d.md", text)
    assert [row.words for row in draft.rows] == ["traficante"]
    assert draft.off == 2


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        ("# Las *presas*\n\nuna [mula](https://e.org/reo) y **otra**", "Las presas\n\nuna mula y otra"),
        ("---\ntitle: 'Presas'\ndate: 1\n---\ntexto", "Presas\n\ntexto"),
        ("uno `mula`\ndos\n\n```\nmula\n```\ntres", "uno dos\n\ntres"),
        ("- uno\n- dos\n> tres", "uno\n\ndos\n\ntres"),
        ("a_b_c \\*no\\* <b>sí</b> <!-- nota -->", "a_b_c *no* sí "),
        ("```\nsin cerrar", ""),
    ],
)
def test_markdown_is_read_without_its_marks(source: str, prose: str) -> None:
    read = read_markdown(source)
    assert read.text.strip("\n") == prose
    assert all(source[place] == letter for letter, place in zip(read.text, read.places, strict=True) if letter.strip())


def test_html_is_read_as_a_reader_sees_it() -> None:
    head = "<title>T</title><style>mula</style><nav>mula</nav>"
    source = head + "<p>La <b>mu</b>la\n fue &aacute;spera&#33;<p>Otra<script>mula"
    assert read_html(source).text.strip() == "T\n\nLa mula fue áspera!\n\nOtra"


def test_lines_broken_by_an_editor_are_one_sentence() -> None:
    assert read_text("La mujer fue\ndetenida ayer.\nOtra frase.").text == "La mujer fue detenida ayer.\nOtra frase."


def test_a_word_file_counts_paragraphs_and_reads_tracked_insertions(tmp_path: Path) -> None:
    inserted = f'<w:ins w:id="1" w:author="e">{run("traficante")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="e"><w:r><w:delText>bandida</w:delText></w:r></w:del>'
    path = word_file(
        tmp_path / "d.docx",
        run("Fue enviada a la cárcel de mujeres"),
        "",
        run("La ") + inserted + deleted + run(" fue detenida."),
    )
    draft = check_path(path)
    assert [(row.line, row.column, row.words) for row in draft.rows] == [(3, 4, "traficante")]


def bomb(path: Path) -> None:
    word_file(path, document=f"<w:t {W}>" + "a" * 60_000_000)


def laughs(path: Path) -> None:
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    word_file(path, document=f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{entities}]><w:document {W}>&j;</w:document>')


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "E623"),
        ("only-code.md", b"```\nmula\n```\n", "E623"),
        ("paper.pdf", b"%PDF-1.7 ...", "E621"),
        ("old.doc", b"\xd0\xcf\x11\xe0 ...", "E621"),
        ("zeros.txt", b"abcdef\x00ghijkl\x01mnop", "E621"),
        ("cut.docx", b"PK\x03\x04 cut short", "E622"),
        ("large.txt", b"a" * (LARGEST_TEXT + 1), "E620"),
        ("bomb.docx", bomb, "E620"),
        ("laughs.docx", laughs, "E622"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: object, code: str) -> None:
    path = tmp_path / name
    if callable(content):
        content(path)
    else:
        path.write_bytes(content)  # type: ignore[arg-type]
    with pytest.raises(EncuadreError) as met:
        read_draft(str(path))
    assert met.value.code == code and name in str(met.value)


def test_files_that_are_not_there_and_languages_that_are_none(tmp_path: Path) -> None:
    for name, code in ((str(tmp_path / "no.txt"), "E220"), (str(tmp_path), "E221")):
        with pytest.raises(EncuadreError) as met:
            read_draft(name)
        assert met.value.code == code
    with pytest.raises(EncuadreError) as met:
        checked(tmp_path / "short.txt", "mula")
    assert met.value.code == "E624"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_word_processors_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "d.txt"
    path.write_bytes(DRAFT.replace("\n", "\r\n").encode(encoding))
    draft: Draft = read_draft(str(path))
    assert draft.source.startswith("Tres presas") and "cárcel" in draft.source


def test_formats_for_editors_and_ci_say_the_same(tmp_path: Path) -> None:
    draft = checked(tmp_path / "una, nota.txt", DRAFT)
    versions = Tagger().versions()
    count = len(draft.rows) + len(draft.quoted)
    lines = FORMATS["line"]([draft], versions).splitlines()
    assert len(lines) == count and any(":3:4: error S3 “mula”" in line for line in lines)
    commands = FORMATS["github"]([draft], versions).splitlines()
    assert len(commands) == count and all(c.startswith(("::error", "::warning", "::notice")) for c in commands)
    assert "una%2C nota.txt" in commands[0]
    sarif = json.loads(FORMATS["sarif"]([draft], versions))
    results = sarif["runs"][0]["results"]
    assert sarif["version"] == "2.1.0" and len(results) == count
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    assert "una%2C%20nota.txt" in json.dumps(results)
    data = as_data([draft], versions)
    assert data["format"] == "encuadre.check/1" and data["findings"] == len(draft.rows)


def test_exit_codes_for_ci(tmp_path: Path) -> None:
    dirty, clean, broken = tmp_path / "dirty.txt", tmp_path / "clean.txt", tmp_path / "b.pdf"
    dirty.write_text(DRAFT, "utf-8")
    clean.write_text(
        "Tres mujeres privadas de libertad denunciaron ayer la falta de agua en el penal femenil.\n", "utf-8"
    )
    broken.write_bytes(b"%PDF-")
    found = run_encuadre("check", dirty, clean)
    assert found.code == 6 and "mula" in found.out and "in quotations" in found.err
    assert run_encuadre("check", clean, "--country", "mx").code == 0
    both = run_encuadre("check", dirty, broken, "--json")
    assert both.code == 3 and both.json()["findings"] > 0 and "E621" in both.err
    assert run_encuadre("check", dirty, "--format", "xml").code == 2
    assert run_encuadre("check", dirty, "--country", "MEX").code == 2
