"""A rule."""

def _plain_impl(_ctx):
    return []

plain = rule(implementation = _plain_impl)
