"""Explanations of fills by their references: a model that the canvas and the panel follow."""
