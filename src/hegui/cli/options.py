"""What the verbs share: their options, and what they do with unusable input."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

from hegui.errors import InputError
from hegui.text import Lang, Text, default_lang

P = ParamSpec("P")

STOPPED = Text("Stopped; nothing was written.", "已中止，未写入任何内容。")


class Day(click.ParamType[date]):
    """An ISO date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date or say how to write it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it like 2026-11-21", param, ctx)


DAY = Day()
FOLDER = click.Path(path_type=Path)
LANG = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default=default_lang, help="Language of words. [default: the locale]"
)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
ON = click.option("--on", type=DAY, default=None, help="Judge as of this day. [default: today in Shanghai]")
ENGINE = click.option("--engine", default="local", show_default=True, help="local, processes or dask://HOST:PORT.")
NO_CACHE = click.option("--no-cache", is_flag=True, help="Read everything again.")
REHASH = click.option(
    "--rehash", is_flag=True, help="Use what is remembered of a file only where no byte of it has changed."
)


def verb(function: Callable[P, None]) -> Callable[P, None]:
    """A verb that answers unusable input with one sentence and exit status 2."""

    @wraps(function)
    def answered(*args: P.args, **kwargs: P.kwargs) -> None:
        lang: Lang = "zh" if (kwargs.get("lang") or default_lang()) == "zh" else "en"
        try:
            function(*args, **kwargs)
        except InputError as error:
            click.echo(error.text.in_(lang), err=True)
            sys.exit(2)
        except (KeyboardInterrupt, click.Abort):
            click.echo(STOPPED.in_(lang), err=True)
            sys.exit(130)

    return answered
