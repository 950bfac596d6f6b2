"""What `qmsctl adopt` is told: on the command line, or by whoever answers its questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import typer

from qmsctl.adoption.proposal import Adoption, Answers
from qmsctl.adoption.written_days import DateOrder
from qmsctl.authoring.adopted_settings import reason_of_days, reason_of_edition
from qmsctl.cli.adopting import Place, found_in
from qmsctl.cli.dialogue import held
from qmsctl.cli.init_answers import answered, edition_of, language_of
from qmsctl.cli.options import name_and_text, said
from qmsctl.cli.terminal import NoAnswerError, choose, say
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.document_kind import FIELDS, FieldName
from qmsctl.model.schema import closest
from qmsctl.reports.adoption import FIELD_NAMES, STATUS_WORDS

__all__ = ["asked_for", "given_answers", "refuse_unknown_fields", "refuse_unsure"]

_ORDERS: Final = ("day-first", "month-first")
_MOST_WORDS: Final = 5
_MOST_FIELDS: Final = 5
_EXAMPLES: Final = 2


def given_answers(
    organisation: str | None,
    language: str | None,
    edition_name: str | None,
    dates: str | None,
    fields: Sequence[str],
) -> Answers:
    """Return what the command line says.

    Raises:
        QmsctlError: there is no such edition, language or order of days, and nothing of a document is called so.
    """
    return Answers(
        said(organisation),
        language_of(language, may_ask=False) if language is not None else None,
        edition_of(edition_name, may_ask=False) if edition_name is not None else None,
        _order(dates),
        fields=dict(map(_field_and_meaning, fields)),
    )


def _order(given: str | None) -> DateOrder | None:
    if given == "day-first":
        return "day-first"
    if given == "month-first":
        return "month-first"
    if given is None:
        return None
    raise QmsctlError(
        tr("{word} is no value of {option}", word=given, option="--dates"),
        tr("write one of: {expected}", expected=", ".join(_ORDERS)),
    )


def _field_and_meaning(given: str) -> tuple[str, FieldName]:
    """Return a field and what it says, which was given as `owner=cost_centre`.

    Raises:
        RefusedError: nothing of a document is called so.
    """
    word, field = name_and_text("--field", given)
    name = next((one for one in FIELD_NAMES if one == word), None)
    if name is None:
        near = closest(word, FIELDS)
        raise RefusedError(
            tr("nothing of a document is called {word}", word=word),
            tr("did you mean {near}?", near=near)
            if near
            else tr("write one of: {expected}", expected=list_of([*FIELD_NAMES])),
        )
    return field, name


def refuse_unknown_fields(adoption: Adoption, given: Answers) -> None:
    """Refuse to be told what a field says that no document has.

    Raises:
        QmsctlError: some field is none.
    """
    for key in given.fields:
        if adoption.kinds and not adoption.has_field(key):
            known = [one.key for one in adoption.unknown_fields]
            raise QmsctlError(
                tr("no document has a field {field}", field=key),
                tr("fields of which nobody knows what they say: {known}", known=list_of(known) or "-"),
            )


def refuse_unsure(adoption: Adoption, given: Answers, *, no_input: bool) -> None:
    """Refuse to write where something essential is a guess, and name all of it at once.

    Raises:
        NoAnswerError: something is.
    """
    missing = [] if given.name else ["--organisation"]
    if given.edition is None and not adoption.edition.sure:
        missing.append("--edition")
    if given.order is None and adoption.open_order is not None:
        missing.append("--dates")
    if missing:
        raise NoAnswerError(*missing, no_input=no_input)


def asked_for(place: Place, adoption: Adoption, given: Answers) -> tuple[Answers, Adoption]:
    """Return what somebody says about what is unsure, and what is found with it."""

    def dialogue() -> tuple[Answers, Adoption]:
        question = tr("Name of the organisation")
        name = answered(given.name, "--organisation", question, adoption.name, may_ask=True)
        edition = given.edition
        if edition is None and not adoption.edition.sure:
            say(reason_of_edition(adoption, given))
            edition = edition_of(None, may_ask=True, guess=adoption.edition.key)
        language = given.language or language_of(None, may_ask=True, guess=adoption.language)
        found, fields = adoption, {**given.fields, **dict(_fields(adoption))}
        if fields != given.fields:
            found = found_in(place, replace(given, fields=fields))
        order = given.order
        if order is None and (kind := found.open_order) is not None:
            say(reason_of_days(kind))
            choices = [
                ("day-first", tr("the day first: 03/04 is in April")),
                ("month-first", tr("the month first: 03/04 is in March")),
            ]
            order = _order(choose(tr("What comes first in its days"), choices, default=kind.days.order))
            found = found_in(place, replace(given, fields=fields, order=order))
        statuses = dict(_statuses(found))
        said = replace(given, name=name, edition=edition, language=language, order=order)
        return replace(said, statuses=statuses, fields=fields), found

    settled = held(dialogue)
    if settled is None:
        raise typer.Exit
    return settled


def _statuses(adoption: Adoption) -> list[tuple[str, str]]:
    """Ask what words for a status mean that nobody can guess, the usual ones first."""
    found: list[tuple[str, str]] = []
    choices = [*STATUS_WORDS.items(), ("open", tr("leave it open"))]
    for word, count in [*adoption.unknown_statuses.items()][:_MOST_WORDS]:
        question = tr("What the status {word} means ({count} documents)", word=word, count=count)
        meant = choose(question, choices, default="open")
        if meant != "open":
            found.append((word, meant))
    return found


def _fields(adoption: Adoption) -> Iterator[tuple[str, FieldName]]:
    """Ask what fields say that nobody knows, those first that most documents have; it may be none of ours."""
    # What one document of several has is a note of somebody's.
    fewest = 2 if sum(len(kind.members) for kind in adoption.kinds) > 1 else 1
    asked = [one for one in adoption.unknown_fields if one.could_say and one.count >= fewest][:_MOST_FIELDS]
    names = [name for name in FIELD_NAMES if any(name in one.could_say for one in asked)]
    choices = [*((str(name), FIELD_NAMES[name]) for name in names), ("none", tr("none of these"))]
    for number, one in enumerate(asked):
        question = tr(
            "What the field {field} says (documents: {count}; such as {examples})",
            field=one.key,
            count=one.count,
            examples="; ".join(one.examples[:_EXAMPLES]),
        )
        meant = choose(question, choices, default="none", listed=number == 0)
        yield from ((one.key, name) for name in names if name == meant)
