"""Documents that say in tables and bold lines, and in other languages, what others say in a head."""

from __future__ import annotations

import re
from typing import Final

from tests.adopted.building import Building
from tests.adopted.pattern import Pattern, Said
from tests.adopted.repository import Repository, any_text, iso, one_of, said, without

__all__ = ["BOLD", "GERMAN", "KOREAN", "NORWEGIAN", "TOWN"]


def _cells(text: str) -> dict[str, str]:
    """Return the rows of name and value of the tables, and the lines with a bold name."""
    rows = re.findall(r"^\|[ ]*([^|]+?)[ ]*\|[ ]*([^|]*?)[ ]*\|$", text, re.MULTILINE)
    lines = re.findall(r"^(?:- )?\*\*([^*]+):\*\*[ ]*(.*)$", text, re.MULTILINE)
    return dict([*rows, *lines])


def _minus(text: str, *fields: str) -> str:
    """Return *text* without the values of *fields*."""
    for one in fields:
        text = re.sub(rf"^(\| {one} \|).*$", r"\1", text, flags=re.MULTILINE)
        text = re.sub(rf"^(\*\*{one}:\*\*).*$", r"\1", text, flags=re.MULTILINE)
    return text.strip()


# --- A German maker: tables of two columns -----------------------------------------------------------------


def _german(number: int, version: str, status: str, approved: str = "", since: str = "") -> str:
    return (
        f"# Verfahren {number}\n\n| Feld | Wert |\n|---|---|\n| Dokument-ID | VA-{number:02} |\n"
        f"| Version | {version} |\n| Status | {status} |\n| Verantwortlich | Leitung QM |\n"
        f"| Genehmigt durch | {approved} |\n| Gültig ab | {since} |\n| Prüfintervall | 24 Monate |\n\n"
        f"## Zweck\n\nWas hier geregelt wird, in der Fassung {version}.\n"
    )


def _build_german(repository: Building) -> None:
    for number in range(1, 9):
        name = f"qm/Verfahren/VA-{number:02} Verfahren.md"
        repository.commit(f"2025-01-{number:02}", {name: _german(number, "0.9", "Entwurf", "offen", "offen")})
    for number in range(1, 6):
        name = f"qm/Verfahren/VA-{number:02} Verfahren.md"
        given = _german(number, "1.0", "Freigegeben", "Erika Muster", f"{number}.3.2025")
        repository.commit(f"2025-02-{number:02}", {name: given})
    repository.commit(
        "2025-06-01",
        {"qm/Verfahren/VA-01 Verfahren.md": _german(1, "1.1", "Freigegeben", "Max Muster", "15.6.2025")},
    )
    repository.commit(
        "2025-06-02", {"qm/Verfahren/VA-06 Verfahren.md": _german(6, "0.9", "Entwurf", "", "31.2.2025")}
    )
    repository.commit("2025-06-03", {"qm/Verfahren/VA-07 Verfahren.md": _german(7, "0.9", "Entwurf", "TBD")})


def _read_german(path: str, text: str) -> Said:
    del path
    told = _cells(text)
    return said(
        id=told["Dokument-ID"],
        revision=told["Version"],
        status={"Entwurf": "draft", "Freigegeben": "approved"}[told["Status"]],
        approved_by=told["Genehmigt durch"],
        effective=iso(told["Gültig ab"], "D.M.Y"),
        months="24",
    )


GERMAN: Final = Repository(
    "german",
    _build_german,
    pattern=Pattern(
        lambda path: path.startswith("qm/"),
        _read_german,
        lambda text: _minus(text, "Status", "Genehmigt durch", "Gültig ab"),
        ("fields",),
        right={
            "Dokument-ID": any_text,
            "Version": any_text,
            "Status": one_of("Entwurf", "Freigegeben"),
            "Genehmigt durch": any_text,
            "Gültig ab": lambda value: iso(value, "D.M.Y") is not None,
        },
    ),
    days=("2025-02-20", "2025-06-14", "2026-11-30"),
    histories=("VA-01", "VA-06"),
)


# --- Bold lines, and days with the names of months ---------------------------------------------------------


def _bold(number: int, revision: str, day: str, by: str, text: str = "As it is done.") -> str:
    return (
        f"# Quality procedure {number}\n\n**Document Number:** QP-{number:02}\n**Revision:** Rev. {revision}\n"
        f"**Effective Date:** {day}\n**Approved by:** {by}\n**Review Cycle:** Annual\n\n## Purpose\n\n{text}\n"
    )


