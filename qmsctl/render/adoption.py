"""What `qmsctl adopt` found, as text for people and as JSON; the schema is `docs/schema/adoption-1.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from qmsctl import __version__
from qmsctl.adoption.proposal import Adoption, Answers
from qmsctl.adoption.proposed_kind import ProposedKind
from qmsctl.authoring.adopted_settings import reason_of_days, reason_of_edition
from qmsctl.control.trust import Origin
from qmsctl.messages import Message, tr
from qmsctl.render.sheet import Sheet, Table, console, plain
from qmsctl.reports.adoption import FIELD_NAMES, STATUS_WORDS, SURENESS, Preview, Untold
from qmsctl.reports.shown import Fact, Shown
from qmsctl.standards import edition

__all__ = ["Adopted", "adoption_json", "render_adoption"]

SCHEMA: Final = "qmsctl.adoption/1"
_PLACES: Final = {
    "yaml": tr("YAML document"),
    "head": tr("head of the text"),
    "table": tr("table at the top"),
    "lines": tr("bold lines at the top"),
    "sidecar": tr("file beside it"),
    "name": tr("only its name"),
}
_ORIGINS: Final = {
    Origin.RECORD: tr("approved by records of qmsctl"),
    Origin.TAG: tr("approved by tags"),
    Origin.TRAILER: tr("approved by trailers of commits"),
    Origin.FIELDS: tr("approved as they say of themselves"),
    Origin.MERGE: tr("brought by merges"),
}


@dataclass(frozen=True, slots=True)
class Adopted:
    """All that is shown."""

    adoption: Adoption
    answers: Answers
    settings: str
    """The text of the proposed `qms.yaml`."""
    preview: Preview | None
    """`None` if nothing would stand in the register."""
    untold: tuple[Untold, ...]
    has_history: bool
    differing: tuple[str, ...] | None = None
    """What would differ from the `qms.yaml` that is there; `None` if there is none."""
    written: bool = False


def render_adoption(adopted: Adopted, language: str, *, width: int | None, colour: bool) -> str:
    """Return what was found, in words of *language*: for a terminal of *width*, or as plain lines."""
    sheet = _sheet(adopted)
    return plain(sheet, language) if width is None else console(sheet, language, width=width, colour=colour)


def _sheet(adopted: Adopted) -> Sheet:
    adoption, answers = adopted.adoption, adopted.answers
    tables = [
        Table(tr("Kinds of documents"), _KIND_COLUMNS, tuple(map(_kind_row, adoption.kinds)), key="kinds"),
        Table(tr("Fields"), _FIELD_COLUMNS, tuple(_field_rows(adoption)), key="fields"),
        Table(tr("How it is written"), _WAY_COLUMNS, tuple(_ways(adoption)), key="ways"),
        Table(
            tr("What could not be told"),
            _UNTOLD_COLUMNS,
            tuple(map(_untold_row, adopted.untold)),
            key="untold",
        ),
    ]
    if adopted.preview is not None:
        tables.append(
            Table(
                tr("The register would begin with"),
                _REGISTER_COLUMNS,
                tuple(_register(adopted.preview)),
                key="register",
            )
        )
    return Sheet(
        answers.name or adoption.name,
        tr("What is here, and how it could be adopted"),
        tuple(_facts(adopted)),
        (),
        tr("Cannot be established"),
        tuple(table for table in tables if table.rows),
        tr("Made by qmsctl {version}", version=__version__),
    )


_KIND_COLUMNS: Final = (
    tr("Kind"),
    tr("Files"),
    tr("Documents"),
    tr("Where their fields stand"),
    tr("Name of the file"),
)
_FIELD_COLUMNS: Final = (
    tr("Kind"),
    tr("Field there"),
    tr("What it says"),
    tr("How many say it"),
    tr("Examples"),
    tr("How sure"),
)
_WAY_COLUMNS: Final = (tr("What"), tr("Found"), tr("Why"))
_UNTOLD_COLUMNS: Final = (tr("What"), tr("How many"), tr("Where"))
_REGISTER_COLUMNS: Final = (
    tr("Id"),
    tr("Title"),
    tr("Revision"),
    tr("Owner"),
    tr("Status"),
    tr("Review due"),
)


def _facts(adopted: Adopted) -> Iterator[Fact]:
    adoption, looked = adopted.adoption, adopted.adoption.looked
    yield Fact(tr("Files looked at"), str(looked.seen))
    yield Fact(tr("Left out by their names"), str(looked.left_out))
    yield Fact(
        tr("Commits"), str(adoption.commits) if adopted.has_history else tr("none: this is no git repository")
    )
    yield Fact(tr("Standard"), edition(adopted.answers.edition or adoption.edition.key).designation)
    if (found := adopted.preview) is None:
        return
    yield Fact(tr("Documents the register would hold"), str(found.documents))
    yield Fact(tr("with an id"), str(found.with_id))
    yield Fact(tr("with a revision"), str(found.with_revision))
    yield Fact(tr("with an owner"), str(found.with_owner))
    for origin, count in found.approved:
        yield Fact(_ORIGINS[origin], str(count))
    yield Fact(tr("with a day of review"), str(found.with_review))
    yield Fact(tr("of which overdue on {day}", day=found.day), str(found.overdue))
    if found.unreadable:
        yield Fact(tr("with faults at their beginning"), str(found.unreadable))


def _kind_row(kind: ProposedKind) -> tuple[Shown, ...]:
    places = tuple(_PLACES[place] for place in kind.metadata)
    return (kind.name, kind.group.files, str(len(kind.members)), places, kind.name_pattern)


def _field_rows(adoption: Adoption) -> Iterator[tuple[Shown, ...]]:
    for kind in adoption.kinds:
        for one in kind.fields:
            counted = tr("{filled} of {all}", filled=one.filled, all=len(kind.members))
            examples = tuple(text for column in one.columns[:1] for text in column.examples)
            yield (kind.name, one.keys, FIELD_NAMES[one.name], counted, examples, SURENESS[one.sure])


def _ways(adoption: Adoption) -> Iterator[tuple[Shown, ...]]:
    for kind in adoption.kinds:
        if kind.id_forms:
            yield (tr("ids of {kind}", kind=kind.name), _counted(kind.id_forms), None)
        if kind.days.counts:
            yield (tr("days of {kind}", kind=kind.name), _counted(kind.days.counts), reason_of_days(kind))
        if kind.statuses.known:
            yield (
                tr("statuses of {kind}", kind=kind.name),
                _counted(tuple(kind.statuses.known.items())),
                None,
            )
        if kind.statuses.guessed:
            words = tuple(
                Message("{word} = {meant}", (("word", word), ("meant", STATUS_WORDS[meant])))
                for word, meant in kind.statuses.guessed.items()
            )
            yield (tr("statuses of {kind}", kind=kind.name), words, tr("a guess"))
    if adoption.tags is not None:
        matching, all, current = len(adoption.tags.matching), adoption.tags.all, adoption.tags.current
        counted = (
            tr(
                "A guess, because these documents bear no revision: {matching} of {all} tags,"
                " named after {current} documents.",
                matching=matching,
                all=all,
                current=current,
            )
            if adoption.tags.bare
            else tr(
                "{matching} of {all} tags, {current} of them for the revision in the file",
                matching=matching,
                all=all,
                current=current,
            )
        )
        yield (tr("tags"), adoption.tags.pattern, counted)
    for key, count in adoption.trailers.counts:
        yield (
            tr("trailers"),
            key,
            tr("{count} of {all} commits", count=count, all=adoption.trailers.commits),
        )
    changed, merged = adoption.merges
    if merged:
        yield (tr("merges"), tr("{count} of {all} changes on the main line", count=merged, all=changed), None)
    for one in adoption.people.people[:_MOST]:
        yield (tr("people"), one.name, one.emails or None)


_MOST: Final = 10


def _counted(found: tuple[tuple[str, int], ...]) -> tuple[Shown, ...]:
    shown = tuple(f"{text} ({count})" for text, count in found[:_MOST])
    return (*shown, "…") if len(found) > _MOST else shown


def _untold_row(one: Untold) -> tuple[Shown, ...]:
    return (one.what, str(one.count), one.places)


def _register(found: Preview) -> Iterator[tuple[Shown, ...]]:
    for row in found.rows:
        yield (
            row.id,
            row.title,
            row.revision,
            row.owner,
            STATUS_WORDS[row.status] if row.status else None,
            row.review_due,
        )


def adoption_json(adopted: Adopted, language: str) -> str:
    """Return what was found for programs, with its reasons in words of *language*."""
    adoption, answers = adopted.adoption, adopted.answers
    looked, found = adoption.looked, adopted.preview
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "language": language,
        "organisation": answers.name or adoption.name,
        "edition": {
            "key": answers.edition or adoption.edition.key,
            "sure": adoption.edition.sure or answers.edition is not None,
            "why": reason_of_edition(adoption, answers).into(language),
        },
        "files": {"seen": looked.seen, "left_out": looked.left_out},
        "commits": adoption.commits if adopted.has_history else None,
        "kinds": [_kind_json(kind, language) for kind in adoption.kinds],
        "tags": {
            "pattern": adoption.tags.pattern,
            "matching": len(adoption.tags.matching),
            "all": adoption.tags.all,
        }
        if adoption.tags
        else None,
        "trailers": [{"key": key, "commits": count} for key, count in adoption.trailers.counts],
        "people": [
            {"key": one.key, "name": one.name, "emails": [*one.emails], "commits": one.commits}
            for one in adoption.people.people
        ],
        "untold": [
            {"key": one.key, "what": one.what.into(language), "count": one.count, "places": [*one.places]}
            for one in adopted.untold
        ],
        "register": _register_json(found) if found else None,
        "settings": adopted.settings,
        "differing": None if adopted.differing is None else [*adopted.differing],
        "written": adopted.written,
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _kind_json(kind: ProposedKind, language: str) -> dict[str, Any]:
    return {
        "name": kind.name,
        "files": [*kind.group.files],
        "except": [*kind.group.except_],
        "documents": len(kind.members),
        "metadata": [*kind.metadata],
        "name_pattern": kind.name_pattern,
        "fields": [
            {
                "field": one.name,
                "called": [*one.keys],
                "documents": one.filled,
                "examples": [text for column in one.columns[:1] for text in column.examples],
                "sure": one.sure.name.lower(),
                "by_values": one.by_values,
            }
            for one in kind.fields
        ],
        "dates": {
            "forms": [*kind.days.forms],
            "order": kind.days.order,
            "sure": kind.days.sure,
            "why": reason_of_days(kind).into(language) if kind.days.counts else None,
        },
        "approvals": [*kind.approvals],
    }


def _register_json(found: Preview) -> dict[str, Any]:
    return {
        "day": found.day.isoformat(),
        "documents": found.documents,
        "with_id": found.with_id,
        "with_revision": found.with_revision,
        "with_owner": found.with_owner,
        "approved": {origin.value: count for origin, count in found.approved},
        "with_review": found.with_review,
        "overdue": found.overdue,
        "unreadable": found.unreadable,
        "rows": [
            {
                "id": row.id,
                "title": row.title,
                "revision": row.revision or None,
                "owner": row.owner,
                "status": row.status,
                "review_due": row.review_due.isoformat() if row.review_due else None,
                "path": row.path,
            }
            for row in found.rows
        ],
    }
