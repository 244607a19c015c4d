"""``encuadre label``: draw articles for people to label, plan how many, and see how far they are.

The group of commands stands here; those that hand labels in and out (label_exchange) and the page to label on
(label_serve) register theirs on ``app`` too, in app.py.
"""

from __future__ import annotations

import typer

app = typer.Typer(
    no_args_is_help=True, help="Draw samples, plan them, label, and compare annotators.", rich_markup_mode=None
)


@app.callback()
def _group() -> None:
    """Draw samples, plan them, label, and compare annotators."""
