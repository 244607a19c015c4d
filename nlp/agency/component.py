"""Agency: in which of the clauses about her a woman in scope is the subject of an action that is neither crime nor
victimhood.

In: a Doc with mentions and attributions. Out: ``doc._.clauses``: the verb of every clause about her, whether she acts,
and why. Passives and being are no action; nor are the offence she is said to have done, what befalls her, and her steps
through police, court and prison; speaking is. Lists: lexicons/<language>/actions.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.actions import load_actions
from nlp.agency.clauses import Clause, about_her, verbs_of
from nlp.extensions import register
from nlp.texts.words import Words, words_of
from nlp.women.custody.scope import ScopeScanner
from nlp.women.mentions.targets import scan_of

register()

# How far after its verb the object may stand that makes carrying or selling an offence, or going a way to prison.
_OBJECT_REACH = 10
_ENDS = frozenset(".;:\n")
_REASONS = {
    "state": "being, having or receiving",
    "harm": "what befalls her",
    "custody": "a step through police, court or prison",
    "crime": "an offence",
    "say": "she speaks",
    "act": "an action of her own",
}


@dataclass(frozen=True, slots=True)
class AgencyClause:
    """The verb of a clause about her, in tokens; ``acts`` and the plain-English reason."""

    start: int
    end: int
    acts: bool
    rule: str


class AgencyReader:
    """The component ``encuadre_agency``."""

    def __init__(self, nlp: Language, *, tier: int = 0) -> None:
        self._tier = tier
        self._actions = load_actions(str(nlp.lang))
        self._language = str(nlp.lang)
        self._scanner = ScopeScanner.shared(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Write the clauses; none on an article that is off topic."""
        doc._.clauses = []
        if doc._.on_topic is not False:
            words = words_of(doc)
            scan = scan_of(doc, self._scanner)
            verbs = verbs_of(doc, self._language, words, scan, tier=self._tier)
            clauses = [clause for verb in verbs if (clause := about_her(verb)) is not None]
            doc._.clauses = [self._judged(words, clause) for clause in clauses]
        return doc

    def _judged(self, words: Words, clause: Clause) -> AgencyClause:
        acts, reason = self._acts(words, clause)
        return AgencyClause(clause.group.start, clause.group.end, acts, f"{reason}; {clause.how}")

    def _acts(self, words: Words, clause: Clause) -> tuple[bool, str]:
        group = clause.group
        if not clause.subject:
            return False, "she is not the subject"
        if group.passive:
            return False, "passive"
        if group.kind == "goods":
            offence = self._within(words, group.end, self._actions.words.illegal)
            return not offence, _REASONS["crime" if offence else "act"]
        if group.kind == "move":
            custody = self._within(words, group.end, self._actions.words.custody)
            return not custody, _REASONS["custody" if custody else "act"]
        return group.kind in ("say", "act", ""), _REASONS[group.kind or "act"]

    def _within(self, words: Words, start: int, wanted: frozenset[str]) -> bool:
        for lower in words.lowers[start : start + _OBJECT_REACH]:
            if lower in _ENDS:
                return False
            if lower in wanted:
                return True
        return False


@Language.factory(
    "encuadre_agency",
    default_config={"tier": 0},
    requires=["doc._.targets", "doc._.attributions"],
    assigns=["doc._.clauses"],
)
def make_agency(nlp: Language, name: str, tier: int) -> AgencyReader:
    """``nlp.add_pipe("encuadre_agency")``; with ``config={"tier": 1}`` a trained pipeline is asked too."""
    return AgencyReader(nlp, tier=tier)
