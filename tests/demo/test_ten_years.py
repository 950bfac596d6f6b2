"""The story of eleven years: what it tells, what a check finds, and that every state has its place in it."""

from __future__ import annotations

import datetime as dt
import functools
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmsctl.control.certificate import CertificateDays
from qmsctl.control.coverage import Level
from qmsctl.demo import PLANTED, STORIES, build
from qmsctl.demo.material import read_material
from qmsctl.errors import RefusedError
from qmsctl.inspection import inspect
from qmsctl.inspection.bar import bar_of, said_in_file
from qmsctl.law.holidays import is_working_day
from qmsctl.messages import LANGUAGES
from qmsctl.reports.status import status
from qmsctl.standards import edition
from tests.catalogues import ROOT
from tests.cli.program import qmsctl
from tests.demo.story_states import KINDS, Told, told
from tests.demo.test_history import git, hostile
from tests.demo.test_story import texts_of
from tests.pages import declared_rules

STORY = "ten-years"
LOOKED_AT = {
    "iso9001:2008": dt.date(2015, 9, 30),
    "iso9001:2015": dt.date(2018, 8, 31),
    "iso9001:2026": dt.date(2026, 11, 27),
}
"""The day on which the coverage of an edition is complete."""
GAPS = {"6.1.3", "6.3", "8.2.1", "8.4.3"}
"""The clauses of the 2026 edition on which a nonconformity is open at the end."""

YOUNGER = {
    "2015-09-06": r"[Pp]etycj|[Pp]etition",
    "2017-05-15": r"onagleni[eau]|right to (?:send )?a reminder",
    "2017-10-01": r"strony zainteresowane|nterested parties|rejestr szans|register of opportunities",
    "2018-01-15": r"PS-12|P-Z4|KP-04|iso9001:2015",
    "2018-05-22": r"RODO|GDPR|nspektor\w* ochrony danych|ata protection officer|CSIRT|UODO",
    "2018-07-05": r"cyberbezpiecz|ybersecurity",
    "2019-07-19": r"zapewnianiu dostępności|Ensuring Accessibility|raport\w* o stanie gminy",
    "2019-09-11": r"11 września 2019|11 September 2019",
    "2020-03-01": r"epidemi",
    "2022-04-13": r"agresji na Ukrainę|aggression against Ukraine",
    "2024-01-01": r"zmian\w* klimatu|climate change",
    "2024-06-14": r"ygnalist|histleblow|21 maja 2024|21 May 2024",
    "2024-10-01": r"e-Doręcz|doręczeń elektronicznych|e-delivery|electronic delivery",
    "2026-09-16": r"iso9001:2026|9001:2026|registers/",
    "2026-10-01": r"sztucznej inteligencji|artificial intelligence|qmsctl deadlines",
}
"""By the first day on which a document may say it: words for what did not exist before."""


@pytest.fixture(scope="session")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Told]:
    """Tells the story in a language, once."""
    folder = tmp_path_factory.mktemp("ten-years")
    return functools.cache(lambda language: told(build(folder / language, language, STORY)))


@pytest.fixture(params=LANGUAGES)
def story(request: pytest.FixtureRequest, tell: Callable[[str], Told]) -> Told:
    """The story in each language."""
    return tell(request.param)


def page(language: str) -> str:
    """Return the page that says where each state occurs."""
    return (ROOT / "docs" / ("story.pl.md" if language == "pl" else "story.md")).read_text(encoding="utf-8")


