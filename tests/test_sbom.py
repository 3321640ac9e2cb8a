"""Lists of parts and known flaws: counts agree with the truth, versions are compared as their ecosystems do, VEX is honoured."""

import contextlib
import csv
import json
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hegui.cli import main
from hegui.evidence.files import Unreadable
from hegui.evidence.sbom import advisories, parts
from hegui.evidence.sbom.matching import flaws
from hegui.evidence.sbom.parts import Part

REAL = Path(__file__).parents[2] / "shared" / "real"


def real(name):
    if not (REAL / name).exists():
        pytest.skip("the real evidence is not here (../shared/real)")
    return REAL / name


def truth():
    path = REAL / "truth" / "sbom_truth.csv"
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["components_top_level"]]


@pytest.mark.parametrize("row", truth(), ids=lambda row: row["path"])
def test_components_are_counted_as_the_truth_counts_them(row):
    bom = parts.read(real(row["path"]).read_bytes())
    assert (bom.format, bom.top, len(bom.stated)) == (
        row["format"].partition("-")[0].replace("SPDX3", "SPDX"),
        int(row["components_top_level"]),
        int(row["vulnerabilities"]),
    )


def test_one_document_in_every_syntax_has_the_same_parts():
    folder = real("sbom/spdx")
    read = {p.name: parts.read(p.read_bytes()) for p in sorted(folder.glob("SPDX*Example*"))}
    assert len(read) == 9
    assert len({tuple(sorted((part.name, part.version) for part in bom.parts)) for bom in read.values()}) == 1
    assert all(bom.valid for bom in read.values())


def test_the_makers_own_valid_and_invalid_documents_are_told_apart():
    with tarfile.open(real("sbom/cyclonedx_1.4_valid_invalid.tar.gz")) as archive:
        members = [m for m in archive.getmembers() if m.name.endswith((".json", ".xml"))]
        wrong = [
            m.name
            for m in members
            if bool(parts.read(archive.extractfile(m).read()).valid) != Path(m.name).name.startswith("valid")
        ]
    assert (len(members), wrong) == (106, [])


def osv(package="django", ecosystem="PyPI", events=None, versions=(), severity="HIGH", flaw="CVE-2024-1"):
    return {
        "id": flaw,
        "published": "2024-05-01T00:00:00Z",
        "affected": [
            {
                "package": {"name": package, "ecosystem": ecosystem},
                "ranges": [{"type": "ECOSYSTEM", "events": events or []}],
                "versions": list(versions),
            }
        ],
        "database_specific": {"severity": severity},
    }


RANGE = [{"introduced": "2.0"}, {"fixed": "2.2.13"}]


