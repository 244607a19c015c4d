"""The article as one clean text: whatever is typed, offsets lead back to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Article, Part
from lexicons.cues import lexicons_in_use, using_lexicons
from nlp.pipeline import build, make_doc
from nlp.tagger import Tagger
from nlp.texts.article import ArticleText, normalize
from nlp.texts.language import detect_language
from nlp.texts.masked import unmasked
from nlp.texts.words import words_of

SPANISH = "La mujer fue detenida por la policía en la capital y enviada a prisión preventiva."
# Letters, marks that compose, blanks and line ends of all kinds, invisible characters and halves of surrogate pairs.
messy = st.text(
    st.one_of(
        st.sampled_from("aeéñ .,“”\"'-\n\r\t\u00a0\u00ad\u200b\u2028\u0301\u0303\ufeff\ud800\u1112\u1161\u11ab"),
        st.characters(),
    ),
    max_size=60,
)


# What is read as another character, by what it is read as.
_READ_AS = {
    **{
        "«": ("<<", "‹‹"),
        "»": (">>", "››"),
        "“": ("‹", "❝"),
        "”": ("›", "❞"),
        '"': ("＂",),
        "—": ("--",),
        "-": ("‐", "‑"),
    },
    **dict.fromkeys("fil", ("ﬁ", "ﬂ", "ﬀ", "ﬃ", "ﬄ")),
}


@given(messy)
def test_every_character_leads_back_to_where_it_came_from(stored: str) -> None:
    normalized = normalize(stored)

    assert len(normalized.starts) == len(normalized.ends) == len(normalized.text)
    for index, char in enumerate(normalized.text):
        start, end = normalized.to_stored(index, index + 1)
        assert 0 <= start < end <= len(stored)
        if (
            not char.isspace()
            and char != "\N{REPLACEMENT CHARACTER}"
            and stored[start:end] not in _READ_AS.get(char, ())
        ):
            assert char in unicodedata.normalize("NFC", stored[start:end]) or char in stored


@settings(deadline=None)  # the first example builds the pipeline
@given(
    st.sampled_from(['""', "“”", "«»", "„“", "<<>>", "‹‹››", "‘’"]),
    st.sets(st.sampled_from(["nfd", "nbsp", "soft hyphen", "blanks", "crlf"])),
)
def test_how_a_text_is_typed_changes_no_span(marks: str, variants: set[str]) -> None:
    plain = 'La presa habló ayer. "No soy una asesina, señor", dijo la reclusa. Exigen un médico.'
    half = len(marks) // 2
    typed = plain.replace('"No', f"{marks[:half]}No").replace('señor"', f"señor{marks[half:]}")
    for variant in sorted(variants):
        typed = _VARIANTS[variant](typed)

    assert _spans(plain)
    assert _spans(typed) == _spans(plain)


_VARIANTS: dict[str, Callable[[str], str]] = {
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "nbsp": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphen": lambda text: text.replace("es", "e\u00ads"),
    "blanks": lambda text: f"  {text} \n ",
    "crlf": lambda text: text.replace("ayer. ", "ayer.\r\n"),
}


def _spans(body: str) -> list[tuple[str, str, str]]:
    article = Article(id="a", title="", body=body, outlet="o", country=None, language="es")
    found = Tagger().tag(article, on_topic=True).spans
    return [(span.code, span.voice.value, _plain(body[span.start : span.end])) for span in found]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


@given(messy)
def test_normalizing_twice_changes_nothing(stored: str) -> None:
    once = normalize(stored).text

    assert normalize(once).text == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@given(messy, messy, messy)
def test_parts_are_told_apart_for_any_text(title: str, lead: str, body: str) -> None:
    text = ArticleText.build(title, lead, body)
    stored = {Part.HEADLINE: title, Part.LEAD: lead, Part.BODY: body}

    for part, offset, normalized in text.parts:
        if normalized.text:
            found, start, end = text.to_stored(offset, offset + len(normalized.text))
            assert found is part
            assert 0 <= start < end <= len(stored[part])
    assert text.to_stored(0, 10_000)[0] in stored


def test_what_nobody_sees_is_gone_and_the_words_lead_back() -> None:
    stored = "La\u00a0re\u00adclu\u200bsa  habló\u2028Ayer"

    normalized = normalize(stored)

    assert normalized.text == "La reclusa habló\nAyer"
    start, end = normalized.to_stored(3, 10)
    assert stored[start:end] == "re\u00adclu\u200bsa"


def test_a_composed_letter_maps_to_the_letter_and_its_mark() -> None:
    stored = unicodedata.normalize("NFD", "prisión")

    normalized = normalize(stored)

    assert normalized.text == "prisión"
    start, end = normalized.to_stored(5, 6)
    assert stored[start:end] == "o\u0301"


def test_headline_lead_and_body_are_found_again() -> None:
    text = ArticleText.build("Titular ", "Entrada.", "Cuerpo.")

    body = text.text.index("Cuerpo")

    assert text.text == "Titular\n\nEntrada.\n\nCuerpo."
    assert (text.headline_end, text.lead_end) == (7, 17)
    assert text.to_stored(0, 7) == (Part.HEADLINE, 0, 7)
    assert text.to_stored(body, body + 6) == (Part.BODY, 0, 6)


def test_an_empty_article_is_an_empty_text() -> None:
    assert ArticleText.build("", None, " \n ").text == ""


def sentences(language: str, body: str) -> list[str]:
    pipeline = build(language)
    doc = make_doc(pipeline, ArticleText.build("", None, body))
    doc = pipeline.get_pipe("encuadre_sentences")(doc)
    return [doc[start:end].text.strip() for start, end in words_of(doc).sentences]


def test_abbreviations_initials_and_decimals_end_no_sentence() -> None:
    assert sentences("es", "La Sra. Pérez y el Dr. J. López leyeron el art. 18. Son 3.500 páginas.") == [
        "La Sra. Pérez y el Dr. J. López leyeron el art. 18.",
        "Son 3.500 páginas.",
    ]
    assert sentences("pt", "A Dra. Ana Lima falou às 10h. O n. 5 da av. Brasil fica longe.") == [
        "A Dra. Ana Lima falou às 10h.",
        "O n. 5 da av. Brasil fica longe.",
    ]
    assert sentences("en", "Ms. Hall met Lt. Gov. Ray at 5 p.m. on Monday. She left.") == [
        "Ms. Hall met Lt. Gov. Ray at 5 p.m. on Monday.",
        "She left.",
    ]


def test_closing_quotation_marks_stay_with_their_sentence() -> None:
    assert sentences("es", "Dijo: “No es justo.” Luego salió. «¿Por qué?», preguntó ella.") == [
        "Dijo: “No es justo.”",
        "Luego salió.",
        "«¿Por qué?», preguntó ella.",
    ]


def test_a_line_end_ends_a_sentence() -> None:
    assert sentences("es", "Un intertítulo sin punto\nOtra frase") == ["Un intertítulo sin punto", "Otra frase"]


def test_the_language_is_told_and_neighbours_are_none_of_ours() -> None:
    assert detect_language(SPANISH) == "es"
    assert detect_language("A mulher foi presa pela polícia e levada para a cadeia da cidade.") == "pt"
    assert detect_language("The woman was arrested by police and taken to the county jail.") == "en"
    assert detect_language("La dona va ser detinguda per la policia i enviada a la presó de la ciutat.") is None
    assert (
        detect_language("A muller foi detida pola policía e levada ao cárcere da cidade, dixo onte o concello.") is None
    )
    assert detect_language("La donna è stata arrestata dalla polizia e portata nel carcere della città.") is None


def test_a_stated_language_is_believed_unless_the_text_speaks_against_it() -> None:
    assert detect_language("Presa 34", "pt-BR") == "pt"
    assert detect_language("Presa 34") is None
    assert detect_language(SPANISH, "en") == "es"
    assert detect_language(SPANISH.upper(), "es") == "es"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("La mujer fue dete-\nnida ayer", "La mujer fue detenida ayer"),
        ("fue detenida\nen su casa. Luego\nsalió", "fue detenida en su casa. Luego salió"),
        ("Primer párrafo.\nSegundo párrafo", "Primer párrafo.\nSegundo párrafo"),
        ("la <<reina>> y la ‹‹dama››", "la «reina» y la «dama»"),
        ("#ViudaNegra en la corte", "#Viuda Negra en la corte"),
        ("temperaturas < 5 y > 3", "temperaturas < 5 y > 3"),
        ("Salió la presa.Nadie la esperaba,dijo", "Salió la presa. Nadie la esperaba, dijo"),
        ("Dijo:“No”y “sí”,respondió", "Dijo: “No” y “sí”, respondió"),
        ("¿Quién?Nadie…ni ella", "¿Quién? Nadie… ni ella"),
        ("a las 10:30, EE.UU. y p.m. en www.Sitio.com", "a las 10:30, EE.UU. y p.m. en www.Sitio.com"),
        ("la \" mula \" y el rock 'n' roll", "la \"mula\" y el rock 'n' roll"),
        ("la **mula** y la _presa_ de a_b", "la mula y la presa de a_b"),
        ("una a s e s i n a suelta", "una asesina suelta"),
        ("la ‹reina›, la tra\ufb01cante", "la “reina”, la traficante"),
        ("they went on hunger-\nstrike -- all of them", "they went on hunger-strike — all of them"),
    ],
)
def test_what_typing_hides_is_read_and_leads_back_to_what_was_typed(typed: str, read: str) -> None:
    clean = normalize(typed)
    assert clean.text == read
    word = read.split()[-1]
    start, end = clean.to_stored(read.rindex(word), len(read))
    assert typed[start:end] == typed[-len(typed[start:end]) :]


def test_a_word_cut_at_the_end_of_a_line_is_one_span_of_the_stored_text() -> None:
    typed = "El lunes entró en su gua-\nrida."
    clean = normalize(typed)
    start = clean.text.index("guarida")
    begin, stop = clean.to_stored(start, start + len("guarida"))
    assert typed[begin:stop] == "gua-\nrida"


@pytest.mark.parametrize(
    ("token", "language", "word"),
    [
        ("dr*gadicta", "es", "drogadicta"),
        ("p*ta", "es", "puta"),
        ("N*IADA", "pt", "noiada"),
        ("cr@ckxda", "pt", None),
        ("j*nkie", "en", "junkie"),
        ("nota*", "es", None),
    ],
)
def test_a_masked_label_is_read_where_only_one_fits(token: str, language: str, word: str | None) -> None:
    assert unmasked(token, language) == word


def test_a_masked_label_is_that_of_the_lexicon_in_use() -> None:
    shipped = lexicons_in_use()["es"]
    own = shipped.model_copy(update={"digest": "own", "cues": shipped.cues[:0]})

    assert unmasked("dr*gadicta", "es") == "drogadicta"
    with using_lexicons({"es": own}):
        assert unmasked("dr*gadicta", "es") is None
    assert unmasked("dr*gadicta", "es") == "drogadicta"
