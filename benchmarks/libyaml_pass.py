"""One pass of libyaml over the files of a repository: part of the floor.  A program of its own.

With `raw` libyaml parses and nothing becomes a Python object; with `events` PyYAML makes its events of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml
from yaml import _yaml


def main() -> None:
    """Parse every document and record below the folder that is named first."""
    folder, how = Path(sys.argv[1]), sys.argv[2]
    for top in ("procedures", "checklists", "approvals", "audits", "findings"):
        for path in (folder / top).rglob("*.*"):
            raw = path.read_bytes()
            if path.suffix == ".md":
                raw = raw.split(b"---\n", 2)[1]
            if how == "raw":
                _yaml.CParser(raw).raw_parse()
            else:
                for _ in yaml.parse(raw, Loader=yaml.CBaseLoader):
                    pass


if __name__ == "__main__":
    main()
