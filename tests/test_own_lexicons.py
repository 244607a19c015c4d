"""A study's own cues, codes, topic and language: what they do, and how a mistake in them is told. Invented texts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import encuadre
from corpus.records import Article, ArticleTags
from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError
from lexicons.own import OwnLexicons, Use, read_own
from nlp.explain import explain
from nlp.tagger import Tagger
from tests.own_topic import write_regional, write_vendors

VENDOR_TITLE = "Vendedores ambulantes invaden las banquetas"
VENDOR_BODY = (
    "Los vendedores llegaron. “Tenemos derecho al trabajo”, dijo la vocera del mercado. No son una plaga de ambulantes."
)


def vendors(tmp_path: Path) -> OwnLexicons:
    return read_own(write_vendors(tmp_path), "replace")


def tags_of(own: OwnLexicons, title: str, body: str, language: str = "es", **more: str) -> ArticleTags:
    return Tagger(own=own).tag(Article(id="a", title=title, body=body, outlet="o", language=language, **more))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_an_own_cue_counts_beside_the_shipped_ones_in_its_country(tmp_path: Path) -> None:
    own = read_own(write_regional(tmp_path))
    title, body = "Detienen a la pepera", "La mujer detenida fue llevada al penal de mujeres. La narcotraficante calló."

    in_bolivia = {span.cue_id for span in tags_of(own, title, body, country="BO").spans}
    in_mexico = {span.cue_id for span in tags_of(own, title, body, country="MX").spans}

    assert "es.s1.pepera" in in_bolivia and len(in_bolivia) > 1
    assert "es.s1.pepera" not in in_mexico


def test_own_cues_can_replace_the_shipped_ones(tmp_path: Path) -> None:
    own = read_own(write_regional(tmp_path), "replace")
    body = "La mujer detenida fue llevada al penal de mujeres. La narcotraficante calló."

    assert {span.cue_id for span in tags_of(own, "Detienen a la pepera", body).spans} == {"es.s1.pepera"}
    assert tags_of(own, "Woman jailed", "The woman was jailed for theft on Monday.", "en").language is None


def test_a_topic_of_ones_own_decides_what_is_on_topic_and_the_sides_make_the_framing(tmp_path: Path) -> None:
    own = vendors(tmp_path)

    tags = tags_of(own, VENDOR_TITLE, VENDOR_BODY)

    assert tags.on_topic and "comercio ambulante" not in tags.why
    assert {(span.code, span.voice.value) for span in tags.spans} == {
        ("S1", "outlet"),
        ("R1", "quoted"),
        ("S1", "metalinguistic"),
    }
    assert tags.framing == "stigmatizing"
    assert not tags_of(own, "Detienen a la narcotraficante", "La mujer está presa. La reclusa espera.").on_topic


def test_what_rules_a_topic_out(tmp_path: Path) -> None:
    tags = tags_of(vendors(tmp_path), "Vendedores ambulantes, la película", VENDOR_BODY)

    assert not tags.on_topic and tags.why == ("ruled out: un museo o una película",)


def test_the_role_of_women_in_prison_is_nobodys_on_another_topic(tmp_path: Path) -> None:
    body = f"{VENDOR_BODY} “Aquí seguimos”, dijo la presa. “Nos quitaron todo”, dijo la interna."

    assert "directly_impacted" not in tags_of(vendors(tmp_path), VENDOR_TITLE, body).voices


def test_another_language_works_with_a_topic_and_cues(tmp_path: Path) -> None:
    folder = write_vendors(tmp_path)
    write(
        folder / "fr/topic.toml",
        'title = "vente de rue"\n[[evidence]]\nmeans = "vente"\nforms = ["vendeu{r,rs,ses} de rue"]',
    )
    cue = '[[cue]]\nid = "fr.s1.invade"\ncode = "S1"\nforms = ["envahi{t,ssent} <2> rues"]\nleft_not = ["pas"]\n'
    write(folder / "fr/cues/vente.toml", cue)
    own = read_own(folder, "replace")

    stated = tags_of(own, "Des vendeurs de rue envahissent les rues", "La ville est pleine de monde.", "fr")

    assert stated.on_topic and [span.cue_id for span in stated.spans] == ["fr.s1.invade"]
    assert tags_of(own, "Die Verkäufer sind in den Straßen der Stadt", "Es ist kalt und nass.", "de").language is None


def test_codes_are_added_to_the_shipped_codebook_or_take_its_place(tmp_path: Path) -> None:
    code = '[[code]]\ncode = "S9"\nname = "pity"\nen = "Pity"\n'
    write(tmp_path / "codebook.toml", code)

    added = read_own(tmp_path).codebook
    assert "S9" in added.codes and "S1" in added.codes and added.codes["S9"].pt == "Pity"
    with read_own(tmp_path).in_use():
        assert "S9" in load_codebook().codes
    assert "S9" not in load_codebook().codes

    write(tmp_path / "codebook.toml", code.replace("S9", "S1"))
    with pytest.raises(EncuadreError, match="encuadre has a code 'S1' already"):
        read_own(tmp_path)


CUE = '[[cue]]\nid = "es.s1.x"\ncode = "S1"\nforms = ["x"]\ninstead = ["y"]\n'
MISTAKES = [
    ("es/cues/a.toml", CUE.replace('"x"', '"X"'), "add", "E110", "capital"),
    ("es/cues/a.toml", CUE.replace('"S1"', '"Z9"'), "add", "E110", "no code 'Z9'"),
    ("es/cues/a.toml", CUE + CUE, "add", "E110", "stands twice"),
    ("es/cues/a.toml", CUE.replace('["x"]', '["@nothing"]'), "add", "E110", "no class '@nothing'"),
    ("es/cues/a.toml", "cue = 3", "add", "E110", "[[cue]]"),
    ("es/cues/a.toml", "[[cues]]\n", "add", "E110", "[[cue]]"),
    ("es/cues/a.toml", "[[cue]\n", "add", "E111", "a.toml"),
    ("es/cues/a.toml", CUE + 'colour = "red"\n', "add", "E110", "colour"),
    ("es/cue/a.toml", CUE, "add", "E113", "a.toml"),
    ("es/topics.toml", "", "add", "E113", "topic.toml"),
    ("Spanish/cues/a.toml", CUE, "add", "E113", "Spanish"),
    ("cues.toml", CUE, "add", "E113", "codebook.toml"),
    ("fr/cues/a.toml", CUE.replace("es.", "fr."), "add", "E115", "topic.toml"),
    ("es/topic.toml", 'title = "t"\n', "add", "E110", "evidence"),
    ("es/topic.toml", 'title = "t"\n[[evidence]]\nmeans = "m"\nforms = ["A"]\n', "add", "E110", "evidence.1"),
    ("es/context.toml", '[[rule]]\nid = "es.negation.x"\n', "add", "E110", "line 1"),
    ("codebook.toml", "code = 7", "add", "E110", "[[code]]"),
    ("codebook.toml", 'version = "1"\n[[code]]\ncode = "S1"\nname = "a"\nen = "A"\n', "replace", "E110", "side"),
    ("codebook.toml", "voices = 1", "add", "E110", "voices"),
    ("guides.toml", "[guides.codebook]\n", "add", "E110", "codebook"),
    ("readme.md", "nothing", "add", "E114", "no lexicon"),
]


@pytest.mark.parametrize(("name", "text", "use", "code", "says"), MISTAKES)
def test_a_mistake_is_told_with_file_entry_and_what_to_do(
    tmp_path: Path, name: str, text: str, use: Use, code: str, says: str
) -> None:
    write(tmp_path / name, text)

    with pytest.raises(EncuadreError) as caught:
        read_own(tmp_path, use)

    assert caught.value.code == code, caught.value
    assert says in str(caught.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncuadreError, match="no folder of lexicons"):
        read_own(tmp_path / "nowhere")


def test_an_edit_of_any_file_makes_the_next_run_tag_again(tmp_path: Path) -> None:
    folder = write_vendors(tmp_path)
    before = Tagger(own=read_own(folder, "replace")).versions()

    path = folder / "es/topic.toml"
    path.write_text(path.read_text("utf-8") + "# a remark\n", "utf-8")

    assert Tagger(own=read_own(folder, "replace")).versions() != before


def test_the_explanation_speaks_of_the_studys_topic_and_codes(tmp_path: Path) -> None:
    tagger = Tagger(own=vendors(tmp_path))
    on = Article(id="a", title=VENDOR_TITLE, body=VENDOR_BODY, outlet="o", language="es")
    off = Article(
        id="b", title="Sube el café", body="El precio del café subió en la ciudad.", outlet="o", language="es"
    )

    told = explain(on, tagger.tag(on), tagger).as_text()
    assert "invasion" in told and "own lexicon of the study" in told
    assert "comercio ambulante" in explain(off, tagger.tag(off), tagger).as_text()


def test_a_data_frame_is_tagged_with_own_lexicons(tmp_path: Path) -> None:
    frame = pd.DataFrame({"title": [VENDOR_TITLE], "body": [VENDOR_BODY], "language": ["es"]})

    tagged = encuadre.tag(frame, lexicons=write_vendors(tmp_path), use="replace")

    assert tagged.loc[0, "framing"] == "stigmatizing" and tagged.loc[0, "on_topic"]
    assert not encuadre.tag(frame).loc[0, "on_topic"]
