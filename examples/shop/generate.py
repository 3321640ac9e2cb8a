"""Generate the example operator: a shop with four systems whose logs tell four different stories.

    python examples/shop/generate.py FOLDER [--on 2026-11-21]

Everything is made here, from a fixed seed; nothing describes a real person or company. All dates are counted back from ``--on``, so that
the same facts can be looked at under the law of 2018 and of today. What the audit must find is in ``expected.yaml`` beside this file.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from more_evidence import HERE, write_evidence

SHANGHAI = timezone(timedelta(hours=8))
PAGES = ("/", "/cart", "/item/1001", "/item/1002", "/login", "/orders", "/search?q=tea")
AGENT = "Mozilla/5.0 (example)"


def main() -> None:
    """Write the operator's folder: profile, registers, documents and logs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2026, 11, 21))
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.on)
    print(arguments.folder / "hegui.yaml")


def generate(folder: Path, on: date) -> None:
    """Write everything below *folder* as it stood on the day *on*."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(20170601)
    write_logs(folder / "logs", on, chance)
    write_registers(folder / "registers", on)
    shutil.copytree(HERE / "documents", folder / "documents", dirs_exist_ok=True)
    write_evidence(folder, on)
    (folder / "hegui.yaml").write_text(profile(on), encoding="utf-8")


# --- logs --------------------------------------------------------------------------------------------------------------


def write_logs(folder: Path, on: date, chance: random.Random) -> None:
    """Four archives but one: a full window, one too short, one stale; of the fourth system nothing was ever kept."""
    moments = list(_moments(on, first=260, last=1, per_day=30, chance=chance))
    _rotated(folder / "shop", "access.log", [_access(m, chance) for m in moments], per_file=1800)
    moments = list(_moments(on, first=75, last=1, per_day=40, chance=chance))
    _rotated(folder / "pay", "pay.log", [_syslog(m, chance) for m in moments], per_file=1500)
    moments = list(_moments(on, first=420, last=150, per_day=10, chance=chance))
    _rotated(folder / "crm", "crm.json", [_json(m, chance) for m in moments], per_file=5000)


def _moments(on: date, *, first: int, last: int, per_day: int, chance: random.Random) -> Iterable[datetime]:
    """Times from *first* to *last* days before *on*, in order, fewer of them at night."""
    for back in range(first, last - 1, -1):
        midnight = datetime.combine(on - timedelta(days=back), time(), SHANGHAI)
        hours = sorted(chance.triangular(0, 24, 15) for _ in range(per_day))
        yield from (midnight + timedelta(hours=hour) for hour in hours)


def _access(moment: datetime, chance: random.Random) -> str:
    address = f"192.0.2.{chance.randrange(1, 255)}"
    request = f"GET {chance.choice(PAGES)} HTTP/1.1"
    return f'{address} - - [{moment:%d/%b/%Y:%H:%M:%S %z}] "{request}" 200 {chance.randrange(200, 9000)} "-" "{AGENT}"'


def _syslog(moment: datetime, chance: random.Random) -> str:
    return f"<134>1 {moment.isoformat(timespec='milliseconds')} pay-1 gateway {chance.randrange(900, 999)} - - settled batch {chance.randrange(1, 90)}"


def _json(moment: datetime, chance: random.Random) -> str:
    return json.dumps(
        {"time": moment.isoformat(timespec="seconds"), "level": "info", "event": "ticket", "queue": chance.randrange(9)}
    )


def _rotated(folder: Path, name: str, lines: Sequence[str], per_file: int) -> None:
    """One rotated family: the newest file plain, the older ones numbered and compressed."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [lines[start : start + per_file] for start in range(0, len(lines), per_file)][::-1]
    for age, part in enumerate(parts):
        text = "".join(f"{line}\n" for line in part).encode()
        if age == 0:
            (folder / name).write_bytes(text)
        else:
            (folder / f"{name}.{age}.gz").write_bytes(gzip.compress(text, mtime=0))


# --- registers ---------------------------------------------------------------------------------------------------------


