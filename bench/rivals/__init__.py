"""What others write from Kafka into PostgreSQL, set up on demand under .local/bench/; nothing of it is part of the product."""
