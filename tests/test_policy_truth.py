"""Elements against labels that others gave: on the half of the corpora that the word lists were not written from."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from conftest import ROOT
from documents_kept import REAL
from hegui.evidence.policy.elements import elements
from hegui.evidence.policy.reading import read_policy

LEAST = 0.85


def module_of(name: str) -> ModuleType:
    """A script of the benchmarks as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


corpora = module_of("policy_corpora")
benchmark = module_of("policy")


@pytest.mark.parametrize("corpus", list(corpora.WHOLE))
@pytest.mark.parametrize("half", ["tuned", "unseen"])
def test_elements_of_whole_policies_agree_with_the_labels(corpus: str, half: str):
    if not (REAL / corpus).is_dir():
        pytest.skip(f"the corpus {corpus} is not here")
    counts = benchmark.counted(corpus, benchmark.halved(corpora.WHOLE[corpus](REAL), half))
    total = sum(counts.values(), Counter())
    assert total["hit"] + total["miss"] > 0
    assert benchmark.f1(total) >= LEAST


def test_f1_counts_false_alarms_and_misses_alike():
    assert benchmark.f1({"hit": 1, "alarm": 1, "miss": 0}) == benchmark.f1({"hit": 1, "alarm": 0, "miss": 1}) == 2 / 3
    assert benchmark.f1({"hit": 0, "alarm": 0, "miss": 0}) == 1.0
    assert benchmark.f1({"hit": 0, "alarm": 3, "miss": 0}) == 0.0


def test_every_label_maps_to_elements_that_exist_and_says_why():
    for labels in corpora.LABELS.values():
        for one in labels.values():
            assert set(one["elements"]) <= set(elements())
            assert one["because"]


@pytest.mark.parametrize(
    ("name", "language", "handler"),
    [
        ("viodroid/original_policy_chinese.txt", "zh", "北京微播视界科技有限公司"),
        ("viodroid/original_policy_english.txt", "en", "Telegram Messenger Inc"),
        ("capp130/original/58同城.txt", "zh", "北京五八信息技术有限公司"),
        ("capp130/original/KEEP.txt", "zh", "北京卡路里科技有限公司"),
    ],
)
def test_who_handles_in_real_policies(name: str, language: str, handler: str):
    path: Path = REAL / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    policy = read_policy(path.read_text(encoding="utf-8"))
    assert (policy.language, policy.declared.handler) == (language, handler)
