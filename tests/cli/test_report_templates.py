"""An organisation's own templates: what they can set, what they cannot reach, and what a mistake says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsctl.demo import Demonstration
from tests.cli.program import Outcome, git, qmsctl


@pytest.fixture
def here(demonstrations: Callable[[str], Demonstration], tmp_path: Path) -> Path:
    """A copy of the demonstration."""
    folder = tmp_path / "office"
    shutil.copytree(demonstrations("en").folder, folder)
    git("config", "user.name", "Sylwia Korcz", at=folder)
    git("config", "user.email", "s.korcz@um.przykladowo.example", at=folder)
    return folder


def with_template(folder: Path, name: str, text: str) -> None:
    """Put a template for the report of an audit into *folder*."""
    path = folder / "templates" / "audit-report" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def report(folder: Path, *words: str) -> Outcome:
    """Run `qmsctl report` in English."""
    return qmsctl("report", "AUD-2026-01", "--on", "2026-11-13", "--lang", "en", *words, at=folder)


def test_a_section_is_set_anew(here: Path) -> None:
    """One section by the organisation's template, with what qmsctl offers; the rest as it comes."""
    with_template(
        here,
        "signatures.html.j2",
        '<section id="signatures"><h2>By hand</h2>{{ blocks(section.blocks, 3) }}<p>{{ "<i>" ~ paper.id }}</p></section>',
    )
    with_template(here, "scope.md.j2", "## Ours: {{ '*' ~ paper.id }}\n\n{{ original }}\n")
    page, text = report(here, "--format", "html"), report(here, "--format", "markdown")

    assert (page.status, text.status) == (0, 0)
    assert "<h2>By hand</h2>" in page.out
    assert "&lt;i&gt;AUD-2026-01" in page.out
    assert "class=signatures" in page.out
    assert "<h2>" in page.out
    assert "## Ours: \\*AUD-2026-01" in text.out
    assert "## 3. Scope of the audit" in text.out


def test_a_whole_paper_is_set_anew(here: Path) -> None:
    """Everything between head and foot is the template's; the policy of the page stays ours."""
    with_template(
        here, "whole.html.j2", "<p>Controlled copy.</p>{% for key, made in sections.items() if key != 'register' %}{{ made }}{% endfor %}"
    )  # fmt: skip
    page = report(here, "--format", "html").out

    assert "<p>Controlled copy.</p>" in page
    assert '<section id="register"' not in page
    assert "default-src 'none'" in page
    assert page.index("default-src") < page.index("Controlled copy")


@pytest.mark.parametrize(
    ("text", "place", "fault"),
    [
        ("a\n{% for x in y %}\n", "scope.html.j2:2", "endfor"),
        ("a\n{{ section.nothing.more }}\n", "scope.html.j2:2", "nothing"),
        ("a\n\n{{ ().__class__.__bases__ }}", "scope.html.j2:3", "unsafe"),
        ("{{ paper.__init__.__globals__ }}", "scope.html.j2:1", "unsafe"),
        ("{{ paper.sections.append(1) }}", "scope.html.j2:1", "unsafe"),
        ("{% for i in range(10000000) %}{% endfor %}", "scope.html.j2:1", "Range too big"),
        ("{{ 1 / 0 }}", "scope.html.j2:1", "division by zero"),
        ("{% include 'paper.html.j2' %}", "scope.html.j2:1", "paper.html.j2"),
        ("{% include '/etc/passwd' %}", "scope.html.j2:1", "/etc/passwd"),
        ("{% include '../../qms.yaml' %}", "scope.html.j2:1", "qms.yaml"),
        ("<script>alert(1)</script>", "scope.html.j2", "<script"),
        ("<p onclick='x()'>", "scope.html.j2", "onclick="),
        ('<meta http-equiv="refresh" content="0; url=http://example.org/">', "scope.html.j2", "<meta"),
        ('<a href="javascript:x">', "scope.html.j2", "javascript:"),
    ],
)
def test_a_mistake_has_its_place(here: Path, tmp_path: Path, text: str, place: str, fault: str) -> None:
    """File, line and reason; no report is written, and nothing outside the sandbox is reached."""
    with_template(here, "scope.html.j2", text)
    file = tmp_path / "out.html"

    done = report(here, "-o", str(file))

    assert done.status == 2
    assert f"templates/audit-report/{place}" in done.err
    assert fault in done.err
    assert "Next: mend the template" in done.err
    assert not file.exists()


def test_a_mistake_in_an_included_part_has_its_place(here: Path) -> None:
    """Templates may include each other, and the innermost is named."""
    with_template(here, "scope.html.j2", "a\n{% include 'audit-report/_part.html.j2' %}\n")
    with_template(here, "_part.html.j2", "b\n\n{{ nothing }}\n")

    assert "templates/audit-report/_part.html.j2:3" in report(here, "--format", "html").err


def test_a_template_that_no_section_is_called_after_is_named(here: Path) -> None:
    """A slip of the pen is not lost."""
    with_template(here, "sumary.html.j2", "x")
    done = report(here, "--format", "html")

    assert done.status == 0
    assert "templates/audit-report/sumary.html.j2 is not used" in done.err
    assert "summary" in done.err


