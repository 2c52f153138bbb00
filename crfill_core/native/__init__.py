"""Kernels in C: the innermost loops of filling. ``library`` loads them, ``build`` compiles them."""
