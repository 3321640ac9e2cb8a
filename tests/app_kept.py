"""Small apps, built from source with Debian's tools: aapt and aapt2, smali, zipalign, apksigner."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

FRAMEWORK = Path("/usr/share/android-framework-res/framework-res.apk")
TOOLS = ("aapt", "aapt2", "smali", "zipalign", "apksigner", "keytool")

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.shop"
    android:versionCode="7" android:versionName="1.2.3">
  <uses-sdk android:minSdkVersion="19" android:targetSdkVersion="{target}"/>
  {permissions}
  <application android:name=".Shop" android:label="@string/name" android:debuggable="{debuggable}"
      {more}>
    <activity android:name=".Main"><intent-filter><action android:name="android.intent.action.MAIN"/>
      <category android:name="android.intent.category.LAUNCHER"/></intent-filter></activity>
    <activity android:name=".Open" android:exported="true"/>
    <activity android:name=".Guarded" android:exported="true" android:permission="com.example.shop.OWN"/>
    <provider android:name=".Start" android:authorities="com.example.shop.start" android:exported="false"/>
  </application>
</manifest>
"""
PERMISSIONS = ("INTERNET", "READ_PHONE_STATE", "READ_CONTACTS", "ACCESS_FINE_LOCATION")
STRINGS = '<resources><string name="name">商店</string><string name="api">http://plain.shop-example.cn/v1</string></resources>'
POLICY = "<html><head><title>隐私政策</title></head><body>" + "我们依法处理您的个人信息。" * 60 + "</body></html>"

_CLASS = ".class public L{name};\n.super L{parent};\n{members}\n"
_METHOD = ".method public {name}\n    .registers 6\n{lines}\n    return-void\n.end method\n"


def method(name, *lines):
    """A method of smali; ``v0`` to ``v2`` are its own."""
    return _METHOD.format(name=name, lines="\n".join(f"    {line}" for line in lines))


def call(owner, name, returned="V", parameters=""):
    return f"invoke-virtual {{v0}}, L{owner};->{name}({parameters}){returned}"


SDK_INIT = "invoke-static {}, Lcom/umeng/commonsdk/UMConfigure;->init()V"
IMEI = call("android/telephony/TelephonyManager", "getDeviceId", "Ljava/lang/String;")
CLASSES = {
    "com/example/shop/Shop": ("android/app/Application", method("onCreate()V", SDK_INIT)),
    "com/example/shop/Main": (
        "android/app/Activity",
        method(
            "read()V",
            "sget-object v0, Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;",
            'const-string v1, "https://api.shop-example.cn/v1/contacts"',
        ),
    ),
    "com/example/shop/Open": ("android/app/Activity", method("other()V", "const/4 v0, 0x0")),
    "com/example/shop/Guarded": ("android/app/Activity", ""),
    "com/example/shop/Start": (
        "android/content/ContentProvider",
        method("onCreate()Z", call("com/example/shop/Helper", "mac")).replace(
            "return-void", "const/4 v0, 0x1\n    return v0"
        ),
    ),
    "com/example/shop/Helper": (
        "java/lang/Object",
        method("mac()V", call("android/net/wifi/WifiInfo", "getMacAddress", "Ljava/lang/String;"))
        + method(
            "id()V",
            'const-string v1, "android_id"',
            "invoke-static {v2, v1}, Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;",
        )
        + method(
            "brightness()V",
            'const-string v1, "screen_brightness"',
            "invoke-static {v2, v1}, Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;",
        ),
    ),
    "com/umeng/commonsdk/UMConfigure": (
        "java/lang/Object",
        method("init()V", "const/4 v0, 0x0", IMEI).replace("public init", "public static init"),
    ),
    "com/igexin/sdk/PushManager": ("java/lang/Object", method("quiet()V", "const/4 v0, 0x0")),
}


def without_tools():
    """The sentence to skip with where a tool is missing; None where all are there."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not FRAMEWORK.exists():
        missing.append(str(FRAMEWORK))
    return f"building apps needs {', '.join(missing)}" if missing else None


def run(*command):
    return subprocess.run([str(one) for one in command], check=True, capture_output=True, text=True).stdout


def dex(folder, classes):
    """A Dalvik executable of some classes."""
    source = folder / "smali"
    for name, (parent, members) in classes.items():
        place = source / f"{name}.smali"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_CLASS.format(name=name, parent=parent, members=members))
    run("smali", "assemble", source, "-o", folder / "classes.dex")
    return (folder / "classes.dex").read_bytes()


def built(
    folder,
    *,
    permissions=PERMISSIONS,
    target=30,
    debuggable="true",
    more="",
    cleartext="true",
    code=None,
    files=None,
    signed=True,
    form="apk",
):
    """An app at ``folder/app.apk``; *files* are further entries by name, *code* its executable."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = "\n".join(f'<uses-permission android:name="android.permission.{one}"/>' for one in permissions)
    more += f' android:usesCleartextTraffic="{cleartext}"' if cleartext else ""
    (folder / "AndroidManifest.xml").write_text(
        MANIFEST.format(target=target, permissions=asked, debuggable=debuggable, more=more)
    )
    values = folder / "res" / "values"
    values.mkdir(parents=True, exist_ok=True)
    (values / "strings.xml").write_text(STRINGS)
    plain, app = folder / "plain.apk", folder / "app.apk"
    run(
        "aapt",
        "package",
        "-f",
        "-M",
        folder / "AndroidManifest.xml",
        "-S",
        folder / "res",
        "-I",
        FRAMEWORK,
        "-F",
        plain,
    )
    with zipfile.ZipFile(plain, "a") as archive:
        for name, data in {**({"classes.dex": code} if code else {}), **(files or {})}.items():
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    run("zipalign", "-f", "4", plain, app)
    if signed:
        key = folder / "key.p12"
        names = ("-storepass", "secret", "-alias", "key")
        run(
            "keytool",
            "-genkeypair",
            "-keystore",
            key,
            *names,
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=Shop",
            "-storetype",
            "PKCS12",
        )
        run("apksigner", "sign", "--ks", key, "--ks-pass", "pass:secret", app)
    return app


def as_bundle(app, place):
    """The app as a bundle: its manifest as protocol buffers, in the folders of a bundle."""
    proto = app.with_name("proto.apk")
    run("aapt2", "convert", "--output-format", "proto", "-o", proto, app)
    with zipfile.ZipFile(proto) as source, zipfile.ZipFile(place, "w") as bundle:
        for name in source.namelist():
            folder = "manifest/" if name == "AndroidManifest.xml" else "dex/" if name.endswith(".dex") else ""
            bundle.writestr(f"base/{folder}{name}", source.read(name))
    return place


def shop(tmp_path_factory):
    """The shop's app."""
    if reason := without_tools():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("shop")
    files = {"assets/yinsi.html": POLICY, "lib/arm64-v8a/libBugly.so": b"\x7fELF"}
    return built(folder, code=dex(folder, CLASSES), files=files)
