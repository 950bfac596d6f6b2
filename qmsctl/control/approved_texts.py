"""The texts that approvals stand on: those the tree holds, and the others out of history in one batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qmsctl.cache import NO_CACHE, Cache
from qmsctl.control.blobs import Held, held_in, read_all
from qmsctl.control.documents import Approved, BlobReader, ControlledDocument, as_demanded
from qmsctl.control.headings import Headings
from qmsctl.control.sameness import Comparisons
from qmsctl.control.trust import Origin
from qmsctl.model.document import AuditPlan, Document
from qmsctl.model.mapped_document import Declared, MappedSource, declared_of
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms
from qmsctl.model.reader import reader_of
from qmsctl.model.schema import Filed
from qmsctl.model.values import add_months

__all__ = ["likely_texts", "with_texts"]


def likely_texts(qms: Qms, cache: Cache) -> Iterator[str]:
    """Yield the blobs for which `with_texts` will most likely ask, as far as the files tell without the history.

    Args:
        qms: what the files state.
        cache: knows what many of the blobs hold.
    """
    known = cache.shelf("headings")
    files = {(file.fact.id, file.fact.language): file.source for file in qms.documents}
    for record in qms.approvals:
        fact = record.fact
        file = files.get((fact.document, fact.language))
        if not (file is not None and file.is_blob(fact.blob)) and known.get(fact.blob) is None:
            yield fact.blob


def with_texts(
    documents: Sequence[ControlledDocument],
    organisation: Organisation,
    day: dt.date,
    read_blobs: BlobReader,
    cache: Cache = NO_CACHE,
) -> tuple[tuple[ControlledDocument, ...], dict[str, Held | None]]:
    """Return *documents* with their texts and what follows from these, and what the blobs hold.

    Of the blobs that approvals name, those are parsed that what is in force or to come rests on,
    and of the others the heading is read; `None` stands for no document, and one that is not in
    the repository is left out.

    Args:
        documents: with their states on *day*.
        organisation: what its types demand, and the language of a text that names none.
        day: the day whose state is asked for.
        read_blobs: reads contents from history; it is called once.
        cache: knows which contents were compared before.
    """
    reader = reader_of(organisation)
    own = {blob: text for document in documents for blob, text in _of_the_tree(document)}
    wanted = {blob: path for document in documents for blob, path in _named(document) if blob not in own}
    comparisons = Comparisons(cache)
    steps = [step for document in documents for step in document.steps]
    headings = Headings(reader, cache.shelf("headings"))
    rest = ((blob, path) for document in documents for blob, path in _no_longer_wanted(document))
    derived = {blob: one for document in documents for blob, one in _derived(document)}
    others = {
        blob: path for blob, path in rest if blob not in own and blob not in wanted and blob not in derived
    }
    contents = read_blobs({*wanted, *comparisons.asked(steps), *headings.lacking(others)})
    texts = {**own, **read_all(reader, wanted, contents)}
    held = {
        **derived,
        **headings.held(others, contents, organisation.language),
        **{
            blob: None if text is None else held_in(text, organisation.language)
            for blob, text in texts.items()
        },
    }
    demanded = (_as_its_type_demands(document, texts, organisation, day) for document in documents)
    completed = (_with_texts(document, texts, held, day) for document in demanded)
    return tuple(_with_steps(document, comparisons, contents) for document in completed), held


def _as_its_type_demands(
    document: ControlledDocument,
    texts: Mapping[str, Filed[Document] | None],
    organisation: Organisation,
    day: dt.date,
) -> ControlledDocument:
    """Return *document* as its type demands: where its file is gone, what was approved says of which type it is."""
    if document.working is not None:
        return document
    read = (texts.get(one.blob) for one in reversed(document.standing))
    text = next((text for text in read if text is not None and text.fact.id == document.id), None)
    if text is None:
        return document
    return as_demanded(document, organisation.type_of(text.fact.type), day)


def _wanted(document: ControlledDocument) -> tuple[Approved, ...]:
    """Return what of *document* is read: of a plan every revision, since evidence is judged by its own."""
    is_plan = document.working is not None and isinstance(document.working.fact, AuditPlan)
    return document.approved if is_plan else document.standing


def _named(document: ControlledDocument) -> Iterator[tuple[str, str]]:
    """Yield the blobs that the wanted approvals of *document* name, each with a path for its form."""
    path = document.working.path if document.working else "x.yaml"
    for one in _wanted(document):
        yield one.blob, one.decisions[0].stood or path
        yield from ((decision.record.fact.blob, decision.stood or path) for decision in one.decisions)


def _no_longer_wanted(document: ControlledDocument) -> Iterator[tuple[str, str]]:
    """Yield every blob that an approval of *document* names; of most only the heading is of interest."""
    path = document.working.path if document.working else "x.yaml"
    return ((decision.record.fact.blob, decision.stood or path) for decision in document.decisions)


def _derived(document: ControlledDocument) -> Iterator[tuple[str, Held]]:
    """Yield what blobs hold whose own words, or the history, are their approval: it was found by reading them."""
    for decision in document.decisions:
        if decision.origin in (Origin.FIELDS, Origin.TRAILER, Origin.MERGE):
            fact = decision.record.fact
            yield fact.blob, Held(fact.document, fact.language, fact.revision)


def _of_the_tree(document: ControlledDocument) -> Iterator[tuple[str, Filed[Document]]]:
    """Yield the blobs that approvals of *document* name and that the tree holds: they need no reading."""
    working = document.working
    if working is not None and not (isinstance(working.source, MappedSource) and working.source.departs):
        blobs = {decision.record.fact.blob for decision in document.decisions}
        yield from ((blob, working) for blob in blobs if working.source.is_blob(blob))


def _with_texts(
    document: ControlledDocument,
    read: Mapping[str, Filed[Document] | None],
    held: Mapping[str, Held | None],
    day: dt.date,
) -> ControlledDocument:
    """Return *document* with its texts, as far as they are what the approvals say."""
    texts = {document.content: document.working} if document.working and document.content else {}
    for one in _wanted(document):
        text = read.get(one.blob)
        stated = Held(document.id, document.language, one.revision, one.content)
        if text is not None and held.get(one.blob) == stated:
            texts.setdefault(one.content, text)
    in_force = document.in_force
    found = texts.get(in_force.content) if in_force else None
    lost = in_force is not None and found is None
    return replace(
        document,
        in_force_text=found.fact if found else None,
        review_due=_review_due(document, found.fact if found else None, day),
        blob_missing=lost and in_force is not None and in_force.blob not in held,
        blob_mismatched=lost and in_force is not None and in_force.blob in held,
        texts=texts,
    )


def _review_due(document: ControlledDocument, text: Document | None, day: dt.date) -> dt.date | None:
    """Return the day by which what is in force, *text*, must be reviewed again.

    A draft that wants other intervals changes nothing before it is in force.
    """
    stated = text or (document.working.fact if document.working else None)
    declared = declared_of(document.working.fact if document.working else None)
    if document.in_force is None:
        return _review_declared(document, declared, stated)
    if declared.review_due is not None:
        return declared.review_due
    months = (stated.review_every if stated else None) or document.demands.review_every
    if months is None:
        return None
    reviewed = [
        d.record.fact.decided
        for d in document.decisions
        if d.record.fact.meaning == "reaffirmed"
        and d.record.fact.content == document.in_force.content
        and d.record.fact.decided <= day
    ]
    if declared.reviewed_on is not None and declared.reviewed_on <= day:
        reviewed.append(declared.reviewed_on)
    return add_months(max([document.in_force.effective, *reviewed]), months)


def _review_declared(
    document: ControlledDocument, declared: Declared, stated: Document | None
) -> dt.date | None:
    """Return by when a document is reviewed again that nobody approved: what is reviewed is in use all the same."""
    if document.withdrawn is not None or declared.status in ("draft", "withdrawn"):
        return None
    months = stated.review_every if stated else None
    if declared.review_due is not None or declared.reviewed_on is None or months is None:
        return declared.review_due
    return add_months(declared.reviewed_on, months)


def _with_steps(
    document: ControlledDocument, comparisons: Comparisons, contents: Mapping[str, bytes]
) -> ControlledDocument:
    """Return *document* with those of its steps that change nothing but the revision."""
    unchanged = frozenset(
        step.content
        for step in document.steps
        if (text := document.texts.get(step.content)) is not None
        and comparisons.says_the_same(step, text.source, contents.get(step.before.blob))
    )
    return replace(document, unchanged=unchanged) if unchanged else document
