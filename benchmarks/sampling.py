"""Does a training sample that is guided teach more than one drawn at random? Learning curves on labelled sets.

    python benchmarks/sampling.py --frames FILE      # CSV with headlines and themes of the Gun Violence Frame Corpus
    python benchmarks/sampling.py --invented         # the development part of benchmarks/articles, framing

In: labelled articles. Out: for each number of labels the macro-F1 and accuracy on articles held out, by what drew the
labels, and the difference from chance, paired by seed, with its 95 % interval. Each seed holds three tenths of the
articles out (copies together) and draws from the rest as ``encuadre label sample --purpose train`` does: without a
classifier first, then in rounds, each guided by the classifier that the labels so far have taught. Seeds stand for
other draws from the same articles, not for other corpora.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

# Two processes share the cores; a library's own threads would only get in their way.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd
from classify import TEXT_COLUMN, THEME, invented_folder
from scipy import sparse
from scipy import stats as scipy_stats

from lexicons.codebook import load_codebook
from nlp.classifiers.comparing import gold_set
from nlp.classifiers.features import text_column
from nlp.classifiers.folds import joined_groups
from nlp.classifiers.frames import article_frame
from nlp.classifiers.scoring import figures
from nlp.classifiers.teaching import TrainingSet, file_training_set
from nlp.classifiers.training import FEATURES_OF_TEXT, FEATURES_WITH_TAGS, Settings, make_classifier
from nlp.evaluating.framing import read_gold
from nlp.labels.candidates import Candidates, hangs_on_one_cue, opening, word_counter
from nlp.labels.guided import CHANCE, DIVERSE, RANDOM, SHARES, UNCERTAIN, pick
from nlp.labels.population import Finding
from nlp.tagger import Tagger

SIZES = (50, 100, 200, 400)
SEEDS = 24
HELD_OUT = 0.3
# What draws the first labels, and what draws those of later rounds: chance; the shares of ``--design guided``; chance
# first and then these, as ``encuadre label sample`` does by itself. With --reasons the two main reasons alone, with a
# tenth of chance.
Shares = Mapping[str, float]
DRAWN_BY: Mapping[str, tuple[Shares, Shares]] = {
    "random": (CHANCE, CHANCE),
    "guided": (SHARES, SHARES),
    "random, then guided": (CHANCE, SHARES),
}
_DOUBTS, _VARIETY = {UNCERTAIN: 0.9, RANDOM: 0.1}, {DIVERSE: 0.9, RANDOM: 0.1}
REASONS: Mapping[str, tuple[Shares, Shares]] = {"doubts": (_DOUBTS, _DOUBTS), "variety": (_VARIETY, _VARIETY)}
SCORES = ("macro_f1", "accuracy")


@dataclass(frozen=True)
class Labelled:
    """A set whose labels are all known, with what guides a draw. Rows of ``stories`` are rows of the set."""

    given: TrainingSet
    settings: Settings
    groups: Any
    stories: pd.DataFrame
    openings: sparse.csr_matrix

    def candidates(self, free: Sequence[int], taught: Sequence[int]) -> Candidates:
        """What is left to draw from, beside what teaches already."""
        names = self.stories["article_id"]
        rows = [*free, *taught]
        return Candidates(
            stories=self.stories.iloc[list(free)].reset_index(drop=True),
            openings=self.openings[rows],
            openings_of=[str(names.iloc[row]) for row in rows],
            teaching=frozenset(str(names.iloc[row]) for row in taught),
            labelled_codes={},
            audited=0,
            taught=len(taught),
        )


def headlines(path: Path) -> Labelled:
    """Headlines of another topic: our rules know nothing of them, so nothing but the words can guide."""
    given = file_training_set(path, label=THEME, text=(TEXT_COLUMN,), mapping={}, question="theme")
    n = len(given.truth)
    stories = pd.DataFrame(
        {
            "article_id": [f"{row:05d}" for row in range(n)],
            "finding": Finding.OFF_TOPIC.value,
            "relevance": 0.0,
            "codes": [()] * n,
            "one_cue": False,
        }
    )
    texts = text_column(given.frame, TEXT_COLUMN)
    settings = Settings(features=FEATURES_OF_TEXT)
    return Labelled(given, settings, joined_groups(given.frame, text=given.text), stories, _openings(texts))


def invented(*, tags: bool) -> Labelled:
    """Our own topic, with what the rules find in each article; ``tags``: whether the classifier reads it too."""
    tagger, codebook = Tagger(), load_codebook()
    with invented_folder("development") as folder:
        texts, codes = read_gold(folder)
    names = sorted(texts)
    tagged = {name: tagger.tag(texts[name]) for name in names}
    truth = np.array([codes[name].framing.value for name in names], dtype=object)
    frame = article_frame((texts[name], tagged[name]) for name in names).assign(outlet=None)
    given = gold_set(frame, truth, "framing")
    stories = pd.DataFrame(
        {
            "article_id": names,
            "finding": [_finding(tagged[name]) for name in names],
            "relevance": [tagged[name].relevance for name in names],
            "codes": [tuple(sorted({span.code for span in tagged[name].spans})) for name in names],
            "one_cue": [hangs_on_one_cue(tagged[name], codebook) for name in names],
        }
    )
    settings = Settings(features=FEATURES_WITH_TAGS if tags else FEATURES_OF_TEXT)
    groups = joined_groups(given.frame, text=given.text)
    return Labelled(given, settings, groups, stories, _openings([opening(texts[name]) for name in names]))


def _finding(tags: Any) -> str:
    if tags.on_topic:
        return Finding.ON_TOPIC.value
    return Finding.NEARLY.value if tags.relevance > 0 else Finding.OFF_TOPIC.value


def _openings(texts: Sequence[str]) -> sparse.csr_matrix:
    return sparse.csr_matrix(word_counter().transform(list(texts)))


def curve(labelled: Labelled, drawn_by: str, sizes: Sequence[int], seed: int) -> list[dict[str, float]]:
    """Scores on what is held out, after each round of labels."""
    chance = np.random.default_rng(seed)
    names = np.unique(labelled.groups)
    out = chance.permutation(names)[: round(HELD_OUT * len(names))]
    test = np.flatnonzero(np.isin(labelled.groups, out))
    pool = np.flatnonzero(~np.isin(labelled.groups, out)).tolist()
    row_of = {name: row for row, name in enumerate(labelled.stories["article_id"])}
    given, taught = labelled.given, list[int]()
    classifier, found = None, []
    for size in sizes:
        free = [row for row in pool if row not in set(taught)]
        doubts = None
        if classifier is not None:
            sure = classifier.predict_proba(given.frame.iloc[free]).max(axis=1)
            doubts = {
                str(labelled.stories["article_id"].iloc[row]): float(p) for row, p in zip(free, sure, strict=True)
            }
        drawn = pick(
            labelled.candidates(free, taught),
            size=size - len(taught),
            seed=seed * len(SIZES) + len(found),
            doubts=doubts,
            shares={**DRAWN_BY, **REASONS}[drawn_by][bool(found)],
        )
        taught += [row_of[name] for name in drawn]
        settings = replace(labelled.settings, seed=seed)
        classifier = make_classifier(settings, given).fit(given.frame.iloc[taught], given.truth[taught])
        told = classifier.predict(given.frame.iloc[test])
        scored = figures(given.truth[test], told)
        found.append({score: float(scored[score]) for score in SCORES})
    return found


def summary(
    curves: Mapping[str, Sequence[Sequence[Mapping[str, float]]]], sizes: Sequence[int]
) -> list[dict[str, Any]]:
    """A row for each size, score and way of drawing: its mean over seeds, and its difference from chance."""
    rows = []
    for place, size in enumerate(sizes):
        for score in SCORES:
            base = np.array([rounds[place][score] for rounds in curves["random"]])
            for name, runs in curves.items():
                values = np.array([rounds[place][score] for rounds in runs])
                row = {"labels": size, "score": score, "drawn by": name, "mean": float(values.mean())}
                if name != "random":
                    row |= _difference(values - base)
                rows.append(row)
    return rows


def _difference(each: Any) -> dict[str, Any]:
    """Mean over seeds with Student's interval."""
    mean, error = float(each.mean()), float(each.std(ddof=1)) / np.sqrt(len(each))
    reach = float(scipy_stats.t.ppf(0.975, len(each) - 1)) * error
    return {"difference": mean, "interval": [mean - reach, mean + reach]}


