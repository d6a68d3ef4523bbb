-- Versions of one series that said something else than the version before, for periods that had already ended.
WITH versions AS (
    SELECT
        period_start_at, period_end_at, known_at, value, definition,
        lag(value) OVER earlier AS old_value,
        lag(definition) OVER earlier AS old_definition,
        row_number() OVER earlier AS version
    FROM val.value
    WHERE
        indicator = %(code)s AND subject_kind = %(subject_kind)s AND subject = %(subject)s AND grain = %(grain)s
        AND period_start_at >= %(since)s AND period_start_at < %(until)s AND known_at <= %(as_of)s
    WINDOW earlier AS (PARTITION BY period_start_at ORDER BY known_at)
)

SELECT
    period_start_at, known_at, old_value, value, version, old_definition, definition
FROM versions
WHERE
    version > 1 AND known_at > period_end_at
    AND (value IS DISTINCT FROM old_value OR definition IS DISTINCT FROM old_definition)
ORDER BY known_at DESC, period_start_at DESC
LIMIT %(rows)s;
