"""A pack: scenarios and what they use in one zip file, with a manifest of hashes. Read without trusting any of it.

manifest.yaml           what is in it, with SHA-256 and size
scenarios/ID.yaml       a scenario, under its id
parts/library/x.yaml    what scenarios use: libraries, companies, rubrics; as they name it
"""

from __future__ import annotations

import hashlib
import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from simulator.scenario.document import LARGEST, Fields, Items, Text, read_bytes, shown
from simulator.scenario.fields import SLUG
from simulator.scenario.problems import ScenarioError
from simulator.scenario.templates import quoted

MANIFEST = "manifest.yaml"
SCENARIOS, PARTS = "scenarios/", "parts/"
MOST_FILES = 500
LARGEST_PACK = 20_000_000
"""Bytes of the zip file itself; a file in it has 2 MB at most."""
LARGEST_WHOLE = 60_000_000
"""Bytes of everything in it, unpacked."""
HIGHEST_RATIO = 200
"""How much larger than its packed form a file may be; prose packs to about a third."""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in a pack: two packs of the same files are the same bytes."""


class PackError(ValueError):
    """A pack that is refused. Carries a sentence with the file, and what to do where anything can be done."""


def write_pack(files: Mapping[str, bytes], made_with: str) -> bytes:
    """The bytes of a pack. `files`: by their name in it, without the manifest."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in ((MANIFEST, _manifest(files, made_with)), *sorted(files.items())):
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            pack.writestr(info, data)
    return out.getvalue()


def _manifest(files: Mapping[str, bytes], made_with: str) -> bytes:
    lines = ["# A pack of Sparring: sparring scenarios import FILE.zip", "format: 1", f"made_with: {quoted(made_with)}"]
    lines.append("files:")
    for name, data in sorted(files.items()):
        digest = hashlib.sha256(data).hexdigest()
        lines.append(f"  - {{path: {quoted(name)}, sha256: {digest}, size: {len(data)}}}")
    return ("\n".join(lines) + "\n").encode()


def read_pack(data: bytes, name: str) -> dict[str, bytes]:
    """The files of a pack by their name in it, without the manifest. `name`: the pack's, for messages. Raises PackError."""
    pack_name = shown(name)
    if len(data) > LARGEST_PACK:
        raise PackError(f"{pack_name}: larger than {LARGEST_PACK // 1_000_000} MB; export fewer scenarios at a time")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            return _unpacked(pack, pack_name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OverflowError,
        OSError,
    ) as error:
        raise PackError(
            f"{pack_name}: not a zip file that can be read ({shown(str(error))[:80]}); get it anew"
        ) from None
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, MemoryError) as error:
        if isinstance(error, PackError):
            raise
        raise PackError(f"{pack_name}: not a zip file that can be read; get it anew") from None


def _unpacked(pack: zipfile.ZipFile, pack_name: str) -> dict[str, bytes]:
    infos = [info for info in pack.infolist() if not info.is_dir()]
    if len(pack.infolist()) > MOST_FILES:
        raise PackError(f"{pack_name}: more than {MOST_FILES} files; export fewer scenarios at a time")
    folded: dict[str, str] = {}
    for info in infos:
        _refuse_name(info, pack_name)
        key = unicodedata.normalize("NFC", info.filename).casefold()
        if key in folded:
            what = "is in it twice" if folded[key] == info.filename else f"and {folded[key]} differ in case only"
            raise PackError(f"{pack_name}: {shown(info.filename)} {what}; get it anew")
        folded[key] = info.filename
    files: dict[str, bytes] = {}
    left = LARGEST_WHOLE
    for info in infos:
        files[info.filename] = _content(pack, info, pack_name, left)
        left -= len(files[info.filename])
    manifest = files.pop(MANIFEST, None)
    if manifest is None:
        raise PackError(f"{pack_name}: not a pack of Sparring: there is no {MANIFEST} in it")
    _compare(_listed(manifest, f"{pack_name}:{MANIFEST}"), files, pack_name)
    return files


