"""What all parts of the engine are built on: messages, declared options, threads, and how to recognise a lack of memory."""
