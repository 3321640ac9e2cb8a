"""Columns of tables classed by name and values: precision, recall and F1 of the first kind of each, on the tables of ``data_columns.yaml``.

The values are generated. Where a folder of labelled corpora holds ``db``, the columns of its databases follow, labelled by what their names
say (``REAL``).
"""

from __future__ import annotations

import base64
import hashlib
import string
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from data_corpus import HITS, Make

from hegui import yaml12
from hegui.evidence.data.examining import Asset, examine
from hegui.evidence.data.parts import Item
from hegui.recognise.pi import classify
from hegui.recognise.pi.naming import table_of_people

ROWS = 60
REAL = {  # the columns of personal information in db/Chinook_Sqlite.sqlite, by their names
    "Customer": {
        "FirstName": "person_name",
        "LastName": "person_name",
        "Address": "address",
        "Phone": "cn_landline",
        "Fax": "cn_landline",
        "Email": "email",
    },
    "Employee": {
        "FirstName": "person_name",
        "LastName": "person_name",
        "BirthDate": "birth_date",
        "Address": "address",
        "Phone": "cn_landline",
        "Fax": "cn_landline",
        "Email": "email",
    },
    "Invoice": {"BillingAddress": "address"},
}
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静强磊洋艳勇杰娟涛明超秀霞平刚桂英华"
WORDS = (
    "销售部",
    "财务部",
    "正常",
    "尽快发货",
    "三年二班",
    "本科",
    "深圳分部",
    "大床房",
    "顺丰速运",
    "停水通知",
    "语文",
    "内科",
)
GOODS = (
    "智能手环",
    "纯棉T恤",
    "有机大米5kg",
    "手机 15 Pro",
    "华信科技有限公司",
    "瑞丰贸易有限公司",
    "蓝牙耳机",
    "重疾险A款",
)
LABELS = (
    "primary",
    "sys.index.skin",
    "zh-CN",
    "Retail",
    "IDCARD",
    "page_view",
    "R",
    "n/a",
    "icon_01.png",
    "visa",
    "VIP",
)


def _letters(m: Make, n: int) -> str:
    return "".join(m.r.choices(string.ascii_letters + string.digits, k=n))


def _chinese_address(m: Make) -> str:
    place = m.r.choice(("广东省深圳市南山区", "浙江省杭州市西湖区", "北京市朝阳区", "四川省成都市武侯区"))
    return f"{place}{m.r.choice(('人民路', '中山北路', '学院路'))}{m.r.randint(1, 999)}号{m.r.randint(1, 30)}栋{m.r.randint(101, 2804)}室"


def _chosen(*values: str) -> Callable[[Make], str]:
    return lambda m: m.r.choice(values)


def _bytes(m: Make, n: int) -> str:
    return base64.b64encode(m.r.randbytes(n)).decode()