def test_the_templates_are_those_of_the_commit(here: Path, tmp_path: Path) -> None:
    """A report made with templates can be made again after they have changed."""
    with_template(here, "scope.html.j2", "<section id='scope'><h2>First</h2></section>")
    git("add", "--all", at=here)
    git("commit", "--quiet", "-m", "Set the scope", at=here)
    file = tmp_path / "out.html"
    assert report(here, "-o", str(file)).status == 0
    assert "<h2>First</h2>" in file.read_text(encoding="utf-8")
    with_template(here, "scope.html.j2", "<section id='scope'><h2>Second</h2></section>")

    same = qmsctl("report", "AUD-2026-01", "--verify", str(file), "--lang", "en", at=here)

    assert "every byte is the same" in same.out


@pytest.mark.parametrize("format", ["html", "markdown", "json", "plain"])
def test_a_public_report_names_nobody(demonstrations: Callable[[str], Demonstration], format: str) -> None:
    """Roles stand instead of names, files that were attached are not named, and the paper says so."""
    folder = demonstrations("en").folder
    private = report(folder, "--format", format).out
    public = report(folder, "--format", format, "--public").out
    people = [
        line.partition("name:")[2].strip().strip('"')
        for line in (folder / "qms.yaml").read_text(encoding="utf-8").splitlines()
        if line.startswith("    name:")
    ]

    assert people
    assert [name for name in people if name in private] != []
    assert [name for name in people if name in public] == []
    assert "This is the version for publication: the people of the organisation" in public
    attached = [path.name for path in folder.glob("audits/aud-2026-01-*/attachments/*/*.csv")]
    assert attached
    assert [name for name in attached if name in public] == []


@pytest.mark.parametrize(
    ("language", "on_the_page", "in_the_help"),
    [
        (
            "en",
            "Names of people that qms.yaml does not know are not found: read it before you publish it.",
            "Other names of people are not found: read it before you publish it.",
        ),
        (
            "pl",
            "Nazwiska osób, których nie ma w qms.yaml, nie są rozpoznawane: przed publikacją trzeba przeczytać całość.",
            "Innych nazwisk program nie rozpozna: przed publikacją trzeba przeczytać całość.",
        ),
    ],
)
def test_a_public_report_says_which_names_it_does_not_find(
    here: Path, language: str, on_the_page: str, in_the_help: str
) -> None:
    """A name that the settings do not know stays, so the page and the help send whoever publishes it to read it."""
    plan = next(here.glob("audits/aud-2026-01-*/audit.yaml"))
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        re.sub(r"^title: .*$", "title: Visit of Zenobia Quill", text, flags=re.MULTILINE), encoding="utf-8"
    )
    words = ("report", "AUD-2026-01", "--on", "2026-11-13", "--lang", language)

    public = qmsctl(*words, "--report-lang", language, "--format", "html", "--public", at=here).out
    private = qmsctl(*words, "--report-lang", language, "--format", "html", at=here).out
    shown = qmsctl("report", "--help", "--lang", language, at=here, env={"COLUMNS": "200"}).out

    assert "Zenobia Quill" in public
    assert on_the_page in " ".join(public.split())
    assert on_the_page not in " ".join(private.split())
    assert in_the_help in " ".join(re.sub("[│|]", " ", shown).split())


def test_a_public_report_is_verified(demonstrations: Callable[[str], Demonstration], tmp_path: Path) -> None:
    """It says that it is one, and is made again as such."""
    folder, file = demonstrations("en").folder, tmp_path / "public.html"
    assert report(folder, "--public", "-o", str(file)).status == 0

    done = qmsctl("report", "AUD-2026-01", "--verify", str(file), "--lang", "en", at=folder)

    assert (done.status, "every byte is the same" in done.out) == (0, True)


def test_a_public_report_leaves_out_what_is_restricted(here: Path) -> None:
    """A document of restricted access has no row and no name, wherever it would stand."""
    path = next(here.glob("procedures/ps-09.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("id: PS-09\n", "id: PS-09\nclassification: restricted\n"), encoding="utf-8")
    title = (
        next(line for line in text.splitlines() if line.startswith("title: ")).partition(": ")[2].strip('"')
    )
    git("commit", "--quiet", "--all", "-m", "Restrict PS-09", at=here)

    private, public = (
        report(here, "--format", "markdown").out,
        report(here, "--public", "--format", "markdown").out,
    )

    assert "PS-09" in private
    assert title in private
    assert "PS-09" not in public
    assert title not in public
    assert "a document of restricted access" in public


def test_a_public_report_names_no_file_of_the_follow_up(here: Path, tmp_path: Path) -> None:
    """The proof of an action is an attachment like any other: neither its name nor its place is published."""
    proof = tmp_path / "lista-obecnosci.csv"
    proof.write_text("a;b\n", encoding="utf-8")
    done = qmsctl(
        "finding", "respond", "NC-2026-01-A1", "--done", "Training held.", "--attach", str(proof),
        "--occurred", "2026-11-10", "--no-input", at=here,
    )  # fmt: skip
    assert done.status == 0, done.err

    private, public = report(here, "--format", "json").out, report(here, "--public", "--format", "json").out

    assert "lista-obecnosci.csv" in private
    assert "lista-obecnosci.csv" not in public
    assert "an attached file" in public
