"""Weights: the list of them (catalog), reading and writing (load), the authors' files (official)."""
