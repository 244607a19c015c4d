"""Women in the English names of bodies and firms, who are nobody in the text: "Women in Prison said", "all-women".

In: ``Words`` and the place of a noun for women. Out: is it part of a name?
"""

from __future__ import annotations

from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words

# What bodies are named after, and small words inside a name.
_NAMED_AFTER = frozenset({"women", "woman", "girls", "sisters", "mothers", "ladies", "female", "females", "moms"})
_SMALL = frozenset({"'s", "’s", "in", "of", "and", "for", "the", "'", "’", "&", "on", "against"})


def in_a_name(words: Words, index: int) -> bool:
    """Women that a body or a firm has in its name: "Women in Prison said", "an all-women law firm"."""
    if words.lowers[index] not in _NAMED_AFTER:
        return False
    if index > 1 and words.lowers[index - 2 : index] == ["all", "-"]:
        return True
    text = words.texts[index]
    if text.islower() or text.isupper() or is_title_case(words, index):
        return False
    first, last = words.sentence(index)
    before = words.texts[index - 1] if index > first + 1 else ""
    behind = next((word for word in words.texts[index + 1 : last] if word not in _SMALL), "")
    return (before[:1].isupper() and before.isalpha()) or (behind[:1].isupper() and index + 1 < last)
