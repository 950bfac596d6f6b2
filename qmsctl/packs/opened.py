"""Opens a pack that anybody may have made: a zip or a folder, of which nothing is believed.

Whatever is taken out of a zip goes into files of our own names in a temporary folder, so no name in
it leads anywhere; what is not a plain file is not taken, and there is a limit to everything.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import Message, tr
from qmsctl.packs.members import MANIFEST, is_safe
from qmsctl.packs.writing import DATE, MODE, SYSTEM

__all__ = ["Fault", "OpenedPack", "opened_pack"]

_MOST: Final = 50_000
"""Files of a pack."""
_LARGEST: Final = 1 << 30
"""Bytes of all of them together, unpacked."""
_PIECE: Final = 1 << 20
_DAY: Final = 0x21
"""How a zip writes `DATE` in two bytes: the first day of the first month of 1980."""
_UNREADABLE: Final = (
    zipfile.BadZipFile,  # zipfile: no zip, cut off, or a directory, a head or a check sum that does not fit
    zlib.error,  # zlib: a member whose compressed bytes were damaged
    EOFError,  # zipfile: a member that ends before its length
    NotImplementedError,  # zipfile: a version, a flag or a way to pack that is unknown to it
    RuntimeError,  # zipfile: a member that is locked with a password
    ValueError,  # io: a place before the beginning; and UnicodeDecodeError, a kind of it: a name that is no text
    OSError,  # io: a place beyond what can be sought, or a disk that fails while the zip is read
)
"""What reading a zip that somebody damaged or built to do harm can raise, and who raises it why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a pack that is not as it should be, before anybody has looked at what it says."""

    name: str
    """Of the file; empty where it is the whole pack."""
    reason: Message
    harmless: bool = False
    """Whether the files themselves may still be whole."""


@dataclass(frozen=True)
class OpenedPack:
    """The plain files of a pack."""

    files: dict[str, Path]
    """Where each lies now, by its name in the pack."""
    digests: dict[str, str]
    faults: tuple[Fault, ...]
    zipped: bool

    def read(self, name: str) -> bytes:
        """Return the content of the file *name*, which is one of `files`."""
        return self.files[name].read_bytes()


@contextmanager
def opened_pack(place: Path) -> Iterator[OpenedPack]:
    """Open the pack in the zip or folder *place*, and yield it.

    Raises:
        QmsctlError: there is none, or it cannot be read as a zip.
    """
    if place.is_dir():
        yield _of_folder(place)
        return
    try:
        stream = place.open("rb")
    except OSError as fault:
        raise QmsctlError(
            tr("{file} cannot be read: {reason}", file=str(place), reason=reason_of(fault)),
            tr("name the zip or the folder of a pack"),
        ) from fault
    with stream, tempfile.TemporaryDirectory(prefix="qmsctl-") as folder:
        try:
            archive = zipfile.ZipFile(stream)
        except _UNREADABLE as fault:
            raise QmsctlError(
                tr("{file} is no zip, or a damaged one", file=str(place)),
                tr("get it once more from whoever made it, and compare its size"),
            ) from fault
        with archive:
            yield _of_zip(archive, stream, Path(folder))


def _of_folder(place: Path) -> OpenedPack:
    faults: list[Fault] = []
    files: dict[str, Path] = {}
    digests: dict[str, str] = {}
    size = 0
    for path in _walked(place):
        name = path.relative_to(place).as_posix()
        fault = _unfit(name, path)
        if fault is None and (len(files) == _MOST or (size := size + path.lstat().st_size) > _LARGEST):
            faults.append(_TOO_MUCH)
            break
        if fault is not None:
            faults.append(fault)
            continue
        try:
            digests[name] = _digest(path)
        except OSError as wrong:
            faults.append(Fault(name, tr("it cannot be read: {reason}", reason=reason_of(wrong))))
            continue
        files[name] = path
    return OpenedPack(files, digests, tuple(faults), zipped=False)


def _walked(folder: Path) -> Iterator[Path]:
    """Yield everything below *folder* that is no folder; links to folders are not followed."""
    for top, folders, names in os.walk(folder):
        linked = [name for name in folders if (Path(top) / name).is_symlink()]
        folders[:] = sorted(set(folders).difference(linked))
        for name in sorted((*names, *linked)):
            yield Path(top) / name


def _unfit(name: str, path: Path) -> Fault | None:
    """Return why the file *path* is not taken."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return Fault(name, _LINK)
    if not stat.S_ISREG(mode):
        return Fault(name, tr("it is no file"))
    return None if is_safe(name) else Fault(name, _ODD)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _of_zip(archive: zipfile.ZipFile, stream: IO[bytes], folder: Path) -> OpenedPack:
    infos = [info for info in archive.infolist() if not _is_folder(info)]
    faults: list[Fault] = []
    if len(infos) > _MOST or sum(info.file_size for info in infos) > _LARGEST:
        return OpenedPack({}, {}, (_TOO_MUCH,), zipped=True)
    top = _top(infos)
    counted = Counter(info.orig_filename.casefold() for info in infos)
    files: dict[str, Path] = {}
    digests: dict[str, str] = {}
    left = _LARGEST
    for number, info in enumerate(infos):
        name = info.orig_filename.removeprefix(top)
        reason = _refused(info, name, counted[info.orig_filename.casefold()])
        if reason is None:
            file = folder / str(number)
            taken = _taken(archive, info, file, left)
            if isinstance(taken, Message):
                reason = taken
            else:
                files[name], digests[name] = file, taken
                left -= file.stat().st_size
        if reason is not None:
            faults.append(Fault(name, reason))
    if not faults:
        faults += _otherwise_written(infos, stream, top)
    return OpenedPack(files, digests, tuple(faults), zipped=True)


