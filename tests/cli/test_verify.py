"""`qmsctl verify`: everything that can be changed in a pack is named, and a hostile pack does no harm."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsctl.demo import Demonstration
from qmsctl.errors import QmsctlError
from qmsctl.packs.members import LONGEST, Names, is_safe, manifest_of
from qmsctl.packs.opened import opened_pack
from qmsctl.packs.writing import write_pack
from tests.cli import office
from tests.cli.packs import AUDIT, DAY, rezip, seal, troubles, unpacked, verified
from tests.cli.program import qmsctl, state_of
from tests.signing import ssh_key

_KINDS = (
    "report/*.html",
    "report/*.md",
    "registers/documents.csv",
    "registers/findings.csv",
    "documents/ps-01-*.yaml",
    "documents/ps-01-*.html",
    "records/approvals/*/*.yaml",
    "records/findings/*/*.yaml",
    "records/audits/*/audit.yaml",
    "records/audits/*/evidence/*.yaml",
    "records/audits/*/minutes/*.yaml",
    "records/audits/*/attachments/*/*",
    "records/qms.yaml",
    "history.bundle",
    "history.txt",
    "allowed_signers",
    "pack.json",
    "VERIFY.html",
    "VERIFY.txt",
)
"""One file of every kind that a pack holds."""


def signed_pack(system: Path, audit: str, top: Path) -> Path:
    """Pack *audit* of *system* below *top*, signed with a key that the trust file beside the pack lists."""
    key = ssh_key(top, "key")
    (top / "gitconfig").write_text(f"[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = {key}\n")
    (top / "trust.yaml").write_text(
        f'trust: "1"\nsigners: [{{person: officer, kind: ssh, key: "{key.with_suffix(".pub").read_text().strip()}"}}]\n'
    )
    done = qmsctl(
        "pack", audit, "-o", top / "pack", "--sign", "--on", DAY, "--trust", top / "trust.yaml",
        at=system, env={"GIT_CONFIG_GLOBAL": str(top / "gitconfig")},
    )  # fmt: skip
    assert done.status == 0, done.err
    return top / "pack"


@pytest.fixture(scope="session")
def packed(demonstrations: Callable[[str], Demonstration], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed pack of the demonstration's closed audit, as a folder; nobody may change it."""
    return signed_pack(demonstrations("en").folder, AUDIT, tmp_path_factory.mktemp("packed"))


