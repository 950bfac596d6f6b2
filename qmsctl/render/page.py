"""HTML from the shipped templates: the words of one language, everything escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qmsctl.messages import catalogue
from qmsctl.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["css_string", "html_environment", "render_page"]


def html_environment(language: str) -> Environment:
    """Return an environment for the shipped templates, which speaks *language* and escapes for HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension adds this method when it is loaded.
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters["css_string"] = css_string
    return environment


def render_page(template: str, language: str, **values: object) -> str:
    """Return *template* filled with *values*, in words of *language*."""
    return _shared_environment(language).get_template(template).render(language=language, **values)


@cache
def _shared_environment(language: str) -> Environment:
    """Return the one environment of *language*, which compiles each template once."""
    return html_environment(language)


def css_string(text: str) -> Markup:
    """Return *text* as it may stand between the quotes of a string in CSS."""
    from markupsafe import Markup  # noqa: PLC0415 - loads with Jinja2

    escaped = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return Markup(escaped)  # noqa: S704 - letters, digits and backslashes
