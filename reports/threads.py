"""One thread for small matrices.

In: a function. Out: the same, with the linear algebra behind numpy kept to one thread while it runs. The figures'
matrices have some sixty rows: a second thread waits longer than it computes, a hundred times as long where other
programs want the processor too. The figures are the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

Given = ParamSpec("Given")
Result = TypeVar("Result")


def one_thread(work: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function, run so."""

    @wraps(work)
    def alone(*given: Given.args, **named: Given.kwargs) -> Result:
        with threadpool_limits(limits=1, user_api="blas"):
            return work(*given, **named)

    return alone
