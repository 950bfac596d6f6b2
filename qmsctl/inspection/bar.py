"""How the check is set: which rules are asked, how grave their problems are, their figures, and what fails.

What is said later counts before what is said earlier: the rule's own word, `qms.yaml`, the command line.
In each of the last two, what is said of one rule counts before what is said of its family; the order in
which entries are written means nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from qmsctl.documents.source import Flaw, Source
from qmsctl.errors import ConfigurationError
from qmsctl.messages import list_of, tr
from qmsctl.model.configuration import BrokenConfigurationError
from qmsctl.model.organisation import Organisation
from qmsctl.model.reading import TYPES
from qmsctl.model.rule_settings import RuleEntry
from qmsctl.model.schema import closest
from qmsctl.rule import AnyRule
from qmsctl.settings import Options, Revision, RuleSetting, Severity

__all__ = [
    "NOTHING_SAID",
    "Bar",
    "Entry",
    "Origin",
    "Said",
    "bar_of",
    "faults_of",
    "find_rule",
    "known_types",
    "rules_called",
    "said_in_file",
    "target_of",
]

Path: TypeAlias = tuple[str, ...]
"""The fields that lead to a value of an entry: `("by_type", "form")`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from; the rule or qmsctl itself if nothing is said here."""

    line: int | None = None
    """Of `qms.yaml`."""
    revision: Revision | None = None
    """The commit in which `qms.yaml` says it, if it is not the one under check."""
    option: str | None = None
    """The option of the command line, as it was typed."""

    @property
    def is_default(self) -> bool:
        """Whether nobody chose the value."""
        return self.line is None and self.option is None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said in one place about a rule, or a family of them."""

    name: str | None
    """Its name in `qms.yaml`."""
    said: RuleEntry
    origin: Callable[[Path], Origin]


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said in one place: in a `qms.yaml`, or on the command line."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By id of a rule, or by family."""
    fail_on: Severity | None = None
    fail_on_origin: Callable[[], Origin] = Origin
    revision: Revision | None = None


NOTHING_SAID: Final = Said()


@dataclass(frozen=True, slots=True)
class Bar:
    """How the check is set."""

    rules: Mapping[str, RuleSetting]
    """By id."""
    fail_on: Severity
    """The least severity that ends the check with status 1."""
    revision: Revision | None = None
    """The commit whose `qms.yaml` says it, if it is not the one under check."""
    origins: Mapping[Path, Callable[[], Origin]] = field(default_factory=dict)
    """Where each value comes from that is no default: `("REV018", "severity")`, `("fail_on",)`."""

    def origin(self, *path: str) -> Origin:
        """Return where the value under *path* comes from."""
        return self.origins.get(path, Origin)()


def find_rule(name: str, rules: Iterable[AnyRule]) -> AnyRule:
    """Return the rule whose id or slug is *name*.

    Raises:
        ConfigurationError: no rule is called so.
    """
    known = tuple(rules)
    for rule in known:
        if name.casefold() in (rule.id.casefold(), rule.slug):
            return rule
    near = closest(name, [word for rule in known for word in (rule.id, rule.slug)])
    raise ConfigurationError(
        tr("no rule is called {name}", name=name),
        tr("did you mean {near}?", near=near) if near else tr("qmsctl rules lists them all"),
    )


def target_of(name: str, rules: Sequence[AnyRule]) -> str:
    """Return the id of the rule that *name* means, or its family if it means one: `REV` or `REV*`.

    Raises:
        ConfigurationError: neither is called so.
    """
    family = name.removesuffix("*").upper()
    families = dict.fromkeys(rule.family for rule in rules)
    if family in families:
        return family
    folded = name.casefold()
    for rule in rules:
        if folded in (rule.id.casefold(), rule.slug):
            return rule.id
    near = closest(name, [word for rule in rules for word in (rule.id, rule.slug)]) or closest(
        family, list(families)
    )
    raise ConfigurationError(
        tr("no rule and no family of rules is called {name}", name=name),
        tr("did you mean {near}?", near=near)
        if near
        else tr("qmsctl rules lists all rules; families are {families}", families=list_of([*families])),
    )


