"""What C++ rules make, and how it is called: object files, libraries, programs (Bazel: rules/cpp/CcCompilationHelper.java, CcLinkingHelper.java, CppHelper.java, CppFileTypes.java of the 4.2.3 release).

A name that the toolchain decides is Unknown where the toolchain is.
"""

load(":cc_info.bzl", "compilation_context", "is_none", "library_to_link")
load(":cc_names.bzl", "linked_solib", "own_solib")
load(":cc_toolchain_info.bzl", "artifact_name", "check_action", "is_enabled", "uses_pic_for_binaries", "uses_pic_for_dynamic_libraries")

HEADERS = ["h", "hh", "hpp", "ipp", "hxx", "h++", "inc", "inl", "tlh", "tli", "H", "tcc"]
COMPILED = ["C", "S", "asm", "c", "c++", "cc", "cl", "cpp", "cu", "cxx", "s"]
STATIC = ["a", "lib", "lo"]
SHARED = ["dll", "dylib", "so"]

def is_shared(file):
    if file.extension in SHARED:
        return True
    for middle in [".so.", ".dylib."]:
        _, found, version = file.basename.partition(middle)
        if found and all([part[:1].isdigit() for part in version.split(".")]):
            return True
    return False

# Extension → the action that compiles it (CppCompileActionBuilder.getActionName).
_ACTIONS = {"S": "preprocess-assemble", "asm": "assemble", "c": "c-compile", "s": "assemble"}

CompilationOutputs = provider(fields = ["objects", "pic_objects"])

NO_OBJECTS = CompilationOutputs(objects = [], pic_objects = [])

# Compiling --------------------------------------------------------------------------------------

def _below(ctx, directory, path):
    """A path below a directory that no other target of the package uses (AnalysisUtils.getUniqueDirectory)."""
    return "%s/%s/%s" % (directory, ctx.label.name, path)

def _output_names(sources):
    """Source → the name of its object file without extension; sources of one name get a directory of their own, whatever the case of the letters."""
    bases = [source.basename[:-len(source.extension) - 1] if source.extension else source.basename for source in sources]
    count = {}
    for base in bases:
        count[base.lower()] = count.get(base.lower(), 0) + 1
    number = {}
    names = []
    for base in bases:
        key = base.lower()
        index = number.get(key, 0)
        number[key] = index + 1
        names.append("%d/%s" % (index, base) if count[key] > 1 else base)
    return names

def _objects(ctx, toolchain, directory, sources, names, pic):
    return [_object(ctx, toolchain, directory, source, name, pic) for source, name in zip(sources, names)]

def _object(ctx, toolchain, directory, source, name, pic):
    if source.is_directory:
        return ctx.actions.declare_directory("%s/%s/%s" % ("_pic_objs" if pic else "_objs", directory, name))
    base = artifact_name(toolchain, "pic_file", name) if pic else name
    return ctx.actions.declare_file("_objs/%s/%s" % (directory, artifact_name(toolchain, "object_file", base)))

def compiled(ctx, toolchain, configuration, sources, name, pic = True, nopic = True):
    """The object files of sources (CcCompilationHelper.createCcCompileActions). `pic` and `nopic` say whether these may be made."""
    if not model.is_unknown(sources) and not sources:
        return NO_OBJECTS
    for value in [sources, toolchain, configuration] + ([] if model.is_unknown(sources) else sources):
        if model.is_unknown(value):
            return CompilationOutputs(objects = [value], pic_objects = [value])
    for source in sources:
        check_action(configuration, _ACTIONS.get(source.extension, "c++-compile"))
    in_libraries = uses_pic_for_dynamic_libraries(configuration)
    in_binaries = uses_pic_for_binaries(configuration)
    makes_pic = pic and (in_libraries or in_binaries)
    makes_nopic = (nopic and not (in_libraries and in_binaries)) or not pic
    sources = list({source: True for source in sources})
    names = _output_names(sources)
    return CompilationOutputs(
        objects = _objects(ctx, toolchain, name, sources, names, False) if makes_nopic else [],
        pic_objects = _objects(ctx, toolchain, name, sources, names, True) if makes_pic else [],
    )

