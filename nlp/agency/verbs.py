"""Verb groups: the finite verb of a clause with its auxiliaries, and what it says of its subject.

In: ``Words`` and the verbs of lexicons/<language>/actions.toml. Out: ``VerbGroup`` or None for a token. Without a
tagger a form that may be a noun (*la condena*, *charges*) is a verb only where the word before it allows no noun.
"""

from __future__ import annotations

from typing import NamedTuple

from lexicons.actions import Actions, VerbForm
from lexicons.conjugation import Form
from lexicons.small_words import small_words
from nlp.texts.words import Remembered, Words

# How many auxiliaries and adverbs a group may hold ("no ha podido volver a ver").
_LONGEST = 6
_LISTS = small_words("agency_verbs")
# What may stand between a verb and the infinitive it introduces ("empezó a", "tuvo que", "deixou de", "wants to").
_LINKS = frozenset(_LISTS["links"])
# Preterites are known by their endings, also of verbs that no list names. Shorter words are nouns as often.
_PAST_ENDINGS = {"es": ("ó", "aron", "ieron", "yeron"), "pt": ("ou", "aram", "iram"), "en": ("ed",)}
_SHORTEST_PAST = 5
_HELPER_AFTER = frozenset(_LISTS["helper_after"])
_CONTRACTED = frozenset(_LISTS["contracted"])
_BE = frozenset(_LISTS["be"])
_HAVE = frozenset(_LISTS["have"])
# Endings of adjectives in the feminine, and of "libre", "livre".
_CONDITIONS = _LISTS["conditions"]
_ENCLITICS = _LISTS["enclitics"]


class VerbGroup(NamedTuple):
    """Tokens ``start`` to ``end``. ``kind`` is a class of the lexicon; ``own_past`` an ending alone made it a verb."""

    start: int
    end: int
    kind: str
    number: int
    person: int
    passive: bool
    masculine: bool = False
    copula: bool = False


_UNKNOWN_PAST = VerbForm("act", Form("finite"))
_SHORT_PARTICIPLE = VerbForm("custody", Form("participle", gender="f"))


