"""The models and the controller of the editor. They have no widgets, so they work without a window."""
