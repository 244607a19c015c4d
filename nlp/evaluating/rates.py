"""Precision, recall and F1 from counts, as every part of an evaluation prints them.

In: how many were right, labelled and predicted. Out: a dict for the JSON of ``encuadre evaluate``.
"""

from __future__ import annotations

from typing import Any


def rates(right: int, gold: int, predicted: int) -> dict[str, Any]:
    """Precision over the predicted, recall over the gold, F1 over both; None where there was nothing."""
    return {
        "precision": right / predicted if predicted else None,
        "recall": right / gold if gold else None,
        "f1": 2 * right / (gold + predicted) if gold + predicted else None,
        "right": right,
        "gold": gold,
        "predicted": predicted,
    }
