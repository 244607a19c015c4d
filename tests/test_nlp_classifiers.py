"""Classifiers: honest folds, honest probabilities, refused audit labels, and files that cannot bite."""

import os
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold
from sklearn.utils.estimator_checks import parametrize_with_checks

from corpus.labels import ADJUDICATED, Design, Draw, HumanLabel, LabelledSpan, Purpose, Sample
from corpus.records import Article, Part
from corpus.store import Corpus
from lexicons.errors import EncuadreError, NotEnoughDataError
from nlp.classifiers.applying import classify_corpus, predictions
from nlp.classifiers.calibration import TemperatureScaling, best_thresholds, choose
from nlp.classifiers.comparing import compare
from nlp.classifiers.estimators import ArticleClassifier, CrossFittedClassifier
from nlp.classifiers.features import ArticleFeatures
from nlp.classifiers.folds import grouped_folds, joined_groups
from nlp.classifiers.frames import article_frame
from nlp.classifiers.saving import from_bytes, load, save, to_bytes
from nlp.classifiers.scoring import figures
from nlp.classifiers.teaching import TrainingSet, corpus_training_set, file_training_set, resolve, stored_labels
from nlp.classifiers.training import Settings, make_classifier, measure, train
from nlp.classifiers.validation import transfer
from nlp.tagger import Tagger

PRAISE = ("brilliant", "splendid", "lovely", "superb")
BLAME = ("dreadful", "shabby", "awful", "dismal")
THINGS = ("bridge", "library", "tram", "square", "harbour", "market", "theatre", "garden")


def invented(rows: int = 48, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray[Any, Any]]:
    """Opinions of a town's works: three outlets, two languages' codes, two classes."""
    rng = np.random.default_rng(seed)
    truth = np.array(["praise" if n % 2 else "blame" for n in range(rows)], dtype=object)
    words = [(PRAISE if answer == "praise" else BLAME)[rng.integers(4)] for answer in truth]
    frame = pd.DataFrame(
        {
            "id": [f"a{n}" for n in range(rows)],
            "title": [f"The {word} {THINGS[rng.integers(8)]} {n}" for n, word in enumerate(words)],
            "body": [
                f"People spoke of the {THINGS[rng.integers(8)]} in ward {n} on a {word} day."
                for n, word in enumerate(words)
            ],
            "outlet": [f"paper{n % 6}" for n in range(rows)],
            "language": ["en" if n % 3 else "es" for n in range(rows)],
            "story": [None] * rows,
        }
    )
    return frame, truth


def refused(code: str) -> pytest.RaisesExc[EncuadreError]:
    return pytest.raises(EncuadreError, check=lambda error: error.code == code)


# ---- scikit-learn citizens


@parametrize_with_checks([CrossFittedClassifier(folds=2), ArticleClassifier(), ArticleFeatures()])
def test_estimators_pass_the_checks_of_scikit_learn(estimator: Any, check: Any) -> None:
    # Of the estimators of text only what does not feed them numbers is checked there.
    check(estimator)


def test_a_grid_search_tunes_an_article_classifier() -> None:
    frame, truth = invented()
    search = GridSearchCV(
        ArticleClassifier(folds=2),
        {"C": [0.1, 1.0], "features": [("words",), ("words", "characters")]},
        cv=StratifiedGroupKFold(2),
    ).fit(frame, truth, groups=joined_groups(frame, ("outlet",)))
    assert search.best_score_ > 0.9
    other = ArticleClassifier(estimator=LogisticRegression(), folds=2).fit(frame, truth)
    assert (other.predict(frame) == truth).mean() > 0.9


# ---- folds


def test_copies_stories_and_outlets_never_straddle_a_fold() -> None:
    frame = pd.DataFrame(
        {
            "title": ["One", "Two", "ONE ", "Four", "Five", "Six"],
            "body": ["a b", "c", "a  b", "d", "e", "f"],
            "story": [None, "s", None, "s", None, None],
            "outlet": ["o1", "o2", "o3", "o4", "o4", None],
        }
    )
    by_story = joined_groups(frame, ("story",))
    assert by_story[0] == by_story[2] and by_story[1] == by_story[3]
    assert len(set(by_story)) == 4
    both = joined_groups(frame, ("outlet", "story"))
    assert both[1] == both[3] == both[4], "a story joins the outlets that printed it"
    assert len(set(both)) == 3
    for train_rows, test_rows in grouped_folds(["x", "y"] * 3, both, 3, seed=1):
        assert not set(both[train_rows]) & set(both[test_rows])
    assert grouped_folds(["x", "y"], np.zeros(2), 5, seed=0) == []


