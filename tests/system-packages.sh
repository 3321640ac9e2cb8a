#!/bin/sh
# What the tests need beside Python: a browser and Chinese fonts for pages, PostgreSQL for registers in a database, poppler to see
# printed pages, and Android's tools to build small apps. Installed with apt where it can be; where it cannot, the tests that need a thing skip and say so.
set -u
missing=""
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v mariadbd >/dev/null 2>&1 || command -v mysqld >/dev/null 2>&1 || [ -x /usr/sbin/mariadbd ] || missing="$missing mariadb-server"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
for tool in mksquashfs:squashfs-tools cpio:cpio; do
    command -v "${tool%%:*}" >/dev/null 2>&1 || missing="$missing ${tool#*:}"  # images of firmware
done
[ -x /lib/systemd/systemd-journal-remote ] || missing="$missing systemd-journal-remote"
command -v tshark >/dev/null 2>&1 || missing="$missing tshark"
for tool in aapt zipalign apksigner; do
    command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
command -v smali >/dev/null 2>&1 || missing="$missing libsmali-java"
command -v keytool >/dev/null 2>&1 || missing="$missing default-jre-headless"
[ -e /usr/share/android-framework-res/framework-res.apk ] || missing="$missing android-framework-res"
[ -z "$missing" ] && exit 0

sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo -n"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install:$missing. Tests that need them will skip." >&2
    exit 0
fi
# shellcheck disable=SC2086
if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq $missing; } >/dev/null; then
    echo "Could not install:$missing. Tests that need them will skip." >&2
fi
exit 0
