"""A rule that brings nothing but C++."""

def _native_code_impl(_ctx):
    return [CcInfo()]

native_code = rule(implementation = _native_code_impl)
