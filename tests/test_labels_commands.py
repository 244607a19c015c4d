"""``encuadre label export, import, agree, adjudicate`` as people type them, and the page on agreement."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from corpus.labels import ADJUDICATED, Design, Draw, Purpose, Sample
from corpus.store import Corpus
from lexicons.cues import LANGUAGES
from lexicons.questions import load_questions
from nlp.labels.agreement_list import disagreements
from nlp.labels.agreement_report import agreement_of, languages_of
from reports.i18n import words_for
from reports.pages.agreement import agreement_page
from tests.conftest import run_encuadre

ARTICLES = """id,title,body,outlet,language
a1,Presa pide agua,La detenida habló con la reclusa.,o,es
a2,Mulher presa,A detenta pediu água.,o,pt
"""
LABELS = """article_id,annotator,group,on_topic,framing,voices,spans_marked
a1,ana,impacted,sí,stigmatizing,family,x
a1,<b>bea</b>,students,yes,neither,-,x
a2,ana,impacted,yes,both,,
a2,<b>bea</b>,students,yes,both,,
nowhere,ana,,yes,,,
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("labels") / "study"
    assert run_encuadre("init", folder).code == 0
    (folder / "articles.csv").write_text(ARTICLES, "utf-8")
    (folder / "labels.csv").write_text(LABELS, "utf-8")
    assert run_encuadre("import", folder / "articles.csv", "--study", folder).code == 0
    with Corpus.open(folder / "corpus.sqlite") as corpus:
        run = corpus.start_run("sample", {"seed": "7"})
        sample = Sample(
            name="audit",
            purpose=Purpose.AUDIT,
            design=Design.RANDOM,
            seed=7,
            drawn_at="2026-11-22T04:00:00+00:00",
            run_id=run.id,
        )
        draws = [Draw(sample="audit", article_id=a, inclusion_probability=1.0, stratum="x") for a in ("a1", "a2")]
        corpus.write_sample(sample, draws)
    return folder


def test_from_a_sample_to_decisions(study: Path) -> None:
    out = study / "to-label"
    ran = run_encuadre("label", "export", "--study", study, "--sample", "audit", "--format", "csv", "--out", out)
    assert ran.code == 0, ran.err
    assert "carry the articles' text" in ran.err
    assert (out / "articles.csv").is_file()

    ran = run_encuadre("label", "import", study / "labels.csv", "--study", study, "--json")
    assert ran.code == 0, ran.err
    counts = ran.json()
    assert (counts["read"], counts["added"], counts["rejected"]) == (5, 4, 1)
    assert counts["reasons"] == {"E441": 1}
    assert Path(counts["rejects_path"]).is_file()

    ran = run_encuadre("label", "agree", "--study", study, "--sample", "audit", "--json")
    assert ran.code == 0, ran.err
    figures = ran.json()
    assert (figures["articles"], figures["groups"]["ana"]) == (2, "impacted")
    assert {each["item"] for each in figures["disagreements"]} == {"framing", "voices"}
    assert "agua" not in ran.out and "reclusa" not in ran.out

    listed = study / "list.csv"
    assert run_encuadre("label", "adjudicate", "--study", study, "--out", listed).code == 0
    with listed.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["decision"] = {"framing": "both", "voices": "-"}[row["item"]]
    with listed.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    ran = run_encuadre("label", "adjudicate", listed, "--study", study, "--json")
    assert (ran.code, ran.json()["decided"]) == (0, 1)
    with Corpus.open(study / "corpus.sqlite") as corpus:
        (decided,) = [label for label in corpus.labels() if label.annotator == ADJUDICATED]
        kinds = [run.kind for run in corpus.runs()]
    assert (decided.answers["framing"], decided.answers["voices"], decided.sample) == ("both", "", "audit")
    assert kinds[-2:] == ["label-import", "label-adjudicate"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("export", "--sample", "none", "--format", "csv", "--out", "x"), 2, "E262"),
        (("import", "absent.csv"), 3, "E220"),
        (("import", "labels.csv", "--annotator", "=ana"), 2, "E630"),
        (("agree", "--purpose", "train"), 4, "E449"),
        (("agree", "--sample", "none"), 2, "E262"),
        (("adjudicate",), 2, "E633"),
        (("adjudicate", "articles.csv"), 3, "E440"),
    ],
)
def test_a_mistake_is_one_sentence(study: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = run_encuadre("label", *arguments, cwd=study)
    assert ran.code == code, ran.err
    assert f"[{said}]" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_everything_in_each_language_and_shows_no_text(study: Path, language: str) -> None:
    if not json.loads(run_encuadre("label", "import", study / "labels.csv", "--study", study, "--json").out)["kept"]:
        pytest.fail("no labels to show")
    with Corpus.open(study / "corpus.sqlite") as corpus:
        labels = corpus.labels()
        questions = load_questions()
        found = agreement_of(labels, languages_of(corpus, labels), questions, draws=50)
        page = agreement_page(found, disagreements(labels, questions), questions, words_for(language))
    assert f'<html lang="{language}">' in page
    assert "agua" not in page and "reclusa" not in page
    # What people call themselves is no markup.
    assert "<b>bea" not in page and "&lt;b&gt;bea" in page
    for heading in ("questions", "groups", "reads", "confusion", "disagreements"):
        assert f'id="{heading}"' in page
    assert not re.search(r"src=|https?://|\{[a-z_]+\}", page)
    assert getattr(questions[1], language) in page
