"""Draw the VS Code extension's icon, 128 pixels square: an envelope, and the wavy line of a finding below it.

python scripts/draw_icon.py            rewrite editors/vscode/images/icon.png
python scripts/draw_icon.py --check    exit 1 if it is stale
"""

from __future__ import annotations

import math
import struct
import zlib
from pathlib import Path

TARGET = Path(__file__).parents[1] / "editors" / "vscode" / "images" / "icon.png"
SIZE, SAMPLES = 128, 4
"""Pixels of a side; samples of a pixel's side, for smooth edges."""

Color = tuple[int, int, int, int]
NOTHING: Color = (0, 0, 0, 0)
GROUND: Color = (18, 48, 79, 255)
PAPER: Color = (244, 247, 250, 255)
FOLD: Color = (120, 150, 180, 255)
FINDING: Color = (255, 96, 80, 255)


def color(x: float, y: float) -> Color:
    """What is at a place, in pixels from the upper left corner."""
    if not _inside(x, y, (0, 0, SIZE, SIZE), 26):
        return NOTHING
    wave = 101 + 4.5 * math.sin((x - 22) / 84 * 6 * math.pi)
    if 22 <= x <= 106 and abs(y - wave) < 3.4:
        return FINDING
    if not _inside(x, y, (20, 26, 108, 84), 7):
        return GROUND
    middle = 64
    flap = 58 - abs(x - middle) * 0.68
    if abs(y - flap) < 2.6:
        return FOLD
    return PAPER


def _inside(x: float, y: float, box: tuple[float, float, float, float], radius: float) -> bool:
    """Is the place in the box (left, top, right, bottom) with round corners?"""
    left, top, right, bottom = box
    nearest = min(max(x, left + radius), right - radius), min(max(y, top + radius), bottom - radius)
    return math.dist((x, y), nearest) <= radius


def pixel(column: int, row: int) -> bytes:
    """Red, green, blue and opacity, from all samples."""
    steps = [(index + 0.5) / SAMPLES for index in range(SAMPLES)]
    found = [color(column + x, row + y) for y in steps for x in steps]
    opacity = sum(each[3] for each in found)
    shares = [sum(each[part] * each[3] for each in found) // max(opacity, 1) for part in range(3)]
    return bytes((*shares, opacity // len(found)))


def png() -> bytes:
    """The picture as a file."""
    rows = [b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE)]
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


if __name__ == "__main__":
    TARGET.write_bytes(png())