def write_registers(folder: Path, on: date) -> None:
    """The books that the operator keeps, as operators keep them: Chinese headings, English ones, CSV, JSON and a database."""
    folder.mkdir(parents=True, exist_ok=True)

    def day(back: int) -> str:
        return (on - timedelta(days=back)).isoformat()

    def hour(back: int, clock: str) -> str:
        return f"{day(back)} {clock}"

    _csv(
        folder / "appointments.csv",
        "gb18030",
        ["职务", "姓名", "任命日期", "任命文件"],
        [["网络安全负责人", "示例甲", day(700), "任命书-01"]],
    )
    _csv(
        folder / "grading.csv",
        "utf-8-sig",
        ["系统名称", "安全保护等级", "定级日期", "上线日期", "备案日期", "备案编号", "测评日期", "测评机构"],
        [
            ["shop", "三级", day(800), day(790), day(780), "示例备字0001", day(460), "示例测评中心"],
            ["pay", "二级", day(400), day(390), "", "", "", ""],
            ["crm", "一级", day(400), day(390), "", "", "", ""],
        ],
    )
    _csv(
        folder / "measures.csv",
        "utf-8",
        ["System", "Measure", "Product", "In force since"],
        [
            ["shop", "anti-malware", "Example AV", day(600)],
            ["shop", "intrusion prevention", "Example WAF", day(600)],
            ["shop", "monitoring", "Example Monitor", day(600)],
            ["pay", "anti-malware", "Example AV", day(600)],
        ],
    )
    _csv(
        folder / "incidents.csv",
        "utf-8",
        [
            "事件编号",
            "发现时间",
            "事件级别",
            "事件类型",
            "涉及系统",
            "开始处置时间",
            "报告时间",
            "报告部门",
            "影响人数",
        ],
        [
            [
                "I-1",
                hour(90, "09:10"),
                "较大",
                "网络攻击",
                "shop",
                hour(90, "09:20"),
                hour(90, "11:40"),
                "网信部门",
                "1200",
            ],
            [
                "I-2",
                hour(40, "22:05"),
                "较大",
                "数据安全",
                "crm",
                hour(40, "23:00"),
                hour(38, "10:00"),
                "网信部门",
                "15000",
            ],
            ["I-3", hour(12, "14:00"), "一般", "有害程序", "pay", hour(12, "14:05"), "", "", "0"],
        ],
    )
    _csv(
        folder / "accounts.csv",
        "utf-8",
        ["服务名称", "统计日期", "账号总数", "已实名账号数", "未实名账号数", "未实名仍可使用服务的账号数"],
        [["web", day(3), "52000", "52000", "0", "0"], ["chat", day(3), "31000", "30400", "600", "600"]],
    )
    digest = hashlib.sha256(b"example").hexdigest()
    notices = [
        [
            "N-1",
            "web",
            digest,
            hour(60, "10:00"),
            "用户投诉",
            "违法信息",
            hour(60, "12:00"),
            "删除",
            "是",
            hour(60, "15:00"),
            "网信部门",
        ],
        ["N-2", "chat", digest, hour(30, "08:00"), "用户投诉", "违法信息", hour(29, "08:00"), "删除", "否", "", ""],
        ["N-3", "chat", digest, hour(21, "08:00"), "主管部门", "违法信息", "", "", "否", "", ""],
    ]
    _csv(
        folder / "notices.csv",
        "utf-8-sig",
        [
            "处置编号",
            "服务名称",
            "内容哈希",
            "发现或接报时间",
            "来源渠道",
            "处置依据",
            "处置时间",
            "处置结果",
            "是否保存记录",
            "报告时间",
            "报告部门",
        ],
        notices,
    )
    requests = [
        {
            "request": "R-1",
            "service": "web",
            "kind": "delete",
            "received_on": day(80),
            "answered_on": day(75),
            "outcome": "done",
        },
        {
            "request": "R-2",
            "service": "web",
            "kind": "correct",
            "received_on": day(70),
            "answered_on": day(66),
            "outcome": "done",
        },
        {"request": "R-3", "service": "web", "kind": "delete", "received_on": day(64), "outcome": "pending"},
    ]
    (folder / "requests.json").write_text(json.dumps(requests, ensure_ascii=False, indent=1), encoding="utf-8")
    consents = [
        ["web", "account", "consent", day(300), "yes", "3.1", "52000"],
        ["web", "sharing", "consent", day(300), "no", "3.1", "52000"],
        ["chat", "account", "consent", day(300), "yes", "3.1", "31000"],
    ]
    _csv(
        folder / "consents.csv",
        "utf-8",
        ["Service", "Purpose", "Legal basis", "Asked on", "Express", "Policy version", "Persons"],
        consents,
    )
    _csv(
        folder / "orders.csv",
        "utf-8-sig",
        ["发文机关", "文号", "类型", "收到日期", "整改期限", "回复日期", "整改完成日期", "是否拒不改正", "所涉义务"],
        [
            ["公安机关", "示例网安限字1号", "责令改正", day(60), day(30), "", "", "是", "csl.log_retention"],
            ["网信部门", "示例网信停字2号", "停止传输", day(25), day(23), day(24), day(24), "", ""],
            ["网信部门", "示例网信约字3号", "约谈", day(20), day(8), day(8), day(3), "", ""],
        ],
    )
    _flaws(folder / "flaws.sqlite", day)
    _write_more_registers(folder, day)


