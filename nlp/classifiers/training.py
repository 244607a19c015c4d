"""Trains one classifier and measures it: settings and a training set in, a fitted classifier and its card out.

The same settings, seed and rows give the same classifier and the same figures, byte for byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from lexicons.errors import NotEnoughDataError
from nlp.classifiers.estimators import FOLDS, MACRO_F1, PENALTY, ArticleClassifier
from nlp.classifiers.features import CHARACTERS, EMBEDDINGS, TAG_PREFIX, TAGS, WORDS, text_column
from nlp.classifiers.folds import OUTLET, STORY, joined_groups
from nlp.classifiers.teaching import TrainingSet
from nlp.classifiers.validation import BY, Advance, OutOfFold, all_figures, out_of_fold, transfer

# Measured (docs/classifiers.md): with tags, words add what the rules miss, and pieces of words add nothing more;
# without tags, pieces of words help.
FEATURES_WITH_TAGS = (WORDS, TAGS)
FEATURES_OF_TEXT = (WORDS, CHARACTERS)
# Fewer labels than this give figures with intervals as wide as the figures; the card says so.
FEW_LABELS = 200


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to train. ``features`` None: tags and words where articles are tagged, words and characters where not.

    ``group_by``: what is kept together in every fold, besides copies; None: outlets and stories where there are outlets
    enough to hold some out, else stories.
    """

    features: tuple[str, ...] | None = None
    embeddings: str | None = None
    group_by: tuple[str, ...] | None = None
    thresholds: str | None = MACRO_F1
    penalty: float = PENALTY
    folds: int = FOLDS
    seed: int = 0


def make_classifier(settings: Settings, given: TrainingSet) -> ArticleClassifier:
    """The unfitted classifier of these settings for this training set."""
    tagged = any(str(name).startswith(TAG_PREFIX) for name in given.frame.columns)
    features = settings.features or (FEATURES_WITH_TAGS if tagged else FEATURES_OF_TEXT)
    if settings.embeddings and EMBEDDINGS not in features:
        features = (*features, EMBEDDINGS)
    return ArticleClassifier(
        text=given.text,
        features=features,
        embeddings=settings.embeddings,
        C=settings.penalty,
        thresholds=settings.thresholds,
        folds=settings.folds,
        group_by=groups_by(settings, given),
        random_state=settings.seed,
    )


def groups_by(settings: Settings, given: TrainingSet) -> tuple[str, ...]:
    """What is kept together in every fold."""
    if settings.group_by is not None:
        return settings.group_by
    joined = joined_groups(given.frame, (OUTLET, STORY), text=given.text)
    known = any(text_column(given.frame, OUTLET))
    return (OUTLET, STORY) if known and len(np.unique(joined)) >= settings.folds else (STORY,)


def measure(
    settings: Settings, given: TrainingSet, *, by: Sequence[str] = BY, advance: Advance | None = None
) -> tuple[dict[str, Any], OutOfFold]:
    """Out-of-fold figures. Raises NotEnoughDataError E466 where nothing can be held out."""
    classifier = make_classifier(settings, given)
    groups = joined_groups(given.frame, classifier.group_by, text=given.text)
    said = out_of_fold(
        classifier, given.frame, given.truth, groups, folds=settings.folds, seed=settings.seed, advance=advance
    )
    return all_figures(given.frame, given.truth, said, by=by, text=given.text), said


def carried_over(settings: Settings, given: TrainingSet, *, by: Sequence[str] = BY) -> dict[str, Any]:
    """Trained on all other groups, asked about each: outlets, countries, languages. Empty where there is one only."""
    classifier = make_classifier(settings, given)
    found = {}
    for column in by:
        if len({value for value in text_column(given.frame, column) if value}) > 1:
            found[column] = transfer(classifier, given.frame, given.truth, column, text=given.text)
    return found


def train(
    settings: Settings,
    given: TrainingSet,
    *,
    name: str,
    source: str,
    scored: bool = True,
    advance: Advance | None = None,
) -> tuple[ArticleClassifier, dict[str, Any]]:
    """A fitted classifier and its card, as data. ``scored`` False leaves the figures out, which take most time."""
    classifier = make_classifier(settings, given)
    card = make_card(settings, given, classifier, name=name, source=source)
    if scored:
        try:
            card["scores"], _ = measure(settings, given, advance=advance)
            card["transfer"] = carried_over(settings, given)
        except NotEnoughDataError as error:
            card["no_scores"] = str(error)
    else:
        card["no_scores"] = "they were not asked for"
    return classifier.fit(given.frame, given.truth), card


def make_card(
    settings: Settings, given: TrainingSet, classifier: ArticleClassifier, *, name: str, source: str
) -> dict[str, Any]:
    """What a card says of data and method; scores come beside it."""
    limits = []
    if len(given.truth) < FEW_LABELS:
        limits.append(f"Only {len(given.truth)} labels: expect figures to move by several points with other labels.")
    counted = {column: dict(sorted(Counter(filter(None, text_column(given.frame, column))).items())) for column in BY}
    return {
        "name": name,
        "question": given.question,
        "classes": sorted({str(label) for label in given.truth}),
        "date": datetime.now(UTC).date().isoformat(),
        "data": {
            "source": source,
            "unit": "sentences" if "sentence" in given.text else "articles",
            "n": len(given.truth),
            "classes": dict(sorted(Counter(map(str, given.truth)).items())),
            **counted,
            "resolved": dict(given.counts),
            "tags_version": given.tags_version,
        },
        "how": {
            "estimator": "linear support vector machine with balanced classes",
            "text": list(classifier.text),
            "features": list(classifier.features),
            "penalty": settings.penalty,
            "thresholds": settings.thresholds,
            "folds": settings.folds,
            "group_by": list(classifier.group_by),
            "seed": settings.seed,
        },
        "limits": limits,
    }
