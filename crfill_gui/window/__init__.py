"""The main window: puts the parts together and connects views to models."""
