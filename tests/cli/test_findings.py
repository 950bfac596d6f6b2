"""`qmsctl finding`: a finding is raised, answered, verified and closed, and each refusal says what to do."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsctl.control.findings import FindingStatus
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Outcome, Terminal, git, qmsctl

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/findings-1.json").read_text(encoding="utf-8"))
NUMBER = "NC-2026-01-E1"
EVE = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Eve Example"), ("EMAIL", "eve@example.org"))
}
BAD = (
    *("evidence", "add", "--audit", office.AUDIT, "--question", "Q2", "--result", "does_not_conform"),
    *("--seen", "PS-02 is in use and bears no approval.", "--where", "procedures/", "--unit", "OR"),
)
RAISE = (
    *(
        "finding",
        "raise",
        "--audit",
        office.AUDIT,
        "--evidence",
        "Q2",
        "--grade",
        "minor",
        "--clause",
        "7.5.2",
    ),
    *("--title", "Use before approval", "--unit", "OR", "--owner", "quality-officer"),
    *("--requirement", "A document is approved before use (PS-01)."),
    *("--found", "PS-02, 1 of 2 procedures, is in use and bears no approval."),
    *("--statement", "Approval before use is not ensured."),
)


@pytest.fixture(scope="module")
def raised(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in whose audit one nonconformity was raised; nobody may change it."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("raised") / "office")
    for call in (BAD, RAISE):
        done = qmsctl(*call, at=folder, env=EVE)
        assert 0 == done.status, done.err
    return folder


@pytest.fixture
def at(raised: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may do with as it likes."""
    return office.copy(raised, tmp_path / "office")


def _records(here: Path) -> list[Source]:
    """Return the records of the only finding, in the order of their names."""
    sources = [read_yaml(path.name, path.read_bytes()) for path in sorted(here.glob("findings/*/*.yaml"))]
    assert all(isinstance(source, Source) for source in sources)
    return [source for source in sources if isinstance(source, Source)]


def _listed(here: Path, *options: str) -> dict[str, Any]:
    """Return what `finding list` says as JSON, and see that it is what its schema describes."""
    done = qmsctl("finding", "list", "--format", "json", *options, at=here)
    assert 0 == done.status, done.err
    said: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(said, SCHEMA, jsonschema.Draft202012Validator)
    return said


def _step(here: Path, *call: str, by: dict[str, str] | None = None) -> Outcome:
    return qmsctl("finding", *call, at=here, env=by)


def test_it_is_recorded_with_the_number_of_its_recorder(raised: Path) -> None:
    """The letter is the plan's, the evidence is cited by its name, and the commit holds the record alone."""
    (record,) = _records(raised)
    (evidence,) = raised.glob("audits/aud-2026-01-*/evidence/*.yaml")

    assert record.value("number") == NUMBER
    assert record.value("evidence") == [evidence.stem]
    assert record.value("recorder", "name") == "Eve Example"
    assert git("log", "-1", "--format=%B", at=raised).startswith(
        f"Raise {NUMBER}: minor nonconformity\n\nUse before approval"
    )
    assert len(git("show", "--name-only", "--format=", "HEAD", at=raised).split()) == 1


def test_where_it_was_found_follows_from_the_evidence(pattern: Path, tmp_path: Path) -> None:
    """Clauses, documents and units that no option names are those of the evidence, as the dialogue proposes them."""
    here = office.copy(pattern, tmp_path / "office")
    seen = qmsctl(*BAD, "--judged-against", "PS-01", at=here, env=EVE)
    assert seen.status == 0, seen.err
    unplaced = [word for word in RAISE if word not in ("--clause", "7.5.2", "--unit", "OR")]

    placed = qmsctl(*unplaced, at=here, env=EVE)
    elsewhere = qmsctl(*unplaced, "--clause", "7.5.1", at=here, env=EVE)

    assert (placed.status, elsewhere.status) == (0, 0), placed.err + elsewhere.err
    first, second = sorted(_records(here), key=lambda record: str(record.value("number")))
    for record, clause in ((first, "7.5.2"), (second, "7.5.1")):
        assert record.value("criteria", 0, "clauses") == [clause]
        assert record.value("criteria", 1, "document") == "PS-01"
        assert record.value("units") == ["OR"]


