"""The weights that ship, one folder each; `fashionforward.weights` once installed."""
