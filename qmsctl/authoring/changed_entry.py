"""Entries of a file of settings changed where they stand: their own lines, and not one byte beside them."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from qmsctl.authoring.files import dump_for_people
from qmsctl.documents.place import Path, Tree
from qmsctl.documents.source import Malformed, Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import RefusedError
from qmsctl.messages import tr

__all__ = ["end_of_lines", "with_entries"]

_QUOTED_DAY: Final = re.compile(r'"(\d{4}-\d{2}-\d{2})"')
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)


def with_entries(source: Source, entries: Mapping[Path, Tree]) -> bytes:
    """Return the file of *source* with *entries* in it, and everything else as it is, comments included.

    Args:
        source: as it stands, read as YAML.
        entries: by the path to each: its new value.  A list says for each item that stood there what it is now, `None`
            if it goes, and then what is new; a mapping says what it holds beside what it held.  A field of the file
            that is to say nothing goes with its lines.

    Raises:
        RefusedError: the file is laid out in a way in which that cannot be changed in place.
    """
    changed, text = source, source.text.content
    mark = source.raw.removesuffix(text.encode())  # a byte order mark, if there is one
    for path, value in entries.items():
        changed = _reread(source, _with_field(changed, path, value), path)
    after = changed.text.content
    wanted: Tree = source.tree
    for path, value in entries.items():
        wanted = _put(wanted, path, value)
    lost = Counter(_COMMENT.findall(text)) - Counter(_COMMENT.findall(after))
    if _settled(changed.tree) != _settled(wanted) or lost or changed.flaws:
        raise _refusal(source, [*entries][-1])
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):
        after = after.replace("\r\n", "\n").replace("\n", "\r\n")
    return mark + after.encode()


def _reread(source: Source, text: str, path: Path) -> Source:
    read = read_yaml(source.path, text.encode())
    if isinstance(read, Malformed):
        raise _refusal(source, path)
    return read


def _refusal(source: Source, path: Path) -> RefusedError:
    return RefusedError(
        tr(
            "{file} is laid out in a way in which this entry cannot be changed in place: {entry}",
            file=source.path,
            entry=".".join(map(str, path)),
        ),
        tr("change it in an editor, and commit the file"),
    )


def _settled(tree: Tree) -> Tree:
    """Return *tree* without what says nothing."""
    if isinstance(tree, Mapping):
        kept = {key: _settled(value) for key, value in tree.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    if isinstance(tree, str) or tree is None:
        return tree
    return [_settled(item) for item in tree if item is not None]


def _put(tree: Tree, path: Path, value: Tree) -> Tree:
    """Return *tree* with *value* under *path*."""
    if not path:
        return {**tree, **value} if isinstance(tree, Mapping) and isinstance(value, Mapping) else value
    key, *rest = path
    within = tree if isinstance(tree, Mapping) else {}
    return {**within, str(key): _put(within.get(str(key)), tuple(rest), value)}


def _with_field(source: Source, path: Path, value: Tree) -> str:
    """Return the text of *source* with *value* under *path*; a field of the file may be written anew as a whole."""
    is_field = len(path) == 1 and path in source.keys and source.keys[path].column == 1
    if not is_field:
        return _with_entry(source, path, value)
    if _settled(value) in (None, "", [], {}):
        return _with_lines(source, path, "")
    loses = isinstance(value, Mapping) and None in value.values()
    try:
        text = "" if loses else _with_entry(source, path, value)
        read = read_yaml(source.path, text.encode())
        if not isinstance(read, Malformed) and _settled(read.value(*path)) == _settled(value):
            return text
    except RefusedError:
        pass  # what cannot be changed within its lines gets new ones
    return _with_lines(source, path, _block(str(path[0]), _settled(value)))


def _with_lines(source: Source, path: Path, lines: str) -> str:
    """Return the text of *source* with *lines* in place of those of the field *path*."""
    text = source.text.content
    start = source.keys[path].start
    return text[:start] + lines + text[end_of_lines(text, start, _following(source, path), 0) :]


def _with_entry(source: Source, path: Path, value: Tree) -> str:
    """Return the text of *source* with *value* under *path*."""
    text = source.text.content
    *above, key = path
    before = source.value(*path)
    if path not in source.spans or before in (None, "", [], {}):
        return _added(source, tuple(above), str(key), value)
    span = source.spans[path]
    if isinstance(value, Mapping) and isinstance(before, Mapping):
        changed = source
        for name, inner in value.items():
            if before.get(name) != inner:
                changed = _reread(source, _with_entry(changed, (*path, name), inner), path)
        return changed.text.content
    if _is_block(source, path) and not isinstance(value, str | Mapping) and value is not None:
        return _with_items(source, path, value)
    old = text[span.start : span.end]
    inline = _inline(_settled(value), quoted=_QUOTED_DAY.search(old) is not None)
    if inline is None:
        raise _refusal(source, path)
    return f"{text[: span.start]}{inline}{text[span.end :]}"


def _is_block(source: Source, path: Path) -> bool:
    """Return whether the list under *path* has a line for each item."""
    span = source.spans[path]
    return source.text.content[span.start] == "-"


def _with_items(source: Source, path: Path, items: Sequence[Tree]) -> str:
    """Return the text of *source* with *items* in the block list under *path*."""
    before = source.value(*path)
    count = len(before) if isinstance(before, Sequence) else 0
    changed = source
    added = [item for item in items[count:] if item is not None]
    for item in added:
        changed = _reread(source, _with_item(changed, path, item), path)
    for index in reversed(range(count)):
        old, new = source.value(*path, index), items[index]
        if new is None:
            changed = _reread(source, _without_item(changed, path, index), path)
        elif new != old:
            changed = _reread(source, _with_entry(changed, (*path, index), new), path)
    return changed.text.content


def _with_item(source: Source, path: Path, item: Tree) -> str:
    """Return the text of *source* with *item* at the end of the block list under *path*."""
    text = source.text.content
    values = source.value(*path)
    last = len(values) - 1 if isinstance(values, Sequence) else 0
    begin, indent, end = _lines_of_item(source, path, last)
    inline = _inline(item)
    if inline is None:
        raise _refusal(source, path)
    ended = "" if text[begin:end].endswith("\n") else "\n"
    return f"{text[:end]}{ended}{' ' * indent}- {inline}\n{text[end:]}"


def _without_item(source: Source, path: Path, index: int) -> str:
    text = source.text.content
    begin, _, end = _lines_of_item(source, path, index)
    return text[:begin] + text[end:]


def _lines_of_item(source: Source, path: Path, index: int) -> tuple[int, int, int]:
    """Return where the lines of an item begin, how far it is indented, and where they end."""
    text = source.text.content
    begin = text.rfind("\n", 0, source.spans[*path, index].start) + 1
    indent = len(text[begin:]) - len(text[begin:].lstrip(" "))
    following = source.spans.get((*path, index + 1))
    limit = text.rfind("\n", 0, following.start) + 1 if following else _following(source, path)
    return begin, indent, end_of_lines(text, begin, limit, indent)


def _following(source: Source, path: Path) -> int:
    """Return where the line begins of the next key that does not belong to what is under *path*."""
    start, inside = source.keys[path].start, len(path)
    text = source.text.content
    later = [
        span.start for other, span in source.keys.items() if span.start > start and other[:inside] != path
    ]
    return text.rfind("\n", 0, min(later)) + 1 if later else len(text)


def _added(source: Source, above: Path, key: str, value: Tree) -> str:
    """Return the text of *source* with *key* and *value* in the mapping under *above*, which had nothing under it."""
    text = source.text.content
    within = source.value(*above)
    if (*above, key) in source.keys:  # a key without a value
        return _filled(source, (*above, key), value)
    if above and not (isinstance(within, Mapping) and within):
        *higher, name = above
        return _added(source, tuple(higher), str(name), {key: value})
    span = source.spans[above]
    inline = _inline(value)
    if text[span.start : span.start + 1] == "{":
        if inline is None:
            raise _refusal(source, (*above, key))
        end = span.end - 1
        return f"{text[:end].rstrip()}, {_inline(key)}: {inline}{text[end:]}"
    siblings = [(*above, name) for name in within or {}] if isinstance(within, Mapping) else []
    last = max((path for path in siblings if path in source.keys), key=lambda path: source.keys[path].start)
    indent = source.keys[last].column - 1
    end = end_of_lines(text, source.keys[last].start, _following(source, last), indent)
    ended = "" if text[:end].endswith("\n") else "\n"
    return f"{text[:end]}{ended}{textwrap.indent(_block(key, value), ' ' * indent)}{text[end:]}"


def _filled(source: Source, path: Path, value: Tree) -> str:
    """Return the text of *source* with *value* under *path*, whose key stands there with nothing in it."""
    text = source.text.content
    key, span = source.keys[path], source.spans[path]
    begin = text.rfind("\n", 0, key.start) + 1
    is_line = not text[begin : key.start].strip(" -")
    if not isinstance(value, Mapping) or not is_line:
        inline = _inline(value)
        if inline is None:
            raise _refusal(source, path)
        if text[span.start : span.end].strip():
            return f"{text[: span.start]}{inline}{text[span.end :]}"
        colon = text.index(":", key.end) + 1
        return f"{text[:colon]} {inline}{text[colon:]}"
    indent = key.column - 1
    end = end_of_lines(text, key.start, _following(source, path), indent)
    head = text[:end]
    if empty := text[span.start : span.end].strip():  # {} stands on its line, and comments may follow it
        head = f"{text[: span.start].rstrip(' ')}{text[span.start :][len(empty) : end - span.start]}"
    ended = "" if head.endswith("\n") else "\n"
    inner = "".join(_block(name, one) for name, one in value.items())
    return f"{head}{ended}{textwrap.indent(inner, ' ' * (indent + 2))}{text[end:]}"


def _block(key: str, value: Tree) -> str:
    """Return *key* and *value* as lines, a line for each field of a mapping."""
    if not isinstance(value, Mapping):
        return _QUOTED_DAY.sub(r"\1", dump_for_people({key: value}).decode())
    inner = "".join(_block(name, one) for name, one in value.items() if one not in (None, "", [], {}))
    return f"{_inline(key)}:\n{textwrap.indent(inner, '  ')}"


def _inline(value: Tree, *, quoted: bool = False) -> str | None:
    """Return *value* on one line, as it may stand within brackets; `None` if it is too long for one.

    Args:
        value: what is written.
        quoted: whether days stand in quotes, as a program would write them.
    """
    if isinstance(value, Mapping):
        kept = {name: one for name, one in value.items() if one not in (None, "", [], {})}
        pairs = [(_inline(name), _inline(one, quoted=quoted)) for name, one in kept.items()]
        return f"{{{', '.join(f'{name}: {one}' for name, one in pairs)}}}"
    if value is not None and not isinstance(value, str):
        return f"[{', '.join(_inline(one, quoted=quoted) or '' for one in value)}]"
    written = dump_for_people({"x": [value or ""]}).decode().strip()
    if "\n" in written or not written.startswith("x: ["):
        return None
    bare = written[len("x: [") : -1]
    return bare if quoted else _QUOTED_DAY.sub(r"\1", bare)


def end_of_lines(text: str, start: int, following: int, indent: int) -> int:
    """Return where the lines end that begin at *start*: comments and empty lines before *following* stay with that.

    Args:
        text: of the file.
        start: where they begin, or where their key stands.
        following: where what comes after them stands.
        indent: of the first of them; a comment that is indented deeper belongs to them.
    """
    lines = text[start:following].splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or _is_comment(lines[-1], indent)):
        lines.pop()
    return start + sum(map(len, lines))


def _is_comment(line: str, indent: int) -> bool:
    bare = line.lstrip(" ")
    return bare.startswith("#") and len(line) - len(bare) <= indent
