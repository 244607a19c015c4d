"""Agreement: known answers, what is missing, groups, spans, and the way from disagreement to decision."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import krippendorff
import numpy as np
import pytest

from corpus.labels import ADJUDICATED, HumanLabel, LabelledSpan, Purpose
from corpus.records import Article, Part, Voice
from corpus.store import Corpus
from lexicons.errors import EncuadreError
from lexicons.questions import load_questions
from nlp.labels.agreement import alpha_of, between
from nlp.labels.agreement_list import disagreements, read_decisions, undecided, write_list
from nlp.labels.agreement_report import agreement_of
from nlp.labels.agreement_spans import span_figures

QUESTIONS = load_questions()
# Krippendorff 2011, section D: four observers, twelve units, missing values; nominal alpha = .743.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


def units(*rows: str) -> list[list[str]]:
    return [[value for value in unit if value != "*"] for unit in zip(*(row.split() for row in rows), strict=True)]


def label(
    article: str,
    annotator: str,
    framing: str = "neither",
    *,
    on_topic: str = "yes",
    spans: tuple[LabelledSpan, ...] | None = None,
    group: str | None = None,
    voices: str | None = None,
) -> HumanLabel:
    answers = {"on_topic": on_topic} if on_topic == "no" else {"on_topic": on_topic, "framing": framing}
    if voices is not None:
        answers["voices"] = voices
    return HumanLabel(
        article_id=article,
        annotator=annotator,
        purpose=Purpose.TRAIN,
        answers=answers,
        spans=spans,
        codebook_version="1.0",
        labelled_at="2026-11-22T04:00:00+00:00",
        group=group,
    )


def span(start: int, end: int, code: str = "S2", voice: Voice | None = Voice.OUTLET) -> LabelledSpan:
    return LabelledSpan(part=Part.BODY, start=start, end=end, code=code, voice=voice)


def test_krippendorffs_four_observers() -> None:
    found = alpha_of(units(*OBSERVERS))
    assert found.alpha == pytest.approx(0.743, abs=0.0005)
    # Unit 12 has one value: it does not count.
    assert (found.articles, sum(found.values.values())) == (11, 40)
    assert found.low is not None and found.high is not None
    assert found.low < found.alpha < found.high


def test_equal_to_the_package_of_that_name() -> None:
    rng = np.random.default_rng(5)
    for raters, options in ((2, 2), (3, 4), (5, 3)):
        table = rng.integers(0, options, (raters, 50)).astype(float)
        table[rng.random(table.shape) < 0.3] = np.nan
        values = [[str(value) for value in unit if not np.isnan(value)] for unit in table.T]
        found = alpha_of(values, draws=10)
        wanted = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
        assert found.alpha == pytest.approx(wanted, abs=1e-9)


def test_krippendorffs_two_observers_and_two_values() -> None:
    # Krippendorff 2011, section A: ten units, two observers, alpha = .095.
    found = alpha_of(units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"))
    assert found.alpha == pytest.approx(0.095, abs=0.0005)
    assert (found.articles, found.pairs, found.observed) == (10, 10, pytest.approx(0.6))


def test_perfect_agreement_chance_and_no_variation() -> None:
    perfect = alpha_of([["a", "a"], ["b", "b"], ["c", "c"]])
    assert (perfect.alpha, perfect.high) == (1.0, 1.0)
    rng = np.random.default_rng(1)
    chance = alpha_of([list(pair) for pair in rng.choice(["a", "b"], (2000, 2))])
    assert chance.alpha == pytest.approx(0, abs=0.05)
    assert chance.low is not None and chance.high is not None
    assert chance.low < 0 < chance.high
    same = alpha_of([["a", "a"], ["a", "a"]])
    assert (same.alpha, same.observed) == (None, 1.0)
    assert alpha_of([["a"], []]).alpha is None


def test_the_interval_is_the_same_in_every_run_and_holds_the_truth_about_as_often_as_it_says() -> None:
    assert alpha_of(units(*OBSERVERS)) == alpha_of(units(*OBSERVERS))
    # Two annotators who each say the truth with chance .9 on even labels agree at alpha .64 on the whole.
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(200):
        truth = rng.integers(0, 2, 120)
        said = [np.where(rng.random(120) < 0.9, truth, 1 - truth) for _ in range(2)]
        found = alpha_of([[str(a), str(b)] for a, b in zip(*said, strict=True)], draws=300)
        assert found.low is not None and found.high is not None
        held += found.low <= 0.64 <= found.high
    assert 180 <= held <= 198


def test_between_two_groups_of_one_annotator_each_is_alpha_of_the_two() -> None:
    rng = np.random.default_rng(3)
    one = [[value] for value in rng.choice(["a", "b", "c"], 60)]
    other = [value if rng.random() < 0.7 else ["a"] for value in one]
    whole = alpha_of([[*a, *b] for a, b in zip(one, other, strict=True)])
    assert between(one, other).alpha == pytest.approx(whole.alpha)


def test_groups_that_read_differently_are_shown_and_not_averaged_away() -> None:
    labels = []
    for number in range(40):
        for name, group in (("a", "impacted"), ("b", "impacted"), ("c", "students"), ("d", "students")):
            hard = group == "impacted" and number % 2 == 0
            labels.append(label(f"x{number:02}", name, "stigmatizing" if hard else "neither", group=group))
        labels[-1] = label(f"x{number:02}", "d", "both" if number == 1 else "neither", group="students")
    found = agreement_of(labels, {}, QUESTIONS, draws=200)
    framing = {(item.one, item.other): item for item in found.by_group if item.question == "framing"}
    assert framing[("impacted", None)].alpha.alpha == 1.0
    across = framing[("impacted", "students")]
    assert across.alpha.alpha is not None and across.alpha.alpha < 0.1
    reads = {each.value: each for each in across.reads}
    assert (reads["stigmatizing"].one, reads["stigmatizing"].other) == (0.5, 0.0)
    assert reads["stigmatizing"].low is not None and reads["stigmatizing"].low > 0.3
    assert found.groups == {"a": "impacted", "b": "impacted", "c": "students", "d": "students"}


def test_figures_by_question_code_and_language() -> None:
    labels = [
        *(label("es1", who, framing, spans=(span(0, 4),)) for who, framing in (("ana", "both"), ("bea", "neither"))),
        *(label("es2", who, "neither", spans=()) for who in ("ana", "bea")),
        label("pt1", "ana", on_topic="no"),
        label("pt1", "bea", "both", voices="family expert"),
        label("alone", "ana"),
        label("es1", ADJUDICATED, "both"),
    ]
    languages = {"es1": "es", "es2": "es", "pt1": "pt", "alone": "es"}
    found = agreement_of(labels, languages, QUESTIONS, draws=50)
    assert (found.articles, found.labels, found.annotators) == (3, 6, {"ana": 3, "bea": 3})
    items = {(item.kind, item.name, item.language): item.alpha for item in found.items}
    # Who found the article off topic was not asked for its framing.
    assert items[("question", "framing", "all")].articles == 2
    assert ("question", "framing", "pt") not in items
    assert items[("code", "S2", "es")].alpha == 1.0
    assert items[("question", "on_topic", "pt")].observed == 0.0
    (framing,) = [each for each in found.confusions if each.question == "framing"]
    assert framing.cells == (("both", "neither", 1), ("neither", "neither", 1))
    with pytest.raises(EncuadreError) as nothing:
        agreement_of(labels[-2:], languages, QUESTIONS)
    assert nothing.value.code == "E449"


def test_spans_exact_and_overlapping() -> None:
    given = {
        "a": [
            label("a", "ana", spans=(span(0, 10), span(20, 25), span(40, 44, "R2"))),
            label("a", "bea", spans=(span(0, 10, voice=Voice.QUOTED), span(22, 30), span(40, 44, "R3"))),
        ],
        "b": [label("b", "ana", spans=()), label("b", "bea", spans=None)],
    }
    found = span_figures(given, draws=50)
    codes = {each.code: each for each in found.codes}
    assert (codes["S2"].exact, codes["S2"].overlap) == (0.5, 1.0)
    assert codes["all"].exact == pytest.approx(1 / 3)
    assert codes["all"].overlap == pytest.approx(2 / 3)
    assert (codes["R2"].exact, codes["R2"].articles) == (0.0, 1)
    assert (found.voices, found.voiced) == (0.5, 2)
    assert found.confused == (("R2", "R3", 1),)


def test_no_span_is_paired_twice_and_pairs_of_annotators_weigh_alike() -> None:
    two = {"a": [label("a", "x", spans=(span(0, 30),)), label("a", "y", spans=(span(0, 5), span(10, 15)))]}
    assert span_figures(two, draws=50).codes[0].overlap == pytest.approx(2 / 3)
    three = {
        f"d{n}": [
            label(f"d{n}", "x", spans=(span(0, 5),)),
            label(f"d{n}", "y", spans=(span(0, 5),)),
            label(f"d{n}", "z", spans=(span(6, 9),)),
        ]
        for n in range(3)
    }
    assert span_figures(three, draws=50).codes[0].exact == pytest.approx(1 / 3)
    assert span_figures({}, draws=50).codes == ()


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as opened:
        opened.add_articles(
            Article(id=name, title="=Presa", body="La detenida habló con la reclusa.", outlet="o", language="es")
            for name in ("a1", "a2", "a3")
        )
        opened.write_labels(
            [
                label("a1", "ana", "both", spans=(span(3, 11), span(25, 32)), voices="family"),
                label("a1", "bea", "neither", spans=(span(3, 11),), voices=""),
                label("a2", "ana", "both", spans=()),
                label("a2", "bea", on_topic="no", spans=None),
                label("a3", "ana", "both", spans=()),
                label("a3", "bea", "both", spans=()),
            ]
        )
        yield opened


def fill(path: Path, decisions: dict[tuple[str, str], str]) -> Path:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["decision"] = decisions.get((row["article_id"], row["item"]), "")
    filled = path.with_name("filled.csv")
    with filled.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return filled


def test_what_was_said_differently_is_listed_decided_and_kept(corpus: Corpus, tmp_path: Path) -> None:
    labels = corpus.labels()
    listed = disagreements(labels, QUESTIONS)
    assert [(each.article, each.item, dict(each.said)) for each in listed] == [
        ("a1", "framing", {"ana": "both", "bea": "neither"}),
        ("a1", "voices", {"ana": "family", "bea": "-"}),
        ("a1", "span:body:25-32:S2", {"ana": "outlet", "bea": "no"}),
        ("a2", "on_topic", {"ana": "yes", "bea": "no"}),
    ]
    path = tmp_path / "list.csv"
    write_list(path, listed, {})
    assert "reclusa" not in path.read_text("utf-8")
    with pytest.raises(EncuadreError) as there:
        write_list(path, listed, {})
    assert there.value.code == "E632"
    first = {("a1", "framing"): "both", ("a1", "voices"): "-", ("a2", "on_topic"): "no"}
    done = read_decisions(corpus, fill(path, first), labels, QUESTIONS)
    assert (done.decided, dict(done.open), done.problems) == (1, {"a1": 1}, ())
    whole = fill(path, {**first, ("a1", "span:body:25-32:S2"): "outlet"})
    assert read_decisions(corpus, whole, corpus.labels(), QUESTIONS).decided == 1
    decided = {each.article_id: each for each in corpus.labels() if each.annotator == ADJUDICATED}
    assert decided["a1"].answers == {"on_topic": "yes", "framing": "both", "voices": ""}
    assert decided["a1"].spans == (span(3, 11), span(25, 32))
    assert decided["a2"].answers == {"on_topic": "no"}
    assert len([each for each in corpus.labels() if each.annotator != ADJUDICATED]) == 6
    again = read_decisions(corpus, whole, corpus.labels(), QUESTIONS)
    assert (again.decided, again.unchanged) == (0, 2)
    assert undecided(corpus.labels(), QUESTIONS) == []


def test_a_decision_that_is_none_is_told_and_costs_no_other(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    articles = {name: corpus.article(name) for name in ("a1", "a2")}
    write_list(path, disagreements(corpus.labels(), QUESTIONS), articles)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["words"] for row in rows] == ["'=Presa", "'=Presa", "reclusa", "'=Presa"]
    filled = fill(path, {("a1", "framing"): "blue", ("a2", "on_topic"): "yes"})
    done = read_decisions(corpus, filled, corpus.labels(), QUESTIONS)
    assert done.decided == 1
    assert len(done.problems) == 1 and "blue" in done.problems[0]


def test_every_pair_of_values_counts_once() -> None:
    found = agreement_of(
        [label("a", who, framing) for who, framing in product("xy", ("both",))] + [label("a", "z", "neither")],
        {},
        QUESTIONS,
        draws=20,
    )
    (framing,) = [each for each in found.confusions if each.question == "framing"]
    assert framing.cells == (("both", "both", 1), ("both", "neither", 2))
