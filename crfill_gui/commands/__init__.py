"""All commands as tables: actions, menus, shortcuts. ``window/handlers.py`` carries them out."""
