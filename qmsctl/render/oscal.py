"""The results of an audit as OSCAL assessment results (NIST OSCAL 1.1), so that other programs can read them.

Experimental: OSCAL is made for controls of security, and clauses of a standard of management take their place.
What OSCAL has no word for stands in properties of qmsctl's own name space.
Structure and required fields: https://pages.nist.gov/OSCAL-Reference/models/v1.1.3/assessment-results/json-reference/
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from qmsctl import __version__
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import Criterion
from qmsctl.model.naming import slug
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.reports.marks import GRADES, OUTCOMES
from qmsctl.reports.shown import in_words
from qmsctl.standards import edition

__all__ = ["OSCAL_VERSION", "oscal_results"]

OSCAL_VERSION: Final = "1.1.3"
_NAMES: Final = "https://qmsctl.invalid/ns/oscal"
"""Where the names of our properties belong; nothing is served there."""
_METHODS: Final[Mapping[str, str]] = {"interview": "INTERVIEW", "observation": "TEST", "documents": "EXAMINE"}
_NO_TOKEN: Final = re.compile(r"[^\w.\-]+")
_NOT_SATISFIED: Final = ("major", "minor")


def oscal_results(system: System, audit: ControlledAudit, language: str) -> str:
    """Return the results of *audit* as JSON: the same records give the same bytes, identifiers included.

    Args:
        system: what is known on its day.
        audit: whose evidence and findings they are.
        language: of the words that are not the auditors'.
    """
    writer = _Writer(system, audit, language)
    text = json.dumps({"assessment-results": writer.whole()}, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


class _Writer:
    """Writes one audit."""

    def __init__(self, system: System, audit: ControlledAudit, language: str) -> None:
        self._system, self._audit, self._language = system, audit, language
        organisation = system.organisation.organisation.name
        self._space = uuid.uuid5(uuid.NAMESPACE_URL, f"{_NAMES}/{organisation}/{audit.id}")

    def whole(self) -> Mapping[str, Any]:
        """Return what stands under `assessment-results`."""
        return {
            "uuid": self._id("assessment-results", self._version()),
            "metadata": self._metadata(),
            "import-ap": {
                "href": f"#{self._id('resource', 'plan')}",
                "remarks": self._said(tr("the audit plan")),
            },
            "results": [self._result()],
            "back-matter": {"resources": list(self._resources())},
        }

    def _metadata(self) -> Mapping[str, Any]:
        organisation = self._system.organisation
        team = [(member.person, member.role) for member in self._audit.plan.fact.team]
        roles = sorted({role for _, role in team})
        parties = [
            {
                "uuid": self._id("party", "organisation"),
                "type": "organization",
                "name": organisation.organisation.name,
            }
        ]
        parties += [
            {"uuid": self._id("party", person), "type": "person", "name": organisation.title(person)}
            for person in dict.fromkeys(person for person, _ in team)
        ]
        responsible = [
            {
                "role-id": _token(role),
                "party-uuids": [self._id("party", person) for person, held in team if held == role],
            }
            for role in roles
        ]
        stated = {
            "title": self._audit.plan.fact.title,
            "last-modified": _moment(self._last()),
            "version": self._version(),
            "oscal-version": OSCAL_VERSION,
            "props": [self._prop("experimental", "yes"), self._prop("tool", f"qmsctl {__version__}")],
            "roles": [{"id": _token(role), "title": role} for role in roles],
            "parties": parties,
            "responsible-parties": responsible,
            "remarks": self._said(
                tr(
                    "Experimental: OSCAL is made for security controls; clauses of the standard take their place here."
                    " It says what was recorded, and not that the organisation complies."
                )
            ),
        }
        return {key: value for key, value in stated.items() if value}

    def _result(self) -> Mapping[str, Any]:
        plan = self._audit.plan.fact
        days = sorted({*plan.days, *(one.fact.occurred for one in self._audit.evidence)}) or [
            self._system.day
        ]
        observations = [self._observation(one) for one in self._audit.evidence]
        findings = [self._finding(one) for one in self._audit.findings]
        stated = {
            "uuid": self._id("result", ""),
            "title": f"{plan.id}: {plan.title}",
            "description": plan.objectives or plan.title,
            "start": _moment(days[0]),
            "end": _moment(days[-1]),
            "props": [
                self._prop("audit", plan.id),
                *(self._prop("edition", name) for name in plan.editions),
                self._prop("status", self._audit.status.value),
            ],
            "reviewed-controls": {"control-selections": list(self._selections())},
            "observations": observations,
            "findings": findings,
        }
        return {key: value for key, value in stated.items() if value}

    def _selections(self) -> Iterator[Mapping[str, Any]]:
        """Yield what was audited: the clauses of each edition, or all of them."""
        criteria = [one for one in self._audit.plan.fact.criteria if one.edition]
        for one in criteria:
            designation = edition(one.edition).designation if one.edition else ""
            if one.clauses:
                named = [
                    {"control-id": _control(one.edition, clause)} for clause in dict.fromkeys(one.clauses)
                ]
                yield {"description": designation, "include-controls": named}
            else:
                yield {"description": designation, "include-all": {}}
        if not criteria:
            yield {"include-all": {}}

    def _observation(self, record: Filed[Evidence]) -> Mapping[str, Any]:
        fact = record.fact
        texts = [one for one in (fact.seen, fact.reason, fact.note) if one]
        relevant = [
            {"href": f"#{self._id('resource', one.file)}", "description": one.file.rpartition("/")[2]}
            for one in fact.attachments
        ]
        if fact.where:
            relevant.insert(0, {"description": fact.where})
        stated = {
            "uuid": self._id("observation", record_name(record)),
            "title": fact.question.id if fact.question else record_name(record),
            "description": "\n\n".join(texts) or self._said(tr("nothing was described")),
            "props": [
                self._prop("record", record_name(record)),
                self._prop("result", fact.result, in_words(OUTCOMES[fact.result].word, self._language)),
                *(self._prop("criterion", one) for one in _named(fact.criteria)),
                *((self._prop("unit", fact.unit),) if fact.unit else ()),
                *(
                    (self._prop("sample", f"{fact.sample.size}/{fact.sample.population}"),)
                    if fact.sample and fact.sample.size is not None and fact.sample.population is not None
                    else ()
                ),
            ],
            "methods": [_METHODS.get(fact.method or "", "UNKNOWN")],
            "types": ["control-objective"],
            "relevant-evidence": relevant,
            "collected": _moment(fact.occurred),
        }
        return {key: value for key, value in stated.items() if value}

    def _finding(self, finding: ControlledFinding) -> Mapping[str, Any]:
        raised = finding.raised.fact
        known = {record_name(one) for one in self._audit.evidence}
        named = list(_named(raised.criteria)) or ["unknown"]
        withdrawn = finding.status.value == "withdrawn"
        failed = finding.grade in _NOT_SATISFIED and not withdrawn
        stated = {
            "uuid": self._id("finding", finding.id),
            "title": f"{finding.number}: {raised.title or raised.statement or finding.grade}",
            "description": raised.statement or raised.title or finding.number,
            "props": [
                self._prop("number", finding.number),
                self._prop("grade", finding.grade, in_words(GRADES[finding.grade].word, self._language)),
                self._prop("status", finding.status.value),
                *(self._prop("criterion", one) for one in named[1:]),
            ],
            "target": {
                "type": "objective-id",
                "target-id": named[0],
                "status": {
                    "state": "not-satisfied" if failed else "satisfied",
                    "reason": "fail" if failed else "other",
                },
            },
            "related-observations": [
                {"observation-uuid": self._id("observation", name)}
                for name in raised.evidence
                if name in known
            ],
            "remarks": "\n\n".join(filter(None, (raised.requirement, raised.evidence_text))),
        }
        return {key: value for key, value in stated.items() if value}

    def _resources(self) -> Iterator[Mapping[str, Any]]:
        """Yield what is cited: the plan, and the files that evidence rests on, each under its digest."""
        yield {
            "uuid": self._id("resource", "plan"),
            "title": self._audit.plan.fact.id,
            "rlinks": [{"href": self._audit.plan.path}],
        }
        folder = self._system.organisation.folders.of_audit(self._audit.id)
        files = {one.file: one for record in self._audit.evidence for one in record.fact.attachments}
        for file, attachment in sorted(files.items()):
            yield {
                "uuid": self._id("resource", file),
                "title": file.rpartition("/")[2],
                "rlinks": [
                    {
                        "href": f"{folder}/attachments/{file}",
                        "hashes": [{"algorithm": "SHA-256", "value": attachment.sha256}],
                    }
                ],
            }

    def _last(self) -> dt.datetime:
        """Return when the last record was made that is in it."""
        records = [one.fact.recorded for one in (*self._audit.evidence, *self._audit.minutes)]
        records += [step.fact.recorded for finding in self._audit.findings for step in finding.steps]
        return max(records, default=dt.datetime.combine(self._system.day, dt.time(), dt.UTC))

    def _version(self) -> str:
        commit = self._system.history.head
        return f"{self._system.day.isoformat()}.{commit[:10]}" if commit else self._system.day.isoformat()

    def _id(self, kind: str, name: str) -> str:
        return str(uuid.uuid5(self._space, f"{kind}/{unicodedata.normalize('NFC', name)}"))

    def _prop(self, name: str, value: str, remarks: str = "") -> Mapping[str, str]:
        stated = {"name": name, "ns": _NAMES, "value": " ".join(value.split()) or "-"}
        return {**stated, "remarks": remarks} if remarks else stated

    def _said(self, message: Message) -> str:
        return message.into(self._language)


def _moment(moment: dt.date | dt.datetime) -> str:
    """Return a moment as OSCAL has it, with a time zone; a day begins at midnight."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(), dt.UTC)
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _named(criteria: Iterable[Criterion]) -> Iterator[str]:
    """Yield each criterion as a token: a clause of an edition, an edition, a document, an act."""
    for one in criteria:
        if one.edition:
            yield from (_control(one.edition, clause) for clause in one.clauses or ("",))
        if one.document:
            yield _token(f"document-{slug(one.document) or one.document}")
        if one.act:
            yield _token(f"act-{slug(one.act) or one.act}")


def _control(key: str | None, clause: str) -> str:
    return _token(f"{key or 'edition'}_{clause}" if clause else key or "edition")


def _token(text: str) -> str:
    """Return *text* as a token of OSCAL: letters, digits, dots, hyphens, and a letter first."""
    plain = _NO_TOKEN.sub("-", text).strip("-") or "_"
    return plain if plain[0].isalpha() or plain[0] == "_" else f"_{plain}"
