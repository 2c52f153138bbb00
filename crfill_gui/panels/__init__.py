"""The docked panels and the bars around the canvas."""
