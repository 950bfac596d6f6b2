"""Facts that were kept come back as they were."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings

from qmsctl.cache import Cache
from qmsctl.model.plain import as_plain, from_plain
from qmsctl.model.qms import load
from qmsctl.model.reading import read_file
from qmsctl.model.schema import as_json
from qmsctl.repo.snapshot import MemorySnapshot
from tests.strategies_system import MadeSystem, systems


@settings(max_examples=40)
@given(made=systems())
def test_every_fact_comes_back(made: MadeSystem) -> None:
    """Documents and records of every kind survive being written down, whatever fields they have."""
    qms = load(MemorySnapshot(made.files))

    for filed in (*qms.documents, *qms.records):
        for kept in (json.dumps(as_plain(filed.fact)), as_json(filed.fact)):
            assert from_plain(type(filed.fact), json.loads(kept)) == filed.fact
    kept = json.loads(json.dumps(as_plain(qms.organisation)))
    assert from_plain(type(qms.organisation), kept) == qms.organisation


def test_a_kept_file_has_its_places(tmp_path: Path) -> None:
    """What was not parsed this time still says where its values stand, and what its digest is."""
    raw = b"id: PS-01\ntype: procedure\ntitle: Title\nrevision: 1.10\nowner: boss\n"
    file = tmp_path / "c.sqlite"
    made = Cache(file)
    first = read_file("p/a.yaml", raw, made.shelf("facts")).filed
    made.save()
    second = read_file("p/b.yaml", raw, Cache(file).shelf("facts")).filed

    assert first is not None
    assert second is not None
    assert first.fact == second.fact
    assert first.source.digest == second.source.digest
    assert (second.at("owner").path, second.at("owner").line) == ("p/b.yaml", 5)


def test_what_has_faults_is_not_kept(tmp_path: Path) -> None:
    """A file of which there is something to say is read with care every time."""
    cache = Cache(tmp_path / "c.sqlite")
    for raw in (b"id: PS-01\n", b"id: [\n", b"id: a\nid: b\ntype: x\ntitle: y\nrevision: z\n"):
        read_file("p/a.yaml", raw, cache.shelf("facts"))
    cache.save()

    assert not (tmp_path / "c.sqlite").exists()


def test_what_is_no_fact_is_refused() -> None:
    """A field of a kind nobody thought of is a fault of the program and shows at once."""

    @dataclass(frozen=True)
    class Odd:
        values: set[str]

    with pytest.raises(TypeError, match="no part of a fact"):
        as_plain({1.5})
    with pytest.raises(TypeError, match="no part of a fact"):
        from_plain(set, [])
    with pytest.raises(TypeError, match="set is no part"):
        as_plain(Odd({"a"}))


def test_places_are_found_anew_and_not_kept_for_all_files() -> None:
    """However many files are asked where their values stand, memory holds what was parsed for a few of them."""
    shelf = Cache(None).shelf("facts")
    fields = "type: procedure\ntitle: Title\nrevision: '1'\nowner: boss\nclauses: {iso9001:2015: ['8.1']}\n"
    files = {f"p/{number}.yaml": f"id: PS-{number}\n{fields}".encode() for number in range(300)}
    sources = [filed.source for path, raw in files.items() if (filed := read_file(path, raw, shelf).filed)]
    first = [source.parsed for source in sources]

    assert len(first) == 300
    assert sources[-1].parsed is first[-1]
    assert sources[0].parsed is not first[0]
    assert [source.parsed.spans for source in sources] == [parsed.spans for parsed in first]
    assert {source.at("clauses", "iso9001:2015", 0).line for source in sources} == {6}
