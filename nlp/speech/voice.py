"""Whose voice a coded span is in: the outlet's, a source's (quoted or paraphrased), or nobody's (metalinguistic).

In: a Doc, a span's token range and the Doc's attributions. Out: the voice, the attribution it belongs to, and the
reason in plain English. The rules are the codebook's: a rejected or distanced word is metalinguistic; words between
quotation marks are quoted when somebody says them; a short quotation nobody says is a scare quote, so the outlet's;
words in a reported clause are paraphrased; a verb that narrates an act of speech stands outside its own clause, so the
outlet's.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from corpus.records import Voice
from lexicons.small_words import small_words
from nlp.cues.context import Bearing, context_of
from nlp.extensions import SPANS_KEY, Notes
from nlp.speech.quotes import Quote
from nlp.speech.reading import Reading
from nlp.speech.sources import Attribution, read_doc, sentence_long
from nlp.speech.titles import DOCUMENT, OTHER
from nlp.texts.words import text_between, words_of

# A measure that somebody asks for: the asking is part of the words (*piden liberar*, *calls for her release*).
_ASKED_FOR = "R3"
# A nickname in quotation marks: so many words at most, begun by an article, gone on with "of".
_LONGEST_NAME = 8
# Rules of names that others give her.
_NAMED = ".named"
_BY_PRESS = ".named-by-press"
_LISTS = small_words("voice")
_ARTICLES = frozenset(_LISTS["articles"])
_OF = frozenset(_LISTS["of"])


class VoiceReader:
    """The component ``encuadre_voice``: gives every coded span its voice, source and reason."""

    def __call__(self, doc: Doc) -> Doc:
        """Read the voice of each span of ``doc.spans["encuadre"]``."""
        spans = doc.spans.get(SPANS_KEY, ())
        if not len(spans):
            return doc
        attributions, notes = doc._.attributions, Notes(doc)
        for span in spans:
            voice, index, reason = voice_of(doc, span.start, span.end, attributions, span.label_)
            notes.write(span, voice=voice.value, source_index=index, voice_reason=reason)
        return doc


@Language.factory("encuadre_voice", requires=["doc._.attributions"])
def make_voice(nlp: Language, name: str) -> VoiceReader:
    """``nlp.add_pipe("encuadre_voice")``."""
    return VoiceReader()


def voice_of(
    doc: Doc, start: int, end: int, attributions: Sequence[Attribution], code: str = ""
) -> tuple[Voice, int | None, str]:
    """(voice, index of the attribution or None, reason) of the tokens ``start:end``, coded ``code`` if known."""
    if not 0 <= start < end <= len(doc):
        return Voice.OUTLET, None, "outside the text"
    bearing = _put_at_a_distance(doc, attributions, start, end, code)
    if bearing is not None:
        told = "negated" if bearing.rule.category == "negation" else "put at a distance by"
        return (
            Voice.METALINGUISTIC,
            None,
            f"{told}: {bearing.reason}" if told == "negated" else f"{told} {bearing.reason}",
        )
    reading = read_doc(doc)
    if reading is None:
        return Voice.OUTLET, None, "no speech lexicon for this language"
    quote = reading.quote_at.get(start)
    if quote is not None and quote.end < end:
        quote = None  # the span reaches beyond the marks: they are inside it
    index = _attribution_at(attributions, start, end, code)
    if quote is None:
        if index is not None:
            return Voice.PARAPHRASED, index, f"in what {_who(doc, attributions[index])} is reported to say"
        return Voice.OUTLET, None, "outside quotations and reported clauses"
    if index is None and _is_name(doc, quote, start, end):
        return Voice.OUTLET, None, "a nickname in quotation marks with no named source"
    return _in_quote(doc, reading, quote, attributions, index)


def _put_at_a_distance(
    doc: Doc, attributions: Sequence[Attribution], start: int, end: int, code: str
) -> Bearing | None:
    """The nearest rule that denies the words or discusses them. Who calls her so speaks for himself (*los fiscales la
    llamaron ...*), unlike the press or nobody.
    """
    context = context_of(doc)
    bearing = context.first("metalinguistic", start, end, code)
    if bearing is None or _NAMED not in bearing.rule.id:
        return bearing
    index = _attribution_at(attributions, start, end, code)
    if index is None or not _meets(attributions[index], bearing):
        return bearing
    # A front page that calls her so is read as a document.
    nobody = {OTHER, DOCUMENT} if bearing.rule.id.endswith(_BY_PRESS) else {OTHER}
    if attributions[index].role in nobody:
        return bearing
    others = (each for each in context.bearings(start, end, code) if _NAMED not in each.rule.id)
    return next((each for each in others if each.rule.effect == "metalinguistic"), None)


def _meets(item: Attribution, bearing: Bearing) -> bool:
    """Is it the same verb, not one inside what the source says (*a charity slams a paper that called her ...*)?"""
    return item.cue_start < bearing.end and bearing.start < item.cue_end


def _is_name(doc: Doc, quote: Quote, start: int, end: int) -> bool:
    """Does a label head the quotation, with nothing after it but what it is of: “la narco del barrio Alegría”?"""
    lowers = words_of(doc).lowers
    if quote.family == "dash" or quote.inner_end - quote.inner_start > _LONGEST_NAME:
        return False
    head = start - quote.inner_start
    opens = head == 0 or (head == 1 and lowers[quote.inner_start] in _ARTICLES)
    return opens and (end >= quote.inner_end or lowers[end] in _OF)


def _in_quote(
    doc: Doc, reading: Reading, quote: Quote, attributions: Sequence[Attribution], index: int | None
) -> tuple[Voice, int | None, str]:
    outer = next((each for each in reading.quotes if each.depth == 0 and each.start <= quote.start < each.end), quote)
    scare = quote.family != "dash" and not sentence_long(reading, quote.inner_start, quote.inner_end)
    if index is not None:
        item = attributions[index]
        inside = quote.inner_start <= item.cue_start < quote.inner_end
        if inside:
            return Voice.PARAPHRASED, index, f"said by {_who(doc, item)} inside another's quotation"
        if quote.depth and not scare and outer is not quote:
            return Voice.PARAPHRASED, index, "quoted inside another's quotation"
        return Voice.QUOTED, index, f"in quotation marks, said by {_who(doc, item)}"
    if scare:
        return Voice.OUTLET, None, "in scare quotes with no named source"
    return Voice.QUOTED, None, "in a quotation whose speaker is not named"


def _attribution_at(attributions: Sequence[Attribution], start: int, end: int, code: str) -> int | None:
    """The innermost attribution whose content holds the span.

    A span on the attributing words themselves is the outlet's: it narrates an act of speech (*exigen*, *denunciaron*).
    Only a measure asked for belongs to the one who asks (*piden liberar*).
    """
    best: tuple[int, int] | None = None
    for index, item in enumerate(attributions):
        if item.cue_start < end and start < item.cue_end:
            said = code == _ASKED_FOR and any(first < end and start < last for first, last in item.content)
            if said and item.speaker_end != item.cue_end and item.cue_start <= start and item.cue_end < end:
                return index
            continue
        for first, last in item.content:
            if first <= start and end <= last + 1 and (best is None or last - first < best[0]):
                best = (last - first, index)
    return best[1] if best else None


def _who(doc: Doc, item: Attribution) -> str:
    if item.speaker_start is None or item.speaker_end is None:
        return f"a source ({item.role})" if item.speaker >= 0 else "an unnamed source"
    return f"'{text_between(doc, item.speaker_start, item.speaker_end)}' ({item.role})"