def _write_more_registers(folder: Path, day: Callable[[int], str]) -> None:
    """Complaints, data, backups, flaws of the systems, recipients, certificates and promises."""
    _csv(
        folder / "complaints.csv",
        "utf-8-sig",
        ["投诉编号", "受理渠道", "投诉类型", "收到时间", "办结时间", "处理结果"],
        [
            ["C-1", "电话", "账号安全", f"{day(50)} 10:00", f"{day(47)} 16:00", "已解决"],
            ["C-2", "在线", "个人信息", f"{day(40)} 09:30", "", "处理中"],
            ["C-3", "在线", "售后", f"{day(38)} 11:00", "", "处理中"],
        ],
    )
    _csv(
        folder / "inventory.csv",
        "utf-8-sig",
        [
            "数据集名称",
            "所在系统",
            "数据种类",
            "数据分类分级",
            "是否个人信息",
            "是否敏感个人信息",
            "是否重要数据",
            "涉及人数",
            "保存至",
        ],
        [
            ["customers", "shop", "身份信息、联系方式、密码", "三级", "是", "否", "是", "52000", day(-400)],
            ["campaign", "shop", "身份信息、联系方式", "二级", "是", "否", "否", "120", day(100)],
            ["settlements", "pay", "交易信息、金融信息", "三级", "是", "是", "是", "18000", ""],
            ["tickets", "crm", "联系方式", "二级", "是", "否", "否", "9000", ""],
        ],
    )
    _csv(
        folder / "backups.csv",
        "utf-8",
        ["System", "Kind of backup", "Last success at", "Restore tried on", "Place"],
        [
            ["shop", "incremental", f"{day(1)} 02:10", "", "on site"],
            ["shop", "full", f"{day(6)} 03:30", day(150), "other city"],
        ],
    )
    _csv(
        folder / "vulnerabilities.csv",
        "utf-8-sig",
        ["漏洞编号", "系统名称", "发现时间", "漏洞等级", "修复日期"],
        [
            ["V-1", "网上商城", f"{day(100)} 09:00", "高危", day(90)],
            ["V-2", "支付网关", f"{day(70)} 15:20", "超危", ""],
        ],
    )
    _csv(
        folder / "processors.csv",
        "utf-8-sig",
        ["接收方名称", "合作角色", "处理目的", "个人信息种类", "提供依据", "协议签订日期", "涉及人数"],
        [
            ["示例物流有限公司", "对外提供", "配送", "联系方式", "单独同意", day(500), "52000"],
            ["示例云服务有限公司", "委托处理", "主机托管", "账号信息", "", day(600), "52000"],
        ],
    )
    _csv(
        folder / "certificates.csv",
        "utf-8-sig",
        ["产品名称", "证书类型", "目录类别", "发证机构", "证书编号", "发证日期", "有效期至"],
        [["门店防火墙", "安全认证", "防火墙", "示例认证中心", "示例证字0003", day(320), day(-700)]],
    )
    _csv(
        folder / "commitments.csv",
        "utf-8-sig",
        ["产品名称", "承诺事项", "承诺日期", "承诺期限", "最近更新日期", "终止日期"],
        [
            ["合作门店收银机", "安全维护", day(600), day(-500), day(30), ""],
            ["门店防火墙", "安全维护", day(300), day(-800), day(90), day(10)],
        ],
    )


