"""The shell: one module per stage of a message's life, each read, decide, write."""
