"""Kafka as the ingest uses it."""
