"""What a message says: pure functions over text."""
