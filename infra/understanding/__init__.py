"""Makes and measures what shared/text understands with; never in the package."""
