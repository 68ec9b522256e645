"""The pure core: no AWS, no clock, no environment, only facts and decisions."""
