"""What the functions share: configuration, errors, ports and the pure core."""
