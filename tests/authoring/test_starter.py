"""The beginning of a system: every file of it is read without a flaw, in each language, for each edition."""

from __future__ import annotations

import datetime as dt
import subprocess

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.authoring.files import write
from qmsctl.authoring.starter import Beginning, starter
from qmsctl.errors import RefusedError
from qmsctl.messages import LANGUAGES
from qmsctl.model.configuration import load_organisation
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms, load
from qmsctl.repo.recorder import Recorder
from qmsctl.repo.snapshot import MemorySnapshot, WorkingTree
from qmsctl.standards import EDITIONS
from qmsctl.standards import edition as known_edition
from tests.conftest import Repo


def beginning(language: str = "en", edition: str = "iso9001:2015", **known: str) -> Beginning:
    """Return what is known of an office."""
    values = {
        "organisation": "Urząd Miasta Przykładowo",
        "approver_name": "Jan Nowak",
        "approver_email": "jan@example.org",
        "approver_role": "Prezydent Miasta",
        "officer_name": "Anna Kowalska",
        "officer_email": "anna@example.org",
        **known,
    }
    return Beginning(language=language, edition=edition, day=dt.date(2026, 1, 2), **values)


def loaded(begun: Beginning) -> Qms:
    """Load what a beginning makes."""
    return load(MemorySnapshot(starter(begun).files))


def settings(begun: Beginning) -> Organisation:
    """Return the settings that a beginning makes, seen to be the same to another program."""
    raw = starter(begun).files["qms.yaml"]
    organisation, source = load_organisation(MemorySnapshot({"qms.yaml": raw}))
    guessed = yaml.load(raw, Loader=yaml.SafeLoader)
    assert guessed["organisation"] == source.tree["organisation"]
    assert guessed["people"].keys() == organisation.people.keys()
    return organisation


@pytest.mark.parametrize("edition", [key for key in EDITIONS if known_edition(key).is_begun_with])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_read_without_a_flaw(language: str, edition: str) -> None:
    """Settings, documents and checklists meet the schema as they ship."""
    qms = loaded(beginning(language, edition))

    assert (qms.flaws, qms.malformed) == ((), ())
    assert qms.documents
    assert {document.fact.language for document in qms.documents} == {language}
    assert {document.fact.translates for document in qms.documents} == {None}
    assert {checklist.fact.edition for checklist in qms.checklists} <= {edition}
    assert (qms.organisation.language, qms.organisation.editions) == (language, (edition,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_owners_units_and_types_of_the_documents_are_known(language: str) -> None:
    """What the starter documents refer to is in the settings they come with."""
    qms = loaded(beginning(language))
    known = qms.organisation

    for document in qms.documents:
        assert document.fact.type in known.types
        assert document.fact.owner in known.roles
        assert set(document.fact.units) <= known.units.keys()
        assert set(document.fact.related) <= {other.fact.id for other in qms.documents}


def test_files_are_called_by_the_ids_of_their_documents() -> None:
    """The name of a file begins with the id of its document, in the folder that was asked for."""
    draft = starter(beginning(procedures="Jakość/procedury", checklists="listy"))
    paths = {path.partition(".")[0] for path in draft.files if path.endswith(".yaml") and path != "qms.yaml"}

    assert {path.rpartition("/")[0] for path in paths} == {"Jakość/procedury", "listy"}
    assert {path.rpartition("/")[2] for path in paths} == {
        document.fact.id.lower() for document in load(MemorySnapshot(draft.files)).documents
    }


def test_people_have_their_roles_from_the_day_on() -> None:
    """The approver approves, and whoever begins is the quality officer."""
    people = settings(beginning()).people

    assert {key: (person.name, person.emails) for key, person in people.items()} == {
        "jan-nowak": ("Jan Nowak", ("jan@example.org",)),
        "anna-kowalska": ("Anna Kowalska", ("anna@example.org",)),
    }
    assert people["jan-nowak"].roles_on(dt.date(2026, 1, 2)) == {"mayor"}
    assert people["anna-kowalska"].roles_on(dt.date(2026, 1, 2)) == {"quality-officer"}
    assert people["anna-kowalska"].roles_on(dt.date(2026, 1, 1)) == frozenset()


@pytest.mark.parametrize("name", ["Jan Nowak", ""])
def test_nobody_is_there_twice(name: str) -> None:
    """Who both approves and begins is one person; who is not known is none."""
    assert list(settings(beginning(officer_name=name)).people) == ["jan-nowak"]


def test_names_without_a_latin_letter_have_keys_too() -> None:
    """People whose names make no slug are not left out."""
    people = settings(beginning(approver_name="김철수", officer_name="박영희")).people

    assert {key: person.name for key, person in people.items()} == {"approver": "김철수", "officer": "박영희"}


AWKWARD = ["No", "yes", "Null", "NULL", "~", "true", "On", "y", "1.10", "007", "0x1F", "2026-01-02", "12:30", ".inf", "=",
           "Foo: Bar", "a # b", "# a", "- a", "[a]", "{a}", "a, b", '"a"', "'a'", "it's", "&a", "*a", "!a", "%a", "@a@", "`a`",
           "|", ">", "?", "a\\b", "@organisation@", "Urząd, Miasta", "\ufeffa", "a\u200bb", "😀", "한국 시청", "-", "---"]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_any_name_of_one_line_is_kept(text: str) -> None:
    """Whatever an organisation and its people are called, that is what they are called."""
    organisation = settings(
        beginning(organisation=text, approver_name=text, approver_email=text, approver_role=text)
    )
    person = next(iter(organisation.people.values()))

    assert (organisation.organisation.name, person.name, person.emails) == (text, text, (text,))
    assert organisation.roles["mayor"] == text


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"organisation": ""}, " is empty or has blanks around it"),
        ({"organisation": " x"}, "x is empty or has blanks around it"),
        ({"organisation": "a\nb"}, "a is empty or has blanks around it"),
        ({"approver_name": "a\x1bb"}, "a\x1bb is empty or has blanks around it"),
        ({"approver_role": "a\x7fb"}, "the character U+007F may not stand in a document"),
        ({"organisation": "\udcb3"}, "the file is not UTF-8 text: byte 100 cannot be read"),
        ({"procedures": "../x"}, "../x is no folder inside the system"),
        ({"checklists": ".git"}, ".git is no folder inside the system"),
        ({"language": "pl", "edition": "x: y"}, "x: … stands where one text belongs"),
    ],
)
def test_what_would_make_broken_settings_is_refused(known: dict[str, str], message: str) -> None:
    """Nothing is begun that could not be read again, and the reason is that of the settings."""
    with pytest.raises(RefusedError) as caught:
        starter(beginning(**known))

    assert str(caught.value.message).partition(": byte")[0] == message.partition(": byte")[0]
    assert caught.value.hint is not None


