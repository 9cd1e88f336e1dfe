"""Pixels on their way into and out of the networks: the one preprocessing, shared by training and running."""