def rows(language: str, table: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table of the page that is called *table*."""
    text = page(language).split(f"<!-- states: {table} -->\n\n")[1].split("\n\n")[0]
    for line in text.splitlines()[2:]:
        yield tuple(cell.strip().strip("`") for cell in line.strip("|").split("|"))


def not_told(language: str) -> Iterator[tuple[str, str]]:
    """Yield the kinds and states that the page says do not occur."""
    return ((kind, state) for kind, state, _ in rows(language, "not told"))


def end(story: Told) -> dt.date:
    """Return the day on which the story ends."""
    return story.demonstration.day


def test_unknown_story_is_refused(tmp_path: Path) -> None:
    """And nothing is built."""
    with pytest.raises(RefusedError, match="no story six-weeks") as refusal:
        build(tmp_path / "demo", "en", "six-weeks")

    assert refusal.value.hint is not None
    assert "two-years" in refusal.value.hint.into("en")
    assert not (tmp_path / "demo").exists()


def test_stories_are_those_with_planted_faults() -> None:
    """Two years come first, because that is what is told unless somebody asks for more."""
    assert STORIES == tuple(PLANTED) == ("two-years", STORY)


def test_a_check_finds_what_was_planted_and_nothing_else(story: Told) -> None:
    """On the last day, by every rule that is declared; the page lists the same."""
    system = story.on(end(story))
    rules = declared_rules()
    bar = bar_of(rules, said_in_file(system.organisation, system.qms.configuration, rules))
    found = inspect(system, rules, bar.rules, working_tree=False)
    reported = Counter(problem.slug for problem in found.problems)
    listed = re.findall(
        r"^\| `([a-z-]+)` \| \S+ \| [^|]+\|$", page(story.demonstration.language), re.MULTILINE
    )

    assert reported == Counter(planted.rule for planted in PLANTED[STORY])
    assert reported == Counter(slug for slug in listed if slug in {rule.slug for rule in rules})
    assert system.qms.flaws == ()
    assert system.qms.malformed == ()
    assert system.contested == ()


@pytest.mark.parametrize("name", LOOKED_AT)
def test_every_clause_is_claimed_documented_asked_and_evidenced(story: Told, name: str) -> None:
    """All that are not excluded, from files alone; where a gap is open, conforming evidence stands beside it."""
    clauses = [one for one in story.on(LOOKED_AT[name]).clauses if one.edition == name]
    applied = [one for one in clauses if one.level is not Level.EXCLUDED]
    lacking = {one.clause.id for one in applied if one.level is not Level.EVIDENCED}

    assert {one.clause.id for one in clauses} == {leaf.id for leaf in edition(name).leaves}
    assert all(one.claimed_by and one.documented_by and one.asked_by and one.evidence for one in applied)
    assert lacking == {one.clause.id for one in applied if one.open_nonconformities}
    assert lacking == (GAPS if name == "iso9001:2026" else set())
    assert all(one.reason for one in clauses if one.level is Level.EXCLUDED)


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_occurs_where_the_page_says(story: Told, kind: str) -> None:
    """And no state that the tool knows lacks a place on the page, or a reason why it has none."""
    language = story.demonstration.language
    listed = list(rows(language, kind))
    excused = [state for of, state in not_told(language) if of == kind]

    assert sorted([row[0] for row in listed] + excused) == sorted(KINDS[kind].every)
    for state, subject, day, _ in listed:
        assert (subject, state) in set(KINDS[kind].seen(story.on(dt.date.fromisoformat(day))))


def test_what_the_page_excuses_does_not_occur(story: Told) -> None:
    """At the end of the story at least."""
    system = story.on(end(story))

    for kind, state in not_told(story.demonstration.language):
        assert state not in {seen for _, seen in KINDS[kind].seen(system)}, (kind, state)


def certificate(story: Told, day: str) -> CertificateDays:
    """Return what the certificate demands on *day*."""
    found = story.on(dt.date.fromisoformat(day)).certificate
    assert found is not None
    return found


def test_certificate_ends_with_the_edition(story: Told) -> None:
    """Not after three years; the transition audit renews it, and the next one follows its own cycle."""
    before, moved = certificate(story, "2016-06-01"), certificate(story, "2018-07-01")
    after, last = certificate(story, "2019-01-15"), certificate(story, end(story).isoformat())

    assert before.ends_with_edition
    assert (before.last_day, before.certificate.valid_until) == (dt.date(2018, 9, 14), dt.date(2018, 11, 15))
    assert moved.recertified == dt.date(2018, 6, 19)
    assert not moved.recertification_is_missed
    assert not after.ends_with_edition
    assert after.surveillance_due == dt.date(2019, 7, 30)
    assert last.last_day == dt.date(2028, 1, 31)
    assert not last.surveillance_is_overdue


def test_no_text_names_what_did_not_exist_yet(story: Told) -> None:
    """In no version of any document, checklist, programme or of the settings."""
    history = story.repository.history(story.repository.head)
    written: dict[str, tuple[dt.date, str]] = {}
    for commit in sorted(history.commits, key=lambda one: one.committed):
        for change in commit.changes:
            if change.after and change.path.startswith(
                ("procedures/", "checklists/cl-iso9001-2015", "programmes/", "qms")
            ):
                written.setdefault(change.after, (commit.committed.date(), change.path))
    found = [
        (day.isoformat(), path, word[0])
        for name, raw in story.repository.git.each_blob(list(written))
        for day, path in (written[name],)
        for first, pattern in YOUNGER.items()
        if day.isoformat() < first and not (pattern.startswith("iso") and "qms.yaml" in path)
        for word in re.finditer(pattern, raw.decode())
    ]

    assert len(written) > 500
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_written_is_told(language: str) -> None:
    """Each message, base, answer, step and older wording is used; nothing happens on a day off."""
    material = read_material(language, STORY)
    commits = material.story.commits
    used = {
        name for told in commits for decided in told.decisions for name in (decided.basis, decided.reason)
    }
    used |= {one.key for one in material.story.waivers}
    steps = Counter(step for told in commits for step in told.findings)
    assert material.texts is not None
    texts = "\n".join(
        [material.texts.settings]
        + [file.read_text(encoding="utf-8") for file in material.texts.office.rglob("*.yaml")]
        + [file.read_text(encoding="utf-8") for file in (ROOT / "checklists").glob(f"*.{language}.yaml")]
    )
    days = {dt.date.fromisoformat(told.at.split()[0]) for told in commits}
    days |= {seen.occurred for audit in material.audits.values() for seen in audit.evidence.values()}
    days |= {step.occurred for step in material.steps.values()}

    assert set(material.words.messages) == {told.key for told in commits}
    assert set(material.words.bases) == used - {None}
    assert set(steps) == set(material.steps) == set(material.step_words)
    assert set(steps.values()) == {1}
    assert [one.now for one in material.texts.older if one.now not in texts] == []
    assert [day.isoformat() for day in sorted(days) if not is_working_day(day)] == []
    for audit in material.audits.values():
        assert set(audit.words.evidence) == set(audit.evidence)
        assert set(audit.words.minutes) == set(audit.minutes)


def test_all_that_was_seen_is_recorded(story: Told) -> None:
    """As many pieces of evidence as the audits have, each pinned to a revision that was in force."""
    material = read_material(story.demonstration.language, STORY)
    system = story.on(end(story))
    seen = sum(len(audit.evidence) for audit in material.audits.values())

    assert len(system.qms.evidence) == seen > 200
    assert {audit.id for audit in system.audits} == set(material.audits)


def test_nobody_is_named_in_evidence_and_findings(story: Told) -> None:
    """Roles and case marks stand there instead."""
    system = story.on(end(story))
    surnames = [person.name.split()[-1] for person in system.organisation.people.values()]
    records = [record.fact for record in (*system.qms.evidence, *system.qms.finding_steps)]

    assert not [
        (surname, text)
        for record in records
        for text in texts_of(record)
        for surname in surnames
        if re.search(rf"\b{surname}\b", text)
    ]


def test_the_word_is_audit() -> None:
    """ISO's word, never the statutory one, in all that the Polish office wrote of its audits."""
    for file in (read_material("pl", STORY).folder / "pl").glob("*aud-*.yaml"):
        assert "audyt" not in file.read_text(encoding="utf-8").lower(), file.name


def test_commits_are_the_same_everywhere(tell: Callable[[str], Told], tmp_path: Path) -> None:
    """Settings of git, time zone, locale, umask and hash seed change no commit; git finds nothing wrong."""
    known = tell("pl")
    folder = tmp_path / "demo"
    environment = hostile(tmp_path / "home")
    program = (
        "import os, pathlib, sys; os.umask(0o077); from qmsctl.demo import build;"
        "build(pathlib.Path(sys.argv[1]), 'pl', 'ten-years')"
    )
    subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", program, str(folder)],
        env=environment,
        cwd=tmp_path,
        check=True,
    )

    assert git(folder, "rev-parse", "HEAD").strip() == known.repository.head
    assert git(folder, "status", "--porcelain", environment=environment) == ""
    assert git(folder, "fsck", "--strict", "--full", "--no-progress") == ""
    assert (folder / "README.md").is_file()


