"""The words of the frame, in both languages. Pages keep their own words beside their own code."""

from __future__ import annotations

from typing import Any

from core.model import Label, Lang

WORDS: dict[str, Label] = {
    "skip": Label("跳到正文", "Skip to content"),
    "menu": Label("页面", "Pages"),
    "lang": Label("English", "中文"),
    "lang_hint": Label("Switch to English", "切换为中文"),
    "theme_light": Label("浅色", "Light"),
    "theme_dark": Label("深色", "Dark"),
    "theme_hint": Label("切换深色与浅色", "Switch between dark and light"),
    "full": Label("全屏", "Full screen"),
    "live": Label("实时", "Live"),
    "failed": Label("页面没有读出来", "This page could not be read"),
    "failed_why": Label(
        "数据库暂时没有应答，恢复后会自动重试；已显示的数字不受影响。",
        "The database does not answer now; the page tries again by itself.",
    ),
    "retry": Label("重试", "Try again"),
    "missing": Label("没有这个页面", "No such page"),
    "missing_why": Label("地址 {path} 不存在。", "There is no page at {path}."),
    "home": Label("回到一张图", "Go to the map"),
    "stream.iot.reading": Label("物联", "IoT"),
    "stream.video.event": Label("视频", "Video"),
    "stream.hotline.ticket": Label("热线", "Hotline"),
    "stream.stats.report": Label("统计", "Statistics"),
    "per_minute": Label("{n}/分", "{n}/min"),
    "paused": Label("已暂停", "paused"),
    "silent": Label("停 {span}", "silent {span}"),
    "never": Label("未接入", "no data yet"),
    "delay": Label("入库延迟 P95 {s}", "Delay P95 {s}"),
    "none_lost": Label("账实相符", "ledger exact"),
    "link.on": Label("已连接", "Connected"),
}


def say(key: str, lang: Lang, **params: Any) -> str:
    return WORDS[key].at(lang).format(**params)
