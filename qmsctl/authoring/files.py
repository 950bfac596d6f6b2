"""Files written whole or not at all: new ones never over one that is there, others only over what was read."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

import yaml

from qmsctl.documents.yaml import BIGGEST
from qmsctl.errors import RefusedError, reason_of
from qmsctl.messages import tr

__all__ = ["ChangedMeanwhileError", "Draft", "Rewritten", "dump", "dump_for_people", "rewrite", "write"]

_ONE_LINE: Final = 110
"""Characters of a list or row that is written on one line."""
_PART: Final = (".qmsctl-", ".part")
"""How the name of a file begins and ends that is not whole yet."""
_LEFT_AFTER: Final = 3600.0
"""Seconds after which nobody is writing such a file any more: a write takes less than one."""
_OTHER_LINE_ENDS: Final = re.compile(r"[\x85\u2028\u2029]")


class ChangedMeanwhileError(RefusedError):
    """A file is no longer what it was when it was read."""

    def __init__(self, path: str) -> None:
        super().__init__(
            tr(
                "{path} was changed by somebody else in the meantime, so nothing was written over it",
                path=path,
            ),
            tr("look at what is there now, and take over what you need from the text that was kept"),
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What a command would write and commit."""

    files: Mapping[str, bytes]
    """By path from the root of the quality management system."""
    message: str
    """The message of the commit, as a person reads it in the history."""
    notes: tuple[str, ...] = field(default=())
    """What there is to say about it, ready to print."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a command would write over a file that is there, and commit."""

    path: str
    """From the root of the quality management system."""
    after: bytes
    """What the file will hold on disk."""
    stored: bytes
    """What the history will hold: a checkout may have other line ends."""
    message: str
    """The message of the commit, as a person reads it in the history."""


