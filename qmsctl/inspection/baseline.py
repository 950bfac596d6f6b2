"""The baseline: the problems of an old repository that are known, so that a check fails only because of new ones.

The file is `qms-baseline.json` beside `qms.yaml`.  It is no record: whoever writes it commits it, and everybody
sees in the diff what became known and what was mended.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qmsctl.errors import ConfigurationError
from qmsctl.inspection.fingerprint import VERSION, subject_of
from qmsctl.messages import Message, tr
from qmsctl.model.configuration import BASELINE
from qmsctl.repo.snapshot import MissingContentError, Snapshot

if TYPE_CHECKING:
    from qmsctl.inspection import Checked
    from qmsctl.inspection.outcome import Reported

__all__ = ["Baseline", "BaselineSeen", "Known", "baseline_of", "baseline_text", "read_baseline"]

SCHEMA: Final = "qmsctl.baseline/1"
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
_BIGGEST: Final = 32 * 1024 * 1024
"""Bytes from which on it is not read: there is room for more than a hundred thousand problems."""


@dataclass(frozen=True, slots=True)
class Known:
    """One problem that was there when the baseline was written."""

    rule: str
    subject: str
    """The document, or the path of a file that is none, for people."""
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The problems that are known."""

    written: dt.date
    known: tuple[Known, ...]

    @property
    def fingerprints(self) -> frozenset[str]:
        """By what each is known again."""
        return frozenset(one.fingerprint for one in self.known)


@dataclass(frozen=True, slots=True)
class BaselineSeen:
    """What became of a baseline in a check."""

    written: dt.date
    known: int
    """Problems it holds that are still there."""
    fixed: int
    """Problems it holds that are gone."""
    refused: int = 0
    """Problems that somebody wrote into it, though no baseline may hold them: they count."""


def baseline_text(
    day: dt.date, problems: Sequence[tuple[Reported, str]], documents: Mapping[str, Checked]
) -> bytes:
    """Return the file that makes *problems* known: a line for each, so that a mended one is one line less.

    Args:
        day: on which they were found.
        problems: each with its fingerprint.
        documents: those of the tree, by path.
    """
    lines = sorted(
        json.dumps(
            {
                "rule": problem.rule,
                "slug": problem.slug,
                "subject": _printable(subject_of(problem, documents)),
                "fingerprint": fingerprint,
            },
            ensure_ascii=False,
        )
        for problem, fingerprint in problems
    )
    head = [f'  "schema": "{SCHEMA}"', f'  "fingerprints": "{VERSION}"', f'  "written": "{day.isoformat()}"']
    rows = ",\n".join(f"    {line}" for line in lines)
    listed = f'  "problems": [\n{rows}\n  ]' if rows else '  "problems": []'
    return ("{\n" + ",\n".join([*head, listed]) + "\n}\n").encode()


def _printable(text: str) -> str:
    """Return *text* as UTF-8 can hold it."""
    return text.encode("utf-8", "backslashreplace").decode()


def baseline_of(snapshot: Snapshot) -> Baseline | None:
    """Return the baseline among the files of *snapshot*; `None` if there is none.

    Raises:
        ConfigurationError: there is one, and it cannot be read.
    """
    try:
        return read_baseline(snapshot.read(BASELINE))
    except MissingContentError:
        raise _unusable(tr("its content is not in the repository")) from None
    except FileNotFoundError:
        return None
    except OSError:
        raise _unusable(tr("it is no regular file, or you may not open it")) from None


def read_baseline(raw: bytes) -> Baseline:
    """Return the baseline that *raw* holds.

    Raises:
        ConfigurationError: it cannot be read: then nobody knows which problems are known, and none is hidden.
    """
    if len(raw) >= _BIGGEST:
        raise _unusable(tr("it is larger than {limit} bytes", limit=_BIGGEST))
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise _unusable(tr("it is no JSON")) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise _unusable(tr("it does not say that it is {schema}", schema=SCHEMA))
    if data.get("fingerprints") != VERSION:
        raise _unusable(tr("its problems are not told by {version}", version=VERSION))
    try:
        written = dt.date.fromisoformat(data["written"])
        known = tuple(_known(entry) for entry in data["problems"])
    except (KeyError, TypeError, ValueError):
        raise _unusable(tr("a field is missing in it or holds what it cannot hold")) from None
    if len({one.fingerprint for one in known}) != len(known):
        raise _unusable(tr("one problem stands in it twice"))
    return Baseline(written, known)


def _known(entry: Any) -> Known:  # noqa: ANN401 - whatever a file holds
    fields = tuple(entry[name] for name in ("rule", "subject", "fingerprint"))
    if not all(isinstance(field, str) for field in fields) or not _FINGERPRINT.fullmatch(fields[2]):
        raise ValueError(entry)
    return Known(*fields)


def _unusable(reason: Message) -> ConfigurationError:
    return ConfigurationError(
        tr("{file} cannot be used: {reason}", file=BASELINE, reason=reason),
        tr(
            "bring it back from the history: git checkout HEAD -- {file}, or delete it and look at all problems",
            file=BASELINE,
        ),
    )
