"""Pages for people: pure, from records to HTML."""
