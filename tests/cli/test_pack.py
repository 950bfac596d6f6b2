"""`qmsctl pack`: what is in a pack, that anybody can verify it, and that the same commit gives the same bytes."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from qmsctl.demo import Demonstration
from qmsctl.printing import BROWSER
from tests.browser import CHROMIUM, needs_browser
from tests.cli import office
from tests.cli.packs import AUDIT, DAY, seal, troubles, unpacked, verified
from tests.cli.program import ENVIRONMENT, git, qmsctl, state_of
from tests.cli.test_findings import BAD, EVE, NUMBER, RAISE
from tests.signing import gnupg, public, ssh_key

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ANN_KNOWN = "  ann: {name: Ann Example, emails: [ann@example.org], unit: OR, roles: [{role: quality-officer}]"


@pytest.fixture(scope="session")
def demonstration(demonstrations: Callable[[str], Demonstration]) -> Path:
    """The Polish demonstration; nobody may change it."""
    return demonstrations("pl").folder


@pytest.fixture(scope="session")
def pack(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of the demonstration's closed audit, as a zip."""
    target = tmp_path_factory.mktemp("packs") / "audit.zip"
    before = state_of(demonstration)
    done = qmsctl("pack", AUDIT, "-o", target, "--on", DAY, "--lang", "pl", at=demonstration)
    assert done.status == 0, done.err
    assert before == state_of(demonstration)
    return target


TOOLS = (
    "bash",
    "cat",
    "cmp",
    "cut",
    "find",
    "git",
    "grep",
    "head",
    "sed",
    "sha256sum",
    "sort",
    "ssh-keygen",
    "uniq",
)
"""What the page of a pack needs: all but git and ssh-keygen is on every Linux, and in Git Bash."""


OPENPGP = ("gpg", "gpgv")
"""What the page needs beside `TOOLS` where the pack was signed so."""


