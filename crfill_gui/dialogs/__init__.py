"""The dialogs that the main window opens."""
