"""Rules that fail for want of a name."""

def _nothing(ctx, _asked):
    ctx.actions.do_nothing(mnemonic = "Nothing")

def _host_configuration_impl(ctx):
    _nothing(ctx, ctx.host_configuration)

asks_ctx_for_host_configuration = rule(implementation = _host_configuration_impl)

def _host_fragments_impl(ctx):
    _nothing(ctx, ctx.host_fragments)

asks_ctx_for_host_fragments = rule(implementation = _host_fragments_impl)

def _is_symlink_impl(ctx):
    _nothing(ctx, ctx.info_file.is_symlink)

asks_file_whether_it_is_symlink = rule(implementation = _is_symlink_impl)

_HAS = {
    "attr_label_list_dict": hasattr(attr, "label_list_dict"),
    "attr_license": hasattr(attr, "license"),
    "config_none": hasattr(config, "none"),
    "config_string_set": hasattr(config, "string_set"),
    "config_target": hasattr(config, "target"),
}

def _names_impl(ctx):
    has = dict(
        _HAS,
        ctx_host_fragments = hasattr(ctx, "host_fragments"),
        file_is_symlink = hasattr(ctx.info_file, "is_symlink"),
    )
    if not has[ctx.attr.asked]:
        fail("there is no " + ctx.attr.asked)

names_of_later_releases = rule(
    implementation = _names_impl,
    attrs = {"asked": attr.string()},
)
