"""Shared by all tests: the example operator, and how to call the command line."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from hegui.cli import main

# The gate tries the same cases every time; a developer's run looks for new ones. How long one takes says more of the machine than of the code.
settings.register_profile("here", deadline=None)
settings.register_profile("gate", deadline=None, derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "here")

ROOT = Path(__file__).parent.parent


def module(path: Path) -> ModuleType:
    """A module that stands outside the package, such as an example's generator, under a name of its own."""
    name = "_".join(path.relative_to(ROOT).with_suffix("").parts)
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


TODAY = date(2026, 11, 21)
OLD_DAY = date(2018, 1, 31)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    """No test reads or fills the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def example(tmp_path_factory) -> Callable[[date], Path]:
    """The example operator's folder as it stood on a day; made once, not to be changed."""
    generate = module(ROOT / "examples" / "shop" / "generate.py").generate
    made: dict[date, Path] = {}

    def folder(on: date) -> Path:
        if on not in made:
            made[on] = tmp_path_factory.mktemp("example") / on.isoformat()
            generate(made[on], on)
        return made[on]

    return folder


@pytest.fixture
def hegui() -> Callable[..., Result]:
    """Call the command line in this process; a crash fails the test."""

    def call(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def audited(example, hegui, tmp_path):
    """Audit the example as of a day; gives the exit status and the JSON document."""

    def audit(on: date, *arguments: object, out: str = "dossier") -> tuple[int, dict]:
        profile = example(on) / "hegui.yaml"
        result = hegui("audit", profile, "--on", on, "--out", tmp_path / out, "--json", *arguments)
        return result.exit_code, json.loads(result.stdout)

    return audit
