"""Draws articles to teach from: those that a classifier would learn most from, no two alike, and none that audits.

In: a corpus whose articles are tagged, and perhaps a classifier that has read it. Out: a ``Sample`` to train, without
probabilities. Fixed shares go to stories that the machine is unsure of, to codes with few examples, to what is unlike
all else (greedy k-center, Sener and Savarese 2018), and to chance. What was drawn to audit is left out, and so is every
copy of it in any outlet. The same seed gives the same sample, whatever the order of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, zip_longest

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from corpus.labels import Design, Draw, Purpose, Sample
from corpus.storage.rows import now_text
from corpus.store import Corpus
from lexicons.errors import NotEnoughDataError
from nlp.labels.candidates import Candidates, read_candidates
from nlp.labels.population import Finding, Selection, read_population, select_stories
from nlp.labels.provenance import versions_of
from nlp.labels.sampling import checked_name, next_name, order_of

Vectors = npt.NDArray[np.float64]

UNCERTAIN, RARE, DIVERSE, RANDOM = "uncertain", "rare", "diverse", "random"
# Most goes to doubts, which is what moves a border. Doubts alone are a narrow and lopsided part of the press, so half
# goes to rare codes and to variety; a tenth is chance, which finds what no machine has doubts about.
SHARES: Mapping[str, float] = {UNCERTAIN: 0.4, RARE: 0.2, DIVERSE: 0.3, RANDOM: 0.1}
# What a sample that nothing guides is drawn by.
CHANCE: Mapping[str, float] = {RANDOM: 1.0}
# The score from which the rules hold an article on topic (nlp.relevance).
BORDER = 0.5
# Dimensions in which stories are compared: in all words of a short text nearly everything is equally far apart.
_DIMENSIONS = 50
# Distances nearer than this are one: beyond it libraries on two computers may disagree.
_DECIMALS = 6


def draw_training(
    corpus: Corpus,
    *,
    size: int,
    seed: int,
    name: str | None = None,
    guided: bool = True,
    model: str | None = None,
    selection: Selection | None = None,
    language: str | None = None,
) -> Sample:
    """Draw a sample to teach from and keep it. ``stratum`` of each draw says why it was drawn.

    ``guided`` False: every story that may teach has the same chance. ``model``: the classifier whose doubts guide the
    draw; without one, the doubts of the rules. ``language`` narrows the selection. Raises NotEnoughDataError E267 (too
    few stories left), E268 (the model has read none), E266, E503, EncuadreError E260, E265, UsageError E437.
    """
    named = checked_name(corpus, name) if name else next_name(corpus, Purpose.TRAIN)
    selection = selection or Selection()
    if language is not None:
        selection = replace(selection, languages=(language,))
    population = read_population(corpus)
    found = read_candidates(corpus, population, select_stories(population, selection))
    stories = found.stories
    if len(stories) < size:
        raise NotEnoughDataError("E267", left=len(stories), size=size, gone=found.audited + found.taught)
    question = None
    doubts: dict[str, float] = {}
    if model is not None:
        model, question, doubts = _doubts_of_model(corpus, model, stories)
    design, shares = (Design.GUIDED, SHARES) if guided else (Design.RANDOM, CHANCE)
    picked = pick(found, size=size, seed=seed, doubts=doubts, shares=shares)
    versions = versions_of(seed=seed, design=design.value, model=model or "none", tags=population.version_set)
    run = corpus.start_run("sample", versions)
    reasons = Counter(picked.values())
    frame = {
        **selection.as_dict(),
        "size": size,
        "shares": dict(shares),
        "drawn": {reason: reasons[reason] for reason in shares},
        "seed": seed,
        "model": model,
        "question": question,
        "population": len(stories),
        "left_out": {"untagged": population.untagged, "audited": found.audited, "teaching": found.taught},
        "tags": population.version_set,
        "versions": versions,
    }
    sample = Sample(
        name=named,
        purpose=Purpose.TRAIN,
        design=design,
        seed=seed,
        drawn_at=now_text(),
        run_id=run.id,
        frame=frame,
    )
    # In random order, so that who labels only the first has labelled some of every kind.
    ordered = sorted(picked, key=lambda article: (order_of(seed, "within", article), article))
    corpus.write_sample(sample, [Draw(sample=named, article_id=each, stratum=picked[each]) for each in ordered])
    corpus.finish_run(run.id, {"drawn": size, "stories": len(stories)})
    return sample


def pick(
    found: Candidates,
    *,
    size: int,
    seed: int,
    doubts: Mapping[str, float] | None = None,
    shares: Mapping[str, float] = SHARES,
) -> dict[str, str]:
    """Each article drawn, and why. ``doubts``: how sure a classifier is of each story. What one reason cannot fill
    falls to the next."""
    stories = found.stories
    place = {article: (order_of(seed, "guided", article), article) for article in stories["article_id"]}
    by_chance = sorted(place, key=lambda article: place[article])
    picked: dict[str, str] = {}
    until = 0.0
    for reason, share in shares.items():
        until += share
        wanted = round(size * until) - len(picked)
        if reason == UNCERTAIN:
            ranked: Iterable[str] = _by_doubt(doubts, place) if doubts else _by_doubts_of_rules(stories, place)
        elif reason == RARE:
            ranked = _by_rarity(found, by_chance, picked)
        elif reason == DIVERSE:
            ranked = _by_distance(found, by_chance, picked, seed)
        else:
            ranked = by_chance
        _take(picked, ranked, wanted, reason)
    return picked


def _take(picked: dict[str, str], ranked: Iterable[str], wanted: int, reason: str) -> None:
    """The first so many that are not taken yet. ``ranked`` may look at ``picked`` while it is read."""
    if wanted <= 0:
        return
    for article in ranked:
        if article not in picked:
            picked[article] = reason
            wanted -= 1
            if not wanted:
                return


# ---- doubts


def _doubts_of_model(corpus: Corpus, model: str, stories: pd.DataFrame) -> tuple[str, str, dict[str, float]]:
    """Its whole name, the question it answers, and how sure it is of each story. Raises NotEnoughDataError E268.

    ``model`` may lack the digest at its end: then it is the one of that name that read the corpus last.
    """
    runs = [run.versions for run in reversed(corpus.runs()) if run.kind == "classify"]
    read = [run for run in runs if model in (run["model"], run["model"].rpartition("-")[0])]
    whole, question = (read[0]["model"], read[0]["question"]) if read else (model, "")
    said = corpus.predictions(question, whole)
    # Of two answers the other has the rest, so a probability under one half is a doubt no greater than one above it.
    two = len({each.answer for each in said}) <= 2
    sure = {each.article_id: max(each.probability, 1 - each.probability) if two else each.probability for each in said}
    doubts = {article: sure[article] for article in stories["article_id"] if article in sure}
    if not doubts:
        raise NotEnoughDataError("E268", model=model, stories=len(stories))
    return whole, question, doubts


def _by_doubt(doubts: Mapping[str, float], place: Mapping[str, tuple[int, str]]) -> list[str]:
    return sorted(doubts, key=lambda article: (round(doubts[article], _DECIMALS), place[article]))


def _by_doubts_of_rules(stories: pd.DataFrame, place: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """In turn: stories near the border of the topic, and stories whose framing would be another without one cue."""
    suspected = stories[stories["finding"] != Finding.OFF_TOPIC.value]
    far = dict(zip(suspected["article_id"], (suspected["relevance"] - BORDER).abs().round(_DECIMALS), strict=True))
    near = sorted(far, key=lambda article: (far[article], place[article]))
    hangs = stories[stories["one_cue"] & (stories["finding"] == Finding.ON_TOPIC.value)]
    hanging = sorted(hangs["article_id"], key=lambda article: place[article])
    return (article for article in chain.from_iterable(zip_longest(near, hanging)) if article is not None)


# ---- rare codes


def _by_rarity(found: Candidates, by_chance: list[str], picked: Mapping[str, str]) -> Iterator[str]:
    """Each time a story with the code that has the fewest labelled examples so far, those drawn included."""
    codes = dict(zip(found.stories["article_id"], found.stories["codes"], strict=True))
    waiting: dict[str, list[str]] = {}
    for article in reversed(by_chance):
        for code in codes[article]:
            waiting.setdefault(code, []).append(article)
    tagged = {code: len(articles) for code, articles in waiting.items()}
    examples = Counter(found.labelled_codes)
    for article in picked:
        examples.update(codes[article])
    gone = set(picked)
    while waiting:
        code = min(waiting, key=lambda each: (examples[each], tagged[each], each))
        article = waiting[code].pop()
        if not waiting[code]:
            del waiting[code]
        if article not in gone:
            gone.add(article)
            examples.update(codes[article])
            yield article


# ---- variety


def _by_distance(found: Candidates, by_chance: list[str], picked: Mapping[str, str], seed: int) -> Iterator[str]:
    """Each time the story farthest from all that were drawn or teach already.

    Of stories with some evidence of the topic, since others are unlike each other in every way that teaches nothing.
    """
    off = set(found.stories.loc[found.stories["finding"] == Finding.OFF_TOPIC.value, "article_id"])
    pool = [article for article in by_chance if article not in off or len(off) == len(by_chance)]
    row = {article: number for number, article in enumerate(found.openings_of)}
    vectors = _vectors(found.openings, order_of(seed, "svd", "") % 2**32)
    space = vectors[[row[article] for article in pool]]
    distance = np.full(len(pool), np.inf)
    for centre in (row[article] for article in found.openings_of if article in picked or article in found.teaching):
        distance = np.minimum(distance, _distances(space, vectors[centre]))
    distance[[article in picked for article in pool]] = -np.inf
    for _ in pool:
        farthest = int(distance.argmax())
        if distance[farthest] == -np.inf:
            return
        yield pool[farthest]
        distance = np.minimum(distance, _distances(space, space[farthest]))
        distance[farthest] = -np.inf


def _vectors(counts: sparse.csr_matrix, seed: int) -> Vectors:
    """TF-IDF of the openings in few dimensions (Deerwester et al. 1990), each of length 1."""
    # Loaded here: scikit-learn takes a second, and drawing to audit does not need it.
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import normalize

    # A word of one text alone says nothing of what is alike.
    shared = counts[:, np.flatnonzero(counts.getnnz(axis=0) > 1)]
    if not shared.nnz:
        return np.zeros((counts.shape[0], 1))
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(shared)
    dimensions = min(_DIMENSIONS, *weighted.shape)
    reduced = TruncatedSVD(dimensions, random_state=seed).fit_transform(weighted)
    return np.asarray(normalize(reduced), dtype=np.float64)


def _distances(space: Vectors, centre: Vectors) -> Vectors:
    return np.asarray((1 - space @ centre).round(_DECIMALS), dtype=np.float64)
