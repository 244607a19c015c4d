"""The HTML of the labelling page, and what it loads: all from this package, in three languages.

In: a ``Task`` and who labels. Out: pages as text, and the assets by path. The browser gets the article later, as JSON,
and puts it in as text only, so that nothing the press wrote is ever markup.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment
from markupsafe import Markup, escape

from encuadre.labelling.desk import LONGEST_NAME, LONGEST_NOTE, SIDES_WITHOUT_VOICE, Task
from lexicons.codebook import Words as Named
from lexicons.cues import LANGUAGES
from reports.i18n import Words, words_for
from reports.templates import strict_templates

# The keys that choose options, in order; a question with more options gives the rest no key of its own.
OPTION_KEYS = "1234567890-+"
_OWN_ASSETS = ("label.js", "text.js", "marks.js", "palette.js", "store.js", "care.js")
_HOUSE_STYLES = ("page.css", "explanation.css")


@cache
def words_of_page(language: str) -> Words:
    """The page's own words, with the number format of the language."""
    data = tomllib.loads((files("encuadre.labelling") / "locale" / f"{language}.toml").read_text("utf-8"))
    texts = {f"{section}.{key}": text for section, entries in data.items() for key, text in entries.items()}
    return replace(words_for(language), texts=texts)


@cache
def guide(language: str) -> Mapping[str, str]:
    """What each code of the shipped codebook marks, and what it does not, by code."""
    text = (files("encuadre.labelling") / "locale" / f"guide.{language}.toml").read_text("utf-8")
    return {code: str(words) for code, words in tomllib.loads(text).items()}


@cache
def assets() -> dict[str, tuple[str, bytes]]:
    """Path to content type and content of all that the page loads: the reports' style with our own, and the scripts."""
    own, house = files("encuadre.labelling") / "assets", files("reports") / "templates"
    style = "\n".join([*((house / name).read_text("utf-8") for name in _HOUSE_STYLES), (own / "label.css").read_text()])
    scripts = {f"/assets/{name}": ("text/javascript; charset=utf-8", (own / name).read_bytes()) for name in _OWN_ASSETS}
    return {"/assets/label.css": ("text/css; charset=utf-8", style.encode()), **scripts}


def closed_page(language: str) -> str:
    """For a browser that came without the secret."""
    return _environment().get_template("closed.html.j2").render(w=words_of_page(language))


def start_page(task: Task, language: str, group: str | None, wrong: str | None = None) -> str:
    """Asks who labels. ``wrong``: a name that is none, typed before."""
    values = {
        "task": task,
        "group": group,
        "wrong": wrong,
        "longest": LONGEST_NAME,
        "switch": _switch({}, "/", language),
    }
    return _environment().get_template("start.html.j2").render(w=words_of_page(language), **values)


def label_page(task: Task, annotator: str, group: str | None, language: str, study: str) -> str:
    """The page to label on."""
    known = {"annotator": annotator, **({"group": group} if group else {})}
    w = words_of_page(language)
    questions = [_question(question, language) for question in task.questions]
    given = {
        "study": study,
        "sample": task.sample.name,
        "annotator": annotator,
        "query": urlencode({**known, "lang": language}),
        "spans": task.spans,
        "codes": _codes(task, language),
        "voices": [{"voice": voice, "name": _in(name, language)} for voice, name in task.codebook.voices.items()],
        "keys": OPTION_KEYS,
        "words": {key.removeprefix("said."): text for key, text in w.texts.items() if key.startswith("said.")},
    }
    return (
        _environment()
        .get_template("label.html.j2")
        .render(
            w=w,
            task=task,
            annotator=annotator,
            questions=questions,
            codes=given["codes"],
            sides=[(side, _in(name, language)) for side, name in task.codebook.sides.items()],
            given=given,
            longest_note=LONGEST_NOTE,
            switch=_switch(known, "/label", language),
        )
    )


def _codes(task: Task, language: str) -> list[dict[str, Any]]:
    # A team's own codebook has its own meanings, also under codes that ours has too.
    told = {} if task.codebook.replaces else guide(language)
    return [
        {
            "code": code.code,
            "side": code.side,
            "name": _in(code, language),
            "told": told.get(code.code, ""),
            "voiced": code.side not in SIDES_WITHOUT_VOICE,
        }
        for code in task.codebook.code
    ]


def _question(question: Any, language: str) -> dict[str, Any]:
    options = list(question.options.items())
    return {
        "id": question.id,
        "name": _in(question, language),
        "several": question.several,
        "asked_if": question.asked_if,
        "options": [
            {"id": option, "name": _in(name, language), "key": OPTION_KEYS[place : place + 1]}
            for place, (option, name) in enumerate(options)
        ],
    }


def _in(named: Named, language: str) -> str:
    return str(getattr(named, language))


def _switch(known: Mapping[str, str], path: str, here: str) -> list[dict[str, Any]]:
    names = {"es": "Español", "pt": "Português", "en": "English"}
    return [
        {
            "code": code,
            "name": names[code],
            "here": code == here,
            "href": f"{path}?{urlencode({**known, 'lang': code})}",
        }
        for code in LANGUAGES
    ]


@cache
def _environment() -> Environment:
    """The templates, with the filters they use."""
    env = strict_templates("encuadre.labelling")
    # Keys in texts are written as `Ctrl`; after escaping, so that nothing else can be markup.
    env.filters["keys"] = lambda text: Markup(re.sub(r"`([^`]+)`", r"<kbd>\1</kbd>", str(escape(text))))  # noqa: S704
    return env
