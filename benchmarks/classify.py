"""How good the trained classifiers are: beside a plain baseline on another topic, and beside the rules on ours.

    python benchmarks/classify.py --frames FILE   # CSV with headlines and themes of the Gun Violence Frame Corpus
    python benchmarks/classify.py --gold DIR      # articles.jsonl and codes.jsonl: rules, text, both, by outlet
    python benchmarks/classify.py --gold DIR --write-card      # the same, and nlp/classifiers/rules-card.md from it
    python benchmarks/classify.py --invented      # the same on benchmarks/articles, and taught by it on --gold
    python benchmarks/classify.py --codes R2 S6   # single codes, sentence by sentence, on their development part
    python benchmarks/classify.py --codes R2 S6 --gold DIR     # the same on real articles, outlets held out

In: labelled data. Out: tables or, with ``--json``, figures. ``--frames`` takes the way of a researcher with a table,
``encuadre train --labels FILE --text news_title --label "Q3 Theme1"``. All contenders answer the same held-out rows;
everything learnt is learnt on the other folds. ``--half development`` keeps to the articles that may be looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from marked import read_marked
from rules_card import facts_of, measured_at, write_card
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from encuadre.cli.training import show_comparison
from nlp.classifiers.comparing import (
    GOLD_QUESTIONS,
    RULES,
    compare,
    contenders,
    gold_sentences,
    gold_set,
    read_gold_rows,
    rules_of,
)
from nlp.classifiers.features import text_column
from nlp.classifiers.folds import grouped_folds, joined_groups
from nlp.classifiers.scoring import figures
from nlp.classifiers.teaching import TrainingSet, file_training_set
from nlp.classifiers.training import FEATURES_WITH_TAGS, Settings, make_classifier
from nlp.classifiers.validation import all_figures, out_of_fold
from nlp.evaluating.framing import split_halves
from nlp.tagger import Tagger

ARTICLES = Path(__file__).with_name("articles")
LANGUAGES = ("es", "pt", "en")
TEXT_COLUMN, THEME = "news_title", "Q3 Theme1"
DRAWS = 2_000
Rows = tuple[pd.DataFrame, dict[str, Any]]


def frames(path: Path, seed: int, folds: int) -> dict[str, Any]:
    """Our default text classifier beside TF-IDF with a linear SVM: the same folds, copies kept together."""
    settings = Settings(seed=seed, folds=folds)
    given = file_training_set(path, label=THEME, text=(TEXT_COLUMN,), mapping={}, question="theme")
    groups = joined_groups(given.frame, text=given.text)
    ours = out_of_fold(make_classifier(settings, given), given.frame, given.truth, groups, folds=folds, seed=seed)
    baseline = make_pipeline(TfidfVectorizer(), LinearSVC(random_state=seed))
    texts = np.array(text_column(given.frame, TEXT_COLUMN), dtype=object)
    plain = np.empty(len(texts), dtype=object)
    for train, test in grouped_folds(given.truth, groups, folds, seed):
        plain[test] = clone(baseline).fit(texts[train], given.truth[train]).predict(texts[test])
    return {
        "n": len(texts),
        "seed": seed,
        "folds": folds,
        "encuadre": all_figures(given.frame, given.truth, ours, by=(), text=given.text)["all"],
        "TF-IDF + LinearSVC": figures(given.truth, plain, clusters=groups),
        "accuracy_gain": _gain(given.truth == ours.told, given.truth == plain, groups),
    }


def _gain(ours: Any, theirs: Any, groups: Any) -> dict[str, Any]:
    """How much more often right, paired, with a bootstrap interval over groups."""
    difference = ours.astype(float) - theirs.astype(float)
    names, which = np.unique(groups, return_inverse=True)
    sums, sizes = np.bincount(which, difference), np.bincount(which)
    weights = np.random.default_rng(0).multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    drawn = (weights @ sums) / (weights @ sizes)
    return {"gain": float(difference.mean()), "interval": [float(end) for end in np.quantile(drawn, [0.025, 0.975])]}


def gold_rows(folder: Path, half: str | None) -> Rows:
    """The labelled articles of a folder, or those of one half."""
    frame, truth = read_gold_rows(folder, Tagger())
    if half is None:
        return frame, truth
    members = split_halves(dict(zip(frame["id"], frame["language"], strict=True)))[half]
    kept = frame["id"].isin(members).to_numpy()
    return frame[kept].reset_index(drop=True), {question: given[kept] for question, given in truth.items()}


@contextmanager
def invented_folder(part: str | None) -> Iterator[Path]:
    """The invented articles of all languages, in files as labelled articles are kept."""
    with tempfile.TemporaryDirectory() as folder:
        marked = [
            item
            for language in LANGUAGES
            for item in read_marked((ARTICLES / f"{language}.txt").read_text("utf-8"), language)
            if part is None or item.part == part
        ]
        for name, rows in (
            ("articles", [item.article() for item in marked]),
            ("codes", [item.codes() for item in marked]),
        ):
            lines = [json.dumps(row, ensure_ascii=False) for row in rows]
            (Path(folder) / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        yield Path(folder)


def invented_rows(part: str | None) -> Rows:
    """The invented articles; each is its own story and has no outlet."""
    with invented_folder(part) as folder:
        frame, truth = read_gold_rows(folder, Tagger())
    return frame.assign(outlet=None), truth


def sentences(codes: Sequence[str], seed: int, gold: Path | None) -> dict[str, Any]:
    """Rules, text and both on every sentence of labelled articles, outlets held out; of the invented ones, which have
    no outlet, whole articles."""
    settings = Settings(seed=seed, folds=3, features=FEATURES_WITH_TAGS)
    with nullcontext(gold) if gold else invented_folder("development") as folder:
        given = gold_sentences(folder, Tagger(), codes)
    found = {}
    for code, rows in given.items():
        frame = rows.frame if gold else rows.frame.assign(outlet=None)
        found[f"code:{code}"] = compare(
            settings, replace(rows, frame=frame.assign(story=frame["id"])), by=("language",), carry=()
        )
    return found


def compared(rows: Rows, settings: Settings, by: Sequence[str], carry: Sequence[str]) -> dict[str, Any]:
    """Rules, text and both, out of fold, for each question."""
    frame, truth = rows
    return {
        question: compare(settings, gold_set(frame, truth[question], question), by=by, carry=carry)
        for question in GOLD_QUESTIONS
    }


def taught_by(teaching: Rows, asked: Rows, settings: Settings) -> dict[str, Any]:
    """Trained on one set of articles, asked about another, by language; the rules beside it."""
    found: dict[str, Any] = {}
    for question in GOLD_QUESTIONS:
        lesson = gold_set(*_of(teaching, question))
        test = gold_set(*_of(asked, question))
        told: dict[str, Any] = {RULES: rules_of(test)}
        for name, chosen in contenders(settings, lesson).items():
            told[name] = make_classifier(chosen, lesson).fit(lesson.frame, lesson.truth).predict(test.frame)
        found[question] = {name: _by_language(test, answers) for name, answers in told.items()}
    return found


def _of(rows: Rows, question: str) -> tuple[pd.DataFrame, Any, str]:
    return rows[0], rows[1][question], question


def _by_language(test: TrainingSet, told: Any) -> dict[str, Any]:
    clusters = joined_groups(test.frame, text=test.text)
    languages = np.array(text_column(test.frame, "language"), dtype=object)
    groups = {"all": np.ones(len(told), dtype=bool)} | {name: languages == name for name in sorted(set(languages))}
    found = {
        name: figures(test.truth[rows], told[rows], clusters=clusters[rows])
        for name, rows in groups.items()
        if rows.any()
    }
    return {"all": found.pop("all"), "by_language": found}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=Path, metavar="FILE")
    parser.add_argument("--gold", type=Path, metavar="DIR")
    parser.add_argument("--half", choices=("development", "score_only"))
    parser.add_argument("--invented", action="store_true")
    parser.add_argument("--codes", nargs="+", default=[], metavar="CODE", help="sentence by sentence, on --invented")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--features", metavar="LIST", help="for --gold and --invented; default: those of encuadre train"
    )
    parser.add_argument("--quick", action="store_true", help="three folds, no pieces of words, nothing carried over")
    parser.add_argument("--write-card", action="store_true", help="with --gold: write nlp/classifiers/rules-card.md")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.write_card and (not asked.gold or asked.half or asked.quick or asked.features):
        parser.error("--write-card needs --gold DIR, whole and with the default settings")
    features = tuple(asked.features.split(",")) if asked.features else None
    settings = Settings(seed=asked.seed, features=features)
    carry: tuple[str, ...] = ("language",)
    if asked.quick:
        settings, carry = Settings(seed=asked.seed, folds=3, features=FEATURES_WITH_TAGS), ()
    result: dict[str, Any] = {}
    if asked.frames:
        result["frames"] = frames(asked.frames, asked.seed, settings.folds)
    if asked.codes:
        result["sentences"] = sentences(asked.codes, asked.seed, asked.gold)
        asked.gold = None
    gold = gold_rows(asked.gold, asked.half) if asked.gold else None
    if gold:
        at = measured_at()
        result["gold"] = compared(gold, settings, ("language", "outlet"), carry)
        if asked.write_card:
            print(f"Wrote {write_card(result['gold'], facts_of(gold[0]), at)}", file=sys.stderr)
    if asked.invented:
        result["invented"] = compared(invented_rows(None), settings, ("language",), carry)
        if gold:
            result["taught by invented articles"] = taught_by(invented_rows("development"), gold, settings)
    if asked.json:
        print(json.dumps(result, indent=1, ensure_ascii=False))
    else:
        show(result)
    return 0


def show(result: dict[str, Any]) -> None:
    """The tables."""
    if "frames" in result:
        found = dict(result["frames"])
        print(f"{found['n']} headlines, {found['folds']} folds, seed {found['seed']}; gain: {found['accuracy_gain']}")
        show_comparison("theme", {name: {"all": found[name]} for name in ("encuadre", "TF-IDF + LinearSVC")})
    for part in ("gold", "invented", "taught by invented articles", "sentences"):
        for question, found in result.get(part, {}).items():
            print(f"\n{part}")
            show_comparison(question, found)


if __name__ == "__main__":
    sys.exit(main())
