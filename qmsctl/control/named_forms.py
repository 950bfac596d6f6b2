"""Which forms the other documents name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qmsctl.control.documents import ControlledDocument
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist

__all__ = ["named_forms"]


def named_forms(documents: Iterable[ControlledDocument]) -> frozenset[str]:
    """Return the ids of the forms among *documents* that another names: under `related`, or anywhere in its text.

    A form that names another, and an audit that looks at one, say nothing about when it is filled in.
    """
    held = [one for one in documents if one.working is not None and one.withdrawn is None]
    forms = {one.id for one in held if one.working is not None and one.working.fact.type == "form"}
    if not forms:
        return frozenset()
    others = [
        one.working
        for one in held
        if one.working is not None
        and one.id not in forms
        and not isinstance(one.working.fact, Checklist | AuditPlan | AuditProgramme)
    ]
    named = {id for other in others for id in other.fact.related if id in forms}
    wanted = forms - named
    if wanted:
        # The files are searched and not their texts: one pass over the bytes for all forms together.
        words = "|".join(re.escape(id) for id in sorted(sorted(wanted), key=len, reverse=True))
        pattern = re.compile(rf"(?:{words})(?![^\W_])(?!-\w)".encode())
        for other in others:
            for found in pattern.finditer(other.source.raw):
                before = other.source.raw[max(0, found.start() - 1) : found.start()]
                if not re.match(rb"[\w/-]", before):
                    named.add(found[0].decode())
    return frozenset(named)
