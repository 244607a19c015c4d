"""A study's own lexicons: its codes, guides, cues, word classes, context rules, and a topic or language of its own.

In: a folder (docs/own-topic.md shows one). Out: an immutable ``OwnLexicons``, everything checked, that the pipeline,
the explanations and the reports read in place of the shipped data. ``use``: ``add`` puts own codes and cues beside the
shipped ones, ``replace`` lets the own ones alone hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lexicons.classes import Classes, load_classes, read_classes
from lexicons.codebook import Codebook, shipped_codebook, using_codebook
from lexicons.context_rules import Context, general_rules, joined, load_context, read_context
from lexicons.cues import (
    LANGUAGES,
    Guide,
    Lexicon,
    load_lexicon,
    read_guides,
    read_lexicon,
    shipped_guides,
    using_guides,
    using_lexicons,
)
from lexicons.digests import digest_of
from lexicons.errors import EncuadreError
from lexicons.toml_files import checked, read_toml
from lexicons.topics import Topic, read_topic

Use = Literal["add", "replace"]
USES: tuple[Use, ...] = ("add", "replace")
# What own cues cite that name no guide.
OWN_GUIDE = "own"
_TOP = ("codebook.toml", "guides.toml")
_OF_LANGUAGE = ("classes.toml", "context.toml", "topic.toml")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WORDINGS = ("en", "es", "pt")


@dataclass(frozen=True)
class OwnLexicons:
    """What a study reads with. ``lexicons`` and ``contexts`` hold one entry for every language in ``languages``."""

    folder: Path
    use: Use
    codebook: Codebook
    guides: Mapping[str, Guide]
    lexicons: Mapping[str, Lexicon]
    contexts: Mapping[str, Context]
    topics: Mapping[str, Topic]
    digest: str

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are read: the topic's, those of own cues where they replace, else the shipped ones."""
        return tuple(self.lexicons)

    @property
    def other_topic(self) -> bool:
        """Is the study about something else than women deprived of liberty?"""
        return bool(self.topics)

    @property
    def replaces(self) -> bool:
        """Do the shipped codes or the shipped topic not hold, so that nothing may be told in their words?"""
        return self.other_topic or self.codebook.replaces

    def title(self, language: str) -> str | None:
        """What the topic is called in a language, or in any; None for the shipped topic."""
        if not self.topics:
            return None
        return (self.topics.get(language) or next(iter(self.topics.values()))).title

    @property
    def version(self) -> str:
        """For the versions of a run: an edit of any file makes the next run tag again."""
        return f"{self.use} {self.digest}"

    @contextmanager
    def in_use(self) -> Iterator[OwnLexicons]:
        """Until the end of the block names of codes and guides are this study's, in tables, pages and exports."""
        with using_codebook(self.codebook), using_guides(self.guides), using_lexicons(self.lexicons):
            yield self


def read_own(folder: str | Path, use: Use = "add") -> OwnLexicons:
    """Read and check a folder. Raises E110 to E117: each names the file, the entry and what to do."""
    root = Path(folder)
    if use not in USES:
        raise EncuadreError("E117", given=use)
    if not root.is_dir():
        raise EncuadreError("E112", folder=root)
    try:
        return _read(root, use)
    except EncuadreError as error:
        # The shipped files' messages name a command that does not look here.
        if error.code in ("E101", "E102"):
            raise EncuadreError({"E101": "E110", "E102": "E111"}[error.code], **error.values) from error
        raise


def _read(root: Path, use: Use) -> OwnLexicons:
    own = _languages(root)
    codebook = _codebook(root / "codebook.toml", use)
    guides = {OWN_GUIDE: Guide(title="own lexicon of the study", publisher="the study", scope="own")}
    guides |= _guides(root / "guides.toml")
    with using_codebook(codebook), using_guides(guides):
        classes = {language: _classes(root, language) for language in own}
        topics = {
            language: read_topic(root / language / "topic.toml", str(root / language / "topic.toml"), classes[language])
            for language in own
            if (root / language / "topic.toml").is_file()
        }
        for language in own:
            if (topics or language not in LANGUAGES) and language not in topics:
                raise EncuadreError("E115", folder=root / language, language=language)
        alone = bool(topics) or use == "replace"
        languages = own if topics or (use == "replace" and own) else LANGUAGES
        lexicons = {language: _lexicon(root, language, classes, alone=alone) for language in languages}
        contexts = {
            language: _context(root, language, lexicons[language].classes, wide=bool(topics) or codebook.replaces)
            for language in languages
        }
    return OwnLexicons(root, use, codebook, guides, lexicons, contexts, topics, _digest(root))


def _languages(root: Path) -> tuple[str, ...]:
    """The language folders, everything in them known. A file that nobody would read is a slip, so it is an error."""
    for path in sorted(root.glob("*.toml")):
        if path.name not in _TOP:
            raise EncuadreError("E113", path=path, known=f"this folder holds {', '.join(_TOP)} and language folders")
    found = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if not any(folder.rglob("*.toml")):
            continue
        if not _LANGUAGE.fullmatch(folder.name):
            raise EncuadreError("E113", path=folder, known="a folder here is a language by its code, such as es")
        for path in sorted(folder.rglob("*.toml")):
            place = path.relative_to(folder).parts
            if not (place[0] in _OF_LANGUAGE and len(place) == 1) and not (place[0] == "cues" and len(place) == 2):
                known = f"a language holds {', '.join(_OF_LANGUAGE)} and cues/NAME.toml"
                raise EncuadreError("E113", path=path, known=known)
        found.append(folder.name)
    if not found and not any((root / name).is_file() for name in _TOP):
        raise EncuadreError("E114", folder=root)
    return tuple(found)


