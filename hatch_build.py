"""Compiles the message catalogues when qmsctl is built or installed."""

from __future__ import annotations

import datetime as dt
import sys
from io import BytesIO
from pathlib import Path
from struct import iter_unpack, unpack, unpack_from
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NO_DAY: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""In the place of the day of compiling: the same texts make the same file."""


def compile_catalogues(root: Path) -> None:
    """Write one binary catalogue per language from the `.po` files of `qmsctl/messages/<language>/`.

    Args:
        root: the folder that holds `pyproject.toml`.

    Raises:
        ValueError: two files of one language translate the same text differently.
    """
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - needed at build time only
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    messages = root / "qmsctl" / "messages"
    for folder in sorted(path for path in messages.iterdir() if any(path.glob("*.po"))):
        merged = Catalog(locale=folder.name, creation_date=_NO_DAY, revision_date=_NO_DAY)
        for file in sorted(folder.glob("*.po")):
            with file.open("rb") as stream:
                for message in read_po(stream, locale=folder.name):
                    if not message.id:
                        continue
                    known = merged.get(message.id, message.context)
                    if known is not None and known.string != message.string:
                        reason = f"{file.name}: {message.id!r} is translated differently in another file"
                        raise ValueError(reason)
                    merged[message.id] = message
        target = messages / "compiled" / folder.name / "LC_MESSAGES" / "qmsctl.mo"
        compiled = BytesIO()
        write_mo(compiled, merged)
        content = _sorted_by_bytes(compiled.getvalue())
        # By the age of its files a running qmsctl tells whether what it knows is still of the same version.
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _sorted_by_bytes(compiled: bytes) -> bytes:
    """Return a compiled catalogue whose texts stand in the order of their bytes, as the format demands.

    `write_mo` sorts by the text alone, and then puts the context before it where a text has one; whoever halves
    the list to find a text would miss what stands around such an entry.
    """
    _, _, count, *tables = unpack_from("5I", compiled)
    originals, translations = (list(iter_unpack("8s", compiled[at : at + 8 * count])) for at in tables)

    def text(index: int) -> bytes:
        size, start = unpack("2I", *originals[index])
        return compiled[start : start + size]

    order = sorted(range(count), key=text)
    laid = bytearray(compiled)
    for at, table in zip(tables, (originals, translations), strict=True):
        laid[at : at + 8 * count] = b"".join(table[index][0] for index in order)
    return bytes(laid)


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic is not needed here
    """Runs before a wheel, an sdist or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues into the source tree, from where they are packed."""
        del version, build_data
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
