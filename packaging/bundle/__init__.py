"""What build.py is made of. Standard library only, except where a module says so."""
