"""How good the tags are, against articles that coders labelled.

In: a folder with articles.jsonl (texts) and codes.jsonl (labels of the codebook), and a tagger. Out: figures per
language and overall, each with its denominator; None where nothing was there to count. A lead counts as body. Spans
and sources of the gold carry their text and no offsets, so they are located in their part; see docs/evaluation.md for
every definition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score

from corpus.records import Article, ArticleTags, Framing, Part, Voice
from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError
from lexicons.toml_files import first_fault
from nlp.evaluating.agency import GoldClause, clause_figures, naming_figures
from nlp.evaluating.intervals import with_intervals
from nlp.evaluating.pairing import labelled_piece, pair_up, tagged_piece
from nlp.evaluating.rates import rates

ARTICLES = "articles.jsonl"
CODES = "codes.jsonl"
DEVELOPMENT = "development"
SCORE_ONLY = "score_only"
_LABELS = [framing.value for framing in Framing]


class TagsArticles(Protocol):
    """What is evaluated: anything that tags an article, as ``nlp.tagger.Tagger`` does."""

    def tag(self, article: Article, *, on_topic: bool = False) -> ArticleTags:
        """All tags of one article. ``on_topic``: the caller knows that it is, so relevance does not decide."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _GoldText(_Row):
    id: str
    lang: str
    text: str
    title: str | None = None
    lead: str | None = None
    country: str | None = None
    outlet: str | None = None


class GoldSpan(_Row):
    """A labelled span: its words, code, voice, and whether it stands in the headline or the body."""

    text: str
    code: str
    voice: Voice
    part: Part


class GoldSource(_Row):
    """A labelled source: the attributing words, the speaker's role, quoted or paraphrased."""

    text: str
    role: str
    how: str


class _GoldCodes(_Row):
    id: str
    on_topic: bool
    framing: Framing
    headline: Framing | None  # None: the article has no headline
    spans: tuple[GoldSpan, ...] = ()
    sources: tuple[GoldSource, ...] = ()
    clauses: tuple[GoldClause, ...] | None = None  # None: nobody marked the clauses about her
    named_unconvicted: bool | None = None  # None: not one case, or, where the row has no such key, not coded


@dataclass(frozen=True)
class Coded:
    """One article with its labels, its tags, and the tags it gets where relevance follows the labels."""

    article: Article
    gold: _GoldCodes
    tags: ArticleTags
    told: ArticleTags


def evaluate_gold(
    folder: Path, tagger: TagsArticles, *, half: str | None = None, halves: bool = False, sure: bool = False
) -> dict[str, Any]:
    """Figures per language and for ``all``.

    ``half`` restricts them to ``development`` (the first half of each language's sorted ids, which rules may be built
    on) or ``score_only`` (the rest, which nobody looks at). ``halves=True`` adds both under ``halves``; ``sure=True``
    adds to every figure its 95 % interval, bootstrapped over articles (``nlp.evaluating.intervals``). Raises
    EncuadreError E411-E413 when the folder, a file or a line does not hold.
    """
    texts, codes = read_gold(folder)
    parts = split_halves({identifier: text.language or "" for identifier, text in texts.items()})
    wanted = parts[half] if half else set(texts)
    coded = [
        _coded(article, codes[identifier], tagger)
        for identifier, article in sorted(texts.items())
        if identifier in wanted
    ]
    figures = _by_language(coded, sure=sure)
    if halves:
        figures["halves"] = {
            name: _by_language([item for item in coded if item.article.id in members], sure=sure)
            for name, members in parts.items()
        }
    return figures


def _coded(article: Article, gold: _GoldCodes, tagger: TagsArticles) -> Coded:
    tags = tagger.tag(article)
    missed = gold.on_topic and not tags.on_topic
    return Coded(article, gold, tags, tagger.tag(article, on_topic=True) if missed else tags)


