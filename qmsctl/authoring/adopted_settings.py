"""The `qms.yaml` that is proposed for documents that are there: settings, and beside each guess what speaks for it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from qmsctl.adoption.mapped_fields import FoundField, Sureness
from qmsctl.adoption.proposal import Adoption, Answers
from qmsctl.adoption.proposed_kind import ProposedKind
from qmsctl.authoring.files import dump_for_people
from qmsctl.messages import Message, tr, tr_n
from qmsctl.standards import edition

__all__ = ["adopted_settings", "counted_examples", "reason_of_days", "reason_of_edition"]

_WIDTH: Final = 108
_INNER: Final = 4
_EXAMPLES: Final = 2
_LONGEST: Final = 32


def adopted_settings(adoption: Adoption, answers: Answers, language: str) -> bytes:
    """Return the text of `qms.yaml`.

    Args:
        adoption: what was found.
        answers: what was decided about it.
        language: of the comments.

    Raises:
        RefusedError: a text holds what may not stand in YAML.
    """
    said = adoption.settings(answers)
    kinds: Mapping[str, Any] = said.pop("kinds")
    lines: list[str] = []
    lines += _comment(
        tr(
            "Proposed by qmsctl adopt from the files and the history; no document was changed. Each line may be changed: what stands behind # says why it is so."
        ),
        language,
    )
    reasons = {
        "time_zone": (tr("By its days the day of a commit is told; write your own, such as Europe/Berlin."),),
        "branch": (tr("The branch whose commits count as what the organisation knows."),),
        "editions": (reason_of_edition(adoption, answers),),
        "roles": (
            tr(
                "What documents name as their owners and is no person of the history: say below people who holds each role, from which day."
            ),
        ),
        "people": (
            tr(
                "Who wrote the commits that touched documents, with the addresses that git knows; and whom documents name."
            ),
        ),
        "folders": (
            tr(
                "Where qmsctl keeps what is its own, because files of yours lie in the folders it would take."
            ),
        ),
    }
    for key, value in said.items():
        for reason in reasons.get(key, ()):
            lines += ["", *_comment(reason, language)]
        lines += dump_for_people({key: value}).decode().splitlines()
    lines += [
        "",
        *_comment(
            tr(
                "How documents are read that are not written in qmsctl's form; docs/kinds.md explains each setting."
            ),
            language,
        ),
    ]
    lines.append("kinds:")
    for kind in adoption.kinds:
        lines += _kind(kind, kinds[kind.name], language)
    return "".join(f"{line}\n" for line in lines).encode()


def _kind(kind: ProposedKind, said: Mapping[str, Any], language: str) -> Iterator[str]:
    count = len(kind.members)
    found = tr_n(
        "{count} document, for example {path}",
        "{count} documents, for example {path}",
        count,
        path=kind.members[0].path,
    )
    yield from _comment(found, language, "  ")
    name = dump_for_people({kind.name: "x"}).decode().rpartition(":")[0]
    yield f"  {name}:"
    for key, value in said.items():
        for reason in _reasons(kind, key):
            yield from _comment(reason, language, " " * _INNER)
        if key == "fields":
            yield f"{' ' * _INNER}fields:"
            for one in kind.fields:
                yield from _field(one, value[one.name], count, language)
        else:
            yield from _indented({key: value}, _INNER)


def _field(found: FoundField, keys: Sequence[str], members: int, language: str) -> Iterator[str]:
    lines = list(_indented({found.name: [*keys]}, _INNER + 2))
    note = counted_examples(found, members, language)
    if found.by_values:
        note += "; " + _clean(tr("known by its values alone").into(language))
    elif found.sure is not Sureness.CERTAIN:
        note += "; " + _clean(tr("not all of its values look like it").into(language))
    lines[-1] = f"{lines[-1]}  # {note}"
    yield from lines


def counted_examples(found: FoundField, members: int, language: str) -> str:
    """Return how many of the *members* of a kind say what is *found*, with examples, on one line."""
    examples = "; ".join(_short(one) for column in found.columns[:1] for one in column.examples[:_EXAMPLES])
    counted = tr("{filled} of {all}: {examples}", filled=found.filled, all=members, examples=examples or "-")
    return _clean(counted.into(language))


def _reasons(kind: ProposedKind, key: str) -> Iterator[Message]:
    if key == "dates":
        yield reason_of_days(kind)
    elif key == "name":
        yield tr("The names of {count} files are written so.", count=kind.named)
    elif key == "fixed":
        yield tr("By the name of the folder or of the ids; no field says it of all of them.")
    elif key == "except":
        yield tr("What is described elsewhere, a template with gaps, or no document.")
    elif key == "tags":
        yield tr("Tags of the repository are named so.")
    elif key == "approvals":
        yield tr("What counts as an approval beside the records of qmsctl, each at its own level of trust.")
    elif key == "values" and kind.statuses.guessed:
        words = ", ".join(_short(word) for word in kind.statuses.guessed)
        yield tr("What these words for a status mean is a guess: {words}", words=words)


def reason_of_days(kind: ProposedKind) -> Message:
    """Return why the days of *kind* are read as they are."""
    days = kind.days
    if days.order is None:
        return tr("Every way in which its days are written.")
    first = {"day-first": tr("the day first"), "month-first": tr("the month first")}[days.order]
    if days.sure and days.proofs:
        return tr("With {first}: {proof} can be nothing else.", first=first, proof=days.proofs[0])
    if days.sure:
        return tr("With {first}, as was said.", first=first)
    if days.proofs:
        return tr(
            "A guess, with {first}: the documents contradict each other, such as {proofs}.",
            first=first,
            proofs=", ".join(days.proofs),
        )
    return tr("A guess, with {first}: no value shows which number is the month.", first=first)


def reason_of_edition(adoption: Adoption, answers: Answers) -> Message:
    """Return why the edition is the one it is."""
    found = adoption.edition
    if answers.edition is not None and answers.edition != found.key:
        return tr("The edition of the standard, as was said.")
    if found.named and found.sure:
        return tr_n(
            "{count} document names {edition}.",
            "{count} documents name {edition}.",
            found.named,
            edition=edition(found.key).designation,
        )
    if found.clauses and found.sure:
        return tr("Only this edition has all the clauses that documents name.")
    if found.clauses:
        rivals = ", ".join(edition(key).designation for key in found.rivals)
        return tr("A guess: the clauses that documents name exist in {rivals} too.", rivals=rivals or "-")
    return tr("A guess: no document names an edition or a clause.")


def _indented(fields: Mapping[str, Any], by: int) -> list[str]:
    return textwrap.indent(dump_for_people(fields).decode(), " " * by).splitlines()


def _comment(message: Message, language: str, before: str = "") -> list[str]:
    text = _clean(message.into(language))
    return textwrap.wrap(
        text, _WIDTH, initial_indent=f"{before}# ", subsequent_indent=f"{before}# ", break_long_words=False
    )


def _clean(text: str) -> str:
    """Return *text* on one line, without what may not stand in a comment."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1] + "…"