@pytest.mark.parametrize(
    ("purl", "advisory", "hit"),
    [
        ("pkg:pypi/Django@2.2.9", osv(events=RANGE), True),
        ("pkg:pypi/django@2.2.13", osv(events=RANGE), False),
        ("pkg:pypi/django@1.11", osv(events=RANGE), False),
        ("pkg:pypi/django@2.2rc1", osv(events=[{"introduced": "0"}, {"fixed": "2.2"}]), True),
        ("pkg:pypi/django@3.0", osv(events=[{"introduced": "2.0"}, {"last_affected": "3.0"}]), True),
        ("pkg:pypi/django@9", osv(events=[{"introduced": "2.0"}]), True),
        ("pkg:pypi/django@1.0", osv(versions=["1.0"]), True),
        ("pkg:pypi/zope.interface@4", osv("Zope_Interface", events=[{"introduced": "0"}]), True),
        ("pkg:npm/%40scope/name@1.10.0", osv("@scope/name", "npm", [{"introduced": "0"}, {"fixed": "1.9.0"}]), False),
        ("pkg:npm/%40scope/name@1.2.0", osv("@scope/name", "npm", [{"introduced": "0"}, {"fixed": "1.9.0"}]), True),
        ("pkg:maven/org.a/b@1.0-rc1", osv("org.a:b", "Maven", [{"introduced": "0"}, {"fixed": "1.0"}]), True),
        ("pkg:deb/debian/bash@4.4-5?distro=debian-9", osv("bash", "Debian:9", [{"introduced": "0"}, {"fixed": "4.4-5+deb9u1"}]), True),
        ("pkg:deb/debian/bash@4.4-5?distro=debian-10", osv("bash", "Debian:9", [{"introduced": "0"}]), False),
        ("pkg:apk/alpine/musl@1.1.22-r2", osv("musl", "Alpine:v3.10", [{"introduced": "0"}, {"fixed": "1.1.22-r3"}]), True),
        ("pkg:golang/golang.org/x/net@v0.9.0", osv("golang.org/x/net", "Go", [{"introduced": "0"}, {"fixed": "0.17.0"}]), True),
        ("pkg:cargo/time@0.1.1", osv(events=RANGE), False),
        ("pkg:pypi/django@2.2.1", {**osv(events=RANGE), "withdrawn": "2024-01-01T00:00:00Z"}, False),
        ("pkg:pypi/django@1.5", osv(events=[{"introduced": "0"}, {"introduced": "2.0"}, {"fixed": "1.2"}, {"fixed": "2.3"}]), False),
        ("pkg:pypi/django@2.2", osv(events=[{"introduced": "0"}, {"introduced": "2.0"}, {"fixed": "1.2"}, {"fixed": "2.3"}]), True),
        ("pkg:pypi/django@3.1", osv(events=[{"introduced": "2.0"}, {"last_affected": "3.0"}]), False),
        ("pkg:pypi/django@1.0.0", osv(versions=["1.0"]), True),
        ("pkg:deb/ubuntu/bash@5.0-6?distro=ubuntu-20.04", osv("bash", "Ubuntu:20.04:LTS", [{"introduced": "0"}]), True),
        ("pkg:deb/ubuntu/bash@5.0-6", osv("bash", "Debian", [{"introduced": "0"}]), False),
        ("pkg:deb/debian/libssl1.1@1.1.1k-1?upstream=openssl", osv("openssl", "Debian", [{"introduced": "0"}]), True),
        ("pkg:rpm/redhat/ssl@1.0-2.el8?epoch=1&distro=rhel-8.6", osv("ssl", "Red Hat:enterprise_linux:8::baseos", [{"introduced": "0"}, {"fixed": "1:1.0-3.el8"}]), True),
        ("pkg:rpm/redhat/ssl@1.0-2.el8?epoch=1", osv("ssl", "Red Hat", [{"introduced": "0"}, {"fixed": "0:2.0-1.el8"}]), False),
        ("pkg:apk/alpine/musl@1.1_git20200101-r1", osv("musl", "Alpine", [{"introduced": "0"}, {"fixed": "1.2-r0"}]), True),
    ],
)  # fmt: skip
def test_when_a_version_lies_in_an_advisory_by_its_ecosystems_order_then_the_part_has_the_flaw(purl, advisory, hit):
    part = Part(purl.split("/")[-1].split("@")[0], purl.split("@")[-1].split("?")[0], purl)
    found = flaws([part], advisories.read(json.dumps(advisory).encode()))
    assert bool(found) is hit


def test_real_advisories_find_the_flaws_of_an_old_part_and_none_in_a_new_one():
    folder = real("advisories")
    known = [one for path in sorted(folder.glob("*/*")) for one in advisories.read(path.read_bytes())]
    old = [Part("django", "2.2.1", "pkg:pypi/django@2.2.1")]
    assert {f.id: f.fixed for f in flaws(old, known)} == {
        "PYSEC-2019-14": "2.2.4",
        "PYSEC-2020-31": "2.2.13",
        "PYSEC-2021-98": "2.2.24",
        "PYSEC-2022-2": "2.2.26",
    }
    assert flaws([Part("django", "99.0", "pkg:pypi/django@99.0")], known) == []


