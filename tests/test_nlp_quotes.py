"""Quotations are found however they are typed, and odd marks lose nothing."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.speech.quotes import Quote, quotes_of
from nlp.texts.sentences import SentenceBoundaries

VERBS = frozenset({"dijo", "respondió", "afirmou", "diz", "said"})
PIPELINES = {language: spacy.blank(language) for language in ("es", "pt", "en")}


def quotes(text: str, language: str = "es") -> tuple[list[str], list[Quote]]:
    doc = SentenceBoundaries()(PIPELINES[language](text))
    found = quotes_of(doc, VERBS)
    return [doc[quote.inner_start : quote.inner_end].text.strip("<>") for quote in found], found


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("«", "»"), ("‘", "’"), ("'", "'"), ("„", "“"), ("''", "''"), ("<<", ">>"), ("“", '"')],
)
def test_every_pair_of_marks_holds_its_words(opening: str, closing: str) -> None:
    texts, found = quotes(f"Ella dijo: {opening}no volveré nunca{closing} y se fue.")
    assert texts == ["no volveré nunca"]
    assert found[0].closed


def test_apostrophes_are_no_quotation_marks() -> None:
    texts, _ = quotes("It's the women's '90s rock 'n' roll; the prisoners' rights aren't theirs.", "en")
    assert texts == []


def test_single_quotes_hold_possessives_and_contractions() -> None:
    texts, _ = quotes("'I don't know the prisoners' names,' said Kim.", "en")
    assert texts == ["I don't know the prisoners' names,"]


def test_nested_quotations_know_their_depth() -> None:
    texts, found = quotes("«Me llamaron “ladrona” ante todos», dijo.")
    assert texts == ["Me llamaron “ladrona” ante todos", "ladrona"]
    assert [quote.depth for quote in found] == [0, 1]


def test_dialogue_dashes_leave_the_narrator_out() -> None:
    texts, found = quotes("—No volveré —dijo ella—. Es tarde.")
    assert texts == ["No volveré", "Es tarde."]
    assert {quote.family for quote in found} == {"dash"}


def test_portuguese_dash_with_spaces() -> None:
    texts, _ = quotes("— É urgente — diz a ministra, ao julgar o caso.", "pt")
    assert texts == ["É urgente"]


@pytest.mark.parametrize("line", ["- pan y leche", "– Argentina: 3", "— Redacción"])
def test_list_items_and_signatures_are_no_dialogue(line: str) -> None:
    assert quotes(line)[0] == []


def test_a_quotation_over_paragraphs_is_opened_again_in_each() -> None:
    texts, found = quotes("Contó: “Llegué de noche.\n“Nadie me explicó nada”. Luego calló.")
    assert texts == ["Llegué de noche.", "Nadie me explicó nada"]
    assert [(quote.closed, quote.continued) for quote in found] == [(False, True), (True, False)]


def test_an_unclosed_mark_ends_with_its_sentence_and_the_rest_is_read() -> None:
    texts, found = quotes('Dijo: "esto no cierra. Otra frase. Y "otra cita" después.')
    assert texts == ["esto no cierra.", "otra cita"]
    assert [quote.closed for quote in found] == [False, True]


def test_a_stray_closing_mark_closes_its_sentence() -> None:
    texts, found = quotes("Ayer llovió. Ella es inocente”, dijo el abogado.")
    assert texts == ["Ella es inocente"]
    assert not found[0].closed


def test_inches_are_no_quotation() -> None:
    assert quotes("A tall door of 6'2\" stood open.", "en")[0] == []


MARKS = st.text(alphabet="ab S.,\n“”\"'«»‘’—-–<>`´ñ’s 5", max_size=80)


@settings(max_examples=200, deadline=None)
@given(MARKS)
def test_no_text_however_broken_raises(text: str) -> None:
    _, found = quotes(text)
    for quote in found:
        assert quote.start <= quote.inner_start < quote.inner_end <= quote.end
