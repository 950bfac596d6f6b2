"""What ships for forges and hooks is valid to its consumer, and runs as it does there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from qmsctl import __version__
from qmsctl.authoring.ci_files import Forge, job
from qmsctl.messages import LANGUAGES
from tests import LONG
from tests.cli import office
from tests.cli.check_formats import READERS, commands_of
from tests.cli.forges import ROOT, Runner, bash, checkout, python_with_packages, wheel
from tests.cli.program import ENVIRONMENT, git, qmsctl, state_of

_JOBS = {"github": ".github/workflows/qms.yml", "gitlab": ".gitlab/qms.yml"}
_SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}
_WHO = ("--approver", "Jan Przykładowy", "--approver-email", "jan@example.org")
_ALL = ("--no-input", "--organisation", "Urząd Gminy", "--edition", "iso9001:2015", *_WHO)
_BROKEN = "id: PS-03\ntype: procedure\ntitle: Broken\nrevision: '1'\nowner: nobody-known\n"

each_forge = pytest.mark.parametrize("forge", _JOBS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def _valid(schema: str, file: Path) -> None:
    """Assert that SchemaStore's *schema* accepts *file*."""
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _read(file: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only


# What init writes


@each_forge
@each_language
def test_job_is_valid(here: Path, forge: str, language: str) -> None:
    """The job is valid to its forge, in each language; it is pinned, and sees the whole history."""
    text = (here / "qms.yaml").read_text(encoding="utf-8")
    (here / "qms.yaml").write_text(text.replace("language: en", f"language: {language}"), encoding="utf-8")
    done = qmsctl("init", "--ci", forge, at=here)
    written = (here / _JOBS[forge]).read_text(encoding="utf-8")

    assert done.status == 0, done.err
    _valid(_SCHEMAS[forge], here / _JOBS[forge])
    assert f'"qmsctl=={__version__}"' in written
    assert re.search("fetch-depth: 0" if forge == "github" else 'GIT_DEPTH: "0"', written)
    assert re.search(r"@[a-z_]+@", written) is None
    assert ("żaden" in written or "całą" in written or "Cała" in written) == (language == "pl")
    # Other people's actions are pinned to a commit.
    assert all(re.search(r"@[0-9a-f]{40} # v", line) for line in written.splitlines() if "uses: " in line)


@each_forge
def test_job_is_written_alone_into_a_system(here: Path, forge: str) -> None:
    """An existing system gets the job and nothing else, in a commit of its own; run again nothing is changed."""
    before = git("ls-files", at=here).split()
    done = qmsctl("init", "--ci", forge, at=here)
    after = git("ls-files", at=here).split()
    state = state_of(here)
    again = qmsctl("init", "--ci", forge, at=here)

    assert done.status == again.status == 0
    assert f"set QMSCTL_PACKAGE in {_JOBS[forge]}" in done.err
    assert "placeholder" not in done.err
    assert set(after) - set(before) == {_JOBS[forge]} | ({".gitlab-ci.yml"} if forge == "gitlab" else set())
    assert git("status", "--porcelain", at=here) == ""
    assert "check the quality management system" in git("log", "-1", "--format=%s", at=here)
    assert state_of(here) == state


@each_forge
def test_job_of_a_new_system_in_a_folder(tmp_path: Path, forge: str) -> None:
    """A system in a folder of a larger repository has its job at the top, where the forge looks for it."""
    git("init", "--quiet", "--initial-branch=trunk", at=tmp_path)
    (tmp_path / "README.md").write_text("Ours.\n", encoding="utf-8")
    office.commit(tmp_path, "Begin", "2026-01-05")
    done = qmsctl("init", ".office/qms", *_ALL, "--ci", forge, at=tmp_path)
    written = (tmp_path / _JOBS[forge]).read_text(encoding="utf-8")

    assert done.status == 0, done.err
    assert "set QMSCTL_PACKAGE in " in done.err
    assert "placeholder" in done.err
    assert 'QMSCTL_FOLDER: ".office/qms"' in written
    assert "trunk" in written
    assert (tmp_path / ".office/qms/qms.yaml").is_file()
    assert git("status", "--porcelain", at=tmp_path) == ""


def test_jobs_of_others_are_kept(here: Path) -> None:
    """A `.gitlab-ci.yml` that is there stays as it is, and the lines it needs are said."""
    theirs = "test:\n  script: [make]\n"
    (here / ".gitlab-ci.yml").write_text(theirs, encoding="utf-8")
    done = qmsctl("init", "--ci", "gitlab", at=here)

    assert done.status == 0
    assert (here / ".gitlab-ci.yml").read_text(encoding="utf-8") == theirs
    assert "?? .gitlab-ci.yml" in git("status", "--porcelain", at=here)
    assert "Add these lines to .gitlab-ci.yml" in done.err
    assert "include:\n  - local: .gitlab/qms.yml\n" in done.err


def test_dry_run_writes_no_job(here: Path) -> None:
    """A dry run names the file and writes nothing."""
    before = state_of(here)
    done = qmsctl("init", "--ci", "github", "--dry-run", at=here)

    assert "new  .github/workflows/qms.yml\n" in done.out
    assert state_of(here) == before


def test_unknown_forge(here: Path) -> None:
    """A forge that is not known is refused, and the known ones are named."""
    done = qmsctl("init", "--ci", "sourcehut", at=here)

    assert (done.status, done.out) == (2, "")
    assert "github" in done.err
    assert "gitlab" in done.err


@pytest.mark.parametrize("forge", list(Forge))
def test_every_phrase_is_translated(forge: Forge) -> None:
    """No comment or name of a step of a Polish job is English."""
    texts = {
        language: next(iter(job(forge, language, "main", "").files.values())).decode()
        for language in LANGUAGES
    }
    said = [
        {line.strip(" -") for line in text.splitlines() if re.search(r"^\s*(- )?(#|name: (?!qms$))", line)}
        for text in texts.values()
    ]

    assert len(said[0]) >= 4
    assert said[0] & said[1] == set()


# What runs them


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a forge checks it out for those who use its action."""
    return checkout(tmp_path_factory.mktemp("action") / "qmsctl")


@dataclass(frozen=True)
class Python:
    """A Python for jobs that needs no network."""

    env: Mapping[str, str]
    package: str

    @property
    def overruled(self) -> Mapping[str, str]:
        """Variables of a job in whose place others stand, since no index has this very version."""
        return {"QMSCTL_PACKAGE": self.package, "PIP_FORCE_REINSTALL": "1"}


@pytest.fixture(scope="session")
def python(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Python:
    """A Python that jobs install qmsctl into, and the wheel to install."""
    folder = tmp_path_factory.mktemp("python")
    built = wheel(project, folder / "wheel")
    return Python({**python_with_packages(folder / "venv"), "HOME": str(folder)}, str(built))


@pytest.fixture
def broken(here: Path) -> Path:
    """The office, with jobs, in which the last commit broke a document."""
    for forge in _JOBS:
        assert qmsctl("init", "--ci", forge, at=here).status == 0
    (here / "procedures/ps-03.yaml").write_text(_BROKEN, encoding="utf-8")
    office.commit(here, "Break", "2026-04-01")
    return here


def test_workflow_runs(broken: Path, python: Python, tmp_path: Path) -> None:
    """The workflow installs, checks with annotations and a summary, fails, and leaves its results."""
    workflow = _read(broken / _JOBS["github"])
    runner = Runner(broken, tmp_path / "runner", python.env)
    runner.context["github.event.pull_request.base.sha"] = git("rev-parse", "HEAD~1", at=broken).strip()
    runner.run(workflow["jobs"]["check"]["steps"], {**workflow["env"], **python.overruled})
    told = {(one.rule, one.path) for one in READERS["github"](runner.log) if one.severity == "error"}
    results = {file.name for file in (runner.temp / "qms").iterdir()}

    assert runner.status == 1, runner.log
    assert runner.ran == ["Install qmsctl", "Check", "Write the report on readiness"]
    assert ("DOC010", "procedures/ps-03.yaml") in told
    assert "nobody-known" in runner.summary.read_text(encoding="utf-8")
    assert results == {"qms.sarif", "qms.xml", "qms.md", "readiness.html"}
    assert json.loads((runner.temp / "qms/qms.sarif").read_text(encoding="utf-8"))["runs"]


def test_gitlab_job_runs(broken: Path, python: Python) -> None:
    """GitLab's job installs, checks, fails, and leaves the reports it names as artifacts."""
    written = _read(broken / _JOBS["gitlab"])["qms"]
    variables = {**written["variables"], **python.overruled}
    env = {**python.env, **variables, "CI": "true", "CI_PROJECT_DIR": str(broken)}
    base = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": git("rev-parse", "HEAD~1", at=broken).strip()}
    settings = {"GIT_CONFIG_GLOBAL": str(broken.parent / "gitconfig")}
    done = bash("\n".join(written["script"]), broken, {**env, **base, **settings}, "-o", "pipefail")
    reports = {kind: broken / name for kind, name in written["artifacts"]["reports"].items()}
    told = {(one.rule, one.path) for one in READERS["gitlab"](reports["codequality"].read_text("utf-8"))}

    assert done.returncode == 1, done.stdout + done.stderr
    assert "procedures/ps-03.yaml:5:8: error DOC010" in done.stdout
    assert ("DOC010", "procedures/ps-03.yaml") in told
    assert reports["junit"].is_file()
    assert (broken / "qms-results/readiness.html").is_file()


# The action


def test_action_is_valid() -> None:
    """The action is valid to GitHub; what builds qmsctl in it is pinned as for the tests."""
    _valid("vendor.github-actions", ROOT / "action.yml")
    pinned = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
    build = (ROOT / "requirements-build.lock").read_text(encoding="utf-8").splitlines()

    assert [line for line in build if not line.startswith("#") and line.rstrip(" \\") not in pinned] == []


def _acted(project: Path, python: Python, workspace: Path, temp: Path, **inputs: str) -> Runner:
    """Run the action with *inputs* in *workspace*."""
    action = _read(project / "action.yml")
    runner = Runner(workspace, temp, python.env)
    runner.context |= {f"inputs.{name}": one["default"] for name, one in action["inputs"].items()}
    runner.context |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
    runner.context |= {"github.action_path": str(project), "steps.python.outputs.python-path": sys.executable}
    runner.run(action["runs"]["steps"])
    return runner


def test_action_runs(broken: Path, project: Path, python: Python, tmp_path: Path) -> None:
    """The action builds what it is checked out as, annotates, writes the summary and its outputs, and fails."""
    runner = _acted(project, python, broken, tmp_path / "runner", language="pl", fail_on="warning")
    outputs = {name: runner.context[f"steps.check.outputs.{name}"] for name in ("status", "results", "sarif")}

    assert runner.status == 1, runner.log
    assert any("nobody-known" in data for _, _, data in commands_of(runner.log))
    assert "Dalej" in runner.log
    assert "nobody-known" in runner.summary.read_text(encoding="utf-8")
    assert outputs["status"] == "1"
    assert Path(outputs["sarif"]).is_file()
    assert {file.name for file in Path(outputs["results"]).iterdir()} == {"qms.sarif", "qms.xml", "qms.md"}


# pre-commit


def test_hook_is_valid() -> None:
    """pre-commit accepts the manifest."""
    command = (sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.fixture
def hooked(here: Path, project: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Mapping[str, str]:
    """The office with the hook installed; variables under which git runs it."""
    language: str = request.param
    hooks = tmp_path / "hooks"
    if language == "python":
        checkout(hooks)
    else:
        hooks.mkdir()
        manifest = (project / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
        (hooks / ".pre-commit-hooks.yaml").write_text(
            manifest.replace("language: python", f"language: {language}"), encoding="utf-8"
        )
    git("init", "--quiet", "--initial-branch=main", at=hooks)
    office.commit(hooks, "Hooks", "2026-01-05")
    program = tmp_path / "bin/qmsctl"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m qmsctl "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    config = {
        "repos": [
            {
                "repo": str(hooks),
                "rev": git("rev-parse", "HEAD", at=hooks).strip(),
                "hooks": [{"id": "qmsctl-check"}],
            }
        ]
    }
    (here / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    office.commit(here, "Hook", "2026-04-01")
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))},
        **{name: value for name, value in ENVIRONMENT.items() if name.startswith(("GIT_", "LANG", "XDG"))},
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
    }
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=here, env=env, check=True, capture_output=True
    )
    return env


_LONG = pytest.mark.skipif(not LONG, reason="installs every package anew, from the network")


@pytest.mark.parametrize("hooked", ["system", pytest.param("python", marks=_LONG)], indirect=True)
def test_hook_stops_a_commit(here: Path, hooked: Mapping[str, str]) -> None:
    """With the hook git refuses a commit that breaks a document, names the place, and takes the mended one."""

    def commit(text: str) -> subprocess.CompletedProcess[str]:
        (here / "procedures/ps-03.yaml").write_text(text, encoding="utf-8")
        git("add", "--all", at=here)
        command = ("git", "commit", "--quiet", "--message=Add PS-03")
        return subprocess.run(command, cwd=here, env=hooked, capture_output=True, text=True, check=False)

    refused = commit(_BROKEN)
    taken = commit(_BROKEN.replace("nobody-known", "quality-officer") + "sections: {purpose: Real.}\n")

    assert refused.returncode == 1
    assert "procedures/ps-03.yaml:5:8: error DOC010" in refused.stdout + refused.stderr
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert git("log", "-1", "--format=%s", at=here) == "Add PS-03\n"
