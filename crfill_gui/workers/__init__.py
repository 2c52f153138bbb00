"""Work beside the window: tasks, the threads that do them, and the engine with its weights. Imports no torch."""
