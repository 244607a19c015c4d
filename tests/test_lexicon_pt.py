"""The Portuguese cues: complete over the codebook, inflected, about women, and with Brazil and Portugal apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from corpus.records import Article
from lexicons.codebook import load_codebook
from lexicons.cues import Cue, load_lexicon
from nlp.tagger import Tagger
from tests.lexicon_conditions import takes_away

CUES = load_lexicon("pt").cues
# Angola and Mozambique write European Portuguese and share its criminal procedure.
EUROPEAN = {"PT", "AO", "MZ"}
# Feminine endings of nouns and participles that inflect for number by adding s.
REGULAR = re.compile(r"^[\w-]*[^aeiou\W](?:ada|ida|enta|eira|ária|usa|osa|ina|ita|ora)$")


def with_form(form: str, code: str | None = None) -> list[Cue]:
    """The cues that hold a form."""
    return [cue for cue in CUES if form in cue.forms and code in (None, cue.code)]


def countries(form: str, code: str) -> set[str]:
    """Where a form carries a code; ``*`` is everywhere."""
    return {country for cue in with_form(form, code) for country in cue.countries}


def test_there_are_enough_cues_and_every_code_has_several() -> None:
    counts = Counter(cue.code for cue in CUES)
    assert len(CUES) >= 150
    assert {code for code in load_codebook().codes if counts[code] < 5} == set()


def test_every_stigmatizing_cue_says_what_to_write_instead() -> None:
    for cue in CUES:
        if cue.code.startswith("S"):
            assert cue.instead, cue.id
            assert not set(cue.instead) & set(cue.forms), cue.id


def test_labels_come_in_singular_and_plural() -> None:
    for cue in CUES:
        if cue.code in ("S1", "S2", "S7"):
            for form in cue.forms:
                if " " not in form and REGULAR.match(form):
                    assert form + "s" in cue.forms, f"{cue.id}: {form}"


@pytest.mark.parametrize("verb", ["exige", "denuncia", "lidera", "reivindica", "organiza"])
def test_verbs_of_agency_come_in_number_and_tense_and_ask_for_her_as_subject(verb: str) -> None:
    (cue,) = with_form(verb, "R4")
    stem = verb[:-1]
    assert {verb + "m"} <= set(cue.forms)
    assert {stem + "iu", stem + "iram"} & set(cue.forms) or {stem + "ou", stem + "aram"} <= set(cue.forms)
    assert cue.subject


def test_custody_labels_are_feminine() -> None:
    masculine = re.compile(
        r"(^|[ -])(detento|preso|presidiário|recluso|interno|apenado|reeducando|condenado|detido)s?\b"
    )
    assert [form for cue in CUES if cue.code == "S2" for form in cue.forms if masculine.search(form)] == []


def test_custody_labels_are_not_adjectives_or_events() -> None:
    for label in ("presa", "presas", "reclusa", "detida", "condenada"):
        for cue in with_form(label, "S2"):
            assert cue.noun, cue.id
            assert {"mulher", "mulheres"} <= takes_away(cue), cue.id


def test_portugal_and_brazil_are_apart() -> None:
    only = {
        "PT": "H1 arguida; S1 correio de droga; S1 burlona; S7 toxicodependente; C4 sobrelotação; R3 amnistia",
        "BR": "S2 detenta; S2 reeducanda; S7 cracuda; S6 saidinha; C4 superlotação; R3 anistia",
    }
    for country, listed in only.items():
        for code, form in (item.split(" ", 1) for item in listed.split("; ")):
            assert countries(form, code) == (EUROPEAN if country == "PT" else {country}), form


def test_the_same_measure_has_each_country_s_name_and_spelling() -> None:
    assert countries("pulseira eletrónica", "R3") == countries("pulseira electrónica", "R3") == EUROPEAN
    assert countries("tornozeleira eletrônica", "R3") == {"BR"}
    assert countries("prisão domiciliária", "R3") == EUROPEAN


def test_a_status_that_differs_by_country_is_two_entries() -> None:
    status = {cue.countries: (cue.status, cue.severity) for cue in with_form("reclusa", "S2")}
    assert status == {("PT", "AO", "MZ"): ("official", 1), ("BR",): ("contested", 2)}
    assert {cue.countries: cue.status for cue in with_form("travesti", "X")} == {
        ("BR",): "neutral",
        ("PT", "AO", "MZ"): "contested",
    }


def test_arguida_is_a_neutral_status_and_reeducanda_is_official() -> None:
    (arguida,) = with_form("arguida")
    assert (arguida.code, arguida.status) == ("H1", "neutral")
    (reeducanda,) = with_form("reeducanda")
    assert reeducanda.status == "official"


@pytest.mark.parametrize("european, brazilian", [("género", "gênero"), ("bebé", "bebê"), ("ingénua", "ingênua")])
def test_both_orthographies_are_there(european: str, brazilian: str) -> None:
    words = defaultdict(set)
    for cue in CUES:
        for form in cue.forms:
            for word in form.split():
                words[word].add(cue.id)
    assert words[european] & words[brazilian]


@pytest.mark.parametrize(
    "form, code, block",
    [
        ("mula", "S3", "mula sem cabeça"),
        ("ré", "H1", "marcha à"),
        ("viúva negra", "S4", "marvel"),
        ("bandida", "S1", "música"),
        ("criminosa", "S1", "organização"),
        ("presa", "S2", "marfim"),
        ("presa", "S2", "nas ferragens"),
        ("suspeita", "H1", "há"),
        ("direitos humanos", "R2", "comissão de"),
        ("lidera", "R4", "quadrilha"),
        ("ressocialização", "R3", "secretaria de"),
    ],
)
def test_false_friends_are_blocked(form: str, code: str, block: str) -> None:
    for cue in with_form(form, code):
        assert block in cue.left_not + cue.right_not + cue.sentence_not, cue.id


def test_measures_that_are_also_bare_events_ask_for_words_of_asking() -> None:
    for form in ("prisão domiciliar", "tornozeleira eletrônica", "liberdade provisória", "saída temporária", "soltura"):
        for cue in with_form(form, "R3"):
            assert cue.sentence_any or cue.left_any or cue.right_any, cue.id


def test_plain_idioms_and_official_names_are_no_cues() -> None:
    for form in (
        "atrás das grades",
        "mulheres presas",
        "comissão de direitos humanos",
        "defensoria pública",
        "esquadra",
    ):
        assert with_form(form) == [], form


def test_no_form_is_claimed_twice_for_one_code_and_country() -> None:
    places: dict[tuple[str, str], list[Cue]] = defaultdict(list)
    for cue in CUES:
        for form in cue.forms:
            places[cue.code, form].append(cue)
    for (_, form), cues in places.items():
        # The plural of presa is looked at in two ways: after a determiner, and bare.
        if form == "presas":
            continue
        # A form may ask for words beside it in one entry and count alone in another country or with other words.
        alone = [cue for cue in cues if not (cue.sentence_any or cue.left_any or cue.right_any)]
        everywhere = [country for cue in alone for country in cue.countries]
        assert len(set(everywhere)) == len(everywhere), form
        assert len(alone) < 2 or "*" not in everywhere, form


_WOMEN = {
    "BR": "As detentas da Penitenciária Feminina de Cariacica foram ouvidas ontem. ",
    "PT": "As reclusas do Estabelecimento Prisional de Tires foram ouvidas ontem. ",
    "AO": "As reclusas da cadeia feminina de Viana foram ouvidas ontem. ",
}


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """One for all sentences."""
    return Tagger()


@pytest.mark.parametrize(
    "country, code, sentence",
    [
        ("BR", "R2", "Elas estão há três semanas sem atendimento ginecológico."),
        ("PT", "R2", "A uma das reclusas foi recusada assistência médica durante a noite."),
        ("BR", "R2", "A direção proibiu as presas de amamentar os bebês."),
        ("BR", "R2", "O defensor sustenta que a prisão é manifestamente ilegal."),
        ("PT", "R2", "A mulher foi ouvida sem intérprete e sem advogado."),
        ("AO", "R2", "Foram espancadas pelos agentes na esquadra."),
        ("PT", "R2", "As reclusas apresentaram queixa à Provedora de Justiça."),
        ("BR", "R2", "A juíza determinou que o estado forneça absorventes às presas."),
        ("BR", "R4", "As detentas entraram em greve de fome na segunda-feira."),
        ("BR", "R4", "As presas organizaram um clube de leitura."),
        ("AO", "R4", "As reclusas denunciaram maus-tratos numa carta aberta."),
        ("BR", "R3", "A defensora pede que as mães cumpram a pena em prisão domiciliar."),
        ("PT", "R3", "A associação defende mais penas de trabalho a favor da comunidade para estas mulheres."),
        ("PT", "H1", "A mulher terá asfixiado o marido com uma almofada."),
        ("BR", "H1", "Segundo a polícia, ela seria a mandante do crime."),
        ("BR", "S6", "A mulher matou o próprio filho e escondeu o corpo."),
        ("BR", "S6", "A detenta merece apodrecer na cadeia."),
        ("PT", "S4", 'A "Rainha da Burla" foi detida em Faro.'),
        ("PT", "S1", "A burlona já cumpre pena em Tires."),
        ("BR", "S3", "A víbora foi enfim enjaulada."),
        ("BR", "S7", "A cracuda foi presa outra vez."),
        ("BR", "T1", "Ela foi manipulada pelo namorado e não sabia o que levava."),
        ("BR", "R2", "Continuam presas apesar do alvará de soltura."),
        ("PT", "R2", "Assinaram o depoimento sem o ler."),
        ("BR", "R2", "Uma delas perdeu a visão por falta de tratamento."),
        ("BR", "R2", "Os hormônios foram suspensos."),
        ("BR", "R2", "Foram revistadas diante de agentes homens."),
        ("AO", "R2", "O regulamento não está a ser cumprido."),
        ("BR", "R3", "Elas merecem uma segunda oportunidade."),
        ("PT", "R3", "Prender mães não resolve."),
        ("BR", "R3", "A associação arranja casa e trabalho às que saem."),
        ("BR", "R4", "As presas penduraram faixas nas janelas."),
        ("PT", "R4", "As reclusas recolheram assinaturas entre as colegas."),
        ("BR", "S6", "A mulher esvaziou a conta do idoso."),
        ("BR", "S6", "Os vizinhos festejaram a prisão dela."),
        ("BR", "S5", "Nem os filhos a detiveram."),
    ],
)
def test_sub_meanings_are_found_in_new_wording(tagger: Tagger, country: str, code: str, sentence: str) -> None:
    before = _WOMEN[country]
    article = Article(
        id="x",
        title="Vida na prisão feminina",
        lead=None,
        body=before + sentence,
        outlet="x",
        country=country,
        language="pt",
    )
    spans = tagger.tag(article).spans
    assert code in {span.code for span in spans if span.part.value == "body" and span.start >= len(before)}


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("R2", "Uma das presas é aluna do curso de direito à noite."),
        ("R3", "A detenta cumpre prisão domiciliar desde maio."),
        ("R4", "A detenta liderava a quadrilha, segundo a polícia."),
        ("S6", "Segundo a polícia, a mulher teria matado o marido."),
        ("S4", "A rainha da bateria visitou as detentas."),
        ("S1", "A organização criminosa agia no bairro, segundo a detenta."),
        ("S2", "As mulheres presas trabalham na horta."),
        ("R2", "O habeas corpus das reclusas será julgado na terça-feira."),
        ("R2", "As reclusas recusaram a comida durante dois dias."),
        ("R3", "A prisão oferece às reclusas um curso profissionalizante de costura."),
        ("R4", "A mãe da vítima exige justiça."),
        ("R4", "A reclusa escreveu a carta na sala de visitas."),
        ("S6", "A mulher esvaziou a conta do idoso, segundo a acusação."),
    ],
)
def test_false_friends_carry_no_code(tagger: Tagger, code: str, sentence: str) -> None:
    before = _WOMEN["BR"]
    article = Article(
        id="x",
        title="Vida na prisão feminina",
        lead=None,
        body=before + sentence,
        outlet="x",
        country="BR",
        language="pt",
    )
    spans = tagger.tag(article).spans
    assert code not in {span.code for span in spans if span.part.value == "body" and span.start >= len(before) + 12}