def _codebook(path: Path, use: Use) -> Codebook:
    """The shipped codebook with the study's codes after its own, or the study's alone."""
    shipped = shipped_codebook()
    if not path.is_file():
        return shipped
    data = read_toml(path, str(path))
    codes, sides = data.get("code", []), data.get("sides", {})
    base = shipped.model_dump()
    try:
        if not isinstance(codes, list) or not isinstance(sides, dict) or not all(isinstance(c, dict) for c in codes):
            raise ValueError("codes are [[code]] tables, and sides stand under [sides]")
        made: dict[str, Any] = {**data, "code": [_worded(code) for code in codes]}
        made["sides"] = {key: _worded(words) for key, words in sides.items()}
        made["framings"] = base["framings"] | {k: _worded(v) for k, v in data.get("framings", {}).items()}
        if strange := sorted(set(made["framings"]) - set(base["framings"])):
            raise ValueError(f"[framings] has '{strange[0]}'; the framings are {', '.join(base['framings'])}")
        # Roles and voices are what the reading of speech tells apart: they can be neither more nor fewer.
        made |= {"voices": base["voices"], "roles": base["roles"], "replaces": use == "replace"}
        if strange := sorted(set(data) - {"version", "undeciding", "sides", "code", "framings"}):
            raise ValueError(f"'{strange[0]}' is none of version, undeciding, sides, code, framings")
        if use == "add":
            made = _added(base, made)
        elif not codes:
            raise ValueError("there is no [[code]]")
    except (ValueError, AttributeError) as error:
        raise EncuadreError("E101", file=path, entry="codes", problem=error) from error
    return checked(Codebook, made, str(path), whole="codes")


def _added(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    for code in own["code"]:
        if code.get("code") in {entry["code"] for entry in base["code"]}:
            raise ValueError(f"encuadre has a code '{code['code']}' already; take another, or write use = \"replace\"")
    if twice := sorted(set(own["sides"]) & set(base["sides"])):
        raise ValueError(f"encuadre has a side '{twice[0]}' already; take another letter, or write use = \"replace\"")
    return own | {
        "version": f"{base['version']}+{own.get('version', 'own')}",
        "code": [*base["code"], *own["code"]],
        "sides": base["sides"] | own["sides"],
        "undeciding": frozenset(base["undeciding"]) | frozenset(own.get("undeciding", ())),
    }


def _worded(entry: object) -> Any:
    """An entry with its wording in the three languages of the pages; one that lacks one has that of another."""
    if not isinstance(entry, dict):
        return entry
    known = next((entry[key] for key in _WORDINGS if key in entry), None)
    return {**{key: known for key in _WORDINGS if known is not None}, **entry}


def _guides(path: Path) -> dict[str, Guide]:
    if not path.is_file():
        return {}
    guides = read_guides(path, str(path))
    if twice := sorted(set(guides) & {*shipped_guides(), OWN_GUIDE}):
        raise EncuadreError("E101", file=path, entry=twice[0], problem="encuadre has a guide of this name already")
    return guides


def _classes(root: Path, language: str) -> Classes:
    path = root / language / "classes.toml"
    shipped = load_classes(language) if language in LANGUAGES else Classes()
    return read_classes(path, language, where=str(path), shipped=shipped) if path.is_file() else shipped


def _lexicon(root: Path, language: str, classes: Mapping[str, Classes], *, alone: bool) -> Lexicon:
    """The own cues, alone or after the shipped ones; an own cue with a shipped id takes that one's place."""
    folder = root / language / "cues"
    shipped = load_lexicon(language) if not alone else None
    if not folder.is_dir():
        known = classes.get(language) or Classes()
        return shipped or Lexicon(language=language, cues=(), digest="none", classes=known)
    own = read_lexicon(
        folder,
        language,
        classes=classes[language],
        where=str(folder),
        defaults={"source": (OWN_GUIDE,), "severity": 1, "status": "contested"},
    )
    if shipped is None:
        return own
    cues = shipped.by_id | own.by_id
    digest = digest_of(f"{shipped.digest} {own.digest}".encode())
    return Lexicon(language=language, cues=tuple(cues.values()), digest=digest, classes=own.classes)


def _context(root: Path, language: str, classes: Classes, *, wide: bool) -> Context:
    """Shipped rules and own ones; of the shipped ones those that hold for any code, where the codes are others."""
    path = root / language / "context.toml"
    shipped = load_context(language) if language in LANGUAGES else None
    if shipped is not None and wide:
        shipped = general_rules(shipped)
    if not path.is_file():
        return shipped or Context(language=language, digest="none", classes=classes)
    own = read_context(path, language, classes, where=str(path))
    return joined(shipped, own) if shipped else own


def _digest(root: Path) -> str:
    files = sorted(root.rglob("*.toml"))
    return digest_of(*(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() for path in files))
