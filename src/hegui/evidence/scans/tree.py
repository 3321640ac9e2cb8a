"""JSON and XML as one kind of tree, and the short paths by which ``formats.yaml`` reads it.

A path is steps joined by dots: a key; ``key[]`` goes through a list (a single value is a list of one, as XML cannot tell them apart),
``key[name=value]`` through those pieces of it that say so;
``*`` goes through the values of a mapping; ``**`` finds a key at any depth; a number is a place in a list. ``/`` at the start asks the whole document and not the
piece at hand. XML attributes are ``@name``, the text of an element that has more than text is ``#``; namespaces are dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from hegui.evidence.files import Unreadable
from hegui.recognise.encodings import decode

Tree = Any
_Step = tuple[
    str, bool, tuple[str, str]
]  # the key, whether through a list, and of its pieces those with this value under this key
DEEPEST = 200  # nesting at which a document is no scanner's
_HEAD = 1000
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_BEGINS = re.compile(r"""\s*(?:\{|\[\s*[\[{"])""")


def tree_of(data: bytes) -> Tree:
    """The document as mappings, lists and scalars; Unreadable where it is none."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" and not _HTML.search(data[:_HEAD]):
        return _xml(data)
    text = decode(data)
    if text is None:
        raise Unreadable("no_scan_format")
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable("nested_too_deep") from None
    except ValueError:
        return _several(text)


def _several(text: str) -> Tree:
    """JSON documents one after another; a line ends between them, which within one never stands between two braces."""
    if not _BEGINS.match(text):
        raise Unreadable("no_scan_format")
    try:
        return json.loads("[" + re.sub(r"\}[ \t\r]*\n\s*\{", "},{", text) + "]")
    except (ValueError, RecursionError):
        raise Unreadable("damaged_json") from None


def _xml(data: bytes) -> Tree:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException, ElementTree

    # nikto writes one declaration and root after another inside its root; a declaration inside is dropped
    data = re.sub(rb"(?<!^)<!DOCTYPE niktoscan[^>]*>", b"", data)
    if data.lstrip().startswith(b"<!--"):  # a note that somebody put before the declaration
        data = data[max(0, data.find(b"<?xml")) :]
    try:
        root = ElementTree.fromstring(data)
    except DefusedXmlException:
        raise Unreadable("xml_entities") from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable("damaged_xml") from None
    return {_local(root.tag): _element(root, 0)}


def _element(element: Element, depth: int) -> Tree:
    if depth > DEEPEST:
        raise Unreadable("nested_too_deep")
    node: dict[str, Tree] = {f"@{_local(name)}": value for name, value in element.attrib.items()}
    for child in element:
        name, value = _local(child.tag), _element(child, depth + 1)
        if name not in node:
            node[name] = value
        elif isinstance(node[name], list):
            node[name].append(value)
        else:
            node[name] = [node[name], value]
    text = (element.text or "").strip()
    if not node:
        return text
    if text:
        node["#"] = text
    return node


def _local(name: str) -> str:
    return name.rpartition("}")[2]


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[_Step, ...]:
    steps = (step.partition("[") for step in path.lstrip("/").split("."))
    return tuple((name, bool(many), which.rstrip("]").partition("=")[::2]) for name, many, which in steps)


def all_at(node: Tree, path: str, document: Tree = None) -> Iterator[Tree]:
    """Everything that a path reaches from a node."""
    start = document if path.startswith("/") else node
    if path in ("", "."):
        yield start
    else:
        yield from _walk(start, _steps(path))


def first_at(node: Tree, paths: str | Sequence[str], document: Tree = None) -> Tree:
    """The first value that is there, of a path or of several in turn; None where none is."""
    for path in [paths] if isinstance(paths, str) else paths:
        for value in all_at(node, path, document):
            if value not in (None, "", [], {}):
                return value
    return None


def _walk(node: Tree, steps: tuple[_Step, ...]) -> Iterator[Tree]:
    if not steps:
        yield node
        return
    (name, many, (key, wanted)), rest = steps[0], steps[1:]
    if name == "**":
        yield from _anywhere(node, rest)
    elif name == "*":
        for value in node.values() if isinstance(node, Mapping) else ():
            yield from _walk(value, rest)
    elif name == "":
        for value in node if isinstance(node, list) else [node]:
            yield from _walk(value, rest)
    elif isinstance(node, list) and name.isdigit():
        yield from _walk(node[int(name)], rest) if int(name) < len(node) else ()
    elif isinstance(node, Mapping) and node.get(name) is not None:
        value = node[name]
        for one in (value if isinstance(value, list) else [value]) if many else [value]:
            if not key or (isinstance(one, Mapping) and one.get(key) == wanted):
                yield from _walk(one, rest)


def _anywhere(node: Tree, rest: tuple[_Step, ...]) -> Iterator[Tree]:
    yield from _walk(node, rest)
    for value in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
        yield from _anywhere(value, rest)