def test_no_word_of_a_held_out_row_reaches_the_vocabulary() -> None:
    frame, truth = invented()
    seen: list[int] = []

    class Spy(ArticleClassifier):
        def fit(self, X: pd.DataFrame, y: Any, groups: Any = None) -> Any:  # noqa: N803
            seen.append(len(X))
            fitted = super().fit(X, y, groups)
            terms = fitted.model_.estimator_.named_steps["features"].vectorizers_[0][1].vocabulary_
            numbers = {str(name)[1:] for name in X["id"]} | {word for word in terms if not word.isdigit()}
            assert {term for term in terms if term.isdigit()} <= numbers
            return fitted

    given = TrainingSet("q", frame, truth, ("title", "body"))
    from nlp.classifiers.validation import out_of_fold

    said = out_of_fold(Spy(features=("words",), folds=2), frame, truth, joined_groups(frame, ("outlet",)), folds=3)
    assert said.seen.all() and max(seen) < len(frame)
    assert measure(Settings(folds=2), given)[0]["all"]["n"] == len(frame)


# ---- probabilities and thresholds


def test_calibrated_probabilities_are_as_sure_as_they_are_right() -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, size=3000)
    # Scores ten times too sure, and the first class favoured.
    scores = 10 * (np.eye(3)[y] + rng.normal(0, 0.8, size=(3000, 3))) + np.array([5.0, 0.0, 0.0])
    chances = TemperatureScaling().fit(scores[:2000], y[:2000]).probabilities(scores[2000:])
    names = np.array(["a", "b", "c"], dtype=object)
    found = figures(names[y[2000:]], names[chances.argmax(axis=1)], probabilities=chances, classes=list(names))
    assert np.allclose(chances.sum(axis=1), 1)
    assert found["ece"] < 0.06


def test_thresholds_serve_the_rare_class_and_rest_where_nothing_is_gained() -> None:
    chances = np.array([[0.7, 0.3]] * 4 + [[0.9, 0.1]] * 16)
    y = np.array([1] * 4 + [0] * 16)
    assert (choose(chances, best_thresholds(chances, y)) == y).all()
    plain = np.array([[0.9, 0.1], [0.2, 0.8]])
    assert best_thresholds(plain, np.array([0, 1])).tolist() == [1.0, 1.0]


