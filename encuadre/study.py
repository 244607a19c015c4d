"""A study: the folder that holds one team's configuration, outlets, events, corpus, raw pages and reports.

In: a folder. Out: a checked ``Study`` whose paths and settings every command reads. The folder is made by ``init``.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.records import Outlet
from corpus.store import Corpus
from crawler.config import CrawlConfig
from crawler.registry import read_outlets, write_outlets
from lexicons.errors import EncuadreError, UsageError
from lexicons.own import OwnLexicons, Use, read_own
from lexicons.profiles import SUFFIX
from lexicons.questions import Question, load_questions
from lexicons.toml_files import first_fault

CONFIG_NAME = "encuadre.toml"
QUESTIONS_NAME = "questions.toml"
# Two working weeks; whoever wants less says so in encuadre.toml, or waives with a reason that is printed.
REPLY_DAYS = 14


class StudySection(BaseModel):
    """What the study is called and which countries it watches."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1, description="Shown in reports.")
    countries: tuple[str, ...] = Field(default=(), description="ISO 3166-1 codes, for example MX.")
    store: str = Field(default="corpus.sqlite", description="A file in the study, or a database URL.")
    fictional: bool = Field(default=False, description="Every page says that outlets and events are invented.")


class LexiconSection(BaseModel):
    """Which lexicons are read, and how their terms are weighed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    profile: str | None = Field(
        default=None,
        description="Whose guide weighs the terms: a name of `encuadre lexicon profiles`, or a .toml file there. "
        "Without one the entries of each country decide.",
    )
    folder: str | None = Field(
        default=None, description="A folder of the study with cues, codes, a language or a topic of its own."
    )
    use: Use = Field(
        default="add", description="add: own cues and codes stand beside the shipped ones; replace: they alone hold."
    )


class ReportSection(BaseModel):
    """How reports are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    languages: tuple[Literal["es", "pt", "en"], ...] = Field(default=("es",), description="One set of pages each.")


class EstimateSection(BaseModel):
    """What figures rest on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    models: tuple[str, ...] = Field(
        default=(),
        description="Classifiers whose predictions of framing or headline stand in place of the rules', once "
        "`encuadre classify` has applied them to every article.",
    )


class ScorecardSection(BaseModel):
    """How outlets are heard before their scorecards are published."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reply_days: int = Field(
        default=REPLY_DAYS, ge=1, le=365, description="Days an outlet has to reply to the draft of its scorecard."
    )