@pytest.mark.parametrize("status", ["affected", "not_affected", "fixed", "under_investigation"])
def test_what_a_maker_says_of_a_flaw_stands_beside_it(status):
    vex = {
        "@context": "https://openvex.dev/ns",
        "statements": [
            {"vulnerability": {"name": "CVE-2024-1"}, "products": [{"@id": "pkg:pypi/django"}], "status": status}
        ],
    }
    known = [one for document in (osv(events=RANGE), vex) for one in advisories.read(json.dumps(document).encode())]
    (flaw,) = flaws([Part("django", "2.2.1", "pkg:pypi/django@2.2.1")], known)
    assert flaw.status == status


def test_one_flaw_under_two_names_is_one_flaw_and_every_name_is_honoured():
    ghsa = {**osv(events=RANGE), "id": "GHSA-aaaa-bbbb-cccc", "aliases": ["CVE-2024-1"]}
    pysec = {**osv(events=RANGE), "id": "PYSEC-2024-1", "aliases": ["CVE-2024-1"]}
    vex = {
        "@context": "https://openvex.dev/ns",
        "statements": [
            {
                "vulnerability": {"name": "CVE-2024-1"},
                "products": [{"@id": "pkg:pypi/django"}],
                "status": "not_affected",
            }
        ],
    }
    known = [one for document in (ghsa, pysec, vex) for one in advisories.read(json.dumps(document).encode())]
    (flaw,) = flaws([Part("django", "2.2.1", "pkg:pypi/django@2.2.1")], known)
    assert (flaw.id, flaw.aliases, flaw.status) == (
        "GHSA-aaaa-bbbb-cccc",
        ("CVE-2024-1", "PYSEC-2024-1"),
        "not_affected",
    )


def test_a_version_that_cannot_be_ordered_is_told_and_not_passed():
    known = advisories.read(json.dumps(osv(events=RANGE)).encode())
    unordered: set[str] = set()
    assert flaws([Part("django", "latest", "pkg:pypi/django@latest")], known, unordered) == []
    assert unordered == {"django latest"}


def bom(tmp_path, **more):
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "components": [{"type": "library", "name": "django", "version": "2.2.1", "purl": "pkg:pypi/django@2.2.1"}],
        **more,
    }
    path = tmp_path / "bom.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def scan(*arguments):
    run = CliRunner().invoke(main, ["scan", "sbom", *map(str, arguments), "--json", "--on", "2024-06-30"])
    return run.exit_code, json.loads(run.stdout) if run.stdout else None


def test_publication_starts_no_clock_and_a_dated_report_does(tmp_path):
    listed = bom(tmp_path)
    (tmp_path / "osv.json").write_text(json.dumps(osv(events=RANGE)), encoding="utf-8")
    _, unknown = scan(listed, "--advisories", tmp_path / "osv.json")
    report = {
        "matches": [
            {
                "vulnerability": {"id": "CVE-2024-1", "severity": "High", "fix": {"versions": ["2.2.13"]}},
                "artifact": {"name": "django", "version": "2.2.1"},
            }
        ],
        "source": {},
        "descriptor": {"name": "grype", "timestamp": "2024-06-10T08:00:00Z"},
    }
    (tmp_path / "grype.json").write_text(json.dumps(report), encoding="utf-8")
    status, known = scan(listed, "--advisories", tmp_path / "osv.json", "--advisories", tmp_path / "grype.json")
    assert status == 0
    assert [(v["known_since"], v["days_open"]) for v in unknown["vulnerabilities"]] == [(None, None)]
    (flaw,) = known["vulnerabilities"]
    assert flaw == {
        "id": "CVE-2024-1",
        "aliases": [],
        "component": "django",
        "version": "2.2.1",
        "severity": "high",
        "published": "2024-05-01T08:00:00+08:00",
        "known_since": "2024-06-10T16:00:00+08:00",
        "fixed_in": "2.2.13",
        "days_open": 20,
        "status": None,
    }
    assert [(b["format"], b["valid"], b["components"]) for b in known["boms"]] == [("CycloneDX", True, 1)]


