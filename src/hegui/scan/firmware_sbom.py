"""The parts of images as a CycloneDX list, to be held against advisories with ``hegui scan sbom``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hegui.errors import InputError
from hegui.evidence.firmware.components import signatures


def write(result: Mapping[str, Any], path: Path) -> None:
    """Write the parts of all images of a scan to *path*; InputError where it cannot be written."""
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    vendors = {one.name: one.vendor for one in signatures()}
    bom = Bom()
    for image in result["images"]:
        device = Component(name=Path(image["path"]).name, version=image["sha256"][:12], type=ComponentType.FIRMWARE)
        bom.components.add(device)
        for part in image["components"]:
            name, version = part["name"], part["version"] if part["how"] != "interface" else None
            vendor = vendors.get(name)
            bom.components.add(
                Component(
                    name=name,
                    version=version,
                    type=ComponentType.LIBRARY,
                    purl=PackageURL("generic", name=name, version=version),
                    cpe=f"cpe:2.3:a:{vendor}:{name}:{version}:*:*:*:*:*:*:*" if vendor and version else None,
                )
            )
    try:
        path.write_text(JsonV1Dot6(bom).output_as_string(indent=2), encoding="utf-8")
    except OSError:
        raise InputError(f"{path}: cannot be written", f"{path}：无法写入") from None
