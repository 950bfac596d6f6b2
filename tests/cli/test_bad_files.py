"""Files that cannot be read as documents: each is named with its place, and stops nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli import office
from tests.cli.program import Outcome, git, qmsctl, state_of, unprivileged

_HEAD = (
    b"id: PS-09\ntype: procedure\ntitle: x\nrevision: '1'\nowner: mayor\nsections: {purpose: Real text.}\n"
)
_MINUTES = b"""\
record: minutes
audit: AUD-2026-01
kind: opening
occurred: 2026-02-30
recorded: 2026-03-01T10:00:00Z
recorder: {name: Ann Example, email: ann@example.org}
"""
_LAUGHS = "\n".join(
    [
        "a: &a [ha, ha]",
        *(f"{now}: &{now} [*{last}, *{last}]" for last, now in zip("abcdefgh", "bcdefghi", strict=True)),
    ]
)

FILES: dict[str, tuple[bytes, str]] = {
    "broken.yaml": (b"id: [\ntype: x\n", "1:5: error DOC001"),
    "quote.yaml": (b'id: "PS-09\ntype: x\n', "1:5: error DOC001"),
    "duplicate.yaml": (b"id: PS-09\nid: PS-10\n" + _HEAD, "2:1: error DOC005"),
    "tab.yaml": (b"id: PS-09\n\ttype: procedure\n", "2:1: error DOC001"),
    "alias.yaml": (b"id: PS-09\ntitle: *other\n", "2:8: error DOC001"),
    "anchor.yaml": (b"id: &a PS-09\n", "1:5: error DOC001"),
    "tag.yaml": (b"id: !!python/object:os.system PS-09\n", "1:5: error DOC001"),
    "laughs.yaml": (_LAUGHS.encode(), "1:4: error DOC001"),
    "brackets.yaml": (b"[" * 100_000, "1:33: error DOC001"),
    "braces.yaml": (b"a: {" * 25_000, "1:"),
    "large.yaml": (b"# " + b"x" * 10_000_000, "1:1: error DOC001"),
    "large.md": (b"---\nid: PS-09\n---\n" + b"x" * 10_000_000, "1:1: error DOC001"),
    "list.yaml": (b"- a\n- b\n", "1:1: error DOC001"),
    "text.yaml": (b"hello\n", "1:1: error DOC001"),
    "two.yaml": (b"id: PS-09\n---\nid: PS-10\n", "2:1: error DOC001"),
    "empty.yaml": (b"", "1:1: error DOC001"),
    "comment.yaml": (b"# nothing\n", "1:1: error DOC001"),
    "empty.md": (b"", "1:1: error DOC001"),
    "headless.md": (b"## Purpose\n\nText.\n", "1:1: error DOC001"),
    "latin.yaml": (b"id: PS-09\ntitle: \xb3\xf3d\xbc\n", "2:8: error DOC001"),
    "utf16.yaml": ("id: PS-09\n".encode("utf-16"), "1:1: error DOC001"),
    "binary.yaml": (bytes(range(256)) * 8, "error DOC001"),
    "nul.yaml": (b"id: PS-09\0\n", "1:10: error DOC001"),
    "escape.yaml": (b"id: PS-09\ntitle: \x1b[31mred\n", "2:8: error DOC001"),
    "clause.yaml": (_HEAD + b"clauses: {iso9001:2015: [8.10]}\n", "7:26: error CLS001"),
    "country.yaml": (_HEAD + b"country: NO\n", "7:1: error DOC002"),
    "nameless.yaml": (b"type: procedure\ntitle: x\nrevision: 1.10\n", "1:1: error DOC004"),
    "mapping.yaml": (_HEAD + b"related: {a: b}\n", "7:10: error DOC003"),
    "minutes.yaml": (_MINUTES, "4:11: error DOC003"),
}
"""Contents of files below `procedures/`, and what stands in the line about each after its path."""

_ODD = (
    "with space.yaml",
    'it\'s "quoted".yaml',
    "two\nlines.yaml",
    "zażółć.yaml",
    "품질.yaml",
    "\x1b[31mred.yaml",
)
_BYTES = b"\xff\xfe.yaml"


def _link_outside(path: Path) -> None:
    (path.parent.parent.parent / "secret.yaml").write_text("id: SECRET\n", encoding="utf-8")
    path.symlink_to("../../secret.yaml")


def _unreadable(path: Path) -> None:
    path.write_bytes(_HEAD)
    path.chmod(0)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.yaml").write_bytes(b"- inside\n")


def _submodule(path: Path) -> None:
    path.mkdir()
    git("init", "--quiet", at=path)


THINGS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "link.yaml": (_link_outside, "1:1: error DOC001"),
    "dangling.yaml": (lambda path: path.symlink_to("nowhere"), "1:1: error DOC001"),
    "itself.yaml": (lambda path: path.symlink_to("itself.yaml"), "1:1: error DOC001"),
    "pipe.yaml": (os.mkfifo, "1:1: error DOC001"),
    "folder.yaml/inside.yaml": (lambda path: _folder(path.parent), "1:1: error DOC001"),
    "elsewhere": (_submodule, "1:1: cannot be established DOC001"),
    "unreadable.yaml": (_unreadable, "1:1: error DOC001"),
}


@dataclass(frozen=True)
class Wreck:
    """The office with every kind of file that cannot be read, and what the check says about it."""

    folder: Path
    plain: Outcome
    polish: Outcome
    problems: list[dict[str, Any]]


@pytest.fixture(scope="session")
def wreck(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Wreck:
    """Check the office with everything in it that can be wrong with a file, at once."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("wreck") / "office")
    procedures = folder / "procedures"
    for name, (content, _) in FILES.items():
        (procedures / name).write_bytes(content)
    for name, (make, _) in THINGS.items():
        make(procedures / name)
    for name in _ODD:
        (procedures / name).write_bytes(b"- odd\n")
    Path(os.fsdecode(os.path.join(os.fsencode(procedures), _BYTES))).write_bytes(b"- odd\n")  # noqa: PTH118 - bytes
    before = state_of(folder)
    calls = [
        qmsctl(*words, "check", "--on", "2026-11-22", *more, at=folder, before=unprivileged())
        for words, more in (((), ()), (("--lang", "pl"), ()), ((), ("--format", "json")))
    ]
    assert before == state_of(folder)
    return Wreck(folder, calls[0], calls[1], json.loads(calls[2].out)["problems"])


