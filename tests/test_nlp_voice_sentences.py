"""Voices and sources of invented sentences, as they stand in wires, features, columns and headlines of many outlets."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.tokens import Doc

from nlp.pipeline import shared
from nlp.speech.sources import distinct_sources, find_attributions
from nlp.speech.voice import voice_of

FOLDER = Path(__file__).parent / "challenge"


def rows(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split(" | ")] for line in lines if line and not line.startswith("#")]


def read(language: str, text: str, headline: str = "") -> Doc:
    pipeline = shared(language)
    doc = pipeline.make_doc(f"{headline}\n\n{text}" if headline else text)
    doc._.headline_end = sum(token.idx < len(headline) + 2 for token in doc) if headline else 0
    for name, component in pipeline.pipeline:
        if name == "encuadre_sources":
            break
        doc = component(doc)
        if name == "encuadre_relevance":
            doc._.on_topic = True  # a sentence alone is too little to tell
    return doc


@pytest.mark.parametrize(("language", "voice", "headline", "text"), rows("voices.txt"))
def test_the_voice_of_a_word(language: str, voice: str, headline: str, text: str) -> None:
    whole = f"{headline}\n\n{text}" if headline else text
    start, end = whole.index("["), whole.index("]") - 1
    headline, text = (part.replace("[", "").replace("]", "") for part in (headline, text))
    doc = read(language, text, headline)
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None
    told, _, reason = voice_of(doc, span.start, span.end, find_attributions(doc))
    assert told.value == voice, reason


@pytest.mark.parametrize(("language", "sources", "text"), rows("sources.txt"))
def test_the_sources_of_a_sentence(language: str, sources: str, text: str) -> None:
    found, _ = distinct_sources(find_attributions(read(language, text)))
    assert sorted(f"{item.role}:{item.how}" for item in found) == sources.split()
