"""Parts of build.py. Standard library only, except where a module says so."""
