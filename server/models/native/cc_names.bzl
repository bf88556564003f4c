"""Names of what C++ rules make: the C++ toolchain in force, libraries beside their target, and links below `_solib_<cpu>`.

Sources: SolibSymlinkAction.java at the 4.2.3 release, at bazelbuild/bazel 328457aa (2021), fmeum/bazel 8702bad6 (2024) and its Starlark successor, rules_cc cc/private/link/dynamic_library_symlink.bzl (ebe5632,
2026). A library that a target makes is named by its path; once the hash of the output directory (`ST-…`) came to stand in that name (5 to 7), it has been there only where the directory has one. A library that a
target was given is named by the label and by its directory, never by the hash.
"""

_TOOLCHAIN_TYPE = "@bazel_tools//tools/cpp:toolchain_type"
_OWN_CROSSTOOL = "@@bazel_tools//tools/cpp:toolchain"

# The longest name of a file: later versions write a digest where the name would be longer.
_LONGEST_NAME = 255

def registered_toolchain(ctx):
    """The C++ toolchain that stands before the one which Bazel configures for the machine; None where that one is in force, an Unknown where that cannot be told."""
    if model.option(ctx, "incompatible_enable_cc_toolchain_resolution"):
        return model.registered_toolchain(ctx, _TOOLCHAIN_TYPE)
    crosstool = model.option(ctx, "crosstool_top")
    return None if crosstool == _OWN_CROSSTOOL else crosstool

def naming_problem(ctx):
    """An Unknown where it is not known how libraries are called, else None."""
    if model.host_os(ctx) != "linux":
        return model.unknown("names of C++ libraries", "how C++ libraries are called is known on Linux only")
    toolchain = registered_toolchain(ctx)
    if model.is_unknown(toolchain):
        return toolchain
    if toolchain != None:
        return model.unknown("C++ toolchain", "how C++ libraries are called is known for Bazel's own C++ toolchain only, not for %s" % toolchain)
    return None

def program_problem(ctx):
    """An Unknown where it is not known how programs are called (`artifact_name_pattern` of the toolchain), else None. Toolchains for Linux and macOS let them have the target's name."""
    if model.host_os(ctx) == "windows":
        return model.unknown("C++ on Windows", "the libraries that C++ rules copy beside the program on Windows are not modelled")
    toolchain = registered_toolchain(ctx)
    if not model.is_unknown(toolchain) and toolchain == None:
        return None
    if not model.at_least(ctx, "7.0.0"):
        return None
    system = model.target_os(ctx)
    if model.is_unknown(system):
        return system
    if system in ["linux", "macos"]:
        return None
    return model.unknown("C++ toolchain", "what a C++ toolchain for another system than Linux and macOS calls programs is not known")

def _escaped(path):
    return path.replace("_", "_U").replace("/", "_S").replace("\\", "_B").replace(":", "_C")

def _solib(ctx, name):
    problem = naming_problem(ctx)
    if model.is_unknown(problem):
        return problem
    if model.at_least(ctx, "5.0.0") and any([len(part) > _LONGEST_NAME for part in name.split("/")]):
        return model.unknown("_solib", "a digest stands for a name of a shared library that is longer than a file's name may be")

    # With toolchain resolution the directory has the name of the toolchain's cpu, which Bazel finds out on the machine; before, the option chose the toolchain.
    cpu = model.option(ctx, "host_cpu" if model.option(ctx, "incompatible_enable_cc_toolchain_resolution") else "cpu")
    return model.output(ctx, "_solib_%s/%s" % (cpu, name))

def own_solib(ctx, path):
    """The link to a library that the target makes at `path` below its package."""
    if model.at_least(ctx, "5.0.0") and "/" in ctx.label.name:
        return model.unknown("_solib", "where the library of a target with / in its name lies was looked at for Bazel 4 only")
    external = "external/%s/" % ctx.label.workspace_name if ctx.label.workspace_name else ""
    package = ctx.label.package + "/" if ctx.label.package else ""
    if model.at_least(ctx, "5.0.0") and model.has_hashed_directory(ctx):
        return model.unknown("_solib", "the name of a shared library that is linked in another configuration than the top-level one holds a hash of it")
    return _solib(ctx, "lib" + _escaped(external + package + path))

def given_solib(ctx, file):
    """The link to a library that the target was given: it keeps its name, in a directory named by the target and the file's directory."""
    path = file.short_path
    if model.at_least(ctx, "5.0.0") and (ctx.label.workspace_name or path.startswith("../")):
        return model.unknown("_solib", "how labels and paths of external repositories stand in the name of a directory was looked at for Bazel 4 only")
    if path.startswith("../"):
        repository, _, below = path[3:].partition("/")
        path = below if file.is_source else "external/%s/%s" % (repository, below)
    directory = path.rpartition("/")[0]
    name = "%s__%s/%s" % (_escaped("_" + model.display_label(ctx.label)), _escaped("_" + directory), file.basename)
    return _solib(ctx, name)

def library_files(ctx, directory, name, is_dynamic):
    """What `DefaultInfo.files` of a library holds: archives, and the shared library."""
    problem = naming_problem(ctx)
    if model.is_unknown(problem):
        return [problem]
    requested = ctx.features + ctx.disabled_features
    if model.option(ctx, "force_pic") or "prefer_pic_for_opt_binaries" in requested or "supports_pic" in requested:
        return [model.unknown("cc_library", "the files of cc_library are known for the usual choice of position-independent code only")]
    if model.at_least(ctx, "5.0.0") and "/" in ctx.label.name:
        return [model.unknown("cc_library", "where the library of a target with / in its name lies was looked at for Bazel 4 only")]
    static = [".lo", ".pic.lo"] if getattr(ctx.attr, "alwayslink", False) else [".a", ".pic.a"]
    if model.option(ctx, "compilation_mode") != "opt":
        static = static[:1]
    extensions = static + ([".so"] if is_dynamic else [])
    return [ctx.actions.declare_file("%slib%s%s" % (directory, name, extension)) for extension in extensions]

def program_name(ctx):
    """The file that cc_binary links."""
    directory, slash, name = ctx.label.name.rpartition("/")
    is_named_so = name.endswith((".so", ".dylib", ".dll")) or ".so." in name
    if not ctx.attr.linkshared or is_named_so:
        return ctx.label.name
    return "%s%slib%s.so" % (directory, slash, name)
