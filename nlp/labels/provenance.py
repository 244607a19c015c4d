"""What a run of sampling, labelling, training or estimating depended on, so that it can be done again.

In: the seed and the stage's own parts. Out: the versions that ``Corpus.start_run`` keeps.
"""

from __future__ import annotations

from importlib.metadata import version

from lexicons.codebook import load_codebook

# The distributions whose numbers end up in samples, models and estimates.
_NUMERIC = ("numpy", "pandas", "scikit-learn", "scipy")


def versions_of(*, seed: int | None = None, **parts: object) -> dict[str, str]:
    """encuadre, codebook and numeric libraries, the seed, and whatever else decided the result, all as text."""
    seeded = {} if seed is None else {"seed": str(seed)}
    return {
        "encuadre": version("encuadre"),
        "codebook": load_codebook().version,
        **{name: version(name) for name in _NUMERIC},
        **seeded,
        **{name.replace("_", "-"): str(value) for name, value in parts.items()},
    }
