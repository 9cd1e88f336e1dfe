"""One run on more than one machine: shards and how they are joined, object storage, an engine that spreads the work."""
