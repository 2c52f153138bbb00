"""What all parts of the engine are built on: messages, declared options, threads, memory, and the end of a process."""
