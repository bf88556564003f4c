"""Names of what C++ rules make: the C++ toolchain in force, libraries beside their target, and links below `_solib_<cpu>`.

Sources: SolibSymlinkAction.java at the 4.2.3 release, at bazelbuild/bazel 328457aa (2021), fmeum/bazel 8702bad6 (2024) and its Starlark successor, rules_cc cc/private/link/dynamic_library_symlink.bzl (ebe5632,
2026). A library that a target makes is named by its path; once the hash of the output directory (`ST-…`) came to stand in that name (5 to 7), it has been there only where the directory has one. A library that a
target was given is named by the label and by its directory, never by the hash. Labels and paths of external repositories as runs of 4.2.3 and 7.7.1 name them.
"""

load(":cc_info.bzl", "IS_TOLD")
load(":cc_toolchain_info.bzl", "artifact_name", "workspace_toolchain")

# The longest name of a file: later versions write a digest where the name would be longer.
_LONGEST_NAME = 255

def program_problem(ctx):
    """An Unknown where it is not known how programs are called (`artifact_name_pattern` of the toolchain), else None. Toolchains for Linux and macOS let them have the target's name."""
    if model.host_os(ctx) == "windows":
        return model.unknown("C++ on Windows", "the libraries that C++ rules copy beside the program on Windows are not modelled")
    toolchain = workspace_toolchain(ctx)
    if not model.is_unknown(toolchain) and toolchain == None:
        return None
    if not model.at_least(ctx, "7.0.0"):
        return None
    if IS_TOLD:
        return None
    system = model.target_os(ctx)
    if model.is_unknown(system):
        return system
    if system in ["linux", "macos"]:
        return None
    return model.unknown("C++ toolchain", "what a C++ toolchain for another system than Linux and macOS calls programs is not known")

def _escaped(path):
    """Actions.escapedPath; `@` is escaped since some release between 4 and 7."""
    escaped = path.replace("_", "_U").replace("/", "_S").replace("\\", "_B").replace(":", "_C")
    return escaped.replace("@", "_A") if bazel_at_least("7.0.0") else escaped

def _solib(ctx, toolchain, name):
    if model.is_unknown(toolchain):
        return toolchain
    if model.at_least(ctx, "5.0.0") and any([len(part) > _LONGEST_NAME for part in name.split("/")]):
        return model.unknown("_solib", "a digest stands for a name of a shared library that is longer than a file's name may be")
    return model.output(ctx, "_solib_%s/%s" % (toolchain.cpu, name))

def _path_below_bin(file):
    """The path of a file below the `bin` directory, or below its source directory (Artifact.getRootRelativePath)."""
    path = file.short_path
    if not path.startswith("../"):
        return path
    repository, _, below = path[3:].partition("/")
    return below if file.is_source else "external/%s/%s" % (repository, below)

def own_solib(ctx, toolchain, library):
    """The link to a shared library that the target makes."""
    if not IS_TOLD and "/" in ctx.label.name:
        return model.unknown("_solib", "where the library of a target with / in its name lies was looked at for Bazel 4 and 7.7 only")
    if model.at_least(ctx, "5.0.0") and model.has_hashed_directory(ctx):
        return model.unknown("_solib", "the name of a shared library that is linked in another configuration than the top-level one holds a hash of it")
    return _solib(ctx, toolchain, "lib" + _escaped(_path_below_bin(library)))

def linked_solib(ctx, toolchain, library):
    """The link to a shared library that a rule links with all that it needs: since Bazel 7 it keeps its name, in a directory named by its own."""
    if not bazel_at_least("7.0.0"):
        return own_solib(ctx, toolchain, library)
    directory = _path_below_bin(library).rpartition("/")[0]
    return _solib(ctx, toolchain, "%s/%s" % (_escaped("_" + directory), library.basename))

def given_solib(ctx, toolchain, file):
    """The link to a shared library that the target was given: it keeps its name, in a directory named by the target and the file's directory."""
    if not IS_TOLD and (ctx.label.workspace_name or file.short_path.startswith("../")):
        return model.unknown("_solib", "how labels and paths of external repositories stand in the name of a directory was looked at for Bazel 4 and 7.7 only")
    directory = _path_below_bin(file).rpartition("/")[0]
    label = model.label_text(ctx.label) if bazel_at_least("7.0.0") else model.display_label(ctx.label)
    name = "%s__%s/%s" % (_escaped("_" + label), _escaped("_" + directory), file.basename)
    return _solib(ctx, toolchain, name)

def solib_at(ctx, toolchain, path):
    """A link below the _solib directory at a path that the target chooses."""
    return _solib(ctx, toolchain, path)

def program_name(ctx, toolchain):
    """The file that cc_binary links. Where the toolchain is not known it is called as usual."""
    directory, slash, name = ctx.label.name.rpartition("/")
    is_named_so = name.endswith((".so", ".dylib", ".dll")) or ".so." in name
    if ctx.attr.linkshared and is_named_so:
        return ctx.label.name
    linked = artifact_name(toolchain, "dynamic_library" if ctx.attr.linkshared else "executable", name)
    if model.is_unknown(linked):
        linked = "lib%s.so" % name if ctx.attr.linkshared else name
    return directory + slash + linked
