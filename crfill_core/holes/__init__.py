"""Holes drawn at random: the three kinds in batches for training (shapes), repeatable ones for evaluation (maker)."""
