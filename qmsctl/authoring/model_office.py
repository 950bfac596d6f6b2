"""The model office: a whole quality management system that an organisation starts from and adapts.

It ships as text below `templates/office`, one folder for each language: settings, a README that
says what to adapt, documents, registers, and made-up rows for the registers.  Whoever adapts it
to a library or a clinic changes text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.authoring.files import Draft
from qmsctl.authoring.starter import Beginning, Holder, common_values, filled_in, founded, people_lines
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.organisation import Folders
from qmsctl.shipped import shipped
from qmsctl.standards import edition

__all__ = ["Adapted", "model_office", "roles_of"]

_CLAUSES: Final = re.compile(r"^  (?P<edition>\S+:\d{4}): \[.*\]\n", re.MULTILINE)
_ROLE: Final = re.compile(r"^  (?P<key>[a-z-]+): (?P<title>.+)$", re.MULTILINE)
_DESIGN: Final[Mapping[str, str]] = {"iso9001:2008": "7.3"}
"""By edition: the clause on design, where it is not 8.3."""
_BESIDES: Final = "kz:2009"
"""Management control: every Polish office answers for it, whatever its edition of the standard."""
_GIVEN: Final = frozenset({"mayor", "quality-officer"})
"""The roles of whoever approves, and of whoever begins: both are known before anybody else is."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """What the texts of the model office name, and who holds its roles."""

    town: str
    address: str
    holders: tuple[Holder, ...] = ()
    examples: bool = False
    """Fill the registers with made-up rows."""


def model_office(beginning: Beginning, adapted: Adapted, folders: Folders | None = None) -> Draft:
    """Return the files of a new system that is the model office under another name.

    Args:
        beginning: what is known of the organisation.
        adapted: what the texts name besides.
        folders: where an existing `qms.yaml` keeps what; by default where the new one does.

    Each document names the clauses of the edition that was chosen, and of no other of its
    standard; beside them the standards of management control, for whoever adds that to `editions`.

    Raises:
        RefusedError: somebody is to hold a role that the office has not, or what is known
            makes no valid `qms.yaml`.
    """
    office = _office(beginning.language)
    plain = {
        "organisation": beginning.organisation,
        "town": adapted.town,
        "address": adapted.address,
        "standard": edition(beginning.edition).name(beginning.language),
        "design": _DESIGN.get(beginning.edition, "8.3"),
        "approver_role": beginning.approver_role,
    }
    template = (office / "qms.yaml").read_text(encoding="utf-8")
    _refuse_unknown_roles(adapted.holders, roles_of(beginning.language))
    values = common_values(beginning, {"address": adapted.address}) | {
        "design": plain["design"],
        "people": people_lines(beginning, adapted.holders),
    }
    registers = folders.registers if folders else "registers"
    documents = dict(_documents(office, beginning, registers, examples=adapted.examples))
    documents["README.md"] = (office / "README.md").read_text(encoding="utf-8")
    texts = {path: filled_in(_of_edition(text, beginning.edition), plain) for path, text in documents.items()}
    return founded(
        beginning,
        filled_in(template, values),
        ((path, text.encode("utf-8", "surrogatepass")) for path, text in texts.items()),
        folders,
    )


def roles_of(language: str) -> Mapping[str, str]:
    """Return the roles of the model office that somebody is still to be named for: their titles, by key."""
    template = (_office(language) / "qms.yaml").read_text(encoding="utf-8")
    block = template.partition("\nroles:\n")[2].partition("\n\n")[0]
    return {match["key"]: match["title"] for match in _ROLE.finditer(block) if match["key"] not in _GIVEN}


def _office(language: str) -> Path:
    return shipped("templates") / "office" / language


def _documents(
    office: Path, beginning: Beginning, registers: str, *, examples: bool
) -> Iterator[tuple[str, str]]:
    """Yield where each document and register belongs, and its text; what comes later replaces what came before."""
    for file in sorted((office / "procedures").glob("*.yaml")):
        yield f"{beginning.procedures}/{file.name}", file.read_text(encoding="utf-8")
    for kind in ("registers", "examples") if examples else ("registers",):
        for file in sorted((office / kind).glob("*.csv")):
            yield f"{registers}/{file.name}", file.read_text(encoding="utf-8")


def _of_edition(text: str, chosen: str) -> str:
    """Return a document that names clauses of the edition *chosen*, and management control besides."""
    return _CLAUSES.sub(lambda match: match[0] if match["edition"] in (chosen, _BESIDES) else "", text)


def _refuse_unknown_roles(holders: Iterable[Holder], roles: Mapping[str, str]) -> None:
    known = {*roles, *_GIVEN}
    for holder in holders:
        if holder.role not in known:
            raise RefusedError(
                tr("the model office has no role {role}", role=holder.role),
                tr("write one of: {expected}", expected=", ".join(sorted(known))),
            )
