"""encuadre measures how the press covers women in prison.

The public Python API: ``tag`` (a data frame of articles in, the same rows with framing tags out), ``Study`` (a study
folder) and ``EncuadreError`` (every mistake a user can mend). Heavy libraries are loaded when first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lexicons.errors import EncuadreError

if TYPE_CHECKING:
    from encuadre.study import Study
    from nlp.frame import tag

    __version__: str

__all__ = ["EncuadreError", "Study", "__version__", "tag"]


def __getattr__(name: str) -> Any:
    # Loading spaCy and pandas takes a second; `encuadre --help` should not.
    if name == "tag":
        from nlp.frame import tag

        return tag
    if name == "__version__":
        from importlib.metadata import version

        return version("encuadre")
    if name == "Study":
        from encuadre.study import Study

        return Study
    raise AttributeError(f"module 'encuadre' has no attribute '{name}'")