class _Dumper(yaml.SafeDumper):
    """Writes texts so that any YAML program reads them as texts."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)  # lists are indented below their field


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if _OTHER_LINE_ENDS.search(text):  # YAML folds them like any other unless they are escaped
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


class _Top(dict[str, object]):
    """The fields of a document, each of which begins a line."""


class _DumperForPeople(_Dumper):
    """Writes short lists and rows on one line, and in double quotes what needs quotes, as the starter documents do."""

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        return '"' if style == "'" else style


def _represent_list(dumper: yaml.SafeDumper, items: list[object]) -> yaml.SequenceNode:
    flow = all(isinstance(item, str) for item in items) and _fits(items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


def _represent_row(dumper: yaml.SafeDumper, row: dict[str, object]) -> yaml.MappingNode:
    texts = (isinstance(value, str) or (isinstance(value, list) and _fits(value)) for value in row.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=all(texts) and _fits(row))


def _represent_top(dumper: yaml.SafeDumper, top: _Top) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", dict(top), flow_style=False)


def _fits(value: object) -> bool:
    """Return whether *value* is short enough for one line."""
    text = str(value)
    return len(text) <= _ONE_LINE and "\\n" not in text


_DumperForPeople.add_representer(str, _represent_text)
_DumperForPeople.add_representer(list, _represent_list)
_DumperForPeople.add_representer(dict, _represent_row)
_DumperForPeople.add_representer(_Top, _represent_top)


def dump(fields: Mapping[str, object]) -> bytes:
    """Return *fields* as YAML, in their order, without those that say nothing.

    Raises:
        RefusedError: a text holds what no YAML program can read, or all of it is too large to be read.
    """
    return _dumped(_plain(fields), _Dumper)


def dump_for_people(fields: Mapping[str, object]) -> bytes:
    """Return what `dump` does, with short lists and rows on one line: people revise it by hand.

    Raises:
        RefusedError: as `dump` does.
    """
    plain = _plain(fields)
    return _dumped(_Top(plain) if isinstance(plain, dict) else plain, _DumperForPeople)


def _dumped(plain: object, dumper: type[_Dumper]) -> bytes:
    _refuse_forbidden(plain, ())
    text: str = yaml.dump(plain, Dumper=dumper, allow_unicode=True, sort_keys=False, width=100)
    content = text.encode()
    if len(content) > BIGGEST:
        raise RefusedError(
            tr("this would be larger than {limit} bytes, and qmsctl could not read it again", limit=BIGGEST),
            tr("shorten it, or attach the long text as a file"),
        )
    return content


def _plain(value: object) -> object:
    """Return *value* as texts, lists and mappings; an empty one is left out of its mapping."""
    if isinstance(value, Mapping):
        kept = {key: _plain(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str) else str(value)


def _refuse_forbidden(value: object, path: tuple[str, ...]) -> None:
    """Refuse a text with a character that may not stand in YAML, not even in quotes.

    Raises:
        RefusedError: it names the field.
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_forbidden(key, path)
            _refuse_forbidden(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            _refuse_forbidden(inner, (*path, str(number)))
    elif isinstance(value, str) and (found := yaml.reader.Reader.NON_PRINTABLE.search(value)):
        raise RefusedError(
            tr(
                "{field} holds the character {code}, which may not stand in a document",
                field=".".join(path) or "-",
                code=f"U+{ord(found[0]):04X}",
            ),
            tr("delete it: it is invisible and was probably pasted by mistake"),
        )


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* below *root*: all of them or none, and each whole or not at all.

    Raises:
        RefusedError: one of them exists already with another content, lies behind a link, or cannot be
            written; none of them is there then.
    """
    home = root.resolve()
    path = ""
    try:
        with ExitStack() as undo:
            for path, content in files.items():
                _refuse_link(home, path)
                _refuse_other(home / path, path, content)
            for path, content in files.items():
                target = home / path
                _refuse_other(target, path, content)  # somebody else may have come first by now
                if not target.exists():
                    _write_one(target, content)
                    undo.callback(target.unlink, missing_ok=True)
            undo.pop_all()
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def rewrite(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Write *after* into the file *path*, which holds *before*; whoever may use it may use it as before.

    A crash leaves the one or the other, whole.

    Args:
        root: the folder the path begins at.
        path: of the file.
        before: what was read of it.
        after: what it is to hold.

    Raises:
        ChangedMeanwhileError: it holds something else by now, or is gone.
        RefusedError: it lies behind a link, or cannot be written.
    """
    home = root.resolve()
    _refuse_link(home, path)
    target = home / path
    try:
        _refuse_changed(target, path, before)
        may_write = os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
        if not may_write:  # a rename would not ask
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        temporary = _temporary(target.parent, after)
        try:
            shutil.copymode(target, temporary)
            _refuse_changed(target, path, before)  # writing to the disk may have taken a while
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _refuse_changed(target: Path, path: str, before: bytes) -> None:
    if target.is_symlink() or not target.is_file() or target.read_bytes() != before:
        raise ChangedMeanwhileError(path)


def _unwritable(path: str, fault: OSError) -> RefusedError:
    return RefusedError(
        tr("{path} cannot be written: {reason}", path=path, reason=reason_of(fault)),
        tr("make room on the disk, or give yourself the right to write there"),
    )


def _refuse_link(home: Path, path: str) -> None:
    """Refuse a *path* that does not lie where it says.

    Raises:
        RefusedError: it leads out of *home*, or through a link.
    """
    folder = (home / path).parent.resolve()
    if not folder.is_relative_to(home):
        raise RefusedError(
            tr(
                "{path} leads out of the repository through a link, and nothing is written there",
                path=path,
            ),
            tr("replace the link by a folder"),
        )
    if folder != home / PurePosixPath(path).parent:
        raise RefusedError(
            tr("{path} lies behind a link, and links are not followed", path=path),
            tr("replace the link by a folder"),
        )


def _refuse_other(target: Path, path: str, content: bytes) -> None:
    """Refuse a *target* that exists, unless it is a file with the same *content*.

    Raises:
        RefusedError: it is something else.
    """
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_file() or target.read_bytes() != content:
        raise RefusedError(
            tr("{path} exists already, and nothing is written over it", path=path),
            tr("move it away if you want a new one"),
        )


def _write_one(target: Path, content: bytes) -> None:
    """Write one file through a temporary one beside it, so that a crash leaves it whole or absent."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(target.parent, content)
    try:
        temporary.chmod(0o644)
        _name(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _temporary(folder: Path, content: bytes) -> Path:
    """Write *content* into a new hidden file in *folder*; nothing is left of it if that fails."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=_PART[0], suffix=_PART[1])
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _tidy(temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _tidy(temporary: Path) -> None:
    """Delete what processes that were killed have left beside *temporary*.

    Whatever is old beside a file that was written just now, by the clock of the disk itself, nobody writes any more.
    """
    now = temporary.stat().st_mtime
    for left in temporary.parent.glob(f"{_PART[0]}*{_PART[1]}"):
        with suppress(OSError):  # it is gone by now, or not ours to delete
            if not left.is_symlink() and left.is_file() and left.stat().st_mtime < now - _LEFT_AFTER:
                left.unlink()


def _name(temporary: Path, target: Path) -> None:
    """Let *temporary* be *target* too, unless something bears that name by now: a rename would replace it."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # the file system knows no second names
        temporary.rename(target)
