"""AG Grid with the house's look: sortable, numbers right, stale rows hatched; community modules only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag

from core.model import Lang

_ZH = {
    "noRowsToShow": "没有数据",
    "loadingOoo": "正在读取",
    "ariaSortableColumn": "按回车排序",
    "ariaLabelHeaderCell": "表头",
    "ariaLabelCell": "单元格",
    "ariaLabel": "表格",
}


# Parameters of the grid's own theme, given as our tokens: it then follows light, dark and scale by itself.
_LOOK = {
    "backgroundColor": "var(--surface)",
    "foregroundColor": "var(--ink)",
    "textColor": "var(--ink)",
    "headerTextColor": "var(--ink-2)",
    "headerBackgroundColor": "var(--surface)",
    "accentColor": "var(--accent)",
    "borderColor": "var(--line)",
    "rowHoverColor": "var(--raised)",
    "browserColorScheme": "inherit",
    "fontFamily": "var(--text)",
    "fontSize": "var(--s1)",
    "headerFontSize": "var(--s1)",
    "headerFontWeight": "500",
    "rowHeight": "var(--touch)",
    "headerHeight": "calc(var(--u)*40)",
    "cellHorizontalPadding": "calc(var(--u)*10)",
    "wrapperBorder": "false",
    "wrapperBorderRadius": "0",
}
_THEME = (
    "themeQuartz.withParams({"
    + ",".join(f"{k}:{v!r}" if v != "false" else f"{k}:false" for k, v in _LOOK.items())
    + "})"
)
# More rows than this scroll inside the table, so that a thousand sources draw only what is seen.
TALL = 16


def column(field: str, name: str, number: bool = False, **more: Any) -> dict[str, Any]:
    """`number` columns hold the real number in `field` and what is shown in `field_text`, so that sorting is by value."""
    base = {"field": field, "headerName": name, "minWidth": 96, **more}
    if not number:
        return base
    return base | {
        "type": "rightAligned",
        "cellClass": "num ag-right-aligned-cell",
        "valueFormatter": {"function": f"params.data.{field}_text"},
        "comparator": {"function": "missingLast"},
    }


def table(
    id: Any, columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]], lang: Lang, key: str
) -> dag.AgGrid:
    tall = len(rows) > TALL
    return dag.AgGrid(
        id=id,
        columnDefs=[dict(c) for c in columns],
        rowData=[dict(r) for r in rows],
        getRowId=f"params.data.{key}",
        defaultColDef={"sortable": True, "resizable": True, "suppressMovable": True, "flex": 1},
        dashGridOptions={
            "theme": {"function": _THEME},
            "localeText": _ZH if lang == "zh" else {},
            "domLayout": "normal" if tall else "autoHeight",
            "animateRows": False,
            "enableCellTextSelection": True,
            "rowClassRules": {"is-stale": "params.data.status == 'stale'"},
        },
        className="city-grid tall" if tall else "city-grid",
        style={"height": None, "width": "100%"},
    )
