"""Explanations of fills by their references."""
