"""The gate before relevance: does any word of custody occur in a text at all?

In: raw text and its language. Out: yes or no. It reads no tokens, so an article about something else costs next to
nothing.
"""

from __future__ import annotations

from functools import cache

from lexicons.language_data import load_scope

# Hangs on a Doc whose raw text the gate has let through, so that nobody asks twice.
GATE_PASSED = "encuadre_gate"
# What clings to a word in a raw text, and how many words the gate remembers (memory stays flat).
_PUNCTUATION = ".,;:!?¡¿…\"'“”‘’«»()[]-–—"
_GATE_WORDS = 65_536


def may_be_relevant(text: str, language: str) -> bool:
    """The gate: does any word of custody occur at all? Looks at the words of the raw text, no tokens."""
    return _gate(language).lets_through(text.lower())


class _Gate:
    """The gate of one language. News repeats its words: what a word says is found out once, and then two set operations
    read an article.
    """

    def __init__(self, language: str) -> None:
        stems = load_scope(language).gate
        self._phrases = tuple(stem for stem in stems if " " in stem.strip())
        self._stems = tuple(stem for stem in stems if " " not in stem.strip())
        self._speaking: set[str] = set()
        self._silent: set[str] = set()

    def lets_through(self, lower: str) -> bool:
        """Does the text, in small letters, hold a word or phrase of custody?"""
        words = set(lower.split())
        if not words.isdisjoint(self._speaking):
            return True
        words = words - self._silent  # "-=" would walk over all words that are known
        if len(self._silent) > _GATE_WORDS:
            self._silent.clear()
        for word in words:
            padded = f" {word.strip(_PUNCTUATION)} "
            if any(stem in padded for stem in self._stems):
                if len(self._speaking) > _GATE_WORDS:
                    self._speaking.clear()
                self._speaking.add(word)
                return True
            self._silent.add(word)
        return any(phrase in lower for phrase in self._phrases)


@cache
def _gate(language: str) -> _Gate:
    return _Gate(language)
