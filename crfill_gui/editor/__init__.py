"""The models of the editor and the one controller, without a widget: they can be driven and tested without a window."""
