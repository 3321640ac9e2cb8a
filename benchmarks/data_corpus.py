"""Generated text with labels: values of every kind in many surroundings, and as many look-alikes. Fixed before the rules; seed in hand."""

from __future__ import annotations

import random
import string
import uuid
from collections.abc import Callable

RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
AREAS = [
    "110101",
    "110105",
    "120103",
    "130102",
    "210202",
    "310115",
    "320106",
    "330106",
    "350203",
    "370102",
    "420106",
    "430102",
    "440305",
    "500103",
    "510104",
    "610113",
    "650102",
]
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VIN = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
MOBILE = [
    "130",
    "131",
    "132",
    "133",
    "135",
    "136",
    "137",
    "138",
    "139",
    "147",
    "150",
    "151",
    "152",
    "155",
    "157",
    "158",
    "159",
    "166",
    "170",
    "173",
    "176",
    "177",
    "178",
    "180",
    "182",
    "185",
    "186",
    "187",
    "188",
    "189",
    "191",
    "198",
    "199",
]


class Make:
    """Random values, by one generator."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)

    def digits(self, n: int, first: str = string.digits) -> str:
        return self.r.choice(first) + "".join(self.r.choices(string.digits, k=n - 1))

    def resident(self) -> str:
        body = f"{self.r.choice(AREAS)}{self.r.randint(1945, 2012)}{self.r.randint(1, 12):02}{self.r.randint(1, 28):02}{self.digits(3)}"
        return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, RESIDENT_WEIGHTS, strict=True)) % 11]

    def mobile(self) -> str:
        return self.r.choice(MOBILE) + self.digits(8)

    def luhn(self, body: str) -> str:
        total = sum(sum(divmod(int(c) * (2 - i % 2), 10)) for i, c in enumerate(reversed(body)))
        return body + str(-total % 10)

    def card(self) -> str:
        prefix, size = self.r.choice(
            [("622202", 19), ("621700", 19), ("625858", 16), ("4392", 16), ("5187", 16), ("3568", 16)]
        )
        return self.luhn(prefix + self.digits(size - len(prefix) - 1))

    def uscc(self) -> str:
        body = "91" + self.r.choice(AREAS) + "MA" + "".join(self.r.choices(USCC, k=7))
        return body + USCC[-sum(USCC.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]

    def vin(self) -> str:
        values = {
            **{str(n): n for n in range(10)},
            **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True)),
        }
        body = ["L", *self.r.choices(VIN, k=16)]
        body[8] = "0"
        total = sum(
            values[c] * w for c, w in zip(body, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2), strict=True)
        )
        body[8] = "0123456789X"[total % 11]
        return "".join(body)

    def imei(self) -> str:
        return self.luhn(self.r.choice(["86", "35"]) + self.digits(12))

    def email(self) -> str:
        name = "".join(self.r.choices(string.ascii_lowercase + string.digits, k=self.r.randint(4, 10)))
        return f"{name}@{self.r.choice(['qq.com', '163.com', 'example.com.cn', 'mail.example.org'])}"

    def ip(self) -> str:
        return ".".join(str(self.r.randint(1, 223)) for _ in range(4))

    def mac(self) -> str:
        return ":".join(f"{self.r.choice([0, 4, 8, 12]) if i == 0 else self.r.randint(0, 255):02x}" for i in range(6))

    def plate(self) -> str:
        new = self.r.choice("DF") + self.digits(5)
        old = "".join(self.r.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=1)) + self.digits(4)
        return self.r.choice("京沪粤浙苏鲁川渝") + self.r.choice("ABCDE") + self.r.choice([old, new])

    def landline(self) -> str:
        return self.r.choice(["010", "021", "020", "0755-", "0571-", "028-"]) + self.digits(8, "268")

    def geo(self) -> str:
        return f"{self.r.uniform(18, 53):.6f},{self.r.uniform(74, 134):.6f}"


HITS: dict[str, tuple[Callable[[Make], str], tuple[str, ...]]] = {
    "cn_resident_id": (
        Make.resident,
        ("身份证号：{}", "身份证{}", "id_card={}", "证件 {} 已核验", '"idNo":"{}"', "{}"),
    ),
    "cn_mobile": (
        Make.mobile,
        ("手机{}", "联系电话：{}，", "phone={}&", '"mobile":"{}"', "请拨打{}联系", "{}", "call {} now"),
    ),
    "bank_card": (Make.card, ("卡号：{}", "银行卡{}", "card_no={}", "尾号前为{}的卡", "{}")),
    "cn_uscc": (Make.uscc, ("统一社会信用代码：{}", "信用代码{}", "uscc={}", "{}")),
    "vin": (Make.vin, ("车架号：{}", "VIN {}", "vin={}", "{}")),
    "imei": (Make.imei, ("IMEI：{}", "imei={}", "设备{}已登记")),
    "imsi": (lambda m: "4600" + m.r.choice("0127") + m.digits(10), ("IMSI: {}", "imsi={}")),
    "email": (Make.email, ("邮箱：{}", "发送至{}。", "mail={}", "<{}>", "{}")),
    "ip": (Make.ip, ("登录IP：{}", "from {} port 22", "ip={}", "[{}]")),
    "mac": (Make.mac, ("MAC：{}", "hwaddr {}", "mac={}")),
    "vehicle_plate": (Make.plate, ("车牌{}", "车牌号：{}", "车辆{}驶入", "{}")),
    "cn_landline": (Make.landline, ("座机：{}", "tel {}", "电话{}")),
    "geo_point": (Make.geo, ("坐标：{}", "location={}", "({})")),
    "cn_passport": (lambda m: m.r.choice("EG") + m.digits(8), ("护照号：{}", "passport no. {}", "护照{}")),
    "qq_id": (lambda m: m.digits(m.r.randint(6, 10), "123456789"), ("QQ：{}", "QQ号{}", "qq={}")),
    "wechat_id": (
        lambda m: m.r.choice("abcdeftz") + "".join(m.r.choices(string.ascii_lowercase + "_0123456789", k=9)),
        ("微信号：{}", "微信：{}", "wechat: {}"),
    ),
    "birth_date": (
        lambda m: f"{m.r.randint(1950, 2015)}-{m.r.randint(1, 12):02}-{m.r.randint(1, 28):02}",
        ("出生日期：{}", "生日{}", "birthday: {}", "DOB: {}"),
    ),
    "credential_password": (
        lambda m: "".join(m.r.choices(string.ascii_letters, k=6)) + m.digits(3),
        ("密码：{}", "password={}", 'password: "{}"'),
    ),
}


def _wrong_check(m: Make) -> str:
    good = m.resident()
    return good[:-1] + next(c for c in "0123456789" if c != good[-1])


def _wrong_luhn(m: Make) -> str:
    good = m.card()
    return good[:-1] + str((int(good[-1]) + 1 + m.r.randrange(8)) % 10)


LOOK_ALIKES: tuple[tuple[Callable[[Make], str], tuple[str, ...]], ...] = (
    (
        lambda m: f"2026{m.r.randint(1, 12):02}{m.r.randint(1, 28):02}{m.digits(m.r.choice([6, 9, 10, 12]))}",
        ("订单号：{}", "order_id={}", "流水号{}", "No.{}"),
    ),
    (lambda m: "1" + m.digits(10, "3456789"), ("订单号：{}", "运单号{}", "order_no={}", "trace_id: {}")),
    (lambda m: str(m.r.randint(1600000000000, 1790000000000)), ("ts={}", "timestamp: {}", "{}")),
    (lambda m: str(uuid.UUID(int=m.r.getrandbits(128))), ("request {}", "id={}", "{}")),
    (lambda m: f"{m.r.getrandbits(256):064x}", ("sha256:{}", "{}")),
    (lambda m: f"{m.r.getrandbits(128):032x}", ("md5 {}", "{}")),
    (_wrong_check, ("编号 {}", "身份证号：{}", "{}")),
    (_wrong_luhn, ("卡号：{}", "{}")),
    (lambda m: m.digits(m.r.randint(20, 30), "123456789"), ("{}", "序列{}")),
    (lambda m: f"0.{m.digits(m.r.choice([11, 15, 16, 18]))}", ("ratio {}", "{}")),
    (
        lambda m: f"v{m.r.randint(1, 9)}.{m.r.randint(0, 30)}.{m.r.randint(0, 30)}.{m.r.randint(0, 30)}",
        ("{}", "升级到{}"),
    ),
    (lambda m: m.r.choice("10 11 12").replace(" ", "")[:2] + m.digits(9), ("{}", "编号{}")),
    (
        lambda m: (
            f"2026-{m.r.randint(1, 12):02}-{m.r.randint(1, 28):02} {m.r.randint(0, 23):02}:{m.r.randint(0, 59):02}:{m.r.randint(0, 59):02}"
        ),
        ("{}", "于{}"),
    ),
    (lambda m: "".join(m.r.choices(string.ascii_uppercase, k=3)) + "-" + m.digits(11, "1"), ("单据{}", "{}")),
    (lambda m: "".join(m.r.choices(string.ascii_letters + string.digits, k=22)), ("key {}", "{}")),
    (lambda m: f"{m.digits(3)},{m.digits(3)},{m.digits(3)}.{m.digits(2)}", ("金额{}", "total {}")),
)
FILL = (
    "系统于今日完成例行维护，所有服务运行正常。",
    "The nightly batch finished without errors and the queue is empty.",
    "INFO  [http-nio-8080-exec-7] c.e.shop.OrderService - paid, cost=12.40 ms uri=/api/v1/order/8812",
    "本批货物共 318 件，合计 12,440.50 元，已于三号库签收。",
    "WARN connection pool 12/20 in use, waiting 3 threads, retry in 250 ms",
)

Label = tuple[int, int, int, str]


def corpus(seed: int, hits: int, fill: int = 1) -> tuple[str, set[Label]]:
    """Text with *hits* values and as many look-alikes, and the labels (line, start, end, kind); *fill* plain sentences a hit."""
    m, kinds = Make(seed), list(HITS)
    lines, labels = [], set()
    for i in range(hits):
        kind = kinds[i % len(kinds)]
        make, frames = HITS[kind]
        value, frame = make(m), m.r.choice(frames)
        before = (
            m.r.choice(["", "客户", "记录 ", "user "]) if not frame.startswith("{") else m.r.choice(["", "，", " "])
        )
        start = len(before) + frame.index("{}")
        lines.append(before + frame.replace("{}", value))
        labels.add((len(lines), start, start + len(value), kind))
        make_other, other_frames = m.r.choice(LOOK_ALIKES)
        lines.append(m.r.choice(other_frames).replace("{}", make_other(m)))
        lines.extend(m.r.choices(FILL, k=fill))
    return "\n".join(lines) + "\n", labels
