"""What captures show went abroad: flows and values by kind and place, beside the routes of a register and the numbers of the provisions."""

import json

import pytest
from click.testing import CliRunner

import traffic_kept as kept
from hegui.cli import main
from hegui.facts import registers
from hegui.law import load
from hegui.recognise.pi.families import families
from hegui.scan.traffic_abroad import as_families

US, DE, CN = "8.8.8.8", "5.9.0.1", "114.114.114.114"
MINE = "13912345678"
OTHERS = [f"1381234{n:04}" for n in range(1, 8)]


@pytest.fixture
def capture(tmp_path):
    """Ten requests: my number to the US, plain and as its MD5; seven others' there, one twice; two to Germany; mine at home."""
    sent = [(US, MINE), (US, "md5"), *((US, number) for number in OTHERS), (US, OTHERS[0])]
    sent += [(DE, OTHERS[0]), (DE, f"%2B86{OTHERS[0]}"), (CN, MINE)]
    entries = []
    for ip, number in sent:
        body = kept.encoded("md5", MINE)[1] if number == "md5" else f"phone={number}&q=1".encode()
        entries.append(json.loads(kept.har(body, url="https://in.collect-example.com/c", ip=ip))["log"]["entries"][1])
    path = tmp_path / "c.har"
    path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
    return path


def register(folder, *rows):
    path = folder / "transfers.csv"
    head = "recipient,place,kinds,persons,sensitive_persons,route"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def scan(path, *more):
    run = CliRunner().invoke(
        main,
        [
            "scan",
            "traffic",
            str(path),
            "--canary",
            f"cn_mobile={MINE}",
            "--json",
            "--on",
            "2026-11-21",
            *map(str, more),
        ],
    )
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


def test_flows_and_different_values_are_counted_by_place(capture):
    seen = scan(capture)["cross_border"]["seen"]
    counted = {one["place"]: (one["kind"], one["flows"], one["canary_flows"], one["values"]) for one in seen}
    assert counted == {"US": ("cn_mobile", 10, 2, 8), "DE": ("cn_mobile", 2, 0, 1)}


def test_a_route_is_that_of_the_place_and_the_kind(capture, tmp_path):
    rows = ["A,美国,联系方式,250000,3000,standard_contract", "B,德国,health,5,5,assessment", "C,中国,,9,0,none"]
    answer = scan(capture, "--transfers", register(tmp_path, *rows))
    assert {one["place"]: one["routes"] for one in answer["cross_border"]["seen"]} == {
        "US": ["standard_contract"],
        "DE": [],
    }
    unregistered = [f for f in answer["captures"][0]["findings"] if f["rule"] == "abroad_unregistered"]
    assert [(f["strength"], "DE" in f["reason"]["en"]) for f in unregistered] == [("supports", True)]


@pytest.mark.parametrize("kinds", ["", "contact", "其他"], ids=["none", "contact", "others"])
@pytest.mark.parametrize("place", ["美国", "其他国家"], ids=["the place", "another"])
def test_a_row_that_may_mean_a_kind_or_a_place_covers_it(capture, tmp_path, kinds, place):
    rows = [f"A,{place},{kinds},10,0,certification", f"B,德国,{kinds},1,0,none"]
    seen = scan(capture, "--transfers", register(tmp_path, *rows))["cross_border"]["seen"]
    assert [one["routes"] for one in seen if one["place"] == "US"] == [["certification"]]


def test_people_are_counted_as_the_provisions_count_them(capture, tmp_path):
    rows = ["A,美国,,250000,3000,standard_contract", "B,香港,,40,,none", "C,德国,,7000,7000,exempt", "D,中国,,9,9,none"]
    crossing = scan(capture, "--transfers", register(tmp_path, *rows))["cross_border"]
    assert crossing["registered"] == {"transfers": 2, "persons": 247040, "sensitive_persons": 3000, "uncounted": 1}
    assert crossing["numbers"] == {
        "contract_persons": 100_000,
        "assessment_persons": 1_000_000,
        "assessment_sensitive_persons": 10_000,
    }
    assert all(load().span_of(article) for article in crossing["articles"])


def test_before_the_provisions_there_is_no_number(capture):
    crossing = scan(capture, "--on", "2020-01-01")["cross_border"]
    assert set(crossing["numbers"].values()) == {None}
    assert crossing["articles"] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_answer_in_words_says_what_went_where_by_which_route(capture, tmp_path, lang):
    place = register(tmp_path, "A,美国,,250000,3000,standard_contract", "B,德国,health,5,5,assessment")
    more = ["--lang", lang, "--transfers", str(place), "--canary", f"cn_mobile={MINE}"]
    output = CliRunner().invoke(main, ["scan", "traffic", str(capture), *more]).output
    for said in [
        "US",
        "247,000",
        "3,005",
        "1,000,000",
        {"en": "declared route: standard contract", "zh": "标准合同"}[lang],
    ]:
        assert said in output
    assert {"en": "the test identity's own", "zh": "测试身份本人"}[lang] in output


def test_a_register_without_a_row_is_refused(capture, tmp_path):
    run = CliRunner().invoke(main, ["scan", "traffic", str(capture), "--transfers", str(register(tmp_path))])
    assert (run.exit_code, "Traceback" in run.output) == (2, False)


def test_every_kind_of_the_register_is_known_among_the_kinds_of_captures():
    codes = next(column.codes for column in registers()["transfer"].columns if column.name == "kinds")
    assert set(as_families()) <= set(codes)
    assert {one for some in as_families().values() for one in some} <= set(families())
    assert set(codes) - set(as_families()) - set(families()) == {"business", "other"}
