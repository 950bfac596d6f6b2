"""Commands whose help and errors are in the reader's language.

Typer carries its own copy of Click, which leaves some phrases in English; the
only private names of it that qmsctl touches are in this module.
"""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Iterable, Sequence
from typing import Any

from typer import Context
from typer._click import exceptions as click  # Typer has no public name for its errors
from typer._click.formatting import HelpFormatter
from typer._types import TyperChoice
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from qmsctl.cli.dialogue import held
from qmsctl.cli.terminal import Colours, choose_colours
from qmsctl.messages import Message, marked, tr

__all__ = ["Command", "Group", "NoCommandError", "UsageError", "explain_usage_error", "one_of"]

UsageError = click.ClickException
"""What Typer raises when a call cannot be understood."""
NoCommandError = click.NoArgsIsHelpError
"""What it raises when a group is called without a command; its message is the help."""

_NARROWEST, _WIDEST = 20, 100
"""Columns of a help page."""

# Phrases that Typer looks up by itself, in the catalogue it is given.
_TYPERS_OWN = (
    marked("Arguments"),
    marked("Options"),
    marked("Commands"),
    marked("required"),
    marked("default: {default}"),
    marked("env var: {var}"),
    marked("(dynamic)"),
)


class _Formatter(HelpFormatter):
    """Fits a help page into the terminal, a narrow one too."""

    def __init__(self) -> None:
        super().__init__(width=max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST) - 2))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options and what they mean in two columns, the first of them small where room is short."""
        fitting = col_max if self.width > 2 * col_max else max(_NARROWEST // 4, self.width // 4)
        room = self.width - self.current_indent
        broken = [(_broken(term, room), meaning) for term, meaning in rows]
        super().write_dl(broken, fitting, col_spacing)


def _broken(term: str, room: int) -> str:
    """Return *term*, an option with the words it takes, in lines of *room* columns that end between two words."""
    lines = [""]
    for piece in re.findall(r"[^|]*\|?", term):
        if len(lines[-1]) + len(piece) > room and lines[-1]:
            lines.append("    ")
        lines[-1] += piece
    return "\n".join(lines)


class _Spoken:
    """Says the fixed phrases of a help page in the reader's language."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - handed on to Typer
        super().__init__(*arguments, **named)
        self.help: str | None = _said(getattr(self, "help", None))
        self.epilog: str | None = _said(getattr(self, "epilog", None))
        self.options_metavar: str | None = _said(marked("[OPTIONS]"))
        self.short_help: str | None = self.help  # in a list of commands it is shown whole
        for parameter in getattr(self, "params", ()):
            parameter.help = _said(getattr(parameter, "help", None))
            parameter.placeholder = parameter.metavar  # in English, for those who ask what may stand there
            parameter.metavar = _said(parameter.metavar)

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the first line of the help."""
        pieces: list[str] = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]  # of the class it is mixed into
        # Typer puts what must be given in braces; people expect those of an option only.
        written = " ".join(piece.removeprefix("{").removesuffix("}") for piece in pieces)
        formatter.write_usage(ctx.command_path, written, prefix=str(tr("Usage: ")))

    def get_help(self, ctx: Context) -> str:
        """Return the help page."""
        formatter = _Formatter()
        self.format_help(ctx, formatter)  # type: ignore[attr-defined]  # of the class it is mixed into
        return formatter.getvalue().rstrip("\n")

    def get_help_option(self, ctx: Context) -> Any:  # noqa: ANN401 - Typer's option
        """Return the option that shows the help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of the class it is mixed into
        if option is not None:
            option.help = str(tr("Show this help and exit."))
        return option


def _said(text: str | None) -> str | None:
    return str(Message(text)) if text else text


def one_of(words: Iterable[str]) -> TyperChoice[str]:
    """Return the type of a parameter that takes one of *words*."""
    return TyperChoice(words)


def _colour_option() -> TyperOption:
    """Return the option by which every command can be told whether to colour what it prints."""

    def take(context: Any, parameter: Any, value: str | None) -> str | None:  # noqa: ANN401 - Typer's types
        del context, parameter
        if value is not None:
            choose_colours(value)
        return value

    return TyperOption(
        param_decls=["--color"],
        type=TyperChoice([one.value for one in Colours]),
        metavar="auto|always|never",
        help=marked("When to colour what is printed; by default in a terminal."),
        is_eager=True,
        expose_value=False,
        callback=take,
    )


class Command(_Spoken, TyperCommand):  # type: ignore[misc]  # the mixin types contexts by their public name
    """A command that speaks the reader's language, and whose questions can be gone back to."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - handed on to Typer
        named["params"] = [*(named.get("params") or ()), _colour_option()]
        super().__init__(*arguments, **named)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's types are private
        """Run it, anew whenever somebody goes back in its dialogue."""
        run = super().invoke
        return held(lambda: run(ctx))


class Group(_Spoken, TyperGroup):  # type: ignore[misc]  # as above
    """A group of commands that speaks the reader's language."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - handed on to Typer
        named["params"] = [*(named.get("params") or ()), _colour_option()]
        super().__init__(*arguments, **named)
        self.subcommand_metavar = str(tr("COMMAND [ARGUMENTS]..."))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - Typer's types are private
        """Find the command that is called, or say which one was probably meant."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            said = (
                tr("there is no command {name}; did you mean {near}?", name=name, near=near[0])
                if near
                else tr("there is no command {name}", name=name)
            )
            raise click.UsageError(str(said), ctx)
        return super().resolve_command(ctx, args)


def explain_usage_error(error: click.ClickException) -> Message:
    """Return what is wrong with a call, in a phrase that can be said in any language."""
    if isinstance(error, click.MissingParameter):
        return tr("{what} is missing", what=_parameter(error))
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    if isinstance(error, click.NoSuchOption | click.BadOptionUsage):
        return _bad_option(error)
    if "unexpected extra argument" in error.message:
        extra = error.message.rpartition("(")[2].rstrip(").")
        return tr("there is one word too many: {words}", words=extra)
    if error.message == "Missing command.":
        return tr("a command is missing")
    return Message("{said}", (("said", error.message),))


def _bad_option(error: click.NoSuchOption | click.BadOptionUsage) -> Message:
    name = error.option_name
    if isinstance(error, click.BadOptionUsage):
        if "does not take a value" in error.message:
            return tr("the option {name} takes no value", name=name)
        return tr("the option {name} needs a value", name=name)
    near = difflib.get_close_matches(name, error.possibilities or (), n=1)
    if near:
        return tr("there is no option {name}; did you mean {near}?", name=name, near=near[0])
    return tr("there is no option {name}", name=name)


def _parameter(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "-")
    if isinstance(parameter, TyperArgument):
        return parameter.human_readable_name.upper()
    return " / ".join(parameter.opts)


def _bad_value(error: click.BadParameter) -> Message:
    choices = getattr(error.param and error.param.type, "choices", None)
    if choices:
        expected = ", ".join(str(getattr(choice, "value", choice)) for choice in choices)
        return tr("{what} can be one of: {expected}", what=_parameter(error), expected=expected)
    return tr("{what} cannot have this value", what=_parameter(error))
