"""Ten services, four points, two audits: who improved and who drifted.

    python examples/scenes/ten_privacy_terms/table.py BEFORE AFTER [--lang zh]

BEFORE and AFTER are dossiers. Two points are verdicts: the rules are public, consent is express. Two are what the published rules name, no
more: a way to choose otherwise, and the rights to access, correct, delete and close. What the pages do is not seen here.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping
from pathlib import Path

from hegui import dossier
from hegui.dossier import Dossier
from hegui.text import Text

POINTS: Mapping[str, Text] = {
    "rules": Text("public rules", "公开规则"),
    "consent": Text("express consent", "明示同意"),
    "options": Text("options", "提示和选项"),
    "rights": Text("access, correct, delete, close", "查阅、更正、删除、注销"),
}
VERDICTS = {"rules": "csl.pi_rules_public", "consent": "csl.pi_consent"}
TOPICS = {
    "options": {"rights_withdraw"},
    "rights": {"rights_access", "rights_correct", "rights_delete", "rights_close_account"},
}
CHANGES: Mapping[str, Text] = {
    "improved": Text("improved", "改善"),
    "drifted": Text("drifted", "倒退"),
    "unchanged": Text("unchanged", "未变"),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    arguments = parser.parse_args()
    print("", *(title.in_(arguments.lang) for title in POINTS.values()), "", sep=" | ")
    before, after = kept(dossier.read(arguments.before)), kept(dossier.read(arguments.after))
    for service in sorted(before.keys() & after.keys()):
        steps = (f"{_mark(p in before[service])} → {_mark(p in after[service])}" for p in POINTS)
        print(service, *steps, CHANGES[change(before[service], after[service])].in_(arguments.lang), sep=" | ")


def kept(audit: Dossier) -> dict[str, set[str]]:
    """The points that each service keeps, by one dossier."""
    met = {(f["obligation"], f["subject"]["id"]) for f in audit.findings if f["verdict"] == "met"}
    found: dict[str, set[str]] = {}
    for row in audit.facts("document").to_pylist():
        for about in row["about"]:
            service = about.removeprefix("service/")
            shown = {point for point, duty in VERDICTS.items() if (duty, service) in met}
            named = {point for point, topics in TOPICS.items() if topics <= set(row["names_topics"])}
            found[service] = shown | named
    return found


def change(before: Collection[str], after: Collection[str]) -> str:
    """What became of a service: one that lost a point has drifted, whatever it gained."""
    if set(before) - set(after):
        return "drifted"
    return "improved" if set(after) - set(before) else "unchanged"


def _mark(kept_: bool) -> str:
    return "✓" if kept_ else "✗"


if __name__ == "__main__":
    main()