class VerbReader:
    """Reads the verb group at a token. Built once a language."""

    def __init__(self, actions: Actions) -> None:
        self._forms = actions.forms
        self._words = actions.words
        self._endings = _PAST_ENDINGS[actions.language]
        self._english = actions.language == "en"
        self._hyphens = actions.language == "pt"
        lists = actions.words
        # After these no verb stands, unless they are also unstressed pronouns ("la detuvo").
        self._before_nouns = (lists.determiners | lists.prepositions) - lists.clitics
        self._small = lists.adverbs | lists.clitics | lists.negations
        # After these a word is a verb, whatever else it may be.
        self._verbal = lists.negations | lists.reflexives
        # Small words that are also written as a form of some verb (para, de, como, sobre) are never one.
        self._never = lists.prepositions | lists.determiners | lists.subordinators | lists.adverbs | lists.joining
        self._never |= lists.times
        # What a word may be as a verb, found out once.
        self._known: dict[str, VerbForm | None] = Remembered(self._form_of)

    def form(self, words: Words, index: int) -> VerbForm | None:
        """What the token may be as a verb."""
        return self._known[words.lowers[index]]

    def form_of(self, lower: str) -> VerbForm | None:
        """What a word may be as a verb."""
        return self._known[lower]

    def _form_of(self, lower: str) -> VerbForm | None:
        if lower in self._never:
            return None
        found = self._forms.get(lower)
        if found is None and self._hyphens and "-" in lower:
            found = self._forms.get(lower.partition("-")[0])
        if found is None and len(lower) >= _SHORTEST_PAST and lower.endswith(self._endings) and lower.isalpha():
            return _UNKNOWN_PAST
        return found

    def read(
        self, words: Words, index: int, first: int, last: int, *, subject_before: bool, close: bool = False
    ) -> VerbGroup | None:
        """The group that begins here. English needs a subject before it; ``close``: she stands right there."""
        found = self.form(words, index)
        if found is None or found.form.mood in ("participle", "gerund", "infinitive"):
            return None
        text = words.texts[index]
        if text[0].isupper() and index > first and words.texts[index - 1].isalnum() and not text.isupper():
            return None
        if self._english:
            return self._read_english(words, index, first, last, found, subject_before, close)
        return self._read_romance(words, index, first, last, found)

    # ---- Spanish and Portuguese

    def _allows_noun(self, before: str) -> bool:
        return before in self._words.clitics or before in self._words.determiners or not before[:1].isalnum()

    def _read_romance(self, words: Words, index: int, first: int, last: int, found: VerbForm) -> VerbGroup | None:
        lower = words.lowers[index]
        before = words.lowers[index - 1] if index > first else ""
        if before in self._before_nouns:
            return None
        if lower in self._words.nouns and before not in self._verbal and self._allows_noun(before):
            return None
        if before in self._words.determiners and (
            found is _UNKNOWN_PAST
            or found.form.person == 1
            or (self._hyphens and not self._object_before(words, index))
        ):
            return None
        passive = masculine = False
        kind, end, at, current = found.kind, index + 1, index + 1, found
        while at < min(last, index + _LONGEST) and (current.light or current.passive or current.perfect):
            step = self._next_part(words, at, last)
            if step is None:
                break
            at, part = step
            mood = part.form.mood
            if mood == "participle":
                if current.passive and not current.perfect:
                    passive, masculine = True, part.form.gender == "m"
                elif not current.perfect:
                    break
            elif not current.light:
                break
            kind, current, at = part.kind, part, at + 1
            end = at
        if end == index + 1 and found.passive and self._is_condition(words, end, last):
            kind = "state"
        if end == index + 1 and found.perfect and lower.startswith("h"):
            return None  # "hay", "houve": there is
        return VerbGroup(
            index,
            end,
            kind,
            found.form.number,
            found.form.person,
            passive,
            masculine,
            found.passive and end == index + 1,
        )

    def _object_before(self, words: Words, index: int) -> bool:
        """Portuguese *a* and *o* are pronouns after *não*, *que* and the like ("que a prendeu"), else articles."""
        earlier = words.lowers[index - 2] if index > 1 else ""
        lists = self._words
        return earlier in lists.negations or earlier in lists.subordinators or earlier in lists.adverbs

    def _is_condition(self, words: Words, at: int, last: int) -> bool:
        """``Terminó presa``, ``salió libre``: what she came to be, not what she did."""
        while at < last and words.lowers[at] in self._small:
            at += 1
        lower = words.lowers[at] if at < last else ""
        return lower.endswith(_CONDITIONS) and lower not in self._never

    def _next_part(self, words: Words, at: int, last: int) -> tuple[int, VerbForm] | None:
        """The participle, infinitive or gerund that goes on the group, past small words."""
        linked = False
        while at < last:
            lower = words.lowers[at]
            part = self._forms.get(lower)
            if part is None and lower.endswith(_ENCLITICS):
                part = self._without_enclitic(lower)
            if lower in self._words.participles:
                return at, _SHORT_PARTICIPLE
            if part is not None and part.form.mood in ("participle", "infinitive", "gerund"):
                return at, part
            if lower in _LINKS and not linked:
                linked = True
            elif lower not in self._small:
                return None
            at += 1
        return None

    def _without_enclitic(self, lower: str) -> VerbForm | None:
        host, _, rest = lower.partition("-")
        if rest:
            return self._forms.get(host)
        for ending in _ENCLITICS:
            part = self._forms.get(lower.removesuffix(ending)) if lower.endswith(ending) else None
            if part is not None and part.form.mood in ("infinitive", "gerund"):
                return part
        return None

    # ---- English

    def _read_english(
        self, words: Words, index: int, first: int, last: int, found: VerbForm, subject_before: bool, close: bool
    ) -> VerbGroup | None:
        lower = words.lowers[index]
        before = words.lowers[index - 1] if index > first else ""
        if lower in self._words.helpers:
            if lower in _CONTRACTED and before not in _HELPER_AFTER:
                return None
            return self._helped(words, index, last)
        if before in self._before_nouns or not subject_before:
            return None
        if lower in self._words.nouns and not (close or before in _HELPER_AFTER or before in self._words.adverbs):
            return None
        kind, end = self._after_light(words, index + 1, last, found)
        # An irregular past tells no number, a present in -s does.
        number = found.form.number if found.form.mood != "past" else 0
        return VerbGroup(index, end, kind, number, 3, False)

    def _helped(self, words: Words, index: int, last: int) -> VerbGroup:
        helper, at = words.lowers[index], index + 1
        while at < min(last, index + _LONGEST):
            lower = words.lowers[at]
            if lower in self._words.helpers:
                helper = lower
            elif lower not in self._small and not (lower.endswith("ly") and len(lower) > _SHORTEST_PAST):
                break
            at += 1
        part = self.form(words, at) if at < last else None
        if part is None or words.lowers[at] in self._words.determiners:
            return VerbGroup(index, index + 1, "state", 0, 3, False, copula=helper in _BE)
        mood = part.form.mood
        if helper in _BE and (mood in ("past", "participle") or part is _UNKNOWN_PAST):
            return VerbGroup(index, at + 1, part.kind, 0, 3, True)
        if helper in _BE and mood != "gerund":
            return VerbGroup(index, index + 1, "state", 0, 3, False, copula=True)
        if helper in _HAVE and mood in ("base", "gerund"):
            return VerbGroup(index, index + 1, "state", 0, 3, False)
        kind, end = self._after_light(words, at + 1, last, part)
        return VerbGroup(index, end, kind, 0, 3, False)

    def _after_light(self, words: Words, at: int, last: int, found: VerbForm) -> tuple[str, int]:
        """The class of what "wants to", "began" or "kept" introduces, and where the group ends."""
        if found.light and at + 1 < last and words.lowers[at] == "to":
            part = self._forms.get(words.lowers[at + 1])
            if part is not None and part.form.mood == "base":
                return part.kind, at + 2
        if found.light and at < last:
            part = self._forms.get(words.lowers[at])
            if part is not None and part.form.mood == "gerund":
                return part.kind, at + 1
        return found.kind, at
