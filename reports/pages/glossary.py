"""The technical words of a page, each linked to its plain meaning where it stands first.

In: keys of [term] and [meaning] in reports/locale/glossary.*.toml. Out: links for tables and templates, and the list of
those a page has used, for its method box. What is not linked is not listed, and nothing listed is without a link.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from reports.i18n import Words, sort_key


@dataclass(frozen=True, slots=True)
class Entry:
    """One word and what it means."""

    key: str
    name: str
    meaning: str


@dataclass(slots=True)
class Glossary:
    """One page's words. Make one a page, and ask it for each word as it comes."""

    words: Words
    _used: dict[str, None] = field(default_factory=dict)

    def link(self, key: str, text: str | None = None) -> str:
        """The word (or ``text`` in its place), linked where the page uses it first; plain from then on."""
        shown = self.words.t(f"term.{key}") if text is None else text
        if key in self._used:
            return shown
        self._used[key] = None
        return Markup('<a class="term" href="#term-{}">{}</a>').format(key, shown)

    def linked_in(self, text: str, key: str) -> str:
        """A text in which the word is linked where it stands first, if it stands there."""
        name = self.words.t(f"term.{key}").lower()
        start = text.lower().find(name)
        if start < 0 or key in self._used:
            return text
        end = start + len(name)
        return Markup("{}{}{}").format(text[:start], self.link(key, text[start:end]), text[end:])

    @property
    def entries(self) -> list[Entry]:
        """The words used so far, by the alphabet."""
        found = [Entry(key, self.words.t(f"term.{key}"), self.words.t(f"meaning.{key}")) for key in self._used]
        return sorted(found, key=lambda entry: sort_key(entry.name))
