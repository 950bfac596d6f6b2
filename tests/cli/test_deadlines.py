"""`qmsctl deadlines`: last days of cases by a law, in every format, from registers good, bad and hostile."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest

from qmsctl.control.cases import CaseStanding
from qmsctl.demo import Demonstration
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Outcome, Terminal, qmsctl, state_of, without_escapes
from tests.papers.reading import letters

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/deadlines-1.json").read_text(encoding="utf-8"))
ON = ("--on", "2026-11-22")
each_language = pytest.mark.parametrize("language", ["en", "pl"])

REGISTER = """\
znak;rodzaj;data_wpływu;data_załatwienia;nowy_termin;zawiadomienie_o_zwłoce;okresy_niewliczane;termin
A.1;skarga;2026-10-20;2026-11-20;;;;2026-11-20
A.2;skarga;2026-10-20;2026-11-21;;;;
A.3;wniosek;20.10.2026;;;;;
A.4;wniosek;2026-10-26;;;;;
A.5;skarga;2026-11-10;;;;;
A.6;odwołanie;2026-10-01;2026-11-10;;;2026-10-10..2026-10-19;2026-11-12
A.7;skarga;2026-10-01;2026-11-20;2026-11-30;2026-10-30;;
A.8;skarga;2026-10-01;2026-11-20;2026-11-30;2026-11-05;;
A.9;skarga;2026-10-01;2026-11-20;2026-11-30;;;
A.10;skarga;;;;;;
A.11;skarga;2026-02-30;;;;;
A.12;prośba;2026-10-20;;;;;
A.13;;2026-10-20;;;;;
A.14;skarga;2026-11-23;;;;;
A.15;skarga;2026-10-20;2026-10-19;;;;
A.16;sprawa;2026-10-20;;;;2026-11-01..;
A.17;skarga;2026-10-20;;;;2026-11-01..2026-11-05;
A.18;sprawa;2026-10-20;;;;kiedyś;
A.19;skarga;1998-10-20;;;;;
A.20;sprawa prosta;2026-10-20;;;;;
A.21;zażalenie;2026-10-20;;;;;31.11.2026
A.22;skarga;2026-10-20;wkrótce;;;;
"""
"""One row for whatever can become of one."""
STANDINGS: Mapping[str, tuple[str, str | None]] = {
    "A.1": ("kept", "2026-11-20"),
    "A.2": ("late", "2026-11-20"),
    "A.3": ("overdue", "2026-11-20"),
    "A.4": ("running_out", "2026-11-26"),
    "A.5": ("open", "2026-12-10"),
    "A.6": ("kept", "2026-11-12"),  # 1 November is a holiday and a Sunday; ten days later 11 November is one
    "A.7": ("kept", "2026-11-30"),
    "A.8": ("late", "2026-11-02"),
    "A.9": ("late", "2026-11-02"),
    **{f"A.{n}": ("unknown", None) for n in (*range(10, 21), 22)},
    "A.21": ("overdue", "2026-11-20"),
}


@pytest.fixture(scope="module")
def registered(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a register of cases; nobody may change it."""
    here = office.copy(pattern, tmp_path_factory.mktemp("cases") / "office")
    register(here, REGISTER)
    return here


@pytest.fixture
def mine(registered: Path, tmp_path: Path) -> Path:
    """A copy of the office with its register."""
    return office.copy(registered, tmp_path / "office")


def register(here: Path, content: str, name: str = "sprawy") -> None:
    """Commit *content* as a register."""
    (here / "registers").mkdir(exist_ok=True)
    (here / f"registers/{name}.csv").write_text(content, encoding="utf-8")
    office.commit(here, "Enter cases", "2026-11-01")


def listed(here: Path, *options: str, name: str = "sprawy") -> dict[str, Any]:
    """Return what is printed as JSON, and see that it is what its schema describes."""
    done = qmsctl("deadlines", name, "--json", *ON, *options, at=here)
    assert 0 == done.status, done.err
    data: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)
    return data


