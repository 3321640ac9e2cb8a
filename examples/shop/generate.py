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
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

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
    write_documents(folder / "documents")
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
        ],
        [
            ["customers", "shop", "身份信息、联系方式", "三级", "是", "否", "是", "52000"],
            ["settlements", "pay", "交易信息、金融信息", "三级", "是", "是", "是", "18000"],
            ["tickets", "crm", "联系方式", "二级", "是", "否", "否", "9000"],
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
            ["示例物流公司", "对外提供", "配送", "联系方式", "单独同意", day(500), "52000"],
            ["示例云服务公司", "委托处理", "主机托管", "账号信息", "", day(600), "52000"],
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


# --- documents ---------------------------------------------------------------------------------------------------------

POLICY = """# 网络安全管理制度

## 一、职责
公司设网络安全负责人，统一负责网络安全保护工作；各部门负责人对本部门的系统和数据安全负责。信息部负责日常运行、监测、审计和整改。

## 二、访问控制
账号按岗位最小权限分配，离岗当日停用；远程维护须经堡垒机，口令不少于十二位并定期更换；特权操作双人复核并留存记录。

## 三、防病毒与防攻击
服务器和终端安装防病毒软件并及时更新；互联网出口设置入侵防范设备；漏洞在确认后立即处置，并记录处置时间和责任人。

## 四、日志
网络运行状态、安全事件和用户登录日志留存不少于六个月，集中保存，任何人不得删改；每月抽查日志的完整性。

## 五、数据
数据按照分类分级目录管理；重要数据每日备份，备份每季度恢复验证；敏感数据加密存储和传输，密钥由专人管理。

## 六、教育与考核
新员工入职培训网络安全内容，全员每年考核一次；违反本制度的，按照员工手册处理。
"""

PROCEDURE = """# 系统运维操作规程

1. 变更：变更单经审批后在维护窗口执行，执行前备份，执行后验证并登记；失败时按回退步骤恢复。
2. 账号：开通、变更、停用均须工单；每季度复核一次权限，复核表由网络安全负责人签字。
3. 日志：每日检查采集是否正常，磁盘使用率超过百分之八十时扩容，不得以删除日志释放空间。
4. 备份：每日增量、每周全量；每季度选取一个系统做恢复演练并填写记录。
5. 告警：安全设备告警十五分钟内确认，高危告警立即电话通知网络安全负责人，并按应急预案处置。
6. 补丁：高危补丁在测试后立即安装；不能安装的，采取临时防护并登记原因和期限。
"""

PLAN = """# 网络安全事件应急预案（模板）

单位名称：________  编制日期：____年__月__日

一、组织机构：（待填写）
二、响应流程：（待填写）
三、报告：（待填写）
"""

RULES = """# 个人信息保护政策

本政策说明示例商店有限公司（地址：示例市示例路1号，联系邮箱：privacy@example.com）如何收集、使用您的个人信息。版本3.1。

一、我们收集的个人信息：注册时的手机号码；下单时的收货人、收货地址和联系电话；支付结果。我们不收集与服务无关的信息。
二、收集的目的、方式和范围：账号注册与登录、完成订单、售后服务；由您主动填写或者在使用服务时产生；范围以上列为限。
三、对外提供：仅向承运的物流公司提供收货信息；未经您的同意，不向其他人提供。
四、保存期限与地点：订单完成后三年，保存在中国境内，期满删除或者匿名化处理。
五、您的权利：您可以查阅、复制、更正、删除您的个人信息，撤回同意，注销账号；我们在十五个工作日内答复。
六、安全措施：传输和存储加密，访问授权和审计，发生泄露时立即补救并告知您和主管部门。
七、投诉与联系：privacy@example.com，电话 400-000-0000。
"""

COMPLAINTS = """# 网络信息安全投诉、举报办理规程

一、受理渠道：商城网站页脚“投诉举报”入口、应用内“我的—投诉举报”、电话 400-000-0000、邮箱 report@example.com，全天受理。
二、受理范围：违法和不良信息、个人信息泄露、账号被盗、网络诈骗、安全漏洞以及其他有关网络信息安全的事项。
三、办理流程：客服登记编号并在一个工作日内转交网络安全负责人；涉及违法信息的立即停止传输并保存记录；涉及个人信息的由个人信息保护岗位核实。
四、办理时限：自收到之日起十五日内办结并答复；情况复杂的，应当告知原因和预计时间。
五、记录与改进：投诉举报逐件登记收到、办结时间和处理结果，不记录投诉内容全文；每季度分析一次原因并提出改进措施。
"""


def write_documents(folder: Path) -> None:
    """The papers: a policy and a procedure in force, a plan that is still a template, the public rules on personal information and on complaints."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("policy.md", POLICY),
        ("procedure.txt", PROCEDURE),
        ("plan.md", PLAN),
        ("privacy.md", RULES),
        ("complaints.md", COMPLAINTS),
    ):
        (folder / name).write_text(text, encoding="utf-8")


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
    attestations:
      - {{id: legacy-never, obligation: csl.log_retention, about: system/legacy, says: none, by: responsible_person, on: {day(20)}, until: {day(-160)}, words: Logs of the old system were never kept.}}
    circumstances:
      - {{kind: refusal, obligation: csl.log_retention, about: system/pay, at: {day(29)}, source: order, note: Ordered by the police to keep logs; not corrected when the time was over.}}
    exceptions:
      - {{id: crm-move, obligation: csl.log_retention, about: system/crm, by: legal_representative, on: {day(30)}, until: {day(-60)}, reason: The system moves to a new log platform.}}
"""


if __name__ == "__main__":
    main()