def test_the_whole_life_of_a_nonconformity(at: Path) -> None:
    """It is acknowledged, answered, carried out, verified by another, and only then closed."""
    (at / "list.txt").write_text("PS-02 approved\n", encoding="utf-8")
    early = _step(at, "close", NUMBER, by=EVE)
    unplanned = _step(at, "respond", NUMBER, "--done", "In the list.")
    answered = _step(
        at,
        *("respond", NUMBER, "--acknowledge", "--correction", "PS-02 was withdrawn from use."),
        *("--extent", "All other procedures are approved.", "--cause", "Nobody looks at the approval."),
        *("--method", "five whys", "--action", "The list shows the approval.", "--due", "2099-12-31"),
        *("--criterion", "No procedure without approval in 3 months."),
    )
    done = _step(at, "respond", NUMBER, "--done", "In the list.", "--attach", "list.txt")
    own = _step(at, "verify", NUMBER, "--effective", "yes", "--seen", "2 of 2 are approved.")
    verified = _step(at, "verify", NUMBER, "--effective", "yes", "--seen", "2 of 2 are approved.", by=EVE)
    closed = _step(at, "close", NUMBER, by=EVE)

    assert [2, 2, 0, 0, 2, 0, 0] == [
        one.status for one in (early, unplanned, answered, done, own, verified, closed)
    ]
    assert "no correction is recorded, it is not recorded whether there are similar cases" in early.err
    assert "something was carried out that nobody had planned" in unplanned.err
    assert "Ann Example owns the action" in own.err
    assert len(answered.out.split()) == 5  # each step is a record
    (finding,) = _listed(at)["findings"]
    assert (finding["status"], finding["open"]) == ("closed", False)
    assert [step["step"] for step in finding["steps"]] == [
        *(
            "raised",
            "acknowledged",
            "response",
            "response",
            "response",
            "action",
            "done",
            "verified",
            "closed",
        )
    ]
    assert finding["steps"][7]["said"]["by"] == "eve"
    assert finding["steps"][7]["said"]["criterion"] == "No procedure without approval in 3 months."
    assert finding["steps"][6]["attachments"][0].endswith("/list.txt")
    assert _step(at, "respond", NUMBER, "--cause", "Another.").status == 2
    checked = qmsctl("check", at=at)
    assert "FND0" not in checked.out, checked.out
    reopened = _step(at, "verify", NUMBER, "--effective", "no", "--seen", "PS-03 has none.", by=EVE)
    assert 0 == reopened.status, reopened.err
    assert _listed(at, "--open")["findings"][0]["status"] == "ineffective"


def test_an_answer_in_parts(at: Path) -> None:
    """What is said to come next is what is still missing, and nothing that is recorded."""
    said = []
    for words in (("--acknowledge", "--correction", "It was withdrawn."), ("--cause", "Nobody looks.")):
        done = _step(at, "respond", NUMBER, *words)
        assert 0 == done.status
        said.append(done.err)

    assert "record the extent and the cause" in said[0]
    assert "record the extent" in said[1]
    assert "record the extent and" not in said[1]


def test_a_dispute_is_answered_before_anything_else(at: Path) -> None:
    """Nobody has to act on what is disputed; upheld, it goes on where it stood."""
    assert 0 == _step(at, "dispute", NUMBER, "--reason", "PS-02 is a draft.").status
    refused = _step(at, "respond", NUMBER, "--correction", "None.")
    assert "is disputed, and nobody has answered" in refused.err
    assert 0 == _step(at, "dispute", NUMBER, "--uphold", "It hangs on the wall.", by=EVE).status
    assert "raised" == _listed(at)["findings"][0]["status"]
    assert "nobody disputes" in _step(at, "dispute", NUMBER, "--uphold", "Still.", by=EVE).err


