"""Small HTML pages: one template, the words of one language, everything escaped."""

from __future__ import annotations

from qmsctl.messages import catalogue
from qmsctl.shipped import shipped

__all__ = ["render_page"]


def render_page(template: str, language: str, **values: object) -> str:
    """Return *template* filled with *values*, in words of *language*."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension adds this method when it is loaded.
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    return environment.get_template(template).render(language=language, **values)
