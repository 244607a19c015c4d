"""For the tests of the lexicons: all words that may take a cue away, whether the cue or a context rule states them."""

from __future__ import annotations

from lexicons.context_rules import load_context
from lexicons.cues import Cue

_OWN = ("left_not", "right_not", "sentence_not", "article_not")


def takes_away(cue: Cue) -> set[str]:
    """Words that forbid the cue beside it, in its sentence or in the article."""
    own = {word for field in _OWN for word in getattr(cue, field)}
    rules = load_context(cue.id[:2]).rule
    bearing = (rule for rule in rules if rule.effect in ("block", "hedged") and rule.bears_on(cue.code, cue.id))
    return own | {phrase for rule in bearing for phrase in rule.phrases}
