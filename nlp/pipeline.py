"""The tier-0 pipeline of a language: spaCy's tokenizer and our components, nothing downloaded.

In: a language code. Out: a spaCy ``Language``. Components are found by their entry-point names, so that
``spacy.blank("es").add_pipe("encuadre_cues")`` works wherever encuadre is installed.
"""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import nlp.agency
import nlp.cues
import nlp.framing
import nlp.naming
import nlp.relevance
import nlp.sentences
import nlp.sources
import nlp.targets
import nlp.voice
import nlp.weights  # noqa: F401  (each registers its factory, also where entry points are not installed)
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from nlp.extensions import SPANS_KEY
from nlp.text import ArticleText
from nlp.words import surfaces

# In the order of the data: each reads what the ones before it wrote.
COMPONENTS = (
    "encuadre_sentences",
    "encuadre_relevance",
    "encuadre_targets",
    "encuadre_cues",
    "encuadre_sources",
    "encuadre_voice",
    "encuadre_weights",
    "encuadre_framing",
    "encuadre_agency",
    "encuadre_naming",
)


def build(language: str, *, profile: str | None = None, tier: int = 0) -> Language:
    """The tier-0 pipeline of es, pt or en. ``profile`` weighs the terms (lexicons.profiles), by name or file.

    ``tier`` 1 lets agency ask a trained pipeline, where one is installed (nlp.parse).

    Raises E103 for another language, E104 or E105 for a profile that there is not.
    """
    config: dict[str, dict[str, object]] = {"encuadre_weights": {"profile": profile}, "encuadre_agency": {"tier": tier}}
    if language not in LANGUAGES:
        raise EncuadreError("E103", language=language, known=", ".join(LANGUAGES))
    pipeline = spacy.blank(language)
    for name in COMPONENTS:
        if pipeline.has_factory(name):
            pipeline.add_pipe(name, config=config.get(name, {}))
    return pipeline


@cache
def shared(language: str, profile: str | None = None, tier: int = 0) -> Language:
    """The pipeline of a language, profile and tier, built once a process."""
    return build(language, profile=profile, tier=tier)


def make_doc(pipeline: Language, text: ArticleText, *, country: str | None = None) -> Doc:
    """Tokenize an article and note where its headline and lead end. The Doc is ready for the components."""
    doc = pipeline.make_doc(text.text)
    doc.spans[SPANS_KEY] = []
    doc._.country = country
    texts, spaces = surfaces(doc)
    doc._.headline_end, doc._.lead_end = _tokens_before(texts, spaces, text.headline_end, text.lead_end)
    return doc


def _tokens_before(texts: list[str], spaces: list[bool], *offsets: int) -> list[int]:
    """How many tokens begin before each of the character offsets, which come in order."""
    counts: list[int] = []
    index = begin = 0
    for offset in offsets:
        while index < len(texts) and begin < offset:
            begin += len(texts[index]) + spaces[index]
            index += 1
        counts.append(index)
    return counts
