"""`qms.yaml`: the organisation it states, or why it cannot be used.

What parses a file is loaded only where one has to be parsed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Final

from qmsctl.cache import NO_CACHE, Cache
from qmsctl.documents.place import Place
from qmsctl.documents.source import Flaw, Malformed, Parsed, Source
from qmsctl.errors import ConfigurationError
from qmsctl.messages import tr
from qmsctl.model.listed_keys import unfit_keys
from qmsctl.model.organisation import Organisation
from qmsctl.model.plain import as_plain, from_plain
from qmsctl.model.schema import as_fact, closest
from qmsctl.model.watched import BASELINE, CONFIGURATION
from qmsctl.repo.git import blob_name
from qmsctl.repo.snapshot import MissingContentError, Snapshot

__all__ = [
    "BASELINE",
    "CONFIGURATION",
    "BrokenConfigurationError",
    "MissingConfigurationError",
    "load_organisation",
    "not_here",
]


class BrokenConfigurationError(ConfigurationError):
    """`qms.yaml` has faults; nothing can be said about the rest until they are mended."""

    def __init__(self, flaws: tuple[Flaw | Malformed, ...]) -> None:
        others = sorted({flaw.place.path for flaw in flaws} - {CONFIGURATION})
        super().__init__(
            tr("{path}, which qms.yaml names, cannot be used as it is", path=", ".join(others))
            if others
            else tr("qms.yaml cannot be used as it is"),
            tr("mend what is named above; docs/coverage.md shows a catalogue that works")
            if others
            else tr("mend what is named above; qmsctl init shows a qms.yaml that works"),
        )
        self.flaws: Final = flaws


class MissingConfigurationError(ConfigurationError):
    """There is no `qms.yaml`."""

    def __init__(self) -> None:
        super().__init__(
            tr("there is no qms.yaml here, so this is not yet a quality management system"),
            tr("run qmsctl init to start one, or name the folder that has it: qmsctl -C FOLDER"),
        )


def load_organisation(snapshot: Snapshot, cache: Cache = NO_CACHE) -> tuple[Organisation, Source]:
    """Read `qms.yaml`.

    Raises:
        MissingConfigurationError: there is none.
        BrokenConfigurationError: it has faults.
    """
    try:
        raw = snapshot.read(CONFIGURATION)
    except MissingContentError:
        raise BrokenConfigurationError((not_here(CONFIGURATION),)) from None
    except FileNotFoundError:
        raise MissingConfigurationError from None
    except OSError:
        unopened = Malformed(
            CONFIGURATION,
            Place(CONFIGURATION),
            tr("the file cannot be opened"),
            tr("put a file in the place of a link, and give yourself the right to read it"),
        )
        raise BrokenConfigurationError((unopened,)) from None
    known = cache.shelf("organisations")
    name = blob_name(raw)
    if (kept := known.get(name)) is not None:
        return from_plain(Organisation, json.loads(kept)), Source(CONFIGURATION, raw, partial(_parsed, raw))
    source = _read(raw)
    organisation, flaws = as_fact(source, Organisation)
    if organisation is not None:
        unfit = () if flaws else (*_unfit_keys(organisation, source), *_kind_faults(organisation, source))
        flaws = (*flaws, *_unknown_editions(organisation, source), *unfit)
    flaws = (*source.flaws, *flaws)
    if organisation is None or flaws:
        raise BrokenConfigurationError(flaws)
    known.put(name, json.dumps(as_plain(organisation)))
    return organisation, source


def _read(raw: bytes) -> Source:
    """Parse the bytes of a `qms.yaml`.

    Raises:
        BrokenConfigurationError: they cannot be read.
    """
    from qmsctl.documents.yaml import read_yaml  # noqa: PLC0415 - heavy, and only needed when the file is parsed

    source = read_yaml(CONFIGURATION, raw)
    if isinstance(source, Malformed):
        raise BrokenConfigurationError((source,))
    return source


@lru_cache(maxsize=4)  # there is one, and perhaps that of an earlier commit
def _parsed(raw: bytes) -> Parsed:
    """Return what a `qms.yaml` that was read before says, now with its places."""
    return _read(raw).parsed


def _unknown_editions(organisation: Organisation, source: Source) -> Iterator[Flaw]:
    """Yield a flaw for each edition nobody knows: without its clauses everything would seem answered."""
    from qmsctl.standards import SHIPPED, edition_named  # noqa: PLC0415 - as above

    known = (*SHIPPED, *organisation.catalogues)
    if not organisation.editions:
        yield Flaw(
            "wrong-value",
            source.at("editions"),
            tr("qms.yaml names no edition of the standard"),
            tr("write for example editions: [iso9001:2015]"),
        )
    for index, name in enumerate(organisation.editions):
        if name not in known:
            near = edition_named(name) or closest(name, known)
            yield Flaw(
                "wrong-value",
                source.at("editions", index),
                tr("no edition is called {edition}", edition=name),
                tr("did you mean {near}?", near=near)
                if near
                else tr("write one of: {expected}", expected=", ".join(known)),
            )
    for key in organisation.catalogues:
        if key in SHIPPED:
            yield Flaw(
                "wrong-value",
                source.at_key("catalogues", key),
                tr(
                    "the clauses of {edition} come with qmsctl, and a catalogue cannot take their place",
                    edition=key,
                ),
                tr("give the catalogue a key of its own, such as haccp:2024"),
            )
    for key in organisation.clause_maps:
        if key not in known:
            yield Flaw(
                "wrong-value",
                source.at_key("clause_maps", key),
                tr("no edition is called {edition}", edition=key),
                tr("write one of: {expected}", expected=", ".join(known)),
            )
    certificate = organisation.certificate
    if certificate is not None and certificate.edition not in known:
        yield Flaw(
            "wrong-value",
            source.at("certificate", "edition"),
            tr("no edition is called {edition}", edition=certificate.edition),
            tr("write one of: {expected}", expected=", ".join(known)),
        )


def _unfit_keys(organisation: Organisation, source: Source) -> Iterator[Flaw]:
    """Yield a flaw for each key of a person that is of another kind than it says."""
    for key, person in organisation.people.items():
        yield from unfit_keys(source, ("people", key, "keys"), person.keys)


def _kind_faults(organisation: Organisation, source: Source) -> Iterator[Flaw]:
    """Yield a flaw for whatever the kinds of documents say that contradicts itself."""
    if organisation.kinds:
        from qmsctl.model.kind_faults import kind_faults  # noqa: PLC0415 - most systems have none

        yield from kind_faults(organisation, source)


def not_here(path: str) -> Malformed:
    """Return that the content of the file *path* is not in the repository."""
    return Malformed(
        path,
        Place(path),
        tr("the content of this file is not in the repository, so what it says cannot be established"),
        tr("clone the repository anew, without --filter; git fsck lists what is missing or damaged here"),
        established=False,
    )
