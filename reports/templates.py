"""The templates of a package, strict: everything is escaped, and an unknown name is an error, not a blank.

In: the name of a package with a ``templates`` folder. Out: its Jinja environment, to which a page adds its filters.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def strict_templates(package: str) -> Environment:
    """A new environment; lines that hold only a block leave no line in the page."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
