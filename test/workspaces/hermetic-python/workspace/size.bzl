"""How many tests there are."""

TESTS = 500