@pytest.fixture(scope="session")
def small(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed pack of the small office's closed audit, for what depends on no papers; nobody may change it."""
    return signed_pack(pattern, office.CLOSED, tmp_path_factory.mktemp("small"))


@pytest.fixture
def mine(packed: Path, tmp_path: Path) -> Path:
    """A copy of the pack."""
    return unpacked(packed, tmp_path / "pack")


@pytest.fixture
def my_small(small: Path, tmp_path: Path) -> Path:
    """A copy of the small pack."""
    return unpacked(small, tmp_path / "small")


def one_of(folder: Path, kind: str) -> Path:
    """Return the first file of a *kind*."""
    return min(path for path in folder.glob(kind) if path.is_file())


def flip(file: Path, at: int | None = None) -> None:
    """Change one byte of *file*, by default in the middle; of an empty file, add one."""
    content = bytearray(file.read_bytes() or b"\0")
    content[len(content) // 2 if at is None else at] ^= 0xFF
    file.write_bytes(content)


def trust(packed: Path) -> tuple[str, str]:
    """Return the words that name the trust file."""
    return ("--trust", str(packed.parent / "trust.yaml"))


def test_whole(packed: Path) -> None:
    """An untouched pack holds, and who signed it is said."""
    data = verified(packed, *trust(packed), status=0)
    assert data["looked_at"]["papers"] > 150
    assert any("officer" in one["detail"] for one in data["troubles"])


def test_every_kind_of_member(mine: Path, packed: Path) -> None:
    """One flipped byte in a file of any kind is named by the manifest, and no other file is."""
    flipped = {one_of(mine, kind) for kind in _KINDS}
    assert len(flipped) == len(_KINDS)
    for file in flipped:
        flip(file)
    named = troubles(verified(mine, *trust(packed), status=1))
    assert {("manifest", file.relative_to(mine).as_posix()) for file in flipped} == {
        one for one in named if one[0] == "manifest"
    }


@pytest.mark.parametrize("name", ["MANIFEST.sha256", "MANIFEST.sha256.sig"])
def test_manifest_and_signature(my_small: Path, small: Path, name: str) -> None:
    """One flipped byte anywhere in the manifest or its signature breaks the signature."""
    verified(my_small, *trust(small), status=0)
    size = (my_small / name).stat().st_size
    for at in (0, size // 3, size // 2, size - 1):
        flip(my_small / name, at)
        assert ("signature", "MANIFEST.sha256.sig") in troubles(verified(my_small, *trust(small), status=1))
        shutil.copy(small / name, my_small / name)


def test_forged_manifest(mine: Path) -> None:
    """A manifest made anew hides nothing: the rest of the pack still tells which files were changed."""
    files = {kind: one_of(mine, kind) for kind in _KINDS if kind not in ("pack.json", "history.bundle")}
    for kind, file in files.items():
        if "attachments" in kind:
            flip(file)
        else:
            # The settings stay readable: without them nobody could tell what belongs where.
            changed = (
                file.read_bytes() if file.name == "qms.yaml" else file.read_bytes().replace(b"e", b"o", 1)
            )
            file.write_bytes(changed + b"\n# changed\n")
    seal(mine)
    named = troubles(verified(mine, status=1))
    for kind, file in files.items():
        name = file.relative_to(mine).as_posix()
        if kind.startswith("records/") or kind == "history.txt":
            assert ("origin", name) in named
        elif kind == "documents/ps-01-*.yaml":
            assert {("origin", name), ("documents", name)} <= named
    assert ("attachments", files["records/audits/*/attachments/*/*"].relative_to(mine).as_posix()) in named
    assert ("seals", files["records/audits/*/evidence/*.yaml"].relative_to(mine).as_posix()) in named
    assert ("signature", "MANIFEST.sha256.sig") in named


def test_illegible_settings(mine: Path) -> None:
    """Where the settings in the pack cannot be read, what hangs on them cannot be established."""
    (mine / "records" / "qms.yaml").write_text("qms: [\n")
    seal(mine)
    named = troubles(verified(mine, status=1))
    assert {("origin", "records/qms.yaml"), ("origin", "qms.yaml"), ("attachments", "qms.yaml")} <= named


def test_broken_history(mine: Path, packed: Path) -> None:
    """One flipped byte anywhere in the history breaks it, whoever made the manifest anew."""
    size = (mine / "history.bundle").stat().st_size
    for at in (0, 30, size // 2, size - 1):
        flip(mine / "history.bundle", at)
        seal(mine)
        assert ("history", "history.bundle") in troubles(verified(mine, status=1))
        shutil.copy(packed / "history.bundle", mine / "history.bundle")


def test_forged_papers(demonstrations: Callable[[str], Demonstration], tmp_path: Path) -> None:
    """A report, register or page that was edited is named although manifest and signature are left out or made anew."""
    folder = tmp_path / "pack"
    assert qmsctl("pack", AUDIT, "-o", folder, "--on", DAY, at=demonstrations("en").folder).status == 0
    for name in (
        "report/aud-2026-01.html",
        "registers/findings.csv",
        "VERIFY.txt",
        "documents/ps-01-69ced2.en.html",
    ):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole.replace(b"2026", b"2025", 1))
        seal(folder)
        assert troubles(verified(folder, status=1)) == {("papers", name)}
        (folder / name).write_bytes(whole)
    seal(folder)
    verified(folder, status=0)


def described(folder: Path) -> dict[str, object]:
    """Return what a pack says about itself."""
    data: dict[str, object] = json.loads((folder / "pack.json").read_text(encoding="utf-8"))
    return data


def describe(folder: Path, **changes: object) -> None:
    """Change what a pack says about itself, and seal it again."""
    text = json.dumps({**described(folder), **changes}, indent=2)
    (folder / "pack.json").write_text(f"{text}\n", encoding="utf-8")
    seal(folder)


def test_held_back(mine: Path) -> None:
    """A finding that is taken out of pack, description and manifest alike is missed: the history holds it."""
    step = one_of(mine, "records/findings/*/*.yaml")
    name = step.relative_to(mine).as_posix()
    step.unlink()
    records = [one for one in described(mine)["records"] if one["name"] != name]  # type: ignore[attr-defined]
    origins = (mine / "history.txt").read_text().splitlines(keepends=True)
    (mine / "history.txt").write_text("".join(line for line in origins if not line.endswith(f" {name}\n")))
    describe(mine, records=records)
    assert ("origin", name.removeprefix("records/")) in troubles(verified(mine, status=1))


def test_another_commit(mine: Path) -> None:
    """A pack that names another commit than its history ends with is found out."""
    describe(mine, commit="0" * 40)
    named = troubles(verified(mine, status=1))
    assert ("history", "history.bundle") in named
    assert ("history", "report/aud-2026-01.md") in named


def test_missing_and_added(mine: Path) -> None:
    """What is missing and what was added is named, and a pack without manifest or description is none."""
    one_of(mine, "report/*.md").unlink()
    (mine / "records" / "more.yaml").write_text("more: true\n")
    (mine / "Thumbs.db").write_bytes(b"\0")
    named = troubles(verified(mine, status=1))
    assert {
        ("manifest", "report/aud-2026-01.md"),
        ("manifest", "records/more.yaml"),
        ("manifest", "Thumbs.db"),
    } <= named
    (mine / "MANIFEST.sha256").unlink()
    (mine / "pack.json").unlink()
    named = troubles(verified(mine, status=1))
    assert {("manifest", "MANIFEST.sha256"), ("description", "pack.json")} <= named


@pytest.mark.parametrize("change", ["itself", "twice", "line", "order", "crlf", "escape"])
def test_odd_manifests(my_small: Path, change: str) -> None:
    """A manifest that lists itself, or a file twice, or is written otherwise than `sha256sum -c` reads it, does not hold."""
    file = my_small / "MANIFEST.sha256"
    lines = file.read_text().splitlines(keepends=True)
    changed = {
        "itself": [*lines, f"{'0' * 64}  MANIFEST.sha256\n"],
        "twice": [*lines, lines[-1]],
        "line": [*lines, "# all is well\n"],
        "order": lines[::-1],
        "crlf": [line.replace("\n", "\r\n") for line in lines],
        "escape": [*lines, f"{'0' * 64}  ../../etc/passwd\n"],
    }[change]
    file.write_bytes("".join(changed).encode())
    assert any(question == "manifest" for question, _ in troubles(verified(my_small, status=1)))


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "a/../../out.txt",
        "/tmp/out.txt",  # noqa: S108 - where it must not go
        "C:\\out.txt",
        "a\\..\\..\\out.txt",
        "con.txt",
        "żółw.txt",
        "a\u202etxt.exe",
        "trailing.",
        "./a.txt",
        "a//b.txt",
        "-rf",
        "x" * 300,
        ".git/config",
    ],
)
def test_hostile_names(tmp_path: Path, name: str) -> None:
    """A file whose name leads elsewhere, or is another one elsewhere, is named and not taken; nothing is written."""
    assert not is_safe(name)
    pack = rezip({"MANIFEST.sha256": b"", name: b"out\n"}, tmp_path / "p.zip")
    before = state_of(tmp_path)
    named = {one for question, one in troubles(verified(pack, status=1)) if question == "files"}
    assert len(named) == 1
    assert before == state_of(tmp_path)
    assert not Path("/tmp/out.txt").exists()  # noqa: S108 - where it must not be


def test_hostile_members(tmp_path: Path, packed: Path) -> None:
    """Links, devices, doubles and locked files of a zip are named and not taken."""
    link, device = zipfile.ZipInfo("link"), zipfile.ZipInfo("device")
    link.create_system = device.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    device.external_attr = (stat.S_IFCHR | 0o666) << 16
    pack = rezip({link: b"/etc/passwd", device: b"", "MANIFEST.sha256": b""}, tmp_path / "p.zip")
    assert {("files", "link"), ("files", "device")} <= troubles(verified(pack, status=1))

    with zipfile.ZipFile(tmp_path / "double.zip", "w") as archive:
        archive.writestr("MANIFEST.sha256", b"")
        archive.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"2")
    assert ("files", "a.txt") in troubles(verified(tmp_path / "double.zip", status=1))
    case = rezip({"MANIFEST.sha256": b"", "a.txt": b"1", "A.txt": b"2"}, tmp_path / "case.zip")
    assert {("files", "a.txt"), ("files", "A.txt")} <= troubles(verified(case, status=1))

    folder = unpacked(packed, tmp_path / "pack")
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    assert {("files", "link"), ("files", "loop")} <= troubles(verified(folder, status=1))


