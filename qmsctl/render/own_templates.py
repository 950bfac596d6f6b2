"""An organisation's own templates: a paper as a whole, or one section of it, in a sandbox.

They come from the repository, which may be a stranger's: they see plain data and nothing of the
program, can include only each other, and what they make stands inside our page, whose policy and
head they cannot change.  `docs/templates.md` describes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

__all__ = ["FOLDER", "NO_TEMPLATES", "BrokenTemplateError", "OwnTemplates"]

FOLDER: Final = "templates"
"""Where they lie, in a folder for each kind of paper."""

WHOLE: Final = "whole"
"""The name of the template that makes a paper as a whole."""

_ACTIVE: Final = re.compile(
    r"<\s*(script|meta|base|iframe|frame|frameset|object|embed|form|link|applet)\b|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)
"""What no page of ours holds: it would run, send, or lead elsewhere by itself."""


class BrokenTemplateError(QmsctlError):
    """A template cannot be used; the message says where and why."""

    def __init__(self, path: str, line: int | None, fault: Message | str) -> None:
        place = f"{FOLDER}/{path}:{line}" if line else f"{FOLDER}/{path}"
        super().__init__(
            tr("{place}: the template cannot be used: {fault}", place=place, fault=fault),
            tr(
                "mend the template, or take it away to have what comes with qmsctl; docs/templates.md describes them"
            ),
        )


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """The templates of one organisation."""

    texts: Mapping[str, str]
    """By path below the folder of templates, such as `audit-report/signatures.html.j2`."""

    def names(self, kind: str, ending: str) -> Iterator[str]:
        """Yield the names of the templates of papers of *kind* for files with *ending*."""
        for path in self.texts:
            folder, _, name = path.rpartition("/")
            if folder == kind and name.endswith(f".{ending}.j2"):
                yield name.removesuffix(f".{ending}.j2")

    def has(self, kind: str, name: str, ending: str) -> bool:
        """Return whether there is a template *name* for papers of *kind*."""
        return f"{kind}/{name}.{ending}.j2" in self.texts

    def unused(self, kind: str, sections: Collection[str]) -> tuple[str, ...]:
        """Return the paths of templates for papers of *kind* that name no section: a slip of the pen, most likely."""
        known = {WHOLE, *sections}
        return tuple(
            path
            for path in sorted(self.texts)
            if path.startswith(f"{kind}/")
            and not path.rpartition("/")[2].startswith("_")
            and path.rpartition("/")[2].partition(".")[0] not in known
        )

    def set_in_html(self, kind: str, name: str, values: Mapping[str, object]) -> Markup:
        """Return what the template *name* makes of *values*, as HTML.

        Raises:
            BrokenTemplateError: it cannot be used, or makes something that would act.
        """
        from markupsafe import Markup  # noqa: PLC0415 - with Jinja2

        path = f"{kind}/{name}.html.j2"
        made = self._made(path, values, None)
        found = _ACTIVE.search(made)
        if found:
            fault = tr("it makes {what}, which no report may hold", what=found[0].strip())
            raise BrokenTemplateError(path, None, fault)
        return Markup(made)  # noqa: S704 - escaped by its environment, and nothing in it acts

    def set_in_markdown(
        self, kind: str, name: str, values: Mapping[str, object], escape: Callable[[str], str]
    ) -> str:
        """Return what the template *name* makes of *values*, as Markdown; *escape* makes a text harmless.

        Raises:
            BrokenTemplateError: it cannot be used.
        """
        return self._made(f"{kind}/{name}.md.j2", values, escape)

    def _made(self, path: str, values: Mapping[str, object], escape: Callable[[str], str] | None) -> str:
        from jinja2 import TemplateError, TemplateSyntaxError  # noqa: PLC0415 - heavy

        try:
            return self._environment(escape).get_template(path).render(values)
        except TemplateSyntaxError as fault:
            raise BrokenTemplateError(fault.name or path, fault.lineno, fault.message or "") from fault
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as fault:  # fmt: skip
            name, line = _place(fault.__traceback__, self.texts, path)
            raise BrokenTemplateError(name, line, str(fault)) from fault

    def _loaded(self, path: str) -> tuple[str, str, None] | None:
        """Return the template *path* under its name, so that a failure in it can be placed."""
        return (self.texts[path], path, None) if path in self.texts else None

    def _environment(self, escape: Callable[[str], str] | None) -> ImmutableSandboxedEnvironment:
        from jinja2 import FunctionLoader, StrictUndefined  # noqa: PLC0415 - heavy
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415
        from markupsafe import Markup  # noqa: PLC0415

        def finalize(value: object) -> object:
            return value if hasattr(value, "__html__") else Markup(escape(str(value)))  # type: ignore[misc]  # noqa: S704

        return ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._loaded),
            autoescape=True,
            finalize=finalize if escape else None,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )


def _place(trace: TracebackType | None, known: Mapping[str, Any], path: str) -> tuple[str, int | None]:
    """Return the innermost template and line that a failure went through."""
    place: tuple[str, int | None] = (path, None)
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in known:
            place = (name, trace.tb_lineno)
        trace = trace.tb_next
    return place


NO_TEMPLATES: Final = OwnTemplates({})
"""Those of an organisation that has none."""
