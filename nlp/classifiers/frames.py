"""Articles with their tags as the data frame that the classifiers read.

In: ``Article`` records and their stored tags, or a table of a team's own. Out: one row an article with the columns
``COLUMNS``, and, where there are tags, numbers in columns that begin with ``tag_``; or one row a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd
import spacy

from corpus.labels import NO, YES, LabelledSpan
from corpus.records import Article, ArticleTags, Part, SpanRow
from lexicons.codebook import load_codebook
from nlp.classifiers.features import TAG_PREFIX
from nlp.texts.sentences import SentenceBoundaries

COLUMNS = ("id", "title", "body", "language", "country", "outlet", "story", "published_on")
# A question about sentences: does this one carry the code?
CODE_QUESTION = "code:"
SENTENCE_COLUMNS = (*COLUMNS, "sentence", "before", "after", "part", "start", "end")


def article_frame(tagged: Iterable[tuple[Article, ArticleTags | None]]) -> pd.DataFrame:
    """One row an article, in the order given; the lead stands before the body."""
    rows = [_fields(article) | (tag_numbers(tags) if tags else {}) for article, tags in tagged]
    frame = pd.DataFrame(rows)
    return frame.reindex(columns=[*COLUMNS, *sorted(name for name in frame.columns if name.startswith(TAG_PREFIX))])


def tag_numbers(tags: ArticleTags) -> dict[str, float]:
    """What the rules said of an article, as numbers: their answers, codes by voice and part, roles of sources."""
    counts: Counter[str] = Counter()
    for span in tags.spans:
        place = Part.HEADLINE if span.part is Part.HEADLINE else Part.BODY
        counts[f"{span.code}_{span.voice.value}_{place.value}"] += 1
        counts[f"{span.code}"] += 1
    for source in tags.sources:
        counts[f"source_{source.role}"] += 1
    numbers: dict[str, float] = dict(counts)
    numbers |= {"tagged": 1.0, "relevance": tags.relevance, "on_topic": float(tags.on_topic), "actions": tags.actions}
    numbers |= {f"framing_{tags.framing.value}": 1.0, f"headline_{tags.headline.value}": 1.0}
    return {f"{TAG_PREFIX}{name}": number for name, number in numbers.items()}


def _fields(article: Article) -> dict[str, Any]:
    body = f"{article.lead}\n\n{article.body}" if article.lead else article.body
    return {
        "id": article.id,
        "title": article.title,
        "body": body,
        "language": article.language,
        "country": article.country,
        "outlet": article.outlet,
        "story": article.story_id,
        "published_on": article.published_on,
    }


# ---- sentences


def sentence_frame(tagged: Iterable[tuple[Article, ArticleTags | None]]) -> pd.DataFrame:
    """One row a sentence, with its neighbours and the codes that the rules found in it. Offsets are those of its part.

    ``story`` is the article's story, or else the article, so that its sentences stay together in every fold.
    """
    rows: list[dict[str, Any]] = []
    for article, tags in tagged:
        fields = _fields(article)
        fields = fields | {"story": fields["story"] or article.id}
        found = list(_sentences(article))
        for index, (part, start, end, words) in enumerate(found):
            row = fields | {"sentence": words, "part": part.value, "start": start, "end": end}
            row["before"] = found[index - 1][3] if index and found[index - 1][0] is part else ""
            row["after"] = found[index + 1][3] if index + 1 < len(found) and found[index + 1][0] is part else ""
            if tags is not None:
                known = {"tagged": 1.0, "on_topic": float(tags.on_topic), "relevance": tags.relevance}
                row |= {f"{TAG_PREFIX}{name}": number for name, number in known.items()}
                row |= _codes_in(tags.spans, part, start, end)
            rows.append(row)
    frame = pd.DataFrame(rows)
    return frame.reindex(
        columns=[*SENTENCE_COLUMNS, *sorted(name for name in frame.columns if name.startswith(TAG_PREFIX))]
    )


def carries(frame: pd.DataFrame, spans: Mapping[str, Iterable[LabelledSpan]], code: str) -> list[str]:
    """For each sentence, yes or no: does it hold a word of a span of this code? ``spans`` are those of each article."""
    places = {
        article: [(span.part.value, span.start, span.end) for span in given if span.code == code]
        for article, given in spans.items()
    }
    columns = zip(frame["id"], frame["part"], frame["start"], frame["end"], strict=True)
    return [
        YES if any(part == p and s < end and start < e for p, s, e in places.get(article, ())) else NO
        for article, part, start, end in columns
    ]


def _codes_in(spans: Iterable[SpanRow], part: Part, start: int, end: int) -> dict[str, float]:
    inside = [span for span in spans if span.part is part and span.start < end and start < span.end]
    codes = load_codebook().codes
    counted = Counter(f"{TAG_PREFIX}{span.code}" for span in inside if span.code in codes)
    return {name: float(number) for name, number in counted.items()}


def _sentences(article: Article) -> Iterable[tuple[Part, int, int, str]]:
    """Every sentence with its place: part, offsets there, words."""
    for part, text in ((Part.HEADLINE, article.title), (Part.LEAD, article.lead or ""), (Part.BODY, article.body)):
        doc = SentenceBoundaries()(_tokenizer(article.language)(text))
        ends = [sentence.start_char for sentence in doc.sents] + [len(text)]
        for start, end in pairwise(ends):
            if words := text[start:end].strip():
                yield part, start, start + len(text[start:end].rstrip()), words


@cache
def _tokenizer(language: str | None) -> Any:
    """Rules of the language where spaCy has them; any other is cut by spaces and marks."""
    try:
        return spacy.blank(language or "xx").tokenizer
    except ImportError:
        return spacy.blank("xx").tokenizer