def rules_called(names: Iterable[str], rules: Sequence[AnyRule]) -> tuple[AnyRule, ...]:
    """Return the rules that *names* mean, each the name of a rule or a family; all of them without a name.

    Raises:
        ConfigurationError: one of the names means none.
    """
    targets = {target_of(name, rules) for name in names}
    return tuple(rule for rule in rules if not targets or targets & {rule.id, rule.family})


def known_types(organisation: Organisation) -> tuple[str, ...]:
    """Return the types of documents that can have a severity of their own: those of `qms.yaml`, and qmsctl's."""
    return tuple(dict.fromkeys((*organisation.types, *TYPES)))


def said_in_file(
    organisation: Organisation, source: Source, rules: Sequence[AnyRule], revision: Revision | None = None
) -> Said:
    """Return what a `qms.yaml` says about the check.

    Args:
        organisation: what it says in all.
        source: the file.
        rules: those there are.
        revision: the commit it was read from, if that is not the one under check.

    Raises:
        BrokenConfigurationError: it names what does not exist, says one thing twice, or switches a rule off
            without a reason.
    """
    entries: dict[str, Entry] = {}
    flaws: list[Flaw] = []
    by_id, types = {rule.id: rule for rule in rules}, known_types(organisation)
    for name, said in organisation.rules.items():
        try:
            target = target_of(name, rules)
        except ConfigurationError as fault:
            fix = fault.hint or tr("qmsctl rules lists them all")
            flaws.append(Flaw("wrong-value", source.at_key("rules", name), fault.message, fix))
            continue
        flaws += faults_of(said, by_id.get(target), types, source, name)
        if target in entries:
            first = entries[target].name or ""
            message = tr("{name} says again what is set under {first}", name=name, first=first)
            fix = tr("write everything about it under one name, and delete the other")
            flaws.append(Flaw("duplicate-key", source.at_key("rules", name), message, fix))
            continue
        if said.enabled is False and not (said.reason or "").strip():
            message = tr("the rule {name} is switched off without a reason", name=name)
            fix = tr("add a reason to it in qms.yaml; it is printed with every check")
            flaws.append(Flaw("missing-field", source.at_key("rules", name), message, fix))

        def origin(path: Path, name: str = name) -> Origin:
            return Origin(source.at_key("rules", name, *path).line, revision)

        entries[target] = Entry(name, said, origin)
    if flaws:
        raise BrokenConfigurationError(tuple(flaws))

    def fail_on_origin() -> Origin:
        written = "fail_on" in source.tree
        return Origin(source.at_key("fail_on").line, revision) if written else Origin()

    return Said(entries, Severity(organisation.fail_on), fail_on_origin, revision)


def faults_of(
    said: RuleEntry, rule: AnyRule | None, types: Sequence[str], source: Source, name: str
) -> Iterator[Flaw]:
    """Yield what is wrong with an entry that only rules and types of documents can tell.

    Args:
        said: the entry.
        rule: the one it is about; `None` if it is about a family.
        types: of documents there are.
        source: where it stands, under `rules` and *name*.
        name: how it names its rule or family.
    """
    for type in said.by_type:
        if type not in types:
            near = closest(type, types)
            yield Flaw(
                "wrong-value",
                source.at_key("rules", name, "by_type", type),
                tr("no type of documents is called {type}", type=type),
                tr("did you mean {near}?", near=near)
                if near
                else tr("write one of: {expected}; or list it under types first", expected=list_of(types)),
            )
    if rule is not None and rule.always and said.enabled is False and rule.unwaivable is not None:
        yield Flaw(
            "wrong-value",
            source.at_key("rules", name, "enabled"),
            tr(
                "the rule {rule} cannot be switched off: {reason}",
                rule=rule.slug,
                reason=rule.unwaivable.reason,
            ),
            tr("mend the files it names; severity: note makes them weigh less, and leaves them in sight"),
        )
    if rule is not None:
        yield from _faults_of_options(said.options, rule, source, name)
    elif said.options:
        yield Flaw(
            "unknown-field",
            source.at_key("rules", name, "options"),
            tr("{name} is a family of rules, and only a single rule has options", name=name),
            tr(
                "write them under the rule they belong to; qmsctl settings {name} shows which",
                name=name.removesuffix("*"),
            ),
        )


