"""The formats in which the result of a check is written: a format is a line here, and the module that the line names.

What `--format` and `-o` offer, what a shell completes, which format an ending
means and the table of `docs/check-formats.md` follow from the line.  Modules
are imported when a result is written: a check in one format waits for no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from qmsctl.inspection import Inspection

__all__ = ["CHECK_FORMATS", "CheckFormat", "Renderer", "Surface"]


class Renderer(Protocol):
    """What makes a text of a result, in words of a language."""

    def __call__(self, inspection: Inspection, language: str, **surface: int | None) -> str:
        """Return the text; of the surface it is told what its line in the table names."""


@dataclass(frozen=True, slots=True)
class Surface:
    """What a text is written on."""

    width: int
    """Columns of the terminal."""
    colour: bool = False
    """Whether it shows colours."""
    room: int | None = None
    """Bytes there are; `None` if nothing limits them."""


@dataclass(frozen=True, slots=True)
class CheckFormat:
    """One format of the result."""

    name: str
    """As people type it."""
    renderer: str
    """`module:function` in this package; the function's docstring says for whom it writes, and what a problem becomes."""
    ending: str | None = None
    """Of files that are written in it unless somebody names another."""
    takes: tuple[str, ...] = ()
    """The fields of a `Surface` on which the text depends."""
    for_people: bool = False
    """Whether people read it where it is printed, so that it is fitted to what their terminal can show."""

    def on(self, surface: Surface) -> dict[str, int | None]:
        """Return all of *surface* on which the text depends."""
        return {name: getattr(surface, name) for name in self.takes}

    def function(self) -> Renderer:
        """Return what writes it."""
        module, _, function = self.renderer.partition(":")
        found: Renderer = getattr(import_module(f"{__package__}.{module}"), function)
        return found

    def rendered(self, inspection: Inspection, language: str, surface: Surface) -> str:
        """Return *inspection* as text in words of *language*."""
        return self.function()(inspection, language, **self.on(surface))


CHECK_FORMATS: Final[Mapping[str, CheckFormat]] = {
    one.name: one
    for one in (
        CheckFormat("console", "check_text:render_console", takes=("width", "colour"), for_people=True),
        CheckFormat("plain", "check_text:render_plain", ".txt", for_people=True),
        CheckFormat("json", "check_json:render_json", ".json"),
        CheckFormat("sarif", "check_sarif:render_sarif", ".sarif"),
        CheckFormat("junit", "check_junit:render_junit", ".xml"),
        CheckFormat("github", "check_github:render_github"),
        CheckFormat("gitlab", "check_gitlab:render_gitlab"),
        CheckFormat("rdjson", "check_rdjson:render_rdjson"),
        CheckFormat("markdown", "check_markdown:render_markdown", ".md", takes=("room",)),
        CheckFormat("csv", "check_csv:render_csv", ".csv"),
        CheckFormat("csv-excel", "check_csv:render_csv_excel"),
    )
}
"""Every format by its name, in the order of the help."""