def test_regraded_and_withdrawn(at: Path) -> None:
    """Both need their reason; what is withdrawn stays shown, and nothing more is done about it."""
    assert "--justification" in _step(at, "regrade", NUMBER, "--grade", "major", by=EVE).err
    regraded = _step(at, "regrade", NUMBER, "--grade", "major", "--justification", "Every unit.", by=EVE)
    assert 0 == regraded.status, regraded.err
    assert "--reason" in _step(at, "withdraw", NUMBER, by=EVE).err
    assert 0 == _step(at, "withdraw", NUMBER, "--reason", "The approval was found.", by=EVE).status
    (finding,) = _listed(at)["findings"]
    assert (finding["grade"], finding["status"], finding["open"]) == ("major", "withdrawn", False)
    assert "was withdrawn" in _step(at, "respond", NUMBER, "--acknowledge").err
    assert "The approval was found." in _step(at, "show", NUMBER).out


def test_words_as_the_reader_writes_them(at: Path) -> None:
    """A grade, a unit and a yes are understood by their words and titles in either language."""
    justified = ("--justification", "Every unit.")
    regraded = _step(at, "regrade", NUMBER, "--grade", "Niezgodność duża", *justified, by=EVE)
    assert 0 == regraded.status, regraded.err
    assert 0 == _step(at, "regrade", NUMBER, "--grade", "mała", *justified, by=EVE).status
    (finding,) = _listed(at, "--unit", "organisational department", "--grade", "minor nonconformity")[
        "findings"
    ]
    assert (NUMBER, "minor") == (finding["number"], finding["grade"])
    assert "before the action was carried out" in _step(at, "verify", NUMBER, "--effective", "tak").err
    refused = _step(at, "list", "--grade", "zła", "--lang", "pl")
    assert "niezgodność duża, niezgodność mała, spostrzeżenie" in refused.err


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (("respond", "NC-2026-01-E9", "--acknowledge"), "did you mean NC-2026-01-E1?"),
        (("respond", NUMBER, "--action", "A list.", "--due", "2099-01-01"), "before the cause was known"),
        (("respond", NUMBER, "--assess", "accepted"), "only an observation"),
        (("respond", NUMBER, "--assess", "perhaps"), "no value of --assess"),
        (("respond", NUMBER, "--share", "All."), "only a strength is shared"),
        (("respond", NUMBER, "--cause", "Approval before use is not ensured!"), "repeats what was found"),
        (("respond", NUMBER, "--correction", "Done.", "--occurred", "2026-01-01"), "was raised on"),
        (("respond", NUMBER, "--correction", "Done.", "--occurred", "2099-01-01"), "has not come yet"),
        (("respond", NUMBER), "--correction is needed"),
        (("regrade", NUMBER, "--grade", "minor", "--justification", "So."), "has that grade already"),
        (
            ("regrade", NUMBER, "--grade", "observation", "--justification", "So."),
            "so this is a nonconformity",
        ),
        (("verify", NUMBER, "--effective", "maybe"), "no value of --effective"),
        (("verify", NUMBER, "--effective", "yes"), "before the action was carried out"),
        (("list", "--clause", "7.50"), "no edition of the standard has a clause 7.50"),
        (("list", "--audit", "AUD-2026-1"), "did you mean AUD-2026-01?"),
        (("list", "--unit", "XX"), "the organisation has no unit XX"),
        (("list", "--format", "odt"), "no value of --format"),
        (("show", "nothing"), "there is no finding nothing"),
    ],
)
def test_refusals(raised: Path, call: tuple[str, ...], reason: str) -> None:
    """Nothing is written, and the reason comes with what to do."""
    head = git("rev-parse", "HEAD", at=raised)

    done = qmsctl("finding", *call, at=raised)

    assert (done.status, reason in done.err) == (2, True), done.err
    assert "Next: " in done.err
    assert head == git("rev-parse", "HEAD", at=raised)
    assert not git("status", "--porcelain", at=raised)


def test_doubtful_wording_is_said_and_recorded(at: Path) -> None:
    """Where nobody can be asked, a warning is printed; an error refuses."""
    worded = [*RAISE]
    worded[-1] = "It seems that Bob Example should approve."

    done = qmsctl(*worded, "--no-input", at=at, env=EVE)
    worded[-1] = "PS-02, 1 of 2 procedures, is in use and bears no approval."
    repeated = qmsctl(*worded, at=at, env=EVE)

    assert 0 == done.status
    for said in ("“should”", "“seems” can be argued about", "“Bob Example”", "Its number is NC-2026-01-E2."):
        assert said in done.err
    assert (2, True) == (repeated.status, "the statement repeats the evidence" in repeated.err)


