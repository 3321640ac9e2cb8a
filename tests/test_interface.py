"""What the verbs answer has one shape: the names, types and nesting that scripts and CI jobs build on."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conftest import ROOT, TODAY
from hegui.cli import main

ATOMS = {
    "text": lambda v: isinstance(v, str),
    "n": lambda v: type(v) is int,
    "x": lambda v: type(v) in (int, float),
    "bool": lambda v: type(v) is bool,
    "null": lambda v: v is None,
    "any": lambda _: True,
    "day": lambda v: isinstance(v, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", v)),
    "time": lambda v: isinstance(v, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d", v)),
    "cite": lambda v: isinstance(v, str) and bool(re.match(r"[a-z][a-z0-9-]*@\d{4}(/|$)", v)),
    "TXT": lambda v: isinstance(v, dict) and set(v) == {"en", "zh"} and all(v.values()),
}
FINDING = {"rule": "text", "where": "text", "strength": "text", "reason": "TXT", "articles": ["cite"]}
FRAME = {"unreadable": [{"path": "text", "reason": "TXT"}], "coverage": {}, "blind_spots": ["TXT"]}
PARAGRAPH = {
    **{"article": "cite", "kind": "text", "bearer": "text|null", "text": "TXT", "obligations": ["text"]},
    **{"liability": ["cite"], "numbers": {}, "source": "text", "confidence": "text"},
}
SHAPES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "law show": (
        ["law", "show", "csl/21", "--on", "2018-01-01"],
        {
            **{"instrument": "text", "version": "text", "article": "text", "in_force": ["day|null"]},
            **{"counterparts": ["cite"], "paragraphs": [PARAGRAPH]},
        },
    ),
    "law coverage": (
        ["law", "coverage"],
        {
            "csl@2026": {
                **{"articles": "n", "paragraphs": "n", "binding": "n", "with_obligation": "n"},
                **{"with_deciding_check": "n", "with_named_evidence": "n", "not_for_a_machine": "n"},
            }
        },
    ),
    "grade": (
        ["grade", str(ROOT / "examples" / "firmware" / "hegui.yaml")],
        {
            "systems": [
                {
                    **{"id": "text", "level": "n|null", "declared": "n|null"},
                    **{"standard": "cite", "because": "TXT", "asks": ["TXT"]},
                }
            ]
        },
    ),
    "scan logs": (
        ["scan", "logs", "{kept}/app.log", "--on", "2026-11-21"],
        {
            "sources": [
                {
                    **{
                        "path": "text",
                        "format": "text",
                        "files": "n",
                        "bytes": "n",
                        "lines": "n",
                        "undated_lines": "n",
                    },
                    **{"first": "time", "last": "time", "year_inferred": "bool", "zone_inferred": "bool"},
                    **{"days_with_events": "n", "days_without": "n", "out_of_order": "n", "cleared_events": "n"},
                    "gaps": [{"from": "time", "to": "time", "seconds": "n", "implausible": "x|null"}],
                    "sequence_holes": [{"after": "n", "missing": "n"}],
                    **{"missing_members": ["text"], "damaged_members": ["any"]},
                    "window": {"from": "day", "as_of": "text", "reaches_back": "bool|null"},
                }
            ],
            **FRAME,
        },
    ),
    "scan data": (
        ["scan", "data", "{kept}/people.csv"],
        {
            "assets": [
                {
                    **{"path": "text", "kind": "text", "rows": "n", "bytes": "n"},
                    "fields": [
                        {
                            "name": "text",
                            "kinds": [
                                {
                                    **{"kind": "text", "count": "n", "valid": "n"},
                                    **{"sensitive": "bool", "sample": "text|null"},
                                }
                            ],
                            **{"class": "text", "confidence": "x", "because": "TXT", "stored": "text"},
                        }
                    ],
                }
            ],
            **FRAME,
        },
    ),
    "scan policy": (
        ["scan", "policy", str(ROOT / "examples" / "pages" / "privacy.html")],
        {
            "policies": [
                {
                    **{"path": "text", "language": "text", "findings": [FINDING]},
                    "elements": [{"element": "text", "present": "bool", "at": "any"}],
                    "declared": {
                        **{"kinds": ["text"], "purposes": ["text"], "recipients": ["text"]},
                        **{"cross_border": "bool|null", "sdks": ["text"]},
                    },
                }
            ],
            **FRAME,
        },
    ),
    "cases backtest": (
        ["cases", "backtest", str(ROOT / "src" / "hegui" / "cases" / "cases.csv")],
        {
            **{"cases": "n", "in_scope": "n", "out_of_scope": [{"id": "text", "why": "any"}]},
            "articles": {"cases": "n", "reproduced": "n", "beyond_mean": "x"},
            "operator_fines": {"cases": "n", "inside": "n", "median_ratio": "x|null"},
            "individual_fines": {"cases": "n", "inside": "n", "median_ratio": "x|null"},
            **{"tiers": {"cases": "n", "predicted": "n"}, "measures": {"cases": "n", "foreseen": "n"}},
            "authorities": {"cases": "n", "predicted": "n"},
            "misses": [{"id": "text", "what": "text", "stated": "any", "computed": "any"}],
        },
    ),
}
TOTALS = {"all": "n", "met": "n", "not_met": "n", "unproven": "n", "not_applicable": "n"}
AUDIT = {
    **{"operator": "text", "on": "day", "as_if": "day|null", "dossier": "text", "report": "text"},
    "totals": {"findings": TOTALS, "obligations": {**TOTALS, "not_for_a_machine": "n"}},
    "roles": [{"role": "text", "state": "text", "because": "TXT", "articles": ["cite"]}],
    "findings": [
        {
            **{"id": "text", "obligation": "text", "subject": {"kind": "text", "id": "text"}, "instance": "text|null"},
            **{"verdict": "text", "proof": "text|null", "articles": ["cite"], "liability": ["cite"], "reason": "TXT"},
            "missing": ["TXT"],
            "exhibits": [
                {"source": "text", "locator": "text", "sha256": "text|null", "period": ["any"], "taken_at": "time"}
            ],
            "coverage": {"population": "n", "examined": "n", "how": "any", "skipped": [{"what": "text", "why": "any"}]},
            "sanctions": [{"article": "cite", "tier": "text", "applied": "bool"}],
            **{"similar_cases": ["text"], "check": "text|null"},
        }
    ],
    "exposure": {
        "operator_cny": {"min": "n", "max": "n|null", "missing": ["TXT"]},
        "individuals": [{"role": "text", "min": "n", "max": "n|null", "because": "TXT"}],
        "measures": ["any"],
        "acts": [
            {
                **{"findings": ["text"], "article": "cite", "tier": "text", "min": "n", "max": "n|null"},
                **{"may": "bool", "authority": "text|null", "because": "TXT"},
            }
        ],
    },
}
SCANS = ("logs", "data", "page", "policy", "app", "firmware", "traffic", "scans", "sbom")


def differences(value: Any, shape: Any, at: str = "") -> list[str]:
    """Where a value differs from a shape: further names may stand in it, none may lack."""
    if isinstance(shape, str):
        return [] if any(ATOMS[one](value) for one in shape.split("|")) else [f"{at}: no {shape}: {value!r}"]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at}: no list"]
        return [found for one in value for found in differences(one, shape[0], f"{at}[]")]
    lacking = [f"{at}.{name}: absent" for name in shape if name not in value]
    return lacking + [
        found for name in shape if name in value for found in differences(value[name], shape[name], f"{at}.{name}")
    ]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A log with a silence in it, and a table of people."""
    lines = (f"2026-{month:02}-01T00:00:00+08:00 started\n" for month in (1, 2, 9))
    (tmp_path / "app.log").write_text("".join(lines))
    (tmp_path / "people.csv").write_text("name,phone\n张伟,13800138000\n王芳,13900139000\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", SHAPES)
