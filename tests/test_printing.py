"""PDF files, printed by the real browser."""

from __future__ import annotations

import datetime as dt
import os
import re
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qmsctl.errors import QmsctlError
from qmsctl.printing import BROWSER, _renumbered, find_browser, printed
from qmsctl.render.paper_html import paper_html
from qmsctl.render.worded import worded
from tests.browser import CHROMIUM, needs_browser
from tests.papers.every_block import every_block

DAY = dt.date(2026, 3, 14)
INSTEAD = Path("report.html")


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which the browser of the tests is named."""
    return {**os.environ, BROWSER: CHROMIUM, **more}


def program(folder: Path, *lines: str) -> Path:
    """Return a program of a few *lines* that stands where a browser could."""
    file = folder / "browser"
    file.write_text("\n".join(("#!/bin/sh", *lines, "")), "utf-8")
    file.chmod(0o755)
    return file


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """Yield a port of this machine, and what was asked there."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(1000))

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1], asked
        # Closing alone does not wake the thread that waits.
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


@needs_browser
def test_a_paper_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is tagged, has title, pages and day; the same page gives the same bytes; nothing is left behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    page = paper_html(worded(every_block(), "pl"))
    content = printed(page, DAY, INSTEAD, environment())
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert b"/Lang (pl)" in content
    title = "Raport z auditu nr AUD-2026-03 – Urząd Miasta Przykładowo"  # noqa: RUF001 - as the page has it
    assert b"/Title <FEFF" + title.encode("utf-16-be").hex().upper().encode() in content
    assert len(re.findall(rb"/Type /Page\b", content)) >= 2
    assert re.findall(rb"/(?:Creation|Mod)Date \(D:([^)]*)\)", content) == [b"20260314000000+00'00'"] * 2
    elsewhere = environment(TZ="Asia/Tokyo", LANG="pl_PL.UTF-8")
    assert printed(page, DAY, INSTEAD, elsewhere) == content
    assert list(tmp_path.iterdir()) == []


@needs_browser
def test_a_page_reaches_nothing() -> None:
    """Whatever a page asks for over the network, or by the name of a host, is not asked."""
    with listening() as (port, asked):
        images = "".join(f'<img src="http://{host}:{port}/x">' for host in ("127.0.0.1", "localhost"))
        content = printed(f"<title>x</title><p>text{images}", DAY, INSTEAD, environment())
    assert content.startswith(b"%PDF-")
    assert asked == []


def test_no_browser_is_said_with_what_to_do(tmp_path: Path) -> None:
    """Where nothing can print, a person is told to print the page by hand."""
    with pytest.raises(QmsctlError) as caught:
        printed("<p>x", DAY, INSTEAD, {"PATH": str(tmp_path)})
    assert caught.value.exit_code == 2
    assert "report.html" in str(caught.value.hint)
    assert BROWSER in str(caught.value.hint)


def test_the_browser_is_found_by_its_name(tmp_path: Path) -> None:
    """The one that is named comes first; then the first known one of the path."""
    known = program(tmp_path, "exit 0")
    named = known.rename(tmp_path / "google-chrome")
    assert find_browser({"PATH": str(tmp_path)}) == named
    assert find_browser({"PATH": "", BROWSER: str(named)}) == named
    assert find_browser({"PATH": ""}) is None


def test_a_named_browser_that_is_not_there_is_refused() -> None:
    """A name that leads nowhere is an error: another browser might print another file."""
    with pytest.raises(QmsctlError, match="QMSCTL_BROWSER names /nowhere/chrome") as caught:
        find_browser({"PATH": os.environ["PATH"], BROWSER: "/nowhere/chrome"})
    assert caught.value.hint is not None


@pytest.mark.parametrize("lines", [("exit 3",), ("exit 0",), ("kill -9 $$",)])
def test_a_browser_that_prints_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...]
) -> None:
    """Whatever it ends with, a file that is not there is no success, and nothing is left behind."""
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    browser = program(tmp_path, *lines)
    with pytest.raises(QmsctlError, match="did not print the page") as caught:
        printed("<p>x", DAY, INSTEAD, {"PATH": os.environ["PATH"], BROWSER: str(browser)})
    assert "report.html" in str(caught.value.hint)
    assert list(room.iterdir()) == []


def test_what_a_browser_started_is_ended_with_it(tmp_path: Path) -> None:
    """No process of it goes on after the file is there: the end of a pipe that it holds comes."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    script = (
        f"sleep 600 > {pipe} &",
        'for one in "$@"; do case $one in --print-to-pdf=*) printf "%%PDF-" > "${one#*=}";; esac; done',
    )
    browser = program(tmp_path, *script)
    content = printed("<p>x", DAY, INSTEAD, {"PATH": os.environ["PATH"], BROWSER: str(browser)})
    assert content == b"%PDF-"
    os.set_blocking(end, True)
    assert os.read(end, 1) == b""
    os.close(end)


def test_numbers_of_nodes_do_not_tell_two_files_apart() -> None:
    """What a browser under load numbers otherwise gets the same numbers, and no byte moves."""
    one = b"/ID (node00000051)>> /Headers [(node00000051) (node00000064)]"
    two = b"/ID (node00000052)>> /Headers [(node00000052) (node00000065)]"

    assert _renumbered(one) == _renumbered(two)
    assert _renumbered(one) == b"/ID (node00000001)>> /Headers [(node00000001) (node00000002)]"
