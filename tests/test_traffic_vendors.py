"""Whose a host is: the companies behind the hosts that apps and pages call, and none where nobody knows."""

from importlib.resources import files

import pytest

import traffic_kept as kept
from hegui import yaml12
from hegui.engine import Shard, Source
from hegui.evidence.traffic import collector
from hegui.evidence.traffic.parties import site
from hegui.evidence.traffic.vendors import vendor_of

LISTED = yaml12.load(files("hegui.evidence.traffic").joinpath("vendors.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("host", "vendor"),
    [
        ("ulogs.umeng.com", "友盟（Umeng）"),
        ("android.bugly.qq.com", "腾讯（Tencent）"),
        ("HM.BAIDU.COM.", "百度（Baidu）"),
        ("data-drcn.push.dbankcloud.com", "华为（Huawei）"),
        ("ssl.google-analytics.com", "谷歌（Google）"),
        ("t.appsflyer.com", "AppsFlyer"),
        ("notumeng.com", None),
        ("umeng.com.evil.example", None),
        ("8.8.8.8", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_a_host_belongs_to_the_company_of_its_domain(host, vendor):
    assert vendor_of(host) == vendor


def test_every_domain_is_registrable_and_listed_once():
    domains = [domain for one in LISTED for domain in one["domains"]]
    assert len(domains) == len(set(domains))
    assert [domain for domain in domains if site(domain) != domain] == []
    assert len({one["zh"] for one in LISTED}) == len(LISTED)


@pytest.mark.parametrize(
    ("host", "recipient"), [("ulogs.umeng.com", "友盟（Umeng）"), (kept.HOST, kept.HOST), ("www.shop-example.cn", None)]
)
def test_a_recipient_is_the_vendor_and_the_host_stays_in_the_place(tmp_path, host, recipient):
    (tmp_path / "a.har").write_bytes(kept.har(b"imei=861234567890123", url=f"https://{host}/c"))
    source = Source("op", "cap", "traffic", str(tmp_path), "cap", options={"canaries": {"imei": "861234567890123"}})
    rows = collector.read(Shard(source, "a.har"))["handling"].to_pylist()
    assert {(row["kind"], row["recipient"], row["where"]) for row in rows} == {
        ("imei", recipient, f"a.har#flow=2 {host}")
    }
