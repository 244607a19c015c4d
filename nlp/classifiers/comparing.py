"""Rules alone, classifier alone, and both together, on the same held-out rows.

In: a training set whose frame has tags, and what the rules answer. Out: figures of each contender out of fold, and,
for the learning ones, carried over to other groups. The winner of such a comparison is what a study should use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corpus.labels import FRAMING, HEADLINE, NO, ON_TOPIC, YES
from corpus.records import Part
from nlp.classifiers.features import TAG_PREFIX, TAGS
from nlp.classifiers.frames import CODE_QUESTION, article_frame, sentence_frame
from nlp.classifiers.teaching import ARTICLE_TEXT, HEADLINE_TEXT, SENTENCE_TEXT, TrainingSet, checked
from nlp.classifiers.training import FEATURES_OF_TEXT, Settings, carried_over, measure
from nlp.classifiers.validation import BY, Advance, OutOfFold, all_figures
from nlp.evaluating.framing import read_gold
from nlp.tagger import Tagger

RULES, TEXT, BOTH = "rules", "text", "both"
GOLD_QUESTIONS = (ON_TOPIC, FRAMING, HEADLINE)


def contenders(settings: Settings, given: TrainingSet) -> dict[str, Settings]:
    """What can be compared on this training set: with tags three ways, without them the text alone."""
    chosen = tuple(kind for kind in settings.features or FEATURES_OF_TEXT if kind != TAGS)
    found = {TEXT: replace(settings, features=chosen)} if chosen else {}
    if any(str(name).startswith(TAG_PREFIX) for name in given.frame.columns):
        both = settings.features if settings.features and TAGS in settings.features else None
        found[BOTH] = replace(settings, features=both)
    return found


def compare(
    settings: Settings,
    given: TrainingSet,
    *,
    by: Sequence[str] = BY,
    carry: Sequence[str] = BY,
    advance: Advance | None = None,
) -> dict[str, Any]:
    """Figures of each contender, by its name: ``all``, ``by_language`` ...; ``transfer`` of the learning ones.

    ``carry``: between which groups they are carried over.
    """
    found: dict[str, Any] = {}
    seen = np.ones(len(given.truth), dtype=bool)
    for name, theirs in contenders(settings, given).items():
        found[name], said = measure(theirs, given, by=by, advance=advance)
        seen = said.seen
        if carry:
            found[name]["transfer"] = carried_over(theirs, given, by=carry)
    told = rules_of(given)
    if told is not None:
        classes = tuple(sorted({str(label) for label in given.truth} | {str(label) for label in told}))
        certain = np.array([[float(answer == name) for name in classes] for answer in told])
        rules = OutOfFold(told, certain, classes, seen, folds=0)
        found = {RULES: all_figures(given.frame, given.truth, rules, by=by, text=given.text), **found}
    return found


def rules_of(given: TrainingSet) -> NDArray[np.object_] | None:
    """What the rules answer to each row, read back from the tags; None where they do not answer this question."""
    frame = given.frame
    if f"{TAG_PREFIX}tagged" not in frame.columns or frame[f"{TAG_PREFIX}tagged"].isna().any():
        return None
    if given.question == ON_TOPIC:
        return _flag(frame, "on_topic")
    if given.question.startswith(CODE_QUESTION):
        return _flag(frame, given.question.removeprefix(CODE_QUESTION))
    if given.question in (FRAMING, HEADLINE):
        prefix = f"{TAG_PREFIX}{given.question}_"
        columns = [str(name) for name in frame.columns if str(name).startswith(prefix)]
        places = frame[columns].fillna(0.0).to_numpy(dtype=float).argmax(axis=1)
        return np.array([columns[place].removeprefix(prefix) for place in places], dtype=object)
    return None


def _flag(frame: pd.DataFrame, name: str) -> NDArray[np.object_]:
    column = f"{TAG_PREFIX}{name}"
    if column not in frame.columns:
        return np.full(len(frame), NO, dtype=object)
    return np.where(frame[column].fillna(0.0).to_numpy(dtype=float) > 0, YES, NO).astype(object)


# ---- labelled articles in a folder, as ``encuadre evaluate framing`` reads them


def read_gold_rows(folder: Path, tagger: Tagger) -> tuple[pd.DataFrame, dict[str, NDArray[np.object_]]]:
    """The articles of a folder with their tags, and the true answer to each of ``GOLD_QUESTIONS``."""
    texts, codes = read_gold(folder)
    names = sorted(texts)
    truth = {
        ON_TOPIC: [YES if codes[name].on_topic else NO for name in names],
        FRAMING: [codes[name].framing.value for name in names],
        HEADLINE: [headline.value if (headline := codes[name].headline) else None for name in names],
    }
    frame = article_frame((texts[name], tagger.tag(texts[name])) for name in names)
    return frame, {question: np.array(given, dtype=object) for question, given in truth.items()}


def gold_set(frame: pd.DataFrame, truth: NDArray[np.object_], question: str) -> TrainingSet:
    """The rows that answer the question, as a training set."""
    kept = np.array([answer is not None for answer in truth])
    text = HEADLINE_TEXT if question == HEADLINE else ARTICLE_TEXT
    return checked(TrainingSet(question, frame[kept].reset_index(drop=True), truth[kept], text))


def gold_sentences(folder: Path, tagger: Tagger, codes: Sequence[str]) -> dict[str, TrainingSet]:
    """For each code the sentences of a folder's articles; one carries it where words marked with it stand in it."""
    texts, labels = read_gold(folder)
    frame = sentence_frame((texts[name], tagger.tag(texts[name])) for name in sorted(texts))
    found: dict[str, TrainingSet] = {}
    for code in codes:
        marked = {
            (name, span.part is Part.HEADLINE): [
                _plain(each.text) for each in labels[name].spans if each.code == code and each.part is span.part
            ]
            for name in texts
            for span in labels[name].spans
        }
        rows = zip(frame["id"], frame["part"], frame["sentence"], strict=True)
        truth = [
            YES if any(words in _plain(said) for words in marked.get((name, part == Part.HEADLINE), ())) else NO
            for name, part, said in rows
        ]
        question = f"{CODE_QUESTION}{code}"
        found[code] = checked(TrainingSet(question, frame, np.array(truth, dtype=object), SENTENCE_TEXT))
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
