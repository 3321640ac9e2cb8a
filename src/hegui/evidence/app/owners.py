"""Whose a class is: the app's own, or an SDK's, by the longest prefix that fits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hegui.evidence.app.data import Sdk

NOBODY = -1


class Owners:
    """SDKs by the packages of their classes."""

    def __init__(self, sdks: Sequence[Sdk]) -> None:
        self.sdks = sdks
        self._by_prefix = {prefix: number for number, sdk in enumerate(sdks) for prefix in sdk.prefixes}
        self._by_library = {library: number for number, sdk in enumerate(sdks) for library in sdk.libraries}
        self._longest = max((prefix.count(".") + 1 for prefix in self._by_prefix), default=0)
        self._of_package: dict[str, int] = {}

    def of(self, name: str) -> int:
        """The SDK of a class, a row of ``sdks``; NOBODY where it is none's."""
        package = name.rpartition(".")[0]
        found = self._of_package.get(package)
        if found is None:
            found = self._of_package[package] = self._search(package)
        return self._by_prefix.get(name, found)

    def _search(self, package: str) -> int:
        parts = package.split(".")
        for count in range(min(len(parts), self._longest), 0, -1):
            if (found := self._by_prefix.get(".".join(parts[:count]))) is not None:
                return found
        return NOBODY

    def of_all(self, names: Sequence[str]) -> npt.NDArray[np.int64]:
        """The SDK of each of some classes."""
        return np.fromiter((self.of(name) for name in names), np.int64, len(names))

    def of_library(self, file: str) -> int:
        """The SDK of a native library."""
        return self._by_library.get(file, NOBODY)