def test_an_attachment_that_is_none(at: Path) -> None:
    """A folder proves nothing, and nothing is half written."""
    _step(
        at,
        "respond",
        NUMBER,
        "--correction",
        "c",
        "--extent",
        "e",
        "--cause",
        "f",
        "--action",
        "a",
        "--due",
        "2099-01-01",
    )
    before = len(_records(at))

    done = _step(at, "respond", NUMBER, "--done", "Here.", "--attach", "procedures")

    assert (2, before) == (done.status, len(_records(at)))
    assert "procedures is a folder" in done.err


def test_filters(at: Path) -> None:
    """Each option leaves out what it does not name."""
    other = (
        *("finding", "raise", "--source", "complaint", "--reference", "OR.1510.3", "--grade", "observation"),
        *(
            "--statement",
            "Answers come late.",
            "--owner",
            "mayor",
            "--due",
            "2026-11-20",
            "--occurred",
            "2026-11-19",
        ),
    )
    assert 0 == qmsctl(*other, at=at).status

    def numbers(*options: str) -> list[str]:
        return [finding["number"] for finding in _listed(at, *options)["findings"]]

    assert numbers() == [NUMBER, "OB-2026-AE-1"]
    assert numbers("--overdue") == ["OB-2026-AE-1"]
    assert numbers("--mine") == [NUMBER]
    assert (
        numbers("--unit", "OR") == numbers("--clause", "7.5") == numbers("--audit", office.AUDIT) == [NUMBER]
    )
    assert numbers("--grade", "observation", "--grade", "major") == ["OB-2026-AE-1"]
    assert numbers("--recurring") == numbers("--clause", "7.5.1") == []
    assert numbers("--audit", office.AUDIT.lower()) == [NUMBER]
    assert numbers("--on", "2026-11-18") == numbers("--rev", "HEAD~2") == []
    assert (
        "no person of qms.yaml"
        in qmsctl(
            "finding",
            "list",
            "--mine",
            at=at,
            env={"GIT_AUTHOR_EMAIL": "x@example.org", "GIT_COMMITTER_EMAIL": "x@example.org"},
        ).err
    )


def test_a_list_says_what_it_leaves_out(raised: Path) -> None:
    """Whoever is handed a list of some findings reads by what they were chosen, in every format for people."""
    chosen = ("--open", "--unit", "OR", "--grade", "minor", "--clause", "7.5", "--audit", office.AUDIT)
    said = "open; units: Organisational Department; clauses: 7.5; grades: minor nonconformity; audits: AUD-2026-01"
    polish = qmsctl("finding", "list", "--overdue", "--recurring", "--mine", "--lang", "pl", at=raised).out

    for format in ("console", "plain", "markdown", "html"):
        listed = qmsctl("finding", "list", *chosen, "--format", format, at=raised, env={"COLUMNS": "200"}).out
        shown = listed.replace("\\", "").replace("\N{NON-BREAKING HYPHEN}", "-")
        shown = shown.replace("<i>", "").replace("</i>", "")  # what keeps ids whole on a page
        assert all(part in shown for part in said.split("; ")), format
    assert "po terminie; powtarzające wcześniejsze ustalenie; za które odpowiada: Ann Example" in polish
    assert "Only" not in qmsctl("finding", "list", at=raised).out


def test_a_step_without_a_commit_is_listed_and_does_not_count(at: Path) -> None:
    """What is written and not yet recorded is said, and stands in the way of the next step."""
    assert 0 == _step(at, "respond", NUMBER, "--acknowledge", "--no-commit").status
    listed = _listed(at)
    assert "raised" == listed["findings"][0]["status"]
    assert len(listed["unrecorded"]) == 1
    assert "not yet recorded" in _step(at, "respond", NUMBER, "--correction", "c").err
    dry = _step(at, "show", NUMBER)
    assert "written and not yet recorded, so it does not count" in dry.out


