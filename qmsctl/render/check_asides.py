"""What a check says about how it was set: what is off, what is set lower, and whose settings count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.documents.place import Place
from qmsctl.inspection import Inspection
from qmsctl.inspection.applicable import EARLIER, UNREAD
from qmsctl.messages import Message, list_of, tr, tr_n

__all__ = ["Aside", "asides", "left_out_told", "lowered_told", "settings_told"]


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that is no problem, as a format tells it that holds nothing but problems."""

    name: str
    """What stands in place of the rule."""
    place: Place
    text: Message
    known_by: tuple[str, ...]
    """What makes it another one when it changes."""


def asides(inspection: Inspection) -> Iterator[Aside]:
    """Yield all that is to be known about the settings, each at its place in `qms.yaml`."""
    for off in inspection.switched_off:
        text = tr("Switched off: {rule}: {reason}", rule=list_of(off.rules), reason=off.reason)
        yield Aside("switched-off", off.place, text, (*off.rules, off.reason))
    for told in lowered_told(inspection):
        values = (word for one in inspection.lowered for word in (one.setting, *one.rules))
        yield Aside("set-lower", inspection.settings_place, told, tuple(values))
    if inspection.settings_from is not None:
        told = tr(
            "Rules, severities, options and the level that fails are those of qms.yaml in {revision}, commit {commit}.",
            revision=inspection.settings_from.name,
            commit=inspection.settings_from.commit[:10],
        )
        yield Aside("settings-from", inspection.settings_place, told, (inspection.settings_from.commit,))


def lowered_told(inspection: Inspection) -> Iterator[Message]:
    """Yield in one sentence what is set lower than qmsctl has it; nothing if nothing is."""
    if inspection.lowered:
        values = [f"{one.setting} ({', '.join(one.rules)})" for one in inspection.lowered]
        yield tr("Set lower than qmsctl has it: {values}.", values=list_of(values))


def settings_told(inspection: Inspection) -> Iterator[Message]:
    """Yield the same as sentences."""
    return (one.text for one in asides(inspection))


_OR_APPROVALS: Final = " / approvals"


def left_out_told(inspection: Inspection) -> Iterator[Message]:
    """Yield what no rule was asked about because no kind of documents names the field, and what is too old for them."""
    untold: dict[str, list[str]] = {}
    most: Counter[str] = Counter()
    for outcome in inspection.outcomes:
        for field, count in outcome.left_out.items():
            if field in (EARLIER, UNREAD):
                most[field] = max(most[field], count)
            else:
                untold.setdefault(field, []).append(f"{outcome.slug} {count}")
    for field, rules in sorted(untold.items()):
        if field.endswith(_OR_APPROVALS):
            yield tr(
                "Not applicable, since no kind of these documents has a field for {field}"
                " or says what approves them: {rules}.",
                field=field.removesuffix(_OR_APPROVALS),
                rules=list_of(rules),
            )
            continue
        yield tr(
            "Not applicable, since no kind of these documents has a field for {field}: {rules}.",
            field=field,
            rules=list_of(rules),
        )
    if most[UNREAD]:
        yield tr_n(
            "Not applicable where fields are asked about: {count} document, whose fields cannot be read.",
            "Not applicable where fields are asked about: {count} documents, whose fields cannot be read.",
            most[UNREAD],
        )
    if most[EARLIER]:
        yield tr_n(
            "Not applicable: {count} document was not changed since the rules apply to its kind.",
            "Not applicable: {count} documents were not changed since the rules apply to their kinds.",
            most[EARLIER],
        )
