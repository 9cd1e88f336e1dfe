"""The vocabulary: prints, colours, regions; reading `key=value`; the edits that come of it, and their names."""
