"""Finding items; decoding and encoding files with their profiles and metadata; naming outputs."""
