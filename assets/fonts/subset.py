"""Cut the shipped Chinese faces out of Noto Sans CJK SC: `python assets/fonts/subset.py <folder of NotoSansCJK-*.ttc>`.

Needs fonttools and brotli. Three files: two weights with everything the screens are known to say, and the rest of
GB 2312 in one weight as a fallback family, which a browser fetches only when free text needs it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
READ = ("dashboards", "layers", "indicators", "config", "core", "ingest", "demo", "assets")
ENDS = {".py", ".yaml", ".csv", ".js", ".css", ".geojson"}
MARKS = "−×÷≈≠≤≥±·°℃㎡㎥µμ²³₂₃₅→←↑↓↗↘…—–‰“”‘’●○◌▲△■□◆◇★☆①②③④⑤⑥⑦⑧⑨⑩　、。，；：？！（）【】《》〔〕「」『』￥％＋－／～Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ"


def rows(first: int, last: int) -> set[str]:
    """Characters of GB 2312 rows `first` to `last`."""
    pairs = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(first, last + 1) for cell in range(1, 95))
    return set("".join(pair.decode("gb2312", "ignore") for pair in pairs))


def said(root: Path = ROOT) -> set[str]:
    """Characters of every word the product and its city packs can put on a screen."""
    files = (f for room in READ for f in (root / room).rglob("*") if f.suffix in ENDS and "vendor" not in f.parts)
    return {c for f in files for c in f.read_text("utf-8", "ignore") if c.isprintable()}


def wanted(extra: str = "") -> set[str]:
    latin = {chr(c) for c in (*range(0x20, 0x7F), *range(0xA0, 0x180))}
    return rows(1, 9) | rows(16, 55) | latin | set(MARKS) | said() | set(extra)


def cut(source: Path, face: int, chars: set[str], target: Path) -> None:
    text = HERE / "chars.tmp"
    text.write_text("".join(sorted(chars)), "utf-8")
    options = ("--flavor=woff2", "--layout-features=", "--no-hinting", "--drop-tables+=vhea,vmtx,VORG,BASE")
    command = ("pyftsubset", str(source), f"--font-number={face}", f"--text-file={text}", f"--output-file={target}")
    subprocess.run((*command, *options), check=True)
    text.unlink()


def main(folder: Path, extra: str = "") -> None:
    core = wanted(extra)
    for weight, name in ((400, "Regular"), (700, "Bold")):
        cut(folder / f"NotoSansCJK-{name}.ttc", 2, core, HERE / f"noto-sans-sc-{weight}.woff2")
    cut(folder / "NotoSansCJK-Regular.ttc", 2, rows(56, 87) - core, HERE / "noto-sans-sc-rare.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "".join(sys.argv[2:]))
