"""Context rules: words around a cue that take it away, keep it, leave guilt open or put it at a distance.

In: lexicons/<language>/context.toml. Out: an immutable ``Context``. The shape is medspaCy's: literals with a category,
a direction, a scope, terminators and the codes or cues they bear on. A rule is stated once for all cues; what holds
for one cue alone stands with that cue.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from lexicons.classes import Classes, load_classes
from lexicons.codebook import load_codebook, shipped_codebook, using_codebook
from lexicons.cues import LANGUAGES, Lexicon
from lexicons.digests import digest_of
from lexicons.errors import EncuadreError
from lexicons.forms import classes_in, expand
from lexicons.toml_files import first_fault, parse_toml

# The marks a text is quoted with may always stand between a phrase and a cue.
MARKS = frozenset("\"“”'‘’«»‹›`„")

Category = Literal[
    "negation",  # no es una ..., not a ...
    "metalinguistic",  # la palabra ..., so-called ...
    "hedge",  # presunta, allegedly
    "verdict",  # fue condenada: guilt is no prejudgement
    "mockery",  # derechos para delincuentes
    "other_person",  # el, un, vecinos: a man's, a mixed group's, somebody else's
    "official_title",  # comisión de derechos humanos
    "proper_name",  # Viuda Negra, a film or a team
    "fiction",
    "place",  # presa La Boca
    "animal",  # mula de carga
    "sport",  # área penal
    "politics",  # elección interna
    "idiom",  # presa del pánico
    "event",  # fue detenida: an event, no label
    "pseudo",
]


class ContextRule(BaseModel):
    """One rule. A cue stands ``forward`` of its phrase, ``backward``, on either side, or inside it (``over``).

    ``scope``: ``words`` reaches over ``reach`` words; ``clause`` to the next mark or terminator; ``sentence``;
    ``quotation`` only between the same marks; ``article`` anywhere. ``through``: when given, only these words may stand
    between. ``effect``: ``block`` takes the cue away; ``hedged`` takes guilt stated as fact away and is noted on
    others; ``metalinguistic`` is a voice; ``keep`` lets the cue count though words it requires are missing; ``pseudo``
    makes other rules overlook the words of its phrases.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[a-z]{2,3}\.[a-z_]+\.[a-z0-9-]+$")
    category: Category
    phrases: tuple[str, ...] = Field(min_length=1)
    direction: Literal["forward", "backward", "bidirectional", "over"]
    scope: Literal["words", "clause", "sentence", "quotation", "article"] = "words"
    reach: int = Field(default=0, ge=0, le=9)
    through: tuple[str, ...] = ()
    terminators: tuple[str, ...] = ()
    # Codes and cue ids, ``*`` for any ending: S*, es.s2.interna-*.
    codes: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    effect: Literal["block", "hedged", "metalinguistic", "keep", "pseudo"]
    note: str = ""

    _expand = field_validator("phrases", "through", "terminators", mode="after")(expand)

    @model_validator(mode="after")
    def _consistent(self) -> ContextRule:
        if self.id.split(".")[1] != self.category:
            raise ValueError(f"the id does not carry its category '{self.category}'")
        for pattern in self.codes:
            if not any(fnmatchcase(code, pattern) for code in load_codebook().codes):
                raise ValueError(f"the codebook has no code '{pattern}'")
        if (self.effect == "pseudo") != (self.category == "pseudo"):
            raise ValueError("the category 'pseudo' and the effect 'pseudo' go together")
        if (self.effect == "pseudo") == bool(self.codes or self.cues):
            raise ValueError("a rule names the codes or cues it bears on; a pseudo rule names none")
        if wide := [word for word in (*self.through, *self.terminators) if " " in word]:
            raise ValueError(f"'{wide[0]}' is more than one word")
        if self.reach and self.scope != "words":
            raise ValueError("'reach' goes with the scope 'words'")
        return self

    def bears_on(self, code: str, cue: str = "") -> bool:
        """Does the rule speak of this code, or of this cue?"""
        in_codes = any(fnmatchcase(code, pattern) for pattern in self.codes)
        return in_codes or any(fnmatchcase(cue, pattern) for pattern in self.cues)