_STATE: dict[str, Labelled] = {}


def _keep(labelled: Labelled) -> None:
    _STATE["labelled"] = labelled


def _run(job: tuple[str, tuple[int, ...], int]) -> list[dict[str, float]]:
    return curve(_STATE["labelled"], *job)


def measured(labelled: Labelled, sizes: tuple[int, ...], asked: argparse.Namespace) -> list[dict[str, Any]]:
    """The table of one set."""
    names = (*DRAWN_BY, *(REASONS if asked.reasons else ()))
    jobs = [(name, sizes, seed) for seed in range(asked.seeds) for name in names]
    curves: dict[str, list[list[dict[str, float]]]] = {name: [] for name in names}
    with ProcessPoolExecutor(asked.processes, initializer=_keep, initargs=(labelled,)) as pool:
        for (name, _, seed), rounds in zip(jobs, pool.map(_run, jobs), strict=True):
            curves[name].append(rounds)
            print(f"seed {seed} {name} {json.dumps(rounds)}", file=sys.stderr, flush=True)
    return summary(curves, sizes)


def show(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """The table as Markdown."""
    names = list(dict.fromkeys(row["drawn by"] for row in rows))
    print(f"\n{title}\n\n| labels | score | {' | '.join(names)} |\n|---|---{'|---' * len(names)}|")
    for labels, score in dict.fromkeys((row["labels"], row["score"]) for row in rows):
        cells = []
        for row in rows:
            if (row["labels"], row["score"]) == (labels, score):
                low, high = row.get("interval", (None, None))
                points = (
                    f" ({100 * row['difference']:+.1f}: {100 * low:+.1f} to {100 * high:+.1f})"
                    if low is not None
                    else ""
                )
                cells.append(f"{row['mean']:.3f}{points}")
        print(f"| {labels} | {score.replace('_', '-')} | {' | '.join(cells)} |")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=Path, metavar="FILE")
    parser.add_argument("--invented", action="store_true")
    parser.add_argument("--reasons", action="store_true", help="also doubts alone and variety alone")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    result: dict[str, list[dict[str, Any]]] = {}
    if asked.frames:
        result["headlines of another topic, by their words"] = measured(headlines(asked.frames), SIZES, asked)
    if asked.invented:
        for tags, name in ((True, "words and tags"), (False, "words")):
            # Seven tenths of some two hundred articles can be drawn from.
            rows = measured(invented(tags=tags), SIZES[:2], asked)
            result[f"invented articles, framing, by {name}"] = rows
    if asked.json:
        print(json.dumps(result, indent=1))
    else:
        for title, rows in result.items():
            show(title, rows)
        print(f"\n{asked.seeds} seeds, {time.monotonic() - began:.0f} s. In brackets: points from random, 95 %.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
