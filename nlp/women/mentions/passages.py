"""Which sentences are about a woman in evidence: the chain of name, noun and pronoun that follows her.

In: ``Words``, the ``Scan`` and the evidence of each sentence. Out: the sentences that go on about her with what they
weigh, and how far the longest paragraph of her own goes. Why: the codebook counts sentences about her, not words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lexicons.small_words import small_words
from nlp.texts.words import Words
from nlp.women.custody.scope import Evidence, Scan
from nlp.women.persons.names import names_at

# Evidence that tells of an arrest, a sentence or custody, not only of a room or a hearing.
STRONG = 0.8
# A sentence that goes on about a woman in evidence (her name, a pronoun) without evidence of its own.
CONTINUED = 0.5
# The same next to it in one paragraph, where no man is the subject; and where nobody is, as Romance drops "she".
SAME_PARAGRAPH = 1.0
UNDERSTOOD = 0.7
# Fewer tokens are an interjection or a heading.
SHORTEST_SENTENCE = 4
# A paragraph is her own with so many sentences about her, which are at least this share of it.
OWN_SENTENCES = 2
OWN_SHARE = 0.5
# Evidence that is a woman's own.
OF_HER = frozenset({"label", "event", "neutral", "person_first"})
_LISTS = small_words("passages")
# A sentence that opens with one of these has another subject.
_ARTICLES = frozenset(_LISTS["articles"])
# "His wife was indicted": he is not whom the sentence is about.
_POSSESSIVES = frozenset(_LISTS["possessives"])
_OPENING_QUOTES = frozenset("\"“«'‘—–-")


class Passages(NamedTuple):
    """``goes_on``: sentence number to weight. ``own``: the most sentences about her in one paragraph of her own."""

    goes_on: dict[int, float]
    own: int
    own_sentence: int


def find_passages(words: Words, scan: Scan, best: Mapping[int, Evidence], *, drops_pronouns: bool) -> Passages:
    """Follow the women in evidence through the article."""
    women, men = _subjects(words, scan)
    hers = _hers(words, scan, best, men)
    goes_on = _continued(words, scan, best, hers, women, men, drops_pronouns=drops_pronouns)
    own, own_sentence = _own_paragraph(words, best, goes_on, men)
    return Passages(goes_on, own, own_sentence)


def _subjects(words: Words, scan: Scan) -> tuple[set[int], set[int]]:
    """Sentences with a woman of known sex or a learned name, and sentences whose first subject is a man."""
    women = {words.sentence_of[index] for index in names_at(words, scan.names)}
    men: set[int] = set()
    opened: set[int] = set()
    for person in scan.people:
        sentence = words.sentence_of[person.start]
        if person.woman:
            women.add(sentence)
        if not person.oblique and words.lowers[person.start] not in _POSSESSIVES:
            if sentence not in opened and not person.woman:
                men.add(sentence)
            opened.add(sentence)
    men |= {words.sentence_of[item.start] for item in scan.evidence if item.kind == "male"}
    return women, men


def _hers(words: Words, scan: Scan, best: Mapping[int, Evidence], men: set[int]) -> frozenset[int]:
    """Sentences that tell of her custody: strong evidence, or a women's prison and the name of one without office."""
    offices = {words.sentence_of[index] for index in scan.official}
    named = {words.sentence_of[person.start] for person in scan.people if person.woman and person.kind == "name"}
    return frozenset(
        number
        for number, item in best.items()
        if item.weight >= STRONG
        and (item.kind in OF_HER or (item.kind == "prison" and number in named - men - offices))
    )


def _continued(
    words: Words,
    scan: Scan,
    best: Mapping[int, Evidence],
    hers: frozenset[int],
    women: set[int],
    men: set[int],
    *,
    drops_pronouns: bool,
) -> dict[int, float]:
    """Sentences that go on about a woman in evidence: which, and what they weigh.

    Her name anywhere; and, sentence upon sentence next to strong evidence in one paragraph, a woman, "she" or her name
    where no man is the subject, or nobody at all. Together they are the codebook's "paragraph of their own".
    """
    named = {words.sentence_of[index] for index in names_at(words, scan.names)}
    found: dict[int, float] = {}
    goes_on = -1  # the paragraph in which the sentence before was about her
    for number, (start, end) in enumerate(words.sentences):
        paragraph = words.paragraph_of[start]
        if number in hers:
            # "Among the neighbours is Gloria M. She was in prison for seven years": the sentences that bring her in.
            before = number - 1
            while goes_on != paragraph and before in women - men and before not in best:
                if words.paragraph_of[words.sentences[before][0]] != paragraph:
                    break
                found[before] = SAME_PARAGRAPH
                before -= 1
            goes_on = paragraph
        elif end - start < SHORTEST_SENTENCE:
            continue
        elif goes_on == paragraph and number not in men and (number in women or number in best):
            found[number] = SAME_PARAGRAPH
        elif goes_on == paragraph and number not in men and drops_pronouns and _understood(words, start, end):
            found[number] = UNDERSTOOD
        else:
            goes_on = -1
            if number in named and number not in best:
                found[number] = CONTINUED
    return found


def _understood(words: Words, start: int, end: int) -> bool:
    """Does the sentence name nobody, so that its subject may be the woman of the one before? Without capitals past its
    first word, and without an article to open it.
    """
    if words.texts[start] in _OPENING_QUOTES and start + 1 < end:
        start += 1
    if words.lowers[start] in _ARTICLES or words.texts[start].isdigit():
        return False
    return not any(text[0].isupper() for text in words.texts[start + 1 : end])


def _own_paragraph(
    words: Words, best: Mapping[int, Evidence], goes_on: Mapping[int, float], men: set[int]
) -> tuple[int, int]:
    """The most sentences about her in a paragraph mostly hers that holds strong evidence, and where it begins."""
    about: dict[int, list[int]] = {}
    total: dict[int, int] = {}
    strong: set[int] = set()
    for number, (start, end) in enumerate(words.sentences):
        if end - start < SHORTEST_SENTENCE:
            continue
        paragraph = words.paragraph_of[start]
        total[paragraph] = total.get(paragraph, 0) + 1
        item = best.get(number)
        if number in men:
            continue
        if item is not None and item.weight >= STRONG and (item.kind in OF_HER or item.kind == "prison"):
            strong.add(paragraph)
        if (item is not None and item.weight > CONTINUED) or number in goes_on:
            about.setdefault(paragraph, []).append(number)
    own = [
        (len(numbers), -numbers[0])
        for paragraph, numbers in about.items()
        if paragraph in strong and len(numbers) >= OWN_SENTENCES and len(numbers) >= OWN_SHARE * total[paragraph]
    ]
    count, first = max(own, default=(0, 0))
    return count, -first
