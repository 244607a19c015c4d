"""Every attribution of an article: who says what, directly or not.

In: a Doc. Out: ``Attribution`` rows in order: the attributing words with the speaker, the speaker's role, and the token
ranges of what is said. A verb of saying counts only with evidence beside it: a quotation, *que* / *that*, a comma
before it and its speaker after it, or a known speaker before it. Why by rules: small trained parsers break on *según*
and on inversion, and this has to run where nothing can be downloaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

import nlp.extensions  # noqa: F401  (registers doc._.attributions)
from lexicons.cues import LANGUAGES
from lexicons.speech_data import load_roles, load_speech
from nlp.speech.attributing import read_attributions
from nlp.speech.cited import Cited
from nlp.speech.reading import Reading, read
from nlp.speech.roles import Cast
from nlp.speech.speakers import Person
from nlp.speech.titles import DOCUMENT, IMPACTED, OTHER
from nlp.texts.sentences import SentenceBoundaries
from nlp.texts.words import attached

QUOTED = "quoted"
PARAPHRASED = "paraphrased"
_HOOK = "encuadre_reading"
# Whose demands are mostly steps in her case: an organization or a lawyer who demands something speaks for her.
_IN_THE_CASE = frozenset({IMPACTED, OTHER, "police_military", "prosecutor", "judge"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution, in tokens. ``cue_*`` spans the attributing words and the speaker (*dijo la fiscal*),
    ``content`` what is said: quotations or a reported clause. ``speaker`` is the same number for all mentions of one
    speaker, -1 for none (*se dijo*). ``how`` is quoted or paraphrased. ``counts`` is False for *they told me* in
    another's quotation and for a narrated step in a case: voices read them, the list of sources does not.
    """

    cue_start: int
    cue_end: int
    speaker_start: int | None
    speaker_end: int | None
    content: tuple[tuple[int, int], ...]
    role: str
    how: str
    speaker: int = -1
    counts: bool = True


class SourceFinder:
    """The component ``encuadre_sources``: writes ``doc._.attributions``. It keeps nothing between documents.

    ``impacted``: may a speaker be a woman deprived of liberty? On another topic nobody is known to be the one affected.
    """

    def __init__(self, *, impacted: bool = True) -> None:
        self._impacted = impacted

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributions of an article, unless it is known to be off topic."""
        found = [] if doc._.on_topic is False else find_attributions(doc)
        if not self._impacted:
            found = [replace(item, role=OTHER) if item.role == IMPACTED else item for item in found]
        doc._.attributions = found
        return doc


@Language.factory("encuadre_sources", default_config={"impacted": True}, assigns=["doc._.attributions"])
def make_sources(nlp: Language, name: str, impacted: bool) -> SourceFinder:
    """``nlp.add_pipe("encuadre_sources")``; ``config={"impacted": False}`` on a topic other than women in prison."""
    return SourceFinder(impacted=impacted)


def find_attributions(doc: Doc) -> list[Attribution]:
    """The attributions of a Doc in es, pt or en, in order of their cues; none for another language."""
    reading = read_doc(doc)
    if reading is None:
        return []
    targets = doc._.targets if doc.has_extension("targets") else ()
    cast = Cast(reading, load_roles(reading.speech.language), targets)
    found: list[Attribution] = []
    for cited in read_attributions(reading):
        if cited.impersonal and cited.speaker is None:
            person = None
        else:
            person = cast.resolve(cited.speaker, cited.start, said=cited.content, quoted=cited.quoted)
        found.append(
            Attribution(
                cue_start=cited.start,
                cue_end=cited.end,
                speaker_start=cited.speaker.start if cited.speaker else None,
                speaker_end=cited.speaker.end if cited.speaker else None,
                content=tuple((start, end) for start, end in cited.content if start < end),
                role=person.role if person else OTHER,
                how=QUOTED if cited.quoted else PARAPHRASED,
                speaker=person.number if person else -1,
                counts=not (cited.narrated and person is not None and person.role in _IN_THE_CASE)
                and (_names_a_source(cited, person) or not _in_words_of_others(reading, cited.start)),
            )
        )
    roles = {person.number: person.role for person in cast.people}
    # A later mention may tell the role of an earlier one.
    found = [
        item if roles.get(item.speaker, item.role) == item.role else replace(item, role=roles[item.speaker])
        for item in found
    ]
    return _with_orphans(reading, found)


def distinct_sources(
    attributions: Iterable[Attribution], headline_end: int = 0
) -> tuple[list[Attribution], list[int | None]]:
    """Each source once for each way it is cited, as the codebook counts sources, at its first attribution.

    ``headline_end`` is the index of the first token after the headline. A headline names again whom the body cites, so
    its sources count only where others are cited below and nobody of their role ("..., dizem vizinhos" over a text that
    cites the police alone).
    The second list maps every attribution to its source's place in the first; None for an attribution to nobody.
    """
    rows = list(attributions)
    below = {item.role for item in rows if item.cue_start >= headline_end and _is_a_source(item)}
    sources: list[Attribution] = []
    place: dict[tuple[int, str], int] = {}
    repeated: set[int] = set()
    for number, item in enumerate(rows):
        key = (item.speaker, item.how)
        if item.cue_start < headline_end and (not below or item.role in below or item.speaker_start is None):
            repeated.add(number)
        elif not _is_a_source(item):
            continue
        elif key not in place:
            place[key] = len(sources)
            sources.append(item)
        elif _tells_more(item, sources[place[key]]):
            sources[place[key]] = item
    index = [None if number in repeated else place.get((item.speaker, item.how)) for number, item in enumerate(rows)]
    return sources, index


def _is_a_source(item: Attribution) -> bool:
    return item.speaker >= 0 and item.counts


def _names_a_source(cited: Cited, person: Person | None) -> bool:
    """Does who quotes name whom: *a juíza disse que*, not *they told me*, *the law says*?"""
    named = cited.speaker is not None and not cited.speaker.pronoun
    return named and person is not None and person.role != DOCUMENT


def _in_words_of_others(reading: Reading, index: int) -> bool:
    """Does a source speak of speech here? A mark that nothing closes may hold the outlet's own words."""
    quote = reading.quote_at.get(index)
    return quote is not None and (quote.closed or quote.continued)


