"""A hand-made dossier: an example shop on 2026-11-21, with findings of every verdict, proof and strength.

It stands where a judgement would, so that dossier and report are tested by themselves. Amounts and wordings are examples.
"""

from __future__ import annotations

import copy
import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hegui import dossier, facts
from hegui.dates import SHANGHAI
from hegui.report import html

ON = date(2026, 11, 21)
AS_OF = ON - timedelta(days=1)
TAKEN = "2026-11-21T09:30:00+08:00"
SYSTEMS = {
    "shop": ("Web shop", "网上商城"),
    "portal": ("Supplier portal", "供应商门户"),
    "archive": ("Archive", "归档系统"),
    "legacy": ("Old forum", "旧论坛"),
}


def txt(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


# id -> title, text, subject kind, articles, liability, settling, settled_by
DUTIES: dict[str, tuple[dict[str, str], dict[str, str], str, list[str], list[str], str, dict[str, str]]] = {
    "csl.log_retention": (
        txt("Network logs kept for the time the law asks", "网络日志留存期限"),
        txt(
            "Keep the relevant network logs for not less than the period that the article names.",
            "按照规定留存相关的网络日志不少于法定期限。",
        ),
        "system",
        ["csl@2026/23(3)"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "check",
        txt(
            "The log archives of the system, readable and complete, over the whole period.",
            "该系统可读且完整的日志归档，覆盖整个法定期限。",
        ),
    ),
    "csl.responsible_person": (
        txt("A named person responsible for network security", "确定网络安全负责人"),
        txt(
            "Name the person responsible for network security, and assign the responsibility.",
            "确定网络安全负责人，落实网络安全保护责任。",
        ),
        "operator",
        ["csl@2026/23(1)"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "check",
        txt(
            "An appointment register or letter that is still valid on the day.",
            "在该日仍然有效的任命台账或者任命文件。",
        ),
    ),
    "csl.management_system": (
        txt("Security management rules and operating procedures", "安全管理制度和操作规程"),
        txt(
            "Write down internal security management rules and operating procedures.",
            "制定内部安全管理制度和操作规程。",
        ),
        "operator",
        ["csl@2026/23(1)"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "check",
        txt(
            "The rules and procedures themselves, dated and approved by a named role.",
            "载明日期并经指定职务批准的制度和操作规程文本。",
        ),
    ),
    "csl.technical_measures": (
        txt("Technical measures against viruses, attacks and intrusion", "防范病毒、攻击和侵入的技术措施"),
        txt(
            "Take technical measures against viruses, attacks and intrusion.",
            "采取防范计算机病毒和网络攻击、网络侵入等行为的技术措施。",
        ),
        "system",
        ["csl@2026/23(2)"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "check",
        txt(
            "A register that names the measure for each system and when it was last seen to work.",
            "逐系统登记的措施，载明最近一次有效性确认。",
        ),
    ),
    "csl.mlps_assessment": (
        txt("Systems of level 3 and above assessed in time", "第三级以上系统定期等级测评"),
        txt(
            "Have systems of level 3 and above assessed at the interval that the measures set.",
            "第三级以上系统应当按规定周期进行等级测评。",
        ),
        "system",
        ["mlps-measures-2007@2007/14.1"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "check",
        txt("The assessment report of the year, by a listed body.", "由具备资质的机构出具的当年测评报告。"),
    ),
    "csl.incident_report": (
        txt("Incidents reported to the authority in time", "按照规定报告网络安全事件"),
        txt(
            "Report incidents of the named levels to the authority within the hours set.",
            "发生规定级别的事件，应当在规定时限内向主管部门报告。",
        ),
        "operator",
        ["incident-measures@2025/4.4"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "check",
        txt("The incident register with the times of finding and reporting.", "载明发现与报告时间的事件台账。"),
    ),
    "csl.emergency_plan": (
        txt("An emergency plan for network security incidents", "网络安全事件应急预案"),
        txt("Make an emergency plan for network security incidents.", "制定网络安全事件应急预案。"),
        "operator",
        ["csl@2026/27"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "check",
        txt("The plan, dated and approved, with the record of a drill.", "经批准并载明日期的应急预案及演练记录。"),
    ),
    "csl.pi_rules_public": (
        txt("Rules on collecting and using personal information published", "公开个人信息收集、使用规则"),
        txt("Publish the rules on collecting and using personal information.", "公开收集、使用个人信息的规则。"),
        "service",
        ["csl@2026/43.1", "pipl@2021/17"],
        ["csl@2026/71.1(2)"],
        "check",
        txt("The published rules and the address where they stand.", "已公开的规则及其公开地址。"),
    ),
    "csl.notice_recorded": (
        txt("Records kept of what was done", "保存处置记录"),
        txt("Keep records of the measures taken on forbidden information.", "对禁止信息采取处置措施并保存有关记录。"),
        "service",
        ["csl@2026/49"],
        ["csl@2026/69.1", "csl@2026/69.2"],
        "check",
        txt(
            "The notice register: times, legal ground, decision, restoration.",
            "通知处置台账：时间、法律依据、决定、恢复。",
        ),
    ),
    "csl.store_duty": (
        txt("App stores stop what they know to be unlawful", "软件下载服务的安全管理义务"),
        txt(
            "Stop serving apps known to break the law, keep records and report.",
            "知道存在违法软件的，应当停止提供服务、保存记录并报告。",
        ),
        "service",
        ["csl@2026/50.2"],
        ["csl@2026/69.3"],
        "check",
        txt("The register of apps refused or removed.", "拒绝上架或者下架的软件台账。"),
    ),
    "csl.real_identity": (
        txt("Real identity asked for where the article says so", "要求用户提供真实身份信息"),
        txt("Ask users for their real identity where the article says so.", "依照规定要求用户提供真实身份信息。"),
        "service",
        ["csl@2026/26.1"],
        ["csl@2026/64"],
        "check",
        txt("A count of verified and unverified accounts.", "已核验与未核验账号的数量。"),
    ),
    "csl.data_classification": (
        txt("Data sorted into classes", "数据分类"),
        txt("Take measures that sort data into classes.", "采取数据分类措施。"),
        "operator",
        ["csl@2026/23(4)"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "evidence",
        txt("A data inventory that gives every data set its class.", "为每个数据集标明类别的数据清单。"),
    ),
    "csl.important_data_backup": (
        txt("Important data backed up", "重要数据备份"),
        txt("Back up important data.", "采取重要数据备份措施。"),
        "system",
        ["csl@2026/23(4)"],
        ["csl@2026/61.1", "csl@2026/61.3"],
        "evidence",
        txt("Backup records and the last test of a restoration.", "备份记录及最近一次恢复测试。"),
    ),
    "csl.cii_data_localisation": (
        txt("Personal information and important data kept in China", "个人信息和重要数据境内存储"),
        txt(
            "Operators of critical infrastructure keep such data in China.",
            "关键信息基础设施运营者应当在境内存储相关数据。",
        ),
        "operator",
        ["csl@2026/39"],
        ["dsl@2021/46"],
        "evidence",
        txt("Where each data set lies, and transfers with their approvals.", "各数据集的存储地及出境审批。"),
    ),
    "csl.general_duty": (
        txt("Law-abiding and honest operation", "守法诚信运营"),
        txt("Obey laws, act honestly, accept supervision.", "遵守法律、诚实信用，接受监督。"),
        "operator",
        ["csl@2026/10"],
        [],
        "not_for_a_machine",
        txt("A lawyer's review of the operator's conduct as a whole.", "由律师对经营活动作整体评价。"),
    ),
}

SQL = """-- One row a system: its worst log source decides.
select e.operator, e.subject, null as instance, null as at,
       case when s.first is null then 'nothing_given'
            when s.first > s.required then 'too_short' else 'kept' end as sentence
from expected e left join span s using (operator, subject)
where s.first < '<script>' or true
"""

CHECK = """title: {en: Network logs reach back as far as the law asks, zh: 网络日志留存期限达到法定要求}
obligation: csl.log_retention
subject: system
strength: decides
needs: [source, source_about, log_span, log_member, attestation]
sentences:
  kept: {verdict: met, en: "The logs of {subject} reach back to {first}.", zh: "{subject}的日志可追溯至{first}。"}
  too_short: {verdict: not_met, en: "The logs of {subject} reach back to {first} only.", zh: "{subject}的日志仅可追溯至{first}。"}
"""


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def exhibit(
    source: str, locator: str, proof: str, period: tuple[str | None, str | None] = (None, None)
) -> dict[str, Any]:
    return {
        "id": f"{source}:{locator}",
        "source": source,
        "locator": locator,
        "sha256": sha(locator.partition("#")[0]),
        "period": list(period),
        "taken_at": TAKEN,
        "proof": proof,
    }


def logs(source: str, path: str, first: str, last: str) -> dict[str, Any]:
    return exhibit(source, path, "measured", (f"{first}T00:00:03+08:00", f"{last}T23:59:41+08:00"))


def finding(
    duty: str,
    subject: tuple[str, str],
    verdict: str,
    reason: dict[str, str],
    *,
    proof: str | None = None,
    strength: str = "decides",
    check: str | None = None,
    sentence: str | None = None,
    exhibits: tuple[dict[str, Any], ...] = (),
    missing: tuple[dict[str, str], ...] = (),
    **more: Any,
) -> dict[str, Any]:
    title, _, _, articles, liability, _, settled_by = DUTIES[duty]
    kind, name = subject
    instance = more.get("instance")
    return {
        "id": "/".join(part for part in (duty, kind, name, instance) if part),
        "obligation": duty,
        "title": title,
        "subject": {"kind": kind, "id": name, "name": txt(*SYSTEMS.get(name, (name, name)))},
        "instance": instance,
        "at": more.get("at"),
        "role": more.get("role", "network_operator"),
        "role_state": more.get("role_state", "established"),
        "verdict": verdict,
        "proof": proof,
        "strength": strength,
        "articles": articles,
        "liability": liability,
        "reason": reason,
        "missing": list(missing),
        "settled_by": settled_by,
        "exhibits": list(exhibits),
        "exhibits_total": more.get("exhibits_total", len(exhibits)),
        "coverage": more.get("coverage")
        or {
            "population": len(exhibits),
            "examined": len(exhibits),
            "unit": "files" if exhibits else None,
            "how": txt("all that was handed over", "提交内容全部检查")
            if exhibits
            else txt("nothing was handed over", "未提交证据"),
            "skipped": [],
            "skipped_total": 0,
        },
        "sanctions": [
            {
                "article": tier["article"],
                "tier": tier["tier"],
                "applied": verdict == "not_met" and not tier["opened_by"],
            }
            for tier in CLAUSES
            if tier["article"] in liability
        ],
        "exceptions": more.get("exceptions", []),
        "similar_cases": [],
        "check": check,
        "sentence": sentence,
    }


def tier(
    article: str, name: str, trigger: dict[str, str], money: tuple[int | None, int | None], **more: Any
) -> dict[str, Any]:
    return {
        "article": article,
        "tier": name,
        "trigger": trigger,
        "opened_by": more.get("opened_by", []),
        "fined": True,
        "may": more.get("may", False),
        "operator_cny": list(money),
        "multiple": more.get("multiple", [None, None, None]),
        "individuals": more.get("individuals"),
        "individual_cny": list(more.get("individual_cny", (None, None))),
        "measures": more.get("measures", []),
        "measures_optional": [],
        "authorities": ["cyber_police", "cac"],
        "note": txt("", ""),
        "confidence": more.get("confidence", "seen"),
    }


HARM = ["refusal", "consequence"]
CLAUSES = [
    tier(
        "csl@2026/61.1",
        "base",
        txt("failure to perform the duty", "不履行网络安全保护义务"),
        (10_000, 50_000),
        may=True,
        measures=["order_rectification", "warning"],
    ),
    tier(
        "csl@2026/61.1",
        "refusal_or_consequence",
        txt("refuses to correct, or harm to network security follows", "拒不改正或者导致危害网络安全等后果"),
        (50_000, 500_000),
        opened_by=HARM,
        individuals="supervisors_and_others",
        individual_cny=(10_000, 100_000),
    ),
    tier(
        "csl@2026/61.3",
        "serious",
        txt("a mass leak of data or harm of that weight", "造成大量数据泄露等严重后果"),
        (500_000, 2_000_000),
        opened_by=["mass_leak"],
        individuals="supervisors_and_others",
        individual_cny=(50_000, 200_000),
    ),
    tier(
        "csl@2026/69.1",
        "base",
        txt("does not act on forbidden information", "对禁止信息未处置"),
        (50_000, 500_000),
        may=True,
    ),
    tier(
        "csl@2026/69.3",
        "base",
        txt("a store or sender does not do its duty", "信息发送、软件下载服务提供者不履行义务"),
        (50_000, 500_000),
        may=True,
        confidence="memory",
    ),
]

ARTICLES = {
    "csl@2026/10": txt("Operators obey the law and act honestly.", "网络运营者应当遵守法律，诚实信用。"),
    "csl@2026/23(1)": txt(
        "Set rules and procedures, and name the person responsible.", "制定制度和操作规程，确定网络安全负责人。"
    ),
    "csl@2026/23(2)": txt(
        "Take measures against viruses, attacks and intrusion.", "采取防范病毒、攻击、侵入的技术措施。"
    ),
    "csl@2026/23(3)": txt(
        "Take technical measures to monitor and record the network's operation and security events, and keep the related network logs for at least six months.",
        "采取技术措施监测、记录网络运行状态和网络安全事件，相关网络日志至少留存六个月。",
    ),
    "csl@2026/23(4)": txt(
        "Classify data, back up and encrypt important data.", "采取数据分类、重要数据备份和加密等措施。"
    ),
    "csl@2026/26.1": txt("Ask users for their real identity.", "要求用户提供真实身份信息。"),
    "csl@2026/27": txt(
        "Make emergency plans; on incidents start them, remedy, report.",
        "制定应急预案，发生事件时启动预案、补救并报告。",
    ),
    "csl@2026/39": txt("Keep personal information and important data in China.", "个人信息和重要数据应当在境内存储。"),
    "csl@2026/43.1": txt(
        "Publish the rules, say purpose, means and scope, and ask.", "公开规则，明示目的、方式和范围，并经同意。"
    ),
    "csl@2026/49": txt(
        "Stop and remove forbidden information, keep records, report.", "停止传输、消除禁止信息，保存记录并报告。"
    ),
    "csl@2026/50.2": txt(
        "Senders and stores stop, record and report.", "信息发送和软件下载服务提供者应当停止服务、保存记录并报告。"
    ),
    "csl@2026/61.1": txt("Order to correct, warning, fines.", "责令改正、警告、罚款。"),
    "csl@2026/61.3": txt("Graver harm costs more.", "造成严重后果的，从重处罚。"),
    "csl@2026/64": txt("Penalty for not asking for identity.", "未要求真实身份信息的处罚。"),
    "csl@2026/69.1": txt("Penalty for not acting on forbidden information.", "未处置禁止信息的处罚。"),
    "csl@2026/69.2": txt("Graver cases.", "情节严重的处罚。"),
    "csl@2026/69.3": txt("Penalty of senders and stores.", "信息发送、软件下载服务提供者的处罚。"),
    "csl@2026/71.1(2)": txt(
        "Personal-information duties are punished under other laws.", "违反个人信息规定的，依照有关法律处罚。"
    ),
    "dsl@2021/46": txt("Penalty for exporting important data.", "违法向境外提供重要数据的处罚。"),
    "incident-measures@2025/4.4": txt(
        "Other operators report within four hours.", "其他网络运营者应当在四小时内报告。"
    ),
    "mlps-measures-2007@2007/14.1": txt("Level 3: once a year.", "第三级信息系统每年至少测评一次。"),
    "pipl@2021/17": txt(
        "Tell people, truthfully and plainly, before handling.", "处理前以显著方式、清晰易懂的语言告知。"
    ),
}

SHORT = {
    "csl": txt("CSL", "网络安全法"),
    "dsl": txt("DSL", "数据安全法"),
    "pipl": txt("PIPL", "个人信息保护法"),
    "incident-measures": txt("Incident Measures", "国家网络安全事件报告管理办法"),
    "mlps-measures-2007": txt("MLPS Measures", "信息安全等级保护管理办法"),
}
IN_FORCE = {
    "csl": "2026-01-01",
    "dsl": "2021-09-01",
    "pipl": "2021-11-01",
    "incident-measures": "2025-11-01",
    "mlps-measures-2007": "2007-06-22",
}


def law() -> dict[str, Any]:
    def article(cite: str) -> dict[str, Any]:
        instrument, _, place = cite.partition("@")
        version, _, place = place.partition("/")
        name = SHORT[instrument]
        return {
            "name": txt(f"{name['en']} ({version}) Art. {place}", f"《{name['zh']}》（{version}）第 {place} 条"),
            "text": ARTICLES[cite],
            "confidence": "memory" if instrument == "mlps-measures-2007" else "seen",
            "source": "CSL amended 2025-10-28, http://www.npc.gov.cn/npc/c2/c30834/202510/t20251028_449048.html",
            "in_force": [IN_FORCE[instrument], None],
        }

    words = {
        "network_operator": ("network operator", "网络运营者"),
        "ciio": ("operator of critical information infrastructure", "关键信息基础设施运营者"),
        "message_or_app_store_provider": ("message sender or app store", "电子信息发送、应用软件下载服务提供者"),
        "base": ("first finding", "首次发现"),
        "refusal_or_consequence": ("on refusal or harm", "拒不改正或者导致后果"),
        "serious": ("serious", "严重"),
        "order_rectification": ("order to correct", "责令改正"),
        "warning": ("warning", "警告"),
        "cyber_police": ("cyber police", "公安机关网安部门"),
        "cac": ("cyberspace administration", "网信部门"),
        "supervisors_and_others": (
            "supervisors and others directly responsible",
            "直接负责的主管人员和其他直接责任人员",
        ),
        "incident": ("incidents", "网络安全事件"),
        "appointment": ("appointments", "任命"),
        "notice": ("notices", "通知处置"),
    }
    return {
        "articles": {cite: article(cite) for cite in sorted(ARTICLES)},
        "obligations": {
            id_: {
                "title": title,
                "text": text,
                "nature": "state",
                "bearers": ["network_operator"],
                "articles": articles,
                "liability": liability,
                "settling": settling,
                "settled_by": settled_by,
            }
            for id_, (title, text, _, articles, liability, settling, settled_by) in DUTIES.items()
        },
        "clauses": CLAUSES,
        "numbers": [
            {"key": "incident_report.hours", "value": 4, "unit": "hours", "article": "incident-measures@2025/4.4"},
            {"key": "log_retention.months", "value": 6, "unit": "months", "article": "csl@2026/23(3)"},
        ],
        "words": {code: txt(*pair) for code, pair in words.items()},
    }


def findings() -> list[dict[str, Any]]:
    """Twenty findings: every verdict, proof and strength, an instance, an exception, evidence that tries to be HTML."""
    logs_check = {"check": "logs/six_months"}
    operator = ("operator", "shop-co")
    return [
        finding(
            "csl.log_retention",
            ("system", "shop"),
            "met",
            txt(
                "The logs of Web shop in shop-logs reach back to 2025-12-28; on 2026-11-20 they had to reach back to 2026-05-20 (6 months).",
                "网上商城的日志（shop-logs）可追溯至 2025-12-28；截至 2026-11-20 应追溯至 2026-05-20（6 个月）。",
            ),
            proof="measured",
            sentence="kept",
            exhibits=(logs("shop-logs", "shop/access.log", "2025-12-28", "2026-11-20"),),
            **logs_check,
        ),
        finding(
            "csl.log_retention",
            ("system", "portal"),
            "not_met",
            txt(
                "The logs of Supplier portal in portal-logs reach back to 2026-08-22 only; on 2026-11-20 they had to reach back to 2026-05-20 (6 months).",
                "供应商门户的日志（portal-logs）仅可追溯至 2026-08-22；截至 2026-11-20 应追溯至 2026-05-20（6 个月）。",
            ),
            proof="measured",
            sentence="too_short",
            exhibits=tuple(
                logs("portal-logs", f"portal/app.log.{n}.gz", f"2026-{11 - n:02}-01", f"2026-{11 - n:02}-20")
                for n in range(3)
            ),
            exhibits_total=92,
            coverage={
                "population": 92,
                "examined": 92,
                "unit": "files",
                "how": txt("all that was handed over", "提交内容全部检查"),
                "skipped": [{"what": "core.dump", "why": txt("not a log", "不是日志")}],
                "skipped_total": 1,
            },
            exceptions=[
                {
                    "id": "e1",
                    "by": "responsible_person",
                    "until": "2026-12-31",
                    "reason": txt("Storage is being extended.", "存储正在扩容。"),
                }
            ],
            **logs_check,
        ),
        finding(
            "csl.log_retention",
            ("system", "archive"),
            "unproven",
            txt(
                "The logs in archive-logs speak for 2026-07-31 and reach back to 2025-08-01; nothing shows how Archive stands today.",
                "archive-logs 中的日志截至 2026-07-31，可追溯至 2025-08-01；归档系统目前的情况尚无证据。",
            ),
            proof="measured",
            sentence="stale",
            exhibits=(logs("archive-logs", "archive/syslog", "2025-08-01", "2026-07-31"),),
            missing=(txt("a log archive that speaks for the day of judging", "截至判定日的日志归档"),),
            **logs_check,
        ),
        finding(
            "csl.log_retention",
            ("system", "legacy"),
            "not_met",
            txt(
                "The person responsible for network security states that there is none (2026-11-01).",
                "网络安全负责人声明没有（2026-11-01）。",
            ),
            proof="attested",
            sentence="attested_none",
            exhibits=(exhibit("hegui.yaml", "hegui.yaml#line=88", "attested"),),
            **logs_check,
        ),
        finding(
            "csl.responsible_person",
            operator,
            "met",
            txt(
                "The appointment register names a person responsible since 2019-01-01.",
                "任命台账载明自 2019-01-01 起的网络安全负责人。",
            ),
            proof="registered",
            check="organisation/responsible_person",
            sentence="named",
            exhibits=(exhibit("appointments", "registers/appointments.csv#row=2", "registered"),),
        ),
        finding(
            "csl.management_system",
            operator,
            "not_met",
            txt(
                "The document security-policy.md is an unfilled template: <img src=x onerror=alert(1)> \u202egnp.exe",
                "文件 security-policy.md 是未填写的模板：<img src=x onerror=alert(1)> \u202egnp.exe",
            ),
            proof="measured",
            check="organisation/management_system",
            sentence="placeholder",
            exhibits=(exhibit("papers", "documents/<b>security-policy</b>.md", "measured"),),
        ),
        *(
            finding(
                "csl.technical_measures",
                ("system", system),
                verdict,
                txt(
                    f"The register names a measure for {SYSTEMS[system][0]}, last seen to work on 2026-{month}-03.",
                    f"台账载明{SYSTEMS[system][1]}的措施，最近一次有效性确认为 2026-{month}-03。",
                ),
                proof="registered",
                strength="supports" if verdict == "unproven" else "decides",
                check="technical/measures_named",
                sentence="named" if verdict == "met" else "old",
                exhibits=(exhibit("measures", f"registers/measures.xlsx#row={row}", "registered"),),
                missing=(txt("a scan or test result of this year", "本年度的扫描或者测试结果"),)
                if verdict == "unproven"
                else (),
            )
            for row, (system, verdict, month) in enumerate(
                (("shop", "met", "10"), ("portal", "met", "10"), ("legacy", "unproven", "02")), 2
            )
        ),
        finding(
            "csl.mlps_assessment",
            ("system", "shop"),
            "not_met",
            txt(
                "The last assessment of Web shop is of 2025-06-30, more than 12 months before 2026-11-21.",
                "网上商城最近一次测评为 2025-06-30，距 2026-11-21 已逾 12 个月。",
            ),
            proof="registered",
            check="mlps/assessed",
            sentence="overdue",
            exhibits=(exhibit("gradings", "registers/gradings.csv#row=2", "registered"),),
        ),
        *(
            finding(
                "csl.mlps_assessment",
                ("system", system),
                "not_applicable",
                txt("The system is graded below level 3.", "该系统定级低于第三级。"),
            )
            for system in ("portal", "archive")
        ),
        finding(
            "csl.incident_report",
            operator,
            "not_met",
            txt(
                "Incident i-7 was found on 2026-03-02 08:10 and reported 31 hours later; 4 hours were allowed.",
                "事件 i-7 于 2026-03-02 08:10 发现，31 小时后报告；规定时限为 4 小时。",
            ),
            proof="registered",
            check="incidents/reported_in_time",
            sentence="late",
            instance="i-7",
            at="2026-03-02",
            exhibits=(
                exhibit("incidents", "registers/incidents.csv#row=8", "registered", ("2026-03-02", "2026-03-03")),
            ),
        ),
        finding(
            "csl.emergency_plan",
            operator,
            "met",
            txt(
                "The emergency plan of 2026-02-01 is approved, and was drilled on 2026-09-10.",
                "2026-02-01 的应急预案已经批准，并于 2026-09-10 演练。",
            ),
            proof="registered",
            check="emergency/plan",
            sentence="planned",
            exhibits=(exhibit("papers", "documents/emergency-plan.docx", "measured"),),
        ),
        finding(
            "csl.pi_rules_public",
            ("service", "web"),
            "met",
            txt(
                "The rules are published at https://shop.example/privacy.",
                "规则已公开于 https://shop.example/privacy。",
            ),
            proof="registered",
            check="pi/rules_public",
            sentence="published",
            exhibits=(exhibit("papers", "documents/privacy.html", "measured"),),
        ),
        finding(
            "csl.notice_recorded",
            ("service", "forum"),
            "unproven",
            txt("No notice register was handed over.", "未提交通知处置台账。"),
            check="notices/recorded",
            sentence="nothing_given",
            missing=(txt("the register of notices and what was done on them", "通知处置台账"),),
        ),
        finding(
            "csl.store_duty",
            ("service", "firmware"),
            "not_met",
            txt(
                "The register holds no refusal although 3 apps were reported as unlawful.",
                "台账中没有拒绝记录，而已有 3 个软件被举报违法。",
            ),
            proof="registered",
            check="store/stopped",
            sentence="never_stopped",
            role="message_or_app_store_provider",
            role_state="arguable",
            exhibits=(exhibit("apps", "registers/apps.csv#row=4", "registered"),),
        ),
        finding(
            "csl.real_identity",
            ("service", "web"),
            "met",
            txt("All 120,400 accounts are verified.", "120,400 个账号均已核验。"),
            proof="registered",
            strength="decides",
            check="identity/verified",
            sentence="all",
            exhibits=(exhibit("accounts", "registers/accounts.parquet#row=1", "registered"),),
        ),
        finding(
            "csl.data_classification",
            operator,
            "unproven",
            txt("No check decides this duty.", "没有检查可对该义务作出结论。"),
            strength="supports",
        ),
        finding(
            "csl.important_data_backup",
            ("system", "shop"),
            "unproven",
            txt("No check decides this duty.", "没有检查可对该义务作出结论。"),
            strength="supports",
        ),
        finding(
            "csl.cii_data_localisation",
            operator,
            "not_applicable",
            txt(
                "Nobody has notified the operator as critical information infrastructure.",
                "未被通知认定为关键信息基础设施运营者。",
            ),
        ),
    ]


def totals(some: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    order = ("not_met", "unproven", "met", "not_applicable")
    by_duty: dict[str, set[str]] = {}
    for one in some:
        by_duty.setdefault(one["obligation"], set()).add(one["verdict"])
    worst = [next(v for v in order if v in verdicts) for verdicts in by_duty.values()]

    def count(verdicts: list[str]) -> dict[str, int]:
        return {
            "all": len(verdicts),
            **{v: verdicts.count(v) for v in ("met", "not_met", "unproven", "not_applicable")},
        }

    return {"findings": count([one["verdict"] for one in some]), "obligations": count(worst) | {"not_for_a_machine": 1}}


def exposure() -> dict[str, Any]:
    """Two acts of the operator, and one more under an arguable role."""
    measures = [
        {
            "measure": "order_rectification",
            "text": txt("order to correct", "责令改正"),
            "optional": False,
            "articles": ["csl@2026/61.1"],
        },
        {"measure": "warning", "text": txt("warning", "警告"), "optional": False, "articles": ["csl@2026/61.1"]},
    ]
    officer = txt(
        "CSL (2026) Art. 61.1 fines the supervisors directly responsible. In published decisions since 2017 that is the named officer for network security (Li Example).",
        "《网络安全法》（2026）第六十一条第一款处罚直接负责的主管人员。2017年以来公开的处罚决定中，通常为已确定的网络安全负责人（李示例）。",
    )
    persons = [
        {"role": "responsible_person", "min": 10_000, "max": 100_000, "because": officer},
        {
            "role": "other_responsible_persons",
            "min": 10_000,
            "max": 100_000,
            "because": txt(
                "Each other person directly responsible, if there is one.", "其他直接责任人员（如有），每人分别处罚。"
            ),
        },
    ]

    def act(some: list[str], article: str, name: str, money: tuple[int, int | None], **more: Any) -> dict[str, Any]:
        return {
            "findings": some,
            "article": article,
            "tier": name,
            "min": money[0],
            "max": money[1],
            "may": more.get("may", False),
            "missing": more.get("missing", []),
            "authority": "cyber_police",
            "authorities": ["cyber_police", "cac"],
            "from": more.get("begin"),
            "until": None,
            "opened": [{"article": article, "tier": name}],
            "because": more["because"],
            "measures": measures,
            "individuals": more.get("individuals", []),
            "lines": more.get("lines", []),
        }

    acts = [
        act(
            [
                "csl.log_retention/system/portal",
                "csl.log_retention/system/legacy",
                "csl.management_system/operator/shop-co",
                "csl.mlps_assessment/system/shop",
            ],
            "csl@2026/61.1",
            "refusal_or_consequence",
            (50_000, 500_000),
            begin="2026-08-22",
            individuals=persons,
            because=txt(
                "CSL (2026) Art. 61.1: refuses to correct, or harm follows. Opened by: refusal to correct (2026-10-01).",
                "《网络安全法》（2026）第六十一条第一款：拒不改正或者导致危害网络安全等后果。触发情节：拒不改正（2026-10-01）。",
            ),
            lines=[
                {
                    "kind": "bands",
                    "text": txt(
                        "A cyberspace authority chooses by bands: light below CNY 185,000, heavy above CNY 365,000.",
                        "网信部门按裁量档次确定数额：从轻低于185,000元，从重高于365,000元。",
                    ),
                    "articles": [],
                }
            ],
        ),
        act(
            ["csl.incident_report/operator/shop-co/i-7"],
            "csl@2026/61.1",
            "base",
            (0, 50_000),
            may=True,
            begin="2026-03-02",
            because=txt(
                "CSL (2026) Art. 61.1: failure to perform the duty. The fine is discretionary.",
                "《网络安全法》（2026）第六十一条第一款：不履行网络安全保护义务。该罚款为可以处以，下限按0元计。",
            ),
        ),
    ]
    store = act(
        ["csl.store_duty/service/firmware"],
        "csl@2026/69.3",
        "base",
        (0, None),
        may=True,
        missing=[txt("the illegal income", "违法所得数额")],
        because=txt(
            "CSL (2026) Art. 69.3: a store does not do its duty.",
            "《网络安全法》（2026）第六十九条第三款：软件下载服务提供者不履行义务。",
        ),
    )
    return {
        "operator_cny": {"min": 50_000, "max": 550_000, "missing": []},
        "counted_once": {"min": 50_000, "max": 500_000},
        "individuals": persons,
        "measures": measures,
        "acts": acts,
        "not_priced": [],
        "readings": [
            {
                "role": "message_or_app_store_provider",
                "state": "arguable",
                "because": txt(
                    "Devices fetch firmware from its server; whether that is a download service is open.",
                    "设备从其服务器获取固件，是否属于下载服务尚无定论。",
                ),
                "operator_cny": {"min": 50_000, "max": None, "missing": [txt("the illegal income", "违法所得数额")]},
                "individuals": persons,
                "acts": [store],
                "not_priced": [],
            }
        ],
        "note": txt(
            "How many acts there are is open in practice. Failures under one clause that overlap in time are priced as one act.",
            "行为的个数在实务中并无定论。同一条款下时间重叠的不符合事项按一个行为计价。",
        ),
        "lines": [
            {
                "kind": "mitigation",
                "text": txt(
                    "Correcting in time can bring a fine below its minimum.", "及时改正的，可以从轻或者减轻处罚。"
                ),
                "articles": [],
            }
        ],
        "general": [
            {
                "article": "csl@2026/61.3",
                "tier": "interview",
                "text": txt("a large risk or an incident is found", "发现较大安全风险或者发生安全事件"),
                "measures": [txt("interview", "约谈")],
            }
        ],
        "what_if": [],
    }


SOURCES: list[tuple[str, str, str | None, date, tuple[str, ...]]] = [
    ("shop-logs", "logs", None, AS_OF, ("shop",)),
    ("portal-logs", "logs", None, AS_OF, ("portal",)),
    ("archive-logs", "logs", None, date(2026, 7, 31), ("archive",)),
    ("edge-logs", "logs", None, AS_OF, ("shop", "portal")),
    ("appointments", "register", "appointment", AS_OF, ()),
    ("incidents", "register", "incident", AS_OF, ()),
    ("notices", "register", "notice", AS_OF, ("forum",)),
    ("papers", "documents", None, AS_OF, ()),
]


def document(some: list[dict[str, Any]]) -> dict[str, Any]:
    applies = [
        {
            "obligation": id_,
            "title": title,
            "applies": id_ not in ("csl.cii_data_localisation",),
            "role": "network_operator",
            "role_state": "arguable" if id_ == "csl.store_duty" else "established",
            "because": txt("It runs networks and serves through them.", "其运营网络并通过网络提供服务。"),
            "articles": articles,
            "settling": settling,
            "settled_by": settled_by,
            "subject": txt(kind, kind),
            "subjects": 1,
        }
        for id_, (title, _, kind, articles, _, settling, settled_by) in DUTIES.items()
    ]
    return {
        "format": 1,
        "hegui": "0.2.0",
        "command": "hegui audit hegui.yaml --on 2026-11-21",
        "statement": txt(
            "This is the operator's own self-check. It is neither a certificate nor an assessment report.",
            "本文件为运营者自查结果，不是证书，也不是测评报告。",
        ),
        "operator": "shop-co",
        "operator_name": txt("Example Shop Ltd", "示例商店有限公司"),
        "operator_kind": "company",
        "on": ON.isoformat(),
        "as_if": None,
        "law_versions": ["csl@2026", "incident-measures@2025", "mlps-measures-2007@2007"],
        "warnings": [],
        "totals": totals(some),
        "roles": [
            {
                "role": "network_operator",
                "title": txt("Network operator", "网络运营者"),
                "state": "established",
                "because": txt("It owns and runs four systems.", "其拥有并运营四个系统。"),
                "articles": ["csl@2026/23(1)"],
            },
            {
                "role": "message_or_app_store_provider",
                "title": txt("Provider of messages or downloads", "信息发送、应用下载服务提供者"),
                "state": "arguable",
                "because": txt("Devices fetch firmware from its server.", "设备从其服务器获取固件。"),
                "articles": ["csl@2026/50.2"],
            },
            {
                "role": "ciio",
                "title": txt("Operator of critical information infrastructure", "关键信息基础设施运营者"),
                "state": "excluded",
                "because": txt("Nobody has notified it.", "未收到认定通知。"),
                "articles": ["csl@2026/39"],
            },
        ],
        "applicability": applies,
        "exposure": exposure(),
        "people": [
            {"role": "legal_representative", "role_name": txt("legal representative", "法定代表人"), "name": "王示例"},
            {"role": "responsible_person", "role_name": txt("person responsible", "网络安全负责人"), "name": "李示例"},
        ],
        "sources": [
            {
                "source": name,
                "kind": kind,
                "what": what,
                "as_of": as_of.isoformat(),
                "complete": name != "papers",
                "complete_by": "responsible_person" if name != "papers" else None,
                "given": name != "notices",
            }
            for name, kind, what, as_of, _ in SOURCES
        ],
        "coverage": [
            {
                "operator": "shop-co",
                "source": "portal-logs",
                "unit": "files",
                "population": 92,
                "examined": 92,
                "how": "all",
            },
            {
                "operator": "shop-co",
                "source": "incidents",
                "unit": "rows",
                "population": 7,
                "examined": 6,
                "how": "all",
            },
            {
                "operator": "shop-co",
                "source": "papers",
                "unit": "files",
                "population": None,
                "examined": 4,
                "how": "sample",
            },
        ],
        "unreadable": {
            "total": 1,
            "rows": [
                {
                    "source": "incidents",
                    "what": "registers/incidents.csv#row=5",
                    "why": txt("no such day", "日期不存在"),
                    "detail": "found_at",
                }
            ],
        },
        "skipped": {
            "total": 412,
            "rows": [
                {
                    "source": "portal-logs",
                    "what": "portal/core.dump",
                    "why": txt("not a log", "不是日志"),
                    "detail": None,
                }
            ],
        },
        "attestations": [
            {
                "operator": "shop-co",
                "attestation": "a1",
                "obligation": "csl.log_retention",
                "kind": "system",
                "subject": "legacy",
                "says": "none",
                "by_role": "responsible_person",
                "made_on": "2026-11-01",
                "until": "2027-05-01",
                "exhibit": "hegui.yaml:hegui.yaml#line=88",
            }
        ],
        "exceptions": [
            {
                "operator": "shop-co",
                "exception": "e1",
                "obligation": "csl.log_retention",
                "kind": "system",
                "subject": "portal",
                "by_role": "responsible_person",
                "made_on": "2026-09-01",
                "until": "2026-12-31",
                "reason_en": "Storage is being extended.",
                "reason_zh": "存储正在扩容。",
            }
        ],
        "blind_spots": [
            {
                "kind": "logs",
                "texts": [txt("It cannot see records that were never written.", "无法看到从未写入的记录。")],
            },
            {
                "kind": "register",
                "texts": [
                    txt(
                        "A register says what was written into it, not what happened.",
                        "台账只反映其记载，不反映未记载的事实。",
                    )
                ],
            },
        ],
    }


def rows() -> dict[str, list[dict[str, Any]]]:
    """Fact rows: sources, and 4 log families day by day, one with a silence and one that ends in July."""
    mine = {"operator": "shop-co"}
    taken = datetime(2026, 11, 21, 9, 30, tzinfo=SHANGHAI)
    families = (
        ("shop-logs", "shop/access.log", date(2025, 12, 28), AS_OF, range(0)),
        ("portal-logs", "portal/app.log", date(2026, 8, 22), AS_OF, range(0)),
        ("archive-logs", "archive/syslog", date(2025, 8, 1), date(2026, 7, 31), range(0)),
        ("edge-logs", "edge/access.log", date(2026, 1, 10), AS_OF, range(190, 207)),
    )
    days = []
    for source, path, first, last, silent in families:
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            count = (
                0
                if n in silent
                else (900 if day.weekday() > 4 else 4_000) + 37 * (n % 11) + (9_000 if n % 61 == 60 else 0)
            )
            days.append({**mine, "source": source, "path": path, "day": day, "records": count})
    return {
        "operator": [
            {
                **mine,
                "name_en": "Example Shop Ltd",
                "name_zh": "示例商店有限公司",
                "kind": "company",
                "sector": "e_commerce",
            }
        ],
        "subject": [
            {**mine, "kind": "system", "subject": id_, "name_en": en, "name_zh": zh}
            for id_, (en, zh) in SYSTEMS.items()
        ],
        "source": [
            {**mine, "source": name, "kind": kind, "what": what, "as_of": as_of, "complete": True, "given": True}
            for name, kind, what, as_of, _ in SOURCES
        ],
        "source_about": [
            {**mine, "source": s[0], "kind": "system", "subject": subject} for s in SOURCES for subject in s[4]
        ],
        "log_span": [
            {**mine, "source": source, "path": path, "format": "nginx_access", "files": 3, "lines": 500_000}
            for source, path, *_ in families
        ],
        "log_member": [
            {
                **mine,
                "source": "portal-logs",
                "family": "portal/app.log",
                "path": f"portal/app.log.{n}.gz",
                "exhibit": f"portal-logs:portal/app.log.{n}.gz",
            }
            for n in range(92)
        ],
        "log_day": days,
        "attestation": [
            {
                **mine,
                "attestation": "a1",
                "obligation": "csl.log_retention",
                "kind": "system",
                "subject": "legacy",
                "exhibit": "hegui.yaml:hegui.yaml#line=88",
            }
        ],
        "exhibit": [
            {
                **mine,
                "exhibit": e["id"],
                "source": e["source"],
                "locator": e["locator"],
                "sha256": e["sha256"],
                "taken_at": taken,
                "proof": e["proof"],
            }
            for f in findings()
            for e in f["exhibits"]
        ],
    }


def parts() -> dict[str, Any]:
    """Everything that ``dossier.write`` asks for, but the folder; a fresh copy each time."""
    some = findings()
    checks = {f["check"]: {"check.yaml": CHECK, "check.sql": SQL} for f in some if f["check"]}
    return copy.deepcopy(
        {
            "document": document(some),
            "findings": some,
            "law": law(),
            "checks": checks,
            "cases": [],
            "facts": facts.facts_of(rows()),
            "exhibits": {"portal/first-page.txt": b"2026-08-22 00:00:03 GET /"},
            "page": html,
        }
    )


def write(folder: Path, **changed: Any) -> dossier.Dossier:
    """Write the example dossier and open it."""
    return dossier.read(dossier.write(folder, **{**parts(), **changed}))
