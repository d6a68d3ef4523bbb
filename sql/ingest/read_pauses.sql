SELECT stream, sentence, released_at FROM ing.pause;
