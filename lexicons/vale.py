"""The lexicon as styles for Vale, the prose linter that many editors run (https://vale.sh).

In: a language's cues and context rules, a country and a profile. Out: ``ValeRule``s, one a cue, and the text of their
YAML files. Vale sees words and what stands around them, no woman and no speaker: cues that need these are left out, and
what is left flags more than ``encuadre check`` does (docs/lexicons.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lexicons.classes import Classes
from lexicons.codebook import load_codebook
from lexicons.context_rules import Context, ContextRule, load_context
from lexicons.cues import Cue, Guide, load_guides, load_lexicon
from lexicons.forms import GAP, NAME, expand_braces, pieces
from lexicons.profiles import ACCEPTED, Profile, Weight, weigh

# The side of the codebook that a newsroom is warned of.
_SIDE = "S"
# As far as a sentence goes for a pattern: to its final mark, and no further than most sentences.
_SENTENCE = r"[^.!?\n]{0,200}"
# What Vale calls severities 1 to 3; a contested term is never an error.
_LEVELS = {1: "suggestion", 2: "warning", 3: "error"}
_MOST_OF_CONTESTED = 2
# Vale's own word boundary knows ASCII letters only ("reclusão" would end after "reclus"), so rules bring theirs.
_BEFORE, _AFTER = r"(?<![\p{L}\p{M}\p{N}_])", r"(?![\p{L}\p{M}\p{N}_])"
_MESSAGES = {
    "es": "{code} '%s': {reason}. Escriba: {instead}. Guía: {guides}.",
    "pt": "{code} '%s': {reason}. Escreva: {instead}. Guia: {guides}.",
    "en": "{code} '%s': {reason}. Write: {instead}. Guide: {guides}.",
}
# Nouns that name her stand after one of these; without it "presa" is mostly a dam and "interna" an adjective.
_DETERMINERS = {
    "es": "la las una unas esta estas esa esas otra otras dos tres cuatro cinco varias muchas algunas cada",
    "pt": "a as à às uma umas da das na nas pela pelas esta estas essa essas outra outras duas três várias cada",
}
# A longer pattern is thousands of verb forms and would slow an editor at every key.
_LONGEST_PATTERN = 30_000


@dataclass(frozen=True, slots=True)
class ValeRule:
    """One rule file: ``style`` is its folder (a language and code), ``name`` the cue's own name in it."""

    style: str
    name: str
    level: str
    message: str
    pattern: str

    @property
    def yaml(self) -> str:
        """The file. Scalars are single-quoted, so nothing in them is YAML."""
        return (
            "extends: existence\n"
            f"message: {_quoted(self.message)}\n"
            f"level: {self.level}\n"
            "ignorecase: true\n"
            "nonword: true\n"
            f"tokens:\n  - {_quoted(self.pattern)}\n"
        )


@dataclass(frozen=True, slots=True)
class ValeExport:
    """The rules of one language, and the cues that Vale cannot hold: their ids and why."""

    language: str
    rules: tuple[ValeRule, ...]
    left_out: tuple[tuple[str, str], ...]


def vale_export(language: str, country: str | None = None, profile: Profile | None = None) -> ValeExport:
    """The S cues of a language that hold without context, weighed for a country and profile."""
    lexicon, context = load_lexicon(language), load_context(language)
    rules: list[ValeRule] = []
    left_out: list[tuple[str, str]] = []
    taken: set[tuple[str, str]] = set()
    # As in the tagger: of equal forms the country's own entry counts, or, where none is named, everybody's.
    ordered = sorted(lexicon.cues, key=lambda cue: (country is None) ^ ("*" in cue.countries))
    for cue in ordered:
        if not cue.code.startswith(_SIDE) or not (country is None or {"*", country} & set(cue.countries)):
            continue
        forms = [form for form in cue.forms if (cue.code, form) not in taken]
        taken |= {(cue.code, form) for form in forms}
        if cue.subject:
            left_out.append((cue.id, "counts only with her as its subject"))
            continue
        for weight, group in _by_weight(cue, forms, profile):
            if weight.status in ACCEPTED:
                left_out.append((cue.id, f"{weight.status} by {weight.by}"))
                continue
            rule = _rule(cue, group, weight, lexicon.classes, context)
            if len(rule.pattern) > _LONGEST_PATTERN:
                left_out.append((cue.id, "too many wordings for an editor"))
            else:
                rules.append(rule)
    return ValeExport(language, tuple(sorted(rules, key=lambda rule: (rule.style, rule.name))), tuple(left_out))


