"""What the verbs share: reading profiles, printing answers, showing progress."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hegui.errors import unwritable
from hegui.text import Lang

if TYPE_CHECKING:
    from hegui.facts import Facts
    from hegui.law import Law
    from hegui.profile import Profile

HERE = (Path("hegui.yaml"),)


def answer(result: dict[str, Any], render: Callable[[dict[str, Any], Lang], str], as_json: bool, lang: Lang) -> None:
    """Print an answer as JSON, its warnings on standard error, or in words."""
    if as_json:
        for warning in result.get("warnings", ()):
            click.echo(warning[lang], err=True)
        print_json(result)
    else:
        click.echo(render(result, lang))


def print_json(value: Any) -> None:
    """Print one JSON document; bytes of a path that are no text stand in it as escapes."""
    document = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    click.echo(document.encode("utf-8", "backslashreplace"))


def load(paths: tuple[Path, ...], lang: Lang) -> list[Profile]:
    """Read profiles; what is odd in them goes to standard error."""
    from hegui import audit as room

    loaded = room.load(paths)
    for remark in (remark for one in loaded for remark in one.remarks):
        click.echo(remark.in_(lang), err=True)
    return loaded


def law_of(loaded: list[Profile]) -> Law:
    """The law with the overlays that profiles name."""
    from hegui import law

    return law.load(dict.fromkeys(folder for one in loaded for folder in one.law))


def papers(loaded: list[Profile]) -> Facts:
    """The facts of profiles and of their registers and documents: what can be read at once."""
    from hegui import audit as room

    return room.collect(loaded, kinds=("register", "documents"))


def print_or_write(text: str, out: Path | None) -> None:
    """Print a text, or write it to a file and print the file's name."""
    if out is None:
        click.echo(text)
    else:
        write(out, text)
        click.echo(out)


def write(path: Path, text: str) -> None:
    """Write a text; InputError where it cannot be."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, all of it or nothing; InputError where it cannot be."""
    begun = False
    try:
        with path.open("wb") as file:
            begun = True
            file.write(content)
    except OSError as error:
        if begun and path.is_file():  # not a device
            path.unlink()
        raise unwritable(path, error) from None


def colour() -> bool:
    """Colour on a terminal, unless NO_COLOR asks for none."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


@contextmanager
def progress_on(lang: Lang) -> Iterator[Callable[[str, int, int], None] | None]:
    """Progress on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from hegui.report.progress import bar

    with bar(lang) as update:
        yield update
