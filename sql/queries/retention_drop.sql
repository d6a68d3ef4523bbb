SELECT drop_chunks(%(table)s::regclass, older_than => %(to_at)s::timestamptz, newer_than => %(from_at)s::timestamptz);
