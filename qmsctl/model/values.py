"""The kinds of value that fields hold, and how they are written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, LiteralString, TypeAlias

from qmsctl.repo.public_keys import read_public_key

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = [
    "FORBID_UNKNOWN",
    "AuditKind",
    "AuditMode",
    "BlobName",
    "Classification",
    "Day",
    "DigestOfFile",
    "EntryState",
    "FindingStepKind",
    "FolderName",
    "Grade",
    "Listed",
    "Meaning",
    "Method",
    "MinutesKind",
    "Moment",
    "Month",
    "Months",
    "Named",
    "PublicKey",
    "Result",
    "RoleInAudit",
    "Span",
    "TrustLevel",
    "Written",
    "add_months",
    "is_name",
    "writing_of",
]


def _written_name(field: str) -> str:
    """Return how a field is written: `from_` stands for `from`, which Python keeps for itself."""
    return field.removesuffix("_")


FORBID_UNKNOWN: Final[dict[str, Any]] = {"extra": "forbid", "alias_generator": _written_name}
"""What every fact tells pydantic: a field nobody knows is a fault, not a comment."""


@dataclass(frozen=True, slots=True)
class Written:
    """Says how a value is written, and reads it."""

    code: LiteralString
    """Names the fault; `model.schema` puts it into words."""
    read: Callable[[str], object]
    """Raises ValueError if the text is not written so."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import PydanticCustomError, core_schema  # noqa: PLC0415 - only when a file is parsed

        del source, handler
        read, code = self.read, self.code

        def validate(value: object) -> object:
            if not isinstance(value, str):
                raise PydanticCustomError("string_type", "not a text")  # noqa: EM101 - its code
            try:
                return read(value)
            except ValueError as fault:
                raise PydanticCustomError(code, "not written as it must be") from fault

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, str]:
        del schema, handler
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Listed:
    """Says that a list of one item may be written as the item alone."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415 - only when a file is parsed

        return core_schema.no_info_before_validator_function(_listed, handler(source))


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def writing_of(type: Any) -> str | None:  # noqa: ANN401 - any annotation
    """Return the name of the way in which values of *type* are written, if there is one for them alone."""
    return next((one.code for one in getattr(type, "__metadata__", ()) if isinstance(one, Written)), None)


_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


@lru_cache(maxsize=4096)  # eleven years: thousands of records are of the same days
def _read_day(text: str) -> dt.date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _read_moment(text: str) -> dt.datetime:
    if not _MOMENT.fullmatch(text):
        raise ValueError(text)
    return dt.datetime.fromisoformat(text)


def _read_months(text: str) -> int:
    found = re.fullmatch(r"(?P<count>[1-9][0-9]{0,2}) (?P<unit>months?|years?)", text)
    if not found:
        raise ValueError(text)
    return int(found["count"]) * (12 if found["unit"].startswith("year") else 1)


def _read_month(text: str) -> dt.date:
    if not re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return dt.date.fromisoformat(f"{text}-01")


def _read_folder(text: str) -> str:
    parts = text.rstrip("/").split("/")
    if not all(
        re.fullmatch(r"[^\s.\\:]([^\\:\x00-\x1f\x7f-\x9f\u2028\u2029]*[^\s\\:])?", part) for part in parts
    ):
        raise ValueError(text)
    return "/".join(parts)


def _matching(pattern: str) -> Callable[[str], str]:
    matches = re.compile(pattern).fullmatch

    def read(text: str) -> str:
        if not matches(text):
            raise ValueError(text)
        return text

    return read


Day: TypeAlias = Annotated[dt.date, Written("day", _read_day)]
"""`2026-11-22`."""
Moment: TypeAlias = Annotated[dt.datetime, Written("moment", _read_moment)]
"""`2026-11-22T09:15:00Z`, always UTC."""
Months: TypeAlias = Annotated[int, Written("months", _read_months)]
"""`18 months` or `2 years`, kept in months."""
Span: TypeAlias = Annotated[str, Written("span", _matching(r"[1-9][0-9]{0,3} (?:working )?days?"))]
"""`30 days` or `5 working days`."""
Period: TypeAlias = Annotated[
    str, Written("period", _matching(r"[1-9][0-9]{0,2} (?:(?:working )?day|week|month|year)s?"))
]
"""`14 days`, `5 working days`, `2 weeks`, `1 month`, `1 year`."""
Month: TypeAlias = Annotated[dt.date, Written("month", _read_month)]
"""`2026-11`, kept as its first day."""
BlobName: TypeAlias = Annotated[str, Written("blob", _matching(r"[0-9a-f]{40}|[0-9a-f]{64}"))]
"""Git's name of a blob or commit."""
DigestOfFile: TypeAlias = Annotated[str, Written("sha256", _matching(r"[0-9a-f]{64}"))]
"""SHA-256 of a file's bytes in hexadecimal."""
# The same few are named again and again, and each is then kept once.
_read_name: Final = lru_cache(maxsize=1 << 14)(
    _matching(r"(?!\s)[^\n\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+(?<!\s)")
)
Named: TypeAlias = Annotated[str, Written("name", _read_name)]
"""One line that is not empty and has no blanks around it: ids and revisions."""
FolderName: TypeAlias = Annotated[str, Written("folder", _read_folder)]
"""A folder below that of `qms.yaml`, neither hidden nor reached by way of another, without a `/` at its end."""
PublicKey: TypeAlias = Annotated[str, Written("public_key", read_public_key)]
"""A public key of OpenSSH, on one line, or of OpenPGP, as an armoured block."""

Meaning: TypeAlias = Literal["prepared", "checked", "approved", "reaffirmed", "withdrawn"]
TrustLevel: TypeAlias = Literal["declared", "recorded", "signed"]
Result: TypeAlias = Literal["conforms", "does_not_conform", "not_applicable", "not_audited"]
Grade: TypeAlias = Literal["major", "minor", "observation", "opportunity", "strength"]
RoleInAudit: TypeAlias = Literal["lead_auditor", "auditor", "technical_expert", "observer", "guide"]
AuditKind: TypeAlias = Literal[
    "internal",
    "second_party",
    "stage_1",
    "stage_2",
    "surveillance",
    "recertification",
    "special",
    "transition",
]
AuditMode: TypeAlias = Literal["on_site", "remote", "hybrid"]
Classification: TypeAlias = Literal["public", "internal", "restricted"]
EntryState: TypeAlias = Literal["planned", "moved", "cancelled"]
Method: TypeAlias = Literal[
    "document_review", "record_review", "interview", "observation", "measurement", "system_extract"
]
MinutesKind: TypeAlias = Literal[
    "opening", "deviation", "conclusions", "closing", "report_issued", "audit_closed"
]
FindingStepKind: TypeAlias = Literal[
    "raised",
    "regraded",
    "acknowledged",
    "disputed",
    "upheld",
    "assessed",
    "response",
    "action",
    "reviewed",
    "done",
    "verified",
    "shared",
    "closed",
    "withdrawn",
]


def is_name(text: str) -> bool:
    """Return whether *text* is `Named`."""
    try:
        _read_name(text)
    except ValueError:
        return False
    return True


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day with the same number *months* later, or the last of its month.

    As periods in months end in the Polish code of administrative procedure, article 57.
    What lies beyond the calendar ends with it.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if months > 0 else dt.date.min
    for number in range(day.day, 27, -1):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            continue
    return dt.date(year, month + 1, day.day)
