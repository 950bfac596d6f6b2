"""Adapts the model office to another organisation, as whoever has an editor does: by changing text, and nothing else.

A folder of `tests/cli/adapted` says what becomes of the office there:

* `gone.txt`: files that are deleted, a path on each line.
* `words.txt`: what is said in place of what, in documents, registers and settings: an expression, ` => `, the text.
* `settings.yaml`: the parts of `qms.yaml` that are written anew, or added.
* every other file below it is written to the same path: new documents, and those that are written anew.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["adapt"]

_FOLDER = Path(__file__).parent / "adapted"
_PART = re.compile(r"^(?P<key>\w+):.*\n(?:(?:[ #].*)?\n)*", re.MULTILINE)


def adapt(folder: Path, name: str) -> None:
    """Change the texts of the office in *folder* to those of the organisation *name*."""
    said = _FOLDER / name
    for path in (said / "gone.txt").read_text(encoding="utf-8").split():
        (folder / path).unlink()
    _say_otherwise(folder, said)
    settings = folder / "qms.yaml"
    text = settings.read_text(encoding="utf-8")
    for part in _PART.finditer((said / "settings.yaml").read_text(encoding="utf-8")):
        present = re.search(rf"^{part['key']}:.*\n(?:  .*\n)*", text, re.MULTILINE)
        text = text.replace(present[0], part[0]) if present else f"{text}{part[0]}"
    settings.write_text(text, encoding="utf-8")
    for file in said.rglob("*.*"):
        if file.parent != said and file.is_file():
            (folder / file.relative_to(said)).write_bytes(file.read_bytes())


def _say_otherwise(folder: Path, said: Path) -> None:
    """Replace words, also in the names of files, which are the ids of documents."""
    lines = (said / "words.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition(" =>")[::2] for line in lines]
    words = [(re.compile(old, re.MULTILINE), new.removeprefix(" ")) for old, new in pairs]
    texts = ("qms.yaml", "procedures/*.yaml", "checklists/*.yaml", "registers/*.csv")
    for file in sorted(path for pattern in texts for path in folder.glob(pattern)):
        text = file.read_text(encoding="utf-8")
        for old, new in words:
            text = old.sub(new, text)
        file.write_text(text, encoding="utf-8")
        id = re.match(r"id: (\S+)$", text.partition("\n")[0])
        if id:
            file.rename(file.with_name(f"{id[1].lower().replace('/', '-')}.yaml"))
