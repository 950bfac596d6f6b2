"""What was understood of a file that somebody else made, what of it has no place, and the document that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from qmsctl.authoring.files import Draft, dump_for_people
from qmsctl.authoring.meant import person_or_role
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.naming import folder_name, slug
from qmsctl.model.reader import reader_of
from qmsctl.model.reading import examine_document

__all__ = ["FIELDS", "Found", "Given", "Imported", "draft_imported", "with_given"]

_LONGEST_NAME: Final = 80
"""Characters of the name of a file."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was understood."""

    what: Message
    value: str
    where: Message
    """Where it stands in the file, or why it is so."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of the document: it takes the place of what the file says."""

    id: str | None = None
    title: str | None = None
    revision: str | None = None
    type: str | None = None
    edition: str | None = None
    owner: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A file as it was understood."""

    fields: Mapping[str, str]
    """What it says of the document itself: id, title, revision, owner, edition, type, language."""
    content: Mapping[str, object]
    """Its questions, or its sections."""
    found: tuple[Found, ...] = ()
    dropped: tuple[Message, ...] = ()
    """What of the file is not taken over, each with its place or how often it is there."""
    decisions: tuple[Found, ...] = ()
    """Who prepared, checked and approved it, as the file says: shown, and nobody's approval is made of it."""
    is_checklist: bool = field(default=False)


FIELDS: Final[Mapping[str, Message]] = {
    "id": tr("Id"),
    "title": tr("Title"),
    "revision": tr("Revision"),
    "type": tr("Type"),
    "edition": tr("Edition of the standard"),
    "owner": tr("Owner"),
}
"""The fields of a document that a file can state, in the order in which they are shown."""


def with_given(imported: Imported, given: Given, system: System) -> Imported:
    """Return *imported* with what was *given* in place of what the file says, and the owner as `qms.yaml` knows it.

    Raises:
        RefusedError: the owner that was given is unknown to `qms.yaml`.
    """
    options = {name: getattr(given, name) for name in FIELDS if getattr(given, name)}
    fields = {**imported.fields, **options}
    found = [one for one in imported.found if not any(one.what == FIELDS[name] for name in options)]
    dropped = list(imported.dropped)
    shown = [
        Found(FIELDS[name], value, tr("given with {option}", option=f"--{name}"))
        for name, value in options.items()
    ]
    if owner := fields.get("owner"):
        try:
            fields["owner"] = person_or_role(system, owner)
        except RefusedError:
            if "owner" in options:
                raise
            del fields["owner"]
            found = [one for one in found if one.what != FIELDS["owner"]]
            dropped.append(
                tr(
                    "owner {owner}: qms.yaml knows no such role or person; name one with --owner",
                    owner=owner,
                )
            )
    if given.language is not None:
        fields["language"] = given.language
    return replace(imported, fields=fields, found=(*shown, *found), dropped=tuple(dropped))


def draft_imported(imported: Imported, source: str, system: System) -> Draft:
    """Return the document that *imported* becomes: a draft, which nobody has approved.

    Args:
        imported: with its id, title, revision and, for a checklist, its edition.
        source: how the file is called in the message of the commit.
        system: gets it.

    Raises:
        RefusedError: a document of that id is there, the type does not fit, or it could not be read again.
    """
    fields = imported.fields
    id = fields["id"]
    for working in (one.working for one in system.documents_by_id.get(id, ()) if one.working):
        raise RefusedError(
            tr("{document} is here already, in {file}", document=id, file=working.path),
            tr("name another id with --id; it is changed as any document is: qmsctl revise {id}", id=id),
        )
    organisation = system.organisation
    type = "checklist" if imported.is_checklist else fields.get("type", "procedure")
    if not imported.is_checklist and type in ("checklist", "audit", "programme"):
        raise RefusedError(
            tr("a text with sections cannot become a document of the type {type}", type=type),
            tr("name another type with --type, for example procedure"),
        )
    content = dump_for_people(
        {
            "id": id,
            "type": type,
            "title": fields["title"],
            "language": fields.get("language", organisation.language),
            "revision": fields["revision"],
            "owner": fields.get("owner"),
            "edition": fields.get("edition") if imported.is_checklist else None,
            **imported.content,
        }
    )
    folder = organisation.folders.checklists if imported.is_checklist else organisation.folders.procedures
    name = slug(id)[:_LONGEST_NAME].strip("-") or folder_name(id)
    path = f"{folder.rstrip('/')}/{name}.yaml"
    _refuse_for_kind(path, imported, system)
    _, flaws = examine_document(path, content)
    for flaw in flaws:
        raise RefusedError(
            tr("what {file} says makes no valid document: {message}", file=source, message=flaw.message),
            tr("correct it in the file, or give another value; -h shows every option"),
        )
    return Draft({path: content}, f"{tr('Import {document} from {file}', document=id, file=source)}\n")


def _refuse_for_kind(path: str, imported: Imported, system: System) -> None:
    """Refuse to write in qmsctl's form what would be read in another.

    Raises:
        RefusedError: a kind of documents says how the file *path* is read.
    """
    organisation = system.organisation
    kind = reader_of(organisation).kind_of(path)
    if kind is None:
        return
    named = "folders: checklists" if imported.is_checklist else "folders: procedures"
    raise RefusedError(
        tr(
            "import writes qmsctl's own form, and {path} would be read as a document of the kind {kind},"
            " which has another",
            path=path,
            kind=kind,
        ),
        tr(
            "put the file with the others of its kind, with the fields that kinds in qms.yaml names;"
            " or name a folder of its own for what is imported, in qms.yaml below {setting}",
            setting=named,
        ),
    )
