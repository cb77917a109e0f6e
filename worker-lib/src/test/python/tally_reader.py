#!/usr/bin/env python3
"""Prints a tally file as JSON. Written from docs/file-format.md alone, to show that it is enough."""

import fcntl
import json
import math
import os
import stat
import struct
import sys
import uuid
import zlib

LIMIT = 67108864
TYPES = {1: "counter", 2: "gauge", 3: "histogram", 4: "summary", 5: "info", 6: "state set",
         7: "native histogram", 8: "quantile summary"}
MODES = [None, "all", "liveall", "sum", "livesum", "min", "livemin", "max", "livemax",
         "mostrecent", "livemostrecent"]


def require(condition, what):
    if not condition:
        raise ValueError(what)


class Payload:
    """Takes values one after another."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        value, = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return value

    def string(self):
        length = self.take("I")
        require(length <= len(self.data) - self.at, "string length")
        self.at += length
        return self.data[self.at - length:self.at].decode()

    def list(self, element):
        return [element() for _ in range(self.take("I"))]


def uuid_at(header, at):
    high, low = struct.unpack_from("<QQ", header, at)
    return str(uuid.UUID(int=high << 64 | low)) if high or low else None


def read_header(fd):
    header = os.pread(fd, 512, 0)
    require(header[:8] == b"TALLYMAN", "magic")
    major, minor, length = struct.unpack_from("<HHI", header, 8)
    require(major == 1, "major version")
    name_length, = struct.unpack_from("<I", header, 88)
    checksum, = struct.unpack_from("<I", header, 252)
    require(length == 512 and name_length <= 152, "header length")
    require(zlib.crc32(header[:252]) == checksum, "header checksum")
    pid, start, created = struct.unpack_from("<qqq", header, 48)
    return {"id": uuid_at(header, 16), "boot": uuid_at(header, 32), "pid": pid, "start": start,
            "created": created, "origin": uuid_at(header, 72),
            "generation": struct.unpack_from("<q", header, 244)[0],
            "name": header[92:92 + name_length].decode()}


def read_records(fd, committed):
    """Families, series with their places and pages, and for each block its kind and its lanes."""
    families, series, blocks = [], [], []
    at = 512
    while at < committed:
        head = os.pread(fd, 16, at)
        length, kind, _, checked, checksum = struct.unpack("<IHHII", head)
        require(16 <= length <= committed - at and length % 16 == 0, "record length")
        require(checked <= length - 16, "checked length")
        data = os.pread(fd, checked, at + 16)
        require(zlib.crc32(data, zlib.crc32(head[:12])) == checksum, "record checksum")
        p = Payload(data)
        if kind == 2:
            number, code, mode = p.take("I"), p.take("I"), p.take("I")
            require(number == len(families), "family number")
            if code not in TYPES:
                families.append(None)
                at += length
                continue
            family = {"type": TYPES[code], "mode": MODES[mode], "name": p.string(),
                      "help": p.string(), "unit": p.string(), "labels": p.list(p.string),
                      "states": p.list(p.string), "bounds": p.list(lambda: p.take("d"))}
            if code in (7, 8):
                family["sketch"] = read_sketch(p, code)
            families.append(family)
        elif kind == 3:
            entry = {"family": p.take("I"), "block": p.take("I"), "first": p.take("I"),
                     "count": p.take("I"), "created": p.take("q"), "values": p.list(p.string), "pages": []}
            series.append(entry)
        elif kind == 4:
            number, _, count, summed = (p.take("I") for _ in range(4))
            require(at % 64 == 0 and 64 + 8 * count <= length, "block")
            if number == len(blocks):
                blocks.append((summed, []))
            require(blocks[number][0] == summed, "kind of block")
            blocks[number][1].append(os.pread(fd, 8 * count, at + 64))
        elif kind == 5:
            page = {"series": p.take("I"), "schema": p.take("i"), "below": p.take("I"),
                    "page": p.take("i"), "block": p.take("I"), "first": p.take("I")}
            series[page["series"]]["pages"].append(page)
        elif kind == 6:
            block, first, place = p.take("I"), p.take("I"), p.take("I")
            of = [e for e in series if (e["block"], e["first"]) == (block, first)][-1]
            best = newest_copy(os.pread(fd, 512, at + 32))
            if best:
                of.setdefault("exemplars", {})[place] = best
        at += length
    return families, series, blocks


def newest_copy(cell):
    """What the newer whole copy of an exemplar's cell says, if any does."""
    best = None
    for copy in cell[:256], cell[256:]:
        number, value, millis, length, checksum = struct.unpack_from("<qdqII", copy)
        labels = copy[32:32 + length]
        whole = length <= 224 and zlib.crc32(labels, zlib.crc32(copy[:28])) == checksum
        if number and whole and (best is None or number > best["number"]):
            texts = []
            while labels:
                texts.append(labels[1:1 + labels[0]].decode())
                labels = labels[1 + labels[0]:]
            best = {"number": number, "value": value, "millis": millis,
                    "labels": dict(zip(texts[::2], texts[1::2]))}
    return best


