"""How the macros name their targets."""

SUFFIX = "_bin"

def names_for(*parts):
    """Joins parts by underscores, leaving empty ones out."""
    return "_".join([part for part in parts if part])
