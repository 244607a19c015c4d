"""What encuadre knows of its own codes: which are labels, rights or guilt, and what those ask for beside their words.

In: a codebook's codes by kind, an article's words and scan. Out: the conditions of its cues, as nlp/cues/conditions.py
gives them, and what hedges, convictions and neighbouring sentences add to them. Codes of a study's own are of no kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lexicons.cues import Cue
from nlp.cues.conditions import Conditions
from nlp.cues.context import ArticleContext, Bearing
from nlp.cues.thing_names import thing_names
from nlp.naming import is_mans
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import Words
from nlp.women.custody.scope import Scan


@dataclass(frozen=True, slots=True)
class CodeKinds:
    """What encuadre knows of its own codes. Codes of a codebook that replaces the shipped one are of no kind."""

    # Codes whose cues are nouns for her: "la traficante", "the fraudster", "uma mula".
    labels: frozenset[str] = frozenset()
    # Of those, the ones whose plurals may name anybody: "users and dealers".
    common: frozenset[str] = frozenset()
    # Codes whose words may be a thing's or an officer's name, with a capital.
    named_things: frozenset[str] = frozenset()
    # Codes whose words name or judge her even where she is not named beside them.
    naming: frozenset[str] = frozenset()
    # Rights words count where the article is about these women, not where they are one subject among many.
    rights: frozenset[str] = frozenset()
    # What she does: where another is known to be the subject, the words are no cue.
    acts: str = ""
    # Whose words are claims of several parts rather than names.
    claims: frozenset[str] = frozenset()
    # A custody noun in the feminine names her itself.
    custody: str = ""
    # Guilt stated as fact is none where something leaves it open; beside other words a hedge is only noted.
    guilt: str = ""
    # What these cues require may stand anywhere in the article: that she is trans.
    article_wide: str = ""


_LABELS = frozenset({"S1", "S3", "S4", "S7"})
SHIPPED_KINDS = CodeKinds(
    labels=_LABELS,
    common=frozenset({"S1", "S7"}),
    named_things=_LABELS | {"S2"},
    naming=_LABELS | {"S5", "T1", "T2"},
    rights=frozenset({"R2", "R3", "R4"}),
    acts="R4",
    claims=frozenset({"R2", "R3", "R4", "S6"}),
    custody="S2",
    guilt="S6",
    article_wide="S8",
)


class KindConditions(Conditions):
    """What the shipped codes ask for beside that: hedges take guilt away, and labels look farther around."""

    def __init__(
        self,
        words: Words,
        contexts: PhraseTrie,
        article: PhraseTrie,
        rules: ArticleContext,
        kinds: CodeKinds,
        scan: Scan,
    ) -> None:
        super().__init__(words, contexts, article, rules)
        self._kinds = kinds
        self._scan = scan

    @cached_property
    def _not_mens(self) -> frozenset[str]:
        """The article-wide words but those said of a man: his conviction does not make her guilt a fact."""
        found = self._article.find(self._words)
        return frozenset(form for start, _, form in found if not is_mans(self._words, self._scan, start))

    @cached_property
    def _things(self) -> frozenset[str]:
        return thing_names(self._words)

    def allow(self, cue: Cue, start: int, end: int) -> bool:
        """As for any code; a label with a capital that is a thing's or an officer's name in this article is none."""
        if cue.code in self._kinds.named_things:
            capitals = [at for at in range(start, end) if self._words.texts[at][:1].isupper()]
            if capitals and any(self._words.lowers[at] in self._things for at in capitals):
                return False
        return super().allow(cue, start, end)

    def forbidden(self, cue: Cue) -> bool:
        """Guilt stated as fact is none where she, not a man beside her, is convicted in the article."""
        if cue.code != self._kinds.guilt:
            return super().forbidden(cue)
        return not self._not_mens.isdisjoint(cue.article_not)

    def takes_away(self, bearing: Bearing, cue: Cue, *, kept: bool) -> bool:
        """A hedge takes guilt stated as fact away; for the rest as for any code."""
        if bearing.rule.effect == "hedged":
            return cue.code == self._kinds.guilt
        return super().takes_away(bearing, cue, kept=kept)

    def farther(self, cue: Cue, number: int, around: set[str]) -> set[str]:
        """What a label needs beside it may stand in the next sentence, and that she is trans anywhere in the article; a
        label that is discussed needs nothing.
        """
        if cue.code == self._kinds.article_wide:
            return around | self.everywhere
        if cue.code in self._kinds.labels and cue.sentence_any and around.isdisjoint(cue.near.sentence_any):
            for near in (number - 1, number + 1):
                around.update(form for _, _, form in self.sentence(near))
        return around
