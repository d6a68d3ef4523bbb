-- Take all marks of changed rollups, each once.
WITH taken AS (
    DELETE FROM roll.changed
    RETURNING measure, minute_at
)
SELECT t.measure, t.minute_at FROM taken AS t GROUP BY 1, 2;
