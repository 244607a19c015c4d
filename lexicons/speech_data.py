"""How a language attributes words to sources, and which words tell a source's role: the data of two files, checked.

In: lexicons/<language>/speech.toml and roles.toml. Out: ``Speech`` and ``Roles``, immutable, with every form spelled
out. Errors name the file and the entry. Phrases of several words are kept by their first word, longest first, so that
one dictionary look-up a token is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from lexicons.codebook import load_codebook
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from lexicons.forms import expand_braces
from lexicons.toml_files import checked, read_toml

Kind = Literal["say", "act", "think", "show", "name"]
Form = Literal["finite", "participle", "gerund", "infinitive"]
FORMS: tuple[Form, ...] = ("infinitive", "participle", "gerund", "finite")
# What a word says of a role: a title settles it, an institution settles it alone or after a post, a post is generic,
# a person is anybody.
Strength = Literal["title", "institution", "post", "person"]
# First word -> the phrases that begin with it, longest first, each with its value.
Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


class _Paradigm(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    finite: tuple[str, ...] = ()
    participle: tuple[str, ...] = ()
    gerund: tuple[str, ...] = ()
    infinitive: tuple[str, ...] = ()


class _Verbs(_Paradigm):
    kind: Kind
    endings: str = ""
    stems: tuple[str, ...] = ()


class _WordLists(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    determiners: frozenset[str]
    of: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    clitics: frozenset[str]
    reflexive: frozenset[str]
    female_pronouns: frozenset[str]
    male_pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    relatives: frozenset[str]
    complementizers: frozenset[str]
    conjunctions: frozenset[str] = Field(alias="and")
    stops: frozenset[str]
    prepositions: frozenset[str]
    nouns: frozenset[str]
    not_names: frozenset[str]
    former: frozenset[str]
    verb_endings: tuple[str, ...]
    blocked: tuple[str, ...]
    sayings: tuple[str, ...]
    weak_sayings: tuple[str, ...]
    not_a_source: frozenset[str]
    contrast: frozenset[str]
    that: str
    be: frozenset[str]
    have: frozenset[str]
    made: frozenset[str]
    inside: frozenset[str]
    on_saying: frozenset[str]
    purpose: frozenset[str]
    clause_sayings: frozenset[str]
    spokes: frozenset[str]
    addressed: frozenset[str]
    rumour: frozenset[str]
    indefinite: frozenset[str]
    feminine: frozenset[str]
    masculine: frozenset[str]
    plural: frozenset[str]
    nominals: tuple[str, ...]
    by: frozenset[str]
    whose: frozenset[str] = frozenset()
    # Prepositions that open a clause as well: after deputies say ...
    conjoining: frozenset[str] = frozenset()
    # This newspaper, our reporter: the outlet itself.
    own: frozenset[str] = frozenset()
    outlet: frozenset[str] = frozenset()
    # English verbs of opinion before a clause without "that".
    opining: frozenset[str] = frozenset()
    # What is not confirmed or not denied is told all the same.
    confirming: tuple[str, ...] = ()
    # The beginnings of verbs by which a court decides rather than speaks: told by others too; of its own ruling alone.
    deciding: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    # In a clause that orders: que sea trasladada.
    commands: frozenset[str] = frozenset()
    # Who says nothing that could be cited: nadie, la gente.
    nobody: frozenset[str] = frozenset()
    # Forms by which a text tells thoughts; beginnings of verbs of which one is the object oneself, and of asking.
    thoughts: frozenset[str] = frozenset()
    self_acts: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    future_endings: tuple[str, ...] = ()
    # Several of a kind, before what kind: un grupo de internas.
    groups: frozenset[str] = frozenset()
    # Before an infinitive that gives the reasons of a decision: por considerar que.
    giving_reasons: frozenset[str] = frozenset()
    # Between an office and the party or place it is held for: diputada por.
    representing: frozenset[str] = frozenset()
    # hace dos años, há três meses: what is between a subject and its verb and is neither.
    time_units: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()
    # The beginnings of verbs that, with no clause and no quotation, narrate a step in a case: pidió la prisión.
    steps: tuple[str, ...] = ()
    # Nouns that report (el relato de, the argument of), what joins their speaker, what points at a quotation.
    reporting: frozenset[str] = frozenset()
    reporters: frozenset[str] = frozenset()
    pointing: frozenset[str] = frozenset()
    # Objects that stand for a source after according to.
    objects: Mapping[str, str] = Field(default_factory=dict)
    # Verbs that say only with se: se lee en la sentencia.
    only_reflexive: frozenset[str] = frozenset()
    # Between a verb and the infinitive of saying that it leads to: se limitó a decir.
    chaining: frozenset[str] = frozenset()
    # Sayings that are also numbers: segundo filho.
    ordinals: frozenset[str] = frozenset()
    # Between who thinks so and what: considerada por la policía como.
    taken_for: frozenset[str] = frozenset()
    # Endings of a verb that says the quotation before it with no subject of its own.
    past_endings: tuple[str, ...] = ()
    # Nouns that show or prove and never speak, whole or by their ending, where no list knows them: the tests confirmed.
    things: frozenset[str] = frozenset()
    thing_endings: tuple[str, ...] = ()
    # After a quotation the speaker stands before the verb too: "...," one dished.
    subject_first: bool = False
    neuter_pronouns: frozenset[str] = frozenset()
    # Of a verb without a subject they tell that several speak.
    plural_endings: tuple[str, ...] = ()
    negations: frozenset[str]
    copulas: frozenset[str]


class _SpeechFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    endings: dict[str, _Paradigm]
    verbs: tuple[_Verbs, ...] = Field(min_length=1)
    words: _WordLists


class _Role(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    role: str
    strength: Strength
    words: tuple[str, ...] = Field(min_length=1)


class _Predicates(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    custody: tuple[str, ...]
    female: frozenset[str]
    male: frozenset[str]
    generic: frozenset[str] = frozenset()
    possessive: frozenset[str] = frozenset()
    numerals: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    # Of a source they say only that she is a woman.
    women: frozenset[str] = frozenset()
    # Kin in the family, and in a convent when a name follows at once.
    religious: frozenset[str] = frozenset()
    # Whose mother may be the woman herself.
    children: frozenset[str] = frozenset()
    # What stands for an office (la funcionaria) or a body (la entidad) that was cited before.
    officials: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    whose: frozenset[str] = frozenset()
    plural: frozenset[str] = frozenset()
    # What stands for an expert or a lawyer who was cited before: la profesional.
    professionals: frozenset[str] = frozenset()
    # Of whom relatives are nobody's family in the codebook's sense: the victim's mother.
    victims: frozenset[str] = frozenset()
    # What people write themselves: a letter in the first person is its author's voice.
    letters: frozenset[str] = frozenset()
    first_person: frozenset[str] = frozenset()
    # Whose she is, in the mouth of who says it: mi hija, my sister.
    own_kin: tuple[str, ...] = ()
    # The last word of a newspaper's name: the Moscow Times.
    media: frozenset[str] = frozenset()
    # English words before a noun that tell her custody: a jailed activist.
    confined: frozenset[str] = frozenset()
    # Posts that any body has: a president, an official.
    of_any_body: tuple[str, ...] = ()
    # Parties in brackets behind a politician's name.
    parties: frozenset[str] = frozenset()
    # Words for whoever holds an office: el mandatario.
    any_office: tuple[str, ...] = ()
    # Posts of a court or of the government: a minister.
    of_court: tuple[str, ...] = ()
    # Heads of a house, of which a prison is one even where it is named as a place.
    directors: tuple[str, ...] = ()


class _RolesFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    role: tuple[_Role, ...] = Field(min_length=1)
    predicates: _Predicates


@dataclass(frozen=True)
class Speech:
    """The speech lexicon of a language. ``verbs`` maps a one-word form to (kind, form), ``verb_phrases`` those of
    several words. ``sayings`` are prepositions such as *según*.
    """

    language: str
    verbs: Mapping[str, tuple[Kind, Form]]
    verb_phrases: Phrases
    words: _WordLists
    sayings: Phrases
    blocked: Phrases
    nominals: frozenset[str]
    triggers: frozenset[str]  # every word that may be an attribution
    plain: frozenset[str]  # words that a capital at the start of a sentence makes no name
    openings: Mapping[str, frozenset[str]]  # a word that may begin one of several words -> the words that may follow

    @cached_property
    def pronouns(self) -> Mapping[str, str]:
        """The personal pronouns of the third person: f, m, p (they) or n (it)."""
        words = self.words
        groups = {
            "n": words.neuter_pronouns,
            "p": words.plural_pronouns,
            "m": words.male_pronouns,
            "f": words.female_pronouns,
        }
        return {pronoun: kind for kind, group in groups.items() for pronoun in group}


@dataclass(frozen=True)
class Roles:
    """The role lexicon of a language: phrases whose value is ``strength:role``, and the predicates of custody."""

    language: str
    phrases: Phrases
    custody: Phrases
    own_kin: Phrases
    predicates: _Predicates

    @cached_property
    def by_second(self) -> Mapping[str, Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]]:
        """The phrases by their first and second word, in their order; under "" those of one word. Most phrases of a
        first word fail on the second.
        """
        table: dict[str, dict[str, tuple[tuple[tuple[str, ...], str], ...]]] = {}
        for first, entries in self.phrases.items():
            seconds = {"", *(phrase[1] for phrase, _ in entries if len(phrase) > 1)}
            table[first] = {
                second: tuple(entry for entry in entries if len(entry[0]) == 1 or entry[0][1] == second)
                for second in seconds
            }
        return table


@cache
def load_speech(language: str) -> Speech:
    """The speech lexicon of es, pt or en. Raises E103 for another language, E101 or E102 for a file that does not
    hold.
    """
    return build_speech(_read(language, "speech.toml"), language)


@cache
def load_roles(language: str) -> Roles:
    """The role lexicon of es, pt or en. Raises as ``load_speech`` does."""
    return build_roles(_read(language, "roles.toml"), language)


def build_speech(data: Mapping[str, object], language: str) -> Speech:
    """Check the content of a speech.toml and spell its forms out."""
    name = f"{language}/speech.toml"
    parsed = checked(_SpeechFile, data, name)
    single: dict[str, tuple[Kind, Form]] = {}
    phrases: dict[str, str] = {}
    for number, entry in enumerate(parsed.verbs, start=1):
        if entry.stems and entry.endings not in parsed.endings:
            raise EncuadreError(
                "E101", file=name, entry=f"verbs {number}", problem=f"there are no endings '{entry.endings}'"
            )
        # Finite forms come last and win: a form that is both participle and past tense is read as the tense.
        for form in FORMS:
            written = [text for item in getattr(entry, form) for text in expand_braces(item)]
            if entry.stems:
                endings = getattr(parsed.endings[entry.endings], form)
                written += [stem + ending for stem in entry.stems for ending in endings]
            for text in written:
                _check_form(text, name, f"verbs {number}")
                if " " in text:
                    phrases[text] = f"{entry.kind}:{form}"
                elif text not in single or FORMS.index(form) >= FORMS.index(single[text][1]):
                    # The first entry that lists a form decides its kind: say before act before think.
                    single[text] = (single[text][0] if text in single else entry.kind, form)
    sayings = dict.fromkeys(_expand(parsed.words.sayings), "strong") | dict.fromkeys(parsed.words.weak_sayings, "weak")
    return Speech(
        language=language,
        verbs=single,
        verb_phrases=_phrases(phrases),
        words=parsed.words,
        sayings=_phrases(sayings),
        blocked=_phrases(dict.fromkeys(_expand(parsed.words.blocked), "blocked")),
        nominals=frozenset(_expand(parsed.words.nominals)),
        triggers=frozenset(single) | {text for text in sayings if " " not in text},
        plain=parsed.words.stops | parsed.words.determiners | parsed.words.adverbs | parsed.words.auxiliaries,
        openings=_openings((*phrases, *sayings)),
    )


def build_roles(data: Mapping[str, object], language: str) -> Roles:
    """Check the content of a roles.toml and spell its forms out."""
    name = f"{language}/roles.toml"
    parsed = checked(_RolesFile, data, name)
    known = load_codebook().roles
    forms: dict[str, str] = {}
    for number, entry in enumerate(parsed.role, start=1):
        if entry.role not in known:
            raise EncuadreError(
                "E101", file=name, entry=f"role {number}", problem=f"the codebook has no role '{entry.role}'"
            )
        for text in _expand(entry.words):
            _check_form(text, name, f"role {number}")
            forms.setdefault(text, f"{entry.strength}:{entry.role}")
    return Roles(
        language=language,
        phrases=_phrases(forms),
        custody=_phrases(dict.fromkeys(_expand(parsed.predicates.custody), "custody")),
        own_kin=_phrases(dict.fromkeys(_expand(parsed.predicates.own_kin), "family")),
        predicates=parsed.predicates,
    )


def _openings(texts: Iterable[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for text in texts:
        first, *rest = text.split()
        if rest:
            found.setdefault(first, set()).add(rest[0])
    return {first: frozenset(seconds) for first, seconds in found.items()}


def _expand(texts: Iterable[str]) -> list[str]:
    return [form for text in texts for form in expand_braces(text)]


def _phrases(values: Mapping[str, str]) -> Phrases:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for text, value in values.items():
        words = tuple(text.split())
        table.setdefault(words[0], []).append((words, value))
    return {first: tuple(sorted(items, key=lambda item: -len(item[0]))) for first, items in table.items()}


def _check_form(text: str, file: str, entry: str) -> None:
    if not text.strip() or text != text.lower():
        raise EncuadreError(
            "E101", file=file, entry=entry, problem=f"the form '{text}' is empty or has capital letters"
        )


def _read(language: str, name: str) -> Mapping[str, object]:
    if language not in LANGUAGES:
        raise EncuadreError("E103", language=language, known=", ".join(LANGUAGES))
    return read_toml(files("lexicons") / language / name, f"{language}/{name}")
