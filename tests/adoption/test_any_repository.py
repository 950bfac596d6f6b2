"""Whatever lies in a repository, a proposal comes of it that can be read, and says the same twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qmsctl.adoption.candidate import look
from qmsctl.adoption.left_out import is_left_out
from qmsctl.adoption.proposal import Answers, examine
from qmsctl.adoption.written_days import written_days
from qmsctl.authoring.added_settings import added_settings
from qmsctl.authoring.adopted_settings import adopted_settings
from qmsctl.model.configuration import load_organisation
from qmsctl.model.foreign_dates import read_day
from qmsctl.model.reader import reader_of
from qmsctl.repo.history import NO_HISTORY
from qmsctl.repo.snapshot import MemorySnapshot

_WORDS = st.one_of(
    st.sampled_from(
        ("SOP-001", "QP 2", "1.0", "R15", "A/1", "draft", "Active", "TBD", "", "13/01/2026", "2026-02-30", "6 months",
         "8.4, 8.5.1", "All", "Ann Example", "Ann <a@b.example>", "a@b.example", "[x", "{id}", "yes", "null", "ł*?")
    ),
    st.text(max_size=12),
)  # fmt: skip
_KEYS = st.one_of(
    st.sampled_from(
        ("doc_id", "id", "version", "status", "owner", "approved_by", "effective_date", "review_in", "clauses",
         "title", "Symbol", "Właściciel", "Nächste Prüfung", "cost", "approval")
    ),
    st.text(min_size=1, max_size=8),
)  # fmt: skip
_FIELDS = st.dictionaries(_KEYS, _WORDS, max_size=6)
_PARTS = st.one_of(
    st.sampled_from(
        ("docs", "sop", "templates", "vendor", "a [b]", "księga *", "문서", "x\\y", "\x07", "audits")
    ),
    st.text(max_size=6).map(lambda text: text.replace("/", "").replace("\0", "") or "x"),
)
_NAMES = st.one_of(
    st.sampled_from(("SOP-001", "SOP-002_x_v1.2", "README", "page.html", "{id}", "new")), _PARTS
)


def _text(fields: dict[str, str], form: str) -> tuple[str, str]:
    """Return the ending and the content of a file that says *fields* in one *form*."""
    if form == "head":
        lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
        return ".md", f"---\n{lines}---\n# Title\n\nText.\n"
    if form == "table":
        lines = "".join(f"| {key} | {value} |\n" for key, value in fields.items())
        return ".md", f"# Title\n\n{lines}\n## Part\n"
    if form == "lines":
        return ".md", "".join(f"**{key}:** {value}\n" for key, value in fields.items())
    if form == "name":
        return ".docx", "bytes"
    return ".yaml", "".join(f"{key}: {value!r}\n" for key, value in fields.items())


_FILES = st.dictionaries(
    st.tuples(st.lists(_PARTS, max_size=3), _NAMES).map(lambda path: "/".join((*path[0], path[1]))),
    st.tuples(_FIELDS, st.sampled_from(("head", "table", "lines", "yaml", "name"))),
    max_size=8,
).map(
    lambda files: {
        path + ending: content
        for path, (fields, form) in files.items()
        for ending, content in [_text(fields, form)]
        if not any(part in (".", "..") or part.startswith(".") for part in (path + ending).split("/"))
    }
)


@given(_FILES)
def test_a_proposal_can_always_be_read(files: dict[str, str]) -> None:
    """The settings have no fault, match every document once, and nothing that is left out."""
    adoption = examine(look(MemorySnapshot(files)), NO_HISTORY, "Office", None, Answers())
    text = adopted_settings(adoption, Answers(), "pl")
    if not adoption.kinds:
        return
    organisation, _ = load_organisation(MemorySnapshot({"qms.yaml": text}))
    reader = reader_of(organisation)
    for kind in adoption.kinds:
        assert {reader.kind_of(one.path) for one in kind.members} == {kind.name}
    assert not any(is_left_out(path) and reader.kind_of(path) for path in files)
    again = examine(look(MemorySnapshot(files)), NO_HISTORY, "Office", None, Answers())
    assert adopted_settings(again, Answers(), "pl") == text
    assert added_settings(text, adoption, Answers(), reader.kind_of, "en") == ()


@given(st.lists(_WORDS | st.dates().map(lambda day: f"{day.day}.{day.month}.{day.year}"), max_size=6))
def test_days_are_read_by_the_forms_that_are_found(texts: list[str]) -> None:
    """What is not said to be unread is a day in one of the forms."""
    found = written_days(texts, "day-first")
    for text in texts:
        assert text in found.unread or read_day(text, found.forms) is not None