def shell(command: str, at: Path, *more: str) -> str:
    """Run *command* as somebody types it who has nothing but `TOOLS` and what *more* is named; return all it prints."""
    tools = at.parent / "tools"
    if not tools.exists():
        tools.mkdir()
        for name in (*TOOLS, *more):
            found = shutil.which(name, path=ENVIRONMENT["PATH"])
            assert found, name
            (tools / name).symlink_to(found)
    done = subprocess.run(
        [str(tools / "bash"), "--noprofile", "--norc", "-c", command],
        cwd=at,
        env={"PATH": str(tools), "HOME": str(tools)},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return (done.stdout + done.stderr).decode()


def page_of(folder: Path) -> list[list[str]]:
    """Return the commands of the page of a pack, step by step."""
    page = (folder / "VERIFY.html").read_text(encoding="utf-8")
    article = page.partition("</article>")[0]
    blocks = re.findall(r'<pre class="shell">(.*?)</pre>', article, re.DOTALL)
    return [[html.unescape(line) for line in re.findall(r"<code>(.*?)</code>", block)] for block in blocks]


def test_page_without_qmsctl(pack: Path, tmp_path: Path) -> None:
    """Whoever follows the page of the pack literally finds that all of it holds, and needs no qmsctl."""
    folder = unpacked(pack, tmp_path / "pack")
    steps = page_of(folder)
    answers = [shell("\n".join(step), folder) for step in steps]
    changed, added, digest, whole, same, commits, stamp = answers
    lines = changed.splitlines()
    assert len(lines) == len(list(filter(Path.is_file, folder.rglob("*")))) - 1
    assert all(line.endswith(": OK") for line in lines)
    assert added == ""
    assert re.fullmatch(r"[0-9a-f]{64}  MANIFEST\.sha256\n", digest)
    assert whole == "OK\n"
    assert same == ""
    assert {line[0] for line in commits.splitlines()} == {"N"}
    assert stamp == ""
    text = (folder / "VERIFY.txt").read_text(encoding="utf-8")
    typed = [line.removeprefix("    ") for line in text.splitlines() if line.startswith("    ")]
    assert typed == 2 * [command for step in steps for command in step]  # in both languages


def test_page_finds_changes(pack: Path, tmp_path: Path) -> None:
    """The steps of the page name a file that was changed, one that was added, and one that is not of the history."""
    folder = unpacked(pack, tmp_path / "pack")
    (folder / "note.txt").write_text("added\n")
    record = next(folder.glob("records/findings/*/*.yaml"))
    record.write_text(record.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    name = record.relative_to(folder).as_posix()
    changed, added, _, whole, same, *_ = (shell("\n".join(step), folder) for step in page_of(folder))
    assert next(line for line in changed.splitlines() if not line.endswith(": OK")) == f"{name}: FAILED"
    assert added == "note.txt\n"
    assert whole == "OK\n"
    assert same == f"{name}\n"


def test_page_names_every_flipped_byte(pack: Path, tmp_path: Path) -> None:
    """One byte in each file: the page names each of them, and an untouched one is not named."""
    folder = unpacked(pack, tmp_path / "pack")
    names = [line[66:] for line in (folder / "MANIFEST.sha256").read_text(encoding="utf-8").splitlines()]
    spared = names[len(names) // 2]
    for name in names:
        content = bytearray((folder / name).read_bytes() or b"\0")
        content[len(content) // 2] ^= 1
        if name != spared:
            (folder / name).write_bytes(content)
    command = (folder / "VERIFY.html").read_text(encoding="utf-8", errors="replace")
    assert "sha256sum -c MANIFEST.sha256" in command
    told = shell("sha256sum -c MANIFEST.sha256", folder).splitlines()
    assert [line.removesuffix(": OK") for line in told if line.endswith(": OK")] == [spared]
    assert {line.removesuffix(": FAILED") for line in told if line.endswith(": FAILED")} == {*names} - {
        spared
    }


def test_contents(pack: Path, demonstration: Path, tmp_path: Path) -> None:
    """A pack holds report, registers, documents in force, records, cited attachments, history and keys; all names are safe."""
    folder = unpacked(pack, tmp_path / "pack")
    with zipfile.ZipFile(pack) as archive:
        infos = archive.infolist()
        names = [info.filename for info in infos]
        assert names == sorted(names)
        assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in infos} == {0o100644}
    assert all(re.fullmatch(r"[A-Za-z0-9_./-]{1,200}", name) for name in names)
    assert pack.stat().st_size < 10_000_000
    described = json.loads((folder / "pack.json").read_text(encoding="utf-8"))
    assert described["commit"] == git("rev-parse", "HEAD", at=demonstration).strip()
    assert str(demonstration) not in "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*") if path.is_file()
    )
    listed = qmsctl("register", "--format", "json", "--on", DAY, at=demonstration)
    in_force = {
        (row["id"], row["language"], row["revision"])
        for row in json.loads(listed.out)["documents"]
        if row["effective"] and row["effective"] <= DAY
    }
    packed = {(one["id"], one["language"], one["revision"]) for one in described["documents"]}
    assert in_force == {
        one for one in packed if not one[0].startswith("AUD-")
    }  # plans are not in the register
    assert (AUDIT, "pl", "1") in packed
    assert {"report/aud-2026-01.html", "report/aud-2026-01.md"} == set(described["reports"])
    words = ("--on", DAY, "--rev", "HEAD", "--lang", "pl", "--format", "markdown")
    report = qmsctl("report", AUDIT, *words, at=demonstration)
    assert (folder / "report/aud-2026-01.md").read_text(encoding="utf-8") == report.out
    assert list(folder.glob("records/audits/*/attachments/*/*"))
    assert {path.parent.parent.name for path in folder.glob("records/audits/*/evidence/*")} == {
        "aud-2026-01-ce4747"
    }
    assert not any(one["reason"] == "missing" for one in described["left_out"])


def test_verified(pack: Path, tmp_path: Path) -> None:
    """A pack that nobody touched holds, as a zip, as a folder, and zipped anew by another program."""
    data = verified(pack, status=0)
    assert {("signature", "MANIFEST.sha256", "note")} == {
        (one["question"], one["name"], one["state"]) for one in data["troubles"]
    }
    assert all(
        number
        for question, number in data["looked_at"].items()
        if question not in ("signature", "time_stamp")
    )
    folder = unpacked(pack, tmp_path / "pack")
    verified(folder, status=0)
    subprocess.run(["zip", "-qr", "again.zip", "pack"], cwd=tmp_path, check=True) if shutil.which(
        "zip"
    ) else (shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path, "pack"))
    data = verified(tmp_path / "again.zip", status=0)
    assert any(one["question"] == "files" and one["state"] == "note" for one in data["troubles"])