def test_formats_say_the_same(raised: Path) -> None:
    """Number, title and owner are in every format; Polish is in Polish."""
    for format in ("console", "plain", "markdown", "html", "csv", "csv-excel"):
        done = qmsctl("finding", "list", "--format", format, at=raised)
        for said in (NUMBER, "Use before approval", "Quality officer"):
            assert said in done.out.replace("\\", "").replace("\N{NON-BREAKING HYPHEN}", "-"), format
    (row,) = csv.DictReader(io.StringIO(qmsctl("finding", "list", "--format", "csv", at=raised).out))
    assert (row["Number"], row["Grade"], row["Criteria"]) == (
        NUMBER,
        "minor nonconformity",
        "ISO 9001:2015, clause 7.5.2",
    )
    polish = qmsctl("--lang", "pl", "finding", "show", NUMBER, at=raised).out
    assert f"Karta niezgodności nr {NUMBER}" in polish
    assert "niezgodność mała" in polish


def test_schema_and_page_know_every_field() -> None:
    """`docs/findings-json.md` names every field of the schema, and the schema every status of the code."""
    page = (ROOT / "docs/findings-json.md").read_text(encoding="utf-8")
    fields = {name for part in SCHEMA["$defs"].values() for name in part.get("properties", ())}

    assert [name for name in sorted({*fields, *SCHEMA["properties"]}) if f"`{name}`" not in page] == []
    statuses = SCHEMA["$defs"]["finding"]["properties"]["status"]["enum"]
    assert sorted(statuses) == sorted(status.value for status in FindingStatus)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_raised_in_a_dialogue(pattern: Path, tmp_path: Path, language: str) -> None:
    """One plain line at a time; doubtful wording is shown and asked about before it is kept."""
    here = office.copy(pattern, tmp_path / "office")
    assert 0 == qmsctl(*BAD, at=here, env=EVE).status
    words = {
        "en": ("Where does it come from", "Which audit", "Which evidence", "Grade", "Title", "Clauses", "Documents",
               "Act of law", "Which units", "What is required", "What was found", "What is not fulfilled", "Keep it", "no",
               "What is not fulfilled", "Who answers", "By which day", "Record this", "yes"),
        "pl": ("Skąd pochodzi", "Który audit", "Które dowody", "Rodzaj", "Tytuł", "Punkty normy", "Dokumenty",
               "Przepis", "Których komórek", "Co jest wymagane", "Co stwierdzono", "Co nie jest spełnione", "Zostawić", "nie",
               "Co nie jest spełnione", "Kto za to odpowiada", "Do którego dnia", "Zapisać", "tak"),
    }[language]  # fmt: skip
    with Terminal("--lang", language, "finding", "raise", at=here, env=EVE, columns=200) as terminal:
        for question, answer in (
            *(
                (words[0], ""),
                (words[1], ""),
                (words[2], ""),
                (words[3], ""),
                (words[4], "Use before approval"),
            ),
            *(
                (words[5], ""),
                (words[6], "PS-01"),
                (words[7], ""),
                (words[8], ""),
                (words[9], "PS-01, step 1"),
            ),
            *((words[10], "PS-02, 1 of 2"), (words[11], "It seems so."), (words[12], words[13])),
            *(
                (words[14], "Approval before use is not ensured."),
                (words[15], "quality-officer"),
                (words[16], ""),
            ),
            (words[17], words[18]),
        ):
            terminal.answer(question, answer)
        done = terminal.end()

    assert 0 == done.status, done.says
    (record,) = _records(here)
    assert record.value("number") == NUMBER
    assert record.value("grade") == "minor"
    assert record.value("criteria") == [
        {"edition": "iso9001:2015", "clauses": ["7.5.2"]},
        {"document": "PS-01"},
    ]
    assert record.value("units") == ["OR"]
    assert record.value("statement") == "Approval before use is not ensured."
    assert str(record.value("due")) > str(record.value("occurred"))


def test_asked_whether_it_repeats_an_earlier_one(pattern: Path, tmp_path: Path) -> None:
    """What was found by the same clause before is shown, also where it names no unit, and can be named."""
    here = office.copy(pattern, tmp_path / "office")
    source = ("--source", "complaint", "--reference", "Complaint 5")
    before = ("finding", "raise", *source, *RAISE[RAISE.index("--grade") : RAISE.index("--unit")])
    for call in (BAD, (*before, *RAISE[RAISE.index("--owner") :])):
        done = qmsctl(*call, at=here, env=EVE)
        assert 0 == done.status, done.err
    earlier = str(_records(here)[0].value("number"))

    again = (*RAISE[: RAISE.index("--grade")], *RAISE[RAISE.index("--clause") :])
    with Terminal(*again, at=here, env=EVE, columns=200) as terminal:
        for question, answer in (
            ("Grade", ""),
            ("Documents", "-"),
            ("Act of law", ""),
            ("By which day", ""),
            (f"  {earlier}  Use before approval", earlier),
            ("Record this", "yes"),
        ):
            terminal.answer(question, answer)
        assert 0 == terminal.end().status

    first, second = sorted(_records(here), key=lambda record: record.value("repeats") is not None)
    assert first.value("finding") == second.value("repeats")


