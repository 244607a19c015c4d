"""Whose voice a span is in, by the codebook's rules."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp.extensions  # noqa: F401
from nlp.speech.sources import find_attributions
from nlp.speech.voice import voice_of

PIPELINES = {language: spacy.blank(language) for language in ("es", "pt", "en")}

# The span is between square brackets.
CASES = [
    ("es", "La [narcotraficante] fue detenida ayer.", "outlet"),
    ("es", "“Es una [delincuente] peligrosa y cruel”, dijo el fiscal.", "quoted"),
    ("es", "El fiscal dijo que la [delincuente] huyó.", "paraphrased"),
    ("es", "Según la policía, la [delincuente] huyó.", "paraphrased"),
    ("es", "La [delincuente] huyó, informó la Policía.", "paraphrased"),
    ("es", "Se dijo que la [delincuente] huyó.", "paraphrased"),
    ("es", "La mujer no es una [delincuente].", "metalinguistic"),
    ("es", "“Nosotras no somos [delincuentes]”, dijo Luz.", "metalinguistic"),
    ("es", "La mal llamada “[narcomula]” volvió a casa.", "metalinguistic"),
    ("es", "Las llamadas ‘[mulas]’ son las más pobres.", "metalinguistic"),
    ("es", "El término [mula] ofende.", "metalinguistic"),
    ("es", "Vivió con el estigma de [delincuente].", "metalinguistic"),
    ("es", "Fueron rotuladas como [delincuentes].", "metalinguistic"),
    ("es", "Cayó la “[Reina Roja]” en el puerto.", "outlet"),  # scare quotes, nobody named
    ("es", "Las internas [denunciaron] que no hay agua.", "outlet"),  # the outlet narrates her act
    ("es", "Las internas denunciaron que viven [sin atención médica].", "paraphrased"),
    ("es", "“Ya no aguanto”, dijo la [reclusa].", "outlet"),  # the outlet names the speaker
    ("pt", "A [traficante] caiu ontem.", "outlet"),
    ("pt", "“Ela é uma [criminosa] fria e cruel”, afirmou o delegado.", "quoted"),
    ("pt", "Segundo a promotora, a [criminosa] fugiu.", "paraphrased"),
    ("pt", "Não somos [criminosas].", "metalinguistic"),
    ("pt", "As chamadas “[mulas]” são pobres.", "metalinguistic"),
    ("pt", "— Ela é uma [bandida] perigosa — disse o delegado.", "quoted"),
    ("en", "The [drug mule] was arrested.", "outlet"),
    ("en", "“She is a [criminal] and a liar,” said the prosecutor.", "quoted"),
    ("en", "Police said the [drug mule] fled.", "paraphrased"),
    ("en", "They are not [monsters].", "metalinguistic"),
    ("en", "They aren't [monsters].", "metalinguistic"),
    ("en", "The so-called “[drug mule]” came home.", "metalinguistic"),
    ("en", "They were labeled [criminals] for years.", "metalinguistic"),
]


@pytest.mark.parametrize(("language", "text", "voice"), CASES)
def test_voice_by_the_codebook(language: str, text: str, voice: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    doc = PIPELINES[language](text.replace("[", "").replace("]", ""))
    span = doc.char_span(start, end, alignment_mode="expand")
    told, _, reason = voice_of(doc, span.start, span.end, find_attributions(doc))
    assert told.value == voice, reason
    assert reason


def test_a_span_in_a_reported_clause_leads_to_its_speaker() -> None:
    doc = PIPELINES["es"]("La jueza calló. La fiscal Ana Roldán dijo que la delincuente huyó.")
    found = find_attributions(doc)
    _, index, reason = voice_of(doc, len(doc) - 3, len(doc) - 2, found)
    assert index is not None
    assert found[index].role == "prosecutor"
    assert "Ana Roldán" in reason


def test_a_measure_asked_for_is_the_askers_and_the_asking_the_outlets() -> None:
    doc = PIPELINES["es"]("Marchan para exigir la libertad de Rosa.")
    found = find_attributions(doc)
    assert voice_of(doc, 2, 5, found, "R3")[0].value == "paraphrased"
    assert voice_of(doc, 2, 3, found, "R4")[0].value == "outlet"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="no es una dijo la fiscal“”\"'—,.\n:", max_size=60), st.integers(-2, 30), st.integers(-2, 30))
def test_no_text_and_no_span_however_broken_raises(text: str, start: int, end: int) -> None:
    doc = PIPELINES["es"](text)
    voice_of(doc, start, end, find_attributions(doc))
