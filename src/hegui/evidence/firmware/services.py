"""What a device starts that lets somebody in: read from its init scripts, never run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from hegui import yaml12

_LOOPBACK = re.compile(r"\b127\.0\.0\.1\b|\blocalhost\b|\[?::1\]?(?![\w:])")
_BREAKS = re.compile(r"&&|\|\||[;|&\n(){}`]|(?<![\w-])(?:then|do|else)(?![\w-])")
_ASSIGNED = re.compile(
    r"^\s*(?:export\s+|readonly\s+|local\s+)?(?P<name>\w+)=[\"']?(?P<value>[^\s\"';$`]+)[\"']?\s*(?=$|;)", re.M
)
_STARTED = frozenset({"DAEMON", "PROG", "BIN", "EXEC", "CMD", "PROGRAM", "command", "prog", "daemon"})
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")
_SETTING = re.compile(r"\w+=\S*")
# Words that come before the program that a statement runs.
_BEFORE = frozenset(
    {
        "exec",
        "nohup",
        "setsid",
        "nice",
        "busybox",
        "sudo",
        "env",
        "command",
        "eval",
        "time",
        "if",
        "while",
        "until",
        "!",
    }
    | {
        "start-stop-daemon",
        "procd_set_param",
        "service_start",
        "start_daemon",
        "daemon",
        "start_service",
        "chroot",
        "respawn",
    }
)
_STARTERS = frozenset({"start-stop-daemon", "procd_set_param", "service_start", "daemon", "chroot", "start_daemon"})
_GETTY = re.compile(r"(?:^|/)a?getty\b")
_SHELL = re.compile(r"^-?/?(?:\w+/)*(?:ba|a|da|k|z)?sh(?:\s+-i|\s+-l|\s*$)")
_LISTENING = re.compile(r"(?:^|/)(?:nc|ncat|netcat)\b(?=.*\s-\w*l)(?=.*(?:-e|-c|\bsh\b))")


@dataclass(frozen=True, slots=True)
class Service:
    """Something that is started; ``remote`` where it listens beyond the device itself."""

    name: str
    kind: str
    started_by: str
    remote: bool


@dataclass(frozen=True, slots=True)
class Program:
    """A program that opens a device."""

    name: str
    kind: str


@cache
def programs() -> Mapping[str, Program]:
    """The programs of services.yaml by their names."""
    raw = yaml12.load(files("hegui.evidence.firmware").joinpath("services.yaml").read_text(encoding="utf-8"))
    return {name: Program(one["name"], one["kind"]) for name, one in raw.items()}


def in_script(text: str, where: str) -> Iterator[Service]:
    """What a shell script starts."""
    bare = re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", text.replace("\\\n", " "))
    assigned = {match["name"]: match["value"] for match in _ASSIGNED.finditer(bare)}
    for statement in _BREAKS.split(_VARIABLE.sub(lambda match: assigned.get(match[1], match[0]), bare)):
        if _LISTENING.search(statement):
            yield Service("netcat", "clear_shell", where, not _LOOPBACK.search(statement))
        elif name := _run(statement):
            yield _service(name, where, statement)
    for variable in _STARTED & assigned.keys():
        if (name := PurePosixPath(assigned[variable]).name) in programs():
            yield _service(name, where, bare)


def in_inittab(text: str, where: str) -> Iterator[Service]:
    """What an inittab starts; a shell on the console that asks for no password is an interface for debugging."""
    for line in _lines(text):
        process = line.split(":", 3)[-1].strip() if line.count(":") >= 3 else ""
        action = line.split(":", 3)[2].strip() if process else ""
        if action in ("off", "ctrlaltdel", "shutdown", "restart", ""):
            continue
        if _SHELL.match(process) or (_GETTY.search(process) and re.search(r"-l\s*\S*/(?:ba|a)?sh\b|\s-a\s", process)):
            yield Service("console_shell", "debug", where, False)
        else:
            yield from in_script(process, where)


def in_inetd(text: str, where: str) -> Iterator[Service]:
    """What an inetd.conf starts on a connection."""
    for line in _lines(text):
        fields = line.split()
        if len(fields) >= 6 and fields[1] in ("stream", "dgram", "raw", "seqpacket"):
            names = [PurePosixPath(word).name for word in fields[5:]]
            if known := next((name for name in names if name in programs()), None):
                yield _service(known, where, fields[0])
            elif any(_SHELL.match(word) for word in fields[5:]):
                yield Service("inetd_shell", "clear_shell", where, not _LOOPBACK.search(fields[0]))


def in_xinetd(text: str, where: str) -> Iterator[Service]:
    """What a file of xinetd starts."""
    for block in re.finditer(r"service\s+\S+\s*\{([^}]*)\}", "\n".join(_lines(text))):
        settings = dict(re.findall(r"(\w+)\s*\+?=\s*([^\n]*)", block[1]))
        server = PurePosixPath(settings.get("server", "").strip()).name
        if settings.get("disable", "no").strip() != "yes" and server in programs():
            yield _service(server, where, settings.get("bind", "") + settings.get("interface", ""))


def in_unit(text: str, where: str) -> Iterator[Service]:
    """What a unit of systemd starts."""
    for match in re.finditer(r"(?m)^Exec(?:Start|StartPre|StartPost)\s*=\s*[-@:+!]*(.+)$", text):
        yield from in_script(match[1], where)


def in_android_init(text: str, where: str) -> Iterator[Service]:
    """What an init file of Android starts: services that are not disabled, or are started by name."""
    blocks = re.split(r"(?m)^(?=service\s|on\s|import\s)", "\n".join(_lines(text)))
    started = {match[1] for block in blocks for match in re.finditer(r"(?m)^\s*(?:start|enable)\s+(\S+)", block)}
    for block in blocks:
        head = re.match(r"service\s+(\S+)\s+(\S+)(.*)", block)
        name = PurePosixPath(head[2]).name if head else ""
        off = re.search(r"(?m)^\s*disabled\s*$", block) is not None
        if head and name in programs() and (not off or head[1] in started):
            service = _service(name, where, head[3])
            yield Service(service.name, service.kind, where, service.remote and service.name != "adb")


def in_properties(text: str, where: str) -> Iterator[Service]:
    """What the properties of an Android image open."""
    said = dict(re.findall(r"(?m)^\s*([\w.]+)\s*=\s*(.*?)\s*$", text))
    port = said.get("service.adb.tcp.port") or said.get("persist.adb.tcp.port") or "-1"
    if port.isdigit() and int(port) > 0:
        yield Service("adb", "clear_shell", where, True)
    elif "adb" in said.get("persist.sys.usb.config", "").split(","):
        yield Service("adb", "debug", where, False)
    if said.get("ro.debuggable") == "1":
        yield Service("debuggable", "debug", where, False)


def _run(statement: str) -> str | None:
    """The known program that a statement runs."""
    words = [word.strip("\"'") for word in statement.split()]
    while words and (words[0] in _BEFORE or _SETTING.fullmatch(words[0]) or words[0].startswith("-")):
        if words[0] in _STARTERS:
            stops = words[0] == "start-stop-daemon" and ("-K" in words or "--stop" in words)
            known = (PurePosixPath(word).name for word in words[1:])
            return None if stops else next((name for name in known if name in programs()), None)
        words = words[1:]
    name = PurePosixPath(words[0]).name if words and "init.d/" not in words[0] else ""
    return name if name in programs() else None


def _service(program: str, where: str, words: str) -> Service:
    found = programs()[program]
    return Service(found.name, found.kind, where, not _LOOPBACK.search(words))


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
