"""What people do with the ingest: dead letters, pauses, spans read again, retention, the audit."""
