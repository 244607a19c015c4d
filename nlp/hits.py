"""A cue where it counts. In: nothing. Out: ``Hit``, which the finders of cues give and ``encuadre_cues`` writes."""

from __future__ import annotations

from dataclasses import dataclass

from lexicons.cues import Cue


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue where it counts: tokens, cue and the plain-English reason."""

    start: int
    end: int
    cue: Cue
    rule: str
