"""Articles in, tags out: the one door to the pipeline for the corpus, data frames and explanations.

In: an ``Article``. Out: ``ArticleTags`` whose offsets point into the stored texts. The gate comes first and reads the
raw text, so that an article about something else costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version

from spacy.tokens import Doc

from corpus.records import Article, ArticleTags, ClauseRow, Framing, Naming, Part, SourceRow, SpanRow, Voice
from lexicons.codebook import shipped_codebook
from lexicons.cues import LANGUAGES, cues_digest
from lexicons.language_data import data_digest
from lexicons.own import OwnLexicons
from lexicons.profiles import NO_PROFILE, load_profile
from nlp.agency.parse import installed, parser_versions, trained
from nlp.extensions import SPANS_KEY, Notes
from nlp.framing import context_of, voices_of
from nlp.pipeline import make_doc, shared
from nlp.relevance import GATE_PASSED, may_be_relevant
from nlp.speech.sources import Attribution, distinct_sources
from nlp.texts.article import ArticleText
from nlp.texts.language import detect_language
from nlp.texts.words import hold, starts_of, surfaces

# Why an article is off topic when the pipeline was not even asked.
NO_LANGUAGE = "not in Spanish, Portuguese or English"
NO_CUSTODY = "no word of custody"

# Gives part, start and end in the stored texts of a range of tokens.
Placer = Callable[[int, int], tuple[Part, int, int]]
SHIPPED_TOPIC = "women deprived of liberty"


class Tagger:
    """Tags one article at a time. ``tier`` 0 downloads nothing; ``versions`` says what the tags depend on.

    ``profile``: whose guide weighs the terms, a name or a file (lexicons.profiles); None leaves it to the entries of
    each country. Raises E104 or E105 for a profile that there is not. ``tier`` 1 reads agency with a trained spaCy
    pipeline too; an article in a language for which none is installed then raises E421. ``own``: a study's own
    lexicons, which say what languages and topic are read (lexicons.own).
    """

    def __init__(self, tier: int = 0, profile: str | None = None, own: OwnLexicons | None = None) -> None:
        self.tier = tier
        self.profile = profile
        self.weights = load_profile(profile) if profile else None
        self.own = own
        self.languages = own.languages if own else LANGUAGES
        self.codebook = own.codebook if own else shipped_codebook()
        self._used: set[str] = set()

    def tag(self, article: Article, *, on_topic: bool = False) -> ArticleTags:
        """All tags of one article. Never raises on text, however broken.

        ``on_topic``: somebody who knows says that it is about women deprived of liberty, so relevance does not decide.
        """
        text = ArticleText.build(article.title, article.lead, article.body)
        words = len(text.text.split())
        language = detect_language(text.text, article.language, self.languages)
        if language is None:
            why = NO_LANGUAGE if self.languages == LANGUAGES else f"not in {', '.join(self.languages)}"
            return self._off_topic(article, None, words, why)
        gated = not on_topic and not self.other_topic
        if gated and not may_be_relevant(text.text, language):
            return self._off_topic(article, language, words, NO_CUSTODY)
        doc = self.doc(text, language, country=article.country, on_topic=on_topic, gate_passed=gated)
        return self._tags(article, text, doc, language, words)

    @property
    def other_topic(self) -> bool:
        """Is something else looked for than women deprived of liberty?"""
        return self.own is not None and self.own.other_topic

    def topic(self, language: str | None) -> str:
        """What is looked for, in words: the title of the study's topic in this language, or in any."""
        return (self.own.title(language or "") if self.own else None) or SHIPPED_TOPIC

    def doc(
        self,
        text: ArticleText,
        language: str,
        *,
        country: str | None = None,
        on_topic: bool = False,
        gate_passed: bool = False,
    ) -> Doc:
        """The Doc of a text after the whole pipeline. ``on_topic`` overrules relevance. ``gate_passed``: the text has
        been asked whether it holds a word of custody, and does.
        """
        pipeline = shared(language, self.profile, self.tier, self.own)
        self._used.add(language)
        doc = make_doc(pipeline, text, country=country)
        hold(doc, GATE_PASSED, gate_passed)
        for name, component in pipeline.pipeline:
            doc = component(doc)
            if on_topic and name in ("encuadre_relevance", "encuadre_topic"):
                doc._.on_topic = True
        return doc

    @contextmanager
    def memory_zone(self) -> Iterator[None]:
        """Words first seen inside are forgotten at the end, so that a long run stays flat. No Doc may outlive it."""
        with ExitStack() as stack:
            # Pipelines not asked for yet stay unbuilt: each takes seconds to load, and most corpora have one language.
            for language in sorted(self._used):
                stack.enter_context(shared(language, self.profile, self.tier, self.own).memory_zone())
                if self.tier and language in LANGUAGES and installed(language):
                    stack.enter_context(trained(language).memory_zone())
            yield

    def versions(self) -> dict[str, str]:
        """What the tags depend on, every word list by its digest: an edit of one makes the next run tag again."""
        own = {"own-lexicons": self.own.version} if self.own else {}
        cues = {language: lexicon.digest for language, lexicon in self.own.lexicons.items()} if self.own else {}
        cues = cues or {language: cues_digest(language) for language in LANGUAGES}
        lexicons = {f"lexicon-{language}": digest for language, digest in cues.items()}
        shipped = [language for language in self.languages if language in LANGUAGES]
        words = {f"words-{language}": data_digest(language) for language in shipped}
        return {
            "encuadre": version("encuadre"),
            "codebook": self.codebook.version,
            "spacy": version("spacy"),
            "tier": str(self.tier),
            "profile": self.weights.version if self.weights else NO_PROFILE,
            "names": data_digest(),
            **own,
            **lexicons,
            **words,
            **(parser_versions() if self.tier else {}),
        }

    def _off_topic(self, article: Article, language: str | None, words: int, why: str) -> ArticleTags:
        return ArticleTags(
            article_id=article.id,
            language=language,
            on_topic=False,
            relevance=0.0,
            framing=Framing.NEITHER,
            headline=Framing.NEITHER,
            why=(why,),
            words=words,
            tier=self.tier,
        )

    def _tags(self, article: Article, text: ArticleText, doc: Doc, language: str, words: int) -> ArticleTags:
        attributions, places = distinct_sources(doc._.attributions, doc._.headline_end)
        stored = _placer(doc, text)
        spans = tuple(_span_rows(doc, stored, places))
        sources = tuple(_source_rows(doc, stored, attributions))
        return ArticleTags(
            article_id=article.id,
            language=language,
            on_topic=bool(doc._.on_topic),
            relevance=doc._.relevance,
            framing=Framing(doc._.framing),
            headline=Framing(doc._.headline_framing),
            voices=voices_of(source.role for source in sources),
            context=context_of((span.code for span in spans), self.codebook),
            why=tuple(doc._.relevance_why),
            words=words,
            tier=self.tier,
            spans=spans,
            sources=sources,
            clauses=tuple(_clause_rows(doc, stored)),
            naming=Naming(headline=doc._.naming[0], body=doc._.naming[1], convicted=doc._.naming[2])
            if doc._.naming
            else None,
        )


