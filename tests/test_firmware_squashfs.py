"""Squashfs of every compression, and of the older versions that makers still ship: what is unpacked is what was packed."""

import contextlib
import io
import lzma
import shutil
import struct
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.evidence.firmware.squashfs import inflated, members

FILES = {
    "etc/passwd": b"root::0:0::/:/bin/sh\n",
    "bin/large": bytes(range(256)) * 3000,
    "bin/holes": bytes(400_000),
    "empty": b"",
}
DIRECTORY, FILE, LINK = 1, 2, 3


def read(data):
    """Files with their contents, and links with their targets."""
    return {one.path: b"".join(one.blocks()) if one.blocks else one.target for one in members(io.BytesIO(data))}


@pytest.mark.parametrize("compression", ["gzip", "lzma", "lzo", "lz4", "xz", "zstd"])
@pytest.mark.parametrize("more", [[], ["-no-fragments"], ["-noI"]], ids=["plain", "no fragments", "inodes stored"])
def test_what_is_unpacked_is_what_was_packed(tmp_path, compression, more):
    program = shutil.which("mksquashfs")
    if program is None:
        pytest.skip("what makes squashfs is not installed")
    for name, data in FILES.items():
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "root" / "bin" / "sh").symlink_to("/bin/busybox")
    image = tmp_path / "image"
    command = [program, str(tmp_path / "root"), str(image), "-comp", compression, "-quiet", "-no-progress", *more]
    subprocess.run(command, check=True, capture_output=True)
    assert read(image.read_bytes()) == {**FILES, "bin/sh": "/bin/busybox"}


def packed(major, order, data, target):
    """An image of version 2 or 3 with one file and one link, nothing compressed; its words hold several numbers each."""

    def bits(width, *fields):
        """Fields (value, bits) in one word: the first one lowest in little endian, highest in big endian."""
        word = 0
        for value, size in fields if order == ">" else reversed(fields):
            word = word << size | value
        return word.to_bytes(width, "big" if order == ">" else "little")

    def inode(kind, number, rest):
        head = bits(2, (kind, 4), (0o755, 12)) + b"\0\0"
        return head + (struct.pack(order + "II", 0, number) if major == 3 else b"") + rest

    def piece(content):
        return struct.pack(order + "H", len(content) | 0x8000) + content

    start = 119
    nothing = 0xFFFFFFFF
    if major == 3:
        a_file = inode(FILE, 1, struct.pack(order + "QIII", start, nothing, 0, len(data)))
        a_link = inode(LINK, 2, struct.pack(order + "IH", 1, len(target)) + target)
    else:
        a_file = inode(FILE, 1, struct.pack(order + "IIIII", 0, start, nothing, 0, len(data)))
        a_link = inode(LINK, 2, struct.pack(order + "H", len(target)) + target)
    a_file += struct.pack(order + "I", len(data) | 1 << 24)
    names = b""
    for name, offset, kind in ((b"link", len(a_file), LINK), (b"passwd", 0, FILE)):
        entry = bits(2, (offset, 13), (kind, 3)) + bytes([len(name) - 1])
        names += entry + (b"\0\1" if major == 3 else b"") + name
    header = struct.pack(order + "BII", 1, 0, 1) if major == 3 else bits(4, (1, 8), (0, 24))
    listing = header + names
    word = bits(4, (len(listing) + 3, 19), (0, 13))
    rest = struct.pack(order + "I", 2) + word + struct.pack(order + "II", 0, 9) if major == 3 else word + bytes(7)
    inodes = piece(a_file + a_link + inode(DIRECTORY, 3, rest))
    table, directories = start + len(data), start + len(data) + len(inodes)
    magic = b"hsqs" if order == "<" else b"sqsh"
    old = struct.pack(order + "6I", 3, 0, 0, 0, table, directories)
    more = struct.pack(order + "4H3BIQ3I", major, 0, 0, 16, 0, 1, 1, 0, len(a_file + a_link), 65536, 0, 0)
    new = struct.pack(order + "7Q", 0, 0, 0, table, directories, 0, 0)
    return magic + old + more + new + data + inodes + piece(listing)


@pytest.mark.parametrize("order", ["<", ">"], ids=["little", "big"])
@pytest.mark.parametrize("major", [2, 3])
def test_older_versions_are_read_in_both_byte_orders(major, order):
    assert read(packed(major, order, b"root::0:0\n", b"passwd")) == {"passwd": b"root::0:0\n", "link": "passwd"}


@pytest.mark.parametrize("header", [5, 13])
def test_lzma_is_read_after_the_whole_header_and_after_half_of_it(header):
    data = b"root::0:0::/:/bin/sh\n" * 100
    form = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
    raw = lzma.compress(data, lzma.FORMAT_RAW, filters=form)
    whole = b"\x5d" + struct.pack("<IQ", 1 << 16, len(data))
    assert inflated(whole[:header] + raw, 8192) == data


def test_a_directory_that_holds_itself_ends():
    data = bytearray(packed(3, "<", b"root", b"t"))
    at = data.index(b"link") - 5
    root = struct.unpack_from("<Q", data, 43)[0]
    struct.pack_into("<H", data, at, root & 0x1FFF | DIRECTORY << 13)
    with pytest.raises(ValueError, match="holds itself"):
        read(bytes(data))


@given(st.data())
def test_a_damaged_image_is_one_error(data):
    image = bytearray(
        packed(data.draw(st.sampled_from([2, 3])), data.draw(st.sampled_from("<>")), b"root::0:0\n", b"t")
    )
    for place in data.draw(st.lists(st.integers(4, len(image) - 1), max_size=6)):
        image[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ValueError):
        read(bytes(image[: data.draw(st.integers(119, len(image)))]))
