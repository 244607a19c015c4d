"""What an outlet is answered and what its page says of its time: reasons and names, removed lines, true dates."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.disputes import About, Decision, Dispute, Reply, Step, StepKind
from encuadre.cli import main
from lexicons.errors import Exit
from reports.i18n import words_for
from reports.reply.hearing import Hearing
from reports.reply.wording import Audience, Masked, reply_part
from tests.hearing_desk import Desk

SENT = Step(outlet="uno", kind=StepKind.DRAFTED, day="2026-03-02", due_on="2026-03-16", version_set="v", stories=3)
EARLY = Step(outlet="uno", kind=StepKind.RELEASED, day="2026-03-04", by="Ana")
LATE = Step(outlet="uno", kind=StepKind.RELEASED, day="2026-03-20", by="Ana")
WAIVED = Step(outlet="uno", kind=StepKind.WAIVED, day="2026-03-04", by="Ana", reason="it asked to")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def test_the_outlet_gets_the_reason_and_the_name_and_what_was_removed_stays_listed(desk: Desk) -> None:
    desk.card("draft", "uno")
    article, other = [row["Referencia"] for row in desk.sheet("articles.csv")][:2]
    mark = next(row["Referencia"] for row in desk.sheet("marks.csv") if row["Artículo"] == other)
    for reference in (article, mark):
        desk.card("dispute", "uno", "--about", reference, "--claim", "No es así", "--by", "Redacción")
    found = {each["reference"]: each["dispute"] for each in desk.hearing()["disputes"]}  # type: ignore[attr-defined]
    desk.decide(found[article], "accepted", "topic=no")
    desk.decide(found[mark], "accepted")
    desk.card("draft", "uno")
    (row,) = [row for row in desk.sheet("articles.csv") if row["Referencia"] == article]
    assert row["Cuenta en"] == "retirado de las cifras" and row["Decisión anterior"] == "aceptada – Se revisó (Equipo)"
    (row,) = [row for row in desk.sheet("marks.csv") if row["Referencia"] == mark]
    assert row["Cuenta en"] == "retirado de las cifras" and "Se revisó (Equipo)" in row["Decisión anterior"]
    decided = {row["Referencia"]: row for row in desk.sheet("decisions.csv")}
    assert {(row["Decisión"], row["Motivo"], row["Quién decidió"]) for row in decided.values()} == {
        ("aceptada", "Se revisó", "Equipo")
    }
    assert [decided[reference]["Qué cambia"] for reference in (article, mark)] == ["topic=no", "remove"]
    folder = desk.folder / "scorecards" / "outlet-uno"
    assert (
        "decisions.csv" in (folder / "letter.txt").read_text()
        and "decisions.csv" in (folder / "scorecard.html").read_text()
    )
    assert not [path.name for path in folder.iterdir() if "Quispalaya" in path.read_text("utf-8")]


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_a_page_released_early_says_when_and_takes_no_silence_for_consent(language: str) -> None:
    words = words_for(language, "MX")

    def told(hearing: Hearing) -> str:
        part = reply_part(hearing, "Uno", Audience.EVERYBODY, 3, words, masked=Masked(2, 3, 1))
        return " ".join([*part.notes, *part.how])

    early = told(Hearing("uno", SENT, WAIVED, EARLY))
    assert words.full_day("2026-03-04") in early and words.full_day("2026-03-16") in early and "it asked to" in early
    for key in ("no_disputes", "no_reply"):
        assert words.t(f"reply.{key}") not in early and words.t(f"reply.{key}_short") in early
    assert words.t("reply.how_public", due=words.full_day("2026-03-16")) not in early
    late = told(Hearing("uno", SENT, None, LATE))
    assert words.t("reply.no_disputes") in late and words.t("reply.no_reply") in late
    assert words.t("reply.released", day=words.full_day("2026-03-20")) in late
    # A waiver that nobody needed in the end is none.
    assert "it asked to" not in told(Hearing("uno", SENT, WAIVED, LATE))
    assert words.t("reply.names_counted", headlines=2, stories=3, addresses=1) in late


def test_a_dispute_is_still_told_where_the_time_was_cut_short() -> None:
    dispute = Dispute(
        id="d-1", version=1, outlet="uno", article_id="", about=About.FIGURE, claim="No", raised_by="", figure="O6",
        raised_at="2026-03-03", decision=Decision.REJECTED, reason="Es así", decided_by="Ana",
    )  # fmt: skip
    reply = Reply(id=1, outlet="uno", text="Gracias.", signed="", received_on="2026-03-03")
    hearing = Hearing("uno", SENT, WAIVED, EARLY, (dispute,), (reply,))
    words = words_for("en", "US")
    notes = reply_part(hearing, "Uno", Audience.EVERYBODY, 3, words).notes
    assert words.t("reply.with_reply") in notes and any("1 dispute" in note for note in notes)


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("scorecard", "publish", "uno"), "--by NAME"),
        (("scorecard", "publish", "uno", "--withdraw", "Error"), "--by NAME"),
        (("scorecard", "publish", "uno", "--by", "Ana", "--waive", " "), "--waive"),
    ],
)
def test_what_is_missing_is_named_by_its_option(desk: Desk, words: tuple[str, ...], option: str) -> None:
    refused = desk.refused(*words)
    assert refused.code == "E517" and f"give {option}" in str(refused)


def test_a_choice_that_is_none_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["encuadre", "scorecard", "dispute", "uno", "--decide", "d-1", "--decision", "si"])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr().err
    assert left.value.code == Exit.USAGE and told.count("\n") == 1
    assert "'si' is not one of 'accepted', 'partly', 'rejected'" in told and "Value error" not in told
