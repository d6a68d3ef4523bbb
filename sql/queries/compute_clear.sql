DELETE FROM {table} WHERE measure = ANY(%(measures)s) AND bucket_at >= %(first)s AND bucket_at < %(until)s;