def split_halves(languages: Mapping[str, str]) -> dict[str, set[str]]:
    """Article ids by half: of each language's sorted ids the first half (rounded up) is for development."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for identifier in sorted(languages):
        grouped[languages[identifier]].append(identifier)
    parts: dict[str, set[str]] = {DEVELOPMENT: set(), SCORE_ONLY: set()}
    for members in grouped.values():
        middle = (len(members) + 1) // 2
        parts[DEVELOPMENT].update(members[:middle])
        parts[SCORE_ONLY].update(members[middle:])
    return parts


def read_gold(folder: Path) -> tuple[dict[str, Article], dict[str, _GoldCodes]]:
    """The labelled articles of a folder and their labels, by id. Articles without labels are left out."""
    if not folder.is_dir():
        raise EncuadreError("E411", folder=folder)
    texts = {row.id: row for row in _read(folder / ARTICLES, _GoldText)}
    codes = {row.id: row for row in _read(folder / CODES, _GoldCodes)}
    missing = sorted(codes.keys() - texts.keys())
    if missing:
        raise EncuadreError("E413", file=folder / ARTICLES, article=missing[0], other=folder / CODES)
    articles = {
        identifier: Article(
            id=identifier,
            title=texts[identifier].title or "",
            lead=texts[identifier].lead,
            body=texts[identifier].text,
            outlet=texts[identifier].outlet or "gold",
            country=(texts[identifier].country or "").upper() or None,
            language=texts[identifier].lang,
        )
        for identifier in codes
    }
    return articles, codes


_R = TypeVar("_R", bound=_Row)


def _read(path: Path, model: type[_R]) -> list[_R]:
    if not path.is_file():
        raise EncuadreError("E411", folder=path.parent)
    rows: list[_R] = []
    try:
        # Only a line feed ends a row: an article may hold a line or paragraph separator, which JSON writes as it is.
        lines = path.read_text("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise EncuadreError("E412", file=path, line="?", problem="it is not UTF-8 text") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(model.model_validate_json(line))
        except ValidationError as error:
            where, problem = first_fault(error)
            told = f"{where}: {problem}" if where else problem
            raise EncuadreError("E412", file=path, line=number, problem=told) from error
    return rows


# ---- figures


def _by_language(coded: Sequence[Coded], *, sure: bool = False) -> dict[str, Any]:
    groups = {"all": list(coded)}
    for language in sorted({item.article.language or "" for item in coded}):
        groups[language] = [item for item in coded if item.article.language == language]
    figures = {group: figures_of(items) for group, items in groups.items()}
    if sure:
        for group, items in groups.items():
            with_intervals(figures[group], [figures_of([item]) for item in items])
    return figures


def figures_of(coded: Sequence[Coded]) -> dict[str, Any]:
    """All figures over some articles."""
    spans, voice = _spans(coded)
    on_topic = [item for item in coded if item.gold.on_topic]
    # An article missed by relevance has no tags at all: what finding them is worth by itself, beside the whole way.
    told = [replace(item, tags=item.told) for item in on_topic]
    return {
        "n": len(coded),
        "relevance": _flag((item.gold.on_topic, item.tags.on_topic) for item in coded),
        "framing": _labels([(item.gold.framing, item.tags.framing) for item in coded]),
        "headline": _labels(
            [(item.gold.headline, item.tags.headline) for item in coded if item.gold.headline is not None]
        ),
        "stigma": _flag((stigma(item.gold.spans), stigma(item.tags.spans)) for item in coded),
        "rights": _flag((rights(item.gold.spans), rights(item.tags.spans)) for item in coded),
        "spans": spans,
        "voice": voice,
        "sources": _sources(on_topic),
        "relevance_given": {"spans": _spans(told)[0]["micro"], "sources": _sources(told)},
        "agency": clause_figures(
            [(item.article, item.gold.clauses, item.tags.clauses) for item in coded if item.gold.clauses is not None]
        ),
        "naming": naming_figures(
            [(item.gold.named_unconvicted, item.tags.naming) for item in coded if _has_naming(item.gold)]
        ),
    }


def _has_naming(gold: _GoldCodes) -> bool:
    return gold.on_topic and "named_unconvicted" in gold.model_fields_set


class _HasCode(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def voice(self) -> Voice: ...


def stigma(spans: Iterable[_HasCode]) -> bool:
    """Is there an S span other than S2 in the outlet's voice?"""
    return any(
        span.code[0] == "S" and span.code not in load_codebook().undeciding and span.voice is Voice.OUTLET
        for span in spans
    )


