"""Whether the code of an app is hidden by a hardening product, so that its contents are unseen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hegui.evidence.app.data import packers
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
    files = {name.rpartition("/")[2] for name in names if name.startswith(("lib/", "assets/"))}
    product = next(
        (
            one.name
            for one in packers()
            if files & set(one.libraries)
            or names & set(one.files)
            or any((manifest.application or "").startswith(name) for name in one.classes)
            or defined & set(one.classes)
        ),
        None,
    )
    named = {one.name for one in manifest.components if one.kind in ("activity", "service", "receiver", "provider")}
    missing = named - defined
    hidden = bool(named) and len(missing) > _FEW * len(named)
    return Packing(product, hidden or (product is not None and bool(missing)))
