"""One speaker under several names, and verbs of saying by which nobody speaks, in three languages."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

TAGGER = Tagger()
HER = {
    "es": "Las internas del penal de mujeres esperan juicio. ",
    "pt": "As internas do presídio feminino aguardam julgamento. ",
    "en": "The women held at the women's prison are waiting for trial. ",
}


def sources(language: str, text: str, title: str = "Una nota") -> list[str]:
    article = Article(id="a", title=title, body=HER[language] + text, outlet="o", language=language)
    return [f"{source.role}/{source.how}" for source in TAGGER.tag(article, on_topic=True).sources]


SILENT = [
    # A court decides; where it gives reasons or speaks, it is a source.
    ("es", "El juez negó otorgarle el beneficio.", []),
    ("es", "La jueza admitió el amparo de la defensa.", []),
    ("es", "El tribunal dispuso que la acusada sea trasladada.", []),
    ("es", "La jueza determinó que no existía riesgo de fuga.", ["judge/paraphrased"]),
    ("pt", "A Vara determinou que a ré seja levada ao hospital.", []),
    ("pt", "O desembargador ressaltou que a decisão criaria desigualdade.", ["judge/paraphrased"]),
    ("en", "The judge denied her request for a hearing.", []),
    ("en", "The judge said the request came too late.", ["judge/paraphrased"]),
    # Nobody, thoughts and what will be said are no speech.
    ("es", "Nadie dijo que ella tenía derecho a llamar.", []),
    ("es", "Elena Prado pensó que todo estaba perdido.", []),
    ("es", "El ministerio comunicará la decisión el lunes.", []),
    ("es", "El ministerio informó que hay plazas nuevas.", ["government/paraphrased"]),
    ("pt", "Ninguém disse que ela podia sair.", []),
    ("pt", "O ministério comunicará a decisão na segunda.", []),
    ("es", "La defensa insistirá en que actuó por miedo.", ["defense/paraphrased"]),
    ("pt", "Segundo familiares, a comida chega azeda.", ["family/paraphrased"]),
    ("en", "Nobody said that she could leave.", []),
    # Protest, acts and participles that look like speech.
    ("es", "Las vecinas se manifestaron frente al juzgado.", []),
    ("es", "El gobierno insiste en mantenerla encerrada.", []),
    ("es", "El gobierno insiste en que hubo errores.", ["government/paraphrased"]),
    ("es", "La detenida, que responde a las iniciales R. P., llegó tarde.", []),
    ("en", "A woman accused of theft arrived late.", []),
    ("en", "A neighbour accused the woman of theft.", ["other/paraphrased"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), SILENT)
def test_what_nobody_says_is_no_source(language: str, text: str, expected: list[str]) -> None:
    assert sources(language, text) == expected


ONE_SPEAKER = [
    # An institution in full, by its acronym, and as "the body".
    ("es", "El Instituto Nacional Penitenciario (INPE) informó que hay camas. El INPE dijo que llegarán más.", 1),
    ("es", "La Policía Nacional Civil informó que huyó. La PNC dijo que la busca.", 1),
    ("pt", "Segundo a PM, ela fugiu. A Polícia Militar disse que a mulher reagiu.", 1),
    ("pt", "A Ordem dos Advogados do Brasil (OAB-GO) informou que vai apurar. A OAB disse que espera provas.", 1),
    # The lead brings in a judge, the next sentence names her.
    ("en", "A judge told the woman she would be freed. District Judge Ann Poe said she had waited too long.", 1),
    # An apposition tells by what word the name goes on.
    ("es", "Nora Sáenz, hermana de la acusada, dijo que espera. La hermana dijo que está enferma.", 1),
    # The office has a long name, and the holder's stands behind it.
    ("es", "Faltan camas, expuso el secretario de Seguridad Urbana, Jesús Pinto Ortiz. Pinto Ortiz dijo que habrá.", 1),
    ("es", "La diputada por Renovación Elisa Carranza dijo que votará. Carranza dijo que hay tiempo.", 1),
    ("es", "Ramón Villar Soto, juez de control, quien dijo que espera, se fue. Villar dijo que volverá.", 1),
    # Two institutions stay two.
    ("es", "El INPE informó que hay camas. La Defensoría del Pueblo dijo que faltan.", 2),
    ("pt", "A PM informou que ela fugiu. O Ministério Público disse que vai apurar.", 2),
]


@pytest.mark.parametrize(("language", "text", "count"), ONE_SPEAKER)
def test_one_speaker_under_several_names_counts_once(language: str, text: str, count: int) -> None:
    assert len(sources(language, text)) == count


ROLES = [
    # A network is an organization, and so is whoever speaks for it; women in prison are not the charity of that name.
    ("es", "La policía vino. Faltan camas, señaló la vocera de la Red Sol Naciente.", ["organization/paraphrased"]),
    ("es", "De acuerdo con la Red Sol Naciente, faltan camas.", ["organization/paraphrased"]),
    ("es", "Se cayó una red eléctrica, dijo la policía.", ["police_military/paraphrased"]),
    ("pt", "A polícia veio. Faltam camas, disse a porta-voz da Rede Sol Nascente.", ["organization/paraphrased"]),
    ("pt", "Segundo a Rede Globo, faltam camas.", ["other/paraphrased"]),
    ("en", "Women in prison in Oak Bay say that there is no water.", ["directly_impacted/paraphrased"]),
    ("en", "Women in Prison, a charity, said that there is no water.", ["organization/paraphrased"]),
    ("es", "La diputada por Renovación Elisa Carranza dijo que votará.", ["government/paraphrased"]),
    ("es", "Un grupo de internas dijo que no hay agua.", ["directly_impacted/paraphrased"]),
    ("es", "Un grupo de vecinos denunció ruidos en la zona.", ["other/paraphrased"]),
    ("es", "El sobrino de la detenida, Ramón Salgado Ruiz explicó que ella ayuna.", ["family/paraphrased"]),
    ("es", "Sus abogados, quienes hace dos años dijeron que era tarde, callan hoy.", ["defense/paraphrased"]),
    (
        "es",
        "Las internas recibieron a Amnistía Internacional. El presidente del organismo dijo que volverá.",
        ["organization/paraphrased"],
    ),
    ("en", "A group of journalists said that they were barred.", ["other/paraphrased"]),
    ("en", "Carla Huang, the group's attorney, said that deputies will be trained.", ["defense/paraphrased"]),
    ("en", "One of the bill's architects said that women would be safer.", ["other/paraphrased"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), ROLES)
def test_the_text_tells_who_the_speaker_is(language: str, text: str, expected: list[str]) -> None:
    assert sources(language, text) == expected


def test_a_shared_surname_is_a_relative_and_the_surname_alone_is_she() -> None:
    text = "Lidia Hale was jailed on Monday. Mark Hale said that he was sorry. Hale told the judge that she understood."
    assert sources("en", text, "Lidia Hale jailed") == ["family/paraphrased", "directly_impacted/paraphrased"]


def test_the_headline_names_no_source_of_its_own() -> None:
    assert sources("es", "Hay visitas los domingos.", "Denuncian hacinamiento, dice la fiscal") == []


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        ("es", "Merece la cárcel, dicen vecinos", "La policía informó que fue detenida.", ["other", "police_military"]),
        (
            "pt",
            "Ela merece cadeia, dizem vizinhos",
            "A polícia informou que ela foi presa.",
            ["other", "police_military"],
        ),
        ("en", "She had no choice, neighbors say", "Police said that she was arrested.", ["other", "police_military"]),
        ("es", "Fue detenida, dice la policía", "La policía informó que fue detenida.", ["police_military"]),
    ],
)
def test_whom_only_the_headline_cites_keeps_the_police_from_being_the_only_source(
    language: str, title: str, text: str, expected: list[str]
) -> None:
    assert [source.split("/")[0] for source in sources(language, text, title)] == expected


VERBS = [
    ("es", "La socióloga Ana Viera aportó que seis de cada diez trabajaban.", ["expert/paraphrased"]),
    ("es", "La directora del penal manifiesta que hay médicos.", ["prison_authority/paraphrased"]),
    ("es", "La defensora pública anticipó que apelará.", ["defense/paraphrased"]),
    ("es", "La fiscal Ana Ruiz discrepa: “No hubo error alguno en la causa”.", ["prosecutor/quoted"]),
    ("pt", "A advogada Ana Prado antecipou que vai recorrer.", ["defense/paraphrased"]),
    ("pt", "A diretora do presídio salienta que há médicos.", ["prison_authority/paraphrased"]),
    ("en", "Her lawyer highlighted that nobody had called a doctor.", ["defense/paraphrased"]),
    ("en", "The warden attributed the crowding to repairs.", ["prison_authority/paraphrased"]),
    # Sentences served and people praised attribute nothing.
    ("es", "Ella purga una condena por robo.", []),
    ("en", "All three women hail from the same village.", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), VERBS)
def test_verbs_of_saying_in_all_their_forms(language: str, text: str, expected: list[str]) -> None:
    assert sources(language, text) == expected
