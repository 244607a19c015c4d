"""Samples to teach from: doubts, rare codes and variety first; never what audits, nor a copy of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.labels import Design, HumanLabel, Prediction, Purpose, Sample
from corpus.records import Article, ArticleTags, Framing, Part, SpanRow, Voice
from corpus.store import Corpus
from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError
from nlp.labels.candidates import hangs_on_one_cue
from nlp.labels.guided import SHARES, draw_training
from nlp.labels.population import Selection
from nlp.labels.sampling import draw_audit
from nlp.labels.strata import SamplePlan, Topics
from tests.label_corpus import article, label_corpus, numbered, tags

STORIES = 200
SIZE = 40


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with numbered(tmp_path, range(STORIES)) as opened:
        yield opened


def drawn(corpus: Corpus, sample: Sample) -> dict[str, str | None]:
    return {draw.article_id: draw.stratum for draw in corpus.draws(sample.name)}


def refused(code: str) -> pytest.RaisesExc[EncuadreError]:
    return pytest.raises(EncuadreError, check=lambda error: error.code == code)


def span(code: str, voice: Voice = Voice.OUTLET) -> SpanRow:
    return SpanRow(part=Part.BODY, start=0, end=5, code=code, voice=voice, cue_id="x", rule="cue")


def test_a_sample_has_its_size_its_shares_and_no_probabilities(corpus: Corpus) -> None:
    sample = draw_training(corpus, size=SIZE, seed=3)
    assert (sample.name, sample.purpose, sample.design) == ("train-1", Purpose.TRAIN, Design.GUIDED)
    draws = corpus.draws("train-1")
    assert len({draw.article_id for draw in draws}) == SIZE
    assert all(draw.inclusion_probability is None for draw in draws)
    assert corpus.samples() == [sample]
    assert sample.frame["shares"] == dict(SHARES)
    # Nothing here carries a code, so the share of rare codes falls to variety.
    assert sample.frame["drawn"] == {"uncertain": 16, "rare": 0, "diverse": 20, "random": 4}
    assert Counter(draw.stratum for draw in draws) == {"uncertain": 16, "diverse": 20, "random": 4}
    assert sample.frame["seed"] == 3 and sample.frame["tags"]
    run = next(run for run in corpus.runs() if run.id == sample.run_id)
    assert run.finished_at and run.counts["drawn"] == SIZE and run.versions == sample.frame["versions"]


def test_the_same_seed_gives_the_same_sample_whatever_the_order_of_rows(tmp_path: Path) -> None:
    samples = []
    for name, numbers, seed in (("up", range(90), 5), ("down", reversed(range(90)), 5), ("other", range(90), 6)):
        (tmp_path / name).mkdir()
        with numbered(tmp_path / name, numbers) as corpus:
            draw_training(corpus, size=30, seed=seed)
            samples.append(corpus.draws("train-1"))
    assert samples[0] == samples[1]
    assert {draw.article_id for draw in samples[0]} != {draw.article_id for draw in samples[2]}


def test_nothing_drawn_to_audit_nor_any_copy_of_it_teaches(tmp_path: Path) -> None:
    text = "El penal recibió a las mujeres trasladadas desde otro estado. " * 8
    copies = [
        # A story that three outlets ran; the same words without a day, so without a story; the same with line breaks.
        article(1, story_id="s"),
        article(2, story_id="s", title="Otro titular"),
        article(3, story_id="s", body="Reescrita."),
        article(5, body=text),
        article(6, body=text, title="Otro titular", published_on=None, published_precision=None),
        article(7, body=text.upper().replace(". ", ".\n")),
    ]
    kept = [1, 2, 3, 5, 6, 7, *range(10, 30)]
    with label_corpus(
        tmp_path, [*copies, *map(article, range(10, 30))], [tags(n, on_topic=True) for n in kept]
    ) as corpus:
        plan = SamplePlan(size=2, seed=1, topics=Topics.ALL, selection=Selection(outlets=("o1",), until="2024-01-31"))
        audit = draw_audit(corpus, plan)
        assert {draw.article_id for draw in audit.draws} == {"a00001", "a00005"}
        sample = draw_training(corpus, size=20, seed=1)
        assert set(drawn(corpus, sample)) == {f"a{n:05d}" for n in range(10, 30)}
        assert sample.frame["left_out"] == {"untagged": 0, "audited": 6, "teaching": 0}
        with refused("E267"):
            draw_training(corpus, size=1, seed=1)


def test_what_teaches_already_is_not_drawn_again(corpus: Corpus) -> None:
    label = HumanLabel(
        article_id="a00010",
        annotator="ana",
        purpose=Purpose.TRAIN,
        answers={"on_topic": "yes"},
        codebook_version="1",
        labelled_at="2026-01-01",
    )
    corpus.write_labels([label])
    first = drawn(corpus, draw_training(corpus, size=100, seed=1))
    second = drawn(corpus, draw_training(corpus, size=99, seed=1))
    assert not set(first) & set(second)
    assert set(first) | set(second) == {f"a{n:05d}" for n in range(STORIES)} - {"a00010"}
    # And what was drawn to teach does not audit.
    with refused("E266"):
        draw_audit(corpus, SamplePlan(size=1, seed=1, selection=Selection(outlets=("o3",))))


@pytest.mark.parametrize(("answers", "doubtful"), [(("yes", "no"), 0.52), (("S", "R", "N"), 0.35)])
def test_what_the_classifier_doubts_is_drawn_first(corpus: Corpus, answers: tuple[str, ...], doubtful: float) -> None:
    doubts = {f"a{n:05d}" for n in range(7, STORIES, 13)}
    said = [
        Prediction(
            article_id=f"a{n:05d}",
            question="framing",
            model="m1-ab12",
            answer=answers[n % len(answers)],
            probability=doubtful if f"a{n:05d}" in doubts else 0.97,
        )
        for n in range(STORIES)
    ]
    corpus.write_predictions(said, corpus.start_run("classify", {"model": "m1-ab12", "question": "framing"}))
    sample = draw_training(corpus, size=SIZE, seed=1, model="m1")
    uncertain = {article for article, why in drawn(corpus, sample).items() if why == "uncertain"}
    assert doubts <= uncertain
    assert (sample.frame["model"], sample.frame["question"]) == ("m1-ab12", "framing")
    with refused("E268"):
        draw_training(corpus, size=SIZE, seed=1, model="m2")


def test_without_a_classifier_the_rules_doubts_are_drawn_first(tmp_path: Path) -> None:
    near, hanging = set(range(0, 80, 10)), set(range(5, 80, 10))
    tagged = [
        tags(
            n,
            on_topic=True,
            relevance=0.51 if n in near else 0.95,
            spans=(span("S1"),) if n in hanging else (span("S1"), span("S1")),
        )
        for n in range(80)
    ]
    with label_corpus(tmp_path, map(article, range(80)), tagged) as corpus:
        reasons = drawn(corpus, draw_training(corpus, size=40, seed=1))
    uncertain = {int(name[1:]) for name, why in reasons.items() if why == "uncertain"}
    assert uncertain == near | hanging


@pytest.mark.parametrize(
    ("spans", "hangs"),
    [
        ((), False),
        ((span("S1"),), True),
        ((span("S1"), span("S1")), False),
        ((span("S1"), span("S2"), span("R1")), True),
        ((span("S1", Voice.QUOTED), span("S2"), span("S2")), False),
        ((replace(span("S1"), status="official"),), False),
        ((span("C1"),), False),
    ],
)
def test_a_framing_hangs_on_one_cue_where_it_would_be_another_without_it(
    spans: tuple[SpanRow, ...], hangs: bool
) -> None:
    given = ArticleTags(
        article_id="a",
        language="es",
        on_topic=True,
        relevance=1,
        framing=Framing.BOTH,
        headline=Framing.BOTH,
        spans=spans,
    )
    assert hangs_on_one_cue(given, load_codebook()) is hangs


def test_rare_codes_are_drawn_far_more_often_than_they_occur(tmp_path: Path) -> None:
    rare = {17, 58, 101, 144, 190, 233}
    tagged = [
        tags(n, on_topic=True, relevance=0.9, spans=(span("R4"),) * 2 if n in rare else (span("S1"),) * 2)
        for n in range(300)
    ]
    with label_corpus(tmp_path, map(article, range(300)), tagged) as corpus:
        reasons = drawn(corpus, draw_training(corpus, size=SIZE, seed=1))
    taken = {int(name[1:]) for name in reasons}
    # A random sample of 40 would have 0.8 of the six.
    assert len(taken & rare) >= 4


def test_variety_covers_what_the_press_writes_about(tmp_path: Path) -> None:
    themes = ("visita familiar domingo", "incendio módulo evacuación", "huelga hambre celdas", "taller costura diploma")
    few = (7, 31, 77, 84, 107, 130)  # two stories each of the other three

    def theme(number: int) -> str:
        return themes[1 + few.index(number) // 2] if number in few else themes[0]

    def written(number: int) -> Article:
        return article(number, title=theme(number), lead=f"{theme(number)} penal", body=f"Cuerpo {number}.")

    with label_corpus(tmp_path, map(written, range(150)), [tags(n, on_topic=True) for n in range(150)]) as corpus:
        reasons = drawn(corpus, draw_training(corpus, size=20, seed=1))
    assert {theme(int(name[1:])) for name in reasons} == set(themes)


def test_a_selection_and_a_language_narrow_the_draw(corpus: Corpus) -> None:
    sample = draw_training(corpus, size=10, seed=1, selection=Selection(outlets=("o3", "o1")), language="pt")
    assert {int(name[1:]) % 4 for name in drawn(corpus, sample)} == {3}
    assert sample.frame["languages"] == ["pt"] and sample.frame["outlets"] == ["o3", "o1"]
    with refused("E575"):
        draw_training(corpus, size=10, seed=1, language="en")
    with refused("E266"):
        draw_training(corpus, size=10, seed=1, selection=Selection(until="1999"))


def test_a_corpus_without_evidence_of_the_topic_still_gives_variety(tmp_path: Path) -> None:
    tagged = [tags(n, on_topic=False, relevance=0.0) for n in range(30)]
    with label_corpus(tmp_path, map(article, range(30)), tagged) as corpus:
        sample = draw_training(corpus, size=10, seed=1)
    assert sample.frame["drawn"] == {"uncertain": 0, "rare": 0, "diverse": 9, "random": 1}
