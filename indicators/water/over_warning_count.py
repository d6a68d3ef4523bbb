"""超警站数, 站: river gauges whose last level is at or above 警戒水位.

Standards 1.8 (flood: 黄 at 警戒, 橙 at 保证, 红 at 历史最高). Gauges without a registered 警戒水位 are not judged.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Rollup
from indicators.formulas import by_dim, newest

MARGINS = {"level:warning": "超警戒", "level:guarantee": "超保证", "level:record": "超历史最高"}


def over(m: Measures, name: str) -> int:
    """`level:<mark>` is metres above that mark."""
    last = [newest(rows) for rows in by_dim(m.rows(name)).values()]
    return sum(row is not None and row.last is not None and row.last >= 0 for row in last)


def formula(m: Measures) -> Result:
    judged = len(by_dim(m.rows("level:warning")))
    if not judged:
        return Result(reason="无有警戒水位的在报测站")
    counts = {name: over(m, name) for name in MARGINS}
    detail = "；".join(f"{MARGINS[name]}{n}" for name, n in counts.items() if n and name != "level:warning")
    warned = counts["level:warning"]
    return Result(float(warned), float(warned), float(judged), detail)


INDICATOR = Indicator(
    code="water.over_warning_count",
    name=Label("超警站数", "Gauges over warning"),
    unit="站",
    grains=("5min", "hour"),
    subjects=("area",),
    definitions=(
        Definition(
            "over-warning@2012",
            date(2012, 1, 1),
            "水情预警信号：水位达到或超过警戒、保证、历史最高水位（标准 1.8）",
            formula,
        ),
    ),
    inputs=(Rollup(tuple(MARGINS), "2h"),),
    owner="water",
    better="down",
    sources=("iot.reading:water_level",),
    note="取每站近2小时最后一次水位；各站基面不同，只与本站警戒值比较。",
    decimals=0,
    stale_after=timedelta(minutes=60),
    formula_text=Label("末次水位 ≥ 警戒水位的站数", "Gauges with last level ≥ warning level"),
    update_rule=Label("每5分钟", "Every 5 minutes"),
    numerator_name=Label("超警站数", "Gauges over warning"),
    denominator_name=Label("有警戒值的在报站数", "Gauges heard that have a warning level"),
    domain="environment",
    words=(Label("超保证", "over guarantee "), Label("超历史最高", "over record ")),
)