def test_answered_in_a_dialogue(at: Path) -> None:
    """What is missing is proposed first, and several steps are recorded together."""
    with Terminal("finding", "respond", NUMBER, at=at, columns=200) as terminal:
        for question, answer in (
            *(
                ("Which step", ""),
                ("Note", ""),
                ("Which step", "correction"),
                ("What was done", "Withdrawn."),
            ),
            *(("Which step", "enough"), ("Record this", "yes")),
        ):
            terminal.answer(question, answer)
        done = terminal.end()

    assert 0 == done.status, done.says
    steps = sorted(str(record.value("step")) for record in _records(at))
    assert steps == ["acknowledged", "raised", "response"]


def test_asked_for_what_an_option_left_open(at: Path) -> None:
    """A reason cannot stay empty; in Polish as in English."""
    with Terminal("--lang", "pl", "finding", "withdraw", NUMBER, at=at, env=EVE, columns=200) as terminal:
        terminal.answer("Dlaczego zgłoszono je omyłkowo", "")
        terminal.answer("Dlaczego zgłoszono je omyłkowo", "Zatwierdzenie było w archiwum.")
        terminal.answer("Zapisać to", "tak")
        done = terminal.end()

    assert 0 == done.status, done.says
    assert _listed(at)["findings"][0]["status"] == "withdrawn"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_verifying_and_closing_are_shown_before_they_are_recorded(at: Path, language: str) -> None:
    """Whoever is asked sees label and value first; no records nothing, and yes records what was shown."""
    words = {
        "en": (
            "Is the action effective",
            "What was looked at",
            "Record this",
            "no",
            "yes",
            "To be recorded:",
        ),
        "pl": ("Czy działanie jest skuteczne", "Co obejrzano", "Zapisać to", "nie", "tak", "Do zapisania:"),
    }[language]
    effective, seen, record, no, yes, shown = words
    answered = _step(
        at,
        *("respond", NUMBER, "--acknowledge", "--correction", "PS-02 was withdrawn from use."),
        *("--extent", "All other procedures are approved.", "--cause", "Nobody looks at the approval."),
        *("--method", "five whys", "--action", "The list shows the approval.", "--due", "2099-12-31"),
        *("--criterion", "No procedure without approval in 3 months.", "--done", "In the list."),
    )
    assert 0 == answered.status, answered.err
    for decided in (no, yes):
        before = git("rev-parse", "HEAD", at=at)
        with Terminal(
            "--lang", language, "finding", "verify", NUMBER, at=at, env=EVE, columns=200
        ) as terminal:
            terminal.answer(effective, "1")
            terminal.answer(seen, "2 of 2 are approved.")
            terminal.answer(record, decided)
            done = terminal.end()
        assert 0 == done.status, done.says
        assert NUMBER in done.says.partition(shown)[2]
        assert ": 2 of 2 are approved." in done.says.partition(shown)[2]
        assert (git("rev-parse", "HEAD", at=at) == before) is (decided == no)
    for decided in (no, yes):
        with Terminal(
            "--lang", language, "finding", "close", NUMBER, at=at, env=EVE, columns=200
        ) as terminal:
            terminal.answer(record, decided)
            done = terminal.end()
        assert 0 == done.status, done.says
        assert NUMBER in done.says.partition(shown)[2]
        assert (_listed(at)["findings"][0]["status"] == "closed") is (decided == yes)


