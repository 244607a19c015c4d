"""Is an article about women deprived of liberty? A gate on the raw text, then what is found in its Doc, weighed.

In: an article's text (``may_be_relevant``), then its Doc (``encuadre_relevance``). Out: the decision with its reasons.
"""

from nlp.relevance.component import ENOUGH, Relevance, RelevanceScorer, make_relevance
from nlp.relevance.gate import GATE_PASSED, may_be_relevant

__all__ = ["ENOUGH", "GATE_PASSED", "Relevance", "RelevanceScorer", "make_relevance", "may_be_relevant"]
