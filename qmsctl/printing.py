"""Pages as PDF files, printed by the Chromium, Chrome or Edge that is installed, or else by WeasyPrint.

This is the only module that starts a browser.  A page can hold what strangers wrote, so the browser
gets a profile of its own that is thrown away and reaches no network, whatever the page says.  Its own
printing is a script, so scripts are for the policy of the page to forbid (`templates/paper.html.j2`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Never

from qmsctl.errors import QmsctlError
from qmsctl.messages import tr

__all__ = ["BROWSER", "find_browser", "print_note", "printed"]

BROWSER: Final = "QMSCTL_BROWSER"
"""The environment variable that names the browser to print with."""

_LIMIT: Final = 180
"""Seconds that a browser is given; the longest report known took twelve."""

_NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
_MAC: Final = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS: Final = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_WINDOWS_FOLDERS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

_OPTIONS: Final = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_SIMPLE: Final = """
* { break-inside: auto !important; break-before: auto !important; break-after: auto !important; }
h1, h2, h3, h4, h5 { break-after: avoid !important; }
.new-page { break-before: page !important; }
h2::after, h3::after, .region::before { content: none !important; }
.facts, .facts > div, .facts.two, .figures { display: block !important; }
.facts > div > *, .figures > div > * { display: inline !important; }
.facts > div > dt::after, .figures > div > dt::after { content: ": "; }
"""
"""What WeasyPrint sets in seconds: grids and kept-together blocks of a long report take it many minutes."""
_DAYS: Final = re.compile(rb"/(CreationDate|ModDate) ?\(D:\d{14}(Z|[+-]\d\d'\d\d')?")

_COMMAND: Final = re.compile(r'<meta name="qmsctl-command" content="([^"]*)">')
_NOTE: Final = re.compile(rb'^%qmsctl-command (".*") of-page-sha256 ([0-9a-f]{64})$', re.MULTILINE)
_END: Final = b"startxref"

_NODES: Final = re.compile(rb"\(node\d{8}\)")
"""How a cell is called that a heading of a table names, or is named by."""


def printed(page: str, on: dt.date, instead: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """Return *page* as a PDF file: tagged, with the page's title, headers and footers.

    Args:
        page: an HTML page that needs nothing besides itself.
        on: the day the file says it was made; the same page, day and browser give the same bytes.
        instead: where a person is told to write the page and print it by hand, if nothing here can.
        environment: where the browser is looked for.

    Raises:
        QmsctlError: nothing here prints, or it failed.
    """
    browser = find_browser(environment)
    if browser is not None:
        return _noted(_renumbered(_dated(_by_browser(page, browser, instead, environment), on)), page)
    content = _by_weasyprint(page)
    if content is None:
        raise QmsctlError(
            tr("there is no Chromium, Chrome or Edge here to print a PDF file with"),
            tr(
                "write the page as {file}, open it in a browser and print it there; or name a browser in {variable}",
                file=str(instead),
                variable=BROWSER,
            ),
        )
    return _noted(content, page)


def print_note(content: bytes) -> tuple[str, str] | None:
    """Return what the PDF file *content* says of itself: the command that makes its page again, and the page's SHA-256."""
    found = _NOTE.findall(content)
    try:
        return (str(json.loads(found[-1][0])), found[-1][1].decode()) if found else None
    except ValueError:
        return None


