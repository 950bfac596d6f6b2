"""How many words a change touched is counted once: `diff`, `history` and `changes` say the same of one change."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.program import git, qmsctl

_OWN = "qms: '1'\norganisation: {name: X}\neditions: ['iso9001:2015']\n"
_KIND = (
    _OWN
    + "kinds:\n  sops:\n    files: docs/*.md\n    metadata: [head, table]\n    fields: {id: Id, revision: Rev, owner: Owner}\n"
)

FORMS = {
    "own YAML": (
        _OWN,
        "procedures/p-1.yaml",
        (
            "id: P-1\ntype: procedure\ntitle: Buying\nrevision: '{rev}'\nowner: mayor\nsections:\n  purpose: One {two} three.\n"
            "  scope: Again {four} five.\n"
        ),
    ),
    "own Markdown with a preamble": (
        _OWN,
        "procedures/p-1.md",
        (
            "---\nid: P-1\ntype: procedure\ntitle: Buying\nrevision: '{rev}'\nowner: mayor\n---\nBefore {two} all.\n\n"
            "## Purpose\n\nOne three.\n\n## Purpose\n\nAgain {four} five.\n"
        ),
    ),
    "a table at the top": (
        _KIND,
        "docs/p-1.md",
        "# Buying\n\n| Id | P-1 |\n|---|---|\n| Rev | {rev} |\n| Owner | {two} |\n\nOne {two} three.\n\n## Scope\n\nAgain {four} five.\n",
    ),
    "a head": (
        _KIND,
        "docs/p-1.md",
        "---\nId: P-1\nRev: '{rev}'\nOwner: {two}\n---\n# Buying\n\nOne {two} three.\n\n## Scope\n\nAgain {four} five.\n",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_view_counts_the_words_of_a_change_alike(tmp_path: Path, form: str) -> None:
    """Two words of the text changed; what fields say, wherever they stand in the file, is no text."""
    settings, path, text = FORMS[form]
    file = tmp_path / path
    file.parent.mkdir()
    (tmp_path / "qms.yaml").write_text(settings, encoding="utf-8")
    git("init", "-q", "-b", "main", at=tmp_path)
    for rev, two, four in (("1", "two", "four"), ("2", "zwei", "vier")):
        file.write_text(text.format(rev=rev, two=two, four=four), encoding="utf-8")
        git("add", "-A", at=tmp_path)
        git("commit", "-qm", rev, at=tmp_path)

    compared = qmsctl("diff", "P-1", "1..2", "--lang", "en", at=tmp_path).out
    history = json.loads(qmsctl("history", "P-1", "--json", at=tmp_path).out)
    lines = qmsctl("history", "P-1", "--lang", "en", at=tmp_path).out

    assert "Words added: 2, removed: 2;" in compared
    assert re.findall(r"compared with the revision before: lines \S+ \S+, words (\S+ \S+);", lines) == [
        "+2 -2"
    ]
    assert '"words_added": 2' in json.dumps(history)
    parts = [tuple(map(int, one)) for one in re.findall(r"words added: (\d+), removed: (\d+)\)", compared)]
    assert (sum(one for one, _ in parts), sum(one for _, one in parts)) == (2, 2)