@pytest.mark.parametrize("name", [*FILES, *THINGS])
def test_faulty_file_is_named_with_its_place(wreck: Wreck, name: str) -> None:
    """A file that cannot be used is named with line and column, what is wrong and what to do."""
    expected = (FILES.get(name) or THINGS[name])[1]
    lines = wreck.plain.out.splitlines()
    at = next(
        (n for n, line in enumerate(lines) if line.startswith(f"procedures/{name}:") and expected in line),
        None,
    )

    assert at is not None, [line for line in lines if name in line]
    assert any(line.startswith("    Next: ") for line in lines[at + 1 : at + 4])


@pytest.mark.parametrize("name", [*FILES, *THINGS])
def test_faulty_file_is_explained_in_polish(wreck: Wreck, name: str) -> None:
    """What is wrong with a file, and what to do, is said in Polish as well."""

    def said(text: str) -> list[str]:
        lines = text.splitlines()
        starts = [n for n, line in enumerate(lines) if line.startswith(f"procedures/{name}:")]
        fixes = [
            line for n in starts for line in lines[n : n + 4] if line.startswith(("    Next:", "    Dalej:"))
        ]
        return [line.partition("] ")[2] for line in lines if line.startswith(f"procedures/{name}:")] + fixes

    english, polish = said(wreck.plain.out), said(wreck.polish.out)

    assert len(english) == len(polish) > 0
    assert [] == [line for line in english if line in polish]


def test_status_is_1(wreck: Wreck) -> None:
    """Files that cannot be read are problems like others."""
    assert (1, "") == (wreck.plain.status, wreck.plain.err)


def test_every_other_file_is_checked(wreck: Wreck) -> None:
    """What cannot be read does not keep the rest from being checked."""
    assert "procedures/ps-02.md:5:11: warning REV001" in wreck.plain.out
    assert "in force 1" in wreck.plain.out


def test_content_behind_a_link_is_not_read(wreck: Wreck) -> None:
    """A link out of the repository is reported and not followed."""
    assert "SECRET" not in wreck.plain.says


def test_odd_names_are_shown_harmless(wreck: Wreck) -> None:
    """File names appear whole, and what a terminal would obey is written out."""
    shown = [
        f"procedures/{name}:1:1:"
        for name in ("with space.yaml", 'it\'s "quoted".yaml', "zażółć.yaml", "품질.yaml")
    ]
    written = [r"procedures/two\x0alines.yaml:1:1:", r"procedures/\x1b[31mred.yaml:1:1:"]

    assert [] == [
        name
        for name in [*shown, *written, r"procedures/\udcff\udcfe.yaml:1:1:"]
        if name not in wreck.plain.out
    ]
    assert "\x1b" not in wreck.plain.says


def test_odd_names_survive_json(wreck: Wreck) -> None:
    """A program gets the names as they are."""
    names = {problem["path"].removeprefix("procedures/") for problem in wreck.problems}

    assert {*_ODD, os.fsdecode(_BYTES)} <= names


def test_line_of_a_whole_file_is_not_printed_whole(wreck: Wreck) -> None:
    """A file of one long line is shown around the fault only."""
    assert max(map(len, wreck.plain.out.splitlines())) < 1000


def test_values_are_not_guessed(here: Path) -> None:
    """`1.10` stays a revision and `NO` a title; a byte order mark and CRLF do not matter."""
    content = "\ufeffid: PS-03\ntype: procedure\ntitle: NO\nrevision: 1.10\nowner: mayor\nsections: {purpose: Real.}\n"
    (here / "procedures/ps-03.yaml").write_bytes(content.replace("\n", "\r\n").encode())

    done = qmsctl("check", "--on", "2026-11-22", at=here)

    assert 0 == done.status
    assert (
        "procedures/ps-03.yaml:4:11: warning REV001 [unapproved-revision] revision 1.10 of PS-03" in done.out
    )
    assert (
        "procedures/ps-03.yaml:4:11: note DOC020 [unquoted-number] revision 1.10 stands without" in done.out
    )
    assert 2 == done.out.count("procedures/ps-03.yaml:")


def test_folder_that_is_a_link_is_reported(here: Path, tmp_path: Path) -> None:
    """A link in the place of a folder is not followed out of the repository."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/ps-03.yaml").write_bytes(_HEAD)
    (here / "programmes").symlink_to(tmp_path / "elsewhere")

    done = qmsctl("check", "--on", "2026-11-22", at=here)

    assert 1 == done.status
    assert "programmes:1:1: error DOC001" in done.out
    assert "PS-09" not in done.out


def test_folder_that_is_a_file_is_reported(here: Path) -> None:
    """A file in the place of a folder does not pass for an empty folder."""
    (here / "programmes").write_text("", encoding="utf-8")

    done = qmsctl("check", "--on", "2026-11-22", at=here)

    assert "programmes:1:1: error DOC001" in done.out
