"""One attribution as it is read, before anybody knows who speaks."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.speech.reading import NounPhrase


@dataclass(slots=True)
class Cited:
    """One attribution before its speaker is known. ``impersonal``: *se dijo*, *it is alleged*. ``narrated``: the outlet
    tells a step in her case and nobody's words (*pidió la prisión preventiva*).
    """

    start: int
    end: int
    speaker: NounPhrase | None
    content: list[tuple[int, int]] = field(default_factory=list)
    quoted: bool = False
    impersonal: bool = False
    narrated: bool = False
