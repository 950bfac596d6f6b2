"""The dated duties that registers know of: who has still to read what, suppliers to assess, trainings to hold."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.acknowledged import lacking_readers, to_be_read_by
from qmsctl.control.dated_registers import RowDue
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.reports.document_duties import document_called
from qmsctl.reports.duties import Duty, DutyKind
from qmsctl.reports.people import called

__all__ = ["reading_duty", "register_duties", "register_faults"]


def reading_duty(document: ControlledDocument, system: System) -> Duty | None:
    """Return that whoever has to read what is in force of *document* acknowledges it; `None` if all did."""
    register, working, in_force = system.acknowledgements, document.working, document.in_force
    due = to_be_read_by(document, system.organisation)
    if register is None or register.fault is not None or working is None or in_force is None or due is None:
        return None
    lacking = lacking_readers(document, register, system.organisation, system.day)
    if not lacking or document.withdrawn is not None:
        return None
    stated = document.document
    return Duty(
        DutyKind.READING,
        document.id,
        f"read {document.language} {in_force.revision}",
        due,
        tr("let them read it, and enter it in {register}", register=register.path),
        tr(
            "revision {revision} took effect on {day} and is to be read by {due}",
            revision=in_force.revision,
            day=in_force.effective,
            due=due,
        ),
        document_called(document, system),
        "documents",
        None,
        tuple(system.organisation.title(key) for key in lacking),
        lacking,
        stated.units if stated is not None else (),
        (("unread-revision", working.path),),
    )


def register_duties(system: System) -> Iterator[Duty]:
    """Yield what is due by the rows of the registers that `qms.yaml` names."""
    for register in system.dated_rows:
        for row in register.rows:
            yield _row_duty(row, system)


def register_faults(system: System) -> Iterator[tuple[str, Message]]:
    """Yield of which register it is not known what falls due by its rows, by its path, and why."""
    for register in system.dated_rows:
        for fault in register.faults:
            yield register.path, fault


def _row_duty(row: RowDue, system: System) -> Duty:
    is_supplier = row.register.about == "supplier"
    path = row.register.register
    why = (
        tr("due on {due}, by {register}", due=row.due, register=path)
        if row.last is None
        else tr(
            "done last on {last}, and due again on {due}, by {register}",
            last=row.last,
            due=row.due,
            register=path,
        )
    )
    organisation, owner = system.organisation, row.owner
    is_unit = owner in organisation.units
    return Duty(
        DutyKind.SUPPLIER if is_supplier else DutyKind.TRAINING,
        row.subject,
        f"{path} {row.number}",
        row.due,
        tr("assess it, and enter it in {register}", register=path)
        if is_supplier
        else tr("hold it, and enter it in {register}", register=path),
        why,
        row.subject,
        "documents",
        None,
        None if owner is None else organisation.units[owner] if is_unit else called(owner, organisation),
        () if owner is None or is_unit else (owner,),
        (owner,) if owner is not None and is_unit else (),
    )
