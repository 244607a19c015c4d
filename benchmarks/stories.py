"""How well copies are recognized: rewritten, shortened and re-headlined copies in three languages, and near misses.

In: the invented articles of benchmarks/articles, from which copies are made as newsrooms make them, and
benchmarks/articles/copies.toml: rewritings by hand, and reports of one event that two reporters wrote apart. Out:
precision and recall over pairs of articles, by kind of copy and language; beside it MinHash with LSH bands (datasketch,
where it is installed) on the same pairs; time and memory on a long corpus.

    python benchmarks/stories.py [--json] [--quick]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import resource
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from corpus.records import Article
from corpus.stories.clustering import Clusterer, Placed
from corpus.stories.furniture import Furniture

sys.path.insert(0, str(Path(__file__).parent))

from marked import Marked, read_marked

ARTICLES = Path(__file__).with_name("articles")
LANGUAGES = ("es", "pt", "en")
SEED = 20_240_117
FIRST_DAY = date(2024, 3, 1)
LONG, LONG_QUICK = (5_000, 40_000), (1_000, 4_000)
# Articles a day in the long corpus: a country's press, not one outlet.
A_DAY = 100
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Version:
    """One article of a family of copies. ``kind``: how it was made; ``family`` is what it should be found to be."""

    family: str
    kind: str
    article: Article


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.split("\n") for sentence in _SENTENCE.split(line) if sentence.strip()]


def _reworded(text: str, share: float, others: list[str], chance: random.Random) -> str:
    """Every word replaced by another article's with this chance, as synonyms and new order would."""
    return " ".join(chance.choice(others) if chance.random() < share else word for word in text.split(" "))


def _dropped(text: str, share: float, chance: random.Random) -> str:
    return " ".join(sentence for sentence in _sentences(text) if chance.random() >= share)


def _first(text: str, paragraphs: int) -> str:
    return "\n\n".join([part for part in text.split("\n\n") if part.strip()][:paragraphs])


Maker = Callable[[Marked, list[str], random.Random], str]
MAKERS: dict[str, Maker] = {
    "new headline, agency's dateline": lambda item, _, __: f"Ciudad Alta, 3 mar (AGENCIA).- {item.text}",
    "first two paragraphs": lambda item, _, __: _first(item.text, 2),
    "two sentences of five cut": lambda item, _, chance: _dropped(item.text, 0.4, chance),
    "one word of ten changed": lambda item, others, chance: _reworded(item.text, 0.1, others, chance),
    "one word of five changed": lambda item, others, chance: _reworded(item.text, 0.2, others, chance),
    "one word of ten changed, a fifth cut": lambda item, others, chance: _reworded(
        _dropped(item.text, 0.2, chance), 0.1, others, chance
    ),
    "half of it under an own opening": lambda item, others, chance: (
        " ".join(chance.choices(others, k=60)) + ".\n\n" + _dropped(item.text, 0.5, chance)
    ),
}


def made_copies() -> Iterator[Version]:
    """Each invented article and its copies, on the days after it, each in another outlet."""
    for language in LANGUAGES:
        items = read_marked((ARTICLES / f"{language}.txt").read_text("utf-8"), language)
        words = [word for item in items for word in item.text.split()]
        for number, item in enumerate(items):
            chance = random.Random(f"{SEED}/{item.id}")
            yield _version(item.id, "original", 0, item.text, language, number)
            for place, (kind, make) in enumerate(MAKERS.items(), start=1):
                yield _version(item.id, kind, place, make(item, words, chance), language, number)


def written_copies() -> Iterator[Version]:
    """The rewritings and the near misses that were written by hand, on the day after the article they start from."""
    entries = tomllib.loads((ARTICLES / "copies.toml").read_text("utf-8"))["version"]
    for number, entry in enumerate(entries):
        language = entry["of"].partition("-")[0]
        ids = [item.id for item in read_marked((ARTICLES / f"{language}.txt").read_text("utf-8"), language)]
        name = f"{entry['of']}/by-hand-{number}"
        # A near miss is a family of its own.
        family = entry["of"] if entry["copy"] else name
        yield _version(family, entry["kind"], 1, entry["body"], language, ids.index(entry["of"]), name=name)


def _version(family: str, kind: str, place: int, body: str, language: str, number: int, *, name: str = "") -> Version:
    published = FIRST_DAY + timedelta(days=number % 20 + place % 4)
    article = Article(
        id=name or f"{family}/{place}",
        title=kind,
        body=body,
        outlet=f"outlet-{place}",
        language=language,
        published_on=published.isoformat(),
    )
    return Version(family, kind, article)


def clusters(versions: list[Version]) -> dict[str, str]:
    """The story that was found for every article."""
    clusterer = Clusterer(Furniture())
    placed: list[Placed] = []
    for version in sorted(versions, key=lambda each: (each.article.published_on or "", each.article.id)):
        placed += clusterer.add(version.article, date.fromisoformat(version.article.published_on or ""))
    placed += clusterer.finish()
    return {item.article_id: item.story_id for item in placed}


