"""The main window. It puts the parts together and connects views to models."""
