"""`python -m handbook [FOLDER]` builds the site; without a folder, in `build/site`."""

from __future__ import annotations

import sys
from pathlib import Path

from handbook.site import build
from handbook.sources import ROOT


def main() -> None:
    """Build the site, and say where it is."""
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/site"
    count = build(into)
    print(f"{count} pages: {into / 'index.html'}")


if __name__ == "__main__":
    main()