def scores(versions: list[Version], story_of: dict[str, str]) -> dict[str, Any]:
    """Precision and recall over pairs; recall apart for pairs of an original and each kind of copy."""
    truth = {version.article.id: version.family for version in versions}
    found: dict[str, list[str]] = defaultdict(list)
    for name, story in story_of.items():
        found[story].append(name)
    told = {frozenset(pair) for members in found.values() for pair in combinations(members, 2)}
    families: dict[str, list[str]] = defaultdict(list)
    for name, family in truth.items():
        families[family].append(name)
    real = {frozenset(pair) for members in families.values() for pair in combinations(members, 2)}
    right = len(told & real)
    return {
        "articles": len(versions),
        "pairs": len(real),
        "precision": right / len(told) if told else None,
        "recall": right / len(real) if real else None,
    }


def by_kind(versions: list[Version], story_of: dict[str, str]) -> dict[str, dict[str, float]]:
    """Of each kind, how many are in the story of their original; of near misses, how many were taken for copies."""
    originals = {version.family: version.article.id for version in versions if version.kind == "original"}
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for version in versions:
        original = originals.get(version.family.partition("/")[0])
        if original is not None and original != version.article.id:
            tally[version.kind][0] += story_of[version.article.id] == story_of[original]
            tally[version.kind][1] += 1
    return {kind: {"joined": joined, "n": number, "share": joined / number} for kind, (joined, number) in tally.items()}


def minhash(versions: list[Version], threshold: float) -> dict[str, str]:
    """The same with datasketch: 128 permutations, bands set by its own optimizer for the threshold."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=128)
    sketches: dict[str, MinHash] = {}
    story_of: dict[str, str] = {}
    for version in sorted(versions, key=lambda each: (each.article.published_on or "", each.article.id)):
        words = re.findall(r"\w+", version.article.body.casefold())
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[k : k + 3]).encode() for k in range(max(1, len(words) - 2))])
        near = [(sketch.jaccard(sketches[name]), name) for name in index.query(sketch)] if story_of else []
        story_of[version.article.id] = story_of[max(near)[1]] if near else version.article.id
        index.insert(version.article.id, sketch)
        sketches[version.article.id] = sketch
    return story_of


def long_run(versions: list[Version], sizes: tuple[int, int]) -> dict[str, Any]:
    """Time an article and peak memory over a long corpus made of shuffled sentences of the articles."""
    sentences = [
        sentence for version in versions if version.kind == "original" for sentence in _sentences(version.article.body)
    ]
    figures: dict[str, Any] = {}
    chance = random.Random(SEED)
    clusterer = Clusterer(Furniture())
    done, begun = 0, time.perf_counter()
    for size in sizes:
        while done < size:
            words = " ".join(chance.sample(sentences, 12)).split()
            chance.shuffle(words)
            article = Article(id=f"{done:07}", title="", body=" ".join(words), outlet="x", language="es")
            for _ in clusterer.add(article, FIRST_DAY + timedelta(days=done // A_DAY)):
                pass
            done += 1
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figures[str(size)] = {"peak_mib": round(peak, 1), "ms_an_article": 1000 * (time.perf_counter() - begun) / done}
    return figures


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="A shorter long run.")
    options = parser.parse_args()
    made, written = list(made_copies()), list(written_copies())
    versions = made + [replace(version) for version in written]
    begun = time.perf_counter()
    story_of = clusters(versions)
    seconds = time.perf_counter() - begun
    figures: dict[str, Any] = {
        "all": scores(versions, story_of) | {"seconds": seconds},
        "kinds": by_kind(versions, story_of),
        "long": long_run(versions, LONG_QUICK if options.quick else LONG),
    }
    for language in LANGUAGES:
        spoken = [each for each in versions if each.article.language == language]
        figures[language] = scores(spoken, {each.article.id: story_of[each.article.id] for each in spoken})
    if importlib.util.find_spec("datasketch"):
        for threshold in (0.2, 0.35, 0.5):
            begun = time.perf_counter()
            figures[f"minhash {threshold}"] = scores(versions, minhash(versions, threshold)) | {
                "seconds": time.perf_counter() - begun
            }
    else:
        print("stories: datasketch is not installed, so MinHash is not measured.", file=sys.stderr)
    print(json.dumps(figures, indent=2) if options.json else _table(figures))
    return 0


def _table(figures: dict[str, Any]) -> str:
    lines = []
    for name, row in figures.items():
        if "precision" in row:
            lines.append(
                f"{name:<14} {row['articles']:>5} articles {row['pairs']:>6} pairs  "
                f"precision {row['precision']:.3f}  recall {row['recall']:.3f}"
                + (f"  {row['seconds']:.1f} s" if "seconds" in row else "")
            )
    lines += [f"  {kind:<42} joined {row['joined']:>4} of {row['n']:>4}" for kind, row in figures["kinds"].items()]
    lines += [
        f"after {size} articles: {row['peak_mib']} MiB, {row['ms_an_article']:.2f} ms an article"
        for size, row in figures["long"].items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
