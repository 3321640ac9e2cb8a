"""What the manifest of an app says: identity, permissions, components, and the switches that matter."""

from __future__ import annotations

from dataclasses import dataclass

from hegui.evidence.app.binary import Resources
from hegui.evidence.app.binary import read_xml as read_binary
from hegui.evidence.app.package import Package
from hegui.evidence.app.proto import read_xml as read_proto
from hegui.evidence.app.tree import Element, Reference, Value
from hegui.evidence.files import Unreadable

_COMPONENTS = ("activity", "activity-alias", "service", "receiver", "provider")
_REQUESTS = ("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m")


@dataclass(frozen=True, slots=True)
class Component:
    """An activity, service, receiver or provider; ``guarded`` where a permission stands before it."""

    kind: str
    name: str
    exported: bool
    guarded: bool
    launcher: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says; None where it does not say."""

    package: str
    label: str | None
    version: str | None
    version_code: int | None
    min_sdk: int | None
    target_sdk: int | None
    requested: tuple[str, ...]
    declared: tuple[str, ...]
    application: str | None
    components: tuple[Component, ...]
    debuggable: bool
    backup: bool
    cleartext: bool | None


def manifest(package: Package, kind: str) -> Manifest:
    """The manifest of a package; Unreadable where there is none to read."""
    if kind == "aab":
        return _manifest(read_proto(package.read("base/manifest/AndroidManifest.xml")), Resources(b""), package)
    resources = Resources(package.read("resources.arsc") if "resources.arsc" in package.names else b"")
    return _manifest(read_binary(package.read("AndroidManifest.xml")), resources, package)


def _manifest(root: Element, resources: Resources, package: Package) -> Manifest:
    if root.name != "manifest":
        raise Unreadable("damaged_manifest")
    _resolve(root, resources)
    name = root.text("package") or ""
    sdk = next(root.all("uses-sdk"), Element(""))
    application = next(root.all("application"), Element(""))
    target = sdk.number("targetSdkVersion") or sdk.number("minSdkVersion")
    return Manifest(
        package=name,
        label=application.text("label"),
        version=root.text("versionName"),
        version_code=root.number("versionCode"),
        min_sdk=sdk.number("minSdkVersion"),
        target_sdk=target,
        requested=tuple(dict.fromkeys(found for one in root.all(*_REQUESTS) if (found := one.text("name")))),
        declared=tuple(dict.fromkeys(found for one in root.all("permission") if (found := one.text("name")))),
        application=_class(name, application.text("name")),
        components=tuple(_component(name, one, target or 1, application) for one in application.all(*_COMPONENTS)),
        debuggable=bool(application.truth("debuggable")),
        backup=application.truth("allowBackup") is not False,
        cleartext=_cleartext(application, target or 1, package),
    )


def _resolve(root: Element, resources: Resources) -> None:
    """Put in place of each reference what it stands for."""
    left = [root]
    while left:
        element = left.pop()
        for name, value in element.attributes.items():
            if isinstance(value, Reference):
                found: Value | None = resources.look(value)
                element.attributes[name] = value if found is None else found
        left += element.children


def _class(package: str, name: str | None) -> str | None:
    """The full name of a class that the manifest may abbreviate."""
    if not name:
        return None
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"


def _component(package: str, element: Element, target: int, application: Element) -> Component:
    filters = list(element.all("intent-filter"))
    said = element.truth("exported")
    by_default = target < 17 if element.name == "provider" else bool(filters)
    names = {one.text("name") for filter_ in filters for one in filter_.all("category")}
    guards = ("permission", "readPermission", "writePermission")
    return Component(
        kind=element.name,
        name=_class(package, element.text("name")) or "",
        exported=by_default if said is None else said,
        guarded=any(element.text(one) for one in guards) or bool(application.text("permission")),
        launcher="android.intent.category.LAUNCHER" in names,
    )


def _cleartext(application: Element, target: int, package: Package) -> bool | None:
    """Whether unencrypted traffic is allowed: by the network security file, else by the attribute, else by the version aimed at."""
    named = application.attributes.get("networkSecurityConfig")
    if isinstance(named, str) and named in package.names:
        try:
            config = read_binary(package.read(named))
        except Unreadable:
            return None
        base = next(config.all("base-config"), Element(""))
        said = base.truth("cleartextTrafficPermitted")
        anywhere = any(one.truth("cleartextTrafficPermitted") for one in config.all("domain-config"))
        return anywhere or (target < 28 if said is None else said)
    if isinstance(named, Reference):
        return None
    said = application.truth("usesCleartextTraffic")
    return target < 28 if said is None else said
