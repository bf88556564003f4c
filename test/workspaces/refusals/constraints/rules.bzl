"""A build setting."""

def _setting_impl(_ctx):
    return []

setting = rule(
    implementation = _setting_impl,
    build_setting = config.bool(),
)
