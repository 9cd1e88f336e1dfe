"""A run: what is to be done, doing it on every core, and how each item came out."""
