"""Right of reply beyond single marks: figures, attributions, many decisions at once, replies taken back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.hearing_desk import AFTER, Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def page(desk: Desk, name: str = "outlet-uno.es.html") -> str:
    assert desk.type("report", "--quiet").exit_code == 0
    return (desk.folder / "out" / name).read_text("utf-8")


def indicators(desk: Desk) -> dict[str, dict[str, str]]:
    text = (desk.folder / "out/figures/outlet-uno-indicators.csv").read_text("utf-8")
    return {row["indicator"]: row for row in csv.DictReader(io.StringIO(text))}


def test_a_figure_that_was_disputed_rightly_is_not_printed(desk: Desk) -> None:
    desk.card("draft", "uno")
    desk.card("dispute", "uno", "--about", "O2", "--claim", "Mezcla dos años.")
    (dispute,) = desk.hearing()["disputes"]  # type: ignore[misc]
    assert (dispute["about"], dispute["reference"], dispute["article_id"]) == ("figure", "O2", "")
    before = page(desk)
    assert "retenida: el medio disputó" not in before and indicators(desk)["O2"]["numerator"]
    desk.decide(dispute["dispute"], "accepted")
    after = page(desk)
    assert "retenida: el medio disputó esta cifra y tenía razón" in after
    assert "1 marca, artículo o cifra" in after
    row = indicators(desk)["O2"]
    assert (row["value"], row["numerator"], row["evidence"]) == ("", "", "withheld")
    # A note changes no figure and is printed.
    desk.decide(dispute["dispute"], "partly", "note=Incluye 2020, <b>año</b> de la pandemia.")
    noted = page(desk)
    assert "O2: Incluye 2020, &lt;b&gt;año&lt;/b&gt; de la pandemia." in noted and indicators(desk)["O2"]["value"]
    assert desk.refused("scorecard", "dispute", "uno", "--about", "O99", "--claim", "no").code == "E549"
    assert (
        desk.refused("scorecard", "dispute", "uno", "--about", "O2", "--what", "mark", "--claim", "no").code == "E517"
    )


def test_a_list_says_of_a_figure_that_it_is_wrong_and_of_words_whose_they_are(desk: Desk) -> None:
    desk.card("draft", "uno")
    for name, column in (
        ("marks.csv", "Si las palabras son de otra persona: de quién"),
        ("figures.csv", "Su objeción"),
    ):
        rows = desk.sheet(name)
        rows[0][column] = "De la fiscalía" if name == "marks.csv" else "No se sostiene"
        path = desk.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        desk.card("dispute", "uno", "--file", str(path))
    found = {each["about"]: each for each in desk.hearing()["disputes"]}  # type: ignore[union-attr]
    assert set(found) == {"attribution", "figure"}
    assert found["figure"]["reference"] == "O1" and found["attribution"]["claim"] == "De la fiscalía"


def test_marks_carry_their_rule_in_the_language_of_the_pack_and_what_to_write_instead(desk: Desk) -> None:
    desk.card("draft", "uno")
    rows = desk.sheet("marks.csv")
    assert {"En su lugar", "Guía", "Regla"} <= rows[0].keys() and any(row["Guía"] for row in rows)


def test_many_disputes_are_decided_by_one_list_whole_or_not_at_all(desk: Desk) -> None:
    desk.card("draft", "uno")
    marks = [row["Referencia"] for row in desk.sheet("marks.csv")][:3]
    for mark in marks:
        desk.card("dispute", "uno", "--about", mark, "--claim", "=No")
    path = desk.folder / "open.csv"
    desk.card("dispute", "uno", "--list", str(path))
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["reference"] for row in rows] == marks and all(row["words"] for row in rows)
    assert all(row["claim"] == "'=No" for row in rows)

    def decide(**last: str) -> None:
        rows[0] |= {"decision": "Accepted", "reason": "Es verdad", "by": "Ana"}
        rows[1] |= {"decision": "partly", "correct": "code=S2; voice=quoted", "reason": "En parte"}
        rows[2] |= last
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)

    decide(decision="quizá", reason="No sé")
    assert desk.refused("scorecard", "dispute", "uno", "--decisions", str(path), "--by", "Eva").code == "E548"
    assert {each["decision"] for each in desk.hearing()["disputes"]} == {"open"}  # type: ignore[union-attr]
    decide(decision="", reason="")
    desk.card("dispute", "uno", "--decisions", str(path), "--by", "Eva")
    found = desk.hearing()["disputes"]
    assert [(each["decision"], each["decided_by"]) for each in found] == [  # type: ignore[union-attr]
        ("accepted", "Ana"), ("partly", "Eva"), ("open", ""),
    ]  # fmt: skip
    assert found[1]["corrections"] == {"code": "S2", "voice": "quoted"}  # type: ignore[index]
    assert desk.refused("scorecard", "dispute", "uno", "--decisions", str(desk.folder / "encuadre.toml")).code == "E585"


def test_a_reply_that_is_withdrawn_is_printed_no_more_and_is_kept(desk: Desk) -> None:
    file = desk.folder / "r.txt"
    desk.card("draft", "uno")
    file.write_text("Una primera respuesta.")
    desk.card("reply", "uno", str(file), "--on", "2026-03-01")
    file.write_text("Otra en su lugar.")
    desk.card("reply", "uno", str(file), "--replaces", "1", "--on", "2026-03-02")
    shown = page(desk)
    assert "Otra en su lugar." in shown and "Una primera" not in shown
    assert "Sustituye a la respuesta recibida el 1 de marzo de 2026" in shown
    desk.card("reply", "uno", "--withdraw", "2", "--on", "2026-03-02")
    shown = page(desk)
    assert "Otra en su lugar." not in shown
    assert "retiró el 2 de marzo de 2026 su respuesta del 2 de marzo de 2026" in shown
    kept = [each["text"] for each in desk.hearing()["earlier_replies"]]  # type: ignore[union-attr]
    assert kept == ["Una primera respuesta.", "Otra en su lugar.", ""]
    assert desk.refused("scorecard", "reply", "uno", "--withdraw", "9").code == "E519"
    assert desk.refused("scorecard", "reply", "uno", str(file), "--withdraw", "2").code == "E517"


def test_the_page_says_until_when_what_follows_and_how_a_reply_is_printed(desk: Desk) -> None:
    desk.card("draft", "uno")
    draft = (desk.folder / "scorecards/outlet-uno/scorecard.html").read_text("utf-8")
    for words in (
        "16 de marzo de 2026",
        "Pasado el último día",
        "palabra por palabra",
        "figures.csv",
        "de otra persona",
    ):
        assert words in draft, words
    assert "El medio puede disputar y responder hasta el 16 de marzo de 2026" in page(desk)
    assert "aún no se ha enviado al medio" in page(desk, "outlet-dos.es.html")
    desk.on(AFTER)
    desk.card("publish", "uno", "--by", "Ana")
    assert desk.type("publish", str(desk.folder / "web")).exit_code == 0
    public = (desk.folder / "web/outlet-uno.es.html").read_text("utf-8")
    assert "Hasta el 16 de marzo de 2026 el medio pudo disputar" in public
