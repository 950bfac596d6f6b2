"""Two repositories with thousands of commits: copies of templates, merges, broken heads, dates that run backward."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Final

from tests.adopted.building import Building
from tests.adopted.pattern import Pattern, Said
from tests.adopted.repository import Repository, any_text, head, iso, one_of, said, without

__all__ = ["HANDBOOK", "PROCEDURES", "build_procedures"]

_AREAS: Final = ("buying", "storing", "making", "selling", "people", "audits")
_STATUSES: Final = {"Draft": "draft", "Effective": "approved", "Retired": "withdrawn"}
_TEMPLATE: Final = (
    "---\nsop_id: TBD\ntitle: A procedure\nversion: TBD\nstatus: Draft\nowner: Quality Manager\n"
    "review_interval: 12\napprover: TBD\napproved_date: yyyy-mm-dd\neffective_date: yyyy-mm-dd\n---\n\n"
    + "".join(
        f"## Part {part}\n\nWhat belongs here is written by whoever knows it.\n\n" for part in range(1, 6)
    )
)
_PEOPLE: Final = (
    "Ann Example <ann@example.org>",
    "Ben Example <ben@example.org>",
    "Cay Example <cay@example.org>",
)


@dataclass
class _Document:
    number: int
    path: str
    version: str = "0.1"
    status: str = "Draft"
    said: str = ""
    text: int = 0

    def written(self) -> str:
        approval = self.said or "approver: TBD\napproved_date: yyyy-mm-dd\neffective_date: yyyy-mm-dd\n"
        body = _TEMPLATE.partition("\n---\n")[2].replace("by whoever", f"in draft {self.text} by whoever", 1)
        return (
            f'---\nsop_id: SOP-{self.number:04}\ntitle: Procedure {self.number}\nversion: "{self.version}"\n'
            f"status: {self.status}\nowner: Quality Manager\nreview_interval: {12 + self.number % 2 * 12}\n"
            f"{approval}---\n{body}"
        )


class _Story:
    """What becomes of the procedures, commit by commit."""

    def __init__(self, repository: Building, documents: int, commits: int) -> None:
        self.repository: Final = repository
        self.commits: Final = commits
        self.chance: Final = random.Random(8)  # noqa: S311 - the same story on every machine
        self.made = 0
        self.documents: Final = [
            _Document(number, f"docs/{_AREAS[number % len(_AREAS)]}/SOP-{number:04}.md")
            for number in range(1, documents + 1)
        ]

    def day(self) -> str:
        """Return the day of the next commit; one in two hundred is dated back."""
        back = 40 if self.made > 400 and self.made % 200 == 7 else 0
        day = dt.date(2019, 1, 7) + dt.timedelta(days=self.made * 2500 // self.commits - back)
        return day.isoformat()

    def commit(self, files: dict[str, str | bytes | None], message: str, **where: str) -> None:
        """Add a commit."""
        who = where.pop("who", _PEOPLE[self.made % len(_PEOPLE)])
        self.repository.commit(
            self.day(), files, message, who=who, branch=where.get("branch", "main"),
            begin=where.get("begin"), merge=where.get("merge"),
        )  # fmt: skip
        self.made += 1

    def tell(self) -> None:
        """Tell it from the template to the last commit."""
        self.commit({"templates/sop.md": _TEMPLATE, "README.md": "# Procedures\n"}, "A template")
        for one in self.documents:
            self.commit({one.path: _TEMPLATE}, f"Begin {one.number} with the template")
        for one in self.documents:
            self.commit({one.path: one.written()}, f"Fill in {one.number}")
        while self.made < self.commits:
            one = self.chance.choice(self.documents)
            if one.status == "Retired":
                self.commit({f"src/part{self.made % 50}.py": f"x = {self.made}\n"}, "Something else")
                continue
            self.chance.choices(
                (self.draft, self.approve, self.quietly, self.broken, self.moved, self.branched, self.lost, self.retired),
                (40, 25, 3, 4, 4, 14, 3, 0.5),
            )[0](one)  # fmt: skip

    def draft(self, one: _Document) -> None:
        """Write on, under the next number if what there is was approved."""
        if one.status == "Effective":
            major, _, minor = one.version.partition(".")
            one.version, one.status, one.said = f"{major}.{int(minor) + 1}", "Draft", ""
        one.text += 1
        self.commit({one.path: one.written()}, f"Write on {one.number}")

    def approve(self, one: _Document) -> None:
        """Put the next full number into effect."""
        day = dt.date.fromisoformat(self.day())
        one.version = f"{int(one.version.partition('.')[0]) + 1}.0"
        one.status, one.text = "Effective", one.text + 1
        one.said = (
            f"approver: {('Jane Roe', 'John Doe')[self.made % 2]}\napproved_date: {day}\n"
            f"effective_date: {day + dt.timedelta(days=14)}\n"
        )
        self.commit({one.path: one.written()}, f"Approve {one.number}")

    def quietly(self, one: _Document) -> None:
        """Change the text and nothing else, approved or not."""
        one.text += 1
        self.commit({one.path: one.written()}, "Mend a slip")

    def broken(self, one: _Document) -> None:
        """Break the head, and mend it in the next commit."""
        whole = one.written()
        self.commit({one.path: whole.replace("title: ", "title: [")}, "Break it")
        self.commit({one.path: whole}, "Mend it")

    def moved(self, one: _Document) -> None:
        """Move it to another folder, sometimes with a change."""
        old, name = one.path, one.path.rpartition("/")[2]
        one.path = f"docs/{self.chance.choice(_AREAS)}/{name}"
        if one.path != old:
            self.commit({old: None, one.path: one.written()}, "Move it")

    def branched(self, one: _Document) -> None:
        """Write on a branch and merge it, sometimes with a change inside the merge."""
        branch = f"b{self.made}"
        one.version, one.status, one.said = f"{one.version.partition('.')[0]}.{self.made}", "Draft", ""
        for step in range(self.chance.randint(1, 3)):
            one.text += 1
            begin = {"begin": "main"} if step == 0 else {}
            self.commit({one.path: one.written()}, "Draft on a branch", branch=branch, **begin)
        if self.chance.random() < 0.2:
            one.text += 1
        self.commit({one.path: one.written()}, f"Merge {branch}", merge=branch)

    def lost(self, one: _Document) -> None:
        """Write on a branch that is never merged."""
        lost = one.written().replace("Part 1", f"Part one of {self.made}")
        self.commit({one.path: lost}, "Never arrived", branch=f"lost{self.made}", begin="main")

    def retired(self, one: _Document) -> None:
        """Take it out of use."""
        one.status = "Retired"
        self.commit({one.path: one.written()}, "Retire it")


def build_procedures(repository: Building, documents: int = 700, commits: int = 11_000) -> None:
    """Build procedures that begin as copies of a template, and live through everything."""
    _Story(repository, documents, commits).tell()


def _read_procedure(path: str, text: str) -> Said | None:
    del path
    told = head(text)
    if told.get("title", "").startswith("["):
        return None
    return said(
        id=told["sop_id"],
        revision=told["version"],
        status=_STATUSES[told["status"]],
        approved_by=told.get("approver"),
        approved_on=iso(told.get("approved_date"), "Y-M-D"),
        effective=iso(told.get("effective_date"), "Y-M-D"),
        months=told.get("review_interval"),
    )


PROCEDURES: Final = Repository(
    "procedures",
    build_procedures,
    pattern=Pattern(
        lambda path: path.startswith("docs/"),
        _read_procedure,
        lambda text: without(text, "status", "approver", "approved_date", "effective_date"),
        ("fields",),
        right={
            **dict.fromkeys(("sop_id", "title", "version", "owner", "approver", "review_interval"), any_text),
            **dict.fromkeys(
                ("approved_date", "effective_date"), lambda value: iso(value, "Y-M-D") is not None
            ),
            "status": one_of(*_STATUSES),
        },
        top=11,
    ),
    days=("2022-06-30", "2026-11-30"),
    histories=("SOP-0001", "SOP-0350", "SOP-0700"),
)


# --- A handbook whose pages are known by their names, and change by merges only ------------------------------


def _page(title: str, version: int, text: str) -> str:
    return f"---\ntitle: {title}\nversion: {version}\nowner: Ann Example\nreview_in: 12 months\n---\n\n## What to do\n\n{text}\n"


def _build_handbook(repository: Building) -> None:
    chance = random.Random(9)  # noqa: S311 - the same story on every machine
    made = 0

    def day() -> str:
        return (dt.date(2021, 1, 4) + dt.timedelta(days=made // 2)).isoformat()

    def merged(
        files: dict[str, str | bytes | None], inside: dict[str, str | bytes | None] | None = None
    ) -> None:
        nonlocal made
        branch = f"b{made}"
        repository.commit(day(), files, "Change", branch=branch, begin="main", who=_PEOPLE[made % 3])
        repository.commit(
            day(), inside or files, f"Merge {branch}", merge=branch, who=_PEOPLE[(made + 1) % 3]
        )
        made += 2

    pages = {f"handbook/page-{number}.md": (f"Page {number}", 1, "First.") for number in range(1, 151)}
    repository.commit(day(), {"README.md": "# Handbook\n"}, "Begin")
    copied = _page("A page", 0, "To be written.")
    for path, page in pages.items():
        merged({path: copied})
        merged({path: _page(*page)})
    for number in range(1200):
        path = chance.choice([*pages])
        title, version, _ = pages[path]
        text = f"As it is done since change {number}.\n\n" + "".join(
            f"{step}. {title}\n" for step in range(9)
        )
        if number % 40 == 3:
            new = f"handbook/part-{number % 3}/{path.rpartition('/')[2]}"
            new = new if new not in pages else f"handbook/renamed-{number}.md"
            pages[new] = pages.pop(path)
            merged({path: None, new: _page(*pages[new])})
            continue
        pages[path] = (title, version + 1, text)
        content = _page(*pages[path])
        if number % 50 == 7:
            pages[path] = (title, version + 1, text + "\nAnd so it was merged.\n")
            merged({path: content}, {path: _page(*pages[path])})
        elif number % 70 == 9:
            repository.commit(day(), {path: content}, "Never arrived", branch=f"lost{number}", begin="main")
            pages[path] = (title, version + 2, text)
            merged({path: _page(*pages[path])})
        else:
            merged({path: content})


def _read_page(path: str, text: str) -> Said:
    told = head(text)
    return said(id=path.rpartition("/")[2].removesuffix(".md"), revision=told["version"], months="12")


HANDBOOK: Final = Repository(
    "handbook",
    _build_handbook,
    pattern=Pattern(
        lambda path: path.startswith("handbook/"),
        _read_page,
        approvals=("merges",),
        by_name=True,
        right=dict.fromkeys(("title", "version", "owner", "review_in"), any_text),
        top=6,
    ),
    days=("2022-01-01", "2026-11-30"),
    histories=("page-105", "renamed-483"),
)
