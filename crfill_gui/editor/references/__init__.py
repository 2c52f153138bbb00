"""What the fills borrowed from, as the editor explains it: a model that the canvas and the panel follow."""
