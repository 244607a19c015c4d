"""An article's framing and its headline's, from the spans in the outlet's own voice.

In: a Doc with coded spans and attributions. Out: ``doc._.framing`` and ``doc._.headline_framing``. The codebook's sides
S and R decide, without its ``undeciding`` codes. A source's words are the source's. A term of the S side that is
official or ordinary where it is read counts for neither side. Context inside stigmatizing words of the outlet's own is
no context: the "mother" of a nickname does not tell of her children. Such marks are taken away.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from corpus.records import Framing, Voice
from lexicons.codebook import AGAINST, FOR, Codebook, load_codebook
from lexicons.own import Use, read_own
from lexicons.profiles import ACCEPTED
from nlp.extensions import SPANS_KEY, Notes, register

register()


def framing_of(codes: Iterable[str], codebook: Codebook | None = None) -> Framing:
    """The framing that a set of codes in the outlet's voice makes, by the codebook in use if none is given."""
    undeciding = (codebook or load_codebook()).undeciding
    deciding = {code[0] for code in codes if code not in undeciding}
    if AGAINST in deciding:
        return Framing.BOTH if FOR in deciding else Framing.STIGMATIZING
    return Framing.RIGHTS_BASED if FOR in deciding else Framing.NEITHER


def voices_of(roles: Iterable[str]) -> tuple[str, ...]:
    """The roles that speak, each once, in codebook order."""
    present = set(roles)
    return tuple(role for role in load_codebook().roles if role in present)


def context_of(codes: Iterable[str], codebook: Codebook | None = None) -> tuple[str, ...]:
    """The context codes present in anyone's voice, in the order of the codebook in use if none is given."""
    present = set(codes)
    return tuple(code for code in (codebook or load_codebook()).codes if code.startswith("C") and code in present)


class FramingDecider:
    """The component ``encuadre_framing``."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook

    def __call__(self, doc: Doc) -> Doc:
        """Write both framings. A span without a voice is the outlet's."""
        notes = Notes(doc)
        spans = list(doc.spans.get(SPANS_KEY, ()))
        own = [
            span
            for span in spans
            if (notes.read(span, "voice") or Voice.OUTLET) == Voice.OUTLET
            and not (span.label_.startswith("S") and notes.read(span, "status") in ACCEPTED)
        ]
        headline_end = doc._.headline_end
        doc._.framing = framing_of((span.label_ for span in own), self._codebook).value
        opening = (span.label_ for span in own if span.start < headline_end)
        doc._.headline_framing = framing_of(opening, self._codebook).value
        self._drop_context_of_stigma(doc, spans, own)
        return doc

    def _drop_context_of_stigma(self, doc: Doc, spans: list[Span], own: list[Span]) -> None:
        """Take away marks of context that lie inside a stigmatizing one of the outlet's own. Custody labels, which
        decide nothing, take none away: they are ordinary words."""
        undeciding = self._codebook.undeciding
        stigma = [(s.start, s.end) for s in own if s.label_[0] == AGAINST and s.label_ not in undeciding]
        if not stigma:
            return
        kept = [
            span
            for span in spans
            if not span.label_.startswith("C")
            or not any(start <= span.start and span.end <= end for start, end in stigma)
        ]
        if len(kept) < len(spans):
            doc.spans[SPANS_KEY] = kept


@Language.factory(
    "encuadre_framing",
    default_config={"lexicons": None, "use": "add"},
    requires=["doc.spans"],
    assigns=["doc._.framing", "doc._.headline_framing"],
)
def make_framing(nlp: Language, name: str, lexicons: str | None, use: Use) -> FramingDecider:
    """``nlp.add_pipe("encuadre_framing")``; ``config={"lexicons": "FOLDER"}`` for a codebook of your own."""
    return FramingDecider(read_own(lexicons, use).codebook if lexicons else load_codebook())
