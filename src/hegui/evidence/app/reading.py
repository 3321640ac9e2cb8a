"""One app, read whole: what its package contains and what its code calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hegui.evidence.app.calls import Finder
from hegui.evidence.app.data import Sdk, apis
from hegui.evidence.app.dex import Dex, executables
from hegui.evidence.app.endpoints import Endpoint, Endpoints, texts
from hegui.evidence.app.manifest import Manifest, manifest
from hegui.evidence.app.owners import NOBODY, Owners
from hegui.evidence.app.package import Package, packages
from hegui.evidence.app.packing import Packing, packing
from hegui.evidence.app.policies import policy_in
from hegui.evidence.app.signing import Signing, signing
from hegui.evidence.app.startup import reached
from hegui.evidence.files import Unreadable

_TEXT = 4 * 1024 * 1024
_PROCESSORS = ("arm64-v8a", "armeabi-v7a", "armeabi", "x86_64", "x86")


@dataclass(frozen=True, slots=True)
class Contained:
    """An SDK in an app: ``evidence`` is contains or calls; ``where`` a class or library of it."""

    sdk: Sdk
    evidence: str
    where: str


@dataclass(frozen=True, slots=True)
class Found:
    """A call that reads a kind of personal information; ``early`` where it is reached when the app starts."""

    api: str
    kind: str
    caller: str
    method: str
    sdk: Sdk | None
    early: bool
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class App:
    """What was read of an app."""

    format: str
    manifest: Manifest
    signing: Signing
    packing: Packing
    sdks: tuple[Contained, ...]
    calls: tuple[Found, ...]
    endpoints: tuple[Endpoint, ...]
    policy: str | None
    damaged: tuple[str, ...]
    coded: bool  # whether executables were read in it

    @property
    def packed(self) -> bool:
        """Whether hardening hides the code, or a product of that kind is in it."""
        return (self.packing.hidden and self.coded) or self.packing.product is not None

    @property
    def seen(self) -> bool:
        """Whether its code was seen: there is some, and it is not hidden."""
        return self.coded and not self.packed


def read(data: bytes, sdks: Sequence[Sdk]) -> App:
    """The app in a package; Unreadable where it is none, or is of a kind that is not read."""
    kind, parts = packages(data)
    said = manifest(parts[0], kind)
    owners = Owners(sdks)
    dexes, damaged = _dexes(parts)
    endpoints = Endpoints()
    calls, contained = _calls(dexes, owners, said), _contained(dexes, parts, owners)
    for part in parts:
        _look(part, endpoints)
    defined = {name for dex in dexes for name in dex.defined}
    policy = policy_in(parts)
    return App(
        format=kind,
        manifest=said,
        signing=signing(parts[0]),
        packing=packing(said, (name for part in parts for name in part.names), defined),
        sdks=tuple(contained),
        calls=tuple(calls),
        endpoints=tuple(endpoints.all()),
        policy=policy or next(iter(endpoints.policies), None),
        damaged=tuple(dict.fromkeys([*damaged, *(name for part in parts for name in part.damaged)])),
        coded=bool(dexes),
    )


def _dexes(parts: Iterable[Package]) -> tuple[list[Dex], list[str]]:
    """The executables of all parts, and the names of those that are damaged."""
    found: list[Dex] = []
    damaged: list[str] = []
    for part in parts:
        for name in sorted(part.matching(".dex")):
            if (
                "/" in name and "/dex/" not in name
            ):  # of a bundle's modules; others are payloads that Android does not load
                continue
            try:
                found += executables(part.read(name))
            except Unreadable:
                damaged.append(name)
    return found, damaged


def _contained(dexes: Sequence[Dex], parts: Iterable[Package], owners: Owners) -> Iterator[Contained]:
    places: dict[int, str] = {}
    for dex in dexes:
        for name in dex.defined:
            if (sdk := owners.of(name)) != NOBODY:
                places.setdefault(sdk, name)
    for part in parts:
        for name in part.matching(".so"):
            if (sdk := owners.of_library(name.rpartition("/")[2])) != NOBODY:
                places.setdefault(sdk, name)
    called: set[int] = set()
    for dex in dexes:
        called |= Finder(dex, owners).called_sdks(set(places) - called)
    for sdk, where in sorted(places.items()):
        yield Contained(owners.sdks[sdk], "calls" if sdk in called else "contains", where)


def _calls(dexes: Sequence[Dex], owners: Owners, said: Manifest) -> Iterator[Found]:
    first = [said.application, *(one.name for one in said.components if one.kind == "provider")]
    early = reached(dexes, [name for name in first if name])
    seen = set()
    for number, dex in enumerate(dexes):
        for call in Finder(dex, owners).calls(apis()):
            sdk = owners.of(call.caller)
            found = Found(
                call.api,
                call.entry.kind,
                call.caller,
                call.method,
                owners.sdks[sdk] if sdk != NOBODY else None,
                (number, call.row) in early,
                call.entry.permissions,
            )
            if found not in seen:
                seen.add(found)
                yield found


def _look(part: Package, endpoints: Endpoints) -> None:
    """Note the addresses in a part: executables, resources, files of text, and the libraries of one processor."""
    for name in part.matching(".dex"):
        endpoints.look(name, part.read(name))
    for name in part.matching("resources.arsc", "resources.pb"):
        endpoints.look(name, part.read(name), wide=True)
    for name in texts(part.names):
        if part.size(name) <= _TEXT:
            endpoints.look(name, part.read(name, _TEXT), wide=name.endswith(".xml"))
    libraries = list(part.matching(".so"))
    processor = next((one for one in _PROCESSORS if any(f"/{one}/" in name for name in libraries)), None)
    for name in libraries:
        if f"/{processor}/" in name:
            endpoints.look(name, part.read(name))