def _by_weight(cue: Cue, forms: Iterable[str], profile: Profile | None) -> Iterator[tuple[Weight, list[str]]]:
    """The forms by their weight: a profile may weigh one form of a cue and not another."""
    groups: dict[Weight, list[str]] = {}
    for form in forms:
        groups.setdefault(weigh(cue, form, profile), []).append(form)
    yield from groups.items()


def _rule(cue: Cue, forms: list[str], weight: Weight, classes: Classes, context: Context) -> ValeRule:
    language, code, name = cue.id.split(".")
    severity = min(weight.severity, _MOST_OF_CONTESTED) if weight.status == "contested" else weight.severity
    guides = load_guides()
    message = _MESSAGES[language].format(
        code=cue.code,
        reason=getattr(load_codebook().codes[cue.code], language),
        instead=" / ".join(weight.instead),
        guides="; ".join(_guide(guides[key]) for key in weight.source),
    )
    return ValeRule(
        style=f"encuadre-{language}-{code}",
        name=f"{name}-profile" if weight.by.startswith("profile") else name,
        level=_LEVELS[severity],
        message=message,
        pattern=_pattern(cue, forms, classes, context),
    )


def _guide(guide: Guide) -> str:
    return guide.title if guide.publisher.lower() in guide.title.lower() else f"{guide.title} ({guide.publisher})"


def _pattern(cue: Cue, forms: list[str], classes: Classes, context: Context) -> str:
    """The words of a cue with what may not stand right before and after them."""
    # The first letters come first: the costly look back is made only where a form may begin.
    letters = sorted({letter for form in forms for letter in _first_letters(form, classes)})
    before = f"{_BEFORE}(?=[{''.join(re.escape(letter) for letter in letters)}])"
    if cue.noun and (determiners := _DETERMINERS.get(context.language)):
        before += rf"(?<={_BEFORE}{_group(determiners.split())}\s+[“«‘]?)"
    blocked_before = [*_phrases(context, cue, "forward"), *(word for word in cue.left_not)]
    blocked_after = [*_phrases(context, cue, "backward"), *(word for word in cue.right_not)]
    if words := _literal(blocked_before):
        before += rf"(?<!{_BEFORE}{_group(words)}\s+)"
    after = _AFTER
    if words := _literal(blocked_after):
        after += rf"(?!\s+{_group(words)}{_AFTER})"
    # Words required or forbidden nearby come last: they are looked for only where the form itself was found.
    return f"{before}{_any_of(forms, classes)}{after}{_nearby(cue)}"


def _nearby(cue: Cue) -> str:
    """The context words of a cue, within its window or its sentence."""
    conditions = []
    steps = rf"(?:\s+\S+){{0,{cue.window - 1}}}"
    if words := _literal(cue.left_any):
        form = _group(form for form in cue.forms if "@" not in form and "<" not in form)
        conditions.append(rf"(?<={_BEFORE}{_group(words)}{steps}\s+{form})")
    if words := _literal(cue.right_any):
        conditions.append(rf"(?={steps}\s+{_group(words)}{_AFTER})")
    if words := _literal(cue.sentence_any):
        around = f"{_BEFORE}{_group(words)}{_AFTER}"
        conditions.append(f"(?:(?={_SENTENCE}{around})|(?<={around}{_SENTENCE}))")
    if words := _literal(cue.sentence_not):
        around = f"{_BEFORE}{_group(words)}{_AFTER}"
        conditions.append(f"(?!{_SENTENCE}{around})(?<!{around}{_SENTENCE})")
    return "".join(conditions)


def _phrases(context: Context, cue: Cue, direction: str) -> Iterator[str]:
    """Phrases that take the cue away when they stand right before it ("forward") or after it ("backward")."""
    for rule in context.rule:
        if _is_local(rule) and rule.direction in (direction, "bidirectional") and rule.bears_on(cue.code, cue.id):
            yield from rule.phrases


def _is_local(rule: ContextRule) -> bool:
    return rule.effect in ("block", "metalinguistic") and rule.scope == "words"


def _literal(phrases: Iterable[str]) -> list[str]:
    """Phrases of plain words; classes and gaps would make a pattern that no editor runs at the speed of typing."""
    return sorted({phrase for phrase in phrases if "@" not in phrase and "<" not in phrase})


def _first_letters(form: str, classes: Classes) -> set[str]:
    letters: set[str] = set()
    for piece in pieces(form):
        wordings = _wordings(piece, classes)
        letters |= {wording[0] for wording in wordings if wording}
        if all(wordings):
            break
    return letters


