"""Whose the words are: headline and lead, labels that name her, dropped subjects, the rights of others."""

from __future__ import annotations

import pytest

from corpus.records import Article, ArticleTags
from nlp.tagger import Tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _tags(tagger: Tagger, language: str, title: str, body: str, country: str = "") -> ArticleTags:
    article = Article(id="t", title=title, body=body, outlet="o", country=country or None, language=language)
    return tagger.tag(article)


def _codes(tags: ArticleTags, title: str, body: str) -> set[tuple[str, str]]:
    wholes = {"headline": title, "body": body}
    return {(span.code, wholes[span.part.value][span.start : span.end]) for span in tags.spans}


COUNTED = [
    # A headline's label is hers whom the lead names.
    (
        "es",
        "Cae la reina del narco en Villa Umbría",
        "Una mujer fue detenida el lunes en su casa.",
        "S4",
        "la reina del narco",
    ),
    ("en", "Drug queenpin caught at border", "A woman was arrested on Sunday.", "S4", "Drug queenpin"),
    ("en", "Suspected lottery scammer held", "The woman was arrested on Friday.", "S1", "scammer"),
    # A label in the feminine names her, also where nobody was named near.
    (
        "es",
        "Operativo en Lomas Altas",
        "Una mujer fue detenida ayer. Según el jefe Raúl Peña, la narcotraficante huyó.",
        "S1",
        "narcotraficante",
    ),
    (
        "pt",
        "Operação em Lagoa Torta",
        "Uma mulher foi presa ontem. Segundo o delegado João Reis, a traficante fugiu.",
        "S1",
        "traficante",
    ),
    # A negated label needs no context and no nearer subject.
    (
        "es",
        "Detienen a vendedora en Lomas Altas",
        "La mujer fue detenida el lunes. No es una delincuente, dijo su hermana.",
        "S1",
        "delincuente",
    ),
    # What opens the body goes on about the headline; a dropped subject reaches back over sentences.
    ("es", "Mujeres privadas de la libertad levantan la voz", "Exigen agua y medicinas para todas.", "R4", "Exigen"),
    ("pt", "Mulheres presas em Serra Funda fazem greve de fome", "Elas exigem água potável.", "R4", "exigem"),
    ("en", "Women in prison go on strike", "They demand clean water.", "R4", "demand"),
    # A place after a preposition is nobody else.
    ("es", "Reclusas de Santa Lucía denuncian abusos", "Las reclusas del penal esperan respuesta.", "R4", "denuncian"),
    # Words of grammar alone say that women act; a part of a group is they.
    ("es", "Reclusas de Santa Lucía en ayuno", "Las cuatro exigen agua y un médico.", "R4", "exigen"),
    ("es", "Reclusas de Santa Lucía", "Una de las reclusas exige agua potable.", "R4", "exige"),
    ("pt", "Detentas de Serra Funda fazem protesto", "Uma das detentas exige água potável.", "R4", "exige"),
    # A joined verb has the subject of the one before it, and a verb its auxiliaries.
    ("es", "Mujer presa en Lomas", "La mujer presa se plantó ante la directora y exigió agua.", "R4", "exigió"),
    (
        "es",
        "Reclusas de Santa Lucía",
        "Las reclusas no callan y siguen exigiendo agua.",
        "R4",
        "exig",
    ),
    # Their own association is they.
    (
        "es",
        "Mujeres presas de Lomas se organizan",
        "La asociación de mujeres presas nació en 2019. La asociación exige agua.",
        "R4",
        "exige",
    ),
    # English puts words between the article and the noun.
    ("en", "Woman arrested in Elmtown", "The woman, a 48-year-old child trafficker, was arrested.", "S1", "trafficker"),
    # A nickname in quotation marks, whatever it goes on with.
    ("es", "Atraparon a la “reina de las empanadas”", "La mujer fue detenida en Lomas Altas.", "S4", "reina de"),
]


@pytest.mark.parametrize(("language", "title", "body", "code", "words"), COUNTED)
def test_the_words_are_tied_to_her(tagger: Tagger, language: str, title: str, body: str, code: str, words: str) -> None:
    tags = _tags(tagger, language, title, body)
    found = _codes(tags, title, body)
    assert any(label == code and (words in text or text in words) for label, text in found), (tags.why, found)


OTHERS = [
    (
        "es",
        "Aplazan audiencia de mujer presa",
        "La mujer está presa desde marzo. La abogada denunció a la prensa.",
        "R4",
    ),
    ("es", "Mujer detenida por homicidio", "La mujer fue detenida. Los vecinos exigen justicia.", "R4"),
    ("pt", "Mulher é presa por furto", "A mulher foi presa ontem. O dono do mercado cobra justiça.", "R4"),
    ("pt", "Mulher acusada de matar idoso é presa", "A mulher foi presa. A família da vítima luta por direitos.", "R2"),
    (
        "en",
        "Cleaner jailed for conning widow",
        "The woman was jailed on Monday. The widow is campaigning for new rules.",
        "R4",
    ),
    (
        "en",
        "Woman jailed for fraud",
        "The woman was jailed. Prosecutor Jane Abbott spoke. She demanded more staff.",
        "R4",
    ),
    ("es", "Mujer detenida en Lomas", "La mujer fue detenida. El abogado de las detenidas exige agua.", "R4"),
    ("es", "Mujer presa", "La mujer está presa. La asociación de vecinos creció. La asociación exige luz.", "R4"),
    ("en", "Woman arrested in Elmtown", "The woman was arrested. A neighbour told Human Rights Watch about her.", "R2"),
]


@pytest.mark.parametrize(("language", "title", "body", "code"), OTHERS)
def test_what_others_do_and_their_rights_are_not_hers(
    tagger: Tagger, language: str, title: str, body: str, code: str
) -> None:
    tags = _tags(tagger, language, title, body)
    assert tags.on_topic, tags.why
    assert code not in {span.code for span in tags.spans}


@pytest.mark.parametrize(
    ("language", "told", "convicted"),
    [
        ("es", "La mujer mató a su pareja.", "Fue condenada en mayo a diez años."),
        ("pt", "A mulher matou o marido.", "Ela foi condenada em maio a dez anos."),
    ],
)
def test_guilt_stated_as_fact_is_no_prejudgement_after_a_conviction(
    tagger: Tagger, language: str, told: str, convicted: str
) -> None:
    title = {"es": "Mujer detenida en Lomas Altas", "pt": "Mulher é presa em Lagoa Torta"}[language]
    arrested = {"es": "La mujer fue detenida el lunes.", "pt": "A mulher foi presa na segunda."}[language]
    before = _tags(tagger, language, title, f"{arrested} {told}")
    after = _tags(tagger, language, title, f"{arrested} {told} {convicted}")
    assert "S6" in {span.code for span in before.spans}
    assert "S6" not in {span.code for span in after.spans}


def test_the_countrys_own_entry_is_preferred_and_everybodys_where_none_is_known(tagger: Tagger) -> None:
    title, body = "Internas del penal protestan", "Las internas del penal de mujeres piden agua."
    own = {span.cue_id for span in _tags(tagger, "es", title, body, "AR").spans if span.code == "S2"}
    unknown = {span.cue_id for span in _tags(tagger, "es", title, body).spans if span.code == "S2"}
    assert own == {"es.s2.interna-ar"}
    assert unknown == {"es.s2.interna"}
