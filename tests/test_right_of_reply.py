"""Right of reply as an editor goes through it: draft, dispute, a figure that changes, a reply, and then the public."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.records import ArticleTags
from corpus.store import Corpus
from tests.corpus_postgres import postgres_url
from tests.hearing_desk import AFTER, HOSTILE, NAME, SIZE, Desk, everything, stories
from tests.reports_study import VERSIONS


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    if request.param == "sqlite":
        yield Desk(tmp_path, monkeypatch)
        return
    with postgres_url() as url:
        yield Desk(tmp_path, monkeypatch, url)


@pytest.fixture
def light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def test_the_whole_way_of_an_outlet(desk: Desk) -> None:
    assert desk.refused("scorecard", "publish", "uno", "--by", "Equipo").code == "E542"
    desk.card("draft", "uno")
    assert desk.refused("scorecard", "publish", "uno", "--by", "Equipo").code == "E543"

    # The editor fills in a row of each list, in a spreadsheet that writes semicolons and its own encoding.
    before = desk.stigmatizing()
    mark = next(row for row in desk.sheet("marks.csv") if row["Código"] == "S1")
    filled = desk.folder / "devuelto.csv"
    filled.write_bytes(f"Referencia;Su objeción\n{mark['Referencia']};No es así, señor\n;\n".encode("cp1252"))
    desk.card("dispute", "uno", "--file", str(filled), "--by", "Redacción")
    assert desk.hearing()["stands"] == "disputes to decide"
    assert desk.stigmatizing() == before
    assert desk.refused("scorecard", "publish", "uno", "--by", "Equipo").code == "E544"

    (raised,) = desk.hearing()["disputes"]  # type: ignore[misc]
    assert raised["claim"] == "No es así, señor" and raised["reference"] == mark["Referencia"]
    desk.decide(raised["dispute"], "accepted")
    assert desk.stigmatizing() == before - 1
    (kept,) = desk.hearing()["disputes"]  # type: ignore[misc]
    assert [each["decision"] for each in kept["versions"]] == ["open", "accepted"] and kept["in_figures"]

    (desk.folder / "respuesta.txt").write_text(f"  Primera línea.\n\n{HOSTILE}\n")
    desk.card("reply", "uno", str(desk.folder / "respuesta.txt"), "--signed", "La <b>dirección</b>")

    # The last day to reply belongs to the outlet.
    desk.on(date(2026, 3, 16))
    assert desk.refused("scorecard", "publish", "uno", "--by", "Equipo").code == "E543"
    desk.on(AFTER)
    desk.card("publish", "uno", "--by", "Equipo")
    ran = desk.type("publish", str(desk.folder / "web"), "--lang", "es")
    assert ran.exit_code == 0 and "scorecards of uno" in ran.output, (ran.output, ran.exception)
    web = everything(desk.folder / "web")
    page = web["outlet-uno.es.html"]
    assert "Corregido tras disputa: 1 marca, artículo o cifra" in page
    assert "  Primera línea.\n\n=1+1&lt;/p&gt;&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; «fin»" in page
    assert "La &lt;b&gt;dirección&lt;/b&gt;" in page and "<script" not in page
    # The country's figures would give the other outlet by subtraction.
    assert "Sin cifras: se leyeron" in web["country-MX.es.html"]
    assert "outlet-dos.es.html" not in web
    assert not [name for name in web if name.startswith(("figures/country-", "data/figures_overall"))]
    counted = [row for row in csv.DictReader(io.StringIO(web["data/stories.csv"])) if row["counted"] == "true"]
    in_data = sum(row["framing"] in ("stigmatizing", "both") for row in counted)
    assert {row["outlet"] for row in counted} == {"uno"} and in_data == desk.stigmatizing()


def test_the_pack_and_the_public_page_name_no_woman_and_run_nothing(light: Desk) -> None:
    light.card("draft", "uno")
    pack = everything(light.folder / "scorecards" / "outlet-uno")
    assert set(pack) == {"letter.txt", "scorecard.html", "figures.csv", "articles.csv", "marks.csv"}
    for name, text in pack.items():
        assert not re.search("rosaura|quispalaya", text, re.IGNORECASE), name
        assert "<i>Uno</i>" not in text or not name.endswith(".html")
    assert "BORRADOR para Diario &lt;i&gt;Uno&lt;/i&gt;." in pack["scorecard.html"]
    assert "16 de marzo de 2026" in pack["scorecard.html"] and "16 de marzo de 2026" in pack["letter.txt"]
    assert "equipo@estudio.example" in pack["letter.txt"]
    assert all(len(line) <= 72 for line in pack["letter.txt"].splitlines())
    assert not re.search(r'href="(?!#|https?:|figures\.csv|articles\.csv|marks\.csv|data:)', pack["scorecard.html"])
    articles = light.sheet("articles.csv")
    assert len(articles) == SIZE and {row["Dirección"] for row in articles} >= {"", "https://uno.example/2021/4/nota"}
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in articles for cell in row.values())


def test_every_figure_can_be_counted_from_the_lists(light: Desk) -> None:
    light.card("draft", "uno")
    counts = dict.fromkeys(("O1", "O2", "O3", "O7"), 0)
    for row in light.sheet("articles.csv"):
        for figure in row["Cuenta en"].split():
            counts[figure] = counts.get(figure, 0) + 1
    figures = {row["Indicador"].split(" ")[0]: row["Recuento"] for row in light.sheet("figures.csv")}
    assert {name: str(counts[name]) for name in ("O1", "O2", "O3", "O7")} == {
        name: figures[name] for name in ("O1", "O2", "O3", "O7")
    }
    # Which articles name a woman is only counted.
    assert "O8" not in counts


@pytest.mark.parametrize(
    ("sheet", "correct", "what"),
    [
        ("marks.csv", ("code=S2",), "recoded: a custody label decides no framing"),
        ("marks.csv", ("voice=quoted",), "somebody else said it"),
        ("articles.csv", ("topic=no",), "off topic"),
        ("articles.csv", ("framing=neither", "headline=neither"), "read wrongly"),
        ("articles.csv", ("outlet=dos",), "another outlet's"),
    ],
)
def test_each_kind_of_correction_changes_the_figures(
    light: Desk, sheet: str, correct: tuple[str, ...], what: str
) -> None:
    light.card("draft", "uno")
    own, other = light.stigmatizing(), light.stigmatizing("dos")
    of_mark = sheet == "marks.csv"
    row = next(row for row in light.sheet(sheet) if (row["Código"] == "S1" if of_mark else "O2" in row["Cuenta en"]))
    light.card("dispute", "uno", "--about", row["Referencia"], "--claim", what)
    (dispute,) = light.hearing()["disputes"]  # type: ignore[misc]
    light.decide(dispute["dispute"], "partly", *correct)
    assert light.stigmatizing() == own - 1
    assert light.stigmatizing("dos") == other + (correct == ("outlet=dos",))
    # Decided again, the other way: the figures are as they were, and every version is kept.
    light.decide(dispute["dispute"], "rejected")
    assert light.stigmatizing() == own
    (dispute,) = light.hearing()["disputes"]  # type: ignore[misc]
    assert [each["decision"] for each in dispute["versions"]] == ["open", "partly", "rejected"]


def test_a_correction_holds_after_tagging_anew_and_says_when_its_mark_is_gone(light: Desk) -> None:
    light.card("draft", "uno")
    mark = next(row for row in light.sheet("marks.csv") if row["Código"] == "S1")
    light.card("dispute", "uno", "--about", mark["Referencia"], "--claim", "no")
    (dispute,) = light.hearing()["disputes"]  # type: ignore[misc]
    light.decide(dispute["dispute"], "accepted")
    corrected = light.stigmatizing()
    with Corpus.open(light.store) as corpus:
        newer = corpus.start_run("tag", {**VERSIONS, "encuadre": "0.2.0"})
        corpus.write_tags([tags for _, tags in stories()], newer)
    assert light.stigmatizing() == corrected
    # The outlet saw figures of other rules: it is heard again.
    light.on(AFTER)
    assert light.refused("scorecard", "publish", "uno", "--by", "Equipo").code == "E545"
    with Corpus.open(light.store) as corpus:
        corpus.write_tags([ArticleTags(**{**_plain(tags), "spans": ()}) for _, tags in stories()], newer)
    assert not light.hearing()["disputes"][0]["in_figures"]  # type: ignore[index]


def _plain(tags: ArticleTags) -> dict[str, object]:
    return {name: getattr(tags, name) for name in tags.__dataclass_fields__}


def test_a_waiver_needs_a_reason_and_its_reason_is_printed(light: Desk) -> None:
    light.card("draft", "uno", "--due", "2026-05-01")
    assert light.refused("scorecard", "publish", "uno", "--by", "Equipo", "--waive", " ").code == "E517"
    assert light.refused("scorecard", "publish", "uno", "--waive", "Con prisa").code == "E517"
    assert light.refused("publish", str(light.folder / "web"), "--scorecard", "uno").code == "E543"
    light.card("publish", "uno", "--by", "Ana", "--waive", "El medio <b>ya</b> respondió.")
    ran = light.type("publish", str(light.folder / "web"), "--lang", "es,pt,en", "--scorecard", "uno")
    assert ran.exit_code == 0, (ran.output, ran.exception)
    for language in ("es", "pt", "en"):
        page = (light.folder / "web" / f"outlet-uno.{language}.html").read_text()
        assert "El medio &lt;b&gt;ya&lt;/b&gt; respondió" in page and "Ana" in page
        assert not re.search("rosaura|quispalaya", page, re.IGNORECASE)
    # Withdrawn, it goes from the site with the next publication.
    light.card("publish", "uno", "--by", "Ana", "--withdraw", "Error nuestro")
    assert light.type("publish", str(light.folder / "web"), "--lang", "es").exit_code == 0
    assert not list((light.folder / "web").glob("outlet-*"))


def test_the_same_command_again_gives_the_same_bytes_and_the_same_last_day(light: Desk) -> None:
    light.card("draft", "uno")
    first = everything(light.folder / "scorecards")
    light.on(date(2026, 3, 9))
    light.card("draft", "uno")
    assert everything(light.folder / "scorecards") == first
    light.card("draft", "uno", "--due", "2026-04-01")
    assert light.hearing()["due_on"] == "2026-04-01"
    light.card("dispute", "uno", "--about", light.sheet("articles.csv")[0]["Referencia"], "--claim", "no")
    again = light.card(
        "dispute", "uno", "--about", light.sheet("articles.csv")[0]["Referencia"], "--claim", "no", "--json"
    )
    assert json.loads(again.stdout) == {"kept": [], "open": 1}


def test_the_study_sets_how_long_and_each_language_writes_its_letter(light: Desk) -> None:
    with (light.folder / "encuadre.toml").open("a") as stream:
        stream.write("[scorecard]\nreply_days = 30\n")
    for language, words in (("pt", "À redação de"), ("en", "To the editors of"), ("es", "A la redacción de")):
        light.card("draft", "uno", "--lang", language, "--out", str(light.folder / language))
        assert words in (light.folder / language / "letter.txt").read_text()
    assert light.hearing()["due_on"] == "2026-04-01"


def test_a_list_is_taken_whole_or_not_at_all(light: Desk) -> None:
    light.card("draft", "uno")
    good = light.sheet("articles.csv")[0]["Referencia"]
    bad = light.folder / "bad.csv"
    bad.write_text(f"Reference\tYour objection\n{good}\tno\na-ffffffffff\tno\n")
    refused = light.refused("scorecard", "dispute", "uno", "--file", str(bad))
    assert refused.code == "E548" and "row 3" in str(refused)
    assert light.hearing()["disputes"] == []
    bad.write_text("Referencia,Otra\nx,y\n")
    assert light.refused("scorecard", "dispute", "uno", "--file", str(bad)).code == "E518"
    bad.write_text(f"Referencia,Su objeción\n{good},\n")
    assert light.refused("scorecard", "dispute", "uno", "--file", str(bad)).code == "E518"


def test_a_later_reply_takes_the_place_of_an_earlier_one_which_is_kept(light: Desk) -> None:
    file = light.folder / "r.txt"
    file.write_text("Una primera.")
    light.card("reply", "uno", str(file))
    file.write_text("Otra, que la cambia.")
    light.card("reply", "uno", str(file), "--replaces", "1", "--on", "2026-03-01")
    assert [each["text"] for each in light.hearing()["replies"]] == ["Otra, que la cambia."]  # type: ignore[attr-defined]
    with Corpus.open(light.store) as corpus:
        assert len(corpus.hearings.replies("uno", replaced=True)) == 2
    file.write_text(f"Sobre {NAME} no dijimos eso.")
    assert "Quispalaya" in light.card("reply", "uno", str(file)).output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("draft", "tres"), "E512"),
        (("draft", "uno", "--due", "2026-03-02"), "E515"),
        (("draft", "uno", "--due", "mañana"), "E515"),
        (("dispute", "uno"), "E517"),
        (("dispute", "uno", "--about", "uno-00", "--claim", " "), "E517"),
        (("dispute", "uno", "--about", "dos-01", "--claim", "no"), "E549"),
        (("dispute", "uno", "--about", "uno-00", "--claim", "no", "--what", "mark"), "E517"),
        (("dispute", "uno", "--about", "uno-00", "--claim", "no", "--on", "2030-01-01"), "E515"),
        (("dispute", "uno", "--decide", "d-0", "--decision", "rejected", "--reason", "x", "--by", "y"), "E516"),
        (("dispute", "tres", "--about", "x", "--claim", "no"), "E575"),
        (("status", "tres"), "E575"),
        (("publish", "tres", "--by", "Ana"), "E512"),
    ],
)
def test_a_mistake_is_one_sentence(light: Desk, words: tuple[str, ...], code: str) -> None:
    assert light.refused("scorecard", *words).code == code


@pytest.mark.parametrize(
    ("decision", "correct"),
    [
        ("accepted", ()),  # of an article: what is wrong with it must be said
        ("partly", ()),
        ("rejected", ("topic=no",)),
        ("accepted", ("remove",)),
        ("accepted", ("framing=bad",)),
        ("accepted", ("outlet=nobody",)),
        ("accepted", ("sources=nobody",)),
    ],
)
def test_a_decision_that_says_nothing_is_refused(light: Desk, decision: str, correct: tuple[str, ...]) -> None:
    light.card("dispute", "uno", "--about", "uno-00", "--claim", "no")
    (dispute,) = light.hearing()["disputes"]  # type: ignore[misc]
    words = [word for each in correct for word in ("--correct", each)]
    refused = light.refused("scorecard", "dispute", "uno", "--decide", dispute["dispute"], "--decision", decision,
                            "--reason", "x", "--by", "y", *words)  # fmt: skip
    assert refused.code == "E546"


def test_without_a_contact_no_letter_is_written(light: Desk) -> None:
    (light.folder / "encuadre.toml").write_text('[study]\nname = "Estudio"\n')
    assert light.refused("scorecard", "draft", "uno").code == "E514"
    assert light.type("scorecard", "draft", "uno", "--contact", "a@b.example").exit_code == 0


def test_what_was_kept_survives_a_kill(light: Desk) -> None:
    with Corpus.open(light.store) as corpus:
        listed = [row for row in corpus.label_frame()["article_id"] if str(row).startswith("uno")]
    script = (
        "import sys\nfrom corpus.disputes import *\nfrom corpus.store import Corpus\n"
        "corpus = Corpus.open(sys.argv[1])\n"
        "for article in sys.argv[2:]:\n"
        "    name = dispute_id('uno', article, About.ARTICLE, None)\n"
        "    corpus.hearings.put_disputes([Dispute(id=name, version=0, outlet='uno', article_id=article,\n"
        "        about=About.ARTICLE, claim='no', raised_by='x', raised_at='2026-03-02')])\n"
        "    print(name, flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(light.store), *listed], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    said = [child.stdout.readline().strip() for _ in range(5)]
    child.send_signal(signal.SIGKILL)
    child.wait()
    time.sleep(0.05)
    kept = [each["dispute"] for each in light.hearing()["disputes"]]  # type: ignore[attr-defined]
    assert set(said) <= set(kept)
    # What was cut off is typed again, and nothing is there twice.
    again = light.type("scorecard", "dispute", "uno", "--about", listed[0], "--claim", "no", "--json")
    assert json.loads(again.stdout) == {"kept": [], "open": len(kept)}


def test_what_is_forgotten_takes_its_disputes_along(light: Desk) -> None:
    light.card("dispute", "uno", "--about", "uno-00", "--claim", f"Hablaba de {NAME}")
    with Corpus.open(light.store) as corpus:
        corpus.forget("uno-00")
        assert corpus.hearings.disputes() == []
