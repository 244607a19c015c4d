"""INCEpTION: documents as UIMA CAS (XMI or JSON) with the layers of the codebook, and its exports back.

In and out, through dkpro-cassis: ``TypeSystem.xml`` declares a span layer (``code``, ``voice``) and a document
metadata layer with one feature a question; each document has sentences, tokens and the article's id. UIMA counts
UTF-16 units, cassis turns them into code points. What comes back: a project export (``annotation/DOCUMENT/USER.zip``,
curated documents under ``curation/``), a folder of an annotator packed as zip, one XMI beside its TypeSystem.xml, or
CAS JSON. The answers are never filled in beforehand, so a document without any was not labelled.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import spacy
from spacy.language import Language

from corpus.labels import ADJUDICATED
from lexicons.errors import EncuadreError, UsageError
from nlp.labels.exchange.archives import check_size, is_zip, members
from nlp.labels.exchange.readings import Asked, Reading, Row, Unread
from nlp.labels.exchange.units import Marked, Unit

TYPES, DOCUMENTS = "TypeSystem.xml", "documents"
SPAN, ANSWERS = "webanno.custom.EncuadreSpan", "webanno.custom.EncuadreAnswers"
_NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_SEGMENTS = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
_STRING, _STRINGS = "uima.cas.String", "uima.cas.StringArray"
_META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_OURS = ("article_id", "sample", "suggested_by")
_FILE_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", re.DOTALL)
# CAS JSON begins with its types; the project's own settings are JSON too.
_BEGINNING = 1000
_CURATOR, _NOBODY = "CURATION_USER", "INITIAL_CAS"


def _cassis() -> Any:
    try:
        import cassis
    except ImportError as error:
        raise UsageError("E636", package="dkpro-cassis", extra="inception") from error
    return cassis


def write(units: Iterable[Unit], folder: Path, asked: Asked, sample: str) -> list[Path]:
    """The layers (Settings, Layers, Import) and a document for each article (format UIMA CAS XMI)."""
    cassis = _cassis()
    types = _type_system(cassis, asked)
    documents = folder / DOCUMENTS
    documents.mkdir()
    types.to_xml(folder / TYPES)
    paths = [folder / TYPES]
    for number, unit in enumerate(units, start=1):
        identifier = unit.article.id
        path = documents / f"{identifier if _FILE_NAME.match(identifier) else f'article-{number:05}'}.xmi"
        _cas(cassis, types, unit, sample).to_xmi(path)
        paths.append(path)
    return paths


def _type_system(cassis: Any, asked: Asked) -> Any:
    types = cassis.load_dkpro_core_typesystem()
    span = types.create_type(SPAN, supertypeName="uima.tcas.Annotation")
    for feature in ("code", "voice"):
        types.create_feature(span, feature, _STRING)
    answers = types.create_type(ANSWERS, supertypeName="uima.cas.AnnotationBase")
    for name in _OURS:
        types.create_feature(answers, name, _STRING)
    for question in asked.questions:
        description = f"{asked.words(question)} {', '.join(question.options)}"
        types.create_feature(answers, question.id, _STRINGS if question.several else _STRING, description=description)
    return types


def _cas(cassis: Any, types: Any, unit: Unit, sample: str) -> Any:
    cas = cassis.Cas(typesystem=types, sofa_string=unit.text, sofa_mime="text/plain")
    cas.sofa_string = unit.text
    sentence, token = types.get_type(f"{_SEGMENTS}.Sentence"), types.get_type(f"{_SEGMENTS}.Token")
    doc = _cutter(unit.article.language or "xx")(unit.text)
    for sent in doc.sents:
        if sent.text.strip():
            cas.add(sentence(begin=sent.start_char, end=sent.start_char + len(sent.text.rstrip())))
    cas.add_all([token(begin=t.idx, end=t.idx + len(t)) for t in doc if not t.is_space])
    known = {"article_id": unit.article.id, "sample": sample}
    if unit.suggestion is not None:
        known["suggested_by"] = unit.suggestion.model
        span = types.get_type(SPAN)
        for each in unit.suggestion.spans:
            start, end = unit.joint(each)
            cas.add(span(begin=start, end=end, code=each.code, voice=each.voice.value if each.voice else None))
    cas.add(types.get_type(ANSWERS)(**known))
    return cas


@cache
def _cutter(language: str) -> Language:
    import nlp.texts.sentences  # noqa: F401  (registers the component)

    try:
        cutter = spacy.blank(language)
    except ImportError:
        cutter = spacy.blank("xx")
    cutter.add_pipe("encuadre_sentences")
    return cutter


def read(path: Path, asked: Asked) -> Iterator[Row]:
    """The documents of an export."""
    _cassis()
    if not is_zip(path):
        check_size(path)
        places = (path.with_name(TYPES), path.absolute().parent.parent / TYPES)
        types = next((place.read_bytes() for place in places if place.is_file()), None)
        yield from _document(path.name, path.read_bytes(), types, None, asked)
        return
    types_by_folder: dict[str, bytes] = {}
    waiting: list[tuple[str, bytes]] = []
    for name, content in members(path, (".xmi", ".json", ".xml")):
        place = PurePosixPath(name)
        if place.name == TYPES:
            types_by_folder[str(place.parent)] = content
        elif place.suffix == ".xmi" or (place.suffix == ".json" and b"%TYPES" in content[:_BEGINNING]):
            waiting.append((name, content))
    if not waiting:
        raise EncuadreError("E440", path=path, format="an export of INCEpTION", problem="it holds no .xmi or CAS JSON")
    anywhere = next(iter(types_by_folder.values()), None)
    for name, content in waiting:
        place = PurePosixPath(name)
        if place.stem != _NOBODY:
            types = types_by_folder.get(str(place.parent), anywhere)
            yield from _document(name, content, types, _annotator(place), asked)


def _annotator(place: PurePosixPath) -> str | None:
    """Who labelled, by the place in the archive: ``annotation/DOCUMENT/USER.zip/USER.xmi`` or ``USER/DOCUMENT.xmi``."""
    if place.stem == _CURATOR or "curation" in place.parts:
        return ADJUDICATED
    if "annotation" in place.parts:
        return place.stem
    folder = place.parent.name
    return folder if folder and folder != DOCUMENTS else None


def _document(name: str, content: bytes, types: bytes | None, annotator: str | None, asked: Asked) -> Iterator[Row]:
    try:
        yield _reading(name, _loaded(name, content, types), annotator, asked)
    except EncuadreError as error:
        yield Unread(name, error, "", annotator or "")


def _loaded(name: str, content: bytes, types: bytes | None) -> Any:
    cassis = _cassis()
    try:
        with warnings.catch_warnings():
            # of types that other layers of the project bring along
            warnings.simplefilter("ignore")
            if name.endswith(".json"):
                return cassis.load_cas_from_json(io.BytesIO(content), lenient=True)
            if types is None:
                raise ValueError(f"there is no {TYPES} beside it or in the folder above")
            return cassis.load_cas_from_xmi(io.BytesIO(_harmless(content)), typesystem=_types(types), lenient=True)
    except Exception as error:  # whatever a damaged document makes the library raise, the others are still read
        problem = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise EncuadreError("E440", path=name, format="UIMA CAS", problem=problem) from error


@lru_cache(maxsize=4)
def _types(content: bytes) -> Any:
    """The types of a document. A project repeats the same ones beside each, and reading them takes longer than it."""
    return _cassis().load_typesystem(io.BytesIO(_harmless(content)))


def _harmless(xml: bytes) -> bytes:
    """XML without a document type, in UTF-8: no entities to expand, nothing to fetch."""
    declared = _DECLARED.match(xml)
    if declared and declared.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise ValueError("it is not in UTF-8")
    xml.decode("utf-8")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("it declares a document type, which INCEpTION never does")
    # libxml2 knows XML 1.0 only; INCEpTION's XML 1.1 differs in control characters, which the text has none of.
    return re.sub(rb"^(\s*<\?xml\s+version=[\"'])1\.1", rb"\g<1>1.0", xml, count=1)


def _reading(name: str, cas: Any, annotator: str | None, asked: Asked) -> Reading:
    layers = {each.name for each in cas.typesystem.get_types()}
    found = list(cas.select(ANSWERS)) if ANSWERS in layers else []
    known = {key: _first(found, key) for key in _OURS}
    article = known["article_id"] or _title(cas, layers) or _stem(name)
    answers: dict[str, tuple[str, ...]] = {}
    for question in asked.questions:
        for each in found:
            values = _values(getattr(each, question.id, None))
            if values:
                answers[question.id] = values
    spans = [_marked(each) for layer in (SPAN, _NAMED_ENTITY) if layer in layers for each in cas.select(layer)]
    if not answers and (known["suggested_by"] or not spans) and not asked.confirmed:
        raise EncuadreError("E446", problem="no question is answered in the document's metadata")
    return Reading(
        where=name,
        article=article,
        annotator=annotator,
        answers=answers,
        spans=tuple(spans),
        text=cas.sofa_string,
        suggested=bool(known["suggested_by"]),
        sample=known["sample"],
    )


def _first(found: Iterable[Any], key: str) -> str | None:
    return next((str(value) for each in found if (value := getattr(each, key, None))), None)


def _title(cas: Any, layers: set[str]) -> str | None:
    if _META not in layers:
        return None
    meta = list(cas.select(_META))
    title = _first(meta, "documentTitle") or _first(meta, "documentId")
    return title.removesuffix(".xmi").removesuffix(".json") if title else None


def _stem(name: str) -> str:
    parts = PurePosixPath(name).parts
    for folder in ("annotation", "curation"):
        if folder in parts[:-1]:
            return PurePosixPath(parts[parts.index(folder) + 1]).stem
    return PurePosixPath(name).stem


def _values(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    elements = getattr(value, "elements", value)
    if isinstance(elements, str):
        return tuple(elements.split())
    return tuple(str(each) for each in elements or () if each)


def _marked(each: Any) -> Marked:
    code = getattr(each, "code", None) or getattr(each, "value", None) or ""
    return Marked(code=str(code), start=each.begin, end=each.end, voice=getattr(each, "voice", None))
