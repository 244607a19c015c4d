"""``encuadre.tag``: a data frame of articles in, the same rows with their framing out.

In: columns ``title`` and ``body``, and, where known, ``lead``, ``language``, ``country`` and ``id``. Out: a new frame
with the same index and the columns named in ``COLUMNS``. For a notebook and a few thousand rows; a corpus has
``encuadre tag``.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from corpus.records import Article, ArticleTags
from lexicons.errors import EncuadreError
from lexicons.own import Use, read_own
from nlp.tagger import Tagger

REQUIRED = ("title", "body")
OPTIONAL = ("lead", "language", "country", "id")
# ``spans``, ``sources`` and ``clauses`` hold lists of dictionaries; offsets point into the given texts.
# ``named_before_conviction`` is True, False, or None where the article does not tell of one case.
COLUMNS = (
    *("language", "on_topic", "relevance", "framing", "headline", "voices", "context", "why", "spans", "sources"),
    *("clauses", "named_before_conviction"),
)
# Rows whose words are forgotten together, so that memory stays flat.
_BATCH = 100


def tag(frame: pd.DataFrame, *, lexicons: str | Path | None = None, use: Use = "add") -> pd.DataFrame:
    """Tag every row. A missing value counts as an empty text; columns named in ``COLUMNS`` are written anew.

    ``lexicons``: a folder with cues, codes or a topic of your own; ``use`` puts its cues and codes beside the shipped
    ones ("add") or in their place ("replace"). Raises E110 to E117 for a folder that does not hold, E401 when a
    required column is missing or stands twice, E402 when ``frame`` is not a data frame.
    """
    if not isinstance(frame, pd.DataFrame):
        raise EncuadreError("E402", given=type(frame).__name__)
    columns = list(frame.columns)
    twice = [name for name in (*REQUIRED, *OPTIONAL) if columns.count(name) > 1]
    if twice:
        raise EncuadreError("E403", column=twice[0])
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        raise EncuadreError("E401", column=missing[0], columns=", ".join(str(name) for name in frame.columns))
    tagger = Tagger(own=read_own(lexicons, use) if lexicons is not None else None)
    rows: list[dict[str, Any]] = []
    records = frame[[name for name in (*REQUIRED, *OPTIONAL) if name in frame.columns]].to_dict("records")
    for start in range(0, len(records), _BATCH):
        with tagger.memory_zone():
            rows.extend(
                _row(tagger.tag(_article(record, number)))
                for number, record in enumerate(records[start : start + _BATCH], start=start)
            )
    tagged = pd.DataFrame(rows, columns=list(COLUMNS), index=frame.index)
    return pd.concat([frame.drop(columns=[name for name in COLUMNS if name in frame.columns]), tagged], axis=1)


def _article(record: Mapping[Hashable, Any], number: int) -> Article:
    def text(name: str) -> str | None:
        value = record.get(name)
        return None if value is None or pd.isna(value) else str(value)

    country = text("country")
    return Article(
        id=text("id") or str(number),
        title=text("title") or "",
        body=text("body") or "",
        lead=text("lead"),
        language=text("language"),
        country=country.upper() if country else None,
        outlet="",
    )


def _row(tags: ArticleTags) -> dict[str, Any]:
    return {
        "language": tags.language,
        "on_topic": tags.on_topic,
        "relevance": tags.relevance,
        "framing": tags.framing.value,
        "headline": tags.headline.value,
        "voices": list(tags.voices),
        "context": list(tags.context),
        "why": list(tags.why),
        "spans": [
            {
                "part": span.part.value,
                "start": span.start,
                "end": span.end,
                "code": span.code,
                "voice": span.voice.value,
                "cue": span.cue_id,
            }
            for span in tags.spans
        ],
        "sources": [
            {"part": row.part.value, "start": row.start, "end": row.end, "role": row.role, "how": row.how}
            for row in tags.sources
        ],
        "clauses": [
            {"part": row.part.value, "start": row.start, "end": row.end, "acts": row.acts, "rule": row.rule}
            for row in tags.clauses
        ],
        "named_before_conviction": tags.naming.before_conviction if tags.naming else None,
    }
