"""What the product stands on: the stack, its state machines, the local AWS."""