def test_bombs(tmp_path: Path) -> None:
    """A zip that says, or does not say, how much it unpacks to is not unpacked beyond the limit."""
    pack = tmp_path / "p.zip"
    with (
        zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("zeros", "w", force_zip64=True) as member,
    ):
        for _ in range(1100):
            member.write(bytes(1 << 20))
    assert ("files", None) in troubles(verified(pack, status=1))
    many = rezip({f"{number}": b"" for number in range(50_001)}, tmp_path / "many.zip")
    assert ("files", None) in troubles(verified(many, status=1))
    lying = bytearray(rezip({"a.txt": b"0" * 100_000}, tmp_path / "lying.zip").read_bytes())
    size = (100_000).to_bytes(4, "little")
    for _ in range(2):
        at = lying.index(size)
        lying[at : at + 4] = (10).to_bytes(4, "little")
    (tmp_path / "lying.zip").write_bytes(lying)
    assert ("files", "a.txt") in troubles(verified(tmp_path / "lying.zip", status=1))


def test_every_byte_of_a_zip(tmp_path: Path) -> None:
    """One flipped byte anywhere in a zip is noticed, in what describes the files too."""
    members = {"a.txt": b"hello\n" * 50, "b/c.bin": bytes(range(256)), "empty": b""}
    write_pack({**members, "MANIFEST.sha256": manifest_of(members)}, tmp_path / "p.zip")
    whole = (tmp_path / "p.zip").read_bytes()
    with opened_pack(tmp_path / "p.zip") as pack:
        digests = dict(pack.digests)
        assert pack.faults == ()
    unnoticed = []
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 0xFF
        (tmp_path / "q.zip").write_bytes(changed)
        try:
            with opened_pack(tmp_path / "q.zip") as pack:
                if not pack.faults and pack.digests == digests:
                    unnoticed.append(at)
        except QmsctlError:
            pass
    assert unnoticed == []


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_no_pack(tmp_path: Path, lang: str) -> None:
    """What is no zip, or not there, is refused with a next step."""
    (tmp_path / "text.zip").write_text("no zip\n")
    for name in ("text.zip", "nothing.zip"):
        done = qmsctl("verify", name, "--lang", lang, at=tmp_path)
        assert done.status == 2, done.says
        assert ("Next: " if lang == "en" else "Dalej: ") in done.err
    (tmp_path / "empty").mkdir()
    assert troubles(verified(tmp_path / "empty", status=1)) == {
        ("manifest", "MANIFEST.sha256"),
        ("description", "pack.json"),
    }


