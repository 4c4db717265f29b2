"""Measurements, run by `make bench`; ratios to a peer in the same run."""
