"""Context rules: what the words around a cue say of it, as data with direction, scope, terminators and effect."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from lexicons.classes import load_classes
from lexicons.context_rules import idle_patterns, load_context, read_context
from lexicons.cues import LANGUAGES, load_lexicon
from lexicons.errors import EncuadreError
from nlp.cues.context import ArticleContext, ContextRules
from nlp.texts.words import cutter, words_of

TOP = 'breaks = ["pero"]\njoiners = ["ni", "o"]\n'


def write(folder: Path, *rules: str) -> Path:
    path = folder / "context.toml"
    path.write_text(TOP + "\n".join(f"[[rule]]\n{rule}\n" for rule in rules), "utf-8")
    return path


def effects(folder: Path, text: str, *rules: str, code: str = "S1") -> list[str]:
    """Ids of the rules that bear on the word in square brackets."""
    nlp = spacy.blank("es")
    nlp.add_pipe("encuadre_sentences")
    start, end = text.index("["), text.index("]") - 1
    doc = nlp(text.replace("[", "").replace("]", ""))
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None
    context = read_context(write(folder, *rules), "es", load_classes("es"))
    article = ArticleContext(ContextRules(context, cutter(nlp)), words_of(doc))
    return [each.rule.id for each in article.bearings(span.start, span.end, code)]


def rule(name: str, phrases: str, direction: str, more: str = "", effect: str = "block", codes: str = '"S1"') -> str:
    category = name.split(".")[1]
    carries = "" if effect == "pseudo" else f"codes = [{codes}]\n"
    return (
        f'id = "{name}"\ncategory = "{category}"\nphrases = [{phrases}]\ndirection = "{direction}"\n{more}\n'
        f'{carries}effect = "{effect}"'
    )


FORWARD = rule("es.fiction.before", '"película"', "forward", "reach = 2")
BACKWARD = rule("es.fiction.after", '"de película"', "backward")
OVER = rule("es.place.dam", '"presa la boca"', "over")
CLAUSE = rule("es.hedge.clause", '"presuntamente"', "bidirectional", 'scope = "clause"')
SENTENCE = rule("es.hedge.sentence", '"habría"', "bidirectional", 'scope = "sentence"')
ARTICLE = rule("es.verdict.article", '"fue condenada"', "bidirectional", 'scope = "article"')
QUOTATION = rule("es.mockery.quotation", '"spa"', "forward", 'scope = "quotation"')
THROUGH = rule("es.negation.through", '"no es"', "forward", 'reach = 3\nthrough = ["una", "simple"]')
ENDS = rule("es.fiction.ends", '"serie"', "forward", 'reach = 5\nterminators = ["real"]')


@pytest.mark.parametrize(
    ("one", "text", "bears"),
    [
        (FORWARD, "La película sobre la [ladrona] gustó.", True),
        (FORWARD, "La película que hoy trata de la [ladrona] gustó.", False),
        (FORWARD, "La [ladrona] vio una película.", False),
        (BACKWARD, "Era una [ladrona] de película.", True),
        (BACKWARD, "Era una [ladrona] muy de película.", False),
        (OVER, "El agua de la [presa] La Boca bajó.", True),
        (OVER, "La [presa] dijo que la boca le duele.", False),
        (CLAUSE, "Presuntamente la joven y [ladrona] huyó.", True),
        (CLAUSE, "Presuntamente huyó, pero la [ladrona] volvió.", False),
        (SENTENCE, "La [ladrona], dijo la fiscal, habría huido.", True),
        (SENTENCE, "La [ladrona] huyó. Su socia habría muerto.", False),
        (ARTICLE, "La [ladrona] huyó. Volvió en mayo. Luego fue condenada a un año.", True),
        (QUOTATION, "“Un spa para cada [ladrona] del país”, dijo.", True),
        (QUOTATION, "Dijo “spa” y nombró a la [ladrona] después.", False),
        (THROUGH, "No es una simple [ladrona].", True),
        (THROUGH, "No es una “[ladrona]”.", True),
        (THROUGH, "No es hermana de una [ladrona].", False),
        (ENDS, "En la serie aparece la [ladrona].", True),
        (ENDS, "En la serie real cayó la [ladrona].", False),
    ],
)
def test_direction_scope_and_terminators(tmp_path: Path, one: str, text: str, bears: bool) -> None:
    assert bool(effects(tmp_path, text, one)) is bears


def test_a_pseudo_rule_hides_its_words_from_the_others(tmp_path: Path) -> None:
    pseudo = rule("es.pseudo.not-only", '"no es solo"', "forward", effect="pseudo")
    negation = rule("es.negation.is-not", '"no es"', "forward", "reach = 3", "metalinguistic")
    assert effects(tmp_path, "No es una [ladrona].", negation, pseudo) == ["es.negation.is-not"]
    assert effects(tmp_path, "No es solo una [ladrona].", negation, pseudo) == []


def test_what_is_joined_to_a_denied_word_is_denied_with_it(tmp_path: Path) -> None:
    negation = rule("es.negation.are-not", '"no son"', "forward", "", "metalinguistic")
    assert effects(tmp_path, "No son ladronas ni [traficantes].", negation) == ["es.negation.are-not"]
    assert effects(tmp_path, "No son ladronas, dijo a las [traficantes].", negation) == []


def test_a_rule_bears_only_on_its_codes(tmp_path: Path) -> None:
    wide = rule("es.fiction.wide", '"película"', "forward", "reach = 2", codes='"S*"')
    assert effects(tmp_path, "La película de la [ladrona].", FORWARD, wide, code="S4") == ["es.fiction.wide"]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (rule("es.fiction.x", '"Serie"', "forward"), "capital letters"),
        (rule("es.fiction.x", '"serie"', "forward", codes='"Q9"'), "no code 'Q9'"),
        (rule("es.fiction.x", '"@nothing"', "forward"), "no class '@nothing'"),
        (rule("es.fiction.x", '"serie"', "sideways"), "direction"),
        (rule("pt.fiction.x", '"serie"', "forward"), "not of language 'es'"),
        (rule("es.fiction.x", '"serie"', "forward", 'scope = "clause"\nreach = 2'), "'reach' goes with"),
    ],
)
def test_a_mistake_is_named_with_file_rule_and_line(tmp_path: Path, bad: str, told: str) -> None:
    with pytest.raises(EncuadreError) as caught:
        read_context(write(tmp_path, FORWARD, bad), "es", load_classes("es"))
    assert "es/context.toml" in str(caught.value)
    assert "fiction.x (line " in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_rule_bears_on_a_cue_that_is_there(language: str) -> None:
    assert idle_patterns(load_context(language), load_lexicon(language)) == []
