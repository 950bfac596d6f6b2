"""The command tree."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

import typer

from qmsctl import __version__
from qmsctl.cli.options import Folder, Lang
from qmsctl.cli.terminal import out
from qmsctl.cli.usage import Command, Group
from qmsctl.messages import Message, marked, tr

__all__ = ["app", "help_of"]

_CONTEXT = {"help_option_names": ["-h", "--help"]}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A command, or a group of them, that is made when somebody calls it or asks for help."""

    module: str
    attribute: str
    help: str | None = None
    epilog: str | None = None

    def made(self, name: str) -> Any:  # noqa: ANN401 - Typer's types are private
        """Return the command."""
        holder = typer.Typer(rich_markup_mode=None)
        found = getattr(import_module(f"qmsctl.cli.{self.module}"), self.attribute)
        if isinstance(found, typer.Typer):
            holder.add_typer(found, name=name, context_settings=_CONTEXT)
        else:
            command = holder.command(
                name, cls=Command, help=self.help, epilog=self.epilog, context_settings=_CONTEXT
            )
            command(found)
        return typer.main.get_group(holder).commands[name]

    @property
    def said(self) -> str:
        """What the list of commands says of it, in the reader's language; it is not made for that."""
        help = self.help or getattr(import_module(f"qmsctl.cli.{self.module}"), self.attribute).info.help
        return str(Message(help))


_ENTRIES: dict[str, _Entry] = {}


def help_of(group: Any, name: str) -> str:  # noqa: ANN401 - Typer's types are private
    """Return what the help says of the command *name* of *group*; a group of the top is not made for it."""
    entry = _ENTRIES.get(name) if isinstance(group, _Root) else None
    if entry is not None:
        return str(Message(entry.help)) if entry.help else ""
    return str(group.get_command(None, name).help or "")


