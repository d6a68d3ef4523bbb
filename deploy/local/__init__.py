"""Real TimescaleDB and Kafka on one machine without containers; everything lives under `.local/`."""
