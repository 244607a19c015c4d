"""What every page shares: title, language switch, banner of the demo, versions, how to cite.

In: the site being built and a language. Out: the context that templates/base.html.j2 needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.records import Outlet
from reports.estimates.audit import Audit
from reports.i18n import Words
from reports.pages.glossary import Glossary
from reports.pages.view import press_text

# A language names itself in the switch, whatever the page's own language is.
_OWN_NAMES = {"es": "Español", "pt": "Português", "en": "English"}


@dataclass(frozen=True, slots=True)
class Site:
    """One build: its languages, its pages, the versions its rows were tagged with, and the study's name."""

    languages: tuple[str, ...]
    countries: tuple[str, ...]
    outlets: tuple[Outlet, ...]
    version_set: str
    versions: Mapping[str, str]
    demo: bool
    study: str = ""
    audit: Audit | None = None  # where the labels of people come from, when the study has any
    published: frozenset[str] | None = None  # outlets whose scorecards go out; None: not for the public, all are there
    shortened: int = 0  # of these, how many had their time to reply cut short
    there: frozenset[str] | None = None  # pages that a page made alone may link to; None: all of the build
    contact: str = ""  # whom an outlet writes to before its letter came
    own: bool = False  # codes or a topic of the study's own: nothing is told in the words of the shipped ones


def page_frame(
    site: Site, words: Words, *, title: str, stem: str, public: bool = True, glossary: Glossary | None = None
) -> dict[str, Any]:
    """The context shared by all templates. ``stem`` is the page's file name without language; the same in all.
    ``glossary``: the one that links the words of the page's tables, where it has any.
    """
    return {
        "w": words,
        "glossary": glossary or Glossary(words),
        "site": site,
        "title": title,
        "public": public,
        "stem": stem,
        "switch": [
            {"code": code, "name": _OWN_NAMES[code], "href": f"{stem}.{code}.html", "here": code == words.language}
            for code in site.languages
        ],
        "made_with": words.t("page.made_with_own" if site.own else "page.made_with"),
        "versions": [(name, value) for name, value in site.versions.items()],
        "basis": _basis(site, words),
        "audit": _audit_line(site.audit, words) if site.audit and not site.own else None,
        "cite": words.t(
            "cite.text",
            title=title,
            study=f"{press_text(site.study)}. " if site.study else "",
            version=site.version_set,
            basis=_basis(site, words),
        ),
    }


def _basis(site: Site, words: Words) -> str:
    """What the figures rest on, in one line."""
    if site.audit is None or site.own:
        return words.t("figure.uncorrected")
    return words.t("figure.corrected", n=site.audit.labelled)


def _audit_line(audit: Audit, words: Words) -> str:
    """Which samples were labelled, by how many, and how they were drawn."""
    seeds = words.listing([str(seed) for seed in audit.seeds])
    line = words.t(
        "method.audit",
        n=audit.labelled,
        annotators=audit.annotators,
        samples=words.listing(list(audit.samples)),
        seeds=seeds,
    )
    return line + (" " + words.t("method.audit_suggested", n=audit.suggested) if audit.suggested else "")