def test_every_standing(registered: Path) -> None:
    """Each row stands where its days put it, names its line, and is counted once; nothing is written."""
    before = state_of(registered)
    found = listed(registered, "--law", "kpa")
    cases = {case["case"]: case for case in found["cases"]}

    assert {name: (case["standing"], case["last_day"]) for name, case in cases.items()} == STANDINGS
    assert {name: case["line"] for name, case in cases.items()} == {f"A.{n}": n + 1 for n in range(1, 23)}
    assert sum(found["totals"].values()) == 22
    assert all((case["reason"] is None) == (case["standing"] != "unknown") for case in cases.values())
    assert (cases["A.1"]["days"], cases["A.2"]["days"], cases["A.4"]["days"]) == (0, -1, 4)
    assert found["columns"]["announced"] == "zawiadomienie_o_zwłoce"
    assert before == state_of(registered)


@each_language
def test_why_nothing_can_be_computed(registered: Path, language: str) -> None:
    """Each row that cannot be computed says why in the reader's language, each its own reason."""
    found = listed(registered, "--law", "kpa", "--lang", language)
    reasons = {case["case"]: case["reason"] for case in found["cases"] if case["reason"]}
    expected = {
        "en": {
            "A.10": "is missing",
            "A.11": "2026-02-30 is no day",
            "A.12": "prośba is no kind of case",
            "A.13": "does not say what kind",
            "A.14": "after the day that is asked about",
            "A.15": "before it was received",
            "A.16": "stands still since 1 November 2026",
            "A.17": "names no days that do not count",
            "A.18": "kiedyś names no days",
            "A.19": "2014 to 2035",
            "A.20": "art. 35 § 2 names no day",
            "A.22": "wkrótce is no day",
        },
        "pl": {
            "A.10": "brak dnia",
            "A.11": "2026-02-30 nie jest datą",
            "A.12": "prośba",
            "A.13": "nie podaje rodzaju",
            "A.14": "po dniu, którego dotyczy",
            "A.15": "przed dniem wpływu",
            "A.16": "termin nie biegnie od 1 listopada 2026 r.",
            "A.17": "nie zna dni niewliczanych",
            "A.18": "kiedyś nie wskazuje",
            "A.19": "od 2014 do 2035",
            "A.20": "niezwłocznie",
            "A.22": "wkrótce nie jest datą",
        },
    }[language]
    assert set(reasons) == set(expected)
    for case, words in expected.items():
        assert words in reasons[case], case


def test_another_day_counts_if_it_was_announced_in_time(registered: Path) -> None:
    """What was announced too late, or nobody knows when, does not move the last day, and the row says so."""
    cases = {case["case"]: case for case in listed(registered, "--law", "kpa")["cases"]}

    assert cases["A.7"]["period_ends"] == "2026-11-02"
    assert "the period itself ended on 2 November 2026" in cases["A.7"]["remarks"][0]
    assert "announced on 5 November 2026, after the last day" in cases["A.8"]["remarks"][0]
    assert "nothing shows that 30 November 2026 was announced" in cases["A.9"]["remarks"][0]
    assert "31.11.2026, is no day" in cases["A.21"]["remarks"][0]


def test_what_happened_later_was_not_known(registered: Path) -> None:
    """On an earlier day a case that was settled since was open."""
    done = qmsctl("deadlines", "sprawy", "--law", "kpa", "--json", "--on", "2026-11-18", at=registered)
    cases = {case["case"]: case for case in json.loads(done.out)["cases"]}

    assert (cases["A.1"]["standing"], cases["A.1"]["closed"], cases["A.1"]["days"]) == (
        "running_out",
        None,
        2,
    )
    assert cases["A.3"]["standing"] == "running_out"


