"""What rules are called when they are printed."""

def _impl(_ctx):
    pass

exported = rule(implementation = _impl)

def named(name, value, text):
    """Refuses the target where the value does not print so."""
    if str(value) != text:
        fail("%s: %s" % (name, value))
    native.filegroup(name = name)

UNNAMED = [rule(implementation = _impl)]

LABELS = [Label('//names:a"b')]
