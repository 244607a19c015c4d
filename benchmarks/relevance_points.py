"""Learn what each measure of relevance weighs, from articles that coders labelled on topic or not.

In: folders with articles.jsonl and codes.jsonl (as ``encuadre evaluate framing`` reads them), beside the development
part of the invented articles; or a table of measures made before. Out: lexicons/relevance.toml (``--write``), the table
of measures (``--keep``, numbers and no text), and how the decision does on folders it did not learn from.

    python benchmarks/relevance_points.py --texts DIR ... --keep benchmarks/relevance/measures.csv --write
    python benchmarks/relevance_points.py --measures benchmarks/relevance/measures.csv

A sum of steps, one measure at a time: trees of one cut, boosted (Friedman 2001), each measure bound to speak in one
direction, so that no table can say that more evidence makes an article less on topic.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from marked import read_marked, write_gold
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from lexicons.errors import EncuadreError
from lexicons.relevance_points import FILE
from nlp.evaluating.framing import read_gold
from nlp.pipeline import make_doc, shared
from nlp.relevance import may_be_relevant
from nlp.relevance.measures import MEASURES, measure
from nlp.texts.article import ArticleText
from nlp.texts.words import words_of
from nlp.women.custody.scope import ScopeScanner
from nlp.women.mentions.targets import scan_of

# Measures that speak against; all others speak for.
AGAINST = frozenset(
    {
        "men_in_custody",
        "men",
        "man_in_headline",
        "man_in_opening",
        "only_men_open",
        "officials",
        "fiction",
        "fiction_opens",
        "animals_or_sport",
        "civil",
    }
)
ROUNDS, RATE, FEWEST, RIDGE = 150, 0.1, 15, 1.0
# An article on whose label two coders and a third agreed teaches as much as so many that one reader labelled.
AGREED = 3
# Too rare in any collection to be learned, and decisive: given, whatever is learned below the measure named.
GIVEN = {"civil": [1.0, -6.0], "fiction_opens": [1.0, -3.0], "animals_or_sport": [4.0, -6.0]}
LEARNED = [name for name in MEASURES if name not in {"civil", "fiction_opens"}]
# Steps whose points differ by less are one.
NEAR = 0.05
FOLDS = 5


def measured(folder: Path, weight: int) -> Iterator[dict[str, object]]:
    """A row for each article that the gate lets through: its measures, its label, its folder."""
    texts, codes = read_gold(folder)
    for identifier, article in sorted(texts.items()):
        text = ArticleText.build(article.title, article.lead, article.body)
        language = article.language or ""
        if not may_be_relevant(text.text, language):
            continue
        pipeline = shared(language, None, 0, None)
        doc = make_doc(pipeline, text, country=article.country)
        doc = pipeline.get_pipe("encuadre_sentences")(doc)
        found = measure(
            words_of(doc),
            scan_of(doc, ScopeScanner.shared(pipeline)),
            headline_end=doc._.headline_end,
            lead_end=doc._.lead_end,
            drops_pronouns=language != "en",
        )
        row = {name: round(float(value), 3) for name, value in found.measures.as_dict().items()}
        yield {"set": folder.name, "weight": weight, "on_topic": int(codes[identifier].on_topic), **row}


def invented(folder: Path) -> Iterator[Path]:
    """The development parts of the invented articles, as folders of labelled articles."""
    here = Path(__file__).parent
    for kind in ("articles", "relevance"):
        items = [
            item
            for language in ("es", "pt", "en")
            for item in read_marked((here / kind / f"{language}.txt").read_text("utf-8"), language)
        ]
        write_gold([item for item in items if item.part == "development"], folder / f"invented-{kind}")
        yield folder / f"invented-{kind}"


def fitted(table: pd.DataFrame) -> HistGradientBoostingClassifier:
    """The sum of steps, learned."""
    model = HistGradientBoostingClassifier(
        max_depth=1,
        learning_rate=RATE,
        max_iter=ROUNDS,
        min_samples_leaf=FEWEST,
        l2_regularization=RIDGE,
        monotonic_cst=[-1 if name in AGAINST else 1 for name in LEARNED],
        random_state=0,
    )
    return model.fit(table[LEARNED].to_numpy(float), table["on_topic"], sample_weight=table["weight"])


def steps_of(model: HistGradientBoostingClassifier, table: pd.DataFrame) -> tuple[float, dict[str, list[list[float]]]]:
    """The points where nothing is found, and for each measure where its points change and to what."""
    nothing = np.zeros((1, len(LEARNED)))
    start = float(model.decision_function(nothing)[0])
    steps: dict[str, list[list[float]]] = {}
    for index, name in enumerate(LEARNED):
        values = np.array(sorted(value for value in table[name].unique() if value != 0))
        if not len(values):
            continue
        asked = np.repeat(nothing, len(values), axis=0)
        asked[:, index] = values
        points = model.decision_function(asked) - start
        kept: list[list[float]] = []
        last = 0.0
        for value, gained in zip(values, points, strict=True):
            if abs(gained - last) >= NEAR:
                kept.append([round(float(value), 3), round(float(gained), 2)])
                last = gained
        if kept:
            steps[name] = kept
    for name, given in GIVEN.items():
        steps[name] = [step for step in steps.get(name, []) if step[0] < given[0]] + [given]
    return start, steps


def written(start: float, steps: dict[str, list[list[float]]], articles: int) -> str:
    """The file, heaviest measure first."""
    lines = [
        "# What each measure of relevance weighs (nlp/relevance/measures.py tells what each counts). From a measure of",
        "# `reaches` on an article gets the `points` below it; with `start` they add up to log-odds, and from 0 on an",
        f"# article is on topic. Learned from {articles:,} labelled articles, whose measures are in",
        "# benchmarks/relevance/measures.csv, by `python benchmarks/relevance_points.py --write`.",
        "",
        f"start = {start:.2f}",
    ]
    for name, kept in sorted(steps.items(), key=lambda item: -max(abs(points) for _, points in item[1])):
        lines += ["", f"[measures.{name}]"]
        lines.append("reaches = [" + ", ".join(f"{value:g}" for value, _ in kept) + "]")
        lines.append("points = [" + ", ".join(f"{points:g}" for _, points in kept) + "]")
    return "\n".join(lines) + "\n"


def left_out(table: pd.DataFrame) -> str:
    """How many articles are decided wrongly when the sets they come from were not learned from."""
    wrong = 0
    for learn, judge in GroupKFold(FOLDS).split(table, groups=table["set"]):
        model = fitted(table.iloc[learn])
        guess = model.decision_function(table.iloc[judge][LEARNED].to_numpy(float)) >= 0
        wrong += int((guess != table.iloc[judge]["on_topic"].to_numpy(bool)).sum())
    return (
        f"{wrong} of {len(table)} articles that the gate lets through are decided wrongly when their set is left out."
    )


def main() -> int:
    """Measure, learn, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="folders of labelled articles")
    parser.add_argument("--agreed", type=Path, nargs="*", default=[], help="folders that several coders agreed on")
    parser.add_argument("--measures", type=Path, help="a table of measures made before, in place of texts")
    parser.add_argument("--keep", type=Path, help="write the table of measures here")
    parser.add_argument("--write", action="store_true", help=f"write lexicons/{FILE}")
    options = parser.parse_args()
    if options.measures:
        if not options.measures.is_file():
            print(f"There is no table {options.measures}; make one with --texts DIR --keep {options.measures}.")
            return 2
        table = pd.read_csv(options.measures)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            one_reader = [*invented(Path(scratch)), *options.texts]
            folders = [(folder, 1) for folder in one_reader] + [(folder, AGREED) for folder in options.agreed]
            try:
                table = pd.DataFrame([row for folder, weight in folders for row in measured(folder, weight)])
            except EncuadreError as error:
                print(error)
                return 2
    if options.keep:
        table.to_csv(options.keep, index=False)
    start, steps = steps_of(fitted(table), table)
    text = written(start, steps, len(table))
    print(left_out(table))
    if options.write:
        (Path(__file__).parents[1] / "lexicons" / FILE).write_text(text, "utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
