"""Dialogs and other windows besides the main one."""
