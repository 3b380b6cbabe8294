"""Packs: what was packed comes out again, and whatever else comes as a zip file is refused in one sentence."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scenario.packs import MANIFEST, PackError, read_pack, write_pack

FILES = {"scenarios/my-call.yaml": b"id: my-call\n", "parts/library/words.yaml": b"format: 1\n"}
Entry = tuple[str | zipfile.ZipInfo, bytes]


def zipped(*entries: Entry, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as pack:
        for name, data in entries:
            pack.writestr(name, data)
    return out.getvalue()


def manifest(files: dict[str, bytes]) -> Entry:
    lines = ["format: 1", "files:"]
    for name, data in files.items():
        lines.append(f'  - {{path: "{name}", sha256: {hashlib.sha256(data).hexdigest()}, size: {len(data)}}}')
    return MANIFEST, "\n".join(lines).encode()


def packed(files: dict[str, bytes], *more: Entry) -> bytes:
    return zipped(manifest(files), *files.items(), *more)


def linked(name: str) -> Entry:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, b"/etc/passwd"


def locked() -> bytes:
    data = bytearray(packed(FILES))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + at] |= 1
            start += 4
    return bytes(data)


def test_what_was_packed_comes_out_again() -> None:
    data = write_pack(FILES, "1.0")
    assert read_pack(data, "x.zip") == FILES
    assert write_pack(dict(reversed(FILES.items())), "1.0") == data


def test_folders_in_it_are_passed_over() -> None:
    assert read_pack(packed(FILES, ("parts/", b""), ("parts/library/", b"")), "x.zip") == FILES


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "not a zip file that can be read"),
    "no zip": (lambda: b"PK\x03\x04 and then nothing", "not a zip file that can be read"),
    "cut off": (lambda: packed(FILES)[:-30], "not a zip file that can be read"),
    "bytes changed": (lambda: packed(FILES).replace(b"my-call", b"my-cull", 1), "x.zip"),
    "no manifest": (lambda: zipped(*FILES.items()), "there is no manifest.yaml in it"),
    "manifest of another format": (lambda: zipped((MANIFEST, b"format: 2\nfiles: []\n")), "reads packs of format 1"),
    "manifest that is no yaml": (lambda: zipped((MANIFEST, b"a: [")), "x.zip:manifest.yaml:2:1: S101"),
    "manifest with an alias bomb": (lambda: zipped((MANIFEST, b"a: &a [x]\nb: *a\n")), "anchors"),
    "manifest without hashes": (
        lambda: zipped((MANIFEST, b"format: 1\nfiles: [{path: a}]")),
        "x.zip:manifest.yaml:2:9: an entry has",
    ),
    "nothing in it": (lambda: packed({"parts/a.yaml": b"x"}), "there is no scenario in it"),
    "a file too few": (lambda: zipped(manifest(FILES)), "is in the manifest and not in the pack"),
    "a file too many": (lambda: packed(FILES, ("parts/more.yaml", b"x")), "parts/more.yaml is not in the manifest"),
    "a file that was changed": (
        lambda: zipped(manifest(FILES), ("scenarios/my-call.yaml", b"id: other\n"), *list(FILES.items())[1:]),
        "scenarios/my-call.yaml is not what the manifest says",
    ),
    "absolute": (lambda: packed({"/etc/cron.d/x.yaml": b"x"}), "leads out of the pack"),
    "up": (lambda: packed({"scenarios/../../x.yaml": b"x"}), "leads out of the pack"),
    "up with a backslash": (lambda: packed({"scenarios\\..\\x.yaml": b"x"}), "leads out of the pack"),
    "a drive": (lambda: packed({"C:/x.yaml": b"x"}), "leads out of the pack"),
    "a link": (lambda: packed({}, linked("scenarios/x.yaml")), "is a link or no plain file"),
    "twice": (lambda: packed(FILES, ("scenarios/my-call.yaml", b"other")), "is in it twice"),
    "case": (lambda: packed({**FILES, "parts/library/Words.yaml": b"x"}), "differ in case only"),
    "a script": (lambda: packed({**FILES, "parts/run.sh": b"rm -rf /"}), "is no .yaml file"),
    "a hidden file": (lambda: packed({"parts/.profile.yaml": b"x"}), "has letters, digits"),
    "an escape in a name": (lambda: packed({"parts/\x1b]0;x\x07.yaml": b"x"}), "has letters, digits"),
    "elsewhere": (lambda: packed({"library/x.yaml": b"x"}), "stands neither in scenarios/ nor in parts/"),
    "a scenario in a folder": (lambda: packed({"scenarios/a/b.yaml": b"x"}), "under its id"),
    "an id that is none": (lambda: packed({"scenarios/My_Call.yaml": b"x"}), "under its id"),
    "a long name": (lambda: packed({f"parts/{'x' * 250}.yaml": b"x"}), "has a name that no file of a pack has"),
    "a bomb": (lambda: packed({"scenarios/a.yaml": b" " * 1_900_000}), "to 1; that is no prose"),
    "a huge file": (lambda: packed({"scenarios/a.yaml": bytes(range(256)) * 10_000}), "more than 2 MB"),
    "too many": (lambda: zipped(*((f"parts/{n}.yaml", b"x") for n in range(501))), "more than 500 files"),
    "a huge pack": (lambda: b"PK\x03\x04" + b"x" * 20_000_001, "larger than 20 MB"),
    "a password": (locked, "locked with a password"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bad_pack_is_refused_with_its_name_and_in_one_line(name: str) -> None:
    make, said = BAD[name]
    with pytest.raises(PackError) as refused:
        read_pack(make(), "x.zip")
    sentence = str(refused.value)
    assert sentence.startswith("x.zip")
    assert said in sentence
    assert "\n" not in sentence
    assert "\x1b" not in sentence


def test_a_size_that_the_header_lies_about_is_not_believed() -> None:
    data = bytearray(packed({"scenarios/a.yaml": bytes(range(256)) * 10_000}))
    at = data.find(b"PK\x01\x02", data.find(b"scenarios/a.yaml"))
    for header in (at, data.find(b"PK\x01\x02")):
        data[header + 24 : header + 28] = (10).to_bytes(4, "little")
    with pytest.raises(PackError):
        read_pack(bytes(data), "x.zip")


@settings(deadline=None)
@given(st.data())
def test_no_damage_brings_anything_but_a_sentence(data: st.DataObject) -> None:
    pack = bytearray(write_pack(FILES, "1.0"))
    for _ in range(data.draw(st.integers(1, 4))):
        pack[data.draw(st.integers(0, len(pack) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_pack(bytes(pack), "x.zip") == FILES
    except PackError as refused:
        assert str(refused).startswith("x.zip")
