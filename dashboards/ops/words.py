"""What the operations page says: reasons of dead letters and kinds of curiosities, in both languages."""

from __future__ import annotations

from core.model import Label
from dashboards.context import Context

REASONS: dict[str, Label] = {
    "empty": Label("空记录", "Empty record"),
    "too_large": Label("记录过大", "Too large"),
    "byte_order_mark": Label("带字节顺序标记", "Byte order mark"),
    "not_utf8": Label("不是 UTF-8", "Not UTF-8"),
    "not_json": Label("不是 JSON", "Not JSON"),
    "not_object": Label("不是 JSON 对象", "Not an object"),
    "too_deep": Label("嵌套过深", "Nested too deep"),
    "duplicate_key": Label("键重复", "Key stands twice"),
    "number_too_large": Label("整数过长", "Integer too long"),
    "not_finite": Label("数值不是有限数", "Not a finite number"),
    "bad_text": Label("含不可存字符", "Text cannot be stored"),
    "missing_field": Label("缺必填字段", "Required field missing"),
    "unknown_schema": Label("未知版本", "Unknown schema"),
    "bad_value": Label("字段值不合要求", "Value not allowed"),
    "naive_time": Label("时间无时区", "Time without offset"),
    "bad_time": Label("时间写法不对", "Not a time"),
    "future_time": Label("时间在未来", "Time in the future"),
    "past_time": Label("时间过早", "Time too long ago"),
    "bad_position": Label("坐标不全", "Half a position"),
    "wrong_unit": Label("单位不符", "Wrong unit"),
    "out_of_range": Label("数值超出范围", "Out of range"),
    "id_conflict": Label("同号不同内容", "Same id, other content"),
    "image_bytes": Label("含图像数据", "Picture instead of reference"),
    "bad_period": Label("统计期写法不对", "Not a period"),
    "missing_reason": Label("空值未说明原因", "Null without reason"),
    "refused": Label("数据库拒收", "Refused by the database"),
}
KINDS: dict[str, Label] = {
    "unknown_field": Label("未登记字段", "Unknown field"),
    "unknown_code": Label("未登记代码", "Unknown code"),
    "unlocated": Label("未能定位", "Unlocated"),
    "late": Label("迟到", "Late"),
}
TOPICS: dict[str, Label] = {
    "iot.reading": Label("物联感知", "Sensor readings"),
    "video.event": Label("视频事件", "Video events"),
    "hotline.ticket": Label("热线工单", "Hotline tickets"),
    "stats.report": Label("统计填报", "Statistics reports"),
}
SAID: dict[str, Label] = {
    "title": Label("数据接入运行", "Data intake"),
    "exact": Label("账实相符：每一条收到的记录都有去处", "Exact: every record received is accounted for"),
    "broken": Label("账实不符，请运行 python -m ingest audit", "Not exact: run python -m ingest audit"),
    "rate": Label("每秒入库", "Rows per second"),
    "lag": Label("积压", "Lag"),
    "newest": Label("最新事件", "Newest event"),
    "delay": Label("延迟 P50 / P95", "Delay P50 / P95"),
    "rows": Label("入库", "Rows"),
    "dead": Label("拒收", "Dead letters"),
    "duplicates": Label("重复", "Duplicates"),
    "gaps": Label("缺口", "Gaps"),
    "offsets": Label("消费位点", "Offsets"),
    "located": Label("已定位", "Located"),
    "hour": Label("近 60 分钟每分钟入库", "Rows per minute, last hour"),
    "ledger": Label("分区台账", "Ledger by partition"),
    "identity": Label(
        "入库 + 拒收 + 重复 + 缺口 = 消费位点", "rows + dead letters + duplicates + gaps = offsets consumed"
    ),
    "partition": Label("分区", "Partition"),
    "span": Label("位点范围", "Offsets from – to"),
    "owner": Label("负责进程", "Owner"),
    "epoch": Label("任期", "Epoch"),
    "state": Label("核对", "Check"),
    "reasons": Label("拒收原因（近 7 天）", "Dead letters by reason (7 days)"),
    "stream": Label("数据流", "Stream"),
    "reason": Label("原因", "Reason"),
    "count": Label("条数", "Count"),
    "sources": Label("来源数", "Sources"),
    "first": Label("首次", "First"),
    "last": Label("最近", "Last"),
    "letters": Label("拒收记录原文", "Dead letters as they came"),
    "all": Label("全部", "All"),
    "raw": Label("原文", "Raw record"),
    "cut": Label("共 {n} 字节，只存前 4096", "{n} bytes, the first 4096 kept"),
    "none_raw": Label("无内容", "No content"),
    "curious": Label("未登记与异常（已入库）", "Odd but kept"),
    "kind": Label("类别", "Kind"),
    "name": Label("名称", "Name"),
    "example": Label("首个例子", "First example"),
    "no_stream": Label("还没有收到任何数据", "Nothing has arrived yet"),
    "no_stream_why": Label(
        "启动接入进程并向四个主题发送数据后，这里会显示台账。",
        "Start an ingest worker and send to the four topics; the ledger then stands here.",
    ),
    "no_dead": Label("近 7 天没有拒收记录", "No dead letters in 7 days"),
    "no_dead_why": Label("每条记录都符合接口约定。", "Every record kept to the contract."),
    "no_odd": Label("没有未登记的字段或代码", "No unknown fields or codes"),
    "no_odd_why": Label("出现时在此计数并给出首个例子。", "They are counted here with the first example."),
    "no_worker": Label("接入进程未运行", "No worker running"),
}


def say(context: Context, key: str) -> str:
    return SAID[key].at(context.lang)


def topic(context: Context, stream: str) -> str:
    return TOPICS.get(stream, Label(stream, stream)).at(context.lang)


def reason_name(context: Context, reason: str) -> str:
    return REASONS.get(reason, Label(reason, reason)).at(context.lang)
