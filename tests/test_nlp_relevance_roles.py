"""Who is beside words of custody in another role: in office, as a relative, as one who wants a penalty, on a stage."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger


def on_topic(language: str, title: str, body: str) -> bool:
    return Tagger().tag(Article(id="a", title=title, body=body, outlet="o", language=language)).on_topic


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("es", "Detienen a jueza de Tuxpan", "La jueza Graciela Montes fue detenida al salir de su despacho."),
        ("es", "Sorpresa en el juzgado", "La jueza Graciela Montes, procesada por cohecho, pagó una fianza ayer."),
        ("es", "Capturan a custodia que metía celulares", "La mujer trabajaba en el penal varonil desde 2015."),
        ("pt", "Delegada é presa", "A delegada Patrícia Moura foi presa em casa nesta quinta-feira."),
        ("pt", "Juíza é condenada por venda de sentenças", "Marlene Prado pegou oito anos de prisão."),
        ("en", "Deputy arrested on DUI charge", "Deputy Christina Moss, 31, was booked into the county jail."),
        ("en", "Prison officer jailed over affair", "Officer Kayleigh Marsh, 27, was sentenced to 12 months."),
    ],
)
def test_a_woman_in_office_who_is_arrested_herself_is_in_scope(language: str, title: str, body: str) -> None:
    assert on_topic(language, title, body)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        (
            "es",
            "Jueza dicta prisión a concejal",
            "La jueza Marta Olivera dictó prisión preventiva al concejal Raúl Sosa.",
        ),
        ("es", "Agente detiene a ladrón", "La agente Laura Pinto detuvo al hombre que robó un bolso. Quedó preso."),
        ("es", "La ministra visita a las detenidas", "La ministra Ana Ruiz habló con los directores de tres penales."),
        ("pt", "Delegada explica prisão de pastor", "A delegada Fernanda Lima contou como chegou ao pastor preso."),
        ("en", "Deputy stops driver", "Deputy Christina Moss arrested a 45-year-old man. He was booked into the jail."),
    ],
)
def test_a_woman_in_office_who_arrests_or_judges_is_not(language: str, title: str, body: str) -> None:
    assert not on_topic(language, title, body)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("es", "La viuda espera la condena", "Gladys Romero, viuda del taxista, espera una condena de veinte años."),
        ("es", "La madre de Inés pide cadena perpetua", "Rosa Díaz pidió que el asesino muera en la cárcel."),
        ("pt", "Mãe de Isabela comemora", "Rosana Dias comemorou a condenação do ex-genro a trinta anos de prisão."),
        (
            "pt",
            "Visitas suspensas",
            "Com crianças no colo, elas cobram a volta das visitas. O marido dela cumpre pena.",
        ),
        ("en", "Widow satisfied with sentence", "She was satisfied with the 30-year prison sentence, she said."),
        ("en", "Mother speaks", "The mother of a footballer jailed for assault visits him every week."),
        ("en", "Lawyer says client was beaten", "Attorney Susan Lyle said her client was beaten in jail."),
        (
            "en",
            "Case closes",
            "Wendy Hale told the jury that Dr. Amir Qureshi, who is charged with manslaughter, lied.",
        ),
    ],
)
def test_a_relative_a_lawyer_or_one_who_wants_the_penalty_is_not_in_custody(
    language: str, title: str, body: str
) -> None:
    assert not on_topic(language, title, body)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("es", "La acusada pide su libertad", "Rosa Peña pidió la libertad condicional tras seis años en prisión."),
        ("es", "La madre de dos niños, presa", "La madre de dos niños fue condenada a seis años de prisión."),
        ("en", "Mother of two jailed for fraud", "A mother of two who claimed benefits has been jailed."),
        ("en", "Wife of banker arrested", "The wife of a banker was arrested at the airport on Monday."),
    ],
)
def test_her_own_release_or_arrest_counts_beside_her_family(language: str, title: str, body: str) -> None:
    assert on_topic(language, title, body)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        (
            "es",
            "Una pareja y una maleta",
            "Una mujer de 31 años, vecina de Lorca, y su marido, de 35, fueron detenidos.",
        ),
        ("pt", "Enfermeira e marido são presos", "Uma enfermeira, de 29 anos, e o marido, de 33, foram presos ontem."),
        ("es", "Nuevo giro", "La detención, ayer por la tarde, de la contadora Julia Paredes reaviva el caso."),
        ("pt", "A queda de Lúcia", "A prisão em flagrante de Lúcia Prates encerrou a investigação da polícia."),
        ("en", "Stolen purses", "A traffic stop led to the arrest of two women from Memphis, the police said."),
    ],
)
def test_an_arrest_told_by_a_noun_or_shared_with_a_man_is_hers(language: str, title: str, body: str) -> None:
    assert on_topic(language, title, body)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        (
            "es",
            "Llega la segunda parte",
            "Renata (Paulina Goto) es detenida. La espera Bruna (Ana Paleta), la presa más dura.",
        ),
        ("pt", "Estreia com vingança", "Presa há anos, Helena (Cláudia Abreu) reencontra a rival Lorena (Ana Reis)."),
        ("en", "Season two", "Jodie (Emily Watson) is jailed again. Her cellmate Rita (Anna Kerr) plans an escape."),
    ],
)
def test_names_with_their_actors_in_brackets_are_a_story(language: str, title: str, body: str) -> None:
    assert not on_topic(language, title, body)


@pytest.mark.parametrize(
    ("language", "title", "body", "expected"),
    [
        ("es", "Un año sin verla", "Soledad Beltrán pasó un año en la cárcel por un robo que no cometió.", True),
        ("es", "Viaje a Soledad", "En Soledad Atlántico pasó un año en la cárcel el concejal por un robo.", False),
        ("en", "A year inside", "Grace Whitlow spent a year in prison for a theft she denies.", True),
        ("pt", "Juíza solta torcedores", "A juíza Carla Neves mandou soltar os torcedores presos no domingo.", False),
        ("pt", "Professora solta após três dias", "Ela estava presa desde sexta-feira em Recife.", True),
        ("en", "Female officers sue state prison", "Inmates harass them daily, three female officers say.", False),
    ],
)
def test_a_common_word_is_a_name_only_before_a_surname_and_a_verb_no_release(
    language: str, title: str, body: str, expected: bool
) -> None:
    assert on_topic(language, title, body) is expected


@pytest.mark.parametrize(
    ("language", "title", "body", "expected"),
    [
        (
            "pt",
            "Mulher mata marido e dorme ao lado dele",
            "Uma mulher de 31 anos matou o marido em casa. Os vizinhos ouviram gritos. O corpo foi levado ao IML.\n\n"
            "A mulher foi presa em flagrante pela polícia.",
            True,
        ),
        (
            "es",
            "La ministra defiende el presupuesto",
            "La ministra Patricia Ronchi habló durante cuatro horas. El plan prevé nuevas escuelas.\n\n"
            "Una diputada la acusó de ocultar datos sobre las cárceles.",
            False,
        ),
    ],
)
def test_an_article_that_opens_with_her_needs_one_arrest_below_and_no_mere_reproach(
    language: str, title: str, body: str, expected: bool
) -> None:
    assert on_topic(language, title, body) is expected


@pytest.mark.parametrize(
    ("language", "title", "body", "expected"),
    [
        ("es", 'Detienen a una "mula" en el aeropuerto', "Llevaba dos kilos de cocaína, dijo la policía.", True),
        ("es", "Detienen a una repostera por estafa", "El taller fue registrado por la policía.", True),
        ("es", "Detienen a una banda de estafadores", "El taller fue registrado por la policía.", False),
        ("pt", "Polícia prende uma recepcionista por furto", "A loja foi revistada.", True),
        ("pt", "Polícia prende uma quadrilha por furto", "A loja foi revistada.", False),
        ("es", "Travesti fue detenido por hurto", "Ocurrió anoche en la avenida central.", True),
        ("pt", "Travestis são presos no centro", "Os dois foram levados à delegacia.", True),
        ("pt", "Homem é preso por matar travesti", "O suspeito foi levado à delegacia.", False),
        ("en", "Police hold wife over trader's death", "Police are holding a 30-year-old woman in a cell.", True),
        ("en", "Police hold press conference", "Police are holding a vigil for Anna Moss, killed in jail.", False),
    ],
)
def test_a_verb_of_arrest_takes_women_whatever_they_do(language: str, title: str, body: str, expected: bool) -> None:
    assert on_topic(language, title, body) is expected


def test_a_surname_that_is_a_mans_first_name_stays_hers() -> None:
    body = "Marissa Alexander fired a warning shot. Alexander was sentenced to 20 years in prison. Alexander appealed."

    assert on_topic("en", "A warning shot", body)
    assert not on_topic("en", "A warning shot", body.replace("Marissa", "Alexander").replace("Alexander A", "Peter A"))


def test_a_doctors_wing_of_a_prison_holds_her_and_a_prison_nurse_does_not() -> None:
    held = "Ana Robles cumple un mes en la torre médica del penal de Tepepan. Ana Robles espera juicio desde mayo."
    works = "Ana Robles es enfermera del penal de Tepepan. Ana Robles pide más camas y más personal."

    assert on_topic("es", "Un mes sin comer", held)
    assert not on_topic("es", "Un mes sin camas", works)


def test_a_name_with_an_age_is_whom_the_sentence_before_brought_in() -> None:
    woman = "A Florida woman allegedly cut her boyfriend. Cathrine Kendel, 35, is accused of attempted murder."
    man = "A Florida man allegedly cut his girlfriend. Cathrine Kendel, 35, is accused of attempted murder."

    assert on_topic("en", "Knife at noon", woman)
    assert not on_topic("en", "Knife at noon", man)


def test_women_who_visit_open_no_article_about_women_in_custody() -> None:
    body = (
        "Um grupo de 60 mulheres bloqueou a rodovia contra o corte das visitas.\n\nA fila era longa desde cedo. "
        "Uma delas, detida pela polícia no bloqueio, saiu em uma hora."
    )

    assert not on_topic("pt", "Mães e companheiras fecham rodovia por visita em presídio", body)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        (
            "es",
            "Elevan a juicio una causa",
            "La fiscal de Familia y de Género, Ana Ruiz, dispuso la elevación a juicio del caso.",
        ),
        ("pt", "Empresário é solto", "A Operação Narco Vela, investigada por anos, levou à prisão de um empresário."),
        (
            "en",
            "Mum lashes out",
            "She could have slapped the father of the killer, who was sentenced to life today with a minimum of ten "
            "years in jail.",
        ),
    ],
)
def test_a_title_an_operation_and_a_long_clause_take_nobody_in(language: str, title: str, body: str) -> None:
    assert not on_topic(language, title, body)
