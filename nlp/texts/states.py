"""The search behind PhraseTrie: phrases as nodes, and the states that a reader of tokens can be in.

In: nodes (what may follow, where), and tokens one by one. Out: the values of the phrases that end after each. A state
is the set of all places in the phrases that fit the tokens read so far. Which one follows on a token is worked out when
it is first met and remembered, so that a text is read with one look-up a token, however many classes and gaps there
are.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Any, NamedTuple

LONGEST_NAME = 4
# A gap never reaches over these: what stands behind them is another clause.
GAP_STOPS = frozenset('.;:!?…()[]"“”«»\n')
# So many steps are remembered; then all are forgotten, so that memory stays flat on a long run.
MOST_STEPS = 200_000

# How steps are kept: all tokens that tell nothing are one (no token is empty); where capitals matter, tokens with and
# without are two.
_UNKNOWN = ""
_CAPITAL, _SMALL = "\0", "\1"

Match = tuple[int, int, Any]


class Node:
    """A place in the phrases, and what may follow it."""

    __slots__ = ("choices", "gaps", "name", "tokens", "values")

    def __init__(self) -> None:
        self.tokens: dict[str, Node] = {}
        # The values of the phrases that end here.
        self.values: list[Any] = []
        # What follows a gap of up to so many words, a choice of several wordings, or a name.
        self.gaps: dict[int, Node] = {}
        self.choices: dict[str, Node] = {}
        self.name: Node | None = None


class Behind(NamedTuple):
    """Where a phrase goes on after the choice that is being read, which may itself stand in a choice."""

    node: Node
    outer: Behind | None


class _Place(NamedTuple):
    """A node that the tokens read so far lead to."""

    node: Node
    behind: Behind | None
    # "gap": up to so many words may still be passed over; "name": up to so many words of a name may still follow.
    kind: str = ""
    left: int = 0


class State:
    """All places that fit the tokens read so far, and the values of the phrases that end here."""

    __slots__ = ("named", "places", "steps", "telling", "values")

    def __init__(self, places: frozenset[_Place], values: tuple[Any, ...]) -> None:
        self.places = places
        self.values = values
        kinds = {place.kind for place in places}
        # Capitals matter for what follows, so a step is another one for a token with a capital.
        self.named = "name" in kinds
        # The tokens that tell something here: all others lead to the same state.
        self.telling: list[Container[str]] = [
            place.node.tokens for place in places if place.kind != "name" and place.node.tokens
        ]
        # The state after a token; None where no phrase goes on. "" stands for all tokens that tell nothing here.
        self.steps: dict[str, State | None] = {}
        if "gap" in kinds:
            self.telling.append(GAP_STOPS)
        elif not self.named:
            self.steps[_UNKNOWN] = None


def _tells(state: State, token: str) -> bool:
    """Does the token lead anywhere else than a word that no phrase has?"""
    for tokens in state.telling:  # noqa: SIM110  (a generator costs more than it reads)
        if token in tokens:
            return True
    return False


class States:
    """The states of one set of phrases."""

    def __init__(
        self, openings: Callable[[str], list[tuple[Node, Behind | None]]], choice: Callable[[str], Node]
    ) -> None:
        """``openings``: the nodes before a token that begins phrases. ``choice``: the wordings of a choice as a node,
        each ending in a value.
        """
        self._openings = openings
        self._choice = choice
        # Tokens that some node has; every other one is the same to all states.
        self._known: set[str] = set(GAP_STOPS)
        self._ranks: dict[Any, int] = {}
        self._states: dict[frozenset[_Place], State] = {}
        self._first: dict[str, State | None] = {}
        self._remembered = 0

    def rank(self, value: Any) -> None:
        """Values of one place are given in the order in which they are first ranked."""
        self._ranks.setdefault(value, len(self._ranks))

    def follow(self, node: Node, token: str) -> Node:
        """The node after a token, made where it is not there yet."""
        following = node.tokens.get(token)
        if following is None:
            self._known.add(token)
            following = node.tokens[token] = Node()
        return following

    def find(self, tokens: list[str], texts: list[str], indices: Iterable[int], stop: int) -> list[Match]:
        """The phrases that begin at one of the ``indices`` and end at ``stop`` or before."""
        found: list[Match] = []
        first, known = self._first, self._known
        for start in indices:
            token = tokens[start]
            state = first[token] if token in first else self._begin(token)
            at = start + 1
            while state is not None:
                if state.values:
                    found += [(start, at, value) for value in state.values]
                if at >= stop:
                    break
                token = tokens[at]
                steps = state.steps
                if token in steps:
                    state = steps[token]
                elif token not in known and _UNKNOWN in steps:
                    state = steps[_UNKNOWN]
                else:
                    state = self._step(state, token, texts[at])
                at += 1
        return found

    def _begin(self, token: str) -> State | None:
        opened, _ = self._closed([_Place(node, behind) for node, behind in self._openings(token)])
        self._first[token] = state = self._after(opened, token, capital=False)
        return state

    def _step(self, state: State, token: str, text: str) -> State | None:
        """The state after a token that ``state.steps`` does not hold as it is."""
        steps = state.steps
        capital = text[0].isupper()
        kind = (_CAPITAL if capital else _SMALL) if state.named else ""
        telling = token in self._known and _tells(state, token)
        key = kind + token if telling else kind + _UNKNOWN
        if key not in steps:
            self._remember()
            steps[key] = self._after(state.places, token, capital=capital)
        if not telling and not kind and token in self._known:
            self._remember()
            steps[token] = steps[key]  # a word of other phrases is here like one of none
        return steps[key]

    def _remember(self) -> None:
        """Count one step more, and forget all when there are too many."""
        if self._remembered >= MOST_STEPS:
            self._forget()
        self._remembered += 1

    def _forget(self) -> None:
        self._remembered = 0
        self._first.clear()
        self._states.clear()

    def _after(self, places: Iterable[_Place], token: str, *, capital: bool) -> State | None:
        """The state that these places lead to on a token."""
        reached: list[_Place] = []
        for place in places:
            if place.kind == "name":
                if capital:
                    reached.append(_Place(place.node, place.behind))
                    if place.left > 1:
                        reached.append(place._replace(left=place.left - 1))
                continue
            following = place.node.tokens.get(token)
            if following is not None:
                reached.append(_Place(following, place.behind))
            if place.left and token not in GAP_STOPS:
                reached.append(place._replace(left=place.left - 1))
        if not reached:
            return None
        closed, values = self._closed(reached)
        if not closed and not values:
            return None
        known = self._states.get(closed)
        if known is None:
            known = self._states[closed] = State(closed, tuple(sorted(values, key=self._ranks.__getitem__)))
        return known

    def _closed(self, places: list[_Place]) -> tuple[frozenset[_Place], set[Any]]:
        """The places with all that need no token to be reached from them, and the values of the phrases that end."""
        closed: set[_Place] = set()
        values: set[Any] = set()
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            if place in closed:
                continue
            closed.add(place)
            node, behind, kind, _ = place
            if kind == "name":
                continue
            for name, following in node.choices.items():
                waiting.append(_Place(self._choice(name), Behind(following, behind)))
            if kind == "gap":
                continue
            if node.values:
                if behind is None:
                    values.update(node.values)
                else:
                    waiting.append(_Place(*behind))
            if node.name is not None:
                waiting.append(_Place(node.name, behind, "name", LONGEST_NAME))
            for most, following in node.gaps.items():
                waiting.append(_Place(following, behind, "gap", most))
        return frozenset(closed), values
