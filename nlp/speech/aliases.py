"""The short names of institutions: the acronym that a bracket gives, and the capitals of the full name.

In: a noun phrase of a read article. Out: lower-case acronyms it may be called by. Why: a newspaper writes *Comisión
Interamericana de Derechos Humanos (CIDH)* once and *la CIDH* ever after, *Polícia Militar* here and *a PM* there.
"""

from __future__ import annotations

from nlp.speech.reading import NounPhrase, Reading

# An acronym has so many letters; one of two letters (PM, MP) is one where the capitals spell it.
_LETTERS = range(2, 12)


def aliases_of(reading: Reading, phrase: NounPhrase) -> set[str]:
    """pm for *a PM* and for *a Polícia Militar*; oab for *a Ordem dos Advogados do Brasil em Goiás (OAB-GO)*."""
    texts, words = reading.words.texts, reading.speech.words
    found: set[str] = set()
    capitals = ""
    for index in range(phrase.start, phrase.end):
        text = texts[index]
        if _is_acronym(text):
            found.add(_plain(text))
        elif text[0].isupper() and reading.words.lowers[index] not in words.determiners:
            capitals += text[0].lower()
        elif text[0].islower() and reading.words.lowers[index] not in words.of | words.determiners | words.conjunctions:
            capitals += " "  # a small word parts two names
    found.update(part for part in capitals.split() if len(part) > 1)
    if phrase.end + 1 < len(texts) and texts[phrase.end] == "(" and _is_acronym(texts[phrase.end + 1]):
        found.add(_plain(texts[phrase.end + 1]))
    return found


def _is_acronym(text: str) -> bool:
    head = text.partition("-")[0]
    return len(head) in _LETTERS and head.isalpha() and (head.isupper() or sum(map(str.isupper, head)) * 2 > len(head))


def _plain(text: str) -> str:
    return text.partition("-")[0].lower()
