"""Figures against labelled articles: on a small invented gold set whose every figure is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Article, ArticleTags, Framing, Part, SourceRow, SpanRow, Voice
from lexicons.errors import EncuadreError
from nlp.evaluating.framing import evaluate_gold, read_gold, split_halves


class Told:
    """A tagger that says what the test tells it, by article id."""

    def __init__(self, tags: dict[str, ArticleTags], told: dict[str, ArticleTags] | None = None) -> None:
        self.tags = tags
        self.told = told or {}

    def tag(self, article: Article, *, on_topic: bool = False) -> ArticleTags:
        return self.told[article.id] if on_topic else self.tags[article.id]


def tags(
    identifier: str, *, on_topic: bool = True, framing: str = "neither", headline: str = "neither", **rows: Any
) -> ArticleTags:
    return ArticleTags(
        article_id=identifier,
        language="es",
        on_topic=on_topic,
        relevance=1.0,
        framing=Framing(framing),
        headline=Framing(headline),
        **rows,
    )


def row(text: str, words: str, code: str, voice: str = "outlet", *, part: Part = Part.BODY, at: int = 0) -> SpanRow:
    start = -1
    for _ in range(at + 1):
        start = text.index(words, start + 1)
    return SpanRow(part=part, start=start, end=start + len(words), code=code, voice=Voice(voice), cue_id="x", rule="x")


def write(folder: Path, articles: list[dict[str, Any]], codes: list[dict[str, Any]]) -> Path:
    for name, rows in (("articles.jsonl", articles), ("codes.jsonl", codes)):
        (folder / name).write_text("".join(json.dumps(each) + "\n" for each in rows), "utf-8")
    return folder


BODY = "La presa y la presa hablaron. La presa leyó. Pidió una celda digna."
ARTICLES = [
    {"id": "a", "lang": "es", "title": "La bandida", "text": BODY},
    {"id": "b", "lang": "es", "title": None, "text": "Nada que ver."},
    {"id": "c", "lang": "pt", "title": "Título", "text": "Segundo a juíza, falta água."},
    {"id": "d", "lang": "pt", "title": "Outra", "text": "Um texto."},
]
CODES = [
    {
        "id": "a",
        "on_topic": True,
        "framing": "stigmatizing",
        "headline": "stigmatizing",
        "spans": [
            {"text": "bandida", "code": "S1", "voice": "outlet", "part": "headline"},
            {"text": "presa", "code": "S2", "voice": "outlet", "part": "body"},
            {"text": "presa", "code": "S2", "voice": "quoted", "part": "body"},
            {"text": "celda digna", "code": "R2", "voice": "paraphrased", "part": "body"},
        ],
        "context": [],
        "sources": [],
    },
    {"id": "b", "on_topic": False, "framing": "neither", "headline": None, "spans": [], "context": [], "sources": []},
    {
        "id": "c",
        "on_topic": True,
        "framing": "neither",
        "headline": "neither",
        "spans": [],
        "context": [],
        "sources": [{"text": "Segundo a juíza", "role": "judge", "how": "paraphrased"}],
    },
    {
        "id": "d",
        "on_topic": False,
        "framing": "neither",
        "headline": "neither",
        "spans": [],
        "context": [],
        "sources": [],
    },
]
TOLD = {
    "a": tags(
        "a",
        framing="both",
        headline="stigmatizing",
        spans=(
            row("La bandida", "bandida", "S1", part=Part.HEADLINE),
            # Three presas tagged, two labelled: each labelled one is found once, the third is wrong.
            row(BODY, "presa", "S2", at=0),
            row(BODY, "presa", "S2", at=1),
            row(BODY, "presa", "S2", at=2),
            row(BODY, "una celda", "R2"),  # overlaps, in another voice
            row(BODY, "Pidió", "R4"),
        ),
    ),
    "b": tags("b", on_topic=True),
    "c": tags(
        "c",
        sources=(
            SourceRow(part=Part.BODY, start=8, end=15, role="judge", how="paraphrased"),
            SourceRow(part=Part.HEADLINE, start=0, end=6, role="other", how="quoted"),
        ),
    ),
    # Off topic for the coders: its sources were not labelled and do not count.
    "d": tags("d", on_topic=False, sources=(SourceRow(part=Part.BODY, start=0, end=2, role="other", how="quoted"),)),
}


@pytest.fixture
def figures(tmp_path: Path) -> dict[str, Any]:
    return evaluate_gold(write(tmp_path, ARTICLES, CODES), Told(TOLD), halves=True)


def test_every_language_has_its_n(figures: dict[str, Any]) -> None:
    assert {name: figures[name]["n"] for name in ("all", "es", "pt")} == {"all": 4, "es": 2, "pt": 2}


def test_relevance_counts_articles(figures: dict[str, Any]) -> None:
    assert figures["all"]["relevance"] == {
        "precision": 2 / 3,
        "recall": 1.0,
        "f1": 0.8,
        "right": 2,
        "gold": 2,
        "predicted": 3,
    }


def test_framing_and_headline(figures: dict[str, Any]) -> None:
    framing = figures["all"]["framing"]
    assert framing["accuracy"] == 0.75
    assert framing["macro_f1"] == pytest.approx((0 + 0 + 1) / 3)  # stigmatizing missed, both invented, neither right
    assert framing["confusion"]["stigmatizing"]["both"] == 1
    assert sum(sum(row.values()) for row in framing["confusion"].values()) == 4
    # The article without a headline is not counted.
    assert (figures["all"]["headline"]["n"], figures["all"]["headline"]["accuracy"]) == (3, 1.0)


def test_flags_look_at_the_outlets_voice(figures: dict[str, Any]) -> None:
    assert figures["all"]["stigma"]["f1"] == 1.0
    rights = figures["all"]["rights"]  # gold has R2 paraphrased only; R4 and R2 were told in the outlet's voice
    assert (rights["gold"], rights["predicted"], rights["precision"], rights["recall"]) == (0, 1, 0.0, None)


def test_spans_match_once_by_code_part_and_overlap(figures: dict[str, Any]) -> None:
    spans = figures["all"]["spans"]
    assert spans["S1"]["f1"] == 1.0
    assert spans["S2"] == {"precision": 2 / 3, "recall": 1.0, "f1": 0.8, "right": 2, "gold": 2, "predicted": 3}
    assert spans["R2"]["f1"] == 1.0
    assert spans["R4"] == {"precision": 0.0, "recall": None, "f1": 0.0, "right": 0, "gold": 0, "predicted": 1}
    assert spans["micro"] == {"precision": 4 / 6, "recall": 1.0, "f1": 0.8, "right": 4, "gold": 4, "predicted": 6}
    assert "S3" not in spans


def test_voice_is_scored_on_matched_spans(figures: dict[str, Any]) -> None:
    assert figures["all"]["voice"] == {"accuracy": 0.5, "n": 4}  # bandida and one presa
    assert figures["pt"]["voice"] == {"accuracy": None, "n": 0}


def test_sources_are_scored_on_topic_only(figures: dict[str, Any]) -> None:
    sources = figures["pt"]["sources"]
    assert (sources["precision"], sources["recall"], sources["predicted"]) == (0.5, 1.0, 2)
    assert sources["role"] == {"accuracy": 1.0, "n": 1}
    assert sources["paraphrased"]["f1"] == 1.0
    assert (sources["quoted"]["gold"], sources["quoted"]["predicted"]) == (0, 1)


def test_what_is_found_where_relevance_is_given_stands_beside_the_whole_way(tmp_path: Path) -> None:
    missed = tags("c", on_topic=False)
    source = SourceRow(part=Part.BODY, start=8, end=15, role="judge", how="paraphrased")
    told = Told({"c": missed, "d": TOLD["d"]}, {"c": tags("c", sources=(source,))})
    pair = [[row for row in rows if row["id"] in "cd"] for rows in (ARTICLES, CODES)]
    figures = evaluate_gold(write(tmp_path, *pair), told)["all"]
    assert figures["sources"]["recall"] == 0.0
    assert figures["relevance_given"]["sources"]["recall"] == 1.0
    assert figures["relevance"]["recall"] == 0.0


def test_halves_split_each_language(figures: dict[str, Any]) -> None:
    assert split_halves({"c": "es", "a": "es", "b": "es", "z": "pt"}) == {
        "development": {"a", "b", "z"},
        "score_only": {"c"},
    }
    halves = figures["halves"]
    assert halves["development"]["all"]["n"] == 2
    assert halves["development"]["all"]["spans"]["micro"]["f1"] == 0.8
    assert halves["score_only"]["all"]["spans"]["micro"]["f1"] is None


def test_one_half_alone_tags_no_other_article(tmp_path: Path) -> None:
    folder = write(tmp_path, ARTICLES, CODES)
    figures = evaluate_gold(folder, Told({key: TOLD[key] for key in ("b", "d")}), half="score_only")
    assert figures["all"]["n"] == 2


def test_a_span_in_the_other_part_is_wrong(tmp_path: Path) -> None:
    articles = [{"id": "a", "lang": "es", "title": "La presa", "lead": "La presa.", "text": "La presa."}]
    codes = [{**CODES[0], "spans": [{"text": "presa", "code": "S2", "voice": "outlet", "part": "body"}]}]
    folder = write(tmp_path, articles, codes)
    headline = tags("a", spans=(row("La presa", "presa", "S2", part=Part.HEADLINE),))
    lead = tags("a", spans=(row("La presa.", "presa", "S2", part=Part.LEAD),))
    assert evaluate_gold(folder, Told({"a": headline}))["es"]["spans"]["micro"]["f1"] == 0.0
    assert evaluate_gold(folder, Told({"a": lead}))["es"]["spans"]["micro"]["f1"] == 1.0  # a lead counts as body


def test_a_labels_typography_may_differ_from_the_text(tmp_path: Path) -> None:
    articles = [{"id": "a", "lang": "es", "title": "T", "text": "Una mujer  privada\nde libertad."}]
    codes = [
        {**CODES[0], "spans": [{"text": "mujer privada de libertad", "code": "R1", "voice": "outlet", "part": "body"}]}
    ]
    told = tags("a", spans=(row("Una mujer  privada\nde libertad.", "mujer  privada\nde libertad", "R1"),))
    assert evaluate_gold(write(tmp_path, articles, codes), Told({"a": told}))["all"]["spans"]["R1"]["f1"] == 1.0


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0c", "\x1e"])
def test_a_line_separator_inside_a_text_ends_no_row(tmp_path: Path, separator: str) -> None:
    articles = [{"id": "a", "lang": "es", "title": "T", "text": f"Una presa habló.{separator}Otra también."}]
    write(tmp_path, articles, [CODES[0]])
    rows = (json.dumps(each, ensure_ascii=False) for each in articles)
    (tmp_path / "articles.jsonl").write_text("\r\n".join([*rows, ""]), "utf-8")
    texts, _ = read_gold(tmp_path)
    assert texts["a"].body == f"Una presa habló.{separator}Otra también."


def test_a_missing_folder_and_a_bad_line_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncuadreError, match=r"holds no labelled articles .* --gold DIR"):
        evaluate_gold(tmp_path / "nowhere", Told({}))
    with pytest.raises(EncuadreError, match="holds no labelled articles"):
        evaluate_gold(tmp_path, Told({}))
    folder = write(tmp_path, ARTICLES, [{**CODES[0], "framing": "rosy"}])
    with pytest.raises(EncuadreError, match=r"codes\.jsonl, line 1: framing"):
        evaluate_gold(folder, Told({}))
    folder = write(tmp_path, ARTICLES, [{**CODES[0], "id": "z"}])
    with pytest.raises(EncuadreError, match="has no article 'z'"):
        evaluate_gold(folder, Told({}))