@with_settings(max_examples=80)
@given(
    st.fixed_dictionaries(
        {
            name: st.text(max_size=10)
            for name in ("organisation", "approver_name", "approver_role", "officer_name", "procedures")
        }
    )
)
def test_any_answers_make_a_system_or_a_refusal(known: dict[str, str]) -> None:
    """Whatever is typed, what comes of it can be loaded."""
    begun = beginning(**known)
    try:
        starter(begun)
    except RefusedError:
        return

    assert settings(begun).organisation.name == known["organisation"]
    assert loaded(begun).malformed == ()


def test_records_and_attachments_are_never_converted(repo: Repo) -> None:
    """What the attributes say holds for the bytes of records wherever git would convert line ends."""
    begun = beginning()
    repo.git("config", "core.autocrlf", "true")
    write(repo.top, starter(begun).files)
    Recorder(repo.top).commit(starter(begun).files, "Begin\n")
    records = ["approvals/x/a.yaml", "audits/x/evidence/a.yaml", "audits/x/minutes/a.yaml", "audits/x/attachments/0/a.txt",
               "findings/x/a.yaml"]  # fmt: skip
    repo.commit(dict.fromkeys([*records, "procedures/a.yaml"], "one\r\ntwo\r\n"))
    stored = {path: repo.git("cat-file", "blob", f"HEAD:{path}") for path in records}

    assert set(stored.values()) == {b"one\r\ntwo\r"}
    assert repo.git("cat-file", "blob", "HEAD:procedures/a.yaml") == b"one\ntwo"


def test_a_beginning_on_disk_is_the_same_as_in_memory(repo: Repo) -> None:
    """Written and committed, the system is the one that was drafted, and the tree is clean."""
    draft = starter(beginning("pl"))
    write(repo.top, draft.files)
    Recorder(repo.top).commit(draft.files, draft.message)
    on_disk = load(WorkingTree(repo.top))

    in_memory = loaded(beginning("pl"))

    assert [(d.path, d.fact) for d in on_disk.documents] == [(d.path, d.fact) for d in in_memory.documents]
    assert subprocess.check_output(["git", "status", "--porcelain"], cwd=repo.top) == b""
