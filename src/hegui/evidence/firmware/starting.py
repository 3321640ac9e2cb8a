"""Which scripts of a device run at its start: those of init, those that are linked to a run level, and what they call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from hegui.evidence.firmware import services
from hegui.evidence.firmware.services import Service

_LINKED = re.compile(r"(?:^|/)(?:rc[0-9S]?|init)\.d/S\d\d")
_INIT_D = re.compile(r"(?:^|/)init\.d/[^/]+$")
_FIRST = re.compile(
    r"(?:^|/)(?:rcS|rc\.local|rc\.sysinit|rc\.conf|rc|rc\.common|linuxrc|preinit|init|start\.sh|startup\.sh|init\.sh|boot\.sh"
    r"|rc[0-9S]?\.d/S[^/]+|uci-defaults/[^/]+|runit/[^/]+/run|service/[^/]+/run)$"
)
_WANTED = re.compile(r"(?:^|/)[^/]+\.(?:wants|requires)/([^/]+)$")
_PROPERTIES = frozenset({"build.prop", "default.prop", "prop.default", "local.prop"})


def is_script(name: str, data: bytes) -> bool:
    """Whether a file may say what is started."""
    path = PurePosixPath(name)
    return (
        data.startswith(b"#!")
        or path.suffix in (".service", ".socket", ".rc", ".sh")
        or path.name in {"inittab", "inetd.conf", *_PROPERTIES}
        or _FIRST.search(name) is not None
        or _INIT_D.search(name) is not None
        or "/xinetd" in f"/{name}"
    ) and b"\0" not in data


def started(scripts: Mapping[str, str], links: Mapping[str, str]) -> Iterator[Service]:
    """The services that scripts, by path, start; each once for a script."""
    found: dict[Service, None] = {}
    for name, text in scripts.items():
        found |= dict.fromkeys(_declared(name, text, links))
    for name in _reached(scripts, links):
        found |= dict.fromkeys(services.in_script(scripts[name], name))
    yield from _strongest(found)


def _declared(name: str, text: str, links: Mapping[str, str]) -> Iterator[Service]:
    """Files that say what is started in a form of their own."""
    path = PurePosixPath(name)
    if path.name == "inittab":
        yield from services.in_inittab(text, name)
    elif path.name == "inetd.conf":
        yield from services.in_inetd(text, name)
    elif "/xinetd" in f"/{name}":
        yield from services.in_xinetd(text, name)
    elif path.name in _PROPERTIES:
        yield from services.in_properties(text, name)
    elif path.suffix == ".rc":
        yield from services.in_android_init(text, name)
    elif path.suffix == ".service" and _is_wanted(path.stem, links):
        yield from services.in_unit(text, name)


def _is_wanted(stem: str, links: Mapping[str, str]) -> bool:
    """Whether a unit, or the socket that calls it, is linked to a target."""
    return any(PurePosixPath(m[1]).stem.rstrip("@") == stem.rstrip("@") for m in map(_WANTED.search, links) if m)


def _reached(scripts: Mapping[str, str], links: Mapping[str, str]) -> list[str]:
    """The scripts that run at the start, and those that they name, however far."""
    linked = {PurePosixPath(target).name for name, target in links.items() if _LINKED.search(name)}
    numbered = any(_INIT_D.search(name) and re.match(r"S\d", PurePosixPath(name).name) for name in scripts)
    waiting = []
    for name in scripts:
        base = PurePosixPath(name).name
        if _INIT_D.search(name):
            runs = base in linked if linked else re.match(r"S\d", base) is not None if numbered else True
        else:
            runs = _FIRST.search(name) is not None
        if runs or base == "rcS":
            waiting.append(name)
    by_base: dict[str, list[str]] = {}
    for name in scripts:
        by_base.setdefault(PurePosixPath(name).name, []).append(name)
    reached = dict.fromkeys(waiting)
    while waiting:
        text = re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", scripts[waiting.pop()])
        for word in set(re.findall(r"/([\w.-]+\.sh|[\w.-]+)(?![\w/.-])|\b([\w-]+\.sh)\b", text)):
            for name in by_base.get(word[0] or word[1], ()):
                if name not in reached and not _INIT_D.search(name):
                    reached[name] = None
                    waiting.append(name)
    return sorted(reached)


def _strongest(found: Mapping[Service, None]) -> Iterator[Service]:
    """One service a script: the one that is reached from outside, where a script has both."""
    best: dict[tuple[str, str], Service] = {}
    for service in found:
        key = service.name, service.started_by
        if key not in best or (service.remote and not best[key].remote):
            best[key] = service
    yield from best.values()