def _span_rows(doc: Doc, stored: Placer, places: list[int | None]) -> Iterator[SpanRow]:
    notes = Notes(doc)
    for span in doc.spans.get(SPANS_KEY, ()):
        part, start, end = stored(span.start, span.end)
        told = notes.read_all(span)
        rule, reason, source = told["rule"], told["voice_reason"], told["source_index"]
        yield SpanRow(
            part=part,
            start=start,
            end=end,
            code=span.label_,
            voice=Voice(told["voice"] or Voice.OUTLET),
            cue_id=span.id_,
            rule=f"{rule}; {reason}" if reason else rule,
            status=told["status"],
            source_index=None if source is None else places[source],
        )


def _placer(doc: Doc, text: ArticleText) -> Placer:
    """Tells where a range of tokens stands in the stored texts."""
    texts, starts = surfaces(doc)[0], starts_of(doc)

    def stored(start: int, end: int) -> tuple[Part, int, int]:
        return text.to_stored(starts[start], starts[end - 1] + len(texts[end - 1]))

    return stored


def _clause_rows(doc: Doc, stored: Placer) -> Iterator[ClauseRow]:
    for clause in doc._.clauses:
        part, start, end = stored(clause.start, clause.end)
        yield ClauseRow(part=part, start=start, end=end, acts=clause.acts, rule=clause.rule)


def _source_rows(doc: Doc, stored: Placer, attributions: list[Attribution]) -> Iterator[SourceRow]:
    if doc._.on_topic is False:
        return
    for attribution in attributions:
        part, start, end = stored(attribution.cue_start, attribution.cue_end)
        content_start = content_end = None
        if attribution.content:
            content_part, first, last = stored(*attribution.content[0])
            if content_part is part:
                content_start, content_end = first, last
        yield SourceRow(
            part=part,
            start=start,
            end=end,
            role=attribution.role,
            how=attribution.how,
            content_start=content_start,
            content_end=content_end,
        )