def test_same_bytes(demonstration: Path, pack: Path, tmp_path: Path) -> None:
    """Another clone in another folder, packed differently, in another time zone and language, gives the same bytes."""
    clone = tmp_path / "elsewhere" / "klon ąę"
    clone.parent.mkdir()
    git("clone", "--quiet", "--no-local", str(demonstration), str(clone), at=tmp_path)
    git("repack", "-adfq", "--window=2", at=clone)
    git("branch", "other", at=clone)
    (clone / "procedures" / "draft.yaml").write_text("not committed\n")
    env = {"TZ": "Pacific/Auckland", "LANG": "pl_PL.UTF-8", "LC_ALL": None}
    target = tmp_path / "again.zip"
    done = qmsctl("pack", AUDIT, "-o", target, "--on", DAY, "--report-lang", "pl", at=clone, env=env)
    assert done.status == 0, done.err
    assert target.read_bytes() == pack.read_bytes()
    assert "procedures/draft.yaml" not in done.err  # its name is nobody's business; that there is one is said
    assert "1 " in done.err
    folder = tmp_path / "folder"
    assert qmsctl("pack", AUDIT, "-o", folder, "--on", DAY, "--lang", "pl", at=clone).status == 0
    unzipped = unpacked(pack, tmp_path / "unzipped")
    assert {n: f[3] for n, f in state_of(folder).items()} == {n: f[3] for n, f in state_of(unzipped).items()}


def test_dry_run(demonstration: Path, tmp_path: Path) -> None:
    """A dry run lists every file with its size, and writes nothing."""
    before = state_of(tmp_path)
    done = qmsctl(
        "pack", AUDIT, "--dry-run", "--on", DAY, "-o", tmp_path / "p.zip", "--lang", "en", at=demonstration
    )
    assert done.status == 0, done.err
    assert re.search(r"^ +\d+  history\.bundle$", done.out, re.MULTILINE)
    assert "nothing was written" in done.err
    assert before == state_of(tmp_path)


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_refusals(demonstration: Path, tmp_path: Path, lang: str) -> None:
    """An unknown audit, no target, and a folder that holds something are refused with what to do, and nothing is written."""
    full = tmp_path / "full"
    full.mkdir()
    (full / "own.txt").write_text("mine\n")
    before = state_of(tmp_path)
    for words in (
        ("AUD-2026-91", "-o", tmp_path / "p.zip"),
        (AUDIT,),
        (AUDIT, "-o", full),
        (AUDIT, "-o", tmp_path / "none" / "p.zip"),
        (AUDIT, "-o", tmp_path / "p.zip", "--report-lang", "de"),
        (AUDIT, "-o", tmp_path / "p.zip", "--rev", "nowhere"),
        (AUDIT, "-o", tmp_path / "p.zip", "--sign"),
    ):
        done = qmsctl("pack", *words, "--lang", lang, at=demonstration)
        assert done.status == 2, done.says
        assert ("Next: " if lang == "en" else "Dalej: ") in done.err
        assert done.out == ""
    assert before == state_of(tmp_path)


def test_shallow(demonstration: Path, tmp_path: Path) -> None:
    """A clone whose history is cut off cannot be packed: it could not prove what it rests on."""
    git("clone", "--quiet", "--depth=3", demonstration.as_uri(), "shallow", at=tmp_path, env={"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always"})  # fmt: skip
    done = qmsctl("pack", AUDIT, "-o", tmp_path / "p.zip", at=tmp_path / "shallow")
    assert done.status == 2, done.says
    assert "--unshallow" in done.err
    assert not (tmp_path / "p.zip").exists()


def test_audit_under_way(demonstration: Path, tmp_path: Path) -> None:
    """An audit that is not closed is packed as it stands, and the pack holds."""
    target = tmp_path / "p"
    done = qmsctl("pack", "AUD-2026-02", "-o", target, "--on", DAY, at=demonstration)
    assert done.status == 0, done.err
    verified(target, status=0)
    assert "AUD-2026-02" in (target / "report/aud-2026-02.md").read_text(encoding="utf-8")


def test_choices(demonstration: Path, tmp_path: Path) -> None:
    """Without attachments and history a pack says so, and what depends on them cannot be established."""
    target = tmp_path / "p"
    words = ("--attachments", "none", "--history", "none")
    assert qmsctl("pack", AUDIT, "-o", target, "--on", DAY, *words, at=demonstration).status == 0
    data = verified(target, status=1)
    assert troubles(data) == {("history", "history.bundle")}
    assert any(one["question"] == "attachments" and one["state"] == "note" for one in data["troubles"])
    assert not list(target.glob("records/audits/*/attachments"))
    assert "history.bundle" not in (target / "VERIFY.txt").read_text(encoding="utf-8")


