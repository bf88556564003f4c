"""A test that passes at once."""