class _Root(Group):
    """All commands: a short answer does not wait until those that nobody called are made."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - Typer's types are private
        """Return their names, in the order of the help."""
        del ctx
        return list(_ENTRIES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - as above
        """Return the command *cmd_name*, or `None` if there is none."""
        del ctx
        if cmd_name in _ENTRIES and cmd_name not in self.commands:
            self.commands[cmd_name] = _ENTRIES[cmd_name].made(cmd_name)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        """Write the list of all commands."""
        del ctx
        with formatter.section(str(tr("Commands"))):
            formatter.write_dl([(name, entry.said) for name, entry in _ENTRIES.items()])


app = typer.Typer(
    cls=_Root,
    add_completion=False,
    rich_markup_mode=None,  # plain help: it reads the same in a pipe, on a narrow terminal, and aloud
    context_settings=_CONTEXT,
    invoke_without_command=True,
    help=marked("Check a quality management system kept in git, record audits on it, and write the report."),
    epilog=marked("Status: 0 no problem, 1 problems, 2 wrong call or configuration, 3 nothing to check."),
)


def _version(asked: bool) -> None:
    if asked:
        out(f"qmsctl {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    folder: Folder = None,
    lang: Lang = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=marked("Show the version and exit.")
        ),
    ] = False,
) -> None:
    """Options that stand before a command."""
    del folder, lang, version
    if context.invoked_subcommand is not None:
        return
    from qmsctl.cli.status import is_here, tell_beginning, tell_status

    if is_here():
        tell_status()
    else:
        out(f"{tell_beginning()}\n{context.get_help()}\n")


def _add(name: str, place: str, help: str | None = None, epilog: str | None = None) -> None:
    """Add the command *name*, whose function is `MODULE:FUNCTION` of this package; a group has its own help."""
    module, _, attribute = place.partition(":")
    _ENTRIES[name] = _Entry(module, attribute, help, epilog)


_add(
    "demo",
    "demo:demo",
    marked("Build a fictional office with two years of history, check it, and write its audit report."),
)
_add("init", "init:init", marked("Begin a quality management system of your own."))
_add(
    "adopt",
    "adopt:adopt",
    marked("Look at documents that are there already, and propose the qms.yaml by which they are read."),
    marked(
        "No document is changed, and qms.yaml is never written over. docs/adopt.md follows it step by step."
    ),
)
_add("status", "status:status", marked("Say where things stand, and what to do next."))
_add("check", "check:check", marked("Check every document and record, and say what is wrong where."))
_add(
    "coverage",
    "coverage:coverage",
    marked("Show for each clause which documents claim it, who asks about it, and what evidences it."),
)
_add(
    "gap",
    "gap:gap",
    marked("Say what lies between two editions of the standard, and renumber what can be renumbered."),
    marked(
        "With --apply the clauses of the other edition are written beside those of the earlier one, and both stand there"
        " during the transition; the text is a draft until it is approved."
    ),
)
_add(
    "due",
    "due:due",
    marked("List what is due: reviews, findings, actions, audits, the certificate; also as a calendar."),
)
_add(
    "deadlines",
    "deadlines:deadlines",
    marked("Compute the last day of every case of a register by a law: kept, late, running out."),
    marked("This is no legal advice: whoever decides reads the act itself."),
)
_add("explain", "rules:explain", marked("Explain one rule: what it checks, why, examples, how to resolve."))
_add("rules", "rules:rules", marked("List every rule."))
_add(
    "settings",
    "settings:settings",
    marked("Show how the check is set, and where each value comes from: default, qms.yaml, option."),
)
_add(
    "register",
    "register:register",
    marked("List the documents: what is in force, since when, and who approved it."),
)
_add(
    "history",
    "history:history",
    marked("Show every revision of a document: who stood by it, and when it was in force."),
)
_add(
    "changes",
    "changes:changes",
    marked("Tell what changed since an audit, a day or a tag: the first page an auditor asks for."),
)
_add("show", "show:show", marked("Show a document as it is in force, with its title block and change card."))
_add("why", "why:why", marked("Say why a document is in the state it is in, and what would change it."))
_add(
    "revise",
    "revise:revise",
    marked("Edit a document, give it its next revision, and record why it changed."),
    marked(
        "A copy opens in your editor; save it and close the editor to go on."
        " git config --global core.editor nano chooses the editor."
    ),
)
_add(
    "diff",
    "diff:diff",
    marked("Show what changed between two revisions of a document, by section and by word."),
)
_add(
    "approve",
    "decisions:approve",
    marked("Record that somebody prepared, checked or approved documents as they stand."),
)
_add("review", "decisions:review", marked("Record that a document in force was reviewed and stays as it is."))
_add("withdraw", "decisions:withdraw", marked("Record that a document ends, why, and what takes its place."))
_add("waive", "waive:waive", marked("Record who answers until when for a rule that is broken in a document."))
_add("waivers", "waivers:waivers", marked("List the waivers: what is waived until when, by whom, and why."))
_add(
    "sample",
    "sample:sample",
    marked("Draw rows of a register, so that anybody can draw the same ones again."),
)
_add(
    "report",
    "report:report",
    marked(
        "Write the report of an audit, or another paper: readiness, plan, checklist, card, findings, review."
    ),
    marked(
        "readiness: what to do before an audit, and all that it rests on."
        " plan AUDIT: the plan to agree on. checklist AUDIT: its questions, with room to write or as answered."
        " card FINDING: what was found and what is done about it, in four parts."
        " findings: the register of nonconformities and actions of every source."
        " review: minutes of the management review, with its inputs filled in."
        " These are papers to print, sign and hand over; audit sheet, finding list and finding show are for work"
        " at the terminal."
    ),
)
_add(
    "pack",
    "pack:pack",
    marked("Pack an audit with all it rests on, for an auditor who has no qmsctl."),
    marked(
        "The pack holds what is committed. With --sign or a time stamp it also shows who packed it, and when."
    ),
)
_add(
    "verify",
    "verify:verify",
    marked("Verify a pack: its files, its history, its records, its signature and its time stamp."),
)
_add(
    "stamp",
    "stamp:stamp",
    marked("Ask for a time stamp on a pack (RFC 3161), or put the reply into it; without a network."),
)
_add(
    "schema",
    "schema:schema",
    marked("Print the JSON Schema of a kind of file, so that an editor completes, explains and checks it."),
    marked("init writes the schemas and the settings of editors; --into .qms/schema renews the schemas."),
)
_add(
    "glossary",
    "glossary:glossary",
    marked("Say the right word in English and Polish, and which words are not used for it."),
)
_add(
    "completion",
    "completion:completion",
    marked("Print the script that lets a shell complete commands, options and ids."),
)
_add(
    "import",
    "bring_in:bring_in",
    marked("Make a draft document of a checklist in Excel or CSV, or of a procedure in Word or Markdown."),
    marked(
        "It shows what it understood, where it stands in the file, and what it drops, before it writes; nothing is"
        " overwritten, and nobody's approval is taken over. Usual headings of columns are recognised in English and"
        ' Polish; others are named: --column question="Heading".'
    ),
)
_add("export", "export:export")
_add("people", "people:people")
_add("audit", "audit:audit")
_add("evidence", "evidence:evidence")
_add("finding", "finding:finding")