def _faults_of_options(
    options: Mapping[str, str], rule: AnyRule, source: Source, name: str
) -> Iterator[Flaw]:
    known = {option.name: option for option in rule.options}
    for option, given in options.items():
        if option not in known:
            near = closest(option, list(known)) or (next(iter(known)) if len(known) == 1 else None)
            yield Flaw(
                "unknown-field",
                source.at_key("rules", name, "options", option),
                tr("the rule {rule} has no option {option}", rule=rule.slug, option=option),
                tr("did you mean {near}?", near=near)
                if near
                else tr("options it has: {known}", known=list_of([*known]) or "-"),
            )
            continue
        try:
            known[option].read(given)
        except ValueError:
            yield Flaw(
                "wrong-value",
                source.at("rules", name, "options", option),
                tr("{given} cannot be the option {option}", given=given, option=option),
                known[option].expected,
            )


def bar_of(rules: Sequence[AnyRule], *said: Said) -> Bar:
    """Return how the check is set by all that is *said*; what is said later counts before what is said earlier."""
    settings: dict[str, RuleSetting] = {}
    origins: dict[Path, Callable[[], Origin]] = {}
    for rule in rules:
        folding = _Folding()
        for one in said:
            for target in (rule.family, rule.id):
                if target in one.entries:
                    folding.take(one.entries[target], always=rule.always)
        if folding.origins:
            settings[rule.id] = folding.setting(rule)
            origins |= {(rule.id, *path): origin for path, origin in folding.origins.items()}
    fail_on = Severity.ERROR
    for one in said:
        if one.fail_on is not None:
            fail_on = one.fail_on
            origins["fail_on",] = one.fail_on_origin
    revision = next((one.revision for one in said if one.revision is not None), None)
    return Bar(settings, fail_on, revision, origins)


@dataclass(slots=True)
class _Folding:
    """Lays what is said about one rule over what was said before."""

    enabled: bool = True
    reason: str | None = None
    entry: str | None = None
    severity: Severity | None = None
    by_type: dict[str, Severity] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    origins: dict[Path, Callable[[], Origin]] = field(default_factory=dict)

    def take(self, entry: Entry, *, always: bool) -> None:
        """Let *entry* count before everything that was taken before it; what is *always* on stays on."""
        said = entry.said

        def from_here(*path: str) -> None:
            self.origins[path] = lambda: entry.origin(path)

        if said.enabled is not None and not always:
            self.enabled, self.reason, self.entry = said.enabled, said.reason, entry.name
            from_here("enabled")
        if said.severity is not None:
            self.severity = Severity(said.severity)
            from_here("severity")
            # It counts for every type: what was said before about single ones is over.
            for type in self.by_type:
                self.origins.pop(("by_type", type))
            self.by_type.clear()
        for type, severity in said.by_type.items():
            self.by_type[type] = Severity(severity)
            from_here("by_type", type)
        for name, given in said.options.items():
            self.options[name] = given
            from_here("options", name)

    def setting(self, rule: AnyRule) -> RuleSetting:
        """Return what counts in the end."""
        figures = {
            option.name: option.read(self.options[option.name])
            for option in rule.options
            if option.name in self.options
        }
        return RuleSetting(
            enabled=self.enabled,
            severity=self.severity,
            reason=None if self.enabled else self.reason,
            by_type=self.by_type,
            options=Options(figures),
            entry=None if self.enabled else self.entry,
        )
