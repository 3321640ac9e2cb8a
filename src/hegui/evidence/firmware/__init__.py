"""Firmware: which accounts and passwords, services, secrets, parts and addresses an image or its unpacked root file system holds.

Nothing of an image is executed. What an image holds is contained, not done: that a service runs, or that an address is reached, only the
device itself and its traffic show.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hegui.engine import Shard, Source
from hegui.evidence import collectors
from hegui.evidence.files import Ledger, Unreadable, listed, merged
from hegui.facts import Facts, join
from hegui.recognise.shapes import masked
from hegui.text import Text

if TYPE_CHECKING:
    from hegui.evidence.firmware.examining import App

MOST_APPS = 300


class Firmware:
    """Reads sources of kind ``firmware``: an image, an unpacked root file system, or a folder of either."""

    kind = "firmware"
    version = "3"
    blind_spots: tuple[Text, ...] = (
        Text(
            "What an image holds is not yet done: that a service answers or an address is reached, the device itself must show.",
            "镜像中包含的内容不等于实际运行：服务是否可访问、地址是否被连接，须以设备实测为准。",
        ),
        Text(
            "Services that a program of its own starts, and accounts that are made on first start, are not seen.",
            "由自有程序启动的服务，以及首次启动时创建的账户，无法发现。",
        ),
        Text(
            "A password that is in no public list is shown as hashed; it may still be the same in every device.",
            "不在公开列表中的口令显示为“已哈希”，但仍可能为所有设备通用。",
        ),
        Text(
            "That a script checks no signature does not show that none is checked: the program that writes the update may do so.",
            "脚本未校验签名不表明完全未校验，写入更新的程序可能另行校验。",
        ),
        Text(
            "Parts without a package list are known only where a program states its version in words known here.",
            "没有软件包清单的组件，仅在程序以已知文字载明版本时可识别。",
        ),
    )

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard an image or root file system."""
        from hegui.evidence.firmware.tree import is_root

        place = Path(source.location)
        if not place.is_dir() or is_root(place):
            yield Shard(source, "")
            return
        below = sorted(
            path.name for path in place.iterdir() if path.is_dir() and not path.is_symlink() and is_root(path)
        )
        yield from (Shard(source, name) for name in below)
        yield from (Shard(source, name) for name in listed(place) if name.split("/", 1)[0] not in below)

    def read(self, shard: Shard) -> Facts:
        """The facts of one image and of the apps in it; a file that is none is a row in ``unreadable``."""
        ledger = Ledger(shard.source)
        apps: list[Facts] = []
        path = Path(shard.source.location, shard.path) if shard.path else Path(shard.source.location)
        name = masked(shard.path or (path.name if path.is_file() else "."))
        try:
            apps = (
                _folder(ledger, shard.source, path, name, None)
                if path.is_dir()
                else _image(ledger, shard.source, path, name)
            )
        except Unreadable as problem:
            ledger.unreadable(name, problem.reason, problem.detail)
            ledger.cover("files", 1, 0)
        return join([ledger.facts(), *apps])

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of all images; one row of coverage a unit."""
        return merged(parts)


def _image(ledger: Ledger, source: Source, path: Path, name: str) -> list[Facts]:
    """Unpack an image into a work folder that is gone afterwards, and read that; the facts of its apps."""
    import hashlib

    from hegui.evidence.firmware.unpacking import unpacked

    with tempfile.TemporaryDirectory(prefix="hegui-firmware-", ignore_cleanup_errors=True) as work:
        folder = Path(work, path.name)
        folder.mkdir()
        if not unpacked(path, folder):
            ledger.skip(name, "not_all_unpacked")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return _folder(ledger, source, folder, name, digest)


def _folder(ledger: Ledger, source: Source, base: Path, name: str, sha256: str | None) -> list[Facts]:
    """A root file system into the ledger, and the facts of its apps; *sha256* is that of its image where there is one."""
    from hegui.evidence.firmware.credentials import can_try, state
    from hegui.evidence.firmware.examining import examined
    from hegui.evidence.firmware.tree import roots, walked

    tree = walked(base)
    found = list(roots(base, tree)) or (["."] if sha256 is None else [])
    if not found:
        raise Unreadable("no_root")
    shown = examined(tree, found)
    exhibit = ledger.exhibit(name, sha256 or shown.sha256, "measured")
    common = {"image": name, "exhibit": exhibit}

    def add(table: str, **columns: Any) -> None:
        ledger.add(table, **{key: _text(value) if isinstance(value, str) else value for key, value in columns.items()})

    add(
        "firmware_image",
        sha256=sha256 or shown.sha256,
        roots=[_text(root) for root in found],
        files=len(tree.files),
        examined=len(tree.files) - shown.unread - shown.cut,
        **common,
    )
    seen: set[tuple[str, int | None, str, str | None]] = set()
    for account in shown.accounts:
        said = state(account.user, account.secret)
        row = account.user, account.uid, said.password, said.list
        if row not in seen:
            seen.add(row)
            add(
                "firmware_account",
                user=account.user,
                uid=account.uid,
                login=account.login,
                password=said.password,
                list=said.list,
                where=account.where,
                **common,
            )
    for service in shown.services:
        add(
            "firmware_service",
            name=service.name,
            kind=service.kind,
            started_by=service.started_by,
            remote=service.remote,
            **common,
        )
    for where, kind in shown.secrets:
        add("firmware_secret", where=where, kind=kind, **common)
    for part in shown.components.values():
        add("firmware_component", name=part.name, version=part.version, how=part.how, where=part.where, **common)
    for endpoint, where in shown.endpoints.items():
        add(
            "firmware_endpoint",
            host=endpoint.host,
            cleartext=endpoint.cleartext,
            for_updates=endpoint.update,
            checked=endpoint.checked,
            where=where,
            **common,
        )
    for app in shown.apps:
        add("firmware_app", path=app.path, privileged=app.privileged, sha256=app.sha256, **common)
    if tree.passed_over:
        ledger.skip(name, "too_many_files", str(tree.passed_over))
    if shown.cut:
        ledger.skip(name, "beginning_only", str(shown.cut))
    if not can_try():
        ledger.skip(name, "no_crypt")
    ledger.cover("files", 1, 1)
    return [*_apps(ledger, source, base, shown.apps)]


def _apps(ledger: Ledger, source: Source, base: Path, apps: Sequence[App]) -> Iterator[Facts]:
    """The facts of preinstalled apps, by whichever collector reads apps; one that cannot be read is skipped with its reason."""
    reader = collectors().get("app")
    if reader is None or not apps:
        return
    inside = replace(source, kind="app", location=str(base.absolute().parent), options={})
    for app in apps[:MOST_APPS]:
        facts = reader.read(Shard(inside, f"{base.absolute().name}/{app.path}"))
        for row in facts.pop("unreadable").to_pylist() if "unreadable" in facts else ():
            ledger.skip(row["path"], row["reason"], row["detail"])
        facts.pop("coverage", None)
        yield facts
    if len(apps) > MOST_APPS:
        ledger.skip(source.name, "too_many_apps", str(len(apps) - MOST_APPS))


def _text(name: str) -> str:
    """A name of an image as text that can be shown: bytes that are no text replaced, personal numbers masked."""
    return masked(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


collector = Firmware()
