DELETE FROM raw.reading_extra WHERE observed_at >= %(from_at)s AND observed_at < %(to_at)s;
