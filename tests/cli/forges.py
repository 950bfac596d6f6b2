"""Runs what forges run: the steps of a job of GitHub Actions, and the script of a job of GitLab."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.program import ENVIRONMENT

__all__ = ["ROOT", "Runner", "bash", "checkout", "python_with_packages", "wheel"]

ROOT = Path(__file__).parent.parent.parent
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def checkout(folder: Path) -> Path:
    """Copy this project's own files to *folder*, as a forge lays out the repository of an action."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if name.split("/", maxsplit=1)[0] in ("tests", "docs", "benchmarks") or not (ROOT / name).is_file():
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def wheel(project: Path, folder: Path) -> Path:
    """Build *project* into *folder*."""
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def python_with_packages(folder: Path) -> dict[str, str]:
    """Make a Python of its own in *folder*; return variables under which it needs no network.

    The packages of the tests count as installed in it, and so does qmsctl: what installs its wheel has to
    say `PIP_FORCE_REINSTALL`.
    """
    venv.create(folder, with_pip=True, symlinks=True)
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    return {
        **{name: value for name, value in ENVIRONMENT.items() if not name.startswith("PYTHON")},
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": packages,
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }


def bash(script: str, at: Path, env: Mapping[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    """Run *script* as a runner does."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", *options, "-c", script],
        cwd=at,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass
class Runner:
    """A runner of GitHub Actions that runs the steps of its own shell, and skips other people's actions."""

    workspace: Path
    temp: Path
    env: Mapping[str, str]
    context: dict[str, str] = field(default_factory=dict)
    """What expressions stand for."""
    log: str = ""
    status: int = 0
    ran: list[str] = field(default_factory=list)
    """Names of the steps that ran."""

    @property
    def summary(self) -> Path:
        """The summary of the job."""
        return self.temp / "summary.md"

    def run(self, steps: list[dict[str, Any]], env: Mapping[str, str] | None = None) -> None:
        """Run *steps* in order, until one fails; those with a condition run all the same."""
        self.temp.mkdir(exist_ok=True)
        for step in steps:
            if "run" in step and (not self.status or "!cancelled()" in str(step.get("if"))):
                self._step(step, env or {})

    def _step(self, step: dict[str, Any], env: Mapping[str, str]) -> None:
        output = self.temp / "output"
        output.write_text("", encoding="utf-8")
        variables = {
            **self.env,
            **{name: self._expanded(str(value)) for name, value in {**env, **step.get("env", {})}.items()},
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(output),
            "RUNNER_TEMP": str(self.temp),
        }
        # `shell: bash` is stricter than no word about the shell.
        options = ("-o", "pipefail") if step.get("shell") == "bash" else ()
        assert "${{" not in step["run"], "an expression in a script can be used to inject commands"
        done = bash(step["run"], self.workspace, variables, *options)
        self.ran.append(step["name"])
        self.log += done.stdout + done.stderr
        self.status = self.status or done.returncode
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.context[f"steps.{step.get('id')}.outputs.{name}"] = value

    def _expanded(self, text: str) -> str:
        """Return *text* with what its expressions stand for; nothing where it is not known, as on the forge."""
        return _EXPRESSION.sub(lambda found: self.context.get(found[1], ""), text)
