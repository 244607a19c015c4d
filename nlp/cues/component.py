"""Finds the cues of the lexicon where they count, and says why.

In: a Doc on topic with its mentions. Out: ``doc.spans["encuadre"]``: spans whose label is the code and whose id is the
cue, with ``span._.rule``. One pass finds all forms; each is then asked its conditions: country, words beside it and in
its sentence, noun, subject, proper name, and whether it is about a woman in scope. The longest match wins within one
code.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from lexicons.cues import Cue, Lexicon, load_lexicon
from lexicons.errors import EncuadreError
from lexicons.language_data import load_ties
from lexicons.own import OwnLexicons, Use, read_own
from lexicons.small_words import small_words
from nlp.agency.acting import Acting
from nlp.agency.clauses import verbs_of
from nlp.cues.conditions import add_cues, applies_in
from nlp.cues.context import ContextRules, context_of, follow
from nlp.cues.hits import Hit, join_claims, named_again
from nlp.cues.kinds import SHIPPED_KINDS, CodeKinds, KindConditions
from nlp.cues.plurals import means_anybody
from nlp.cues.topic import TopicCues
from nlp.extensions import SPANS_KEY, Mention, Notes, register
from nlp.texts.grammar import NameRule
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import Words, cutter, hold, words_of
from nlp.women.custody.scope import ScopeScanner
from nlp.women.mentions.named import FOUND_SO_FAR, IMPACTED
from nlp.women.mentions.targets import scan_of
from nlp.women.mentions.ties import Ties

register()

# So many words of rights in what sources say bear doubtful ones out; of the outlet's own, one.
_FIRM_REPORTED = 2
# A plain court report holds one or two doubtful words of rights; so many different ones bear each other out.
_DOUBTFUL_ALIKE = 3
# Who names a measure without asking for it: what the other side says bears nothing out.
_AGAINST_HER = frozenset({"prosecutor", "police_military"})
# How women in custody are named together, and how a plural ends.
_NAMED_TOGETHER = frozenset({"label", "person_first", "noun"})
_LISTS = small_words("cues")
_PLURAL = _LISTS["plural"]
# How one who has left prison is called: what she founds or leads then is told because she has.
_LEFT_PRISON = _LISTS["left_prison"]
# Women spoken of together by a pronoun.
_THEY = frozenset(_LISTS["they"])
# How a label ends that can only be a woman's: "the bikie moll", "a slay queen".
_WOMANLY = frozenset(_LISTS["womanly"])
# What may stand between the article and the label: "a suposta golpista", "la temible asaltante".
_EPITHETS = frozenset(_LISTS["before_label"])
# How the codebook calls what is told in other words than hers.
_RETOLD = "paraphrased"
_OPENING = frozenset("\"“‘«'")


class CueMatcher:
    """Finds the cues about women in scope: those of ``lexicon``, whose codes are of the ``kinds`` given."""

    def __init__(self, nlp: Language, *, lexicon: Lexicon | None = None, kinds: CodeKinds = SHIPPED_KINDS) -> None:
        self._lexicon = lexicon or load_lexicon(nlp.lang)
        self._kinds = kinds
        self._scanner = ScopeScanner.shared(nlp)
        self._names = NameRule(self._scanner.scope.grammar)
        self._language = str(nlp.lang)
        self._lists = load_ties(self._language)
        grammar = self._scanner.scope.grammar
        self._determiners = frozenset(grammar.determiners)
        # "La princesita", "the pill queen": what a nickname follows where it is used again.
        self._articles = frozenset(self._lists.feminine) or self._determiners
        self._plain = self._determiners | frozenset(grammar.between)
        self._romance = nlp.lang != "en"
        tokenize = self._scanner.tokenize
        members = self._lexicon.classes.members
        self._forms = PhraseTrie(tokenize, members)
        self._contexts = self._forms.sibling()
        self._article = self._forms.sibling()
        add_cues(self._lexicon, self._forms, self._contexts, self._article)
        for cue in self._lexicon.cues:
            if cue.code == kinds.article_wide:
                for form in cue.sentence_any:
                    self._article.add(form, form)
        self._cues = self._lexicon.by_id
        # Codes whose cues ask for her as subject come last: the labels found by then name her too.
        self._last_codes = frozenset(cue.code for cue in self._lexicon.cues if cue.subject)

    def find(self, doc: Doc) -> list[Hit]:
        """All hits in order of their place."""
        words = words_of(doc)
        candidates = self._forms.find(words)
        if not candidates:
            return []
        country, headline_end = doc._.country, doc._.headline_end
        contexts = KindConditions(
            words, self._contexts, self._article, context_of(doc), self._kinds, scan_of(doc, self._scanner)
        )
        hits: list[Hit] = []
        taken: dict[str, list[tuple[int, int]]] = {}
        found = [
            (start, end, cue)
            for start, end, cue_id in candidates
            if words.sentence_of[start] == words.sentence_of[end - 1]  # a headline has no mark at its end
            and applies_in(cue := self._cues[cue_id], country)
            and contexts.allow(cue, start, end)
        ]
        # Longest first within a code; of equal length the country's own entry, or, where none is known, everybody's.
        found.sort(key=lambda match: (match[0] - match[1], match[0], (country is None) ^ ("*" in match[2].countries)))
        ties = self._ties(doc, words, found)
        subjects = [match for match in found if match[2].code in self._last_codes]
        acting: Acting | None = None
        for start, end, cue in [*(match for match in found if match[2].code not in self._last_codes), *subjects]:
            if any(start < right and left < end for left, right in taken.get(cue.code, ())):
                continue
            if acting is None and (cue.subject or cue.code == self._kinds.acts):
                hold(doc, FOUND_SO_FAR, [(hit.start, hit.end, hit.cue.code) for hit in hits])
                acting = self._acting(doc, words, ties)
            reason = self._reason(words, cue, start, end, ties, acting, headline_end)
            if reason is None or self._is_her_own_word(doc, cue, start):
                continue
            taken.setdefault(cue.code, []).append((start, end))
            text = " ".join(words.lowers[start:end])
            hits.append(Hit(start, end, cue, f"form '{text}' ({cue.id}); {reason}{contexts.note(cue, start, end)}"))
        hits.sort(key=lambda hit: (hit.start, hit.end, hit.cue.code))

        def firm_inside(hit: Hit) -> bool:
            return any(
                self._reason(words, cue, start, end, ties, acting, headline_end) is not None
                for start, end, cue in found
                if cue.code == hit.cue.code and not cue.doubtful and start < hit.end and hit.start < end
            )

        kept = self._backed(doc, words, hits, ties, firm_inside)
        kept = named_again(words, kept, self._kinds.labels, self._articles)
        return join_claims(words, kept, self._kinds.claims)

    def _is_her_own_word(self, doc: Doc, cue: Cue, start: int) -> bool:
        """Is it guilt that she tells of herself (*confesó que lo mató*)? A confession reported states no fact."""
        if cue.code != self._kinds.guilt or not cue.article_not:
            return False
        told = (
            place
            for item in doc._.attributions
            if item.role == IMPACTED and item.how == _RETOLD
            for place in item.content
        )
        return any(begin <= start < stop for begin, stop in told)

    def _backed(self, doc: Doc, words: Words, hits: list[Hit], ties: Ties, inside: Callable[[Hit], bool]) -> list[Hit]:
        """Without the doubtful words of rights, where nothing in the article bears them out.

        *Organized*, *reported*, *the judge ordered* stand in any court report. They are signs of rights where the
        outlet uses others that are, where sources do so more than once, where several different ones stand together, or
        where women in custody act together.
        ``inside``: is a word of rights that is not doubtful part of this one?
        """
        rights = [hit for hit in hits if hit.cue.code in self._kinds.rights]
        if not any(hit.cue.doubtful for hit in rights):
            return hits
        told = [place for item in doc._.attributions for place in item.content]
        against = [place for item in doc._.attributions if item.role in _AGAINST_HER for place in item.content]

        def reported(hit: Hit) -> bool:
            return any(start <= hit.start < end for start, end in told)

        def kept(hit: Hit) -> bool:
            return reported(hit) and not any(start <= hit.start < end for start, end in against)

        firm = [hit for hit in rights if not hit.cue.doubtful or inside(hit) or self._together(words, hit, ties)]
        alike = len({hit.cue.id for hit in rights}) >= _DOUBTFUL_ALIKE
        if alike or len(firm) >= _FIRM_REPORTED or any(not reported(hit) for hit in firm):
            return hits
        return [hit for hit in hits if not hit.cue.doubtful or hit in firm or kept(hit)]

    def _together(self, words: Words, hit: Hit, ties: Ties) -> bool:
        """Do several women in scope do it (*las presas crearon*), or one who has left prison (*ex-detenta cria*)?"""
        if hit.cue.code != self._kinds.acts:
            return False
        first, _ = words.sentence(hit.start)
        named = [each for each in ties.mentions_between(first, hit.start) if each.kind in _NAMED_TOGETHER]
        places = [(each.start, each.end) for each in named]
        places += [(each.start, each.end) for each in ties.women_between(first, hit.start)]
        if any(words.lowers[at] in _THEY for at in range(first, hit.start)) and hit.cue.subject:
            return True  # "ellas exigen": they are its subject
        if any(words.lowers[start].startswith(_LEFT_PRISON) for start, _ in places):
            return True
        if not places:
            return False
        start, end = max(places)
        return any(words.lowers[at].endswith(_PLURAL) for at in (start, end - 1))

    def _acting(self, doc: Doc, words: Words, ties: Ties) -> Acting:
        scan = scan_of(doc, self._scanner)
        verbs = verbs_of(doc, self._language, words, scan)
        return Acting(ties, words, scan, self._scanner.oblique, self._lists, self._plain, verbs, doc._.attributions)

    def _ties(self, doc: Doc, words: Words, found: list[tuple[int, int, Cue]]) -> Ties:
        """The ties of an article; labels that name a woman themselves are mentions of her like any other."""
        scan = scan_of(doc, self._scanner)
        own = [Mention(start, end, "label") for start, end, cue in found if self._names_her(words, cue, start, end)]
        mentions = sorted({*doc._.targets, *own})
        return Ties(words, scan, mentions, doc._.headline_end, self._lists)

    def _reason(
        self, words: Words, cue: Cue, start: int, end: int, ties: Ties, acting: Acting | None, headline_end: int
    ) -> str | None:
        """Why the words count, or None when they do not."""
        reasons: list[str] = []
        if cue.noun:
            if not self._scanner.noun_rule.holds(words, start, end, headline_end=headline_end):
                return None
            reasons.append("used as a noun")
        if self._names.protects(words, start, end, goes_on=cue.code in self._kinds.rights):
            return None
        if cue.subject:
            if acting is None:
                return None
            if acting.is_subject(start, end, drops_pronouns=self._romance):
                reasons.append("a woman in scope is its subject")
            elif cue.code == self._kinds.guilt and acting.is_a_womans(start):
                reasons.append("a woman is its subject")
            else:
                return None
        elif cue.code == self._kinds.acts and acting is not None and acting.is_others(start, end):
            return None
        elif cue.about == "topic":
            tie = ties.of_topic(start, end) if cue.code in self._kinds.rights else "article"
            if tie is None:
                return None
            reasons.append(f"the article is on topic ({tie})" if tie != "article" else "the article is on topic")
        elif cue.code == self._kinds.custody and self._romance:
            reasons.append("a custody noun in the feminine names her itself")
        else:
            rights = cue.code in self._kinds.rights
            tie = None if rights and ties.is_anothers(start) else self._tie(words, cue, start, end, ties)
            tie = tie or (ties.of_nobody_named() if rights else None)
            if tie is None:
                return None
            reasons.append(f"about a woman in scope ({tie})")
        return "; ".join(reasons)

    def _tie(self, words: Words, cue: Cue, start: int, end: int, ties: Ties) -> str | None:
        """How the words are about her: by what stands near, or because a label in the feminine names her itself."""
        last = words.lowers[end - 1]
        feminine = self._romance and last.endswith(("a", "as"))
        own = self._names_her(words, cue, start, end)
        # A bare plural may be anybody: "banda de delincuentes".
        named = own or (
            cue.code in self._kinds.naming
            and (not last.endswith("s") or self._after_article(words, start, self._determiners))
        )
        tie = ties.tie(start, end, feminine=feminine or own, label=named)
        if tie == "article" and self._romance and cue.code in self._kinds.labels and not named and not feminine:
            return None  # "cárcel, delincuentes, violencia": people at large
        common = tie and not own and cue.code in self._kinds.common
        if common and means_anybody(words, start, end, ties, self._lists, tie=tie or "", romance=self._romance):
            return None
        return "names her itself" if tie is None and own else tie

    def _names_her(self, words: Words, cue: Cue, start: int, end: int) -> bool:
        """Is it a label that says itself that it names a woman: "la narcotraficante", "uma bandida", "a gun moll"?"""
        if cue.code not in self._kinds.labels:
            return False
        return self._after_article(words, start, self._lists.feminine) or (
            not self._romance and words.lowers[end - 1] in _WOMANLY
        )

    def _after_article(self, words: Words, start: int, articles: frozenset[str]) -> bool:
        """Does the label begin with one of these articles or stand right after one?"""
        at = start if words.lowers[start] in articles else start - 1
        while at > 0 and (words.texts[at] in _OPENING or words.lowers[at] in _EPITHETS):
            at -= 1
        if at < words.sentence(start)[0] or words.lowers[at] not in articles:
            return False
        # "a traficantes": before a plural the preposition.
        following = words.lowers[at + 1]
        return words.lowers[at] != "a" or not following.endswith("s")


class CueTagger:
    """The component ``encuadre_cues``: writes the hits of a finder as spans."""

    def __init__(self, finder: CueMatcher | TopicCues, rules: ContextRules | None = None) -> None:
        self.find = finder.find
        self._rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Write the spans; none on an article that is off topic."""
        if self._rules is not None:
            follow(doc, self._rules)
        write(doc, self.find(doc) if doc._.on_topic is not False else [])
        return doc


