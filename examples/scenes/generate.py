"""Generate the scenes: small stories that made the law known, each with the evidence that its operator could have handed over.

    python examples/scenes/generate.py FOLDER [SCENE…]

A scene is a folder beside this file: ``scene.yaml`` says what the audit must find, ``hegui.yaml`` who is checked, ``evidence.yaml`` what
the registers, logs and documents hold. Every operator is invented. A scene with editions is written once for each of them.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from string import Template
from typing import Any

from hegui import yaml12

HERE = Path(__file__).parent
SHANGHAI = timezone(timedelta(hours=8))
SEED = 20170601
PAGES = ("/", "/news", "/courses", "/contact")


def main() -> None:
    """Write the folders of some scenes, or of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scenes", nargs="*", default=names(), metavar="SCENE")
    arguments = parser.parse_args()
    for name in arguments.scenes:
        for profile in generate(arguments.folder / name, name):
            print(profile)


def names() -> list[str]:
    """All scenes, by the names of their folders."""
    return sorted(path.parent.name for path in HERE.glob("*/scene.yaml"))


def scene(name: str) -> dict[str, Any]:
    """What ``scene.yaml`` says: title, date and the expected answers."""
    return _read(name, "scene.yaml")


def generate(folder: Path, name: str) -> list[Path]:
    """Write profile and evidence of one scene; gives the path of each profile, one an edition."""
    evidence = _read(name, "evidence.yaml")
    editions = evidence.get("editions")
    if editions is None:
        return [_write(folder, name, evidence, {})]
    return [_write(folder / edition, name, {**evidence, **own}, own["profile"]) for edition, own in editions.items()]


def _write(folder: Path, name: str, evidence: Mapping[str, Any], values: Mapping[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for file, register in evidence.get("registers", {}).items():
        _csv(folder / "registers" / file, register)
    for file, parts in evidence.get("documents", {}).items():
        _text(folder / "documents" / file, "\n\n".join(evidence["texts"][part] for part in parts) + "\n")
    for file, days in evidence.get("logs", {}).items():
        _text(folder / "logs" / file, "".join(_requests(days["first"], days["last"], days["per_day"])))
    template = Template((HERE / name / "hegui.yaml").read_text(encoding="utf-8"))
    profile = folder / "hegui.yaml"
    profile.write_text(template.substitute(values), encoding="utf-8")
    return profile


def _csv(path: Path, register: Mapping[str, Any]) -> None:
    """A register as it would be exported: its own headings, in its own encoding."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=register.get("encoding", "utf-8"), newline="") as file:
        writer = csv.writer(file)
        writer.writerow(register["heading"])
        writer.writerows(register["rows"])


def _requests(first: date, last: date, per_day: int) -> Iterable[str]:
    """Requests to a web server, from one day to another."""
    chance = random.Random(SEED)
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        for hour in sorted(chance.triangular(0, 24, 15) for _ in range(per_day)):
            moment = datetime.combine(day, time(), SHANGHAI) + timedelta(hours=hour)
            request = f"GET {chance.choice(PAGES)} HTTP/1.1"
            yield f'192.0.2.{chance.randrange(1, 255)} - - [{moment:%d/%b/%Y:%H:%M:%S %z}] "{request}" 200 {chance.randrange(200, 9000)}\n'


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _read(name: str, file: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml12.load((HERE / name / file).read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