def test_large(tmp_path: Path, here: Path) -> None:
    """Of a pack over 10 MB it is said how large it is, what takes the room, and which option makes it smaller."""
    (tmp_path / "scan.bin").write_bytes(os.urandom(6_000_000))
    add = (
        "evidence",
        "add",
        "--no-input",
        "--audit",
        office.AUDIT,
        "--question",
        "Q1",
        "--result",
        "conforms",
    )
    seen = ("--seen", "All is as it should be.", "--where", "The files", "--attach", tmp_path / "scan.bin")
    done = qmsctl(*add, *seen, at=here)
    assert done.status == 0, done.err
    done = qmsctl("pack", office.AUDIT, "-o", tmp_path / "p.zip", at=here)
    assert done.status == 0, done.err
    assert "--attachments none" in done.err
    assert "--history none" in done.err
    done = qmsctl("pack", office.AUDIT, "-o", tmp_path / "p.zip", "--attachments", "none", at=here)
    assert "--attachments none" not in done.err


def trust_file(folder: Path, key: Path, person: str = "ann") -> Path:
    """Write a trust file that lists *key*."""
    file = folder / f"trust-{key.name}.yaml"
    file.write_text(f'trust: "1"\nsigners:\n  - {{person: {person}, kind: ssh, key: "{public(key)}"}}\n')
    return file


def signing(key: Path, folder: Path) -> dict[str, str | None]:
    """Return the environment of somebody whose git signs with *key*."""
    file = folder / f"gitconfig-{key.name}"
    file.write_text(f"[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = {key}\n")
    return {"GIT_CONFIG_GLOBAL": str(file)}


def test_signed(here: Path, tmp_path: Path) -> None:
    """A signed manifest verifies with a listed key, by the page too; with another key, or on other bytes, it does not."""
    ann, mallory = ssh_key(tmp_path, "ann"), ssh_key(tmp_path, "mallory")
    text = (here / "qms.yaml").read_text()
    (here / "qms.yaml").write_text(
        text.replace(ANN_KNOWN, f"{ANN_KNOWN}, keys: [{{kind: ssh, key: {public(ann)}}}]")
    )
    office.commit(here, "List the key of Ann", "2026-04-01")
    target = tmp_path / "p.zip"
    done = qmsctl("pack", office.AUDIT, "-o", target, "--sign", at=here, env=signing(ann, tmp_path))
    assert done.status == 0, done.err
    note = verified(target, status=0)["troubles"]
    assert any(one["name"] == "MANIFEST.sha256.sig" and "--trust" in one["detail"] for one in note)
    trusted = verified(target, "--trust", str(trust_file(tmp_path, ann)), status=0)["troubles"]
    assert any("ann" in one["detail"] and "you trust" in one["detail"] for one in trusted)
    data = verified(target, "--trust", str(trust_file(tmp_path, mallory)), status=1)
    assert ("signature", "MANIFEST.sha256.sig") in troubles(data)

    folder = unpacked(target, tmp_path / "pack")
    answers = [shell("\n".join(step), folder) for step in page_of(folder)]
    assert 'Good "qmsctl-pack" signature for ann@example.org' in answers[2]
    (folder / "VERIFY.txt").write_text("another\n")
    seal(folder)
    assert ("signature", "MANIFEST.sha256.sig") in troubles(verified(folder, status=1))
    (folder / "MANIFEST.sha256.sig").unlink()
    missing = verified(folder, "--trust", str(trust_file(tmp_path, ann)), status=1)
    assert ("signature", "MANIFEST.sha256") in troubles(missing)


def test_signed_by_a_stranger(here: Path, tmp_path: Path) -> None:
    """Whether a signature by a key that nobody lists is worth anything cannot be established."""
    key = ssh_key(tmp_path, "mallory")
    target = tmp_path / "p.zip"
    done = qmsctl("pack", office.AUDIT, "-o", target, "--sign", at=here, env=signing(key, tmp_path))
    assert done.status == 0, done.err
    assert troubles(verified(target, status=1)) == {("signature", "MANIFEST.sha256.sig")}


