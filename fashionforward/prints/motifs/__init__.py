"""Motifs that several families share, as polygons with labels, drawn around their own origin."""
