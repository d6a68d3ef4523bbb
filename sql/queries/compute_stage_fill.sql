INSERT INTO reading_once SELECT * FROM roll.reading_once(%(first)s, %(until)s, %(metrics)s);