def test_hostile_descriptions(my_small: Path, tmp_path: Path) -> None:
    """A description that would lead git or qmsctl astray is none, or leads nowhere."""
    for changes in (
        {"commit": "--output=/tmp/out"},
        {"commit": "HEAD"},
        {"prefix": "../../../../etc/"},
        {"prefix": "/etc/"},
        {"language": "de"},
        {"branch": "../../x"},
        {"day": "tomorrow"},
        {"more": True},
        {"reports": ["../../../../etc/passwd"]},
        {"organisation": "\u202e\x1b[31m"},
    ):
        whole = (my_small / "pack.json").read_bytes()
        describe(my_small, **changes)
        verified(my_small, status=1)
        (my_small / "pack.json").write_bytes(whole)
    (my_small / "pack.json").write_text("[" * 100_000)
    assert ("description", "pack.json") in troubles(verified(my_small, status=1))
    done = qmsctl("verify", my_small, at=tmp_path)
    assert "\x1b" not in done.out


def test_console_and_plain(packed: Path, mine: Path) -> None:
    """What people read names the same files as the JSON, in both languages."""
    flip(one_of(mine, "report/*.md"))
    for words in (("--format", "plain"), ("--format", "console"), ("--format", "plain", "--lang", "pl")):
        done = qmsctl("verify", mine, *words, at=mine.parent)
        assert done.status == 1
        assert "report/aud-2026-01.md" in done.out
    done = qmsctl("verify", packed, *trust(packed), "--lang", "pl", at=packed.parent)
    assert done.status == 0
    assert "Podpis manifestu" in done.out


def test_safe_names() -> None:
    """Every path becomes a safe name, and no two the same one."""
    names = Names()
    paths = [
        "a/b.yaml",
        "A/B.yaml",
        "ą/ż.pdf",
        "a/\udcff.bin",
        "con.yaml",
        "x" * 400 + ".docx",
        "a/" * 150 + "b",
        "../../b",
    ]
    given = [names.named("records", path) for path in paths]
    assert all(map(is_safe, given))
    assert max(map(len, given)) <= LONGEST
    assert len({name.casefold() for name in given}) == len(paths)
    assert given[0] == "records/a/b.yaml"
