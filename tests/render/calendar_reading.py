"""Reads a calendar as strictly as RFC 5545 has it: whatever departs from its grammar fails the test."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

__all__ = ["Component", "Property", "read_calendar"]

_LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(?P<value>.*)", re.DOTALL
)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "ACTION", "TRIGGER"}
_NEEDED = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
_TEXTS = {"SUMMARY", "DESCRIPTION", "CATEGORIES", "UID", "NAME", "X-WR-CALNAME", "PRODID"}


@dataclass
class Property:
    """One content line."""

    name: str
    parameters: dict[str, str]
    value: str
    """Texts without their escapes."""


@dataclass
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str:
        """Return the value of the only property *name*."""
        (found,) = [one.value for one in self.properties if one.name == name]
        return found

    def day(self, name: str) -> dt.date:
        """Return the day that the property *name* is."""
        (found,) = [one for one in self.properties if one.name == name]
        assert found.parameters == {"VALUE": "DATE"}
        return dt.datetime.strptime(found.value, "%Y%m%d").replace(tzinfo=dt.UTC).date()

    def all(self, name: str) -> list[Component]:
        """Return the parts called *name*."""
        return [part for part in self.parts if part.name == name]


def read_calendar(raw: bytes) -> Component:
    """Return the calendar that *raw* is, or fail where it is none."""
    assert raw.endswith(b"\r\n")
    pieces = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\r" in piece or b"\n" in piece for piece in pieces), "lines end with CR LF alone"
    assert max(map(len, pieces)) <= 75, "a line has 75 octets at the most (3.1)"
    lines: list[str] = []
    for piece in pieces:
        text = piece.decode("utf-8")  # no letter is cut
        if text.startswith((" ", "\t")):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    open_: list[Component] = [Component("")]
    for line in lines:
        _take(line, open_)
    (root,) = open_
    (calendar,) = root.parts
    assert not root.properties
    assert calendar.name == "VCALENDAR"
    assert calendar.parts, "a calendar has a component (3.4)"
    uids = [event.value("UID") for event in calendar.all("VEVENT")]
    assert len(uids) == len(set(uids)), "an UID names one event (3.8.4.7)"
    return calendar


def _take(line: str, open_: list[Component]) -> None:
    assert not _CONTROL.search(line), "there are no control characters (3.1)"
    found = _LINE.fullmatch(line)
    assert found is not None, f"no content line: {line!r}"
    name, value = found["name"], found["value"]
    if name == "BEGIN":
        open_.append(Component(value))
    elif name == "END":
        ended = open_.pop()
        assert ended.name == value, "what begins ends"
        _whole(ended)
        open_[-1].parts.append(ended)
    else:
        pairs = (pair.partition("=") for pair in found["parameters"].split(";")[1:])
        parameters = {key: value for key, _, value in pairs}
        open_[-1].properties.append(
            Property(name, parameters, _unescaped(value) if name in _TEXTS else value)
        )


def _whole(component: Component) -> None:
    """Fail if *component* lacks what it needs, or has twice what it may have once."""
    names = [one.name for one in component.properties]
    assert _NEEDED[component.name] <= set(names), component.name
    assert [] == [name for name in _ONCE if names.count(name) > 1]
    if component.name == "VCALENDAR":
        assert component.value("VERSION") == "2.0"
    if component.name == "VEVENT":
        assert re.fullmatch(r"\d{8}T\d{6}Z", component.value("DTSTAMP")), "a moment in UTC (3.8.7.2)"
        assert component.day("DTSTART") < component.day("DTEND"), "it ends later than it begins (3.8.2.2)"
    if component.name == "VALARM":
        assert re.fullmatch(r"-P\d+D", component.value("TRIGGER"))


def _unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "what separates values is escaped (3.3.11)"
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), "nothing else is escaped (3.3.11)"
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], value)