def test_two_clones_raise_and_merge(at: Path, tmp_path: Path) -> None:
    """Recorders apart use series of their own, and their clones merge without a conflict."""
    other = tmp_path / "other"
    git("clone", "--quiet", str(at), str(other), at=tmp_path)
    eve, ann = qmsctl(*RAISE, at=at, env=EVE), qmsctl(*RAISE, at=other)
    git("pull", "--quiet", "--no-rebase", "--no-edit", str(other), "main", at=at)

    assert (eve.status, ann.status) == (0, 0)
    numbers = [finding["number"] for finding in _listed(at)["findings"]]
    assert numbers == ["NC-2026-01-AE-1", NUMBER, "NC-2026-01-E2"]


def test_corrected(at: Path) -> None:
    """Another record takes the place of the wrong one and says why; everything else is as it was."""
    (old,) = at.glob("findings/*/*.yaml")
    before = _listed(at)["findings"][0]
    done = _step(
        at,
        *("correct", NUMBER, "--reason", "The sentence was wrong.", "--number", "NC-2026-01-E7"),
        *("--statement", "Approval is not ensured before some documents are used.", "--owner", "Mayor"),
    )

    assert 0 == done.status, done.err
    assert "“some” can be argued about" in done.err
    (finding,) = _listed(at)["findings"]
    changed = {"number", "statement", "owner", "steps"}
    assert {key: value for key, value in finding.items() if key not in changed} == {
        key: value for key, value in before.items() if key not in changed
    }
    assert (finding["number"], finding["owner"]) == ("NC-2026-01-E7", "mayor")
    new = next(record for record in _records(at) if record.value("corrects"))
    assert new.value("corrects") == [old.stem]
    assert new.value("correction_reason") == "The sentence was wrong."
    assert git("log", "-1", "--format=%B", at=at) == "Correct NC-2026-01-E7\n\nThe sentence was wrong.\n\n"
    for call, reason in (
        (("--reason", "So.", "--owner", "Mayor"), "changes nothing"),
        (("--owner", "Mayor"), "--reason is needed"),
        (("--reason", "So.", "--statement", "PS-02, 1 of 2 procedures, is in use"), "repeats the evidence"),
        (("--reason", "So.", "--step", "regraded", "--justification", "x"), "has no step of that kind"),
        (("--reason", "So.", "--number", NUMBER), "another finding has the number"),
        (("--reason", "So.", "--number", "NC 7"), "is no number of a finding"),
    ):
        assert reason in _step(at, "correct", "NC-2026-01-E7", *call).err


def test_a_finding_is_called_by_how_its_number_begins(at: Path) -> None:
    """The only one that begins like it is taken; several are listed, and half a figure is none."""
    begun = NUMBER.removesuffix("-E1")
    one = qmsctl("finding", "show", begun, at=at, env=EVE)
    assert one.status == 0, one.err
    assert NUMBER in one.out

    assert qmsctl(*RAISE, "--title", "Again", at=at, env=EVE).status == 0
    two = qmsctl("finding", "show", begun, at=at, env=EVE)
    assert (two.status, f"these begin like it: {NUMBER}, " in two.err) == (2, True)
    half = qmsctl("finding", "show", NUMBER[:6], at=at, env=EVE)
    assert (half.status, "these begin like it" in half.err) == (2, True)


def test_the_card_says_what_is_due(at: Path) -> None:
    """First the response, then the action, then the check whether it was effective; the list says it too."""
    assert qmsctl("finding", "list", "--format", "csv", at=at).out.splitlines()[0].count("Due for") == 1
    labels = []
    for step in (
        (),
        (
            "--correction",
            "PS-02 was taken out of use.",
            "--extent",
            "No other one.",
            "--cause",
            "No rule for it.",
        ),
        (
            "--action",
            "A rule.",
            "--owner",
            "quality-officer",
            "--due",
            "2027-01-01",
            "--criterion",
            "None in use",
        ),
        ("--done", "The rule"),
    ):
        if step:
            done = qmsctl("finding", "respond", NUMBER, *step, at=at)
            assert done.status == 0, done.err
            assert f"qmsctl finding {'verify' if '--done' in step else 'respond'} {NUMBER}" in done.err
        card = qmsctl("finding", "show", NUMBER, at=at).out
        labels.append(card.partition("Owner")[2].splitlines()[1].split(":")[0].strip(" -*"))
    assert ["Response due on", "Response due on", "Action due on", "Effectiveness check due on"] == labels