def test_signed_with_openpgp(here: Path, tmp_path: Path) -> None:
    """OpenPGP signs and verifies as well, by the page with gpgv."""
    with gnupg() as ring:
        key = ring.key("ann@example.org")
        block = "\n".join(f"        {line}" for line in ring.public(key).splitlines())
        trust = tmp_path / "trust.yaml"
        trust.write_text(f'trust: "1"\nsigners:\n  - person: ann\n    kind: openpgp\n    key: |\n{block}\n')
        config = tmp_path / "gitconfig"
        config.write_text(f"[user]\n\tsigningKey = {key}\n")
        target = tmp_path / "p"
        env = {"GIT_CONFIG_GLOBAL": str(config), "GNUPGHOME": str(ring.home)}
        done = qmsctl("pack", office.AUDIT, "-o", target, "--sign", "--trust", trust, at=here, env=env)
        assert done.status == 0, done.err
    verified(target, "--trust", str(trust), status=0)
    answers = [shell("\n".join(step), target, *OPENPGP) for step in page_of(target)]
    assert "Good signature" in answers[2]
    signature = target / "MANIFEST.sha256.asc"
    signature.write_text(signature.read_text().replace("\n\n", "\n\nA", 1))
    assert ("signature", "MANIFEST.sha256.asc") in troubles(verified(target, "--trust", str(trust), status=1))


def test_change_under_check(here: Path, tmp_path: Path) -> None:
    """A pack of a branch that nobody merged says so, and the keys that count are those of the controlled branch."""
    mallory = ssh_key(tmp_path, "mallory")
    git("checkout", "--quiet", "-b", "change", at=here)
    text = (here / "qms.yaml").read_text()
    (here / "qms.yaml").write_text(
        text.replace(ANN_KNOWN, f"{ANN_KNOWN}, keys: [{{kind: ssh, key: {public(mallory)}}}]")
    )
    office.commit(here, "List a key", "2026-04-01")
    target = tmp_path / "p"
    done = qmsctl("pack", office.AUDIT, "-o", target, at=here)
    assert done.status == 0, done.err
    named = "branch: main" in text
    assert ("not on the controlled branch" in done.err) == named
    if named:
        assert (target / "allowed_signers").read_text() == ""
    verified(target, status=0)


def test_part_of_a_larger_repository(here: Path, tmp_path: Path) -> None:
    """A system in a folder of a larger repository, with names that no zip can bear everywhere, is packed and verifies."""
    scan = tmp_path / "skan żółty 1.pdf"
    scan.write_bytes(b"%PDF-1.4 scanned\n")
    add = (
        "evidence",
        "add",
        "--no-input",
        "--audit",
        office.AUDIT,
        "--question",
        "Q1",
        "--result",
        "conforms",
    )
    seen = ("--seen", "All is as it should be.", "--where", "The files", "--attach", scan)
    done = qmsctl(*add, *seen, at=here)
    assert done.status == 0, done.err
    part = here / "Jakość" / "szj 1"
    part.mkdir(parents=True)
    for name in git("ls-files", "-z", at=here).split("\0"):
        if name:
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            git("mv", name, f"Jakość/szj 1/{name}", at=here)
    (here / "other.txt").write_text("none of ours\n")
    office.commit(here, "Move the system into a folder", "2026-11-20")
    target = tmp_path / "p"
    done = qmsctl("pack", office.AUDIT, "-o", target, at=part)
    assert done.status == 0, done.err
    names = [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()]
    assert all(re.fullmatch(r"[A-Za-z0-9_./-]{1,200}", name) for name in names)
    (packed,) = target.glob("records/audits/*/attachments/*/*")
    assert packed.read_bytes() == scan.read_bytes()
    assert packed.suffix == ".pdf"
    assert not any("other" in name for name in names)
    verified(target, status=0)
    answers = [shell("\n".join(step), target) for step in page_of(target)]
    assert [answers[1], answers[3], answers[4]] == ["", "OK\n", ""]
    assert answers[5].count("\n") >= 1


