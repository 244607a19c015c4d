"""Words in another language than the page's, said to be so: a screen reader then speaks them with the right voice.

In: words of a lexicon and the language of the page. Out: the words for a cell of a table,
marked where they are foreign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from lexicons.cues import lexicons_in_use
from reports.figures.terms import guide_languages
from reports.i18n import Words


def languages_of_cues() -> dict[str, str]:
    """The language of every cue in use, by the cue's id."""
    return {cue: language for language, lexicon in lexicons_in_use().items() for cue in lexicon.by_id}


def foreign(text: str, cue_id: str, languages: Mapping[str, str], words: Words) -> str:
    """The text of a cue; in an element with its language unless that is the page's. Escaped here or by the template."""
    language = languages.get(cue_id, words.language)
    return (
        text if not text or language == words.language else Markup('<span lang="{}">{}</span>').format(language, text)
    )


def guides_text(names: Sequence[str], words: Words) -> str:
    """Guides beside each other; a title in another language is marked and says which it is. Escaped here."""
    languages, told = guide_languages(), []
    for name in names:
        language = languages.get(name, words.language)
        if language == words.language:
            told.append(name)
        else:
            told.append(Markup('<span lang="{}">{}</span> ({})').format(language, name, words.language_name(language)))
    return Markup("; ").join(told)
