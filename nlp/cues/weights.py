"""Weighs each span: how the term stands in the article's country, or by the guide that a study has chosen.

In: a Doc with coded spans. Out: ``span._.status`` (stigmatizing, contested, official, neutral), and, where a profile
decided, a word in ``span._.rule``. The span stays whatever its weight: an official term is recorded and shown apart.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.cues import Lexicon, load_lexicon
from lexicons.own import Use, read_own
from lexicons.profiles import Profile, load_profile, weigh
from nlp.extensions import SPANS_KEY, Notes, register
from nlp.texts.words import surfaces

register()


class TermWeigher:
    """The component ``encuadre_weights``."""

    def __init__(self, lexicon: Lexicon, profile: Profile | None = None) -> None:
        self._cues = lexicon.by_id
        self._profile = profile

    def __call__(self, doc: Doc) -> Doc:
        """Weigh the spans of ``doc.spans["encuadre"]``. A span whose cue is not of this lexicon is left unweighed."""
        notes, texts = Notes(doc), surfaces(doc)[0]
        for span in doc.spans.get(SPANS_KEY, ()):
            cue = self._cues.get(span.id_)
            if cue is None:
                continue
            weight = weigh(cue, " ".join([text.lower() for text in texts[span.start : span.end]]), self._profile)
            notes.write(span, status=weight.status)
            if weight.by.startswith("profile"):
                notes.write(span, rule=f"{notes.read(span, 'rule')}; {weight.status} by the {weight.by}")
        return doc


@Language.factory(
    "encuadre_weights",
    requires=["doc.spans"],
    default_config={"profile": None, "lexicons": None, "use": "add"},
)
def make_weights(nlp: Language, name: str, profile: str | None, lexicons: str | None, use: Use) -> TermWeigher:
    """``nlp.add_pipe("encuadre_weights", config={"profile": "un-rules"})``; a name or a file that ends in .toml.

    ``lexicons`` and ``use`` as in encuadre_cues: spans of own cues are weighed by these.
    """
    chosen = load_profile(profile, Path()) if profile else None
    if not lexicons:
        return TermWeigher(load_lexicon(nlp.lang), chosen)
    own = read_own(lexicons, use)
    return TermWeigher(own.lexicons[str(nlp.lang)], chosen)