@each_language
def test_every_format_names_every_case(registered: Path, tmp_path: Path, language: str) -> None:
    """Each case and each reason is in every file; the same bytes twice; all say that it is no legal advice."""
    data = listed(registered, "--law", "kpa", "--lang", language)
    advice = {"en": "no legal advice", "pl": "nie jest porada prawna"}[language]
    call = ("deadlines", "sprawy", "--law", "kpa", *ON, "--lang", language, "-o")
    for ending in ("html", "md", "txt", "json", "csv", "docx", "xlsx"):
        file, again = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
        for one in (file, again):
            done = qmsctl(*call, one, at=registered)
            assert (done.status, done.out) == (0, ""), done.err
        assert file.read_bytes() == again.read_bytes(), ending
        text = letters(_text(file))
        for case in data["cases"]:
            assert letters(case["case"]) in text
            assert letters(case["reason"] or "") in text, (ending, case)
        if ending not in ("csv", "xlsx"):
            assert letters(advice) in text, ending
    rows = list(csv.reader(io.StringIO((tmp_path / "one.csv").read_text(encoding="utf-8"))))
    assert [row[0] for row in rows[1:]] == [case["case"] for case in data["cases"]]
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 2


def _text(file: Path) -> str:
    if file.suffix == ".docx":
        return "".join(docx.Document(str(file)).element.itertext())
    if file.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(file).worksheets
        return " ".join(
            str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row
        )
    text = file.read_text(encoding="utf-8")
    return re.sub(r"<[^>]*>", "", text) if file.suffix == ".html" else text


@each_language
@pytest.mark.parametrize("columns", [40, 80])
def test_in_a_terminal(registered: Path, language: str, columns: int) -> None:
    """Every line fits; nothing is cut."""
    call = ("--lang", language, "deadlines", "sprawy", "--law", "kpa", *ON)
    with Terminal(*call, at=registered, columns=columns) as terminal:
        shown = without_escapes(terminal.end().out)

    assert [] == [line for line in shown.splitlines() if len(line) > columns]
    assert all(name in shown for name in STANDINGS)


def test_status_and_choice(registered: Path) -> None:
    """With --exit-code the status is 1 if anything listed is late or unclear; --standing chooses what is listed."""
    call = ("deadlines", "sprawy", "--law", "kpa", *ON)

    for options, status in (
        ((), 0),
        (("--exit-code",), 1),
        (("--exit-code", "--standing", "kept", "--standing", "open"), 0),
        (("--exit-code", "--standing", "late"), 1),
        (("--exit-code", "--standing", "unknown"), 1),
        (("--exit-code", "--standing", "nie da się obliczyć"), 1),
    ):
        assert qmsctl(*call, *options, at=registered).status == status, options
    kept = listed(registered, "--law", "kpa", "--standing", "kept")
    assert {case["standing"] for case in kept["cases"]} == {"kept"}
    assert sum(kept["totals"].values()) == 22
    near = listed(registered, "--law", "kpa", "--within", "60d")["totals"]
    assert (near["running_out"], near["open"]) == (2, 0)


def test_columns_and_kinds_of_the_settings(mine: Path) -> None:
    """`qms.yaml` says which column holds what, what a word means, and whose periods count."""
    register(
        mine, "Nr;Co;Od;Do\n1/26;reklamacja;2026-10-20;2026-11-20\n2/26;REKLAMACJA;2026-10-20;\n", "moje"
    )
    refused = qmsctl("deadlines", "moje", "--law", "kpa", at=mine)
    assert (refused.status, refused.out) == (2, "")
    assert "no column of registers/moje.csv is known to hold the day a case was received" in refused.err
    settings = (mine / "qms.yaml").read_text(encoding="utf-8")
    said = (
        "registers:\n  mine:\n    files: [registers/moje.csv]\n    law: kpa\n"
        "    columns: {received: Od, closed: Do, kind: Co}\n    kinds: {reklamacja: complaint}\n"
    )
    (mine / "qms.yaml").write_text(settings + said, encoding="utf-8")

    assert ["overdue", "kept"] == [case["standing"] for case in listed(mine, name="moje")["cases"]]
    for old, new, words in (
        ("Od,", "Odd,", "did you mean Od?"),
        ("complaint", "grumble", "grumble, as qms.yaml calls cases of registers/moje.csv, is no kind of kpa"),
        ("    law: kpa\n", "", "nothing says whose periods count"),
    ):
        (mine / "qms.yaml").write_text(settings + said.replace(old, new), encoding="utf-8")
        refused = qmsctl("deadlines", "moje", at=mine)
        assert (refused.status, refused.out) == (2, "")
        assert words in refused.err
        assert len(refused.err.splitlines()) == 2
    one_kind = said.replace("kind: Co", "unit: Co").replace("    law:", "    kind: motion\n    law:")
    (mine / "qms.yaml").write_text(settings + one_kind, encoding="utf-8")
    assert {"motion"} == {case["rule"] for case in listed(mine, name="moje")["cases"]}


