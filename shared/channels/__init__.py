"""The platforms, one pure module each, all with the same functions."""
