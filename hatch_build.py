"""Compiles the message catalogues when qmsctl is built or installed."""

from __future__ import annotations

import datetime as dt
import sys
from io import BytesIO
from pathlib import Path
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
                    if message.context:
                        # As gettext keeps it, so that it is sorted by what it is looked up by.
                        message.id, message.context = f"{message.context}\x04{message.id}", None
                    known = merged.get(message.id)
                    if known is not None and known.string != message.string:
                        reason = f"{file.name}: {message.id!r} is translated differently in another file"
                        raise ValueError(reason)
                    merged[message.id] = message
        target = messages / "compiled" / folder.name / "LC_MESSAGES" / "qmsctl.mo"
        compiled = BytesIO()
        write_mo(compiled, merged)
        # By the age of its files a running qmsctl tells whether what it knows is still of the same version.
        if not target.exists() or target.read_bytes() != compiled.getvalue():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(compiled.getvalue())


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic is not needed here
    """Runs before a wheel, an sdist or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues into the source tree, from where they are packed."""
        del version, build_data
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