class Context(BaseModel):
    """All context rules of one language.

    ``breaks`` are the words that begin another clause, ``joiners`` those that coordinate (*ni, o, or*): what is said
    of a word before them holds for the one after.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    language: str
    digest: str
    breaks: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    rule: tuple[ContextRule, ...] = ()
    classes: Classes

    def words(self, entries: tuple[str, ...]) -> frozenset[str]:
        """Words with the classes among them written out."""
        return frozenset(word for entry in entries for word in self._members(entry))

    def _members(self, entry: str) -> tuple[str, ...]:
        return self.classes.members(entry) if entry in self.classes else (entry,)


@cache
def load_context(language: str) -> Context:
    """The shipped rules of es, pt or en. Raises E103 for another language, E101 or E102 for a file at fault."""
    if language not in LANGUAGES:
        raise EncuadreError("E103", language=language, known=", ".join(LANGUAGES))
    resource = files("lexicons") / language / "context.toml"
    with using_codebook(shipped_codebook()):
        return read_context(resource, language, load_classes(language))


def general_rules(context: Context) -> Context:
    """The rules that hold whatever the codes mean: words denied or discussed, and what is overlooked.

    Rules about single codes or cues know what these are about (a man is somebody else) and stay with them.
    """
    wide = tuple(r for r in context.rule if r.effect == "pseudo" or any("*" in code for code in r.codes))
    return context.model_copy(update={"rule": wide})


def joined(first: Context, second: Context) -> Context:
    """Two sets of rules as one, with the classes of the second; a rule of the same id takes the first's place."""
    rules = {rule.id: rule for rule in (*first.rule, *second.rule)}
    return second.model_copy(
        update={
            "digest": digest_of(f"{first.digest} {second.digest}".encode()),
            "breaks": first.breaks | second.breaks,
            "joiners": first.joiners | second.joiners,
            "rule": tuple(rules.values()),
        }
    )


def idle_patterns(context: Context, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Rule and pattern where no cue is called so: a slip, or a cue that was renamed. Such a rule is idle, not wrong."""
    names = [cue.id for cue in lexicon.cues]
    return [
        (rule.id, pattern)
        for rule in context.rule
        for pattern in rule.cues
        if not any(fnmatchcase(name, pattern) for name in names)
    ]


def read_context(resource: Traversable, language: str, classes: Classes, *, where: str | None = None) -> Context:
    """Read and check one file of rules, called ``where`` in messages, and the classes it names."""
    name = where or f"{language}/context.toml"
    raw = resource.read_bytes()
    data = parse_toml(raw, name)
    lines = _lines_of(raw.decode("utf-8"))
    rules: dict[str, ContextRule] = {}
    for number, entry in enumerate(data.get("rule", [])):
        label = f"{entry.get('id', f'number {number + 1}')} (line {lines[number]})"
        try:
            rule = ContextRule.model_validate(entry)
            _check(rule, rules, language, classes)
        except (ValidationError, ValueError) as error:
            raise EncuadreError("E101", file=name, entry=label, problem=_problem(error)) from error
        rules[rule.id] = rule
    try:
        return Context(
            language=language,
            digest=digest_of(raw),
            rule=tuple(rules.values()),
            classes=classes,
            **{key: value for key, value in data.items() if key != "rule"},
        )
    except ValidationError as error:
        raise EncuadreError("E101", file=name, entry="top of the file", problem=_problem(error)) from error


def _check(rule: ContextRule, above: dict[str, ContextRule], language: str, classes: Classes) -> None:
    """What a rule alone cannot know: its language, its neighbours, and whether its classes are there."""
    if rule.id in above:
        raise ValueError("this id stands twice")
    if not rule.id.startswith(f"{language}."):
        raise ValueError(f"this id is not of language '{language}'")
    for text in (*rule.phrases, *rule.through, *rule.terminators):
        for reference in classes_in(text):
            classes.members(reference)


def _lines_of(text: str) -> list[int]:
    """On which line each rule begins."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if line.strip() == "[[rule]]"]


def _problem(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    where, problem = first_fault(error)
    return f"{where}: {problem}" if where else problem
