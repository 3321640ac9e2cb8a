"""From the file ``hegui.yaml`` to a profile, or to every problem found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hegui.dates import today
from hegui.errors import because
from hegui.profile.model import Operator
from hegui.profile.problems import Problem, data, problem, refuse
from hegui.profile.sense import sense
from hegui.profile.shape import shaped
from hegui.profile.tree import Block, UnreadableError, grow
from hegui.text import Text

FILE = "hegui.yaml"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that can be used: the operators of one file.

    ``path`` is absolute, ``sha256`` that of its bytes, ``checks`` and ``law`` are the folders of own checks and law data, ``cases`` the files of own
    decided cases, ``remarks`` what a reader should know although it stops nothing, each as ``file:line: key: …``. ``root`` is the tree, which knows the lines.
    """

    path: Path
    sha256: str
    operators: tuple[Operator, ...]
    checks: tuple[Path, ...]
    law: tuple[Path, ...]
    cases: tuple[Path, ...]
    remarks: tuple[Text, ...]
    root: Block

    def line(self, operator: int, among: str, item: int) -> int:
        """The line on which an item of a list of an operator begins; all three from 0 but the line from 1."""
        lines: list[int] = self.root["operators"][operator][among].lines
        return lines[item]


def load(path: Path | str) -> Profile:
    """Read a profile: the file, or a folder that holds a hegui.yaml. Raises ProfileError with every problem found."""
    path = Path(path)
    if path.is_dir():
        if not (path / FILE).is_file():
            refuse(str(path), [problem("folder")])
        path = path / FILE
    raw = _bytes(path)
    root, problems = _tree(path, raw)
    file, misshapen = shaped(root)
    problems = [*problems, *misshapen, *sense(root, today())]
    folder = path.absolute().parent
    if file is not None:
        problems += [*_no_folders(root, folder, "checks", file.checks), *_no_folders(root, folder, "law", file.law)]
    if file is None or not all(each.remark for each in problems):
        refuse(str(path), [each for each in problems if not each.remark])
    return Profile(
        path=path.absolute(),
        sha256=sha256(raw).hexdigest(),
        operators=file.operators,
        checks=tuple(folder / each for each in file.checks),
        law=tuple(folder / each for each in file.law),
        cases=tuple(folder / each for each in file.cases),
        remarks=tuple(each.at(str(path)) for each in sorted(problems, key=lambda each: each.line)),
        root=root,
    )


def read_tree(path: Path) -> tuple[Block, list[Problem]]:
    """The tree of a YAML file of keys and values, and problems that do not stop the reading. Raises ProfileError."""
    return _tree(path, _bytes(path))


def _bytes(path: Path) -> bytes:
    most = data("bounds.yaml")["most_bytes"]
    try:
        if not path.exists():
            refuse(str(path), [problem("no_file")])
        if not path.is_file():
            refuse(str(path), [problem("no_plain_file")])
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        refuse(str(path), [problem("not_readable", reason=because(error))])
    if len(raw) > most:
        refuse(str(path), [problem("too_big", most=f"{most // 2**20} MiB")])
    return raw


def _text(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        refuse(str(path), [_encoding(raw, error.start, line, path.name)])


def _encoding(raw: bytes, byte: int, line: int, file: str) -> Problem:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return problem("utf16", 1)
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return problem("no_text", line, byte=byte)
    return problem("gb18030", line, file=file)


def _tree(path: Path, raw: bytes) -> tuple[Block, list[Problem]]:
    try:
        root, problems = grow(_text(path, raw))
    except UnreadableError as unreadable:
        refuse(str(path), [unreadable.problem])
    if root is None:
        refuse(str(path), [problem("nothing")])
    if not isinstance(root, Block):
        kind = "fullwidth_colon" if isinstance(root, str) and "：" in root else "no_profile"
        refuse(str(path), [problem(kind, 1)])
    return root, problems


def _no_folders(root: Block, folder: Path, key: str, named: tuple[str, ...]) -> Iterator[Problem]:
    for at, each in enumerate(named):
        if not (folder / each).is_dir():
            yield problem("no_folder", root[key].lines[at], f"{key}[#{at + 1}]")
