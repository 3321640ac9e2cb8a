"""Ten services' privacy terms at two dates, and the register of what they promised in between.

    python examples/policies/generate.py FOLDER
    hegui scan policy FOLDER/policies --compare --promises FOLDER/commitments.csv --on 2018-06-30

Each policy is put together from sentences so that it meets the four points of the review of 2017 just as expected.yaml says.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hegui import yaml12

HERE = Path(__file__).parent
SENTENCES = yaml12.load((HERE / "sentences.yaml").read_text(encoding="utf-8"))
POINTS = ("public_rules", "express_consent", "prompts_options", "access_correct_delete_close")


def generate(folder: Path) -> None:
    """Write the policies and the register."""
    expected = yaml12.load((HERE / "expected.yaml").read_text(encoding="utf-8"))
    (folder / "policies").mkdir(parents=True, exist_ok=True)
    for service, one in expected["services"].items():
        for when in ("before", "after"):
            path = folder / "policies" / f"{service}-{when}.md"
            path.write_text("\n\n".join(paragraphs(one, one[when], expected["dates"][when])) + "\n", encoding="utf-8")
    with (folder / "commitments.csv").open("w", encoding="utf-8", newline="") as file:
        register = csv.writer(file)
        register.writerow(["subject", "promise", "made_on"])
        for one in expected["services"].values():
            register.writerows([one["name"], promise, expected["dates"]["promised"]] for promise in one["promise"])


def paragraphs(service: dict[str, Any], grades: str, day: object) -> Iterator[str]:
    """The paragraphs of one policy: what every policy says, and what each grade of each point says."""
    said = SENTENCES[service["language"]]
    words = {"name": service["name"], "day": day}
    yield said["title"].format(**words)
    for point, grade in zip(POINTS, grades, strict=True):
        if text := said[point].get({"f": "full", "p": "part", "n": "none"}[grade]):
            yield text.strip().format(**words)
    yield said["end"].strip().format(**words)


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