# Headers ----------------------------------------------------------------------------------------

def _segments(path):
    return [part for part in path.split("/") if part not in ["", "."]]

def _repository_directory(ctx):
    return "external/%s" % ctx.label.workspace_name if ctx.label.workspace_name else ""

def _joined(*parts):
    return "/".join([part for part in parts if part])

def path_in_repository(file):
    """The path of a file below its repository, wherever that lies."""
    path = file.short_path
    return path[3:].partition("/")[2] if path.startswith("../") else path

def virtual_headers(ctx, headers, include_prefix, strip_include_prefix):
    """Headers as they are included: those that move to another path (since Bazel 7 all of them), linked below `_virtual_includes`, each before its original; and the directory of these links, if there is one (computePublicHeaders)."""
    for name, prefix in [("include prefix", include_prefix), ("strip include prefix", strip_include_prefix)]:
        if _leads_upwards(prefix or ""):
            fail("%s should not contain uplevel references: %s" % (name, prefix))
    if (include_prefix or "").startswith("/"):
        fail("include prefix should be a relative path: " + include_prefix)
    if not include_prefix and not strip_include_prefix or model.is_unknown(headers):
        return headers, []
    if strip_include_prefix and strip_include_prefix.startswith("/"):
        strip = _segments(strip_include_prefix)
    else:
        strip = _segments(ctx.label.package) + _segments(strip_include_prefix or "")
    result = []
    for header in headers:
        if model.is_unknown(header):
            result.append(header)
            continue
        path = path_in_repository(header).split("/")
        if path[:len(strip)] != strip:
            fail("header '%s' is not under the specified strip prefix '%s'" % (header.path, "/".join(strip)))
        included = "/".join(_segments(include_prefix or "") + path[len(strip):])
        if bazel_at_least("7.0.0") or included != header.path:
            result.append(ctx.actions.declare_file(_below(ctx, "_virtual_includes", included)))
        result.append(header)
    return result, [_joined(ctx.bin_dir.path, _repository_directory(ctx), ctx.label.package, "_virtual_includes", ctx.label.name)]

def _leads_upwards(path):
    return ".." in path.split("/") if bazel_at_least("7.0.0") else _normalised(path).split("/")[0] == ".."

def context_of_headers(
        ctx,
        public = [],
        private = [],
        textual = [],
        additional = [],
        includes = [],
        quote_includes = [],
        system_includes = [],
        framework_includes = [],
        defines = [],
        local_defines = [],
        include_prefix = None,
        strip_include_prefix = None,
        merged = []):
    """What a target is compiled against that has these headers (CcCompilationHelper.initializeCcCompilationContext)."""
    repository = _repository_directory(ctx)
    headers, virtual = virtual_headers(ctx, public, include_prefix, strip_include_prefix)
    bin = _joined(ctx.bin_dir.path, repository)
    return compilation_context(
        public = headers,
        private = private,
        textual = textual,
        includes = includes + virtual,
        quote_includes = [repository or ".", bin] + quote_includes,
        system_includes = system_includes,
        framework_includes = framework_includes,
        defines = defines,
        local_defines = local_defines,
        merged = merged,
    )

def declared_include_directories(ctx, includes):
    """What the attribute `includes` makes (CcCommon.getSystemIncludeDirs)."""
    if model.is_unknown(includes):
        return [includes]
    package = _joined(_repository_directory(ctx), ctx.label.package)
    result = []
    for include in includes:
        if "$" in include:
            result.append(model.unknown("includes", "variables in the include directories of C++ rules are not modelled"))
        elif not include.startswith("/"):
            path = _normalised(_joined(package, include))
            if path.split("/")[0] == "..":
                model.refuse("includes", "Path references a path above the execution root.")
            if not path:
                model.refuse("includes", "'%s' resolves to the workspace root, which would allow this rule and all of its transitive dependents to include any file in your workspace. Please include only what you need" % include)
            result.extend([path, _joined(ctx.bin_dir.path, path)])
    return result

def _normalised(path):
    parts = []
    for part in _segments(path):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)

# Linking ----------------------------------------------------------------------------------------

