"""Packages of apps: what they contain and what their code calls; and what a monitor saw them call.

APK, AAB, XAPK and APKS. Packages of mini-programs, HarmonyOS and iOS are recognised and not read. Nothing of an app is ever run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hegui.engine import Shard, Source
from hegui.evidence.files import merged, shard_a_file, stamped, told
from hegui.facts import Facts
from hegui.text import Text


class Apps:
    """Reads sources of kind ``app``: a package, or a folder of them.

    Options: ``app_type`` (which common type of app it is), ``sdks`` (a CSV file of more SDKs), ``runtime`` (a monitor's log as JSON
    lines) and ``consent_at`` (when consent was given in it, ISO 8601 with offset).
    """

    kind = "app"
    version = "3"
    blind_spots: tuple[Text, ...] = (
        Text(
            "That code holds a call does not show that it runs; calls through reflection, native libraries, downloaded code and web pages are not seen.",
            "代码中包含某项调用，不表明其实际运行；通过反射、原生库、下载代码和网页实现的调用不可见。",
        ),
        Text(
            "Whether a call waits for consent is not told from code; one that is reached at start may still be held back by a condition.",
            "仅凭代码无法判断调用是否等待用户同意；启动时可到达的调用仍可能受条件限制。",
        ),
        Text(
            "SDKs are known by the names of their classes and libraries; renamed or unknown ones are counted as the app's own.",
            "SDK 按类名和库名识别；改名或者未收录的 SDK 计为应用自身代码。",
        ),
        Text(
            "The contents of a hardened app are unseen; what is listed of it is only what lies outside the hardening.",
            "加固应用的内容不可见；所列仅为加固范围之外的部分。",
        ),
        Text("Signatures are read and not verified.", "仅读取签名信息，不验证签名。"),
    )

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard a package."""
        return shard_a_file(source, **stamped(source, "runtime", "sdks"))

    def read(self, shard: Shard) -> Facts:
        """The facts of one package; a file that is none is a row in ``unreadable``."""
        from hegui.evidence.app.telling import tell

        return told(shard, tell)

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of all packages; one row of coverage a unit."""
        return merged(parts)


collector = Apps()
