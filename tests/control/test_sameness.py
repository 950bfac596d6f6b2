"""Whether a revision says anything new: told from the bytes where they are enough, and kept once known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.cache import Cache
from qmsctl.control.sameness import certainly_differ
from qmsctl.control.system import control
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.checks.fences import document, made_of
from tests.strategies import mappings, written

REVISIONS = ["1", "3.10", "A/2", "wyd. 3", "1.0 # draft", "it's", "Ą"]

PROCEDURE = """\
id: PS-01
type: procedure
revision: "REVISION"
title: Control of documents  # as in the register
sections:
  purpose: |
    One place for every document.
    Kept for five years.
  scope: 'Everybody''s documents.'
"""


def procedure(revision: str, *changes: tuple[str, str]) -> bytes:
    """Return a procedure with some words exchanged."""
    text = PROCEDURE.replace("REVISION", revision)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text.encode()


@pytest.mark.parametrize(
    "change",
    [
        ("five", "ten"),
        ("    Kept for five years.\n", ""),
        ("every document", "every document of the office"),
        ("scope:", "purposes:"),
        ("for every", "every"),
    ],
)
def test_changed_words_are_seen_in_the_bytes(change: tuple[str, str]) -> None:
    """A word that is changed, added, taken away or said once less needs no reading."""
    assert certainly_differ(procedure("1"), "1", procedure("2", change), "2")


@pytest.mark.parametrize(
    "change",
    [
        ("One place", "place One"),  # only a reader sees that the order counts here
        ("  # as in the register", ""),
        ("'Everybody''s documents.'", '"Everybody\\u0027s documents."'),
        ("|\n", "|2\n"),
        ("\n", "\r\n"),
        ("type: procedure\n", ""),  # and the line again, below
    ],
)
def test_what_may_be_the_same_has_to_be_read(change: tuple[str, str]) -> None:
    """Comments, escapes, line ends and another order say nothing by themselves."""
    moved = procedure("2", change) + (b"type: procedure\n" if change[0] == "type: procedure\n" else b"")

    assert not certainly_differ(procedure("1"), "1", moved, "2")


@pytest.mark.parametrize("line", ["revision:\n  '2'", "{revision: '2'}", 'revision: "\\x32"', "revision: 3"])
def test_revision_that_is_written_in_another_way_has_to_be_read(line: str) -> None:
    """Unless its line is the one that is expected, the revision may be any of the words."""
    unusual = procedure("1").replace(b'revision: "1"', line.encode())

    assert not certainly_differ(procedure("1"), "1", unusual, "2")


@with_settings(max_examples=100, deadline=None)
@given(st.data(), mappings, st.sampled_from(REVISIONS), st.sampled_from(REVISIONS))
def test_bytes_never_lie(data: st.DataObject, content: dict[str, object], before: str, after: str) -> None:
    """Whatever styles, comments, order and line ends two files have, the same content is not told apart."""
    assume("revision" not in content)
    files = []
    for revision in (before, after):
        keys = data.draw(st.permutations(["revision", *content]))
        whole = {key: content.get(key, revision) for key in keys}
        files.append(data.draw(written(st.just(whole)))[1])  # type: ignore[arg-type]  # a tree like any other
    read = [read_yaml("x.yaml", raw) for raw in files]
    assert all(isinstance(one, Source) for one in read)
    first, second = (one for one in read if isinstance(one, Source))

    assert second.digest_under(before) == first.digest
    assert not certainly_differ(files[0], before, files[1], after)


def test_comparison_is_made_once(tmp_path: Path) -> None:
    """What was compared is kept: the revision before is read from history once, and never again."""
    made = made_of(
        document("PS-01", "1", attributes='approved="2026-01-05"'),
        document("PS-01", "2", attributes='approved="2026-02-05"'),
        document("PS-02", "1", attributes='approved="2026-01-05"'),
        document("PS-02", "2", attributes='approved="2026-02-05"', text="changed"),
    )
    system = made.system()
    asked: list[int] = []

    def read(names: object) -> dict[str, bytes]:
        wanted = list(names)  # type: ignore[call-overload]  # an iterable of names
        asked.append(len(wanted))
        return dict(made.read_blobs(wanted))

    def unchanged() -> list[bool]:
        cache = Cache(tmp_path / "cache.sqlite")
        again = control(system.qms, system.history, system.day, read, cache)
        cache.save()
        return [bool(one.unchanged) for one in again.documents]

    assert (unchanged(), unchanged()) == ([True, False], [True, False])
    assert asked == [2, 0]


def test_bytes_that_are_gone_are_not_needed() -> None:
    """The digest in the approval is enough to compare with."""
    made = made_of(
        document("PS-01", "1", attributes='approved="2026-01-05"'),
        document("PS-01", "2", attributes='approved="2026-02-05"'),
    )
    made.system()
    made.blobs.clear()

    assert made.system().documents[0].unchanged
