"""English names of areas: pinyin for the name, a word for the kind. A build tool: needs `pip install pypinyin`."""

from __future__ import annotations

# Longest first: the first that fits is the kind of the area.
KINDS = {
    "经济技术开发区": "Economic and Technological Development Zone",
    "经济开发区": "Economic Development Zone",
    "风景名胜区": "Scenic Area",
    "综合保税区": "Comprehensive Bonded Zone",
    "产业集聚区": "Industry Cluster",
    "国家级森林公园": "National Forest Park",
    "工业园区": "Industrial Park",
    "国际机场": "International Airport",
    "工业园": "Industrial Park",
    "保税区": "Bonded Zone",
    "合作区": "Cooperation Zone",
    "风景区": "Scenic Area",
    "回族镇": "Hui Town",
    "回族乡": "Hui Township",
    "畲族乡": "She Township",
    "新城区": "New Town",
    "路街道": "Road Subdistrict",
    "街街道": "Street Subdistrict",
    "林场": "Forest Farm",
    "新区": "New Area",
    "街道": "Subdistrict",
    "镇": "Town",
    "乡": "Township",
    "区": "District",
    "县": "County",
    "市": "City",
}
READINGS = {
    "都": "du",
    "荥": "xing",
    "会": "hui",
    "长": "chang",
    "重": "chong",
    "洞": "dong",
    "柏": "bai",
    "朝": "chao",
    "乐": "le",
}


def english(name: str, words: dict[str, str]) -> str:
    """Pinyin for the name, English for the kind of area; `words` holds what that gets wrong."""
    if name in words:
        return words[name]
    kind = next((k for k in KINDS if name.endswith(k) and len(name) > len(k) + 1), "")
    stem = pinyin(name.removesuffix(kind))
    return f"{stem} {KINDS[kind]}" if kind else stem


def pinyin(name: str) -> str:
    """As on road signs: one word, an apostrophe before a vowel."""
    from pypinyin import lazy_pinyin  # type: ignore[import-not-found]

    parts = [READINGS.get(c, read) for c, read in zip(name, lazy_pinyin(name, v_to_u=True), strict=True)]
    return "".join(f"'{p}" if i and p[0] in "aeo" else p for i, p in enumerate(parts)).capitalize()
