"""Policies for tests: written to a file, read by the collector, given back as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hegui.engine import Source
from hegui.evidence.policy import collector

TAKEN_AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
TABLES = ("policy", "policy_element", "policy_declared", "handling", "exhibit", "coverage", "skipped", "unreadable")
Rows = Mapping[str, list[dict[str, Any]]]

CHINESE = """云杉商城隐私政策

更新日期：2026年1月5日　生效日期：2026年1月12日

云杉商城由北京云杉网络科技有限公司（以下简称“我们”）运营，注册地址：北京市海淀区云杉路1号。

一、我们如何收集和使用您的个人信息

1. 注册时，为了帮助您完成注册，我们会收集您的手机号码和密码。
2. 下单时，我们会收集您的姓名、收货地址和订单信息，用于向您交付商品。我们不会收集您的身份证号码。
3. 为向您个性化推荐商品，我们会收集您的浏览记录等相关信息。
4. 我们可能收集您的人脸信息等敏感个人信息，届时会征得您的单独同意。

二、我们如何使用 Cookie

我们使用 Cookie 自动收集您的设备信息。

三、我们如何共享、转让、公开披露您的个人信息

我们会向杭州快雁物流有限公司提供您的姓名和收货地址，用于配送。我们接入友盟 SDK，由第三方收集设备标识符。

四、存储和保护

我们收集的个人信息存储于中国境内，我们不会向境外提供您的个人信息。订单信息保存三年。我们采用加密技术保护您的个人信息。

五、您的权利

您可以在“我的—设置”中查阅、复制、更正、删除您的个人信息，撤回同意，或者注销账号。我们会在15个工作日内答复。您也可以向网信部门投诉。

六、未成年人

未满十四周岁的儿童使用前，须由监护人同意。

七、本政策的变更

本政策变更时，我们会以弹窗方式通知您。

八、联系我们

客服电话：400-123-4567，邮箱：privacy@yunshan.example。
"""
ENGLISH = """Heron Mail Privacy Policy

Last updated: March 3, 2026

Heron Mail is operated by Heron Software Ltd ("we"), registered office: 1 Quay Street.

1. Information we collect

When you register, we collect your name and e-mail address in order to create your account. We do not collect your precise location.

2. Sharing

We share your IP address with our analytics providers. Your information may be transferred to servers in the United States.

3. Retention

We retain your account information for two years after you close your account.

4. Your rights

You may access, correct or delete your personal information and withdraw your consent. We respond within 30 days.
"""


def read(path: Path | str, **options: Any) -> Rows:
    """Every row that a file, a folder or an address gives."""
    source = Source("op", "rules", "policy", str(path), str(path), taken_at=TAKEN_AT, options=options)
    facts = collector.merge(source, [collector.read(shard) for shard in collector.shards(source)])
    return {name: facts[name].to_pylist() if name in facts else [] for name in TABLES}


def of_text(folder: Path, text: str, name: str = "policy.md") -> Rows:
    """Every row that a text gives."""
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder / name)


def present(rows: Rows) -> set[str]:
    """The elements that are there."""
    return {row["element"] for row in rows["policy_element"] if row["present"]}


def declared(rows: Rows, what: str) -> set[str]:
    """What is declared of one sort."""
    return {row["value"] for row in rows["policy_declared"] if row["what"] == what}
