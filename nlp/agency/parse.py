"""Tier 1: what a trained spaCy pipeline knows of an article's grammar, where one is installed.

In: a tier-0 Doc. Out: ``Parse``: which tokens are verbs, and the subject and objects of each. The tokens and sentences
stay ours, so that every offset is the same at both tiers. Nothing is downloaded: what is missing is said, with the
command that installs it.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from lexicons.errors import EncuadreError
from nlp.texts.words import surfaces

# The larger, the better: the first that is installed is used.
PIPELINES = {
    "es": ("es_core_news_lg", "es_core_news_md", "es_core_news_sm"),
    "pt": ("pt_core_news_lg", "pt_core_news_md", "pt_core_news_sm"),
    "en": ("en_core_web_lg", "en_core_web_md", "en_core_web_sm"),
}
# Not needed to find subjects, and half of the time.
_LEFT_OUT = ("ner", "lemmatizer")
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"obj", "iobj", "dobj", "dative"})
_VERBS = frozenset({"VERB", "AUX"})
_FINITE = "VerbForm=Fin"


@dataclass(frozen=True)
class Parse:
    """By token: ``verbs`` are verbs or auxiliaries, ``finite`` finite verbs, ``subjects`` and ``objects`` theirs."""

    verbs: frozenset[int]
    finite: frozenset[int]
    subjects: dict[int, int]
    objects: dict[int, tuple[int, ...]]

    def subject(self, start: int, end: int) -> int | None:
        """The token that is the subject of the verb group ``start:end``; None where the words name none."""
        for at in range(end - 1, start - 1, -1):
            found = self.subjects.get(at)
            if found is not None and not start <= found < end:
                return found
        return None

    def objects_of(self, start: int, end: int) -> list[int]:
        """The tokens that are its objects."""
        return [found for at in range(start, end) for found in self.objects.get(at, ())]


def installed(language: str) -> str | None:
    """The name of the trained pipeline that is used for a language; None where none is installed."""
    for name in PIPELINES[language]:
        if spacy.util.is_package(name):
            return name
    return None


def parser_versions() -> dict[str, str]:
    """Which pipeline reads which language, with its version; "none" where there is none."""
    versions = {}
    for language in PIPELINES:
        name = installed(language)
        try:
            versions[f"parser-{language}"] = f"{name} {version(name)}" if name else "none"
        except PackageNotFoundError:
            versions[f"parser-{language}"] = str(name)
    return versions


@cache
def trained(language: str) -> Language:
    """The trained pipeline of a language, loaded once a process. Raises E421 where none is installed."""
    name = installed(language)
    if name is None:
        raise EncuadreError(
            "E421", language=language, names=", ".join(PIPELINES[language]), first=PIPELINES[language][-1]
        )
    with warnings.catch_warnings():
        # A pipeline older than spaCy itself still parses; which one it was stands in the versions.
        warnings.simplefilter("ignore")
        return spacy.load(name, exclude=list(_LEFT_OUT))


def parse(doc: Doc, language: str) -> Parse:
    """Parse a tier-0 Doc, sentence by sentence as it stands. Raises E421 where no pipeline is installed."""
    pipeline = trained(language)
    texts, spaces = surfaces(doc)
    starts: list[bool | int | None] = [flag == 1 for flag in doc.to_array("SENT_START").tolist()]
    if starts:
        starts[0] = True
    parsed = Doc(pipeline.vocab, words=texts, spaces=spaces, sent_starts=starts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _, component in pipeline.pipeline:
            parsed = component(parsed)
    return _read(parsed)


def _read(parsed: Doc) -> Parse:
    subjects: dict[int, int] = {}
    objects: dict[int, list[int]] = defaultdict(list)
    verbs = frozenset(token.i for token in parsed if token.pos_ in _VERBS)
    for token in parsed:
        if token.dep_ in _SUBJECTS:
            subjects[token.head.i] = token.i
        elif token.dep_ in _OBJECTS:
            objects[token.head.i].append(token.i)
    for verb, subject in list(subjects.items()):
        subjects[verb] = _antecedent(parsed, subject)
    for token in parsed:
        # "Fundó ... y dirige": the second verb's subject is the first one's; an auxiliary's is its verb's.
        if token.dep_ == "conj" and token.i not in subjects and token.head.i in subjects and token.i in verbs:
            subjects[token.i] = subjects[token.head.i]
    for token in parsed:
        if token.dep_.startswith(("aux", "cop")) and token.head.i in subjects:
            subjects.setdefault(token.i, subjects[token.head.i])
    return Parse(verbs, frozenset(_finite(parsed)), subjects, {verb: tuple(found) for verb, found in objects.items()})


def _finite(parsed: Doc) -> Iterator[int]:
    for token in parsed:
        if token.pos_ in _VERBS and (_FINITE in str(token.morph) or token.tag_ in ("VBD", "VBZ", "VBP", "MD")):
            yield token.i


def _antecedent(parsed: Doc, subject: int) -> int:
    """The noun that a relative pronoun takes up, else the subject itself."""
    token = parsed[subject]
    if "PronType=Rel" in str(token.morph) or token.tag_ in ("WP", "WDT"):
        clause = token.head
        if clause.dep_ in ("acl", "acl:relcl", "relcl"):
            return int(clause.head.i)
    return subject
