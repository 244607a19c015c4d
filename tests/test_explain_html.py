"""The page and the JSON that explain one article: complete, safe to open, readable by everybody."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from corpus.records import Article
from lexicons.codebook import load_codebook
from lexicons.cues import LANGUAGES
from lexicons.language_data import load_scope
from nlp.explain import FORMAT, Explanation, explain
from nlp.tagger import Tagger
from reports.i18n import words_for
from reports.pages.explanation import explanation_page
from reports.pages.reasons import reason_of

ARTICLE = Article(
    id="a1",
    title="Cayó «la reina del ácido»: tres reclusas denuncian",
    lead="Las internas del penal femenil exigen atención médica.",
    body="Según la fiscalía, la presunta narcotraficante fue detenida con su bebé. <script>alert(1)</script> & <b>\n\n"
    "«No somos delincuentes», dijo Rosa Pérez, interna desde 2019. \u202eLa detenida cumple arresto domiciliario.",
    outlet="<El> Ensayo",
    country="AR",
    language="es",
    published_on="2024-05-02",
)


class Page(HTMLParser):
    """What a browser would see: marks, ids, links, and the article's words without the codes beside them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.press = ""
        self._in_press = self._in_chip = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert not [name for name in values if name.startswith("on")]
        self.tags.append(tag)
        self.ids += [values["id"]] if values.get("id") else []
        self.links += [values["href"]] if tag == "a" and values.get("href") else []
        self._in_press |= tag == "article"
        self._in_chip |= tag == "a" and "chip" in (values.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_press &= tag != "article"
        self._in_chip &= tag != "a"

    def handle_data(self, data: str) -> None:
        self.press += data if self._in_press and not self._in_chip else ""


def explained(article: Article = ARTICLE) -> Explanation:
    tagger = Tagger()
    return explain(article, tagger.tag(article), tagger)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_whole_text_and_every_mark_with_its_note(language: str) -> None:
    explanation = explained()
    text = explanation_page(ARTICLE, explanation, words_for(language, "AR"))
    page = Page(text)
    assert explanation.spans
    for number, span in enumerate(explanation.spans, start=1):
        assert f"mark-{number}" in page.ids and f"note-{number}" in page.ids
        assert span.cue in text
    whole = " ".join((ARTICLE.title + " " + (ARTICLE.lead or "") + " " + ARTICLE.body.replace("\u202e", "")).split())
    assert " ".join(page.press.split()) == whole
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    text = explanation_page(ARTICLE, explained(), words_for("en", "AR"))
    assert "script" not in Page(text).tags
    assert "&lt;script&gt;" in text and "&lt;El&gt; Ensayo" in text and "\u202e" not in text
    assert not re.search(r"https?://|url\(|@import", text)
    assert "default-src 'none'" in text and 'content="noindex"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_one_language_throughout(language: str) -> None:
    text = explanation_page(ARTICLE, explained(), words_for(language, "AR"))
    assert f'<html lang="{language}">' in text
    # A reason no catalogue knows is shown in English and says so; the present rules are all known.
    assert language == "en" or '<span lang="en">' not in text


@pytest.mark.parametrize("language", ["es", "pt"])
def test_every_rule_of_relevance_has_its_words(language: str) -> None:
    names = {rule.name for each in LANGUAGES for rule in load_scope(each).rule}
    unknown = [name for name in sorted(names) if reason_of(f"{name} (lead)", words_for(language)).english]
    assert unknown == []


def test_a_reason_nobody_translated_is_shown_as_it_stands() -> None:
    assert reason_of("a rule of tomorrow (somewhere)", words_for("es")).english
    assert reason_of("a rule of tomorrow (somewhere)", words_for("es")).text == "a rule of tomorrow (somewhere)"


@pytest.mark.parametrize("title", ["", "   ", "\u202e\x00\ud800", "La presa hidroeléctrica"])
def test_an_article_about_nothing_is_explained_too(title: str) -> None:
    article = Article(id="x", title=title, body="", outlet="")
    text = explanation_page(article, explained(article), words_for("es"))
    assert "<h1>" in text and "mark-1" not in text


def test_the_json_has_a_named_shape_and_says_what_it_depends_on() -> None:
    shape = explained().as_dict()
    assert shape["format"] == FORMAT
    assert set(shape) == {
        *("format", "versions", "article", "title", "country", "language", "on_topic", "relevance", "why"),
        *("framing", "headline", "voices", "context", "spans", "sources", "clauses", "naming", "topic"),
    }
    assert {"encuadre", "codebook", "lexicon-es"} <= shape["versions"].keys()
    stored = {"headline": ARTICLE.title, "lead": ARTICLE.lead or "", "body": ARTICLE.body}
    for span in shape["spans"]:
        assert stored[span["part"]][span["start"] : span["end"]] == span["words"]
        assert span["code"].startswith(("C", "H", "R", "T", "X")) or span["instead"]


def test_colours_of_codes_pass_the_contrast_of_wcag_aa() -> None:
    css = (files("reports") / "templates" / "explanation.css").read_text("utf-8")
    found = dict(re.findall(r"\.c-(\w+) \{ --code: (#\w{6}); --tint: #\w{6}; \}", css))
    tints = dict(re.findall(r"\.c-(\w+) \{ --code: #\w{6}; --tint: (#\w{6}); \}", css))
    assert found.keys() == load_codebook().codes.keys()
    assert len(set(found.values())) == len(found)
    for code, colour in found.items():
        assert _contrast(colour, "#ffffff") >= 4.5, code
        assert _contrast(colour, tints[code]) >= 4.5, code
        assert _contrast("#1d1d1f", tints[code]) >= 7, code


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
