"""The plain word lists that the NLP components read: who is in scope, which words show it, which names are whose.

In: lexicons/<language>/scope.toml and custody/*.toml, lexicons/names.toml. Out: an immutable ``Scope``. Data and not
code, so that a reader who knows the language and not Python can mend it. Everything is checked on load; an error names
file and entry.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lexicons.cues import LANGUAGES
from lexicons.digests import digest_of
from lexicons.errors import EncuadreError
from lexicons.folding import without_accents
from lexicons.forms import expand, expand_braces
from lexicons.toml_files import checked, parse_toml, read_toml

RuleKind = Literal["label", "person_first", "prison", "event", "neutral", "male", "topic"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _expanded(value: tuple[str, ...]) -> tuple[str, ...]:
    """Write out the braces; a word twice is a slip in the list."""
    forms = tuple(" ".join(form.split()) for text in value for form in expand_braces(text))
    for form in forms:
        if form != form.lower() or not form:
            raise ValueError(f"the form '{form}' is empty or has capital letters")
    if len(set(forms)) != len(forms):
        raise ValueError("a form stands twice: " + next(form for form in forms if forms.count(form) > 1))
    return forms


class ScopeRule(_Entry):
    """Words that are evidence for a woman deprived of liberty, and how much they weigh.

    ``kind``: ``label`` and ``person_first`` name her; ``prison`` a women's prison; ``event`` is an arrest, charge,
    sentence or release whose grammar says it is a woman's; ``neutral`` is such an event that needs a woman as its
    subject; ``male`` is one whose grammar says it is a man's; ``topic`` is women's imprisonment itself. ``weight`` is
    in headlines of evidence: 1 in the headline or lead is enough, 1 in the body is one sentence of the three that are.
    ``alone`` is the weight when nothing else in the sentence speaks of police, court or prison.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9 ,'-]+$")
    kind: RuleKind
    weight: float = Field(ge=0, le=1)
    alone: float | None = Field(default=None, ge=0, le=1)
    forms: tuple[str, ...] = Field(min_length=1)
    # The form counts only as a noun: after a determiner or number, or as a bare plural.
    noun: bool = False
    # Her pronoun is in the form ("la detuvieron"), so that a name before it is somebody else's.
    object_pronoun: bool = False
    left_not: tuple[str, ...] = ()
    right_not: tuple[str, ...] = ()
    sentence_not: tuple[str, ...] = ()
    # Words that may not stand in the form's gaps ("mujeres <3> en prisión", not "mujeres visitan ... en prisión").
    inside_not: tuple[str, ...] = ()

    @field_validator("forms", mode="after")
    @classmethod
    def _paradigms(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Whole paradigms overlap ("faces <3> charges" of two lines), so a form may stand twice."""
        return tuple(dict.fromkeys(form for text in value for form in _expanded((text,))))

    _expand = field_validator("left_not", "right_not", "sentence_not", "inside_not", mode="after")(_expanded)


class People(_Entry):
    """Nouns, determiners and pronouns that tell women from men."""

    women: tuple[str, ...]
    # Women by what they do: in scope only where the arrest or sentence is theirs.
    occupations: tuple[str, ...]
    men: tuple[str, ...]
    she: tuple[str, ...]
    he: tuple[str, ...]
    # Words that make the person after them an object and not the one the sentence is about.
    oblique: tuple[str, ...]
    # Women who act for the state or stand on the other side: never in scope by their noun.
    officials: tuple[str, ...]
    # Nouns of either sex: the word before them tells ("la delincuente", "un cómplice").
    epicene: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    masculine: tuple[str, ...] = ()
    # Feminine nouns that are no woman: what is "detenida" or "presa" beside them is a gang, a load or a building site.
    not_women: tuple[str, ...] = ()
    # Nouns of which a woman is one half ("casal"), and words that make them something else ("su pareja").
    couples: tuple[str, ...] = ()
    couples_not: tuple[str, ...] = ()
    # Words before a count of the women in a group ("entre ellas tres mujeres"), and numerals.
    among: tuple[str, ...] = ()
    numerals: tuple[str, ...] = ()

    _expand = field_validator(
        "women",
        "occupations",
        "men",
        "she",
        "he",
        "oblique",
        "officials",
        "epicene",
        "feminine",
        "masculine",
        "not_women",
        "couples",
        "couples_not",
        "among",
        "numerals",
        mode="after",
    )(_expanded)


class Grammar(_Entry):
    """What the noun, subject and title rules need to know of a language."""

    # Words after which a label is a noun.
    determiners: tuple[str, ...]
    # Words after which it is a predicate ("está presa"), and nouns it would be an adjective of ("mujeres presas").
    copulas: tuple[str, ...]
    heads: tuple[str, ...]
    # Words that may stand between a determiner and its noun.
    between: tuple[str, ...]
    # Nouns that, after a label, make it the first part of a compound ("inmate population").
    compounds: tuple[str, ...] = ()
    # Words that begin an official title or proper name (Centro, Comisión, Ley): capitals after them are protected.
    titles: tuple[str, ...]
    # Small words that may stand inside a proper name in lower case.
    joiners: tuple[str, ...]
    # Last words of an event after which the person it befalls follows ("detienen a", "the arrest of").
    takes_object: tuple[str, ...]
    # English: after these a past participle is a passive, and the person comes before.
    auxiliaries: tuple[str, ...] = ()
    # English: before these a past participle has no object: "arrested after", "jailed for".
    no_object: tuple[str, ...] = ()
    # Verbs of saying beside a woman in evidence: she is quoted.
    says: tuple[str, ...] = ()
    # Romance: a noun behind one of these is not the subject ("la mujer investigada por la organización fue detenida").
    prepositions: tuple[str, ...] = ()
    # What befalls a woman in office who is in custody herself ("la jueza fue detenida"), and beginnings of verbs and
    # nouns that take her as their object ("detienen a una jueza", "juicio contra la ministra").
    befalling: tuple[str, ...] = ()
    arresting: tuple[str, ...] = ()
    # Who works in a prison or court, and work there: the place is not where she is held.
    works: tuple[str, ...] = ()
    # Verbs of wanting or judging a penalty, which is then another's.
    wanting: tuple[str, ...] = ()

    _expand = field_validator(
        "determiners",
        "copulas",
        "heads",
        "between",
        "compounds",
        "titles",
        "joiners",
        "takes_object",
        "auxiliaries",
        "no_object",
        "says",
        "prepositions",
        "befalling",
        "arresting",
        "works",
        "wanting",
        mode="after",
    )(_expanded)


class Scope(_Entry):
    """All that tells whether an article is about women deprived of liberty, in one language."""

    language: str
    digest: str
    # An article in which none of these strings occurs (in lower case) is off topic without being read: evidence
    # without a word of custody ("gets twenty years") counts only where another sentence has one.
    gate: tuple[str, ...]
    # Words of police, court and prison, which turn an ambiguous word into evidence.
    setting: tuple[str, ...]
    # Words of stories, films, series and games.
    fiction: tuple[str, ...]
    # Words of animals and sport, where words of custody are figures or mean something else.
    figurative: tuple[str, ...]
    # Words of true accounts, which lift the fiction rule.
    true_story: tuple[str, ...]
    # Words of judgments that cost money or office, never liberty; and pieces of words that tell of liberty lost.
    civil: tuple[str, ...] = ()
    deprived: tuple[str, ...] = ()
    people: People
    grammar: Grammar
    rule: tuple[ScopeRule, ...]

    _expand = field_validator("setting", "fiction", "figurative", "true_story", "civil", "deprived", mode="after")(
        _expanded
    )

    @field_validator("gate", mode="after")
    @classmethod
    def _also_plain(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Capitals are often set without accents."""
        return tuple(dict.fromkeys((*value, *map(without_accents, value))))


class CustodyWords(_Entry):
    """More evidence, by theme (police, court, prison, way out), one file each: lexicons/<language>/custody/."""

    gate: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    rule: tuple[ScopeRule, ...]


class TieWords(_Entry):
    """Small words that tie a cue to the woman it is about, in one language (explained in ties.toml)."""

    feminine: frozenset[str]
    they: frozenset[str]
    possessives: frozenset[str]
    harming: frozenset[str]
    others: frozenset[str]
    place_before: frozenset[str]
    openers: frozenset[str] = frozenset()
    chain: frozenset[str]
    numerals: frozenset[str]
    women_alone: frozenset[str]
    not_doers: frozenset[str] = frozenset()
    prepositions: frozenset[str]
    groups: frozenset[str]
    of_theirs: frozenset[str]
    generic: frozenset[str]
    definite: frozenset[str]
    # Words that say a plural noun of these women: "they are called thieves", "dos mujeres delincuentes".
    said_of: frozenset[str] = frozenset()
    female: frozenset[str] = frozenset()

    @field_validator("*", mode="before")
    @classmethod
    def _words(cls, value: list[str]) -> frozenset[str]:
        return frozenset(_expanded(tuple(value)))


class ConvictionWords(_Entry):
    """What says that she has been convicted, and the words before it that take that away ("si es")."""

    convicted: tuple[str, ...]
    unless: frozenset[str]

    @field_validator("convicted", mode="after")
    @classmethod
    def _written_out(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return expand(value)


class Names(_Entry):
    """First names that are nearly always a woman's or a man's in Spanish, Portuguese or English."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    # Words that make the capitals they stand among a body's or a place's name ("Georgia Supreme Court").
    bodies: tuple[str, ...] = ()
    # Women's first names that are places as well.
    places: tuple[str, ...] = ()
    # Women's first names that are common words or places too, so that only a surname behind them tells.
    before_surname: tuple[str, ...] = ()

    _expand = field_validator("women", "men", "bodies", "places", "before_surname", mode="after")(_expanded)


@cache
def load_scope(language: str) -> Scope:
    """The scope lists of es, pt or en. Raises E103 for another language, E101 or E102 for a file that does not hold."""
    if language not in LANGUAGES:
        raise EncuadreError("E103", language=language, known=", ".join(LANGUAGES))
    (name, raw), *custody = read = _scope_files(language)
    data = parse_toml(raw, name)
    for more_name, more in custody:
        _add_custody(data, more, more_name)
    return checked(Scope, {**data, "language": language, "digest": digest_of(*(raw for _, raw in read))}, name)


def _scope_files(language: str) -> list[tuple[str, bytes]]:
    """scope.toml and after it custody/*.toml, by the names that messages call them."""
    folder = files("lexicons") / language
    custody = sorted((folder / "custody").iterdir(), key=lambda entry: entry.name)
    return [
        (f"{language}/scope.toml", (folder / "scope.toml").read_bytes()),
        *((f"{language}/custody/{entry.name}", entry.read_bytes()) for entry in custody),
    ]


def _add_custody(data: dict[str, object], raw: bytes, name: str) -> None:
    """Put the lists of one file of lexicons/<language>/custody behind those of scope.toml; ``data`` is changed."""
    added = parse_toml(raw, name)
    checked(CustodyWords, added, name)
    for key, values in added.items():
        held = data[key]
        if isinstance(held, list) and isinstance(values, list):
            data[key] = held + [value for value in values if value not in held]


@cache
def load_ties(language: str) -> TieWords:
    """The tie words of es, pt or en. Raises E103 for another language, E101 or E102 for a file that does not hold."""
    if language not in LANGUAGES:
        raise EncuadreError("E103", language=language, known=", ".join(LANGUAGES))
    name = f"{language}/ties.toml"
    return checked(TieWords, read_toml(files("lexicons") / language / "ties.toml", name), name)


@cache
def load_conviction(language: str) -> ConvictionWords:
    """The words of conviction of es, pt or en. Raises E101 or E102 for a file that does not hold."""
    name = f"{language}/naming.toml"
    return checked(ConvictionWords, read_toml(files("lexicons") / language / "naming.toml", name), name)


@cache
def load_names() -> Names:
    """The first names. Raises E101 or E102."""
    data = read_toml(files("lexicons") / "names.toml", "names.toml")
    return checked(Names, {key: tuple(str(text).split()) for key, text in data.items()}, "names.toml")


@cache
def data_digest(language: str | None = None) -> str:
    """Changes with any word list of a language (scope, ties, speech, roles; cues have their own), or, for no language,
    with the names and the points of relevance.
    """
    if language is None:
        return digest_of(*((files("lexicons") / shared).read_bytes() for shared in ("names.toml", "relevance.toml")))
    entries = sorted((files("lexicons") / language).iterdir(), key=lambda entry: entry.name)
    lists = [entry.name.encode() + b"\0" + entry.read_bytes() for entry in entries if entry.name.endswith(".toml")]
    # As the scope's own, without reading its entries: a run asks for those of its languages alone.
    return digest_of(*lists, digest_of(*(raw for _, raw in _scope_files(language))).encode())