def _build_bold(repository: Building) -> None:
    for number in range(1, 11):
        content = _bold(number, "01", f"Jan {number} 2018", "Jane Roe")
        repository.commit(f"2018-01-{number:02}", {f"QP-{number:02} (Procedure).md": content})
    for number in range(1, 5):
        content = _bold(number, "04", f"Jun {number} 2018", "John Doe", "As it is done now.")
        repository.commit(f"2018-05-{number + 10}", {f"QP-{number:02} (Procedure).md": content})
    repository.commit("2018-07-01", {"QP-05 (Procedure).md": _bold(5, "02", "Foo 1 2018", "TBD", "Later.")})
    repository.commit(
        "2018-07-02", {"QP-06 (Procedure).md": _bold(6, "02", "Jul 31 2018", "[Name]", "Later.")}
    )


def _read_bold(path: str, text: str) -> Said:
    del path
    told = _cells(text)
    return said(
        id=told["Document Number"],
        revision=told["Revision"],
        approved_by=told["Approved by"],
        status="approved" if said(x=told["Approved by"]) or iso(told["Effective Date"], "Mon D Y") else None,
        effective=iso(told["Effective Date"], "Mon D Y"),
        months="12",
    )


BOLD: Final = Repository(
    "bold",
    _build_bold,
    pattern=Pattern(
        lambda path: path.startswith("QP-"),
        _read_bold,
        lambda text: _minus(text, "Effective Date", "Approved by"),
        ("fields",),
        right={
            "Document Number": any_text,
            "Revision": any_text,
            "Effective Date": lambda value: iso(value, "Mon D Y") is not None,
            "Approved by": any_text,
            "Review Cycle": one_of("Annual"),
        },
    ),
    days=("2018-01-05", "2018-06-02", "2018-07-15", "2019-06-02"),
    histories=("QP-01", "QP-05"),
)


# --- Korean names of folders, files and fields ---------------------------------------------------------------


def _korean(number: int, version: str, status: str, by: str = "", day: str = "") -> str:
    return (
        f"---\n문서코드: 품질-{number:03}\n제목: 절차서 {number}\n버전: '{version}'\n상태: {status}\n담당자: 품질팀\n"
        f"승인자: {by}\n시행일: {day}\n---\n\n## 목적\n\n본문 {version}.\n"
    )


def _build_korean(repository: Building) -> None:
    for number in range(1, 8):
        path = f"품질/절차서/절차서 [{number}].md"
        repository.commit(f"2025-03-{number:02}", {path: _korean(number, "0.1", "초안")})
    for number in range(1, 5):
        path = f"품질/절차서/절차서 [{number}].md"
        content = _korean(number, "1.0", "승인", "김철수", f"2025-04-{number:02}")
        repository.commit(f"2025-04-{number:02}", {path: content})
    repository.commit("2025-05-01", {"품질/절차서/절차서 [4].md": _korean(4, "1.0", "폐기")})


def _read_korean(path: str, text: str) -> Said:
    del path
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    told = dict(re.findall(r"^(\w+): '?(.*?)'?$", found[1] if found else "", re.MULTILINE))
    return said(
        id=told["문서코드"],
        revision=told["버전"],
        status={"초안": "draft", "승인": "approved", "폐기": "withdrawn"}[told["상태"]],
        approved_by=told["승인자"],
        effective=told["시행일"],
    )


KOREAN: Final = Repository(
    "korean",
    _build_korean,
    pattern=Pattern(
        lambda path: path.startswith("품질/"),
        _read_korean,
        lambda text: without(text, "상태", "승인자", "시행일"),
        ("fields",),
        right=dict.fromkeys(("문서코드", "제목", "버전", "상태", "담당자", "승인자", "시행일"), any_text),
    ),
    days=("2025-04-02", "2025-04-30", "2026-11-30"),
    histories=("품질-001", "품질-004"),
)


# --- A Norwegian handbook: nothing but who owns it and when it was revised -----------------------------------


def _norwegian(number: int, version: str, day: str) -> str:
    return (
        f"# Prosedyre {number}\n\n| Dokument | Verdi |\n|:---|:---|\n| Versjon | {version} |\n| Eier | Kvalitetsleder |\n"
        f"| Revidert dato | {day} |\n\n## Formål\n\nTekst {version}.\n"
    )


