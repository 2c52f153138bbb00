"""Whole fills: of files (job), folders (batch) and arrays (image_fill), and their records, which are replayed (recipe)."""
