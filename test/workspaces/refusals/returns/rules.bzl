"""Rules named for what they return."""

GivenInfo = provider(fields = ["value"])

def _file(ctx, name = None):
    file = ctx.actions.declare_file(name or ctx.label.name + ".txt")
    ctx.actions.write(file, "")
    return file

def _plain(ctx):
    return DefaultInfo(files = depset([_file(ctx)]))

NAMES = [
    "a_dict",
    "a_text",
    "a_tuple",
    "depset_of_texts",
    "groups_of_a_file",
    "groups_of_none",
    "groups_of_texts",
    "list_in_a_list",
    "none_in_a_list",
    "nothing",
    "one",
    "struct",
    "struct_in_a_list",
    "struct_of_an_instance",
    "struct_of_files",
    "struct_of_groups",
    "struct_of_providers",
    "struct_with_files_and_default_info",
    "struct_with_no_executable",
    "struct_with_no_files",
    "struct_with_no_instrumented_files",
    "struct_with_no_providers",
    "struct_with_no_runfiles",
    "text_in_a_list",
    "two_default_infos",
    "two_of_a_kind",
]

def _returns_impl(ctx):
    name = ctx.label.name
    if name == "a_tuple":
        return (_plain(ctx), GivenInfo())
    if name == "a_dict":
        return {"a": 1}
    if name == "a_text":
        return "text"
    if name == "one":
        return GivenInfo()
    if name == "nothing":
        return None
    if name == "two_default_infos":
        return [_plain(ctx), DefaultInfo()]
    if name == "two_of_a_kind":
        return [GivenInfo(), GivenInfo()]
    if name == "none_in_a_list":
        return [None, GivenInfo()]
    if name == "list_in_a_list":
        return [[GivenInfo()]]
    if name == "text_in_a_list":
        return ["text"]
    if name == "struct_in_a_list":
        return [_plain(ctx), struct(a = 1)]
    if name == "struct":
        return struct(a = 1, label = 2)
    if name == "struct_of_files":
        return struct(files = depset([_file(ctx)]), a = 1)
    if name == "struct_of_groups":
        return struct(output_groups = {"a": [_file(ctx)]})
    if name == "struct_of_providers":
        return struct(providers = [_plain(ctx), GivenInfo()])
    if name == "struct_of_an_instance":
        return struct(given = GivenInfo(value = 1))
    if name == "struct_with_files_and_default_info":
        return struct(files = depset(), providers = [_plain(ctx)])
    if name == "struct_with_no_providers":
        return struct(providers = None)
    if name == "struct_with_no_files":
        return struct(files = None)
    if name == "struct_with_no_runfiles":
        return struct(runfiles = None)
    if name == "struct_with_no_instrumented_files":
        return struct(instrumented_files = None)
    if name == "struct_with_no_executable":
        return struct(executable = None)
    if name == "groups_of_a_file":
        return [OutputGroupInfo(a = _file(ctx))]
    if name == "groups_of_texts":
        return [OutputGroupInfo(a = ["a"])]
    if name == "groups_of_none":
        return [OutputGroupInfo(a = None)]
    if name == "depset_of_texts":
        return [DefaultInfo(files = depset(["a"]))]
    return []

returns = rule(implementation = _returns_impl)

def _asks_impl(ctx):
    if GivenInfo in ctx.attr.dep and getattr(ctx.attr.dep[GivenInfo], "value", None):
        fail("it is there")
    if getattr(ctx.attr.dep[OutputGroupInfo], "a", None):
        fail("so is the group")
    return []

asks = rule(implementation = _asks_impl, attrs = {"dep": attr.label()})

def _forwards_impl(ctx):
    return [ctx.attr.dep[DefaultInfo]]

_DEP = {"dep": attr.label(allow_files = True)}
_FILE = {"dep": attr.label(allow_single_file = True)}

forwards = rule(implementation = _forwards_impl, attrs = _DEP)
forwards_as_program = rule(implementation = _forwards_impl, attrs = _DEP, executable = True)

def _gives_file_impl(ctx):
    return [DefaultInfo(executable = ctx.file.dep)]

gives_file = rule(implementation = _gives_file_impl, attrs = _FILE)

def _gives_another_impl(ctx):
    if ctx.attr.asks:
        ctx.actions.write(ctx.outputs.executable, "")
    else:
        _file(ctx, ctx.label.name)
    return [DefaultInfo(executable = _file(ctx))]

gives_another = rule(implementation = _gives_another_impl, attrs = {"asks": attr.bool()}, executable = True)

def _has_no_runfiles_impl(ctx):
    return [DefaultInfo(executable = _file(ctx), default_runfiles = ctx.runfiles())]

has_no_runfiles = rule(implementation = _has_no_runfiles_impl, executable = True)
has_no_runfiles_test = rule(implementation = _has_no_runfiles_impl, test = True)
