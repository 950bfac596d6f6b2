"""What a shell offers while somebody types: commands, options, and the ids that the files state.

It writes one candidate to a line, with a tab before what there is to say about it.  Where nothing can be
found out, be it that the repository is broken, it writes nothing: a person is in the middle of a line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from qmsctl.cli.language import choose_language, speak
from qmsctl.cli.terminal import out_for_programs
from qmsctl.model.stated_ids import StatedId

__all__ = ["complete", "typed_words"]

_BREAKS: Final = "_QMSCTL_BREAKS"
"""The variable in which bash says at which characters it thinks a word ends."""
_FIT: Final = re.compile(r"[\w./][\w ./:=+@-]*|--?[\w-]+(=[\w ./:=+@-]*)?")
"""What can be typed without surprises in every shell."""


def complete(arguments: Sequence[str], shell: str) -> int:
    """Print what may stand at the end of the line that is typed; return the status to exit with.

    Args:
        arguments: the line up to the cursor, as one word.
        shell: which one asks.
    """
    try:
        words = typed_words("".join(arguments[:1]), shell)
        speak(choose_language(words, os.environ, Path()))
        found = list(_candidates(words[1:-1], words[-1]))
    except Exception:  # noqa: BLE001 - whoever is typing has not asked for anything yet
        return 0
    shown = {
        _written(one, words[-1], shell): _on_one_line(one.title) for one in found if _FIT.fullmatch(one.id)
    }
    out_for_programs(
        "".join(f"{value}\t{title}\n" if title else f"{value}\n" for value, title in shown.items())
    )
    return 0


def typed_words(line: str, shell: str) -> list[str]:
    """Return the words of *line*, the last of which is not finished and may be empty, without quotes."""
    words: list[str] = [""]
    quote, escaped, begun = "", False, False
    for letter in line:
        if escaped:
            words[-1] += letter
            escaped = False
        elif letter == "\\" and quote != "'" and shell != "powershell":
            escaped = begun = True
        elif letter in ("'", '"') and quote in ("", letter):
            quote, begun = ("" if quote else letter), True
        elif letter.isspace() and not quote:
            if begun:
                words.append("")
            begun = False
        else:
            words[-1] += letter
            begun = True
    return words if len(words) > 1 else [*words, ""]


def _candidates(finished: Sequence[str], begun: str) -> Iterator[StatedId]:
    from typer.main import get_group

    from qmsctl.cli.app import app

    command, pending, position = _walked(get_group(app), finished)
    if command is None:
        return
    name, equals, value = begun.partition("=")
    if pending is not None:
        yield from _beginning(begun, _values(pending))
    elif begun.startswith("--") and equals and (option := _option(command, name)) is not None:
        for one in _beginning(value, _values(option)):
            yield StatedId(f"{name}={one.id}", one.title)
    elif begun.startswith("-"):
        yield from _beginning(begun, _options(command))
    elif _is_group(command):
        yield from _beginning(begun, _commands(command))
    elif (argument := _argument(command, position)) is not None:
        yield from _beginning(begun, _values(argument))


def _walked(command: Any, finished: Sequence[str]) -> tuple[Any, Any, int]:  # noqa: ANN401 - Typer's types are private
    """Go along the words that are *finished*, and into the folder that one of them names.

    Returns:
        The command they lead to, `None` if there is none; the option whose value comes next; and how many
        arguments there are already.
    """
    pending: Any = None
    position = 0
    for word in finished:
        if pending is not None:
            if "-C" in pending.opts:
                os.chdir(word)
            pending = None
        elif word.startswith("-"):
            option = _option(command, word.partition("=")[0])
            pending = option if option is not None and not option.is_flag and "=" not in word else None
        elif not _is_group(command):
            position += 1
        elif (command := command.get_command(None, word)) is None:
            break
    return command, pending, position


def _is_group(command: Any) -> bool:  # noqa: ANN401 - as above
    return hasattr(command, "list_commands")


def _values(parameter: Any) -> Iterator[StatedId]:  # noqa: ANN401 - as above
    from qmsctl.cli.completed_values import values_of

    return values_of(parameter)


def _option(command: Any, name: str) -> Any:  # noqa: ANN401 - as above
    return next((one for one in command.params if name in (*one.opts, *one.secondary_opts)), None)


def _argument(command: Any, position: int) -> Any:  # noqa: ANN401 - as above
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    several = bool(arguments) and arguments[-1].nargs != 1
    return arguments[min(position, len(arguments) - 1)] if position < len(arguments) or several else None


def _options(command: Any) -> Iterator[StatedId]:  # noqa: ANN401 - as above
    for one in command.params:
        if one.param_type_name == "option" and not one.hidden:
            yield from (StatedId(name, one.help or "") for name in (*one.opts, *one.secondary_opts))
    yield StatedId("--help")


def _commands(group: Any) -> Iterator[StatedId]:  # noqa: ANN401 - as above
    from qmsctl.cli.app import help_of

    for name in group.list_commands(None):
        yield StatedId(name, help_of(group, name))


def _beginning(begun: str, found: Iterator[StatedId]) -> Iterator[StatedId]:
    """Yield what of *found* goes on from *begun*, in whatever case that is typed."""
    folded = begun.casefold()
    return (one for one in found if one.id.casefold().startswith(folded))


def _written(one: StatedId, begun: str, shell: str) -> str:
    """Return a candidate as *shell* puts it into the line."""
    if shell == "powershell":
        return f"'{one.id}'" if re.search(r"[\s@]", one.id) else one.id
    if shell != "bash":
        return one.id
    breaks = [begun.rfind(mark) for mark in ":=@" if mark in os.environ.get(_BREAKS, "")]
    return one.id[max([-1, *breaks]) + 1 :].replace(" ", "\\ ")


def _on_one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
