"""The requests of a page as an HTTP archive: hosts, paths and the names of parameters and cookies, no value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from hegui.evidence.page.shots import masked_text


def har_of(recording: Mapping[str, Any]) -> dict[str, Any]:
    """An HTTP archive (HAR 1.2) of a recording."""
    entries = [_entry(request) for request in recording["requests"]]
    for phase in ("refused", "accepted"):
        entries += [_entry(r) for r in (recording.get(phase) or {}).get("requests", ()) if r["phase"] == phase]
    return {"log": {"version": "1.2", "creator": {"name": "hegui", "version": "1"}, "entries": entries}}


def _entry(request: Mapping[str, Any]) -> dict[str, Any]:
    port = f":{request['port']}" if request["port"] else ""
    query = "&".join(f"{quote(masked_text(name))}=" for name in request["query"])
    url = f"//{request['host']}{port}{masked_text(request['path'])}" + (f"?{query}" if query else "")
    cookies = [{"name": name, "value": ""} for name in request["set_cookies"]]
    return {
        "_phase": request["phase"],
        "request": {"method": request["method"], "url": url, "headers": [], "queryString": [], "cookies": []},
        "response": {"status": request["status"] or 0, "headers": [], "cookies": cookies, "content": {}},
    }
