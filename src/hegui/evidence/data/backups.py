"""Listings of backups as the tools themselves print them in JSON: restic, borg, pgBackRest, Velero; one row a backup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hegui.dates import SHANGHAI


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: by which tool, under which name, when it ended (None: unknown), whether it succeeded."""

    tool: str
    name: str
    at: datetime | None
    succeeded: bool


def listed(document: Any) -> list[Backup] | None:
    """The backups of a listing; None where a document is none.

    ``restic snapshots --json`` · ``borg list --json`` · ``pgbackrest info --output=json`` · ``velero backup get -o json``
    """
    for reader in (_velero, _borg, _pgbackrest, _restic):
        try:
            found = list(reader(document))
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError, OSError):
            continue
        if found:
            return found
    return None


def _restic(document: Any) -> Iterator[Backup]:
    """A snapshot is written when it is complete: what is listed succeeded."""
    for snapshot in document:
        if not {"time", "tree", "paths", "id"} <= snapshot.keys():
            return
        yield Backup("restic", str(snapshot.get("short_id") or snapshot["id"][:8]), _moment(snapshot["time"]), True)


def _borg(document: Any) -> Iterator[Backup]:
    if "repository" in document and "encryption" in document:
        for archive in document["archives"]:
            yield Backup("borg", str(archive["name"]), _moment(archive.get("end") or archive["time"]), True)


def _pgbackrest(document: Any) -> Iterator[Backup]:
    for stanza in document:
        for backup in stanza["backup"]:
            stop = datetime.fromtimestamp(int(backup["timestamp"]["stop"]), UTC)
            yield Backup("pgbackrest", f"{stanza['name']}/{backup['label']}", stop, not backup.get("error"))


def _velero(document: Any) -> Iterator[Backup]:
    items = document["items"] if document["kind"] in ("List", "BackupList") else [document]
    for item in items:
        if item["kind"] == "Backup" and str(item["apiVersion"]).startswith("velero.io/"):
            status: Mapping[str, Any] = item.get("status", {})
            end = status.get("completionTimestamp")
            yield Backup(
                "velero",
                str(item["metadata"]["name"]),
                _moment(end) if end else None,
                status.get("phase") == "Completed",
            )


def _moment(raw: str) -> datetime:
    """A time stamp; without a zone it is Shanghai's."""
    head, dot, rest = raw.partition(".")
    digits = len(rest) - len(rest.lstrip("0123456789"))
    moment = datetime.fromisoformat(head + dot + rest[: min(digits, 6)] + rest[digits:] if dot else raw)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
