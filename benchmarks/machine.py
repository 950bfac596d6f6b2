"""What the figures were measured on, without a name of the machine or a path on it."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from yaml import _yaml

from qmsctl import __version__

__all__ = ["facts"]

_HERE: Final = Path(__file__).parent


def facts() -> Iterator[tuple[str, str]]:
    """Yield what a reader needs to judge the figures, each with its label."""
    yield "day", f"{dt.datetime.now(dt.UTC).date()}"
    yield "processor", f"{_processor()}, {len(os.sched_getaffinity(0))} cores"
    yield "memory", f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    yield "kernel", f"{platform.system()} {platform.release()}"
    yield "Python", f"{platform.python_implementation()} {platform.python_version()}"
    yield "git", _git("--version").removeprefix("git version ")
    yield "PyYAML", f"{metadata.version('pyyaml')} with libyaml {_yaml.get_version_string()}"
    yield "qmsctl", f"{__version__}, commit {_git('-C', str(_HERE), 'rev-parse', '--short=10', 'HEAD')}"
    yield "load", f"{os.getloadavg()[0]:.1f} in the minute before"


def _processor() -> str:
    """Return what the processor calls itself."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()
