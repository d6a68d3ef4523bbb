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
    "too_late": Label("超过保存期限", "Older than what is kept"),
}
STATES: dict[str, Label] = {
    "open": Label("待处理", "Open"),
    "replayed": Label("已重放入库", "Replayed"),
    "discarded": Label("已弃置", "Discarded"),
}
ACTIONS: dict[str, Label] = {
    "replay": Label("重放", "Replay"),
    "discard": Label("弃置", "Discard"),
    "rewind": Label("回读", "Rewind"),
    "pause": Label("暂停", "Pause"),
    "resume": Label("恢复接入", "Resume"),
}
WORK_STATES: dict[str, Label] = {
    "asked": Label("等待接入进程", "Waits for a worker"),
    "running": Label("进行中", "Running"),
    "done": Label("完成", "Done"),
    "failed": Label("失败", "Failed"),
}
KINDS: dict[str, Label] = {
    "unknown_field": Label("未登记字段", "Unknown field"),
    "unknown_code": Label("未登记代码", "Unknown code"),
    "clock_skew": Label("时钟偏差", "Clock skew"),
    "wrong_unit": Label("单位不符", "Wrong unit"),
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
    "reasons": Label("待处理的拒收记录", "Open dead letters"),
    "trend": Label("近 24 小时", "Last 24 hours"),
    "works": Label("处理与记录", "Handling and its record"),
    "choose": Label("先在左侧表中点选原因、来源或单条记录，再处理。", "Choose a reason, a source or one letter first."),
    "who": Label("经办人", "Who"),
    "why": Label("理由（弃置必填）", "Why (required to discard)"),
    "sure": Label(
        "确定弃置 {n} 条拒收记录？弃置后不再处理，台账仍计为拒收。", "Discard {n} letters? They stay counted as dead."
    ),
    "needs": Label("请填写经办人；弃置还须写明理由。", "Give your name; to discard, a reason as well."),
    "needs_name": Label("请先填写经办人。", "Give your name first."),
    "noted": Label(
        "已登记第 {n} 号，由接入进程执行，结果见下表。", "Noted as number {n}; a worker carries it out, see the table."
    ),
    "no_work": Label("还没有处理记录", "Nothing has been asked for yet"),
    "asked": Label("登记时间", "Asked"),
    "action": Label("动作", "Action"),
    "what": Label("对象", "What"),
    "came": Label("结果", "What came of it"),
    "letters_n": Label("处理", "letters"),
    "rows_n": Label("入库", "rows"),
    "duplicates_n": Label("重复", "duplicates"),
    "still_dead_n": Label("仍拒收", "still bad"),
    "unreadable_n": Label("原文已不可得", "no longer whole anywhere"),
    "paused": Label("已暂停接入", "is paused"),
    "tried": Label("重放次数", "tried"),
    "at_broker": Label("到达", "at the broker"),
    "only_this": Label("处理此条", "Handle this one"),
    "source": Label("来源", "Source"),
    "no_source": Label("来源不明", "Source unknown"),
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
    "no_record": Label("还没有收到一条记录", "No record received yet"),
    "no_stream": Label("还没有收到任何数据", "Nothing has arrived yet"),
    "no_stream_why": Label(
        "启动接入进程并向四个主题发送数据后，这里会显示台账。",
        "Start an ingest worker and send to the four topics; the ledger then stands here.",
    ),
    "no_dead": Label("没有待处理的拒收记录", "No open dead letters"),
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