def write(doc: Doc, hits: list[Hit]) -> None:
    """The spans of ``doc.spans["encuadre"]``: one a hit."""
    spans, notes = [], Notes(doc)
    for hit in hits:
        span = Span(doc, hit.start, hit.end, label=hit.cue.code, span_id=hit.cue.id)
        notes.write(span, rule=hit.rule)
        spans.append(span)
    doc.spans[SPANS_KEY] = spans


def _own_cues(nlp: Language, own: OwnLexicons) -> CueTagger:
    """The cues of a study: on its own topic, or beside or in place of the shipped ones."""
    language = str(nlp.lang)
    if language not in own.lexicons:
        raise EncuadreError("E115", folder=own.folder / language, language=language)
    lexicon = own.lexicons[language]
    rules = ContextRules(own.contexts[language], cutter(nlp))
    if own.other_topic:
        return CueTagger(TopicCues(lexicon, cutter(nlp)), rules)
    kinds = CodeKinds() if own.codebook.replaces else SHIPPED_KINDS
    return CueTagger(CueMatcher(nlp, lexicon=lexicon, kinds=kinds), rules)


@Language.factory(
    "encuadre_cues",
    default_config={"lexicons": None, "use": "add"},
    requires=["doc._.targets"],
    assigns=["doc.spans"],
)
def make_cues(nlp: Language, name: str, lexicons: str | None, use: Use) -> CueTagger:
    """``nlp.add_pipe("encuadre_cues")``: the shipped lexicon of the pipeline's language.

    ``config={"lexicons": "FOLDER", "use": "add"}`` reads a folder of your own too (lexicons.own); with ``"replace"``
    that alone.
    """
    return _own_cues(nlp, read_own(lexicons, use)) if lexicons else CueTagger(CueMatcher(nlp))
