"""The parts of an outfit that can be changed."""

GARMENTS = ("top", "outer", "bottom", "dress")
REGIONS = (*GARMENTS, "all", "auto")
"""What `region=` accepts: one garment, `all` of them, or `auto`: the one with the largest area."""
