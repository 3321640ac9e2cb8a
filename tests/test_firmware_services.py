"""What starts: scripts, tables and units are read for what they run, not for what they only name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.evidence.firmware.accounts import accounts
from hegui.evidence.firmware.endpoints import endpoints
from hegui.evidence.firmware.secrets import secrets
from hegui.evidence.firmware.starting import started


def names(scripts, links=()):
    return {(s.name, s.remote) for s in started(scripts, dict(links))}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("telnetd", {("telnet", True)}),
        ("busybox telnetd -l /bin/sh &", {("telnet", True)}),
        ("start-stop-daemon -S -x /usr/sbin/dropbear -- -p 22", {("ssh", True)}),
        ("[ -x /usr/sbin/sshd ] && /usr/sbin/sshd", {("ssh", True)}),
        ("if true; then vsftpd; fi", {("ftp", True)}),
        ("DAEMON=/usr/sbin/lighttpd", {("http", True)}),
        ("NGINX_BIN=/usr/sbin/nginx\n$NGINX_BIN -c /etc/nginx.conf", {("http", True)}),
        ("D=telnetd\nstart-stop-daemon -S -x /usr/sbin/$D", {("telnet", True)}),
        ("telnetd -b 127.0.0.1", {("telnet", False)}),
        ("nc -l -p 9999 -e /bin/sh", {("netcat", True)}),
        ("# telnetd", set()),
        ("echo telnetd is off", set()),
        ("killall telnetd", set()),
        ("start-stop-daemon -K -x /usr/sbin/dropbear", set()),
        ("[ -x /usr/sbin/telnetd ]", set()),
        ("cp /bin/telnetd /tmp", set()),
        ("mytelnetd", set()),
        ("/etc/init.d/dropbear enabled && echo yes", set()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_statement_runs_or_only_names(line, found):
    assert names({"etc/init.d/rcS": f"#!/bin/sh\n{line}\n"}) == found


def test_only_linked_scripts_run_where_there_are_run_levels():
    scripts = {"etc/init.d/telnet": "#!/bin/sh\ntelnetd\n", "etc/init.d/dropbear": "#!/bin/sh\ndropbear\n"}
    assert names(scripts, {"etc/rc.d/S50dropbear": "../init.d/dropbear"}.items()) == {("ssh", True)}
    assert names(scripts, {"etc/init.d/S50dropbear": "dropbear"}.items()) == {("ssh", True)}
    assert names(scripts) == {("ssh", True), ("telnet", True)}


def test_tables_of_inetd_and_xinetd():
    inetd = "telnet stream tcp nowait root /usr/sbin/telnetd telnetd\n#ftp stream tcp nowait root /usr/sbin/ftpd ftpd\n"
    assert names({"etc/inetd.conf": inetd}) == {("telnet", True)}
    on = "service telnet\n{\n  disable = no\n  server = /usr/sbin/in.telnetd\n}\n"
    assert names({"etc/xinetd.d/telnet": on}) == {("telnet", True)}
    assert names({"etc/xinetd.d/telnet": on.replace("= no", "= yes")}) == set()


def test_a_unit_counts_where_a_target_wants_it():
    unit = {"usr/lib/systemd/system/ssh.service": "[Service]\nExecStart=/usr/sbin/sshd -D\n"}
    assert names(unit) == set()
    assert names(unit, {"etc/systemd/system/multi-user.target.wants/ssh.service": "x"}.items()) == {("ssh", True)}


def test_android_opens_adb_over_the_network_or_the_cable():
    assert names({"system/build.prop": "persist.adb.tcp.port=5555\n"}) == {("adb", True)}
    assert names({"default.prop": "ro.debuggable=1\npersist.sys.usb.config=mtp,adb\n"}) == {
        ("adb", False),
        ("debuggable", False),
    }
    assert names({"init.rc": "service adbd /sbin/adbd\n    disabled\n"}) == set()


def test_feeds_and_scripts_that_check_a_signature_are_told_apart():
    def update(name, text):
        return [(e.host, e.cleartext, e.update, e.checked) for e in endpoints(name, text)]

    assert update("etc/opkg.conf", b"src/gz base http://feed.maker.cn/base\n") == [("feed.maker.cn", True, True, False)]
    assert update("etc/opkg.conf", b"option check_signature\nsrc/gz base http://feed.maker.cn/base\n")[0][3] is True
    signed = b"#!/bin/sh\nwget https://ota.maker.cn/firmware.bin\nopenssl dgst -sha256 -verify k.pub -signature s f\n"
    assert update("bin/up.sh", signed) == [("ota.maker.cn", False, True, True)]
    assert update("system/build.prop", b"ro.fota.url=http://ota.maker.cn/x\n") == [("ota.maker.cn", True, True, None)]
    assert update("www/help.html", b'<p>update=<a href="http://help.maker.cn/x">')[0][2] is False
    assert update("usr/share/page.html", b'<a href="http://www.w3.org/1999">') == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("usr/lib/libssl.so", b"\x7fELF\0-----BEGIN RSA PRIVATE KEY-----\0-----END RSA PRIVATE KEY-----\0", []),
        ("etc/wifi.conf", b"wpa_passphrase=hunter2hunter2\n", ["password"]),
        ("etc/a.sh", b'#!/bin/sh\npassword="$1"\n', []),
        ("usr/lib/lua/net.lua", b"add(iface, {proto=kind, password=pppoe_passwd})\n", []),
        ("usr/lib/lua/net.lua", b'local password = "vnet.mobi"\n', ["password"]),
        ("etc/nsswitch.conf", b"passwd: files\n", []),
        ("www/i18n/Messages_en.properties", b"password=Password\n", []),
        ("etc/dropbear/dropbear_rsa_host_key", b"\0\0\0\x07ssh-rsa\0\0\0\x03\1\0\1" + b"k" * 300, ["host_key"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_secret_is_a_value_and_not_its_name(name, text, found):
    assert list(secrets(name, text)) == found


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_a_list_of_accounts(passwd, shadow):
    for account in accounts({"etc/passwd": passwd}, {"etc/shadow": shadow}):
        assert account.user


@given(st.text(alphabet="telndropbar-_=;&|\n#{}()[]\"'$ /.:sh127", max_size=300))
def test_any_text_can_be_a_script(text):
    some = {
        "etc/inittab": text,
        "etc/init.d/rcS": text,
        "etc/inetd.conf": text,
        "init.rc": text,
        "etc/xinetd.d/a": text,
    }
    assert all(service.started_by in some for service in started(some, {}))


@given(st.binary(max_size=400))
def test_any_bytes_can_hold_addresses_and_secrets(data):
    assert all(e.host for e in endpoints("etc/a.conf", data))
    assert set(secrets("etc/a.conf", data)) <= {
        "private_key",
        "encrypted_private_key",
        "host_key",
        "password",
        "secret",
    }