def _wordings(piece: str, classes: Classes) -> list[str]:
    """What a piece of a form may read, "" where it may be left out."""
    found = [wording.strip() for wording in expand_braces(piece)]
    return [word for wording in found for word in (classes.members(wording) if wording in classes else (wording,))]


def _form_pattern(form: str, classes: Classes) -> str:
    """A form with gaps and classes: ``negó <3> @care`` allows up to three words between."""
    parts: list[str] = []
    blank = ""
    for piece in pieces(form):
        if gap := GAP.fullmatch(piece):
            parts.append(rf"(?:\s+\S+){{0,{gap[0][1:-1]}}}")
            continue
        if piece == NAME:
            words = r"\p{Lu}\S*(?:\s+\p{Lu}\S*){0,3}"
        else:
            wordings = _wordings(piece, classes)
            words = _any_of(list(filter(None, wordings)), classes)
            if not all(wordings):
                parts.append(f"(?:{blank}{words})?" if blank else rf"(?:{words}\s+)?")
                continue
        parts.append(blank + words)
        blank = r"\s+"
    return "".join(parts)


def _any_of(forms: list[str], classes: Classes) -> str:
    """One of several forms, those of plain words with their beginnings shared."""
    plain = [form for form in forms if "@" not in form and "<" not in form]
    parts = [_words_pattern(plain)] if plain else []
    parts += sorted({_form_pattern(form, classes) for form in forms if "@" in form or "<" in form})
    return f"(?:{'|'.join(parts)})" if len(parts) > 1 or not plain else _group(plain)


def _group(words: Iterable[str]) -> str:
    return f"(?:{_words_pattern(words)})"


def _words_pattern(words: Iterable[str]) -> str:
    return _shared_beginnings(tuple(words))


# A class of words stands in dozens of forms.
@lru_cache(maxsize=4096)
def _shared_beginnings(words: tuple[str, ...]) -> str:
    """Words as one pattern that shares their beginnings, so that thousands of forms cost no more than a few."""
    trie: dict[str, dict[str, object]] = {}
    for word in words:
        node = trie
        for letter in word:
            node = node.setdefault(letter, {})  # type: ignore[assignment]
        node[""] = {}
    return _trie_pattern(trie)


def _trie_pattern(node: dict[str, dict[str, object]]) -> str:
    branches = [
        _letter(letter) + _trie_pattern(child)  # type: ignore[arg-type]
        for letter, child in sorted(node.items())
        if letter
    ]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    # The longest form first, as the tagger has it: a form that ends here comes last.
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


def _letter(letter: str) -> str:
    return r"\s+" if letter == " " else re.escape(letter)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def export_files(exports: Iterable[ValeExport], weighed_by: str, versions: Mapping[str, str]) -> dict[str, str]:
    """All files of an export by their path: rules, a sample .vale.ini, and a README that says what is lost."""
    found: dict[str, str] = {}
    styles: list[str] = []
    left_out: list[str] = []
    for export in exports:
        for rule in export.rules:
            found[f"styles/{rule.style}/{rule.name}.yml"] = rule.yaml
            styles += [rule.style] if rule.style not in styles else []
        left_out += [f"- `{cue}`: {reason}" for cue, reason in export.left_out]
    named = ", ".join(f"{name} {value}" for name, value in versions.items())
    listed = "\n".join(left_out) or "- none"
    readme = _README.format(rules=len(found), weighed_by=weighed_by, versions=named, left_out=listed)
    return found | {".vale.ini": _INI.format(styles=", ".join(styles)), MARK: readme}


# By this file an earlier export is known.
MARK = "ENCUADRE.md"
_INI = """# A sample: copy it to the top of your texts, or add the styles to your own.
StylesPath = styles
MinAlertLevel = suggestion

[*.{{md,txt,html,rst,adoc}}]
# Keep the languages you write in.
BasedOnStyles = {styles}
# One rule off: encuadre-es-s3.mula = NO
"""
_README = """# encuadre for Vale

{rules} rules, written by `encuadre lexicon export --vale`. Weighed by: {weighed_by}. Versions: {versions}.
A style is a language and a code of the codebook, a rule is one entry of the lexicon.

Vale matches words and what stands in the 200 letters around them. What `encuadre check` knows and these rules do not:
whether the text is about women deprived of liberty, whom a word is about, who is speaking, whether it is denied further
away, fiction and titles.
So they flag more, also in quotations and about men, and miss what needs context:

{left_out}
"""
