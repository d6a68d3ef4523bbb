-- Consumer complaints of the 30 days up to each moment: how many different callers name each merchant (`merchant_id` among the
-- attributes of the first step that has it), those about prepaid cards apart, and all complaints, whether they name one or not.
-- A merchant stands in the area where most of its complaints are. Calls without a caller prove no further caller.
WITH complaint AS (
    SELECT b.no, b.until_at, t.ticket_id, t.area_id, t.caller_hash, t.category = 'TS-prepaid_card' AS prepaid, t.last_step_at
    FROM unnest(%(no)s::int [], %(until)s::timestamptz []) AS b (no, until_at)
    INNER JOIN state.ticket AS t ON t.accepted_at >= b.until_at - INTERVAL '30 days' AND t.accepted_at < b.until_at
    WHERE t.category IN ('TS-consumer', 'TS-prepaid_card') AND (t.cancelled_at IS NULL OR t.cancelled_at > b.until_at)
),

named AS (
    SELECT DISTINCT ON (s.ticket_id) s.ticket_id, s.step_at, s.attributes ->> 'merchant_id' AS merchant_id
    FROM raw.ticket_step AS s
    WHERE s.attributes ->> 'merchant_id' <> ''
        -- A case may have been reported some time before it was accepted.
        AND s.step_at >= %(first)s::timestamptz - INTERVAL '60 days' AND s.step_at < %(last)s
    ORDER BY s.ticket_id, s.step_at
),

merchant AS (
    SELECT
        c.no, n.merchant_id, mode() WITHIN GROUP (ORDER BY c.area_id) AS area_id, count(DISTINCT c.caller_hash) AS callers_n,
        count(DISTINCT c.caller_hash) FILTER (WHERE c.prepaid) AS prepaid_n, max(c.last_step_at) AS last_at
    FROM complaint AS c
    INNER JOIN named AS n ON c.ticket_id = n.ticket_id AND n.step_at < c.until_at
    GROUP BY 1, 2
)

SELECT
    no, 'merchant_callers' AS measure, area_id, merchant_id AS dim, callers_n AS n, NULL::float8 AS sum, NULL::float8 AS min,
    NULL::float8 AS max, NULL::float8 AS last, last_at
FROM merchant
UNION ALL
SELECT no, 'merchant_prepaid_callers', area_id, merchant_id, prepaid_n, NULL, NULL, NULL, NULL, last_at FROM merchant
UNION ALL
SELECT no, 'consumer_complaint', area_id, '', count(*), NULL, NULL, NULL, NULL, max(last_step_at) FROM complaint GROUP BY 1, 3;