def test_proofs_of_findings(here: Path, tmp_path: Path) -> None:
    """What proves a step of a finding is an attachment too: packed by choice, and held to the digest on record."""
    (tmp_path / "list.txt").write_text("PS-02 approved\n", encoding="utf-8")
    for call in (
        BAD,
        RAISE,
        (
            *("finding", "respond", NUMBER, "--acknowledge", "--correction", "PS-02 was withdrawn from use."),
            *("--extent", "All other procedures are approved.", "--cause", "Nobody looks at the approval."),
            *("--method", "five whys", "--action", "The list shows the approval.", "--due", "2099-12-31"),
            *("--criterion", "No procedure without approval in 3 months."),
        ),
        ("finding", "respond", NUMBER, "--done", "In the list.", "--attach", str(tmp_path / "list.txt")),
    ):
        done = qmsctl(*call, at=here, env=EVE if call in (BAD, RAISE) else None)
        assert done.status == 0, done.err
    with_it, without = tmp_path / "with", tmp_path / "without"
    assert qmsctl("pack", office.AUDIT, "-o", with_it, at=here).status == 0
    assert qmsctl("pack", office.AUDIT, "-o", without, "--attachments", "none", at=here).status == 0
    (proof,) = with_it.glob("records/findings/*/attachments/*/list.txt")
    assert verified(with_it, status=0)["looked_at"]["attachments"] == 1
    assert not list(without.rglob("list.txt"))
    verified(without, status=0)
    proof.write_text("PS-02 rejected\n", encoding="utf-8")
    seal(with_it)
    assert ("attachments", proof.relative_to(with_it).as_posix()) in troubles(verified(with_it, status=1))


def test_own_templates(here: Path, tmp_path: Path) -> None:
    """A report with the organisation's own templates is packed so; who verifies does not run them, and is told."""
    template = here / "templates/audit-report/signatures.md.j2"
    template.parent.mkdir(parents=True)
    template.write_text("Signed on every page.\n")
    office.commit(here, "Set the signatures otherwise", "2026-04-01")
    target = tmp_path / "p"
    done = qmsctl("pack", office.AUDIT, "-o", target, at=here)
    assert done.status == 0, done.err
    assert "Signed on every page." in (target / "report/aud-2026-01.md").read_text()
    data = verified(target, status=0)
    assert any(one["question"] == "papers" and one["state"] == "note" for one in data["troubles"])


def test_readiness(demonstration: Path, tmp_path: Path) -> None:
    """A pack of the whole system holds the records of every audit, and verifies like any other."""
    target = tmp_path / "p"
    done = qmsctl("pack", "readiness", "-o", target, "--on", DAY, "--attachments", "all", at=demonstration)
    assert done.status == 0, done.err
    kept = git("ls-files", "approvals", "findings", "audits", "qms.yaml", at=demonstration).split()
    assert {
        path.relative_to(target / "records").as_posix()
        for path in target.glob("records/**/*")
        if path.is_file()
    } == set(kept)
    data = verified(target, status=0)
    assert data["description"]["audit"] is None
    words = ("--on", DAY, "--rev", "HEAD", "--format", "markdown")
    report = qmsctl("report", "readiness", *words, at=demonstration)
    assert (target / "report/readiness.md").read_text(encoding="utf-8") == report.out


@needs_browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_in_browser(
    pack: Path, tmp_path: Path, browser: Browser, width: int, scheme: Literal["dark", "light"]
) -> None:
    """The page of a pack asks for nothing but itself, complains of nothing, and scrolls in one direction only."""
    file = (unpacked(pack, tmp_path / "pack") / "VERIFY.html").as_uri()
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    shown = context.new_page()
    said: list[str] = []
    shown.on("request", lambda request: said.append(request.url))
    shown.on("console", lambda message: said.append(message.text))
    shown.goto(file)
    assert said == [file]
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@needs_browser
def test_report_in_word_and_pdf(demonstration: Path, tmp_path: Path) -> None:
    """On request the report goes along as offices read it; Word is made again and compared, PDF is not."""
    file = tmp_path / "pack.zip"
    words = ("pack", AUDIT, "--on", DAY, "--also", "docx", "--also", "pdf", "-o", file)
    done = qmsctl(*words, at=demonstration, env={BROWSER: CHROMIUM})
    assert done.status == 0, done.err
    opened = unpacked(file, tmp_path / "opened")
    assert {path.suffix for path in (opened / "report").iterdir()} == {".html", ".md", ".docx", ".pdf"}
    assert next((opened / "report").glob("*.pdf")).read_bytes().startswith(b"%PDF-")
    done = qmsctl("verify", file, at=tmp_path)
    assert done.status == 0, done.out
    assert "another browser prints another PDF file" in done.out

    word = next((opened / "report").glob("*.docx"))
    word.write_bytes(word.read_bytes() + b"x")
    seal(opened)
    done = qmsctl("verify", opened, at=tmp_path)
    assert done.status == 1
    assert word.name in done.out
    assert "made again out of the history, it is another" in done.out
