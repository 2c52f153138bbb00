"""What can be done, as tables: actions, menus, shortcuts. Who does it is in ``window/handlers.py``."""
