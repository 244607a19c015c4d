"""Tagging an article and a data frame: same tags however the text is typed, no text that raises. Invented texts."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Article, ArticleTags, Framing, Part
from lexicons.errors import EncuadreError
from nlp.frame import COLUMNS, tag
from nlp.tagger import Tagger

TITLE = "Presunta narcotraficante, detenida en la frontera"
BODY = (
    "La mujer fue detenida el lunes. La presunta narcotraficante viajaba sola, según la policía.\n\n"
    "“No es una delincuente”, dijo su abogada. Las reclusas del penal de mujeres denuncian hacinamiento."
)


def tagged(title: str = TITLE, body: str = BODY, **more: str) -> ArticleTags:
    return Tagger().tag(Article(id="a", title=title, body=body, outlet="o", **{"language": "es", **more}))


def words(tags: ArticleTags, title: str, body: str) -> list[tuple[str, str, str]]:
    """(code, voice, words as stored, composed) of every span."""
    stored = {Part.HEADLINE: title, Part.BODY: body}
    return [
        (span.code, span.voice.value, unicodedata.normalize("NFC", stored[span.part][span.start : span.end]))
        for span in tags.spans
    ]


def test_spans_point_into_the_stored_text() -> None:
    tags = tagged()

    found = words(tags, TITLE, BODY)

    assert ("S1", "outlet", "narcotraficante") in found
    assert any(span.part is Part.HEADLINE for span in tags.spans)
    assert all(text.strip() == text and text for _, _, text in found)
    assert tags.framing in (Framing.STIGMATIZING, Framing.BOTH)
    assert tags.words == len(TITLE.split()) + len(BODY.split())


@pytest.mark.parametrize(
    "retype",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: text.replace("“", "«").replace("”", "»"),
        lambda text: "\n\n".join(line + " \t" for line in text.split("\n\n")),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n\n", "\r\n\r\n\r\n"),
        lambda text: text.replace("clu", "clu\u00ad"),
    ],
    ids=["NFD", "straight quotes", "angle quotes", "trailing blanks", "hard spaces", "line ends", "soft hyphens"],
)
def test_tags_do_not_depend_on_how_the_text_is_typed(retype) -> None:  # type: ignore[no-untyped-def]
    body = retype(BODY)

    def plain(found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
        return [(code, voice, " ".join(text.replace("\u00ad", "").split())) for code, voice, text in found]

    assert plain(words(tagged(body=body), TITLE, body)) == plain(words(tagged(), TITLE, BODY))


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80),
    st.text(
        st.sampled_from('las presas detenida reclusa "“”«».,;:()—\n\u00ad\ud800\u0301 dijo que según'), max_size=300
    ),
    st.sampled_from(["es", "pt", "en"]),
)
def test_no_text_raises_and_offsets_hold(title: str, noise: str, language: str) -> None:
    body = f"Las reclusas del penal de mujeres. Detentas presas da penitenciária feminina. Women in prison. {noise}"

    tags = Tagger().tag(Article(id="a", title=title, body=body, outlet="o", language=language))

    for span in tags.spans:
        assert 0 <= span.start < span.end <= len(title if span.part is Part.HEADLINE else body)
        assert span.source_index is None or span.source_index < len(tags.sources)


def test_tagging_twice_gives_the_same_tags() -> None:
    assert tagged() == tagged()


def test_versions_name_everything_tags_depend_on() -> None:
    versions = Tagger().versions()

    assert {"encuadre", "codebook", "spacy", "tier", "lexicon-es", "lexicon-pt", "lexicon-en"} <= versions.keys()
    assert all(isinstance(value, str) and value for value in versions.values())


def test_a_data_frame_comes_back_with_its_rows_and_tags() -> None:
    frame = pd.DataFrame(
        {"title": [TITLE, "La feria"], "body": [BODY, None], "language": ["es", None], "country": ["mx", None]},
        index=[7, 3],
    )

    result = tag(frame)

    assert list(result.index) == [7, 3]
    assert set(COLUMNS) <= set(result.columns)
    assert list(result["on_topic"]) == [True, False]
    span = result.loc[7, "spans"][0]
    assert set(span) == {"part", "start", "end", "code", "voice", "cue"}
    assert "language" in frame.columns and frame["language"].iloc[0] == "es"


def test_a_data_frame_without_a_body_is_refused_with_what_to_type() -> None:
    with pytest.raises(EncuadreError, match=r"no column 'body'.*rename"):
        tag(pd.DataFrame({"title": ["a"], "texto": ["b"]}))


def test_an_empty_data_frame_gives_an_empty_one() -> None:
    assert list(tag(pd.DataFrame({"title": [], "body": []})).columns)[-len(COLUMNS) :] == list(COLUMNS)
