"""Packs of the demonstration and of the small office: what tests of packs share."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema

from tests.catalogues import ROOT
from tests.cli.program import qmsctl

__all__ = ["APART", "AUDIT", "DAY", "rezip", "seal", "troubles", "unpacked", "verified"]

AUDIT = "AUD-2026-01"
DAY = "2026-11-13"
"""The day on which the demonstration ends."""
APART = ("MANIFEST.sha256", "MANIFEST.sha256.sig", "MANIFEST.sha256.asc", "MANIFEST.tsq", "MANIFEST.tsr")
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/verify-1.json").read_text(encoding="utf-8"))


def unpacked(pack: Path, to: Path) -> Path:
    """Unpack the zip *pack*, or copy the folder, to the new folder *to*."""
    if pack.is_dir():
        shutil.copytree(pack, to)
    else:
        with zipfile.ZipFile(pack) as archive:
            archive.extractall(to)
    return to


def seal(folder: Path) -> None:
    """Write the manifest of the files in *folder* anew, as somebody who changed one of them would."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = (
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in names
        if name not in APART
    )
    (folder / "MANIFEST.sha256").write_text("".join(lines), encoding="utf-8")


def rezip(files: Mapping[str | zipfile.ZipInfo, bytes], to: Path) -> Path:
    """Write *files* into a zip as another program does."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return to


def verified(
    pack: Path, *words: str, status: int, env: Mapping[str, str | None] | None = None
) -> dict[str, Any]:
    """Return what `qmsctl verify` says of *pack* as JSON."""
    done = qmsctl("verify", pack, *words, "--format", "json", at=pack.parent, env=env)
    assert status == done.status, done.says
    data: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(data, SCHEMA)
    assert data["holds"] == (status == 0)
    return data


def troubles(data: Mapping[str, Any]) -> set[tuple[str, str | None]]:
    """Return of what does not hold, or cannot be established, the question and the file."""
    return {(one["question"], one["name"]) for one in data["troubles"] if one["state"] != "note"}