def _refuse_name(info: zipfile.ZipInfo, pack_name: str) -> None:
    """Raises PackError for a name that leads elsewhere, for links, and for what is no YAML."""
    name, where = info.filename, f"{pack_name}: {shown(info.filename)[:120]}"
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise PackError(f"{where} is a link or no plain file; a pack holds plain files only")
    if info.flag_bits & 0x1:
        raise PackError(f"{where} is locked with a password; unlock it first")
    if name != info.orig_filename or len(name) > 200:
        raise PackError(f"{where} has a name that no file of a pack has")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
        raise PackError(f"{where} leads out of the pack; it is not unpacked")
    if not all(_NAME.match(part) for part in parts):
        raise PackError(f"{where}: a name in a pack has letters, digits, - _ and . only")
    if not name.endswith(".yaml"):
        raise PackError(f"{where} is no .yaml file; a pack holds nothing else")
    if name != MANIFEST and not name.startswith((SCENARIOS, PARTS)):
        raise PackError(f"{where} stands neither in {SCENARIOS} nor in {PARTS}")
    if name.startswith(SCENARIOS) and (len(parts) != 2 or not SLUG.match(name[len(SCENARIOS) : -5])):
        raise PackError(f"{where}: a scenario stands in {SCENARIOS} under its id, such as {SCENARIOS}my-call.yaml")


def _content(pack: zipfile.ZipFile, info: zipfile.ZipInfo, pack_name: str, left: int) -> bytes:
    """Read with a cap while it streams: what a header says of its size is believed of no file."""
    where = f"{pack_name}: {info.filename}"
    cap = min(LARGEST, left)
    with pack.open(info) as stream:
        data = stream.read(cap + 1)
    if len(data) > cap:
        what = f"more than {LARGEST // 1_000_000} MB" if cap == LARGEST else "too much in it"
        raise PackError(f"{where}: {what}; it is not unpacked")
    if len(data) > 50_000 and len(data) > HIGHEST_RATIO * max(info.compress_size, 1):
        raise PackError(f"{where} is packed {len(data) // max(info.compress_size, 1)} to 1; that is no prose")
    return data


def _listed(manifest: bytes, where: str) -> dict[str, str]:
    """What a manifest lists: hash by name. Raises PackError."""
    try:
        root = read_bytes(manifest, where)
    except ScenarioError as error:
        raise PackError(str(error.problems[0])) from None
    found: dict[str, str] = {}
    entries = root.fields.get("files") if isinstance(root, Fields) else None
    number = root.fields.get("format") if isinstance(root, Fields) else None
    if not isinstance(entries, Items) or not isinstance(number, Text) or number.value != "1":
        raise PackError(f"{where}: this version of Sparring reads packs of format 1, with a list `files`")
    for entry in entries.items:
        path = entry.fields.get("path") if isinstance(entry, Fields) else None
        digest = entry.fields.get("sha256") if isinstance(entry, Fields) else None
        if not isinstance(path, Text) or not isinstance(digest, Text):
            raise PackError(f"{entry.place}: an entry has `path`, `sha256` and `size`")
        found[path.value] = digest.value
    return found


def _compare(listed: Mapping[str, str], files: Mapping[str, bytes], pack_name: str) -> None:
    for name in listed:
        if name not in files:
            raise PackError(f"{pack_name}: {shown(name)[:120]} is in the manifest and not in the pack; get it anew")
    for name, data in files.items():
        if name not in listed:
            raise PackError(f"{pack_name}: {name} is not in the manifest; get the pack anew")
        if hashlib.sha256(data).hexdigest() != listed[name]:
            raise PackError(f"{pack_name}: {name} is not what the manifest says; it was changed. Get the pack anew")
    if not any(name.startswith(SCENARIOS) for name in files):
        raise PackError(f"{pack_name}: there is no scenario in it")


def place_of(name: str) -> PurePosixPath:
    """Where a file of a pack goes, inside a folder of scenarios."""
    return PurePosixPath(name.removeprefix(SCENARIOS).removeprefix(PARTS))
