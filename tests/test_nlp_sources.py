"""Who says what: attributions, their extent, the speaker and the role, in three languages."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import nlp.extensions  # noqa: F401
from benchmarks import quotations
from lexicons.errors import EncuadreError
from lexicons.speech_data import build_roles, build_speech, load_roles, load_speech
from nlp.speech.sources import Attribution, distinct_sources, find_attributions

PIPELINES = {language: spacy.blank(language) for language in ("es", "pt", "en")}


def read(language: str, text: str, headline: str = "") -> tuple[Doc, list[Attribution]]:
    doc = PIPELINES[language](f"{headline}\n\n{text}" if headline else text)
    if headline:
        doc._.headline_end = sum(token.idx < len(headline) + 2 for token in doc)
    return doc, find_attributions(doc)


def contents(doc: Doc, item: Attribution) -> list[str]:
    return [doc[start:end].text for start, end in item.content]


ROLES = [
    ("es", "«No hubo pruebas», dijo la fiscal Ana Roldán.", "prosecutor", "quoted"),
    ("es", "La jueza Marta Lugo aseguró que habrá juicio.", "judge", "paraphrased"),
    ("es", "Según la Policía, la mujer llevaba un paquete.", "police_military", "paraphrased"),
    ("es", "De acuerdo con la directora del penal, hay cien mujeres.", "prison_authority", "paraphrased"),
    ("es", "La diputada Elsa Rivas pidió que se investigue.", "government", "paraphrased"),
    ("es", "“Mi clienta es inocente”, sostuvo el abogado defensor.", "defense", "quoted"),
    ("es", "La investigadora Rosa Vidal explicó que faltan datos.", "expert", "paraphrased"),
    ("es", "La Pastoral Penitenciaria denunció que no hay agua.", "organization", "paraphrased"),
    ("es", "“La extraño mucho”, contó su madre.", "family", "quoted"),
    ("es", "El informe señala que el penal está lleno.", "document", "paraphrased"),
    ("es", "“Nadie nos escucha”, lamentó una de las internas.", "directly_impacted", "quoted"),
    ("es", "La mujer fue detenida el lunes, informó la Guardia Nacional.", "police_military", "paraphrased"),
    ("pt", "“Não há provas”, afirma a defensora pública Carla Dias.", "defense", "quoted"),
    ("pt", "Segundo o delegado, ela confessou o crime.", "police_military", "paraphrased"),
    ("pt", "A denúncia diz que ela vendia drogas.", "document", "paraphrased"),
    ("pt", "A juíza Marta Lopes disse que não há vagas.", "judge", "paraphrased"),
    ("pt", "De acordo com a promotora, houve crime.", "prosecutor", "paraphrased"),
    ("pt", "A Secretaria de Administração Penitenciária informou que há vagas.", "prison_authority", "paraphrased"),
    ("pt", "“Tenho saudade dos meus filhos”, conta a detenta.", "directly_impacted", "quoted"),
    ("en", "“I was scared,” said Kim Lowe, a former inmate.", "directly_impacted", "quoted"),
    ("en", "According to the warden, the wing is full.", "prison_authority", "paraphrased"),
    ("en", "Police claimed that she fled.", "police_military", "paraphrased"),
    ("en", "The public defender said the hearing was unfair.", "defense", "paraphrased"),
    ("en", "A report by the charity found that cells were cold.", "document", "paraphrased"),
    ("en", "“We will appeal,” her lawyer, Ann Poe, told reporters.", "defense", "quoted"),
    ("en", "“She was loved,” her mother said.", "family", "quoted"),
    # An institution named before tells whose director or spokesman speaks; what is owned is the head.
    ("es", "La cárcel de Altamar está llena. El director afirmó que faltan camas.", "prison_authority", "paraphrased"),
    ("es", "El coronel Darío Luna, director del penal, dijo que hubo orden.", "prison_authority", "paraphrased"),
    ("es", "“Seguimos”, manifestó a Radio Sur el comisario mayor Abel Ponce.", "police_military", "quoted"),
    ("es", "Fuentes de la investigación dijeron que viajaba sola.", "police_military", "paraphrased"),
    ("es", "La abogada de la Fiscalía pidió que siga presa.", "prosecutor", "paraphrased"),
    ("es", "“Tengo miedo”, dijo Elba Ríos, de 54 años, madre de una de ellas.", "family", "quoted"),
    ("pt", "Segundo os investigadores, ela movimentava o dinheiro.", "police_military", "paraphrased"),
    ("pt", "“Falta tudo”, disse Nair Pinto, 61 anos, avó de uma delas.", "family", "quoted"),
    ("en", "The officer's report said that she was cold.", "document", "paraphrased"),
    ("en", "The inmate's mother said that nobody called.", "family", "paraphrased"),
    ("en", "The jailed activist said that she would go on.", "directly_impacted", "paraphrased"),
    ("en", "Counsel for the prosecution told the court that she fled.", "prosecutor", "paraphrased"),
    ("en", "“I will write,” said Nora Vale, 54, a lawyer for the women.", "defense", "quoted"),
]


@pytest.mark.parametrize(("language", "text", "role", "how"), ROLES)
def test_a_source_has_its_role(language: str, text: str, role: str, how: str) -> None:
    _, found = read(language, text)
    assert [(item.role, item.how) for item in found] == [(role, how)]


@pytest.mark.parametrize(
    ("language", "text", "content"),
    [
        ("es", "Ayer llovió. La fiscal dijo que la mujer huyó de la casa. Luego paró.", "la mujer huyó de la casa."),
        ("pt", "O delegado disse que ela fugiu de carro. Choveu.", "ela fugiu de carro."),
        ("en", "It rained. The sheriff said she ran away. It stopped.", "she ran away."),
    ],
)
def test_a_reported_clause_ends_with_its_sentence(language: str, text: str, content: str) -> None:
    doc, (item,) = read(language, text)
    assert contents(doc, item) == [content]


def test_a_following_quotation_belongs_to_the_last_speaker() -> None:
    doc, found = read("es", "“Llegué de noche”, dijo la interna Luz. “Nadie me explicó nada de lo que pasaba”.")
    assert len(found) == 1
    assert contents(doc, found[0]) == ["Llegué de noche", "Nadie me explicó nada de lo que pasaba"]


def test_a_surname_alone_takes_the_role_of_the_full_mention() -> None:
    _, found = read("es", "“Habrá juicio”, dijo la fiscal Ana Roldán. Roldán explicó que falta un peritaje.")
    assert [item.role for item in found] == ["prosecutor", "prosecutor"]
    assert found[0].speaker == found[1].speaker


def test_a_name_in_apposition_is_remembered() -> None:
    _, found = read("pt", "A diretora do presídio, Ana Prado, disse que há vagas. “Falta dinheiro”, conta Ana Prado.")
    assert [item.role for item in found] == ["prison_authority", "prison_authority"]
    assert found[0].speaker == found[1].speaker


def test_a_possessor_is_not_the_speaker() -> None:
    _, found = read("en", "“I lost my job,” Raven Cole said. “She did nothing wrong,” said Cole's lawyer, Sam Pitt.")
    assert [item.role for item in found][1] == "defense"
    assert found[0].speaker != found[1].speaker


def test_a_verb_without_subject_goes_on_with_the_last_speaker() -> None:
    _, found = read("es", "La jueza dijo que habrá juicio. Añadió que será público.")
    assert [item.role for item in found] == ["judge", "judge"]


def test_a_pronoun_goes_back_to_a_person_not_to_a_document() -> None:
    _, found = read("en", "Warden Ann Poe said the wing is full. The report said so. “It is cold,” she said.")
    assert [item.role for item in found] == ["prison_authority", "document", "prison_authority"]


def test_asi_lo_dijo_attributes_the_sentence_before() -> None:
    doc, (item,) = read("es", "Habrá más talleres. Así lo informó la directora del penal.")
    assert (item.role, contents(doc, item)[0]) == ("prison_authority", "Habrá más talleres.")


def test_any_verb_after_a_quotation_attributes_it() -> None:
    _, (item,) = read("pt", "“Não vamos parar agora”, desafiou a deputada Lia Prado.")
    assert (item.role, item.how) == ("government", "quoted")


def test_an_infinitive_does_the_work_of_que() -> None:
    doc, (item,) = read("es", "La acusada dijo ignorar el contenido del paquete.")
    assert (item.role, contents(doc, item)) == ("directly_impacted", ["ignorar el contenido del paquete."])


def test_a_verb_further_on_shares_the_subject_of_its_sentence() -> None:
    _, found = read("es", "El juez dijo que no. La diputada Elsa Rivas visitó el penal y aseguró que falta agua.")
    assert [item.role for item in found] == ["judge", "government"]


def test_a_judge_who_rejects_decides_and_is_no_source() -> None:
    assert read("en", "A judge rejected the request for bail.")[1] == []


def test_impersonal_attribution_has_no_speaker() -> None:
    for language, text in (
        ("es", "Se dijo que huyó."),
        ("pt", "Comenta-se que fugiu."),
        ("en", "It is alleged that she fled."),
    ):
        _, (item,) = read(language, text)
        assert (item.speaker, item.how) == (-1, "paraphrased")
        assert distinct_sources([item]) == ([], [None])


@pytest.mark.parametrize(
    ("language", "headline", "role", "how"),
    [
        ("es", "Fiscal: “Es culpable”", "prosecutor", "quoted"),
        ("es", "Creció el número de mujeres en prisión: CNDH", "government", "paraphrased"),
        ("pt", "‘Ela mentiu’, diz delegado", "police_military", "quoted"),
    ],
)
def test_headlines_attribute_by_colon_and_by_verb(language: str, headline: str, role: str, how: str) -> None:
    _, found = read(language, "Texto.", headline)
    assert [(item.role, item.how) for item in found] == [(role, how)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "La denuncia fue presentada ayer y la cuenta está cerrada."),
        ("es", "El penal cuenta con un taller."),
        ("es", "Según el caso, la pena varía."),
        ("pt", "O segundo turno será em outubro e a conta com juros chegou."),
        ("en", "Her claims were old and the charges were dropped."),
    ],
)
def test_nouns_and_idioms_attribute_nothing(language: str, text: str) -> None:
    assert read(language, text)[1] == []


def test_a_source_counts_once_for_each_way_it_is_cited() -> None:
    _, found = read("es", "La jueza dijo que sí. “Habrá juicio”, dijo la jueza. La jueza aseguró que será público.")
    rows, places = distinct_sources(found)
    assert [row.how for row in rows] == ["paraphrased", "quoted"]
    assert places == [0, 1, 0]


def test_a_lexicon_that_does_not_hold_names_file_and_entry() -> None:
    with pytest.raises(EncuadreError, match=r"es/roles\.toml, entry role 1: .*no role 'wizard'"):
        build_roles(
            {
                "role": [{"role": "wizard", "strength": "title", "words": ["mago"]}],
                "predicates": {"custody": [], "female": [], "male": []},
            },
            "es",
        )
    with pytest.raises(EncuadreError, match=r"E?.*es/speech\.toml"):
        build_speech({"endings": {}, "verbs": []}, "es")
    with pytest.raises(EncuadreError, match="'fr'"):
        load_speech("fr")


def test_the_shipped_lexicons_hold() -> None:
    for language in ("es", "pt", "en"):
        assert load_speech(language).verbs
        assert load_roles(language).phrases


@pytest.mark.parametrize(
    ("language", "text", "cue", "role", "how"),
    [
        ("es", "La jueza que autorizó la salida alegó que no había riesgo.", "La jueza", "judge", "paraphrased"),
        ("es", "El tribunal estimó, sin embargo, que faltan pruebas.", "El tribunal estimó", "judge", "paraphrased"),
        ("es", "Su abogado, Raúl Peña, se limitó a decir que habrá apelación.", "Raúl Peña", "defense", "paraphrased"),
        ("es", "Según la Defensoría, “las celdas no tienen luz”.", "Según la Defensoría", "government", "quoted"),
        ("pt", "A mãe de uma detenta afirmou que falta água.", "A mãe", "family", "paraphrased"),
        (
            "pt",
            "O delegado responsável pelo caso, Ivo Reis, notou que faltam provas.",
            "O delegado",
            "police_military",
            "paraphrased",
        ),
        (
            "en",
            "Mary Hale, a victim of the law whose story was told on air, said the new law was a start.",
            "Mary Hale",
            "directly_impacted",
            "paraphrased",
        ),
        (
            "en",
            "It quoted the state commander, Mr Bob Dunn, as saying: “She ran.”",
            "Mr Bob Dunn",
            "police_military",
            "quoted",
        ),
        (
            "en",
            "Police Prosecutor Inspector Lee Dey told the court that she fled.",
            "Police Prosecutor",
            "prosecutor",
            "paraphrased",
        ),
    ],
)
def test_the_one_who_speaks_is_found_far_from_the_verb(language: str, text: str, cue: str, role: str, how: str) -> None:
    doc, found = read(language, text)
    told = [(item.role, item.how) for item in found if cue in doc[item.cue_start : item.cue_end].text]
    assert (role, how) in told or (role == "directly_impacted" and told)


def test_a_pronoun_means_the_subject_of_the_sentence_before() -> None:
    _, found = read("en", "The judge said no. Warden Mary Pitt opened the door. “Come in,” she said.")
    assert [item.role for item in found] == ["judge", "prison_authority"]


def test_a_man_who_speaks_is_not_the_woman_in_custody() -> None:
    _, found = read("en", "“I did nothing,” said Ann Lowe, who spent six years in prison. He said that she lied.")
    assert found[0].speaker != found[1].speaker


def test_the_paper_itself_is_no_source() -> None:
    assert read("es", "La puerta estaba abierta, según constató este diario.")[1] == []


def test_a_nickname_before_a_verb_of_falling_is_no_quotation() -> None:
    _, found = read("es", "La mujer, conocida como “la reina del sur”, cayó ayer.")
    assert [item for item in found if item.how == "quoted"] == []


def test_not_telling_is_no_statement() -> None:
    assert read("en", "The sheriff did not disclose how she fled.")[1] == []


def test_direct_quotations_are_told_as_labelled() -> None:
    texts = quotations.read_labelled(quotations.LABELLED)
    figures = quotations.compare(texts, None, {})["encuadre"]
    assert all(figures[language]["f1"] >= 0.8 for language in quotations.LANGUAGES), figures


WORDS = st.sampled_from(
    [
        "dijo",
        "que",
        "según",
        "la",
        "fiscal",
        "“",
        "”",
        '"',
        "'",
        ",",
        ".",
        ":",
        "—",
        "ella",
        "Ana",
        "Ruiz",
        "informó",
        "se",
        "no",
        "segundo",
        "disse",
        "said",
        "that",
        "who",
        "quien",
        "y",
        "(",
        ")",
        "\n",
        "de",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["es", "pt", "en"]), st.lists(WORDS, max_size=25), st.text(max_size=20))
def test_no_text_however_broken_raises(language: str, words: list[str], noise: str) -> None:
    text = " ".join(words) + noise.encode("utf-8", "ignore").decode()
    doc, found = read(language, text)
    for item in found:
        assert 0 <= item.cue_start < item.cue_end <= len(doc)
        assert all(0 <= start < end <= len(doc) for start, end in item.content)
