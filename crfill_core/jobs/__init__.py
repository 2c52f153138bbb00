"""Whole fills: of files (job), of folders (batch), of arrays (image_fill), and again from their record (recipe)."""
