"""DOC022: a document says a word that its organisation does not use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.text import placed, texts_of
from qmsctl.documents.place import Path
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, AuditProgramme, Document
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DOC022", over=documents, severity=Severity.WARNING, clauses=("7.5.2",))
def avoided_word(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """No document says a word that qms.yaml avoids."""
    filed, avoided = document.working, system.organisation.avoided_words
    if not avoided or filed is None or document.withdrawn is not None:
        yield NotApplicable()
        return
    if isinstance(filed.fact, AuditPlan | AuditProgramme):  # says what was agreed on then
        yield NotApplicable()
        return
    for path, text in _texts(filed.fact):
        for phrase in avoided:
            if not any(map(str.isalnum, phrase)):
                continue  # it would be found everywhere
            for word, place in placed(filed.source, path, text, _expression(phrase).finditer(text)):
                yield Problem(
                    place,
                    tr("“{word}” is a word that qms.yaml avoids", word=word),
                    tr("rewrite the sentence without it"),
                )


def _texts(document: Document) -> Iterator[tuple[Path, str]]:
    yield from texts_of(document)
    yield ("applies_to",), document.applies_to or ""
    for index, act in enumerate(document.legal_basis):
        yield ("legal_basis", index), act


@lru_cache(maxsize=1024)
def _expression(phrase: str) -> re.Pattern[str]:
    """Return the expression for a *phrase*, in which a `*` at the end of a word stands for any ending."""
    words = r"\s+".join(map(_word, phrase.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    stem = word.removesuffix("*")
    return re.escape(stem) + (r"\w*+" if stem != word else "")