def _tells_more(item: Attribution, first: Attribution) -> bool:
    """Words that name the speaker say more than a verb alone; a whole quotation, more than a borrowed word."""
    if (item.speaker_start is None) != (first.speaker_start is None):
        return first.speaker_start is None
    return item.how == QUOTED and _said(first) < _STATEMENT_WORDS <= _said(item)


def _said(item: Attribution) -> int:
    """How many tokens the longest quotation or clause holds."""
    return max((end - start for start, end in item.content), default=0)


def read_doc(doc: Doc) -> Reading | None:
    """The Doc read for its speakers; None where we have no lexicon for its language."""
    if doc.lang_ not in LANGUAGES:
        return None
    return attached(doc, _HOOK, _read)


def _read(doc: Doc) -> Reading:
    if not doc.to_array(SENT_START)[1:].any():  # has_annotation() would make a token object of every word
        SentenceBoundaries()(doc)
    return read(doc, load_speech(doc.lang_), load_roles(doc.lang_))


def _with_orphans(reading: Reading, found: list[Attribution]) -> list[Attribution]:
    """Give sentence-long quotations without an attribution of their own to the last speaker.

    The last speaker of the same paragraph, or of the one before when the quotation goes on from it.
    """
    words = reading.words
    taken = {index for item in found for start, end in item.content for index in range(start, end)}
    extra: dict[int, list[tuple[int, int]]] = {}
    for quote in reading.quotes:
        low, high = words.sentence(quote.start)
        alone = quote.start == low and quote.end >= high - 1
        spoken = alone or sentence_long(reading, quote.inner_start, quote.inner_end)
        if quote.depth or quote.inner_start in taken or not spoken:
            continue
        paragraph = words.paragraph_of[quote.start]
        begins = quote.start - words.paragraphs[paragraph][0] <= 1
        earlier = [
            place
            for place, item in enumerate(found)
            if item.cue_start < quote.start
            and item.speaker >= 0
            and (
                words.paragraph_of[item.cue_start] == paragraph
                or (begins and 0 < paragraph - words.paragraph_of[item.cue_start] <= 2)
            )
        ]
        if earlier:
            extra.setdefault(earlier[-1], []).append((quote.inner_start, quote.inner_end))
    if not extra:
        return found
    result: list[Attribution] = []
    for place, item in enumerate(found):
        ranges = tuple(extra.get(place, ()))
        if ranges and item.how == PARAPHRASED:
            result += [item, replace(item, content=ranges, how=QUOTED)]
        else:
            result.append(replace(item, content=item.content + ranges))
    return result


# A quotation of so many words is somebody's statement even without a full stop; a shorter one may be a scare quote.
_STATEMENT_WORDS = 5


def sentence_long(reading: Reading, start: int, end: int) -> bool:
    """Is a quotation long enough, or finished with a full stop, so that it is speech and not a scare quote?"""
    texts = reading.words.texts
    words = [text for text in texts[start:end] if text[0].isalnum()]
    count = len(words)
    last = texts[end - 1]
    titled = 2 * sum(word[0].isupper() for word in words) >= count  # a nickname, a film
    return count >= _STATEMENT_WORDS + titled or (count > 1 and last[-1] in ".!?…")


__all__ = ["Attribution", "distinct_sources", "find_attributions", "read_doc", "sentence_long"]
