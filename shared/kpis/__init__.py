"""The numbers: facts in, rows out, one small function a metric."""
