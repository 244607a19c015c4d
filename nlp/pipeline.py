"""The tier-0 pipeline of a language: spaCy's tokenizer and our components, nothing downloaded.

In: a language code, and a study's own lexicons if it has any. Out: a spaCy ``Language``. Components are found by their
entry-point names, so that ``spacy.blank("es").add_pipe("encuadre_cues")`` works wherever encuadre is installed.
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from lexicons.own import OwnLexicons
from nlp.extensions import SPANS_KEY
from nlp.texts.article import ArticleText
from nlp.texts.words import TEXT, hold, starts_of

# In the order of the data: each reads what the ones before it wrote.
COMPONENTS = (
    "encuadre_sentences",
    "encuadre_relevance",
    "encuadre_targets",
    "encuadre_sources",
    "encuadre_cues",
    "encuadre_voice",
    "encuadre_weights",
    "encuadre_framing",
    "encuadre_agency",
    "encuadre_naming",
)

# A study on another topic: no woman in custody is looked for. The first three work in any language.
TOPIC_COMPONENTS = ("encuadre_sentences", "encuadre_topic", "encuadre_cues")
TAIL_COMPONENTS = ("encuadre_voice", "encuadre_weights", "encuadre_framing")
_READ_FOLDERS = ("encuadre_topic", "encuadre_cues", "encuadre_weights", "encuadre_framing")


def build(language: str, *, profile: str | None = None, tier: int = 0, own: OwnLexicons | None = None) -> Language:
    """The tier-0 pipeline of a language. ``profile`` weighs the terms (lexicons.profiles), by name or file.

    ``tier`` 1 lets agency ask a trained pipeline, where one is installed (nlp.agency.parse). ``own``: a study's
    lexicons; on a topic of its own the pipeline is sentences, topic, cues, sources (es, pt, en), voice, weights,
    framing.

    Raises E103 for another language, E104 or E105 for a profile that there is not, E116 where spaCy has no tokenizer.
    """
    known = own.languages if own else LANGUAGES
    if language not in known:
        raise EncuadreError("E103", language=language, known=", ".join(known))
    config: dict[str, dict[str, Any]] = {"encuadre_weights": {"profile": profile}, "encuadre_agency": {"tier": tier}}
    if own is not None:
        for name in _READ_FOLDERS:
            config.setdefault(name, {}).update(lexicons=str(own.folder.resolve()), use=own.use)
        if own.other_topic:
            config["encuadre_sources"] = {"impacted": False}
    pipeline = _blank(language, own)
    for name in _components(language, own):
        pipeline.add_pipe(name, config=config.get(name, {}))
    return pipeline


def _components(language: str, own: OwnLexicons | None) -> tuple[str, ...]:
    if own is None or not own.other_topic:
        return COMPONENTS
    # Who speaks is read with lists that the three languages have.
    speech = ("encuadre_sources",) if language in LANGUAGES else ()
    return (*TOPIC_COMPONENTS, *speech, *TAIL_COMPONENTS)


def _blank(language: str, own: OwnLexicons | None) -> Language:
    try:
        return spacy.blank(language)
    except ImportError as error:
        folder = (own.folder if own else Path()) / language
        raise EncuadreError("E116", language=language, folder=folder) from error


_SHARED: dict[tuple[str, str | None, int, str], Language] = {}


def shared(language: str, profile: str | None = None, tier: int = 0, own: OwnLexicons | None = None) -> Language:
    """The pipeline of a language, profile, tier and state of a study's lexicons, built once a process."""
    key = (language, profile, tier, f"{own.folder.resolve()} {own.version}" if own else "")
    if key not in _SHARED:
        # The word lists are many small objects that live as long as the process: the collector need not walk them,
        # neither while they are made nor afterwards.
        gc.disable()
        try:
            _SHARED[key] = build(language, profile=profile, tier=tier, own=own)
        finally:
            gc.enable()
        gc.collect()
        gc.freeze()
    return _SHARED[key]


def make_doc(pipeline: Language, text: ArticleText, *, country: str | None = None) -> Doc:
    """Tokenize an article and note where its headline and lead end. The Doc is ready for the components."""
    doc = pipeline.make_doc(text.text)
    doc.spans[SPANS_KEY] = []
    doc._.country = country
    hold(doc, TEXT, text.text)
    starts = starts_of(doc)
    doc._.headline_end = bisect_left(starts, text.headline_end, hi=len(doc))
    doc._.lead_end = bisect_left(starts, text.lead_end, hi=len(doc))
    return doc