def linked_artifact(ctx, toolchain, name, category, pic = False):
    """What a link makes of a target that is called `name` (CcLinkingHelper.getLinkedArtifact): Bazel 4 repeats the directory of a name."""
    base = artifact_name(toolchain, "pic_file", name) if pic else name
    linked = artifact_name(toolchain, category, base)
    if model.is_unknown(linked) or bazel_at_least("7.0.0"):
        return linked if model.is_unknown(linked) else ctx.actions.declare_file(linked)
    directory, slash, _ = name.rpartition("/")
    return ctx.actions.declare_file(directory + slash + linked)

def shared_library(ctx, toolchain, configuration, name, objects = [], pic_objects = [], solib = own_solib, **others):
    """A LibraryToLink with a shared library that the target links, and the link to it below the _solib directory."""
    made = linked_artifact(ctx, toolchain, name, "dynamic_library")
    return _with_solib(ctx, toolchain, configuration, made, objects, pic_objects, solib, others)

def shared_library_of(ctx, toolchain, configuration, made):
    """A LibraryToLink with a shared library that the target links with all that it needs."""
    return _with_solib(ctx, toolchain, configuration, made, [], [], linked_solib, {})

def _with_solib(ctx, toolchain, configuration, made, objects, pic_objects, solib, others):
    copies = is_enabled(configuration, "copy_dynamic_libraries_to_binary")
    if model.is_unknown(copies) or copies:
        copies = copies if model.is_unknown(copies) else model.unknown("copy_dynamic_libraries_to_binary", "shared libraries that a toolchain copies beside programs are not modelled")
        return library_to_link(dynamic_library = copies, **others)
    return library_to_link(
        dynamic_library = made if model.is_unknown(made) else solib(ctx, toolchain, made),
        resolved_symlink_dynamic_library = made,
        objects = objects,
        pic_objects = pic_objects,
        **others
    )

def linked_library(ctx, toolchain, configuration, outputs, name, alwayslink = False, always_named = False, static = True, shared = True):
    """The library of a target, as a LibraryToLink (CcLinkingHelper.createCcLinkActions).

    Args:
      ctx: the rule context.
      toolchain: the C++ toolchain, maybe Unknown.
      configuration: the features in force, maybe Unknown.
      outputs: what is linked.
      name: what the target is called.
      alwayslink: what the library says of itself.
      always_named: whether its archive is called as one that is always linked.
      static: whether there is to be an archive.
      shared: whether there is to be a shared library, maybe Unknown.
    """
    in_libraries = uses_pic_for_dynamic_libraries(configuration)
    in_binaries = uses_pic_for_binaries(configuration)
    if static:
        check_action(configuration, "c++-link-static-library")
    if not model.is_unknown(shared) and shared:
        check_action(configuration, "c++-link-nodeps-dynamic-library")
    category = "alwayslink_static_library" if always_named else "static_library"
    archive = None
    pic_archive = None
    if static and model.is_unknown(in_binaries):
        archive = in_binaries
        pic_archive = in_binaries
    elif static:
        makes_nopic = not in_binaries
        archive = linked_artifact(ctx, toolchain, name, category) if makes_nopic else None
        pic_archive = linked_artifact(ctx, toolchain, name, category, pic = makes_nopic) if in_binaries or in_libraries else None
    archives = {
        "alwayslink": alwayslink,
        "is_static": static,
        "objects": outputs.objects if _is_there(archive) else [],
        "pic_objects": outputs.pic_objects if _is_there(pic_archive) else [],
        "pic_static_library": pic_archive,
        "static_library": archive,
    }
    if model.is_unknown(shared):
        return library_to_link(dynamic_library = shared, resolved_symlink_dynamic_library = shared, **archives)
    if not shared:
        return library_to_link(**archives) if static else None
    return shared_library(ctx, toolchain, configuration, name, **archives)

def _is_there(file):
    return model.is_unknown(file) or file != None

def files_of_library(library):
    """What `DefaultInfo.files` of a library holds: its archives, and the shared library itself."""
    files = [library.static_library, library.pic_static_library]
    files.append(library.dynamic_library if is_none(library.resolved_symlink_dynamic_library) else library.resolved_symlink_dynamic_library)
    return [file for file in files if _is_there(file)]
