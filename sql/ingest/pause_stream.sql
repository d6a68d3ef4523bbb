INSERT INTO ing.pause AS p (stream, sentence, who)
VALUES (%(stream)s, %(sentence)s, %(who)s)
ON CONFLICT (stream) DO UPDATE
    SET sentence = excluded.sentence, who = excluded.who, paused_at = clock_timestamp(), released_at = NULL, released_by = NULL
    WHERE p.released_at IS NOT NULL;