def _build_norwegian(repository: Building) -> None:
    for number in range(1, 7):
        path = f"håndbok/prosedyre-{number}-æøå.md"
        repository.commit(f"2025-01-{number:02}", {path: _norwegian(number, "1", f"0{number}.01.2025")})
    for number in range(1, 4):
        branch, path = f"endring-{number}", f"håndbok/prosedyre-{number}-æøå.md"
        day = f"2025-02-{number:02}"
        repository.commit(day, {path: _norwegian(number, "2", "01.02.2025")}, branch=branch, begin="main")
        merged = {path: _norwegian(number, "2", "01.02.2025")}
        repository.commit(
            f"2025-03-{number:02}", merged, "Flett", merge=branch, who="Kari Leder <kari@example.org>"
        )


def _read_norwegian(path: str, text: str) -> Said:
    return said(id=path.removeprefix("håndbok/").removesuffix(".md"), revision=_cells(text)["Versjon"])


NORWEGIAN: Final = Repository(
    "norwegian",
    _build_norwegian,
    pattern=Pattern(
        lambda path: path.startswith("håndbok/"),
        _read_norwegian,
        right=dict.fromkeys(("Versjon", "Eier"), any_text),
    ),
    histories=("prosedyre-1-æøå", "prosedyre-6-æøå"),
)


# --- A Polish town hall: the table of a title block, and symbols of every kind ------------------------------

_SYMBOLS: Final = ("010-P3/01/10", "P1/01/2011", "PS 2", "Ps-01", "VI.01.00/01", "ROŚ-11", "RzK-02", "Or-17")


def _town(symbol: str, edition: str, day: str, by: str = "Wójt Gminy", text: str = "Jak się to robi.") -> str:
    return (
        f"# Procedura {symbol}\n\n| Pole | Wartość |\n| --- | --- |\n| Symbol | {symbol} |\n| Wydanie | {edition} |\n"
        f"| Obowiązuje od | {day} |\n| Właściciel procedury | Pełnomocnik ds. SZJ |\n| Opracował | Jan Kowalski |\n"
        f"| Sprawdził | Anna Nowak |\n| Zatwierdził | {by} |\n\n## Cel\n\n{text}\n"
    )


def _build_town(repository: Building) -> None:
    for number, symbol in enumerate(_SYMBOLS, 1):
        path = f"Procedury/Wydział {number % 3}/procedura {number} - opis.md"
        day = f"0{number}.02.2024 r."
        repository.commit(f"2024-01-{number + 10}", {path: _town(symbol, "A", day)}, "Wydanie A")
    for number, symbol in enumerate(_SYMBOLS[:4], 1):
        path = f"Procedury/Wydział {number % 3}/procedura {number} - opis.md"
        content = _town(symbol, "A/1", f"{number + 10}.09.2024 r.", text="Jak się to robi teraz.")
        repository.commit(f"2024-09-{number:02}", {path: content}, "Wydanie A/1")
    path = "Procedury/Wydział 2/procedura 5 - opis.md"
    repository.commit(
        "2024-10-01", {path: _town(_SYMBOLS[4], "B", "do uzupełnienia", "[Imię i nazwisko]", "Szkic.")}
    )
    path = "Procedury/Wydział 0/procedura 6 - opis.md"
    repository.commit(
        "2024-10-02", {path: _town(_SYMBOLS[5], "A", "06.02.2024 r.", text="Po cichu inaczej.")}
    )


def _read_town(path: str, text: str) -> Said:
    del path
    told = _cells(text)
    day = iso(told["Obowiązuje od"].removesuffix(" r."), "D.M.Y")
    by = said(x=told["Zatwierdził"]).get("x")
    return said(
        id=told["Symbol"],
        revision=told["Wydanie"],
        status="approved" if by or day else None,
        approved_by=by,
        effective=day,
    )


TOWN: Final = Repository(
    "town",
    _build_town,
    pattern=Pattern(
        lambda path: path.startswith("Procedury/"),
        _read_town,
        lambda text: _minus(text, "Obowiązuje od", "Opracował", "Sprawdził", "Zatwierdził"),
        ("fields",),
        right={
            **dict.fromkeys(("Symbol", "Wydanie", "Zatwierdził", "Opracował", "Sprawdził"), any_text),
            "Obowiązuje od": lambda value: iso(value.removesuffix(" r."), "D.M.Y") is not None,
        },
    ),
    days=("2024-01-31", "2024-02-15", "2024-09-12", "2026-11-30"),
    histories=("PS 2", "ROŚ-11", "VI.01.00/01"),
)
