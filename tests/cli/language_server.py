"""An editor as far as the YAML language server sees one: it opens files, asks, and listens, by LSP over a pipe."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from tests.catalogues import ROOT
from tests.cli.program import ENVIRONMENT, PATIENCE

__all__ = ["Editor", "is_here"]

_PLACE: Final = ROOT / ".venv/yaml-language-server/node_modules/yaml-language-server"


def is_here() -> bool:
    """Return whether the language server is installed, or has to be."""
    return (_PLACE.is_dir() and shutil.which("node") is not None) or os.environ.get("CI") == "true"


class Editor:
    """An editor in which the folder of a system is open, with the settings that lie in it."""

    def __init__(self, folder: Path) -> None:
        self._folder: Final = folder
        settings = json.loads((folder / ".vscode/settings.json").read_text(encoding="utf-8"))
        self._settings: Final = _nested(settings)
        self._sent = 0
        self._read = b""

    def __enter__(self) -> Self:
        """Start the server."""
        self._server = subprocess.Popen(
            ["node", _PLACE / "bin/yaml-language-server", "--stdio"],
            cwd=self._folder,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        folder = self._folder.as_uri()
        able = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "publishDiagnostics": {},
            },
        }
        self._ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder,
                "workspaceFolders": [{"uri": folder, "name": "office"}],
                "capabilities": able,
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._settings})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the server."""
        self._server.kill()
        self._server.communicate()

    def problems(self, path: str, text: str) -> list[tuple[int, int, str]]:
        """Open the file *path* with *text*; return line, column and message of everything that is underlined."""
        uri = (self._folder / path).as_uri()
        self._tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        while True:
            said = self._heard()
            if said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] == uri:
                return [
                    (
                        one["range"]["start"]["line"] + 1,
                        one["range"]["start"]["character"] + 1,
                        one["message"],
                    )
                    for one in said["params"]["diagnostics"]
                ]

    def offered(self, path: str, line: int, column: int) -> list[str]:
        """Return what is offered at a place of an open file."""
        answer = self._ask("textDocument/completion", self._at(path, line, column))
        return [item["label"] for item in answer["items"]]

    def explained(self, path: str, line: int, column: int) -> str:
        """Return what is shown when the pointer rests at a place of an open file."""
        answer = self._ask("textDocument/hover", self._at(path, line, column))
        return str(answer["contents"]["value"]) if answer else ""

    def _at(self, path: str, line: int, column: int) -> dict[str, Any]:
        return {
            "textDocument": {"uri": (self._folder / path).as_uri()},
            "position": {"line": line - 1, "character": column - 1},
        }

    def _ask(self, method: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
        self._sent += 1
        self._write({"id": self._sent, "method": method, "params": parameters})
        while True:
            said = self._heard()
            if said.get("id") == self._sent and "method" not in said:
                assert "error" not in said, said
                return said["result"]

    def _tell(self, method: str, parameters: Mapping[str, Any]) -> None:
        self._write({"method": method, "params": parameters})

    def _write(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._server.stdin.flush()

    def _heard(self) -> dict[str, Any]:
        """Return the next message; what the server asks is answered."""
        said = self._message()
        if "method" in said and "id" in said:
            self._write({"id": said["id"], "result": self._answer(said)})
        return said

    def _answer(self, asked: Mapping[str, Any]) -> Sequence[Any] | None:
        if asked["method"] != "workspace/configuration":
            return None
        return [self._settings.get(item.get("section", "")) for item in asked["params"]["items"]]

    def _message(self) -> dict[str, Any]:
        while b"\r\n\r\n" not in self._read:
            self._more()
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        while len(self._read) < length:
            self._more()
        body, self._read = self._read[:length], self._read[length:]
        message: dict[str, Any] = json.loads(body)
        return message

    def _more(self) -> None:
        assert self._server.stdout is not None
        ready, _, _ = select.select([self._server.stdout], [], [], PATIENCE)
        got = os.read(self._server.stdout.fileno(), 65536) if ready else b""
        assert got, "the language server does not answer"
        self._read += got


def _nested(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings whose names have dots as an editor hands them to a server."""
    found: dict[str, Any] = {}
    for name, value in settings.items():
        *outer, last = name.split(".")
        place = found
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = value
    return found
