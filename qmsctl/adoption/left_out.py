"""What is no document of anybody's system, by its name alone: other people's code, blogs, settings of programs."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_configuration", "is_left_out"]

_FOLDERS: Final = frozenset(
    (
        "node_modules", "bower_components", "vendor", "vendored", "third_party", "third-party", "site-packages",
        "venv", "__pycache__", "_posts", "_drafts", "blog", "posts", "dist", "target", "testdata", "fixtures",
    )
)  # fmt: skip
"""Folders whose files were made elsewhere, or by a program, or are no documents."""
_NAMES: Final = re.compile(
    r"(?:readme|changelog|changes|license|licence|copying|notice|contributing|contributors|code[-_]of[-_]conduct"
    r"|security|authors|maintainers|codeowners|install|summary|pull_request_template|issue_template)"
    r"(?:[-._][\w.-]*)?",
    re.IGNORECASE,
)
_SETTINGS: Final = re.compile(
    r"(?:mkdocs|docker-compose|compose|\.?gitlab-ci|azure-pipelines|appveyor|codecov|action|package|pnpm-\w+"
    r"|_config|config|qms|openapi|swagger|environment|conda|chart|values|kustomization|requirements|galaxy"
    r"|pubspec|mkdocs|dependabot|cloudbuild|buildspec|serverless|skaffold|renovate|site|_quarto|book|_toc)"
    r"(?:[-._][\w-]+)?\.ya?ml",
    re.IGNORECASE,
)
_MARKS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"openapi"}), frozenset({"swagger"}), frozenset({"asyncapi"}), frozenset({"apiversion", "kind"}),
    frozenset({"services", "version"}), frozenset({"services", "volumes"}), frozenset({"on", "jobs"}),
    frozenset({"true", "jobs"}), frozenset({"stages"}), frozenset({"runs", "inputs"}), frozenset({"repos"}),
    frozenset({"dependencies", "version"}), frozenset({"channels", "dependencies"}), frozenset({"hosts", "tasks"}),
    frozenset({"awstemplateformatversion"}), frozenset({"$schema", "properties"}), frozenset({"plugins", "theme"}),
)  # fmt: skip
"""Fields that together only a program reads."""


def is_left_out(path: str) -> bool:
    """Return whether the name of the file *path* says that it is no document: `vendor/…`, `README.md`."""
    *folders, name = path.split("/")
    if any(folder.casefold() in _FOLDERS for folder in folders):
        return True
    return (
        _NAMES.fullmatch(name.rpartition(".")[0] or name) is not None or _SETTINGS.fullmatch(name) is not None
    )


def is_configuration(keys: frozenset[str]) -> bool:
    """Return whether the fields *keys* of a YAML file, in lower case, are those that a program is set by."""
    return any(marks <= keys for marks in _MARKS)