def _is_folder(info: zipfile.ZipInfo) -> bool:
    """Return whether it only names a folder, as other programs write them; it must not hide anything."""
    return info.orig_filename.endswith("/") and is_safe(info.orig_filename[:-1]) and not info.file_size


def _top(infos: Sequence[zipfile.ZipInfo]) -> str:
    """Return the one folder that a whole pack was put into before it was zipped again; empty if there is none."""
    names = [info.orig_filename for info in infos]
    tops = {name.partition("/")[0] for name in names}
    top = f"{next(iter(tops))}/" if len(tops) == 1 else ""
    return top if top and top + MANIFEST in names else ""


def _refused(info: zipfile.ZipInfo, name: str, times: int) -> Message | None:
    """Return why the member *info* is not taken."""
    mode = info.external_attr >> 16
    if times > 1:
        return tr("the zip holds it more than once")
    if not is_safe(name):
        return _ODD
    if stat.S_ISLNK(mode):
        return _LINK
    if mode and stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return tr("it is no file")
    if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return tr("it is locked with a password, or compressed in a way that cannot be read here")
    return None


def _taken(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: Path, left: int) -> str | Message:
    """Write the member *info* to *file* and return its digest, or why it cannot be taken.

    Raises:
        QmsctlError: *file* cannot be written, which says nothing against the pack.
    """
    digest = hashlib.sha256()
    try:
        with file.open("xb") as copy:
            for piece in _pieces(archive, info):
                left -= len(piece)
                if left < 0:
                    return _TOO_MUCH.reason
                digest.update(piece)
                copy.write(piece)
    except _DamagedError:
        return tr("it is damaged: the zip does not give it back whole")
    except OSError as fault:
        raise QmsctlError(
            tr(
                "the pack cannot be unpacked into {folder}: {reason}",
                folder=str(file.parent),
                reason=reason_of(fault),
            ),
            tr("make room there, or let TMPDIR name a folder that has room"),
        ) from fault
    return digest.hexdigest()


class _DamagedError(Exception):
    """A member of a zip cannot be read to its end."""


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while piece := member.read(_PIECE):
                yield piece
    except _UNREADABLE as fault:
        raise _DamagedError from fault


def _otherwise_written(infos: Sequence[zipfile.ZipInfo], stream: IO[bytes], top: str) -> Iterator[Fault]:
    """Yield where the zip is not as qmsctl writes it: packed anew, or changed where no file is."""
    for info in infos:
        own = (
            info.date_time,
            info.create_system,
            info.external_attr,
            info.flag_bits,
            info.extra,
            info.comment,
        )
        if own != (DATE, SYSTEM, MODE, 0, b"", b"") or info.compress_type != zipfile.ZIP_DEFLATED:
            yield Fault(
                info.orig_filename.removeprefix(top),
                tr(
                    "the zip describes it otherwise than qmsctl does: it was packed by another program, or changed"
                ),
                harmless=True,
            )
    if top or not _is_laid_out(infos, stream) or not all(_ends_there(info, stream) for info in infos):
        yield Fault(
            "",
            tr("the zip is not laid out as qmsctl does it: it was packed by another program, or changed"),
            harmless=True,
        )


def _is_laid_out(infos: Sequence[zipfile.ZipInfo], stream: IO[bytes]) -> bool:
    """Return whether all but what is compressed is, byte by byte, as qmsctl writes it."""
    at = 0
    listed = b""
    for info in sorted(infos, key=lambda one: one.orig_filename):
        name = info.orig_filename.encode("ascii")
        facts = (0, 0, 8, 0, _DAY, info.CRC, info.compress_size, info.file_size)
        head = struct.pack("<4s2B4H3L2H", b"PK\3\4", 20, *facts, len(name), 0) + name
        stream.seek(at)
        if info.header_offset != at or stream.read(len(head)) != head:
            return False
        listed += (
            struct.pack("<4s4B4H3L5H2L", b"PK\1\2", 20, SYSTEM, 20, *facts, len(name), 0, 0, 0, 0, MODE, at)
            + name
        )
        at += len(head) + info.compress_size
    count = len(infos)
    listed += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listed), at, 0)
    stream.seek(at)
    return stream.read() == listed


def _ends_there(info: zipfile.ZipInfo, stream: IO[bytes]) -> bool:
    """Return whether the compressed bytes of *info* end where they say, with nothing hidden behind the end."""
    stream.seek(info.header_offset + 30 + len(info.orig_filename))
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    left = info.compress_size
    while left and not inflating.eof:
        piece = stream.read(min(left, _PIECE))
        left -= len(piece)
        while piece and not inflating.eof:
            inflating.decompress(piece, _PIECE)
            piece = inflating.unconsumed_tail
    while not inflating.eof and inflating.decompress(b"", _PIECE):
        pass  # what was held back because it was too much at once
    return inflating.eof and not left and not inflating.unused_data


_LINK: Final = tr("it is a link to somewhere else, which is not followed")
_ODD: Final = tr("its name is not one that a pack can hold; the file is not looked at")
_TOO_MUCH: Final = Fault(
    "",
    tr("it holds more than a pack can: over 50,000 files, or over 1 GiB unpacked; the rest is not looked at"),
)
