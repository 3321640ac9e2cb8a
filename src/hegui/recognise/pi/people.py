"""Names of people, by surname lists and shape."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from hegui.recognise.pi.western import no_parts_of_names

WESTERN = re.compile(r"[A-ZÀ-Þ][\w'’-]{1,20}(?:[ -][A-ZÀ-Þ][\w'’.-]{0,20}){1,3}")
NOT_A_NAME = frozenset(
    [
        "公司",
        "集团",
        "中心",
        "银行",
        "学校",
        "大学",
        "医院",
        "商店",
        "系统",
        "部门",
        "管理",
        "测试",
        "用户",
        "默认",
        "全部",
        "其他",
        "服务",
        "产品",
        "订单",
        "账户",
        "信息",
        "数据",
        "权限",
        "明确",
        "白人",
        "高中",
        "房地",
        "金融",
        "常务",
        "项目",
        "常用",
        "总经",
        "业务",
        "营销",
        "客户",
        "有效",
        "儿童",
        "职业",
        "成了",
        "谢谢",
        "电话",
        "联系",
        "地址",
        "方式",
        "资料",
        "时间",
        "关注",
        "关系",
        "应当",
        "需要",
        "方法",
        "方便",
        "方面",
        "任何",
        "全体",
        "安全",
        "安排",
        "高级",
        "高度",
        "单位",
        "计划",
        "平台",
        "应用",
        "程序",
        "通讯",
        "通信",
        "权利",
        "相关",
        "相应",
        "连接",
        "文件",
        "文本",
        "时候",
        "阳光",
        "温泉",
        "明星",
        "荣誉",
        "文明",
        "王子",
        "顾客",
        "顾问",
        "许可",
        "白领",
        "宝贝",
        "金额",
        "余额",
        "费用",
        "成绩",
        "房号",
        "房间",
        "车牌",
        "车辆",
        "文化",
    ]
)


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Surnames of one character and of two."""
    lines = files("hegui.recognise.pi").joinpath("surnames.txt").read_text(encoding="utf-8").splitlines()
    return frozenset("".join(lines[:-1])), frozenset(lines[-1].split())


def is_chinese_name(value: str) -> bool:
    """Whether a value as a whole looks like a Chinese name: a surname and one or two characters more.

    >>> is_chinese_name("欧阳修"), is_chinese_name("有限公司")
    (True, False)
    """
    if not 2 <= len(value) <= 4 or not all("\u4e00" <= c <= "\u9fff" for c in value):
        return False
    single, double = surnames()
    if value[:2] in double and len(value) > 2:
        return True
    return value[0] in single and len(value) <= 3 and not any(word in value for word in NOT_A_NAME)


def is_western_name(value: str) -> bool:
    """Whether a value as a whole has the shape of a Western name: two to four capitalised words, none of them an everyday one."""
    return WESTERN.fullmatch(value) is not None and no_parts_of_names().isdisjoint(value.lower().split())
