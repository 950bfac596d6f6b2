"""Every command in a narrow terminal, in a pipe, in a poor locale, in both languages: nothing is lost or broken."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.cli.everywhere import COMMANDS, everywhere
from tests.cli.program import state_of

_TYPICAL = {
    "demo": "demo .",
    "init": "init --dry-run",
    "adopt": "adopt --dry-run",
    "status": "status --on DAY",
    "check": "check --on DAY",
    "coverage": "coverage --on DAY",
    "gap": "gap --from 2015 --to 2026 --on DAY",
    "due": "due --within 90d --on DAY",
    "deadlines": "deadlines REGISTER --law kpa --on DAY",
    "explain": "explain overdue-review",
    "rules": "rules",
    "settings": "settings",
    "register": "register --on DAY",
    "history": "history PP-06",
    "changes": "changes --since AUD-2026-01 --until HEAD",
    "show": "show IN-01 --on DAY",
    "why": "why IN-01 --on DAY",
    "revise": "revise PP-06 --no-input --dry-run",
    "diff": "diff PP-06",
    "approve": "approve IN-01 --by secretary --basis ordinance --dry-run",
    "review": "review PP-06 --dry-run",
    "withdraw": "withdraw PP-06 --no-input",
    "waive": "waive overdue-review PP-06 --reason move --by secretary --dry-run --no-input",
    "waivers": "waivers --on DAY",
    "sample": "sample REGISTER --size 3 --seed 1",
    "report": "report AUD-2026-02 --check",
    "pack": "pack AUD-2099-01",
    "verify": "verify qms.yaml",
    "stamp": "stamp qms.yaml",
    "schema": "schema procedure",
    "glossary": "glossary audit",
    "completion": "completion",
    "import": "import README.md --no-input --dry-run",
    "export documents": "export documents --on DAY",
    "export findings": "export findings --on DAY",
    "export actions": "export actions --on DAY",
    "export checklist": "export checklist CL-ISO9001-2015 --on DAY",
    "export oscal": "export oscal AUD-2026-01 --on DAY",
    "people add": "people add --no-input --dry-run",
    "people edit": "people edit nobody --no-input --dry-run",
    "audit programme": "audit programme --on DAY",
    "audit checklist": "audit checklist --no-input",
    "audit plan": "audit plan --no-input",
    "audit conduct": "audit conduct AUD-2026-02 --no-input",
    "audit sheet": "audit sheet AUD-2026-02",
    "audit import": "audit import AUD-2026-02 qms.yaml --dry-run",
    "audit status": "audit status AUD-2026-02 --on DAY",
    "audit minutes": "audit minutes AUD-2026-02 closing --no-input",
    "audit close": "audit close AUD-2026-02 --dry-run",
    "evidence verify": "evidence verify AUD-2026-01",
    "evidence add": "evidence add --no-input",
    "evidence correct": "evidence correct nothing --no-input",
    "finding raise": "finding raise --no-input",
    "finding respond": "finding respond NC-2026-02-A1 --no-input",
    "finding dispute": "finding dispute NC-2026-02-A1 --no-input",
    "finding regrade": "finding regrade NC-2026-02-A1 --no-input",
    "finding review": "finding review NC-2026-02-A1 --no-input",
    "finding verify": "finding verify NC-2026-02-A1 --no-input",
    "finding close": "finding close NC-2026-02-A1 --no-input",
    "finding withdraw": "finding withdraw NC-2026-02-A1 --no-input",
    "finding list": "finding list --on DAY",
    "finding show": "finding show NC-2026-01-A1 --on DAY",
    "finding correct": "finding correct NC-2026-02-A1 --no-input",
}
"""A call of each command that writes nothing: what people see most, a refusal included."""
_AS_WRITTEN = {
    "explain", "schema", "completion",
    "export documents", "export findings", "export actions", "export checklist", "export oscal",
}  # fmt: skip
"""What prints files as they are: their lines are not for qmsctl to break."""


def test_every_command_has_a_typical_run() -> None:
    """No command is left out, and none is made up."""
    assert list(_TYPICAL) == list(COMMANDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", _TYPICAL)
def test_command_everywhere(demonstrations: Callable[[str], Demonstration], name: str, language: str) -> None:
    """Forty columns hold every word that a wide terminal shows; a pipe and a poor locale get the same, whole."""
    demonstration = demonstrations(language)
    (register,) = demonstration.folder.glob("registers/*-2026.csv")
    meant = {"DAY": demonstration.day.isoformat(), "REGISTER": register.stem}
    words = [meant.get(word, word) for word in shlex.split(_TYPICAL[name])]
    before = state_of(demonstration.folder)
    shown = everywhere(demonstration.folder, ["--lang", language, *words], compared=language != "en")

    assert len(shown.statuses) == 1
    assert shown.statuses <= {0, 1, 2, 3}
    assert shown.narrow.says.strip()
    assert shown.poor == shown.piped
    assert shown.lost == []
    assert name in _AS_WRITTEN or shown.too_wide == []
    assert shown.broken == []
    assert state_of(demonstration.folder) == before
