"""Progress on a terminal: what is read, how many shards are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hegui.report.words import say
from hegui.text import Lang


@contextmanager
def bar(lang: Lang) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error; the function it gives is told the source, the shards done and the shards known of."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("reading").in_(lang), total=None)

        def update(name: str, done: int, known: int) -> None:
            progress.update(task, description=name, completed=done, total=known)

        yield update
