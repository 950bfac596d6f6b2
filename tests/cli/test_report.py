"""`qmsctl report`: formats, what a report lacks, issuing it, and verifying a file years later."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.cli.program import Outcome, git, qmsctl

MADE_BY_HAND = """\
from pathlib import Path
from qmsctl.cli.paper_output import PaperFormat, written_paper
from qmsctl.cli.report_made import Asked, audit_paper_of, audit_report_of, open_asked

asked = Asked("AUD-2026-02", "{head}", "2026-11-13", as_issued=True)
session = open_asked(asked)
paper = audit_paper_of(asked, audit_report_of(asked, session), session)
Path("{forged}").write_text(written_paper(session, paper, PaperFormat.HTML, "en"), encoding="utf-8")
"""
"""Makes a report that calls itself issued, past the command that refuses it."""

CONCLUDE = (
    "audit", "minutes", "AUD-2026-02", "conclusions", "--text", "The system works.", "--recommendation", "Go on.",
    "--not-covered", "Everything else: no time.", "--no-input",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo(demonstrations: Callable[[str], Demonstration]) -> Demonstration:
    """The demonstration in English; nobody may change it."""
    return demonstrations("en")


@pytest.fixture
def here(demo: Demonstration, tmp_path: Path) -> Path:
    """A copy of the demonstration to record in."""
    folder = tmp_path / "office"
    shutil.copytree(demo.folder, folder)
    git("config", "user.name", "Sylwia Korcz", at=folder)
    git("config", "user.email", "s.korcz@um.przykladowo.example", at=folder)
    return folder


def report(at: Path, *words: str) -> Outcome:
    """Run `qmsctl report` in English."""
    return qmsctl("report", *words, "--lang", "en", at=at)


def issued(folder: Path, audit: str) -> Path:
    """Return the file of the report that was issued for *audit*."""
    (found,) = folder.glob(f"audits/{audit.lower()}-*/attachments/*/*report*.html")
    return found


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_a_report_is_verified_to_the_byte(demo: Demonstration, tmp_path: Path, name: str) -> None:
    """A file written from a commit is the report of that commit, and any other letter is found with its place."""
    file = tmp_path / name
    assert report(demo.folder, demo.audit, "-o", str(file), "--on", "2026-11-13").status == 0

    same = report(demo.folder, demo.audit, "--verify", str(file))

    assert same.status == 0
    assert "every byte is the same" in same.out

    text = file.read_text(encoding="utf-8")
    assert "Two of 29" in text or "NC-2026-01-A1" in text
    file.write_text(text.replace("NC-2026-01-A1", "NC-2026-01-A9", 1), encoding="utf-8")
    other = report(demo.folder, demo.audit, "--verify", str(file))

    assert other.status == 1
    assert "1 line differs" in other.out
    assert "NC-2026-01-A9" in other.out
    assert "under “" in other.out


def test_the_issued_reports_of_the_demonstration_hold(demo: Demonstration) -> None:
    """What was issued is still what its commit gives, and a record knows its digest."""
    for audit in ("AUD-2025-01", "AUD-2026-01"):
        done = report(demo.folder, audit, "--verify", str(issued(demo.folder, audit)))

        assert done.status == 0
        assert "Its digest is that of the report issued on" in done.out
        assert "every byte is the same" in done.out
        assert "It is the report as it was issued; the repository has moved on since" in done.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<p>hello</p>", "does not say from which commit and day it was made"),
        (
            '<meta name="qmsctl-command" content="qmsctl report AUD-2026-01 --rev HEAD --on 2026-11-13 --report-lang en">',
            "does not say from which commit",
        ),
        (
            (
                '<meta name="qmsctl-command" content="qmsctl report AUD-2026-01 --rev {head} --on 2026-11-13'
                ' --report-lang en --output x">'
            ),
            "does not say from which commit",
        ),
        (
            (
                '<meta name="qmsctl-command" content="qmsctl report AUD-2025-01 --rev {head} --on 2026-11-13'
                ' --report-lang en">'
            ),
            "says it is the report of AUD-2025-01, not of AUD-2026-01",
        ),
        (
            (
                f'<meta name="qmsctl-command" content="qmsctl report AUD-2026-01 --rev {"a" * 40} --on 2026-11-13'
                ' --report-lang en">'
            ),
            "there is no commit",
        ),
    ],
)
def test_a_file_that_cannot_be_verified_is_refused(
    demo: Demonstration, tmp_path: Path, content: str, said: str
) -> None:
    """Only a commit, a day and a language are taken from a file that may be anybody's."""
    file = tmp_path / "strange.html"
    file.write_text(
        content.replace("{head}", git("rev-parse", "HEAD", at=demo.folder).strip()), encoding="utf-8"
    )

    done = report(demo.folder, "AUD-2026-01", "--verify", str(file))

    assert done.status == 2
    assert said in " ".join(done.err.split())
    assert not Path(demo.folder, "x").exists()


