"""How complete the collection was: what was found and lost by week, and the weeks that are no fair picture.

In: a corpus, or where its file is. Out: ``Collected``. It asks nothing of the articles' tags, so another process can
find it out while ours reads these.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from corpus.store import Break, Corpus


@dataclass(frozen=True, slots=True)
class Collected:
    """``health``: outlet, country, week, outcome, n. ``breaks``: weeks in which an outlet's collection was no fair
    picture of it."""

    health: pd.DataFrame
    breaks: tuple[Break, ...]


def collected_in(corpus: Corpus) -> Collected:
    """Of a corpus that is open."""
    health = corpus.health_frame()
    return Collected(health, tuple(each for each in corpus.breaks(health=health) if each.coverage))


def collected_at(path: Path) -> Collected:
    """Of the corpus in a file."""
    # Loaded here: other processes that make pages know of no store.
    from corpus.store import Corpus

    with Corpus.open(path) as corpus:
        return collected_in(corpus)
