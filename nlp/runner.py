"""Tags a corpus: only what is not yet tagged by this version, in batches that are written whole or not at all.

In: a corpus and a ``Tagger``. Out: counts, and rows in the corpus. A run that is stopped, even by kill -9, loses at
most the batch it was at, and the next run goes on from there. Memory stays flat: each batch is its own spaCy memory
zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice

from corpus.records import Article, ArticleTags
from corpus.store import Corpus
from nlp.tagger import Tagger

# Large enough to make the commit cheap, small enough that a killed run loses about a second of work.
BATCH = 100

# Articles to one memory zone. A new zone begins with an empty tokenizer cache, so that small ones halve the speed; the
# words of this many articles fit into a few megabytes.
ZONE = 2_000

Progress = Callable[[int, int | None], None]


def tag_corpus(
    corpus: Corpus, tagger: Tagger, *, batch: int = BATCH, progress: Progress | None = None
) -> dict[str, int]:
    """Tag all articles without tags of this version set. ``progress(done, total)`` is called after each batch.

    Returns ``tagged``, ``on_topic``, ``off_topic``, ``no_language`` and ``spans``.
    """
    run = corpus.start_run("tag", tagger.versions())
    total = corpus.count_articles(without_tags_of=run.version_set)
    counts: Counter[str] = Counter(tagged=0, on_topic=0, off_topic=0, no_language=0, spans=0)
    waiting = corpus.articles(without_tags_of=run.version_set, batch=batch)
    for tags in _tagged(_batches(waiting, batch), tagger):
        corpus.write_tags(tags, run)
        for item in tags:
            counts["tagged"] += 1
            counts["on_topic" if item.on_topic else "off_topic"] += 1
            counts["no_language"] += item.language is None
            counts["spans"] += len(item.spans)
        if progress is not None:
            progress(counts["tagged"], total)
    corpus.finish_run(run.id, dict(counts))
    return dict(counts)


def _tagged(batches: Iterator[list[Article]], tagger: Tagger) -> Iterator[list[ArticleTags]]:
    """The tags of each batch; a memory zone is left and another entered whenever it has seen its share of articles."""
    for first in batches:
        with tagger.memory_zone():
            seen = 0
            for articles in chain([first], batches):
                yield [tagger.tag(article) for article in articles]
                seen += len(articles)
                if seen >= ZONE:
                    break


def _batches(articles: Iterator[Article], size: int) -> Iterator[list[Article]]:
    while batch := list(islice(articles, size)):
        yield batch
