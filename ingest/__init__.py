"""From Kafka to TimescaleDB, exactly once in effect: source, decode, sink."""
