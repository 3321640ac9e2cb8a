"""Generate the example of data: two systems whose tables agree with the inventory in one, and do not in the other.

    python examples/data/generate.py FOLDER [--on 2026-11-21]

Names, numbers and passwords are made here from a fixed seed and belong to nobody. What the audit must find is in ``expected.yaml``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
FAMILY, GIVEN = "王李张刘陈杨赵黄", ("示例", "例甲", "例乙", "例丙", "样本")
PEOPLE = 400


def main() -> None:
    """Write the operator's folder: profile, registers and data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2026, 11, 21))
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.on)
    print(arguments.folder / "hegui.yaml")


def generate(folder: Path, on: date) -> None:
    """Write everything below *folder* as it stood on the day *on*."""
    chance = random.Random(20211101)
    people = [_person(chance, on) for _ in range(PEOPLE)]
    for part in ("registers", "data", "documents"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    _customers(folder / "data" / "customers.sqlite", people, on)
    _campaign(folder / "data" / "campaign.csv", people[:120], on)
    _staff(folder / "data" / "staff.csv", people[200:240])
    _backups(folder / "data" / "restic.json", on)
    _registers(folder / "registers", on)
    (folder / "documents" / "classes.md").write_text(
        "# 数据分类分级制度\n\n数据分为一至四级；含个人信息的不低于三级，含敏感个人信息的为四级。每年复核一次。\n",
        encoding="utf-8",
    )
    (folder / "hegui.yaml").write_text(profile(on), encoding="utf-8")


def _person(chance: random.Random, on: date) -> dict[str, str]:
    born = on - timedelta(days=chance.randint(11, 70) * 365 + chance.randint(0, 364))
    body = f"110101{born:%Y%m%d}{chance.randint(0, 999):03}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    return {
        "name": chance.choice(FAMILY) + chance.choice(GIVEN),
        "mobile": f"139{chance.randint(0, 99_999_999):08}",
        "identity": body + check,
        "password": f"{chance.choice('abcdefgh')}{chance.randint(10_000, 99_999)}",
    }


def _customers(path: Path, people: Sequence[dict[str, str]], on: date) -> None:
    """Customers of the shop: passwords as bare MD5, some rows only marked as deleted."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "create table customers (id integer, real_name text, mobile text, id_card text, password text, created_at text, del_flag text)"
        )
        for n, one in enumerate(people):
            digest = hashlib.md5(
                ("123456" if n % 9 == 0 else one["password"]).encode(), usedforsecurity=False
            ).hexdigest()
            row = (
                n,
                one["name"],
                one["mobile"],
                one["identity"],
                digest,
                str(on - timedelta(days=30 + 4 * n)),
                "1" if n % 40 == 0 else "0",
            )
            db.execute("insert into customers values (?, ?, ?, ?, ?, ?, ?)", row)
        db.commit()


def _campaign(path: Path, people: Sequence[dict[str, str]], on: date) -> None:
    """A campaign that ended long ago; its list was to be deleted."""
    rows = ([one["name"], one["mobile"], str(on - timedelta(days=500))] for one in people)
    _csv(path, ["姓名", "手机号", "参加日期"], rows)


def _staff(path: Path, people: Sequence[dict[str, str]]) -> None:
    """Staff of the back office, of which the inventory knows nothing."""
    _csv(path, ["姓名", "身份证号", "备注"], ([one["name"], one["identity"], "在职"] for one in people))


def _backups(path: Path, on: date) -> None:
    """What the backup tool lists."""
    snapshots = [
        {
            "time": f"{on - timedelta(days=back)}T02:00:00+08:00",
            "tree": "0",
            "paths": ["/srv/shop"],
            "id": f"{back:064x}",
            "short_id": f"{back:08x}",
        }
        for back in (9, 2)
    ]
    path.write_text(json.dumps(snapshots), encoding="utf-8")


def _registers(folder: Path, on: date) -> None:
    _csv(
        folder / "inventory.csv",
        [
            "数据集",
            "所在系统",
            "数据种类",
            "数据分类分级",
            "是否个人信息",
            "是否敏感个人信息",
            "是否重要数据",
            "保存至",
        ],
        [
            ["customers", "shop", "身份信息、联系方式、密码", "四级", "是", "是", "否", str(on + timedelta(days=400))],
            ["campaign", "shop", "身份信息、联系方式", "三级", "是", "否", "否", str(on - timedelta(days=100))],
            ["catalogue", "office", "业务数据", "一级", "否", "否", "否", ""],
        ],
    )
    _csv(
        folder / "backups.csv",
        ["系统", "备份方式", "最近一次成功备份时间", "恢复测试日期"],
        [["shop", "全量", f"{on - timedelta(days=60)} 02:00", str(on - timedelta(days=90))]],
    )


def _csv(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)


def profile(on: date) -> str:
    """hegui.yaml: who is checked, with which evidence."""
    yesterday, whole = on - timedelta(days=1), "complete: {by: responsible_person}"
    return f"""# The example of data. Made by examples/data/generate.py; nothing here is real.
hegui: 1
operators:
  - id: data-shop
    name: {{en: Example Data Shop Ltd, zh: 示例数据商店有限公司}}
    kind: company
    people:
      - {{role: responsible_person, name: 示例甲, since: {on - timedelta(days=700)}}}
    systems:
      - {{id: shop, name: {{en: Web shop, zh: 网上商城}}, since: {on - timedelta(days=790)}}}
      - {{id: office, name: {{en: Back office, zh: 办公系统}}, since: {on - timedelta(days=790)}}}
    data_sets:
      - {{id: customers, name: {{en: Customers, zh: 客户}}, system: shop, personal: true, sensitive: true, persons: {PEOPLE}}}
      - {{id: campaign, name: {{en: Spring campaign, zh: 春季活动名单}}, system: shop, personal: true}}
    sources:
      - {{id: customer-base, kind: data, about: [data_set/customers, system/shop], path: data/customers.sqlite, depth: full, as_of: {yesterday}, {whole}}}
      - {{id: campaign-list, kind: data, about: [data_set/campaign], path: data/campaign.csv, depth: full, as_of: {yesterday}, {whole}}}
      - {{id: office-files, kind: data, about: [system/office], path: data/staff.csv, depth: full, as_of: {yesterday}, {whole}}}
      - {{id: backup-listing, kind: data, about: [system/shop], path: data/restic.json, as_of: {yesterday}}}
      - {{id: inventory, kind: register, register: inventory, path: registers/inventory.csv, as_of: {yesterday}, {whole}}}
      - {{id: backup, kind: register, register: backup, path: registers/backups.csv, as_of: {yesterday}, {whole}}}
      - id: papers
        kind: documents
        path: documents
        as_of: {yesterday}
        documents:
          - {{file: classes.md, document: classification_policy, dated: {on - timedelta(days=300)}, owner: responsible_person, approved: {{by: responsible_person, on: {on - timedelta(days=300)}}}}}
"""


if __name__ == "__main__":
    main()
