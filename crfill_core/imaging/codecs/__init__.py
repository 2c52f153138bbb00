"""Readers and writers of each file format, and what each format can hold."""