def test_figures_of_known_answers() -> None:
    found = figures(["a", "a", "b", "b"], ["a", "b", "b", "b"], clusters=np.array([0, 0, 1, 1]))
    assert found["accuracy"] == 0.75
    assert found["classes"]["a"] == {"n": 2, "told": 1, "precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3)}
    assert found["macro_f1"] == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert found["few_clusters"] and found["clusters"] == 2


# ---- what may teach


def label(article: str, annotator: str, answer: str, purpose: Purpose = Purpose.TRAIN, **more: Any) -> HumanLabel:
    return HumanLabel(
        article_id=article,
        annotator=annotator,
        purpose=purpose,
        answers={"framing": answer, "context": "C1 C3"},
        codebook_version="1",
        labelled_at="2026-11-22T04:00:00+00:00",
        **more,
    )


def test_several_annotators_are_resolved_and_ties_teach_nothing() -> None:
    answers, counts = resolve(
        [
            *(label("a", who, answer) for who, answer in (("x", "both"), ("y", "both"), ("z", "neither"))),
            *(label("b", who, answer) for who, answer in (("x", "both"), ("y", "neither"))),
            *(label("c", who, answer) for who, answer in (("x", "both"), ("y", "both"), (ADJUDICATED, "neither"))),
            label("d", "x", "neither"),
        ],
        "framing",
    )
    assert answers == {"a": "both", "c": "neither", "d": "neither"}
    assert counts == {"adjudicated": 1, "one_annotator": 1, "majority": 1, "ties_dropped": 1}
    assert resolve([label("a", "x", "both")], "context:C3")[0] == {"a": "yes"}
    assert resolve([label("a", "x", "both")], "context:C2")[0] == {"a": "no"}


def test_audit_labels_are_refused_as_teachers(tmp_path: Path) -> None:
    with refused("E264"):
        resolve([label("a", "x", "both", Purpose.AUDIT)], "framing")
    with Corpus.open(tmp_path / "c.sqlite", create=True) as corpus:
        corpus.add_articles(Article(id=f"a{n}", title="t", body="b", outlet="o") for n in range(4))
        run = corpus.start_run("sample", {"code": "1"})
        sample = Sample(
            name="audit", purpose=Purpose.AUDIT, design=Design.RANDOM, seed=1, drawn_at="2026-11-22", run_id=run.id
        )
        corpus.write_sample(sample, [Draw(sample="audit", article_id="a1", inclusion_probability=0.5)])
        with refused("E264"):
            corpus_training_set(corpus, [label("a0", "x", "both"), label("a1", "x", "neither")], "framing")
        with pytest.raises(NotEnoughDataError) as nothing:
            corpus_training_set(corpus, stored_labels(corpus), "framing")
        assert nothing.value.code == "E467"


def test_a_table_of_another_topic_teaches(tmp_path: Path) -> None:
    frame, truth = invented()
    path = tmp_path / "town.csv"
    frame.assign(kind=truth, kind2=None).drop(columns=["language"]).to_csv(path, index=False)
    given = file_training_set(path, label="kind", text=("title",), mapping={"story": "kind2"}, question="tone")
    assert given.text == ("title",) and len(given.truth) == len(frame)
    assert measure(Settings(folds=3), given, by=("outlet",))[0]["all"]["accuracy"] > 0.9
    with refused("E469"):
        file_training_set(path, label="nowhere", text=("title",), mapping={}, question="tone")


def test_transfer_is_asked_of_each_group_in_turn() -> None:
    frame, truth = invented()
    found = transfer(ArticleClassifier(folds=2), frame, truth, "language", text=("title", "body"))
    assert set(found) == {"all", "en", "es"}
    assert found["es"]["n"] + found["es"]["trained_on"] == len(frame)


# ---- from labels to predictions


@pytest.fixture
def study(tmp_path: Path) -> Any:
    """A small corpus, tagged, with training labels of framing and of spans."""
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        articles = []
        for n in range(24):
            text = (
                "La narcotraficante fue detenida. La mujer está presa. El lunes llovió."
                if n % 2
                else "Las internas exigieron atención médica. La mujer está presa. El lunes llovió."
            )
            articles.append(
                Article(
                    id=f"a{n:02}",
                    title=f"Mujer presa, caso {n}",
                    body=f"{text} Nota {n}.",
                    outlet=f"o{n % 4}",
                    language="es",
                )
            )
        corpus.add_articles(articles)
        tagger = Tagger()
        corpus.write_tags([tagger.tag(article) for article in articles], corpus.start_run("tag", tagger.versions()))
        corpus.write_labels(
            label(
                article.id,
                "x",
                "stigmatizing" if n % 2 else "rights_based",
                spans=(LabelledSpan(part=Part.BODY, start=0, end=12, code="S1" if n % 2 else "R4"),),
            )
            for n, article in enumerate(articles)
        )
        yield corpus


def test_the_whole_way_twice_gives_the_same_bytes_and_the_answers_are_kept(study: Corpus, tmp_path: Path) -> None:
    given = corpus_training_set(study, stored_labels(study), "framing")
    made = [train(Settings(folds=3), given, name="framing", source="test") for _ in range(2)]
    assert made[0][1] == made[1][1]
    assert to_bytes(made[0][0]) == to_bytes(made[1][0])
    kept = save(*made[0], tmp_path / "model")
    text = (tmp_path / "model" / "card.md").read_text("utf-8")
    assert "## Limits" in text and "| outlet: o0 | 6 |" in text and "scikit-learn" in text
    trained, differences = load(tmp_path / "model")
    assert differences == [] and trained.model == kept.model
    frame = article_frame((article, tags) for article, tags, _ in study.tagged_articles())
    assert np.array_equal(trained.classifier.predict_proba(frame), made[0][0].predict_proba(frame))
    counts = classify_corpus(study, trained, {})
    assert counts["classified"] == 24
    told = study.predictions("framing", trained.model)
    assert sum(item.answer == "stigmatizing" for item in told) == counts["stigmatizing"] == 12
    assert all(0 <= item.probability <= 1 for item in told)
    assert study.runs()[-1].kind == "classify" and study.runs()[-1].versions["model"] == trained.model
    assert set(compare(Settings(folds=2), given, carry=())) == {"rules", "text", "both"}


def test_sentences_learn_the_codes_that_people_marked_in_them(study: Corpus, tmp_path: Path) -> None:
    given = corpus_training_set(study, stored_labels(study), "code:S1")
    assert len(given.frame) == 24 * 5 and (given.truth == "yes").sum() == 12
    trained = save(*train(Settings(folds=3), given, name="s1", source="test", scored=False), tmp_path / "s1")
    tagged = [(article, tags) for article, tags, _ in study.tagged_articles()]
    told = {item.article_id: item.answer for item in predictions(trained, tagged)}
    assert told == {f"a{n:02}": "yes" if n % 2 else "no" for n in range(24)}


# ---- files


def test_a_hostile_or_damaged_model_is_refused_with_a_sentence(tmp_path: Path) -> None:
    frame, truth = invented()
    given = TrainingSet("tone", frame, truth, ("title",))
    folder = tmp_path / "m"
    save(*train(Settings(folds=2), given, name="tone", source="test", scored=False), folder)
    with refused("E473"):
        from_bytes(skops.io.dumps({"run": os.system}), folder)
    with refused("E472"):
        from_bytes(b"PK not a model", folder)
    with refused("E472"):
        from_bytes(skops.io.dumps(LogisticRegression()), folder)
    (folder / "model.skops").write_bytes((folder / "model.skops").read_bytes() + b"x")
    with refused("E472"):
        load(folder)
    with refused("E471"):
        load(tmp_path / "nowhere")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("mine")
    with refused("E470"):
        save(make_classifier(Settings(), given), {}, tmp_path / "full")


def test_another_version_of_a_library_is_said_plainly(tmp_path: Path) -> None:
    frame, truth = invented()
    given = TrainingSet("tone", frame, truth, ("title",))
    folder = tmp_path / "m"
    save(*train(Settings(folds=2), given, name="tone", source="test", scored=False), folder)
    card = (folder / "card.json").read_text("utf-8")
    import sklearn

    (folder / "card.json").write_text(card.replace(f'"scikit-learn": "{sklearn.__version__}"', '"scikit-learn": "1.0"'))
    assert load(folder)[1] == [f"the model was trained with scikit-learn 1.0, this is {sklearn.__version__}"]


def test_embeddings_are_made_by_a_model_in_a_folder_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Encoder:
        def __init__(self, folder: str, device: str, local_files_only: bool) -> None:
            assert Path(folder).is_dir() and local_files_only

        def encode(self, texts: list[str], **_: object) -> np.ndarray[Any, Any]:
            return np.array([[float(word in text) for word in (*PRAISE, *BLAME)] for text in texts])

    monkeypatch.setitem(sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=Encoder))
    frame, truth = invented(24)
    (tmp_path / "encoder").mkdir()
    given = TrainingSet("tone", frame, truth, ("title",))
    settings = Settings(features=("embeddings",), embeddings=str(tmp_path / "encoder"), folds=2)
    save(*train(settings, given, name="tone", source="test", scored=False), tmp_path / "m")
    assert str(tmp_path).encode() not in zipfile.ZipFile(tmp_path / "m" / "model.skops").read("schema.json")
    with refused("E464"):
        load(tmp_path / "m")[0].classifier.predict(frame)
    trained, _ = load(tmp_path / "m", embeddings=str(tmp_path / "encoder"))
    assert (trained.classifier.predict(frame) == truth).all()


def test_embeddings_come_from_a_folder_here_or_not_at_all(tmp_path: Path) -> None:
    frame, truth = invented(8)
    with refused("E464"):
        ArticleClassifier(features=("embeddings",), embeddings=str(tmp_path / "no")).fit(frame, truth)
    with refused("E460"):
        ArticleClassifier(features=("magic",)).fit(frame, truth)
    with refused("E462"):
        ArticleClassifier(features=("tags",)).fit(frame, truth)
    with refused("E461"):
        ArticleClassifier(text=("texto",)).fit(frame, truth)