def _flaws(path: Path, day: Callable[[int], str]) -> None:
    """The flaws of the till, in a small database."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.execute(
            "create table flaws (flaw text, product text, known_at text, severity text, remedied_on text, users_told_on text, reported_at text, reported_to text)"
        )
        rows = [
            ("F-1", "till", f"{day(200)} 09:00", "high", day(190), day(190), f"{day(199)} 16:00", "MIIT"),
            ("F-2", "till", f"{day(50)} 09:00", "critical", None, None, f"{day(40)} 09:00", "MIIT"),
        ]
        database.executemany("insert into flaws values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    database.close()


def _csv(path: Path, encoding: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)


# --- profile -----------------------------------------------------------------------------------------------------------


def profile(on: date) -> str:
    """hegui.yaml: who is checked, with which evidence."""

    def day(back: int) -> str:
        return (on - timedelta(days=back)).isoformat()

    yesterday, founded = day(1), "2012-04-01"
    register_lines = "\n".join(
        f"      - {{id: {name}, kind: register, register: {name}, path: registers/{file}, as_of: {yesterday},"
        f" complete: {{by: responsible_person}}{extra}}}"
        for name, file, extra in (
            ("appointment", "appointments.csv", ""),
            ("grading", "grading.csv", ""),
            ("measure", "measures.csv", ""),
            ("incident", "incidents.csv", ""),
            ("account", "accounts.csv", ""),
            ("notice", "notices.csv", ""),
            ("rights_request", "requests.json", ""),
            ("consent", "consents.csv", ""),
            ("flaw", "flaws.sqlite", ""),
            ("order", "orders.csv", ""),
            ("complaint", "complaints.csv", ""),
            ("inventory", "inventory.csv", ""),
            ("backup", "backups.csv", ""),
            ("vulnerability", "vulnerabilities.csv", ""),
            ("processor", "processors.csv", ""),
            ("certificate", "certificates.csv", ""),
            ("commitment", "commitments.csv", ""),
        )
    )
    return f"""# The example operator. Made by examples/shop/generate.py; nothing here is real.
