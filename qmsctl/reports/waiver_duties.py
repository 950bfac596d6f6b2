"""The dated duties of waivers: what is waived is to be mended by its last day."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.waivers import WaiverState
from qmsctl.messages import tr
from qmsctl.reports.duties import Duty, DutyKind
from qmsctl.reports.people import person_named

__all__ = ["waiver_duties"]


def waiver_duties(system: System) -> Iterator[Duty]:
    """Yield the end of each waiver that holds or is to hold.

    Of one that has expired the check tells, which knows whether what it waived is still there.
    """
    organisation = system.organisation
    for waiver in system.waivers:
        if waiver.state not in (WaiverState.IN_FORCE, WaiverState.TO_COME):
            continue
        fact = waiver.record.fact
        owners = dict.fromkeys(one for one in (fact.decider.person, fact.decider.role) if one)
        stated = system.document(fact.document)
        document = stated.document if stated else None
        yield Duty(
            DutyKind.WAIVER,
            fact.document,
            f"waiver {fact.rule} {waiver.name}",
            fact.until,
            tr("mend what is waived, or have somebody answer for it anew"),
            tr(
                "the waiver of {rule} holds until {day}: {reason}",
                rule=fact.rule,
                day=fact.until,
                reason=" ".join(fact.reason.split()),
            ),
            fact.document,
            "documents",
            shlex.join(("qmsctl", "waivers", "--current")),
            person_named(fact.decider.person, organisation),
            tuple(owners),
            document.units if document else (),
        )
