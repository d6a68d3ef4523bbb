"""Sources to look at when no real ones are at hand: a generator and recorded files. They produce to Kafka like anyone else."""
