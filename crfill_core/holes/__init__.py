"""Random holes: in batches for training (shapes), and repeatable ones for evaluation (maker)."""