def test_the_command_tells_it(tell: Callable[[str], Told], tmp_path: Path) -> None:
    """The same commits, and what there is to see: its day, its audits, what a check of it finds."""
    known = tell("en")
    done = qmsctl("--lang", "en", "demo", "office", "--story", STORY, at=tmp_path)

    assert (done.status, done.err) == (0, "")
    assert git(tmp_path / "office", "rev-parse", "HEAD").strip() == known.repository.head
    assert "seen as of 27 November 2026" in done.out
    assert "office/reports/AUD-2024-01.html" in done.out
    assert "audit status AUD-2026-01 --on 2026-11-27" in done.out
    assert all(planted.what.into("en") in done.out for planted in PLANTED[STORY])
    assert (tmp_path / "office" / "reports" / "AUD-2024-01.html").is_file()


def test_audits_looked_at_all_that_they_were_to(story: Told) -> None:
    """No clause of the criteria of an audit that was held lacks an answer, and no question either."""
    held = [audit for audit in story.on(end(story)).audits if audit.status.has_begun]
    lacking = {
        (audit.id, leaf.id)
        for audit in held
        for criterion in audit.plan.fact.criteria
        if criterion.edition
        for known in (edition(criterion.edition),)
        for leaf in ([one for c in criterion.clauses for one in known.leaves_under(c)] or known.leaves)
        if leaf.id
        not in {
            below.id
            for record in audit.evidence
            for judged in record.fact.criteria
            for clause in judged.clauses
            for below in known.leaves_under(clause)
        }
        and not re.match(r"8\.3\.|7\.3\.", leaf.id)
    }

    assert len(held) == 10
    assert lacking == set()
    assert all(asked.answer for audit in held for asked in audit.asked)


