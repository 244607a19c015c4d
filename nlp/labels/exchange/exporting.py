"""A sample, handed out for labelling: its articles in the sample's own shuffled order, in a tool's format.

In: the corpus and the name of a sample. Out: files in a new folder. They carry the text of the articles, so they go
only where the user says. The order is shuffled by the sample's seed and no file tells the stratum, so that annotators
cannot guess from what comes next what a text was drawn for.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.labels import NO, YES, LabelledSpan
from corpus.records import Article, ArticleTags
from corpus.store import Corpus
from lexicons.errors import NotEnoughDataError, UsageError
from nlp.labels.exchange.formats import Format, writer
from nlp.labels.exchange.readings import Asked
from nlp.labels.exchange.units import Suggestion, Unit, unit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written. ``left_out``: articles of the sample in another language, or forgotten since."""

    articles: int
    suggested: int
    left_out: int
    files: tuple[Path, ...]


def export_sample(
    corpus: Corpus,
    sample: str,
    form: Format,
    folder: Path,
    asked: Asked,
    *,
    language: str | None = None,
    suggestions: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write the articles of a sample for a labelling tool.

    ``language`` keeps those in one language; ``suggestions`` shows what the tagger says. Raises EncuadreError E262 (no
    such sample), E637 (the folder holds something), E638 (nothing to write), E636 (a package is missing).
    """
    write = writer(form)
    if write is None:
        raise UsageError("E639", format=form.value)
    drawn = [draw.article_id for draw in corpus.draws(sample)]
    seed = next(each.seed for each in corpus.samples() if each.name == sample)
    random.Random(f"{sample}:{seed}").shuffle(drawn)  # noqa: S311  (an order that can be had again, no secret)
    versions = _versions(corpus) if suggestions else {}
    units: list[Unit] = []
    for number, identifier in enumerate(drawn, start=1):
        article = corpus.article(identifier)
        if language is None or article.language == language:
            units.append(unit_of(article, _suggestion(corpus, article, versions, asked)))
        if progress is not None:
            progress(number, len(drawn))
    if not units:
        raise NotEnoughDataError("E638", sample=sample, language=language or "any language")
    _make_folder(folder)
    files = write(units, folder, asked, sample)
    suggested = sum(unit.suggestion is not None for unit in units)
    return Exported(articles=len(units), suggested=suggested, left_out=len(drawn) - len(units), files=tuple(files))


def _make_folder(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("E637", folder=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError("E251", path=folder, problem=error.strerror or error) from error


def _versions(corpus: Corpus) -> Mapping[str, str]:
    """The version set that tagged each article."""
    frame = corpus.label_frame()
    return dict(zip(frame["article_id"], frame["version_set"], strict=True))


def _suggestion(corpus: Corpus, article: Article, versions: Mapping[str, str], asked: Asked) -> Suggestion | None:
    """What the tagger says of an article, under its version set; None for an article without tags."""
    tags = corpus.tags(article.id) if article.id in versions else None
    if tags is None:
        return None
    codes = frozenset(asked.codes)
    spans = tuple(
        LabelledSpan(part=span.part, start=span.start, end=span.end, code=span.code, voice=span.voice)
        for span in tags.spans
        if span.code in codes
    )
    said = answers_of(tags)
    answers = {q.id: said[q.id] for q in asked.questions if q.id in said and q.accepts(said[q.id])}
    return Suggestion(model=f"encuadre-tags-{versions[article.id]}", answers=answers, spans=spans)


def answers_of(tags: ArticleTags) -> Mapping[str, str]:
    """The tags of an article as answers to the shipped questions."""
    answers = {"on_topic": YES if tags.on_topic else NO}
    if not tags.on_topic:
        return answers
    naming = "none" if tags.naming is None else YES if tags.naming.before_conviction else NO
    return {
        **answers,
        "framing": tags.framing.value,
        "headline": tags.headline.value,
        "voices": " ".join(sorted(tags.voices)),
        "context": " ".join(sorted(tags.context)),
        "acts": YES if tags.actions else NO,
        "named": naming,
    }
