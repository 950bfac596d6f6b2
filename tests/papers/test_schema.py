"""The schema of a paper as JSON is what its types say, and papers keep to it.

`python -m tests.papers.test_schema` writes it anew.
"""

from __future__ import annotations

import json
import types
from pathlib import Path
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin, is_typeddict

import jsonschema
import pytest

from qmsctl.messages import LANGUAGES
from qmsctl.papers.audit_report import audit_report_paper
from qmsctl.render import worded_blocks, words
from qmsctl.render.report import render_report
from qmsctl.render.worded import worded
from qmsctl.render.worded_blocks import SCHEMA, WordedPaper
from tests.reports.office import report

FILE = Path(__file__).parent.parent.parent / "docs" / "schema" / "paper-1.json"
NAMES = {
    name: ForwardRef(value) if isinstance(value, str) and " | " in value else value
    for name, value in {**vars(words), **vars(worded_blocks)}.items()
}


class _Schema:
    """Gathers the schema of a typed dictionary and of all that it holds."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def of(self, kind: Any) -> dict[str, Any]:  # noqa: ANN401 - any annotation
        """Return the schema of values of *kind*."""
        while isinstance(kind, ForwardRef | str):  # an alias is written as text once more
            text = kind if isinstance(kind, str) else kind.__forward_arg__
            kind = eval(text, NAMES)  # noqa: S307 - the annotations of our own modules
        if is_typeddict(kind):
            return self._named(kind)
        origin = get_origin(kind)
        if origin is list:
            return {"type": "array", "items": self.of(get_args(kind)[0])}
        if origin is Literal:
            return {"const": get_args(kind)[0]}
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(part) for part in get_args(kind)]}
        simple = {str: "string", int: "integer", bool: "boolean", type(None): "null"}
        return {"type": simple[kind]}

    def _named(self, kind: Any) -> dict[str, Any]:  # noqa: ANN401
        name = kind.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            hints = dict(kind.__annotations__)
            self.definitions[name] = {
                "description": " ".join((kind.__doc__ or "").split()),
                "type": "object",
                "properties": {key: self.of(one) for key, one in hints.items()},
                "required": list(hints),
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}


def schema() -> dict[str, Any]:
    """Return the schema of a paper."""
    gathered = _Schema()
    reference = gathered.of(WordedPaper)
    gathered.definitions["WordedPaper"]["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A paper of qmsctl",
        **reference,
        "$defs": gathered.definitions,
    }


def test_the_schema_is_that_of_the_types() -> None:
    """What is committed is what the types say."""
    assert json.loads(FILE.read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_keeps_to_its_schema(language: str) -> None:
    """What is printed as JSON is what the schema describes, and nothing else is."""
    validator = jsonschema.Draft202012Validator(schema())
    made = json.loads(render_report(report(), "json", language))

    validator.validate(made)
    assert made == worded(audit_report_paper(report()), language)
    made["sections"][0]["blocks"][0]["more"] = 1
    assert not validator.is_valid(made)


if __name__ == "__main__":
    FILE.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
