"""Whether a compilation makes headers for its dependents (`JavaCompilationHelper.shouldUseHeaderCompilation`, 4.2.3 and 7.7.1)."""

def header_compilation(ctx, toolchain):
    """Whether the header compiler runs; unknown where the toolchain is. Fails where it is wanted and the toolchain has none.

    Args:
      toolchain: what a java_toolchain provides.
    """
    wanted = model.option(ctx, "java_header_compilation")
    if model.is_unknown(wanted) or not wanted:
        return wanted
    if model.is_unknown(toolchain):
        return toolchain
    disabled = toolchain._forcibly_disable_header_compilation
    if model.is_unknown(disabled) or disabled:
        return disabled if model.is_unknown(disabled) else False
    for name, compiler in toolchain._header_compilers:
        if not model.is_unknown(compiler) and not compiler:
            fail("header compilation was requested but it is not supported by the current Java toolchain '%s'; see the java_toolchain.%s attribute" % (toolchain.label, name))
    return True
