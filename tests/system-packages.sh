#!/bin/sh
# What the tests need beside Python: a browser and Chinese fonts for pages, PostgreSQL for registers in a database, poppler to see
# printed pages, and Android's tools to build small apps. Installed with apt where it can be; where it cannot, the tests that need a thing skip and say so.
set -u
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium-headless-shell || have chromium || have google-chrome || missing="$missing chromium-headless-shell chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || have initdb || missing="$missing postgresql"
have mariadbd || have mysqld || [ -x /usr/sbin/mariadbd ] || missing="$missing mariadb-server"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
have pdftoppm || missing="$missing poppler-utils"
for tool in mksquashfs:squashfs-tools cpio:cpio; do
    have "${tool%%:*}" || missing="$missing ${tool#*:}"  # images of firmware
done
[ -x /lib/systemd/systemd-journal-remote ] || missing="$missing systemd-journal-remote"
have tshark || missing="$missing tshark"
for tool in aapt zipalign apksigner; do
    have "$tool" || missing="$missing $tool"
done
have smali || missing="$missing libsmali-java"
have keytool || missing="$missing default-jre-headless"
[ -e /usr/share/android-framework-res/framework-res.apk ] || missing="$missing android-framework-res"
[ -z "$missing" ] && exit 0

sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo -n"
if ! have apt-get; then
    echo "Please install:$missing. Tests that need them will skip." >&2
    exit 0
fi
# Not every system has every package by that name.
known() { for package in $missing; do apt-cache show "$package" >/dev/null 2>&1 && echo "$package"; done; }
# shellcheck disable=SC2046
if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq $(known); } >/dev/null; then
    echo "Could not install:$missing. Tests that need them will skip." >&2
fi
exit 0