def read_sketch(p, code):
    sketch = {"schema": p.take("i"), "threshold": p.take("d"), "limit": p.take("I")}
    if code == 8:
        sketch["quantiles"] = p.list(lambda: p.take("d"))
        sketch["error"], sketch["window"] = p.take("d"), p.take("q")
    return sketch


def doubles(first, slot, lanes):
    return [struct.unpack_from("<d", lane, 8 * (first + slot))[0] for lane in lanes]


def summed(all_):
    return math.fsum(all_) if all(map(math.isfinite, all_)) else sum(all_)


def values(family, entry, blocks):
    lanes = blocks[entry["block"]][1]

    def whole(slot):
        return sum(struct.unpack_from("<q", lane, 8 * (entry["first"] + slot))[0] for lane in lanes)

    def double(slot):
        return summed(doubles(entry["first"], slot, lanes))

    kind = family["type"]
    if kind == "counter":
        return {"whole": whole(0), "fraction": double(1)}
    if kind == "gauge" and whole(0) == 0x7FF874616C6C7900 or kind == "state set" and whole(0) == -1:
        return {"taken_away": True}
    if kind == "gauge":
        return {"value": double(0), "set_at": whole(1) if entry["count"] == 2 else 0}
    if kind in ("histogram", "summary"):
        return {"sum": double(0), "counts": [whole(i) for i in range(1, entry["count"])]}
    if kind in ("native histogram", "quantile summary"):
        parts = doubles(entry["first"], 0, lanes)
        for page in entry["pages"]:
            parts += doubles(page["first"], 0, blocks[page["block"]][1])
        return {"sum": summed(parts), "zeros": whole(1),
                "counts": [whole(i) for i in range(2, entry["count"])]}
    return {"flags": [whole(i) for i in range(entry["count"])]}


def buckets(pages, blocks):
    """The buckets of all pages at the coarsest schema of any."""
    counts = {}
    schema = min((page["schema"] for page in pages), default=0)
    for page in pages:
        width = 1 << (page["schema"] - schema)
        for slot in range(16):
            at = 8 * (page["first"] + 1 + slot)
            count = sum(struct.unpack_from("<q", lane, at)[0] for lane in blocks[page["block"]][1])
            index = -(-(16 * page["page"] + slot) // width)
            key = (1 - page["below"], index)
            counts[key] = counts.get(key, 0) + count
    return [f"{schema} {'above' if key[0] else 'below'} {key[1]}: {counts[key]}"
            for key in sorted(counts) if counts[key]]


def is_alive(fd):
    try:
        fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.lockf(fd, fcntl.LOCK_UN)
    return False


def read(path):
    fd = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        status = os.fstat(fd)
        require(stat.S_ISREG(status.st_mode) and status.st_nlink == 1, "regular file")
        require(status.st_size <= LIMIT, "size")
        header = read_header(fd)
        committed, dropped, missing, over = struct.unpack("<qqqq", os.pread(fd, 32, 256))
        require(512 <= committed <= os.fstat(fd).st_size and committed % 16 == 0, "committed")
        families, series, blocks = read_records(fd, committed)
        known = [family for family in families if family]
        for family in known:
            family["series"] = []
        for entry in series:
            family = families[entry["family"]]
            if not family:
                continue
            shown = {"labels": entry["values"], "created": entry["created"],
                     "exemplars": entry.get("exemplars", {})}
            if entry["pages"]:
                shown["buckets"] = buckets(entry["pages"], blocks)
            family["series"].append({**shown, **values(family, entry, blocks)})
        return {"header": header, "alive": is_alive(fd), "dropped": dropped, "over limit": over,
                "not on disk": missing, "families": known}
    finally:
        os.close(fd)


if __name__ == "__main__":
    json.dump(read(sys.argv[1]), sys.stdout)
