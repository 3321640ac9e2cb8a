"""For whom a box asks consent, from its words and its agreements; and that the check on it fires from a real page."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from hegui import audit
from hegui.checks.query import Asking
from hegui.evidence.page import browser
from hegui.evidence.page.parties import Parties, companies_in, holder_of, parties

BOX = "我同意《芝麻服务协议》"


def control(label, *agreements):
    return {"label": label, "agreements": [{"text": text, "href": None} for text in agreements]}


def page(text, title="年度账单"):
    return {"title": title, "text": text}


def test_the_holder_of_an_agreement_is_named_beside_its_kind():
    titles = {"《芝麻服务协议》": "芝麻", "《天翼账号认证服务条款》": "天翼", "Google Terms of Service": "Google"}
    assert {title: holder_of(title) for title in titles} == titles


@pytest.mark.parametrize(
    "title",
    ["《用户服务协议》", "《个人信息处理授权书》", "《会员章程》", "隐私政策", "Privacy Policy", "here", "", "《》"],
)
def test_a_kind_of_agreement_names_nobody(title):
    assert holder_of(title) is None


def test_a_box_for_anothers_agreement_asks_for_another():
    assert parties(control(BOX, "《芝麻服务协议》"), page(f"查看账单 {BOX}")) == Parties(None, ("芝麻",))


def test_a_name_that_the_page_bears_elsewhere_is_its_own():
    label = "同意《某宝用户协议》和《某宝隐私政策》"
    assert parties(control(label), page(f"欢迎使用某宝 {label}", "登录")) == Parties(None, ())
    assert parties(control(label), page(label, "某宝 - 登录")) == Parties(None, ())


def test_the_company_in_the_footer_is_the_pages_own_and_one_in_the_box_alone_is_not():
    label = "我同意甲科技有限公司向乙信用管理有限公司提供我的信用信息"
    assert list(companies_in(label)) == ["甲科技有限公司", "乙信用管理有限公司"]
    assert parties(control(label), page(f"{label} © 甲科技有限公司")) == Parties(
        "甲科技有限公司", ("乙信用管理有限公司",)
    )


def test_endless_names_and_titles_are_no_names():
    assert holder_of("《" + "芝" * 400 + "协议》") is None
    assert parties(control("同意" * 5000), page("同意" * 5000)) == Parties(None, ())


def answers_of(monkeypatch, name):
    """The rows that one check gives while an audit runs."""
    found, asked = [], Asking.ask

    def ask(self, check, expected):
        rows = list(asked(self, check, expected))
        found.extend(rows if check.id == name else ())
        return iter(rows)

    monkeypatch.setattr(Asking, "ask", ask)
    return found


@pytest.mark.skipif(not any(map(shutil.which, browser.NAMES)), reason="no Chromium is installed")
def test_a_page_that_asks_for_an_affiliate_is_found_against_its_policy(tmp_path: Path, monkeypatch):
    (tmp_path / "bill.html").write_text(
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>年度账单</title><h1>2017 年度账单</h1><button>查看我的年账单</button>'
        f'<p><label><input type="checkbox"> {BOX}，允许收集我的信用信息，包括在第三方保存的信息</label></p></html>',
        encoding="utf-8",
    )
    (tmp_path / "policy.html").write_text(
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>隐私政策</title><h1>隐私政策</h1>'
        "<p>甲支付有限公司（以下称“我们”）是您的个人信息处理者，重视您的个人信息保护。</p>"
        "<h2>一、我们如何收集和使用您的个人信息</h2><p>为完成注册，我们会收集您的手机号码；为完成支付，我们会收集您的银行卡号。</p>"
        "<h2>二、保存期限</h2><p>我们在账号存续期间保存您的个人信息，注销后十五日内删除。</p>"
        + "<p>您可以随时联系我们，查阅、复制、更正您的个人信息。</p>"
        * 20,
        encoding="utf-8",
    )
    (tmp_path / "hegui.yaml").write_text(
        "hegui: 1\noperators:\n- id: pay\n  name: {en: Pay, zh: 甲支付}\n  kind: company\n  services:\n  - {id: bill, name: {en: bill, zh: 年度账单}}\n"
        "  sources:\n  - {id: web, kind: page, path: bill.html, as_of: 2018-01-03, about: [service/bill]}\n"
        "  - {id: rules, kind: policy, path: policy.html, as_of: 2018-01-03, about: [service/bill]}\n",
        encoding="utf-8",
    )  # fmt: skip
    collected = audit.collect(audit.load([tmp_path / "hegui.yaml"]), cache=False)
    asked = [row for row in collected["handling"].to_pylist() if row["side"] == "asked"]
    assert {(row["kind"], row["recipient"]) for row in asked} >= {("credit", "芝麻")}
    answered = answers_of(monkeypatch, "handling/asked_for_another")
    (kept,) = audit.audit(collected, on=date(2018, 1, 31), out=tmp_path / "dossier")
    (said,) = answered
    assert (said["subject"], said["sentence"], said["handler"], said["names"]) == (
        "bill",
        "for_another",
        "甲支付有限公司",
        ["芝麻"],
    )
    line = next(line for line in kept.document["handling"]["lines"] if line["recipient"] == "芝麻")
    assert "another" in line["gaps"]
    shown = (tmp_path / "dossier/report.html").read_text(encoding="utf-8")
    assert "为政策所称处理者以外的主体索取" in shown
    assert 'src="data:image/png;base64,' in shown