def rights(spans: Iterable[_HasCode]) -> bool:
    """Is there an R span in the outlet's voice?"""
    return any(span.code[0] == "R" and span.voice is Voice.OUTLET for span in spans)


def _flag(pairs: Iterable[tuple[bool, bool]]) -> dict[str, Any]:
    rows = list(pairs)
    return rates(
        sum(gold and told for gold, told in rows), sum(gold for gold, _ in rows), sum(told for _, told in rows)
    )


def _labels(pairs: Sequence[tuple[Framing, Framing]]) -> dict[str, Any]:
    """Accuracy, macro-F1 over the labels that occur, and confusion[gold][predicted]."""
    if not pairs:
        return {"macro_f1": None, "accuracy": None, "confusion": {}, "n": 0}
    gold = [pair[0].value for pair in pairs]
    told = [pair[1].value for pair in pairs]
    table = confusion_matrix(gold, told, labels=_LABELS)
    return {
        "macro_f1": float(f1_score(gold, told, average="macro", zero_division=0)),
        "accuracy": float(accuracy_score(gold, told)),
        "confusion": {
            row: {column: int(table[i][j]) for j, column in enumerate(_LABELS)} for i, row in enumerate(_LABELS)
        },
        "n": len(pairs),
    }


def _spans(coded: Sequence[Coded]) -> tuple[dict[str, Any], dict[str, Any]]:
    right: dict[str, int] = defaultdict(int)
    gold: dict[str, int] = defaultdict(int)
    predicted: dict[str, int] = defaultdict(int)
    voices = agreed = 0
    for item in coded:
        for span in item.gold.spans:
            gold[span.code] += 1
        for row in item.tags.spans:
            predicted[row.code] += 1
        for code in {span.code for span in item.gold.spans} & {row.code for row in item.tags.spans}:
            labelled = [span for span in item.gold.spans if span.code == code]
            tagged = [row for row in item.tags.spans if row.code == code]
            pairs = pair_up(
                [labelled_piece(item.article, span.text, span.part, "") for span in labelled],
                [tagged_piece(item.article, row.part, row.start, row.end, "") for row in tagged],
            )
            right[code] += len(pairs)
            voices += len(pairs)
            agreed += sum(labelled[i].voice == tagged[j].voice for i, j in pairs)
    # C and X codes are in the codebook but the gold has no spans of them (only a set per article): not scored.
    codes = [code for code in load_codebook().codes if code[0] not in "CX"]
    extra = sorted({code for code in gold if code not in codes})
    figures = {
        code: rates(right[code], gold[code], predicted[code])
        for code in [*codes, *extra]
        if gold[code] or predicted[code]
    }
    scored = [*codes, *extra]
    figures["micro"] = rates(*(sum(counts[code] for code in scored) for counts in (right, gold, predicted)))
    return figures, {"accuracy": agreed / voices if voices else None, "n": voices}


def _sources(coded: Sequence[Coded]) -> dict[str, Any]:
    """Over articles on topic: off-topic articles have sources too, which coders do not label."""
    right = gold = predicted = roles = 0
    by_how: dict[str, list[int]] = {"quoted": [0, 0, 0], "paraphrased": [0, 0, 0]}
    for item in coded:
        labelled, tagged = item.gold.sources, item.tags.sources
        pairs = pair_up(
            [labelled_piece(item.article, source.text, None, source.how) for source in labelled],
            [tagged_piece(item.article, row.part, row.start, row.end, row.how) for row in tagged],
        )
        right, gold, predicted = right + len(pairs), gold + len(labelled), predicted + len(tagged)
        roles += sum(labelled[i].role == tagged[j].role for i, j in pairs)
        for how, counts in by_how.items():
            counts[0] += sum(labelled[i].how == how == tagged[j].how for i, j in pairs)
            counts[1] += sum(source.how == how for source in labelled)
            counts[2] += sum(row.how == how for row in tagged)
    return {
        **rates(right, gold, predicted),
        "role": {"accuracy": roles / right if right else None, "n": right},
        **{how: rates(*counts) for how, counts in by_how.items()},
    }
