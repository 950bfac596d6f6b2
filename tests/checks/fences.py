"""Documents and decisions as the fences of an example, for edges that would clutter a rule's page."""

from __future__ import annotations

import hashlib

from qmsctl.documents.digest import content_digest
from qmsctl.model.reading import read_document
from qmsctl.repo.snapshot import blob_name
from qmsctl.rule import AnyRule
from tests.pages import Example, example, run

__all__ = ["decision", "document", "found", "made_of", "not_established", "pinned"]


def document(id: str, revision: str, attributes: str = "", text: str = "", **fields: str) -> str:
    """Return the fence of a procedure; later fences of one id and language change its file."""
    suffix = f".{fields['language']}" if "language" in fields else ""
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"""\
```yaml title="procedures/{id.lower()}{suffix}.yaml" {attributes}
id: {id}
type: procedure
title: Procedure {id}
revision: "{revision}"
{lines}sections: {{purpose: "{text or id}"}}
```

"""


def decision(id: str, meaning: str, day: str, *, language: str = "en", fence: str = "", **fields: str) -> str:
    """Return the fence of a decision of Bob on *id*, recorded at noon of *day*; *fields* say what is else."""
    stated = {
        "revision": '"1"',
        "content": "content-1:sha256:…",
        "blob": "…",
        "decider": "{person: bob}",
        "decided": day,
        "recorded": f"{day}T12:00:00Z",
        **fields,
    }
    letters = hashlib.sha256(f"{id}{meaning}{language}{sorted(stated.items())}".encode()).hexdigest()[:8]
    name = stated.pop("name", f"{day.replace('-', '')}T120000Z-{letters}")
    lines = "".join(f"{key}: {value}\n" for key, value in stated.items())
    return f"""\
```yaml title="approvals/{{{id}}}/{name}.yaml" {fence}
record: approval
document: {id}
language: {language}
meaning: {meaning}
{lines}```

"""


def pinned(text: str) -> dict[str, str]:
    """Return the digest and the blob of the document whose fence is *text*."""
    raw = text.partition("\n")[2].partition("```")[0].encode()
    read = read_document("x.yaml", raw)
    assert read is not None
    return {"content": content_digest(read.source.content), "blob": blob_name(raw)}


def made_of(*fences: str, qms: str = "", on: str = "") -> Example:
    """Return the example of *fences*, with *qms* added to its settings, checked on the day *on*."""
    made = example("".join(fences), "-")
    made.files["qms.yaml"] += qms.encode()
    if on:
        made.day = made.day.fromisoformat(on)
    return made


def found(rule: AnyRule, made: Example) -> list[str]:
    """Return the messages of what *rule* reports, as they are sorted."""
    return [problem.message.into("en") for problem in run(made, rule).problems if problem.established]


def not_established(rule: AnyRule, made: Example) -> list[str]:
    """Return the messages of what *rule* cannot establish."""
    return [problem.message.into("en") for problem in run(made, rule).problems if not problem.established]
