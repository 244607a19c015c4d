"""Samples, draws, labels and predictions: kept as given, and audit kept apart from training."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.labels import Design, Draw, HumanLabel, LabelledSpan, Prediction, Purpose, Sample
from corpus.records import Article, Part, Voice
from corpus.store import Corpus
from lexicons.errors import EncuadreError

NOW = "2026-11-22T04:00:00+00:00"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as opened:
        opened.add_articles(Article(id=f"a{n}", title="t", body="La detenida habló.", outlet="o") for n in range(6))
        yield opened


def sample(corpus: Corpus, name: str, purpose: Purpose, *articles: str) -> Sample:
    design = Design.RANDOM if purpose is Purpose.AUDIT else Design.GUIDED
    run = corpus.start_run("sample", {"code": "1"})
    kept = Sample(name=name, purpose=purpose, design=design, seed=7, drawn_at=NOW, run_id=run.id, frame={"n": 6})
    chance = 0.5 if purpose is Purpose.AUDIT else None
    corpus.write_sample(
        kept, [Draw(sample=name, article_id=article, inclusion_probability=chance, stratum="o") for article in articles]
    )
    return kept


def label(article: str, purpose: Purpose = Purpose.AUDIT, annotator: str = "ana", framing: str = "both") -> HumanLabel:
    return HumanLabel(
        article_id=article,
        annotator=annotator,
        purpose=purpose,
        answers={"on_topic": "yes", "framing": framing},
        spans=(LabelledSpan(part=Part.BODY, start=3, end=11, code="S2", voice=Voice.OUTLET),),
        codebook_version="1.0",
        labelled_at=NOW,
        sample="audit",
        group="impacted",
        suggested=True,
        note="ok",
    )


def refused(code: str) -> pytest.RaisesExc[EncuadreError]:
    return pytest.raises(EncuadreError, check=lambda error: error.code == code)


def test_a_sample_and_its_draws_come_back_as_given(corpus: Corpus) -> None:
    kept = sample(corpus, "audit", Purpose.AUDIT, "a3", "a1")
    assert corpus.samples() == [kept]
    assert [(draw.article_id, draw.inclusion_probability, draw.stratum) for draw in corpus.draws("audit")] == [
        ("a3", 0.5, "o"),
        ("a1", 0.5, "o"),
    ]
    assert corpus.drawn_for(Purpose.AUDIT) == {"a1", "a3"}
    with refused("E260"):
        sample(corpus, "audit", Purpose.AUDIT, "a2")
    with refused("E262"):
        corpus.draws("other")


@pytest.mark.parametrize("first", list(Purpose))
def test_no_article_is_drawn_for_both_purposes(corpus: Corpus, first: Purpose) -> None:
    second = next(purpose for purpose in Purpose if purpose is not first)
    sample(corpus, "one", first, "a1", "a2")
    with refused("E261"):
        sample(corpus, "two", second, "a5", "a2")
    assert corpus.drawn_for(second) == set()
    assert [each.name for each in corpus.samples()] == ["one"]


def test_labels_come_back_as_given_and_a_second_opinion_stands_beside_the_first(corpus: Corpus) -> None:
    sample(corpus, "audit", Purpose.AUDIT, "a1", "a2")
    corpus.write_labels([label("a1"), label("a1", annotator="bea"), label("a2")])
    assert corpus.labels() == [label("a1"), label("a1", annotator="bea"), label("a2")]
    corpus.write_labels([label("a1", framing="neither")])
    assert [each.answers["framing"] for each in corpus.labels(sample="audit")] == ["neither", "both", "both"]


def test_audit_labels_never_teach_and_only_drawn_articles_audit(corpus: Corpus) -> None:
    sample(corpus, "audit", Purpose.AUDIT, "a1")
    with refused("E263"):
        corpus.write_labels([label("a1"), label("a2")])
    with refused("E264"):
        corpus.write_labels([label("a1", Purpose.TRAIN)])
    with refused("E210"):
        corpus.write_labels([label("nowhere", Purpose.TRAIN)])
    assert corpus.labels() == []


def test_a_forgotten_article_takes_its_labels_along(corpus: Corpus) -> None:
    sample(corpus, "audit", Purpose.AUDIT, "a1")
    corpus.write_labels([label("a1")])
    corpus.forget("a1")
    assert corpus.labels() == []
    assert corpus.draws("audit") == []


def test_predictions_are_replaced_by_the_next_run_of_the_model(corpus: Corpus) -> None:
    run = corpus.start_run("classify", {"model": "m"})

    def said(article: str, answer: str) -> Prediction:
        return Prediction(article_id=article, question="framing", model="m", answer=answer, probability=0.75)

    corpus.write_predictions([said("a1", "both"), said("nowhere", "both")], run)
    corpus.write_predictions([said("a1", "neither"), said("a2", "both")], run)
    assert corpus.predictions("framing") == [said("a1", "neither"), said("a2", "both")]
    assert corpus.predictions("framing", "other") == []