class StudyConfig(BaseModel):
    """All of encuadre.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    study: StudySection
    crawl: CrawlConfig = Field(default_factory=CrawlConfig)
    lexicon: LexiconSection = Field(default_factory=LexiconSection)
    report: ReportSection = Field(default_factory=ReportSection)
    estimate: EstimateSection = Field(default_factory=EstimateSection)
    scorecard: ScorecardSection = Field(default_factory=ScorecardSection)


@dataclass(frozen=True)
class Study:
    """A checked study folder."""

    folder: Path
    config: StudyConfig

    @classmethod
    def open(cls, folder: Path) -> Study:
        """Read the study in ``folder``. Raises E601 where there is none, E602 where its configuration does not hold."""
        path = folder / CONFIG_NAME
        if not path.is_file():
            raise EncuadreError("E601", folder=folder.resolve())
        try:
            config = StudyConfig.model_validate(tomllib.loads(path.read_text("utf-8")))
        except UnicodeDecodeError as error:
            raise EncuadreError("E602", file=path, problem="it is not UTF-8 text") from error
        except tomllib.TOMLDecodeError as error:
            raise EncuadreError("E602", file=path, problem=f"it is not valid TOML: {error}") from error
        except ValidationError as error:
            where, problem = first_fault(error)
            raise EncuadreError("E602", file=path, problem=f"{where}: {_plain(problem)}") from error
        return cls(folder=folder, config=config)

    @classmethod
    def init(cls, folder: Path, countries: tuple[str, ...], *, name: str | None = None) -> Study:
        """Make a new study folder. Raises E603 where one is already."""
        if (folder / CONFIG_NAME).exists():
            raise UsageError("E603", folder=folder.resolve())
        codes = tuple(dict.fromkeys(code.upper() for code in countries))
        known = shipped_outlets()
        unknown = [code for code in codes if code not in {outlet.country for outlet in known}]
        if unknown:
            raise UsageError("E604", country=unknown[0], known=", ".join(sorted({o.country for o in known})))
        folder.mkdir(parents=True, exist_ok=True)
        title = name or folder.resolve().name
        # Tables that somebody put there before are theirs.
        if not (folder / "outlets.csv").exists():
            write_outlets(folder / "outlets.csv", [outlet for outlet in known if outlet.country in codes])
        if not (folder / "events.csv").exists():
            with as_file(files("reports") / "events.csv") as shipped:
                shutil.copyfile(shipped, folder / "events.csv")
        # The configuration comes last: a folder without it is not a study, so a stopped init can be typed again.
        (folder / CONFIG_NAME).write_text(_config_text(title, codes), "utf-8")
        return cls.open(folder)

    @property
    def store(self) -> Path | str:
        """Where the corpus is: a path, or a database URL for a team's server."""
        store = self.config.study.store
        return store if "://" in store else self.folder / store

    @property
    def raw(self) -> Path:
        """The folder of WARC files."""
        return self.folder / "raw"

    @property
    def out(self) -> Path:
        """The folder that reports are written to."""
        return self.folder / "out"

    @property
    def events(self) -> Path:
        """The study's own event table."""
        return self.folder / "events.csv"

    @property
    def profile(self) -> str | None:
        """The profile that weighs the terms; a file of the study by its path."""
        named = self.config.lexicon.profile
        return str(self.folder / named) if named and named.endswith(SUFFIX) else named

    def own(self) -> OwnLexicons | None:
        """The study's own lexicons, checked; None where it reads with the shipped ones. Raises E110 to E117."""
        section = self.config.lexicon
        return read_own(self.folder / section.folder, section.use) if section.folder else None

    @contextmanager
    def reading(self) -> Iterator[OwnLexicons | None]:
        """The same, with the names of its codes in use until the end of the block."""
        own = self.own()
        with own.in_use() if own else nullcontext():
            yield own

    def questions(self) -> tuple[Question, ...]:
        """What annotators are asked: the study's own questions.toml, else the shipped one. Raises E101, E102."""
        path = self.folder / QUESTIONS_NAME
        return load_questions(path if path.is_file() else None)

    def outlets(self) -> list[Outlet]:
        """The registry, checked. Raises E605 where the file is absent and E3xx where a row does not hold."""
        path = self.folder / "outlets.csv"
        if not path.is_file():
            raise EncuadreError("E605", file=path)
        return read_outlets(path)

    @contextmanager
    def corpus(self) -> Iterator[Corpus]:
        """The open corpus; it is made on first use."""
        with Corpus.open(self.store, create=True) as corpus:
            yield corpus


def shipped_outlets() -> list[Outlet]:
    """The registry that comes with encuadre: a start, unverified; each row says where its facts come from."""
    with as_file(files("crawler") / "outlets.csv") as path:
        return read_outlets(path)


def _plain(message: str) -> str:
    """A message of pydantic as the middle of a sentence."""
    return message[:1].lower() + message[1:]


def _config_text(name: str, countries: tuple[str, ...]) -> str:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    listed = ", ".join(f'"{code}"' for code in countries)
    return f"""# A study of encuadre. Every setting: encuadre schema
[study]
name = "{quoted}"
countries = [{listed}]

[crawl]
# Outlets must be able to reach you: an e-mail address or a page about the study. Needed before the first crawl.
# contact = "team@example.org"

[lexicon]
# Whose guide weighs the terms (encuadre lexicon profiles). Without one the entries of each country decide.
# profile = "un-rules"
# Cues, codes, a language or a topic of your own (docs/own-topic.md): "add" beside the shipped ones, or "replace" them.
# folder = "lexicons"
# use = "add"

[report]
languages = ["es", "pt", "en"]
"""
