"""Standards besides ISO 9001: read by way of it, worked to, or added as a folder of data."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import qmsctl

PACKAGE = ROOT / "qmsctl"


def test_coverage_of_a_standard_that_nobody_names(here: Path) -> None:
    """It is read by way of the edition that documents name, and each row says over which clauses."""
    done = qmsctl("coverage", "--edition", "kz", "--on", "2026-11-22", at=here)

    assert done.status == 0, done.err
    assert "no document names these clauses" in done.out
    row = next(line for line in done.out.splitlines() if line.startswith("C.10 "))
    assert "clauses 7.5.1, 7.5.2, 7.5.3.1, 7.5.3.2" in row
    assert "excluded" not in row  # 7.5.3 is, and leaves it to the others
    assert "excluded" in next(line for line in done.out.splitlines() if line.startswith("A.2 "))
    assert "documented 1" in done.out or "evidenced 1" in done.out or "claimed 1" in done.out
    plain = qmsctl("coverage", "--on", "2026-11-22", at=here)
    assert "A.2 " not in plain.out


def test_an_organisation_can_work_to_it(here: Path) -> None:
    """Named in `qms.yaml` and by a document, its standards are covered as those of any other."""
    settings = (here / "qms.yaml").read_text(encoding="utf-8")
    (here / "qms.yaml").write_text(
        settings.replace("editions: [iso9001:2015]", 'editions: ["iso9001:2015", "kz:2009"]'),
        encoding="utf-8",
    )
    (procedure,) = here.glob("procedures/ps-01*")
    text = procedure.read_text(encoding="utf-8")
    procedure.write_text(
        text.replace("[7.5.1, 7.5.2]}", "[7.5.1, 7.5.2], kz:2009: [C.10, Z.9]}"), encoding="utf-8"
    )
    office.commit(here, "Work to management control", "2026-11-20")

    done = qmsctl("check", "--on", "2026-11-22", "--format", "json", at=here)
    said = [(one["slug"], one["message"]) for one in json.loads(done.out)["problems"]]
    covered = qmsctl("coverage", "--edition", "kz", "--on", "2026-11-22", at=here)

    assert any(slug == "unknown-clause" and "Z.9" in message for slug, message in said)
    assert any(slug == "unclaimed-clause" and "A.1" in message for slug, message in said)
    assert not any(slug == "unclaimed-clause" and "C.10" in message for slug, message in said)
    assert "no document names these clauses" not in covered.out


TREE = """\
# source: made up for a test
# basis: recalled
# checked: 2026-11-30
id|kind|title_en|title_pl
1|group|Kitchen|Kuchnia
1.1|leaf|Clean hands|Czyste ręce
1.2|leaf|Sharp knives|Ostre noże
"""
EDITIONS_TABLE = """\
key|clauses|designation|designation_pl|names|published|superseded|transition_end|begins|basis|source|checked
soup:2025|2025.psv|Soup standard 2025|Norma zupy 2025|zupa|2025-05-01||||recalled|made up for a test|2026-11-30
"""
TABLE = """\
# source: made up for a test
# basis: recalled
# checked: 2026-11-30
from|to|clause_from|clause_to|relation|note_en|note_pl
soup:2025|iso9001:2015|1.1|7.5.1|part||
"""


def test_a_third_standard_is_a_folder_of_data(here: Path, tmp_path: Path) -> None:
    """The whole program, with one folder more and not one line of code: it is covered, compared and named."""
    shutil.copytree(PACKAGE, tmp_path / "program/qmsctl", ignore=shutil.ignore_patterns("__pycache__"))
    for shipped in ("procedures", "checklists", "templates"):
        shutil.copytree(PACKAGE.parent / shipped, tmp_path / "program" / shipped)
    folder = tmp_path / "program/qmsctl/standards/soup"
    folder.mkdir()
    for name, content in (("2025", TREE), ("editions", EDITIONS_TABLE), ("correlation", TABLE)):
        (folder / f"{name}.psv").write_text(content, encoding="utf-8")

    def asked(*words: str) -> str:
        command = [sys.executable, "-m", "qmsctl", *words]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path / "program"), "PYTHONSAFEPATH": "1"}
        done = subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    covered = asked("coverage", "--edition", "zupa", "--lang", "pl", "--on", "2026-11-22")
    assert "1.1 | Czyste ręce; punkt 7.5.1" in covered
    assert "1.2 | Ostre noże" in covered
    between = asked("gap", "--from", "soup:2025", "--to", "2026", "--on", "2026-11-22")
    assert "Soup standard 2025" in between
    settings = (here / "qms.yaml").read_text(encoding="utf-8")
    (here / "qms.yaml").write_text(settings.replace("[iso9001:2015]", "[soup:2025]", 1), encoding="utf-8")
    assert "1.2" in asked("coverage", "--clause", "1", "--on", "2026-11-22")
