"""An article's framing and its headline's, from the spans in the outlet's own voice.

In: a Doc with coded spans and attributions. Out: ``doc._.framing`` and ``doc._.headline_framing``. S2 and H1 never
decide: several custody terms are official somewhere, and a hedge is the legal minimum. A source's words are the
source's. A term of the S side that is official or ordinary where it is read counts for neither side.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from corpus.records import Framing, Voice
from lexicons.codebook import UNDECIDING_CODES, load_codebook
from lexicons.profiles import ACCEPTED
from nlp.extensions import SPANS_KEY, register

register()


def framing_of(codes: Iterable[str]) -> Framing:
    """The framing that a set of codes in the outlet's voice makes."""
    deciding = {code[0] for code in codes if code not in UNDECIDING_CODES}
    if "S" in deciding:
        return Framing.BOTH if "R" in deciding else Framing.STIGMATIZING
    return Framing.RIGHTS_BASED if "R" in deciding else Framing.NEITHER


def voices_of(roles: Iterable[str]) -> tuple[str, ...]:
    """The roles that speak, each once, in codebook order."""
    present = set(roles)
    return tuple(role for role in load_codebook().roles if role in present)


def context_of(codes: Iterable[str]) -> tuple[str, ...]:
    """The context codes present in anyone's voice, in codebook order."""
    present = set(codes)
    return tuple(code for code in load_codebook().codes if code.startswith("C") and code in present)


class FramingDecider:
    """The component ``encuadre_framing``."""

    def __call__(self, doc: Doc) -> Doc:
        """Write both framings. A span without a voice is the outlet's."""
        own = [
            (span.start, span.label_)
            for span in doc.spans.get(SPANS_KEY, ())
            if (span._.voice or Voice.OUTLET) == Voice.OUTLET
            and not (span.label_.startswith("S") and span._.status in ACCEPTED)
        ]
        headline_end = doc._.headline_end
        doc._.framing = framing_of(code for _, code in own).value
        doc._.headline_framing = framing_of(code for start, code in own if start < headline_end).value
        return doc


@Language.factory("encuadre_framing", requires=["doc.spans"], assigns=["doc._.framing", "doc._.headline_framing"])
def make_framing(nlp: Language, name: str) -> FramingDecider:
    """``nlp.add_pipe("encuadre_framing")``."""
    return FramingDecider()
