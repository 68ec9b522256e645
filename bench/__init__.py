"""Performance yardsticks: counts are gated, times are printed."""