def test_components_within_components_and_loops_of_dependencies_are_read(tmp_path):
    nested = {"type": "library", "name": "a", "components": [{"type": "library", "name": "b", "version": "1"}]}
    path = bom(
        tmp_path, components=[nested], dependencies=[{"ref": "x", "dependsOn": ["y"]}, {"ref": "y", "dependsOn": ["x"]}]
    )
    _, answer = scan(path)
    assert [(b["components"], b["parts"]) for b in answer["boms"]] == [(1, 2)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"bomFormat": "CycloneDX", ', "damaged_json"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components>', "damaged_xml"),
        (b'<!DOCTYPE bom [<!ENTITY x "y">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4">&x;</bom>', "xml_entities"),
        (b"SPDXVersion: SPDX-2.3\nnonsense", "damaged_bom"),
        (b'{"a": 1}', "no_bom"),
        (b"\xff\xfe\x00", "no_bom"),
        (b"[" * 100_000, "nested_too_deep"),
    ],
)
def test_damaged_and_hostile_lists_are_refused_with_a_reason(data, reason):
    with pytest.raises(Unreadable) as problem:
        parts.read(data)
    assert problem.value.reason == reason


def spdx(packages, **more):
    return {
        "spdxVersion": "SPDX-2.3",
        "packages": [{"name": f"p{n}", "versionInfo": "1"} for n in range(packages)],
        **more,
    }


LENIENT = """SPDXVersion: SPDX-2.2
Created: 2022-01-20T18:57:22.93891Z
PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1.2
ExternalRef: PACKAGE-MANAGER purl pkg:golang/a@1.2
FileName: ./b
SPDXID: SPDXRef-b
"""


def test_tag_values_that_break_a_rule_still_give_their_packages():
    """Many tools write fractions of a second, which the format forbids."""
    read = parts.read(LENIENT.encode())
    assert (read.valid, read.at) == (False, "2022-01-20T18:57:22.93891Z")
    assert read.parts == [Part("a", "1.2", "pkg:golang/a@1.2", "SPDXRef-a")]


@pytest.mark.parametrize(
    ("document", "valid"),
    [
        ({"sbom": spdx(3)}, False),
        (spdx(3, files=[{"fileName": "x" * 1_200_000}]), None),
        ({"files": [{"fileName": "x" * 1_200_000}], **spdx(3)}, None),
    ],
    ids=["wrapped by a code host", "too large to be checked", "its version stated far behind"],
)
def test_packages_of_spdx_are_counted_however_it_comes(document, valid):
    read = parts.read(json.dumps(document).encode())
    assert (read.format, read.version, read.top, read.valid) == ("SPDX", "2.3", 3, valid)


def test_a_list_nested_without_end_is_refused():
    inner = {"name": "x"}
    for _ in range(300):
        inner = {"name": "x", "components": [inner]}
    with pytest.raises(Unreadable):
        parts.read(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [inner]}).encode())


JSON = st.recursive(st.none() | st.integers() | st.text(max_size=8), lambda node: st.lists(node, max_size=3) | st.dictionaries(st.sampled_from(["components", "name", "version", "purl", "vulnerabilities", "affects", "ref", "packages", "ratings", "affected", "ranges", "events", "statements", "products"]), node, max_size=4))  # fmt: skip


@given(
    JSON,
    st.sampled_from(["bomFormat", "spdxVersion", "@graph", "affected", "statements", "matches", "Results", "results"]),
)
def test_any_json_is_a_list_an_advisory_or_a_reason(node, key):
    document = {
        key: node,
        "id": "x",
        "specVersion": "1.5",
        "@context": "spdx",
        "components": node,
        "vulnerabilities": node,
    }
    for reader in (parts.read, advisories.read):
        with contextlib.suppress(Unreadable):
            assert reader(json.dumps(document).encode()) is not None
