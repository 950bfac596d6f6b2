"""Keeps an office's diary: what is written, decided and recorded on which day, always with the same ids."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from pathlib import Path

from qmsctl.authoring.records import Clerk, RecordFile, approval_record, finding_record, minutes_record
from qmsctl.model.organisation import Folders
from qmsctl.model.reading import read_document
from qmsctl.repo.recorder import Identity
from tests.cli import office
from tests.cli.program import git

__all__ = ["ANN", "BOB", "EVE", "Diary"]

ANN = "Ann Example <ann@example.org>"
BOB = "Bob Example <bob@example.org>"
EVE = "Eve Example <eve@example.org>"


class Diary:
    """The repository of an office, in which every entry is a commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._letters = itertools.cycle("abcdefghijklmnopqrstuvwxyz234567")

    def write(self, path: str, text: str | None, day: str, message: str, who: str = ANN) -> str:
        """Write *text* to *path*, or delete it, commit, and return the id of the commit."""
        file = self.folder / path
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return office.commit(self.folder, message, day, who)

    def change(self, path: str, texts: Mapping[str, str], day: str, message: str, who: str = ANN) -> str:
        """Replace what *texts* names in the file *path*, commit, and return the id of the commit."""
        content = (self.folder / path).read_text(encoding="utf-8")
        for old, new in texts.items():
            assert old in content
            content = content.replace(old, new)
        return self.write(path, content, day, message, who)

    def move(self, old: str, new: str, day: str, message: str) -> str:
        """Rename a file, commit, and return the id of the commit."""
        git("mv", old, new, at=self.folder)
        return office.commit(self.folder, message, day)

    def decide(
        self, path: str, meaning: str, day: str, who: str = BOB, recorder: str | None = None, **fields: object
    ) -> RecordFile:
        """Record that *who* decided on the document in *path*, and commit that as *recorder*."""
        document = read_document(path, (self.folder / path).read_bytes())
        assert document is not None
        decided = {"decider": {"person": who.partition(" ")[0].lower()}, "decided": day, **fields}
        recording = recorder or who
        record = approval_record(
            self._clerk(recording, day), document, document.fact.language or "en", meaning, decided
        )
        self._put(record, day, f"{document.fact.id}: {meaning}", recording)
        return record

    def finding(self, finding: str, step: str, day: str, **fields: object) -> RecordFile:
        """Record a step of a finding."""
        record = finding_record(self._clerk(EVE, day), finding, step, {"occurred": day, **fields})
        self._put(record, day, f"{finding}: {step}", EVE)
        return record

    def minutes(
        self, audit: str, kind: str, day: str, fields: Mapping[str, object] | None = None
    ) -> RecordFile:
        """Record minutes of an audit."""
        record = minutes_record(self._clerk(EVE, day), audit, kind, {"occurred": day, **(fields or {})})
        self._put(record, day, f"{audit}: {kind}", EVE)
        return record

    def _clerk(self, who: str, day: str) -> Clerk:
        name, _, email = who.rstrip(">").partition(" <")
        when = dt.datetime.fromisoformat(f"{day}T11:00:00+00:00")
        return Clerk(Identity(name, email), when, lambda _: next(self._letters), Folders())

    def _put(self, record: RecordFile, day: str, message: str, who: str) -> None:
        self.write(record.path, record.content.decode(), day, message, who)
