"""`qmsctl rules` and `qmsctl explain`: what is checked, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.options import TEXT_FORMATS, Folder, Json, Lang, TextFormat
from qmsctl.cli.terminal import colour, out, out_for_programs, shown_width
from qmsctl.messages import current_language, marked

__all__ = ["explain", "rules"]


def rules(format: TextFormat = None, json: Json = False, folder: Folder = None, lang: Lang = None) -> None:
    """List every rule with its severity and what holds when all is well."""
    from qmsctl.checks import RULES
    from qmsctl.cli.output import format_asked
    from qmsctl.render.rule_json import rules_json
    from qmsctl.render.rule_text import render_rules

    del folder, lang
    if format_asked(format, None, TEXT_FORMATS, json=json) == "json":
        out_for_programs(rules_json(RULES, current_language()))
    else:
        out(render_rules(RULES, current_language(), width=shown_width()))


def explain(
    rule: Annotated[
        str, typer.Argument(metavar=marked("RULE"), help=marked("Id or name of a rule, such as DUE001."))
    ],
    format: TextFormat = None,
    json: Json = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Explain one rule: what it checks, why, examples, how to resolve."""
    from qmsctl.checks import RULES
    from qmsctl.cli.output import format_asked
    from qmsctl.inspection.bar import find_rule
    from qmsctl.render.rule_json import explained_json
    from qmsctl.render.rule_text import render_page

    del folder, lang
    explained = find_rule(rule, RULES)
    if format_asked(format, None, TEXT_FORMATS, json=json) == "json":
        out_for_programs(explained_json(explained, current_language()))
    else:
        out(render_page(explained, current_language(), width=shown_width(), colour=colour()))