def test_what_a_report_lacks_is_listed(demo: Demonstration) -> None:
    """Thirty fields, each with whether it is there; those that are expected and missing say how to add them."""
    whole = report(demo.folder, "AUD-2026-01", "--check")
    draft = report(demo.folder, "AUD-2026-02", "--check")

    assert (whole.status, draft.status) == (0, 1)
    assert [line.split()[1] for line in whole.out.splitlines()] == [f"R{n:02}" for n in range(1, 31)]
    assert "✗ R13 conclusions: missing (expected)" in draft.out
    assert (
        "Next: record it with the conclusions: qmsctl audit minutes AUD-2026-02 conclusions --text"
        in draft.out
    )


def test_a_draft_says_what_it_lacks(demo: Demonstration) -> None:
    """What is missing stands in its place and in a list; nothing is left out silently."""
    done = report(demo.folder, "AUD-2026-02", "--format", "markdown")

    assert "This is a draft" in done.out
    assert "### What the report still lacks" in done.out
    assert "The conclusions of the audit are not recorded." in done.out


def test_a_report_is_issued_with_its_digest(here: Path) -> None:
    """The file, its digest and the commit it was made from are one record; it can be made again from that commit."""
    early = report(here, "AUD-2026-02", "--issue")

    assert early.status == 2
    assert "R13 conclusions is missing" in early.err

    assert qmsctl(*CONCLUDE, at=here).status == 0
    before = git("rev-parse", "HEAD", at=here).strip()
    lacking = report(here, "AUD-2026-02", "--issue")

    assert lacking.status == 2
    assert "--fulfilment" in lacking.err
    assert git("rev-parse", "HEAD", at=here).strip() == before

    done = report(here, "AUD-2026-02", "--issue", "--incomplete", "--text", "Sent by post.")

    assert done.status == 0, done.err
    (record,) = [
        path for path in here.glob("audits/aud-2026-02-*/minutes/*") if "report_issued" in path.read_text()
    ]
    fact = fields_of(record)
    file = record.parent.parent / "attachments" / fact["file"]
    assert fact["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert fact["commit"] == before
    assert "This is a draft" not in file.read_text(encoding="utf-8")
    assert git("status", "--porcelain", at=here) == ""
    assert "every byte is the same" in report(here, "AUD-2026-02", "--verify", str(file)).out


@pytest.mark.parametrize("words", [("-o", "report.pdf"), ("--format", "json")])
def test_a_report_is_issued_as_a_text_that_any_program_shows(here: Path, words: tuple[str, ...]) -> None:
    """Any other format is refused, with the command that writes it beside the issued one."""
    assert qmsctl(*CONCLUDE, at=here).status == 0
    before = git("rev-parse", "HEAD", at=here)

    done = report(here, "AUD-2026-02", "--issue", "--incomplete", *words)

    format = words[1].removeprefix("report.")
    assert done.status == 2
    assert f"issued as HTML or Markdown, not as {format}" in done.err
    assert f"qmsctl report AUD-2026-02 --as-issued --format {format} -o FILE" in done.err
    assert git("rev-parse", "HEAD", at=here) == before
    assert git("status", "--porcelain", at=here) == ""


def fields_of(record: Path) -> dict[str, str]:
    """Return what a record says of the report that it names."""
    lines = [line.strip().partition(": ") for line in record.read_text(encoding="utf-8").splitlines()]
    return {key: value.strip('"') for key, _, value in lines if key in ("file", "sha256", "commit")}


def test_a_dirty_tree_issues_nothing(here: Path) -> None:
    """A report that no commit gives cannot be issued, and says so in its place."""
    assert qmsctl(*CONCLUDE, at=here).status == 0
    policy = next(here.glob("procedures/ps-01.yaml"))
    policy.write_text(policy.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")

    done = report(here, "AUD-2026-02", "--issue", "--incomplete")

    assert done.status == 2
    assert "only be issued from a commit" in done.err
    assert "so it cannot be made again" in report(here, "AUD-2026-02").out


def test_the_context_is_the_paper(demo: Demonstration) -> None:
    """What templates get is printed as JSON, and is what every format is made from."""
    made = json.loads(report(demo.folder, demo.audit, "--context").out)

    assert made["schema"] == "qmsctl-paper-1"
    assert made == json.loads(report(demo.folder, demo.audit, "--format", "json").out)
    assert [section["key"] for section in made["sections"]][:3] == ["summary", "general", "objectives"]


def test_a_call_asks_for_one_thing(demo: Demonstration) -> None:
    """Two things at once are refused before anything is done."""
    done = report(demo.folder, demo.audit, "--check", "--issue")

    assert done.status == 2
    assert "--check and --issue are two things" in done.err


def test_changes_since_the_audit_before_are_told(demo: Demonstration) -> None:
    """The report names the audit before, the documents and the findings to which something happened since."""
    text = report(demo.folder, "AUD-2026-01", "--format", "markdown").out
    part = text.partition("## 10. Changes since the last audit")[2].partition("\n## ")[0]

    assert "AUD-2025-01" in part
    assert "Documents that records of this period are about" in part
    assert "NC-2025-01-A1" in part
    assert "qmsctl changes --since AUD-2025-01" in part
    first = report(demo.folder, "AUD-2025-01", "--format", "markdown").out
    assert "No other audit was concluded before this one began" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_issued_is_what_was_issued(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path, language: str
) -> None:
    """The commit and the day come from the record of the issue, and the bytes are those that were issued."""
    folder = demonstrations(language).folder
    (issued,) = folder.glob("audits/aud-2026-01*/attachments/**/*.html")
    written = tmp_path / "report.html"
    done = qmsctl("report", "AUD-2026-01", "--as-issued", "--lang", language, "-o", written, at=folder)

    assert done.status == 0, done.err
    assert written.read_bytes() == issued.read_bytes()


def test_nothing_becomes_issued_by_being_printed(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """What nobody issued, or not from this commit on this day, is not written as if it had been."""
    calls = {
        ("AUD-2026-02",): "no report of AUD-2026-02 was issued yet",
        ("AUD-2026-01", "--on", "2026-11-13"): "was issued from commit",
    }
    for words, said in calls.items():
        done = qmsctl(
            "report", *words, "--as-issued", "-o", tmp_path / "x.md", at=demonstrations("en").folder
        )
        assert (done.status, said in done.err) == (2, True), done.err
    assert not (tmp_path / "x.md").exists()


def test_a_forged_issue_does_not_verify(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """A file that calls itself issued holds only if a record of the issue says so, whatever its bytes are."""
    here = demonstrations("en").folder
    head = git("rev-parse", "HEAD", at=here).strip()
    forged = tmp_path / "forged.html"
    forged.write_text(MADE_BY_HAND.format(here=here, head=head, forged=forged), encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-c", forged.read_text(encoding="utf-8")], cwd=here, capture_output=True, check=False
    )
    assert made.returncode == 0, made.stderr.decode()
    done = qmsctl("report", "AUD-2026-02", "--verify", forged, at=here)

    assert done.status == 1
    assert "every byte is the same" in done.out
    assert "It calls itself issued, and no record says" in done.out
    (issued,) = here.glob("audits/aud-2026-01*/attachments/**/*.html")
    assert qmsctl("report", "AUD-2026-01", "--verify", issued, at=here).status == 0
