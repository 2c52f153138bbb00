"""Background work: tasks, their threads, and the engine with its weights. Imports no torch."""