hegui: 1
operators:
  - id: example-shop
    name: {{en: Example Shop Ltd, zh: 示例商店有限公司}}
    kind: company
    sector: e_commerce
    region: CN-31
    people:
      - {{role: legal_representative, name: 示例丙, since: {founded}}}
      - {{role: responsible_person, name: 示例甲, since: {day(700)}}}
    systems:
      - {{id: shop, name: {{en: Web shop, zh: 网上商城}}, since: {day(790)}, level: 3}}
      - {{id: pay, name: {{en: Payment gateway, zh: 支付网关}}, since: {day(390)}, level: 2}}
      - {{id: crm, name: {{en: Customer service system, zh: 客服系统}}, since: {day(390)}, level: 1}}
      - {{id: legacy, name: {{en: Old order system, zh: 旧订单系统}}, since: {founded}}}
    services:
      - {{id: web, name: {{en: Shop website, zh: 商城网站}}, kinds: [website, e_commerce, information_publishing], system: shop, since: {day(790)}}}
      - {{id: chat, name: {{en: Chat with sellers, zh: 商家即时通讯}}, kinds: [instant_messaging], system: shop, since: {day(390)}}}
    products:
      - {{id: till, name: {{en: Till for partner shops, zh: 合作门店收银机}}, kinds: [network_product, firmware], since: {day(600)}}}
      - {{id: wall, name: {{en: Firewall for partner shops, zh: 门店防火墙}}, kinds: [network_product, security_product], since: {day(300)}}}
    data_sets:
      - {{id: customers, name: {{en: Customers, zh: 客户}}, system: shop, personal: true, persons: 52000}}
      - {{id: campaign, name: {{en: Spring campaign, zh: 春季活动名单}}, system: shop, personal: true, persons: 120}}
    sources:
      - {{id: shop-logs, kind: logs, about: [system/shop], path: logs/shop, as_of: {yesterday}, complete: {{by: responsible_person}}}}
      - {{id: pay-logs, kind: logs, about: [system/pay], path: logs/pay, as_of: {yesterday}, complete: {{by: responsible_person}}}}
      - {{id: crm-logs, kind: logs, about: [system/crm], path: logs/crm, as_of: {day(150)}, complete: {{by: responsible_person}}}}
{register_lines}
      - id: papers
        kind: documents
        path: documents
        as_of: {yesterday}
        complete: {{by: responsible_person}}
        documents:
          - {{file: policy.md, document: security_policy, dated: {day(500)}, owner: responsible_person, approved: {{by: legal_representative, on: {day(495)}}}}}
          - {{file: procedure.txt, document: operating_procedure, dated: {day(500)}, owner: responsible_person, approved: {{by: responsible_person, on: {day(495)}}}}}
          - {{file: plan.md, document: emergency_plan, dated: {day(500)}, owner: responsible_person}}
          - {{file: privacy.md, document: pi_rules, dated: {day(310)}, owner: legal_representative, approved: {{by: legal_representative, on: {day(310)}}}, published_at: "https://shop.example/privacy", about: [service/web, service/chat]}}
          - {{file: complaints.md, document: complaint_procedure, dated: {day(310)}, owner: responsible_person, approved: {{by: legal_representative, on: {day(310)}}}, published_at: "https://shop.example/complaints"}}
      - {{id: customer-base, kind: data, about: [data_set/customers, system/shop], path: data/customers.sqlite, depth: full, as_of: {yesterday}, complete: {{by: responsible_person}}}}
      - {{id: campaign-list, kind: data, about: [data_set/campaign], path: data/campaign.csv, depth: full, as_of: {yesterday}, complete: {{by: responsible_person}}}}
      - {{id: old-orders, kind: data, about: [system/legacy], path: data/old_orders.csv, depth: full, as_of: {yesterday}}}
      - {{id: annual-bill, kind: page, about: [service/web], path: pages/annual_bill.json, as_of: {yesterday}}}
      - {{id: privacy-policy, kind: policy, about: [service/web, service/chat], path: documents/privacy.md, dated: {day(310)}, published_at: "https://shop.example/privacy", as_of: {yesterday}}}
      - {{id: web-capture, kind: traffic, about: [service/web], path: traffic/web.har, test_identity: traffic/test_identity.yaml, first_party: [shop.example], consent_at: "{day(2)}T10:00:03+08:00", as_of: {yesterday}}}
      - {{id: pay-ports, kind: scans, about: [system/pay], path: scans/nmap.xml, as_of: {yesterday}}}
      - {{id: till-parts, kind: sbom, about: [product/till], path: parts/till.json, advisories: [parts/grype.json], as_of: {yesterday}}}
    attestations:
      - {{id: legacy-never, obligation: csl.log_retention, about: system/legacy, says: none, by: responsible_person, on: {day(20)}, until: {day(-160)}, words: Logs of the old system were never kept.}}
    circumstances:
      - {{kind: refusal, obligation: csl.log_retention, about: system/pay, at: {day(29)}, source: order, note: Ordered by the police to keep logs; not corrected when the time was over.}}
    exceptions:
      - {{id: crm-move, obligation: csl.log_retention, about: system/crm, by: legal_representative, on: {day(30)}, until: {day(-60)}, reason: The system moves to a new log platform.}}
"""


if __name__ == "__main__":
    main()
