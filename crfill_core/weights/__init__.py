"""Weights: the list of them (catalog), reading and writing (load), import of the authors' files (official)."""
