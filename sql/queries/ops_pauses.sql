-- Streams that stand still.
SELECT stream, sentence, who, paused_at FROM ing.pause
WHERE released_at IS NULL
ORDER BY stream;
