"""Files written whole or not at all, and never over one that is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from qmsctl.errors import RefusedError
from qmsctl.messages import tr

__all__ = ["Draft", "dump", "write"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a command would write and commit."""

    files: Mapping[str, bytes]
    """By path from the root of the quality management system."""
    message: str
    """The message of the commit, as a person reads it in the history."""
    notes: tuple[str, ...] = field(default=())
    """What there is to say about it, ready to print."""


class _Dumper(yaml.SafeDumper):
    """Writes texts so that any YAML program reads them as texts."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        super().increase_indent(flow, False)  # lists are indented below their field


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def dump(fields: Mapping[str, object]) -> bytes:
    """Return *fields* as YAML, in their order, without those that say nothing."""
    text: str = yaml.dump(_plain(fields), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text.encode()


def _plain(value: object) -> object:
    """Return *value* as texts, lists and mappings; an empty one is left out of its mapping."""
    if isinstance(value, Mapping):
        kept = {key: _plain(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str) else str(value)


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* below *root*: each whole or not at all.

    Raises:
        RefusedError: one of them exists already with another content, or lies behind a link that leads
            out of *root*; nothing is written then.
    """
    home = root.resolve()
    for path, content in files.items():
        target = root / path
        if not target.parent.resolve().is_relative_to(home):
            raise RefusedError(
                tr(
                    "{path} leads out of the repository through a link, and nothing is written there",
                    path=path,
                ),
                tr("replace the link by a folder"),
            )
        if os.path.lexists(target) and not (target.is_file() and target.read_bytes() == content):
            raise RefusedError(
                tr("{path} exists already, and nothing is written over it", path=path),
                tr("move it away if you want a new one"),
            )
    for path, content in files.items():
        target = root / path
        if not target.exists():
            _write_one(target, content)


def _write_one(target: Path, content: bytes) -> None:
    """Write one file through a temporary one beside it, so that a crash leaves it whole or absent."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
