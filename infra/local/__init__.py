"""The local AWS and the sample platforms; nothing here is ever deployed."""
