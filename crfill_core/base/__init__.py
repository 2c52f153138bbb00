"""What all parts of the engine are built on: messages, declared options, threads, telling a lack of memory."""
