"""The models and the controller of the editor, without widgets: they can be used and tested without a window."""
