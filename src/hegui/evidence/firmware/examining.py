"""Everything one root file system shows, file by file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hegui.evidence.firmware.accounts import Account, accounts, is_passwd, is_shadow
from hegui.evidence.firmware.components import Component, components
from hegui.evidence.firmware.endpoints import Endpoint, endpoints
from hegui.evidence.firmware.secrets import secrets
from hegui.evidence.firmware.services import Service
from hegui.evidence.firmware.starting import is_script, started
from hegui.evidence.firmware.tree import LARGEST, Tree

_APP = re.compile(r"\.apk$", re.IGNORECASE)
_PRIVILEGED = re.compile(r"(?:^|/)(?:priv-app|framework)/")
_MOST_OF_A_KIND = 5_000


@dataclass(frozen=True, slots=True)
class App:
    """One preinstalled app."""

    path: str
    privileged: bool
    sha256: str


@dataclass(slots=True)
class Shown:
    """What an image shows; ``sha256`` is over the names and hashes of all files."""

    accounts: list[Account] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    secrets: dict[tuple[str, str], None] = field(default_factory=dict)  # path, kind
    components: dict[tuple[str, str], Component] = field(default_factory=dict)
    endpoints: dict[Endpoint, str] = field(default_factory=dict)
    apps: list[App] = field(default_factory=list)
    unread: int = 0
    cut: int = 0
    sha256: str = ""


def examined(tree: Tree, roots: Sequence[str]) -> Shown:
    """What the files of a tree show; one that cannot be read is counted.

    Outside its root file systems lie kernels, loaders and what was unpacked on the way: of these only the parts are read.
    """
    shown, whole = Shown(), hashlib.sha256()
    passwd: dict[str, str] = {}
    shadow: dict[str, str] = {}
    scripts: dict[str, str] = {}
    for name in sorted(tree.files):
        try:
            data = tree.read(name)
        except OSError:
            shown.unread += 1
            continue
        shown.cut += tree.files[name] > LARGEST
        digest = hashlib.sha256(data).hexdigest()
        whole.update(f"{name}\0{digest}\n".encode("utf-8", "surrogateescape"))
        if not any(root == "." or name.startswith(root + "/") for root in roots):
            _parts(shown, name, data)
        elif is_passwd(name):
            passwd[name] = data.decode("utf-8", "replace")
        elif is_shadow(name):
            shadow[name] = data.decode("utf-8", "replace")
        elif _APP.search(name):
            shown.apps.append(App(name, _PRIVILEGED.search(name) is not None, digest))
        else:
            _file(shown, name, data)
            if is_script(name, data):
                scripts[name] = data.decode("utf-8", "replace")
    shown.accounts = list(accounts(passwd, shadow))
    shown.services = list(started(scripts, tree.links))
    shown.sha256 = whole.hexdigest()
    return shown


def _file(shown: Shown, name: str, data: bytes) -> None:
    for kind in secrets(name, data):
        shown.secrets[name, kind] = None
    _parts(shown, name, data)
    for endpoint in endpoints(name, data):
        if len(shown.endpoints) < _MOST_OF_A_KIND:
            shown.endpoints.setdefault(endpoint, name)


def _parts(shown: Shown, name: str, data: bytes) -> None:
    for component in components(name, data):
        shown.components.setdefault((component.name, component.version), component)