def test_many_months_are_shown_as_years(mine: Path, tmp_path: Path) -> None:
    """The caption of the picture says what its bars are."""
    rows = [f"{n}/26;complaint;{2018 + n // 12}-{n % 12 + 1:02}-10;" for n in range(36)]
    register(mine, "\n".join(("nr;kind;received;closed", *rows, "")), "wiele")
    captions = {"wiele": "by the year of their last day", "sprawy": "by the month of their last day"}
    for name, caption in captions.items():
        target = tmp_path / f"{name}.html"
        done = qmsctl("--lang", "en", "deadlines", name, "--law", "kpa", "-o", str(target), at=mine)
        assert 0 == done.status, done.err
        page = target.read_text(encoding="utf-8")
        assert [one for one in captions.values() if one in page] == [caption]


def test_the_register_is_compared_with_the_law(mine: Path) -> None:
    """A last day of the register's own that the law does not give, and a mark used twice, are said."""
    register(
        mine,
        "znak,rodzaj,wpływ,termin\nB.1,skarga,2026-11-02,2026-12-03\nB.1,skarga,2026-11-02,2026-12-02\n",
        "dwa",
    )
    done = qmsctl("deadlines", "dwa", "--law", "kpa", *ON, at=mine)

    assert "In 1 row the register has another last day than the law gives." in done.out
    assert "the register has 3 December 2026 as the last day" in done.out
    assert "may be counted twice: B.1" in done.out


def test_a_hostile_register(mine: Path, tmp_path: Path) -> None:
    """No cell becomes a formula, markup or a command to the terminal; a row of many is still one row."""
    cells = (
        '=HYPERLINK("http://x")',
        "+1+1",
        "@SUM(A1)",
        "-2",
        "<script>alert(1)</script>",
        "\x1b[31mred",
        "\u202eevil",
    )
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    body = "".join(f"{cell};{cell};{cell};{cell}\n" for cell in quoted)
    register(mine, f"znak;rodzaj;wpływ;wydział\n{body}", "zle")
    for ending in ("csv", "xlsx", "html", "txt"):
        done = qmsctl("deadlines", "zle", "--law", "kpa", *ON, "-o", tmp_path / f"x.{ending}", at=mine)
        assert done.status == 0, done.err
    table = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text(encoding="utf-8"))))
    assert len(table) == 1 + len(cells)
    assert not [
        cell for row in table for cell in row if cell.startswith(("=", "+", "@", "-")) and len(cell) > 1
    ]
    for sheet in openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert "<script>alert" not in (tmp_path / "x.html").read_text(encoding="utf-8")
    assert not {"\x1b", "\u202e"} & set((tmp_path / "x.txt").read_text(encoding="utf-8"))


@each_language
@pytest.mark.parametrize(
    "options",
    [
        ("sprawy", "--law", "kpx"),
        ("sprawy",),
        ("spravy", "--law", "kpa"),
        ("sprawy", "--law", "kpa", "--standing", "lost"),
        ("sprawy", "--law", "kpa", "--within", "soon"),
        ("sprawy", "--law", "kpa", "--json", "--format", "csv"),
        ("sprawy", "--law", "kpa", "-o", "x.odt"),
    ],
)
def test_what_cannot_be_asked_for(registered: Path, language: str, options: tuple[str, ...]) -> None:
    """A word that names nothing is refused, and the next step is said."""
    done = qmsctl("--lang", language, "deadlines", *options, at=registered)

    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 2, done.err