def test_acts_of_law_await_no_approval(story: Told) -> None:
    """Nobody approves them: in the summer of 2016 nothing is to do, and no document is a draft."""
    system = story.on(dt.date(2016, 6, 1))
    rules = declared_rules()
    bar = bar_of(rules, said_in_file(system.organisation, system.qms.configuration, rules))
    view = status(system, inspect(system, rules, bar.rules, working_tree=False))

    assert (view.drafts, view.overdue) == (0, 0)
    assert [step.command for step in view.steps if step.command and "approve" in step.command] == []
    assert any(one.demands.needs == () for one in system.documents)


def test_a_shared_reason_is_true_of_each_document(story: Told) -> None:
    """A reason goes to the change card of every document of its commit: it speaks of none of them by name."""
    folder = story.demonstration.folder
    shared = [
        (body, names)
        for entry in git(folder, "log", "--format=%x00%b%x01", "--name-only", "--", "procedures").split("\0")[
            1:
        ]
        for body, _, files in (entry.partition("\x01"),)
        for names in (re.findall(r"procedures/(?!z-)\S+", files),)
        if len(names) > 1
    ]

    assert len(shared) > 10
    assert [names for body, names in shared if not body.strip()] == []
    assert [body for body, _ in shared if re.search(r"\b[A-Z]{2}-\d\d|księ[dg]|\bmanual\b", body)] == []


def test_the_amendment_of_the_standard_is_entered_in_the_summer_of_2024(story: Told) -> None:
    """Whoever looked the standard up in August 2024 wrote down what had been published in February."""
    before, after = (
        document.fact.revision
        for day in (dt.date(2024, 8, 11), dt.date(2024, 8, 13))
        for document in story.on(day).qms.documents
        if document.fact.id == "Z-ISO"
    )

    assert "2024" not in before
    assert re.search("(A|Amendment )1:2024", after)