VALUES: Mapping[str, Callable[[Make], str]] = {
    **{kind: make for kind, (make, _) in HITS.items()},
    "person_name": lambda m: m.r.choice(SURNAMES) + "".join(m.r.choices(GIVEN, k=m.r.choice((1, 2, 2)))),
    "address": _chinese_address,
    "account_id": lambda m: m.r.choice(("sunny", "tom", "liwei", "happy")) + m.digits(3),
    "credential_secret": lambda m: "ghp_" + _letters(m, 36),
    "hk_macau_permit": lambda m: m.r.choice("HM") + m.digits(8),
    "tw_permit": lambda m: m.digits(8),
    "cn_military_id": lambda m: f"军字第{m.digits(7)}号",
    "health": _chosen("高血压2级", "2型糖尿病", "腰椎间盘突出", "急性阑尾炎"),
    "religion": _chosen("无", "佛教", "基督教"),
    "ethnicity": _chosen("汉族", "回族", "满族", "壮族"),
    "political": _chosen("群众", "中共党员", "共青团员"),
    "biometric": lambda m: _bytes(m, 48),
    "bcrypt": lambda m: "$2b$12$" + _letters(m, 53),
    "argon2": lambda m: "$argon2id$v=19$m=65536,t=3,p=4$" + _letters(m, 22) + "$" + _letters(m, 43),
    "pbkdf2": lambda m: "pbkdf2_sha256$600000$" + _letters(m, 22) + "$" + _letters(m, 43) + "=",
    "ssha": lambda m: "{SSHA}" + _bytes(m, 28),
    "md5": lambda m: hashlib.md5(m.digits(6).encode(), usedforsecurity=False).hexdigest(),
    "masked": lambda m: f"138****{m.digits(4)}",
    "encrypted": lambda m: _bytes(m, m.r.choice((32, 48))),
    "~number": lambda m: str(m.r.randint(0, 99999)),
    "~digits": lambda m: f"2026{m.r.randint(1, 12):02}{m.r.randint(1, 28):02}" + m.digits(10),
    "~decimal": lambda m: f"{m.r.uniform(0, 999):.4f}",
    "~time": lambda m: f"2026-{m.r.randint(1, 12):02}-{m.r.randint(1, 28):02} {m.r.randint(0, 23):02}:15:26",
    "~day": lambda m: f"2026-{m.r.randint(1, 12):02}-{m.r.randint(1, 28):02}",
    "~code": lambda m: m.r.choice(("SF", "DD", "E", "BL", "v1.")) + m.digits(12),
    "~url": lambda m: f"https://cdn.example.com/img/{m.digits(8)}.jpg",
    "~hash": lambda m: m.r.randbytes(16).hex(),
    "~uuid": lambda m: str(uuid.UUID(int=m.r.getrandbits(128), version=4)),
    "~words": _chosen(*WORDS),
    "~goods": _chosen(*GOODS),
    "~labels": _chosen(*LABELS),
}


def generated(seed: int) -> Iterator[tuple[str, str, str, str | None]]:
    """Table, column, label and the kind it was classed as."""
    m = Make(seed)
    tables = yaml12.load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    for table, labels in tables.items():
        holder = table_of_people(table, labels)
        for column, label in labels.items():
            make = VALUES[label.removesuffix("?").rpartition("/")[2]]
            kinds = classify(column, [make(m) for _ in range(ROWS)], holder).kinds
            yield table, column, label, kinds[0].kind if kinds else None


def real(path: Path) -> Iterator[tuple[str, str, str, str | None]]:
    """The same of a database in SQLite."""
    for asset in examine(Item(path.name, path), "full"):
        if isinstance(asset, Asset):
            table = asset.path.partition("#")[2]
            for field in asset.fields:
                label = REAL.get(table, {}).get(field.name, "~")
                yield table, field.name, label, field.kinds[0].kind if field.kinds else None


def scores(rows: list[tuple[str, str, str, str | None]]) -> tuple[int, float, float, float, list[str]]:
    """Columns with a kind, precision, recall, F1, and the columns that were classed otherwise."""
    expected = given = both = 0
    wrong = []
    for table, column, label, got in rows:
        kind = None if label.startswith("~") else label.rstrip("?").partition("/")[0]
        if label.endswith("?") and got in (None, kind):
            continue
        expected, given, both = (
            expected + (kind is not None),
            given + (got is not None),
            both + (kind is not None and got == kind),
        )
        if got != kind:
            wrong.append(f"{table}.{column}: {got or 'none'} for {label}")
    return expected, both / max(1, given), both / max(1, expected), 2 * both / max(1, expected + given), wrong


def report(seed: int, folder: Path | None = None) -> None:
    """Print a line a set of tables, and what was classed otherwise."""
    sets = [("generated tables", list(generated(seed)))]
    if folder and (path := folder / "db" / "Chinook_Sqlite.sqlite").is_file():
        sets.append(("Chinook", list(real(path))))
    for name, rows in sets:
        kinds, precision, recall, f1, wrong = scores(rows)
        print(f"columns of {name}: {kinds} of {len(rows)} hold a kind, P {precision:.3f}, R {recall:.3f}, F1 {f1:.3f}")
        for line in wrong:
            print(f"  {line}")
