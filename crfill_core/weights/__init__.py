"""Weights: which there are (catalog), reading and writing them (load), the authors' files (official)."""
