"""What the rates of the ingest's own ledger share (ing.minute, by the minute of arrival): self-measured, by the hour and day."""

from datetime import date, timedelta

from core.model import Better, Definition, Formula, Indicator, Label, Measures, Result, Rollup
from indicators.formulas import ratio

STREAMS = ("iot.reading", "video.event", "hotline.ticket", "stats.report")


def ledger_rate(
    code: str, name: Label, part: str, rest: tuple[str, ...], better: Better, numerator: Label, denominator: Label,
    definition: tuple[str, str], sources: tuple[str, ...] = STREAMS,
) -> Indicator:  # fmt: skip
    """Records of `part` ÷ those of `part` and `rest`; `definition` is its id and its citation."""
    return Indicator(
        code=code,
        name=name,
        unit="%",
        grains=("hour", "day"),
        subjects=("area",),
        definitions=(Definition(definition[0], date(2016, 1, 1), definition[1], share(part, rest)),),
        inputs=(Rollup((part, *rest)),),
        owner="data_bureau",
        better=better,
        sources=sources,
        note="自测口径，按到达时间。",
        decimals=2,
        stale_after=timedelta(minutes=15),
        formula_text=Label(f"{numerator.zh} ÷ {denominator.zh}", f"{numerator.en} ÷ {denominator.en}"),
        update_rule=Label("约5秒一次", "About every 5 seconds"),
        numerator_name=numerator,
        denominator_name=denominator,
    )


def share(part: str, rest: tuple[str, ...]) -> Formula:
    def formula(m: Measures) -> Result:
        counted = m.sum(part) or 0.0
        return ratio(counted, counted + sum(m.sum(name) or 0.0 for name in rest), empty="本期无接入记录")

    return formula
