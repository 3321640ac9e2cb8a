"""Whether the code of an app is hidden by a hardening product, so that its contents are unseen."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from hegui.evidence.app.data import Packer, packers
from hegui.evidence.app.manifest import Manifest

_FEW = 0.5  # of the components that the manifest names, the part that must be found in the executables


@dataclass(frozen=True, slots=True)
class Packing:
    """The product that hides the code, or None; ``hidden`` where the code is hidden, whoever did it."""

    product: str | None
    hidden: bool


def packing(manifest: Manifest, names: Iterable[str], defined: set[str]) -> Packing:
    """How the code of an app is packed: by what the package holds, and by whether the classes that its manifest names are there."""
    names = set(names)
    files = {name.rpartition("/")[2] for name in names if "lib/" in name or "assets/" in name}
    product = next((one.name for one in packers() if _is(one, manifest, names, files, defined)), None)
    named = {one.name for one in manifest.components if one.kind in ("activity", "service", "receiver", "provider")}
    missing = named - defined
    hidden = bool(named) and len(missing) > _FEW * len(named)
    return Packing(product, hidden or (product is not None and bool(missing)))


def _is(one: Packer, manifest: Manifest, names: set[str], files: set[str], defined: set[str]) -> bool:
    """Whether a product left its marks in a package: a library, a file in its place, or its stand-in for the app."""
    return (
        any(map(_pattern(one.libraries).match, files))
        or any(map(_pattern(one.files).match, names))
        or (manifest.application or "").startswith(one.classes)
        or not defined.isdisjoint(one.classes)
    )


@cache
def _pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    """Names that fit one of these; of none, nothing fits."""
    return re.compile("|".join(map(fnmatch.translate, globs)) or r"(?!)")