def test_an_answer_has_its_shape(kept: Path, name: str):
    arguments, shape = SHAPES[name]
    result = CliRunner().invoke(main, [one.replace("{kept}", str(kept)) for one in [*arguments, "--json"]])
    assert result.exit_code == 0, result.stderr
    assert differences(json.loads(result.stdout), shape) == []


def test_an_audit_has_its_shape_and_its_totals_add_up(audited):
    status, found = audited(TODAY)
    assert status == 1
    assert differences(found, AUDIT) == []
    for totals in found["totals"].values():
        assert totals["all"] == sum(totals[name] for name in ("met", "not_met", "unproven", "not_applicable"))
    assert found["totals"]["findings"]["all"] == len({one["id"] for one in found["findings"]})


@pytest.mark.parametrize("given", ["missing", "empty folder", "empty file", "link to nothing", "pipe"])
@pytest.mark.parametrize("kind", SCANS)
def test_a_scan_that_could_read_nothing_says_why_and_exits_with_2(tmp_path: Path, kind: str, given: str):
    if (kind, given) == ("logs", "empty file"):
        pytest.skip("an empty log is a log of nothing, and read")
    place = tmp_path / "given"
    match given:
        case "empty folder":
            place.mkdir()
        case "empty file":
            place.touch()
        case "link to nothing":
            place.symlink_to("nowhere")
        case "pipe":
            os.mkfifo(place)
    result = CliRunner().invoke(main, ["scan", kind, str(place), "--json"])
    assert result.exit_code == 2
    assert differences(json.loads(result.stdout), FRAME) == []
    assert result.stderr.startswith(f"{place}: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("kind", ["logs", "data", "policy"])
def test_names_whose_bytes_are_no_text_stand_in_the_answer_as_numbers(kept: Path, kind: str):
    policy = (ROOT / "examples" / "pages" / "privacy.html").read_bytes()
    raw = {"logs": (kept / "app.log").read_bytes(), "data": (kept / "people.csv").read_bytes(), "policy": policy}[kind]
    folder = kept / "odd"
    folder.mkdir()
    suffix = {"logs": b".log", "data": b".csv", "policy": b".html"}[kind]
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff" + suffix)).write_bytes(raw)
    result = CliRunner().invoke(main, ["scan", kind, str(folder), "--json"])
    assert result.exit_code == 0, result.stderr
    assert "\\udcff" in result.stdout
    assert json.loads(result.stdout)["unreadable"] == []


def test_one_missing_path_among_others_is_listed_and_the_others_are_read(kept: Path):
    result = CliRunner().invoke(main, ["scan", "data", str(kept / "people.csv"), str(kept / "nope.csv"), "--json"])
    found = json.loads(result.stdout)
    assert (result.exit_code, len(found["assets"]), len(found["unreadable"])) == (0, 1, 1)
