"""What an article holds that speaks for, or against, its being about women deprived of liberty: numbers with names.

In: the words of an article and its ``Scan``. Out: ``Measures``, each a count or a share that a reader can count again.
What they weigh is data (lexicons/relevance.toml), learned from labelled articles by ``benchmarks/relevance_points.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from lexicons.small_words import small_words
from nlp.texts.words import Words
from nlp.women.custody.scope import Evidence, Scan, sentences_with
from nlp.women.mentions.passages import STRONG, Passages, find_passages
from nlp.women.persons.names import is_name, names_at

# The lead of an article that gives none apart: so many sentences, datelines and bylines not counted.
LEAD_SENTENCES = 2
SHORTEST_LEAD_SENTENCE = 6
# Sentences shorter than this many tokens are headings and interjections. Shares are of so many sentences at least: one
# of one is no article about her.
_SHORTEST_SENTENCE = 4
_SHORTEST_ARTICLE = 6
# From so many words of fiction on, words for real women do not outweigh them ("A série mostra mulheres na prisão").
_MANY_FICTION_WORDS = 7
# Evidence below STRONG that is still more than a room or a hearing.
_MIDDLING = 0.5
# What evidence of each strength adds to the sentences of evidence.
_STRONG_COUNTS, _MIDDLING_COUNTS, _WEAK_COUNTS, _CONTINUED_COUNTS = 1.0, 0.6, 0.3, 0.5
# How far from a verb of saying its speaker stands.
_SPEAKER_REACH = 3
# Evidence that is a woman's own, and evidence that names her.
_OF_HER = frozenset({"label", "event", "neutral"})
_NAMING_HER = frozenset({"label", "person_first"})
_LISTS = small_words("relevance")
_VISITS = frozenset(_LISTS["visits"])
_ACCUSING = _LISTS["accusing"]
# Between a verb of saying and a name they make the name another's ("dijo el abogado de Rosa").
_NOT_THE_SPEAKER = frozenset(_LISTS["not_the_speaker"])


@dataclass(frozen=True)
class Measures:
    """Counts are of sentences or mentions; "yes or no" is 1 or 0; evidence weighs 0 to 1 (``lexicons`` scope rules)."""

    headline_evidence: float  # the heaviest in the headline
    lead_evidence: float
    opening_evidence: float  # the heaviest in either
    body_evidence: float
    strong_sentences: float  # sentences that tell of her arrest, sentence or custody
    middling_sentences: float
    evidence_sentences: float  # all of them, by their strength, and those that go on about her
    evidence_share: float  # the same, of all sentences
    share_without_men: float  # the same share of an article in which no man is named
    evidence_of_women: float  # evidence_sentences of one with more women than men, and no man in custody
    opening_and_body: float  # opening evidence times sentences of evidence
    labels: float  # nouns of custody for her
    events: float  # arrests, charges, sentences, releases whose grammar says they are hers
    person_first: float
    men_in_custody: float
    told_on: float  # sentences that go on about her
    own_paragraph: float  # sentences about her in the longest paragraph of her own
    share_about_her: float
    opens_with_her: float  # yes or no: headline or lead open with the woman whose custody comes further down
    quoted: float  # yes or no: a woman in evidence speaks
    women: float  # mentions of women
    men: float
    women_less_men: float
    woman_in_headline: float  # yes or no
    man_in_headline: float
    woman_in_opening: float  # yes or no: as a subject
    man_in_opening: float
    only_women_open: float
    only_men_open: float
    woman_first: float  # yes or no: the first subject of the article is a woman
    officials: float
    named: float  # yes or no: a woman in evidence has a name
    named_in_opening: float
    whose_known: float  # yes or no: strong evidence stands at a woman's own noun or name
    fiction: float  # words of stories and films, where no word says that the women are real
    fiction_opens: float  # yes or no: two of them in headline and lead
    true_story: float  # yes or no
    animals_or_sport: float  # different words of theirs, where they outnumber the sentences of police, court, prison
    civil: float  # yes or no: the judgment is a civil one

    def as_dict(self) -> dict[str, float]:
        """The measures by name."""
        return {name: getattr(self, name) for name in MEASURES}


MEASURES = tuple(field.name for field in fields(Measures))


@dataclass(frozen=True)
class Found:
    """The measures of an article, and the rules of its evidence by place, heaviest first."""

    measures: Measures
    rules: tuple[str, ...]


def measure(words: Words, scan: Scan, *, headline_end: int, lead_end: int, drops_pronouns: bool) -> Found:
    """Count. ``headline_end`` and ``lead_end`` are token positions; ``drops_pronouns`` is True where "she" may lack."""
    lead_until = lead_end if lead_end > headline_end else _end_of_lead(words, headline_end)
    best = sentences_with(scan.evidence, words)
    passages = find_passages(words, scan, best, drops_pronouns=drops_pronouns)
    heaviest = {"headline": 0.0, "lead": 0.0, "body": 0.0}
    for item in best.values():
        place = _place(item.start, headline_end, lead_until)
        heaviest[place] = max(heaviest[place], item.weight)
    heavy = sum(item.weight >= STRONG for item in best.values())
    middling = sum(_MIDDLING <= item.weight < STRONG for item in best.values())
    told_on = sum(passages.goes_on.values())
    evidence = (
        heavy * _STRONG_COUNTS
        + middling * _MIDDLING_COUNTS
        + (len(best) - heavy - middling) * _WEAK_COUNTS
        + told_on * _CONTINUED_COUNTS
    )
    sentences = max(
        sum(start >= headline_end and end - start >= _SHORTEST_SENTENCE for start, end in words.sentences),
        _SHORTEST_ARTICLE,
    )
    about = {number for number, item in best.items() if item.weight >= _MIDDLING} | set(passages.goes_on)
    opening = max(heaviest["headline"], heaviest["lead"])
    opens = _opens_with_her(words, scan, best, headline_end, lead_until)
    quoted = _is_quoted(words, scan)
    kinds = _kinds(scan)
    real = scan.true_story or (kinds.get("person_first", 0) > 0 and len(scan.fiction) < _MANY_FICTION_WORDS)
    return Found(
        Measures(
            headline_evidence=heaviest["headline"],
            lead_evidence=heaviest["lead"],
            opening_evidence=opening,
            body_evidence=heaviest["body"],
            strong_sentences=heavy,
            middling_sentences=middling,
            evidence_sentences=evidence,
            evidence_share=evidence / sentences,
            opening_and_body=opening * evidence,
            labels=kinds.get("label", 0),
            events=kinds.get("event", 0),
            person_first=kinds.get("person_first", 0),
            men_in_custody=kinds.get("male", 0),
            told_on=told_on,
            own_paragraph=passages.own,
            share_about_her=len(about) / sentences,
            share_without_men=0 if any(not person.woman for person in scan.people) else evidence / sentences,
            evidence_of_women=evidence if _of_women(scan) and not kinds.get("male") else 0,
            opens_with_her=opens,
            quoted=quoted,
            **_people(words, scan, headline_end, lead_until),
            whose_known=any(item.who >= 0 and item.weight >= STRONG for item in scan.evidence),
            fiction=0 if real else len(scan.fiction),
            fiction_opens=not real and sum(index < lead_until for index in scan.fiction) > 1,
            true_story=scan.true_story,
            animals_or_sport=0
            if real or len(scan.figurative) < len(scan.setting)
            else _different(words, scan.figurative),
            civil=scan.civil,
        ),
        _rules(words, best, passages, headline_end, lead_until, opens=opens, quoted=quoted),
    )


def _of_women(scan: Scan) -> bool:
    """Does it speak of women more often than of men?"""
    return sum(1 if person.woman else -1 for person in scan.people) > 0


def _rules(
    words: Words,
    best: Mapping[int, Evidence],
    passages: Passages,
    headline_end: int,
    lead_until: int,
    *,
    opens: bool,
    quoted: bool,
) -> tuple[str, ...]:
    """What is evidence and where it stands, in words for people, the heaviest first."""
    rules: dict[str, tuple[float, int]] = {}
    for item in best.values():
        _keep(rules, f"{item.rule} ({_place(item.start, headline_end, lead_until)})", (item.weight, -item.start))
    if passages.goes_on:
        first = min(passages.goes_on)
        place = _place(words.sentences[first][0], headline_end, lead_until)
        _keep(rules, f"goes on about her ({place})", (max(passages.goes_on.values()), -first))
    if opens:
        _keep(rules, "it opens with her (lead)", (STRONG, 0))
    if quoted:
        _keep(rules, "she is quoted (body)", (_MIDDLING, 0))
    return tuple(sorted(rules, key=lambda rule: rules[rule], reverse=True))


def _different(words: Words, places: Sequence[int]) -> int:
    return len({words.lowers[index] for index in places})


def _kinds(scan: Scan) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in scan.evidence:
        if item.weight >= _MIDDLING:
            counts[item.kind] = counts.get(item.kind, 0) + 1
    return counts


def _people(words: Words, scan: Scan, headline_end: int, lead_until: int) -> dict[str, float]:
    """Who is spoken of, and who opens the article."""
    women = [person for person in scan.people if person.woman]
    men = [person for person in scan.people if not person.woman]
    woman_opens = any(person.start < lead_until and not person.oblique for person in women)
    man_opens = any(person.start < lead_until and not person.oblique for person in men)
    first = next((person for person in scan.people if not person.oblique), None)
    return {
        "women": len(women),
        "men": len(men),
        "women_less_men": len(women) - len(men),
        "woman_in_headline": any(person.start < headline_end for person in women),
        "man_in_headline": any(person.start < headline_end for person in men),
        "woman_in_opening": woman_opens,
        "man_in_opening": man_opens,
        "only_women_open": woman_opens and not man_opens,
        "only_men_open": man_opens and not woman_opens,
        "woman_first": first is not None and first.woman,
        "officials": len(scan.official),
        "named": bool(scan.names),
        "named_in_opening": any(index < lead_until for index in names_at(words, scan.names)),
    }


def _opens_with_her(words: Words, scan: Scan, best: Mapping[int, Evidence], headline_end: int, lead_until: int) -> bool:
    """Are headline or lead about the woman whose custody is told further down?

    By her name, learned from that evidence, or by a woman there as a subject, when no man is one and no official.
    """
    if not any(
        item.weight >= STRONG and item.kind in _OF_HER and item.start >= lead_until and not _only_accuses(words, item)
        for item in best.values()
    ):
        return False
    if any(index < lead_until for index in names_at(words, scan.names)):
        return True
    if not _VISITS.isdisjoint(words.lowers[:lead_until]):
        return False  # women who open an article about visits are those who visit
    women = men = False
    for person in scan.people:
        if person.start >= lead_until:
            break
        if person.woman:
            subject = person.kind != "pronoun" and not person.oblique
            women = women or (subject and person.start not in scan.official)
        elif not person.oblique and (not women or person.kind == "name"):
            men = True  # but "Mulher mata marido": a man behind her is whom she did it to
    return women and not men


def _only_accuses(words: Words, item: Evidence) -> bool:
    """``La diputada la acusó de mentir``: a reproach, which politics is full of, and no charge yet."""
    return item.kind != "label" and any(words.lowers[at].startswith(_ACCUSING) for at in range(item.start, item.end))


def _end_of_lead(words: Words, headline_end: int) -> int:
    """Where the first sentences of the body end."""
    left = LEAD_SENTENCES
    for start, end in words.sentences:
        if start < headline_end or end - start < SHORTEST_LEAD_SENTENCE:
            continue
        left -= 1
        if not left:
            return end
    return len(words.texts)


def _place(index: int, headline_end: int, lead_until: int) -> str:
    return "headline" if index < headline_end else "lead" if index < lead_until else "body"


def _is_quoted(words: Words, scan: Scan) -> bool:
    """Is a woman in evidence, by name or by a word for her, the speaker of a verb of saying?"""
    hers = {item.start for item in scan.evidence if item.kind in _NAMING_HER and item.weight >= STRONG}
    hers |= {item.end - 1 for item in scan.evidence if item.kind in _NAMING_HER and item.weight >= STRONG}
    for at in scan.says:
        first, last = words.sentence(at)
        for index in range(max(first, at - _SPEAKER_REACH), min(last, at + 1 + _SPEAKER_REACH)):
            if words.lowers[index] in _NOT_THE_SPEAKER and index > at:
                break
            if index in hers or is_name(words, index, scan.names):
                return True
    return False


def _keep(rules: dict[str, tuple[float, int]], rule: str, weight: tuple[float, int]) -> None:
    rules[rule] = max(weight, rules.get(rule, weight))
