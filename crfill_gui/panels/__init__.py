"""The docked panels, the bars around the canvas, and the controls that they share with dialogs."""