def test_from_late_rows_to_evidence_by_what_is_printed(mine: Path) -> None:
    """The commands are pasted as they stand: one shows the rows, the other records them in the open audit."""
    office.hold_now(mine)
    commands = listed(mine, "--law", "kpa", "--within", "7d")["commands"]
    wanted = sorted(
        int(name[2:])
        for name, (standing, _) in STANDINGS.items()
        if standing in ("overdue", "unknown", "late")
    )
    shown = qmsctl(*shlex.split(commands["look"])[1:], "--format", "json", at=mine)
    assert [row["number"] for row in json.loads(shown.out)["rows"]] == wanted[:20]

    rest = ("--question", "Q1", "--result", "does_not_conform", "--seen", "Three cases were late.")
    where = ("--where", "The files of the cases", "--auditor", "eve", "--no-input")
    named = () if "--audit" in commands["record"] else ("--audit", office.AUDIT)
    done = qmsctl(*shlex.split(commands["record"])[1:], *named, *rest, *where, at=mine)

    assert done.status == 0, done.err
    (path,) = mine.glob("audits/aud-2026-01-*/evidence/*.yaml")
    assert "method: judgement" in path.read_text(encoding="utf-8")
    assert "registers/sprawy.csv" in path.read_text(encoding="utf-8")


def test_a_sample_names_the_command_that_records_it(mine: Path) -> None:
    """What `sample` prints is pasted into evidence, and gives the same rows."""
    office.hold_now(mine)
    words = ("sample", "sprawy", "--size", "3", "--where", "rodzaj=skarga", "--format", "json")
    sample = json.loads(qmsctl(*words, at=mine).out)
    rest = ("--audit", office.AUDIT, "--question", "Q1", "--result", "conforms", "--seen", "All in time.")
    where = ("--where", "The files of the cases", "--auditor", "eve", "--no-input")

    done: Outcome = qmsctl(*shlex.split(sample["record"])[1:], *rest, *where, at=mine)

    assert done.status == 0, done.err
    (path,) = mine.glob("audits/aud-2026-01-*/evidence/*.yaml")
    text = path.read_text(encoding="utf-8")
    assert all(item in text for item in sample["sample"]["items"])
    old = json.loads(qmsctl(*words, "--rev", "HEAD~1", at=mine).out)
    assert old["record"] is None


def test_a_register_that_no_commit_holds(mine: Path) -> None:
    """It is judged all the same; nothing is proposed that nobody could draw again, and no command makes it again."""
    (mine / "registers/sprawy.csv").write_text(REGISTER + "A.23;skarga;2026-11-02;;;;;\n", encoding="utf-8")
    found = listed(mine, "--law", "kpa")

    assert "A.23" in {case["case"] for case in found["cases"]}
    assert set(found["commands"].values()) == {None}
    assert "Commit it, and ask anew." in qmsctl("deadlines", "sprawy", "--law", "kpa", at=mine).out
    old = listed(mine, "--law", "kpa", "--rev", "HEAD")
    assert "A.23" not in {case["case"] for case in old["cases"]}


@each_language
def test_the_demonstration(demonstrations: Callable[[str], Demonstration], language: str) -> None:
    """Its registers need no option; the last days they state are those of the law."""
    folder = demonstrations(language).folder
    names = {"pl": ("skargi", "skargi-2026"), "en": ("complaints", "complaints-2026")}[language]
    totals = []
    for name in names:
        done = qmsctl("deadlines", name, "--json", "--on", "2026-11-13", at=folder)
        data = json.loads(done.out)
        jsonschema.validate(data, SCHEMA)
        assert all(case["stated"] in (case["period_ends"], case["last_day"]) for case in data["cases"])
        totals.append({key: count for key, count in data["totals"].items() if count})
    assert totals == [{"overdue": 1, "late": 3, "kept": 20}, {"kept": 14}]


def test_every_field_is_explained() -> None:
    """`docs/deadlines.md` names every field of the schema, every standing and every law."""
    for name in ("deadlines.md", "deadlines.pl.md"):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        named = set(re.findall(r"`([\w-]+)`", page))
        parts, kinds = SCHEMA["properties"], SCHEMA["$defs"]
        fields = {
            *parts,
            *kinds["case"]["properties"],
            *kinds["rule"]["properties"],
            *kinds["law"]["properties"],
        }
        assert fields <= named, fields - named
        assert {standing.value for standing in CaseStanding} <= named
        assert {"kpa", "petitions", "public-information", "whistleblowers"} <= named
