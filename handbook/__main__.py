"""`python -m handbook [FOLDER]` builds the site; without a folder, in `build/site`."""

from __future__ import annotations

import sys
from pathlib import Path

from handbook.site import BrokenLinkError, NotASiteError, build
from handbook.sources import ROOT


def main() -> None:
    """Build the site, and say where it is."""
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/site"
    try:
        count = build(into)
    except (BrokenLinkError, NotASiteError) as error:
        sys.exit(f"handbook: {error}")
    print(f"{count} pages: {into / 'index.html'}")


if __name__ == "__main__":
    main()