def find_browser(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the browser to print with: the one that is named, or the first that is installed.

    Raises:
        QmsctlError: the one that is named is not there.
    """
    if named := environment.get(BROWSER):
        found = shutil.which(named, path=environment.get("PATH"))
        if found is None:
            raise QmsctlError(
                tr("{variable} names {file}, and no such program is here", variable=BROWSER, file=named),
                tr("let {variable} name Chromium, Chrome or Edge, or unset it", variable=BROWSER),
            )
        return Path(found)
    return next((path for path in _candidates(environment) if path.is_file()), None)


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    for name in _NAMES:
        if found := shutil.which(name, path=environment.get("PATH")):
            yield Path(found)
    if sys.platform == "darwin":
        yield from (Path("/Applications") / name for name in _MAC)
    if sys.platform == "win32":
        folders = [environment[name] for name in _WINDOWS_FOLDERS if environment.get(name)]
        yield from (Path(folder) / name for name in _WINDOWS for folder in folders)


def _by_browser(page: str, browser: Path, instead: Path, environment: Mapping[str, str]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="qmsctl-print-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8", newline="\n")
        # Chromium's sandbox cannot be made by root, whom containers run as.
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        command = [
            str(browser),
            *_OPTIONS,
            *(["--no-sandbox"] if is_root else []),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        try:
            # What a browser keeps of itself goes away with the folder; nothing of it lands in the user's home.
            own = {"HOME": name, "XDG_CONFIG_HOME": name, "XDG_CACHE_HOME": name, "TZ": "UTC"}
            _run(command, {**environment, **own})
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise _failed(browser, instead) from fault
        if not target.is_file() or not (content := target.read_bytes()).startswith(b"%PDF-"):
            raise _failed(browser, instead)
        return content


def _run(command: list[str], environment: Mapping[str, str]) -> None:
    """Run *command* until it ends or its time is over, and end whatever it started."""
    with subprocess.Popen(  # noqa: S603 - a browser that the user installed or named
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(_LIMIT)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End *process* and what it left running: they form a group of their own, except on Windows."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # nothing is left of it


def _failed(browser: Path, instead: Path) -> QmsctlError:
    return QmsctlError(
        tr("{browser} did not print the page", browser=str(browser)),
        tr("write the page as {file}, open it in a browser and print it there", file=str(instead)),
    )


def _dated(content: bytes, on: dt.date) -> bytes:
    """Return *content* with the day it was made, and nothing moved: a PDF file counts its bytes."""
    stamp = on.strftime("%Y%m%d").encode() + b"000000"

    def fixed(found: re.Match[bytes]) -> bytes:
        zone = found[2] or b""
        head = found[0][: len(found[0]) - len(zone) - len(stamp)]
        return head + stamp + (b"+00'00'" if len(zone) > 1 else zone)

    return _DAYS.sub(fixed, content)


def _renumbered(content: bytes) -> bytes:
    """Return *content* with the cells of its tables numbered from 1, in the order in which they were.

    The browser numbers every node that it makes, those of its own included, and under load makes
    them in another order: the same page then had other numbers.
    """
    known = sorted(set(_NODES.findall(content)))
    numbers = {name: b"(node%08d)" % number for number, name in enumerate(known, 1)}
    return _NODES.sub(lambda found: numbers[found[0]], content)


def _noted(content: bytes, page: str) -> bytes:
    """Return *content* with a comment, which no reader shows, on the command that makes its *page* again.

    It stands where the numbers of the file's own table of contents point to nothing any more, so nothing moves.
    A page that names no command has none.
    """
    found = _COMMAND.search(page)
    before, end, after = content.rpartition(_END)
    if found is None or not end:
        return content
    digest = hashlib.sha256(page.encode("utf-8")).hexdigest()
    note = f"%qmsctl-command {json.dumps(html.unescape(found[1]))} of-page-sha256 {digest}\n"
    return before + note.encode("ascii") + end + after


def _by_weasyprint(page: str) -> bytes | None:
    """Return the page as WeasyPrint sets it, or nothing where it is not installed or cannot start."""
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - heavy, and an extra
    except (ImportError, OSError):
        return None  # OSError: its libraries are missing

    def refuse(url: str, *_: object, **__: object) -> Never:
        raise ValueError(url)

    # What it says about styles that only screens need is of no use to the reader.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    document = HTML(string=page, url_fetcher=refuse)
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1", stylesheets=[CSS(string=_SIMPLE)])
    return content
