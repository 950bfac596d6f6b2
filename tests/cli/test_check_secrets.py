"""What a file gives away is reported in every format, and given away in none."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsctl.messages import LANGUAGES
from tests.cli.check_formats import DAY, FORMATS
from tests.cli.program import git, qmsctl

SECRETS = ("71030945713", "Wiosna2026", "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository in which a document and an attachment hold what must not be there."""
    root = tmp_path_factory.mktemp("secrets")
    files = {
        "qms.yaml": "qms: 1\norganisation: {name: Example Office}\neditions: [iso9001:2015]\n",
        "procedures/ps-01.yaml": (
            'id: PS-01\ntype: procedure\ntitle: Backups\nrevision: "1"\n'
            f"password: {SECRETS[1]}  # a field nobody knows, which another rule reports\nsections:\n"
            f"  steps: |\n    hasło: {SECRETS[1]}\n\n    See {SECRETS[0]}.\n"
        ),
        "audits/aud-1/attachments/00/mail.txt": f"{SECRETS[0]}\nghp_{SECRETS[2]}\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    git("init", "-q", "-b", "main", at=root)
    git("add", ".", at=root)
    git("commit", "-q", "-m", "Begin", at=root)
    return root


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_format_gives_a_secret_away(office: Path, format: str, language: str) -> None:
    """Every format names the rules and places, and holds nothing of the secrets."""
    done = qmsctl("--lang", language, "check", "--on", DAY, "--format", format, at=office)

    assert done.status == 1
    if format != "github":  # which shows ten of a kind
        assert all(rule in done.out for rule in ("DOC002", "DOC016", "DOC017", "mail.txt"))
    assert [secret for secret in SECRETS if secret in done.out + done.err] == []
