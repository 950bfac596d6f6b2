"""`qmsctl rules` and `qmsctl explain`: what is checked, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.options import Folder, Lang
from qmsctl.cli.terminal import colour, out, shown_width
from qmsctl.messages import current_language, marked

__all__ = ["explain", "rules"]


def rules(folder: Folder = None, lang: Lang = None) -> None:
    """List every rule with its severity and what holds when all is well."""
    from qmsctl.checks import RULES
    from qmsctl.render.rule_text import render_rules

    del folder, lang
    out(render_rules(RULES, current_language(), width=shown_width()))


def explain(
    rule: Annotated[
        str, typer.Argument(metavar=marked("RULE"), help=marked("Id or name of a rule, such as DUE001."))
    ],
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Explain one rule: what it checks, why, examples, how to resolve."""
    from qmsctl.checks import RULES
    from qmsctl.inspection.bar import find_rule
    from qmsctl.render.rule_text import render_page

    del folder, lang
    out(render_page(find_rule(rule, RULES), current_language(), width=shown_width(), colour=colour()))
