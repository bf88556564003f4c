"""What can be a key of a dict and an element of a depset: each target tries one value, and is named for it."""

load(":constants.bzl", "DICT", "INSTANCE", "KeptInfo", "LIST", "STRUCT")

_OWN_LIST = [1]

def _values(ctx):
    fresh = [1]
    kept = ctx.attr.keeper[KeptInfo]
    return {
        "actions": ctx.actions,
        "args": ctx.actions.args(),
        "attributes": ctx.attr,
        "default_info": DefaultInfo(),
        "depset": depset([1]),
        "dict_of_another_file": DICT,
        "dict_of_attribute": ctx.attr.texts,
        "files": ctx.files.srcs,
        "function": _values,
        "instance_of_another_file": INSTANCE,
        "instance_with_fresh_list": KeptInfo(list = fresh),
        "list_of_another_file": LIST,
        "list_of_attribute": ctx.attr.words,
        "provider": KeptInfo,
        "range": range(3),
        "runfiles": ctx.runfiles(),
        "struct_in_struct": struct(value = STRUCT),
        "struct_in_tuple": (STRUCT,),
        "struct_of_another_file": STRUCT,
        "struct_with_depset": struct(value = depset([1])),
        "struct_with_dict_of_another_file": struct(value = DICT),
        "struct_with_dict_of_attribute": struct(value = ctx.attr.texts),
        "struct_with_files": struct(value = ctx.files.srcs),
        "struct_with_fresh_dict": struct(value = {}),
        "struct_with_fresh_list": struct(value = fresh),
        "struct_with_fresh_list_in_tuple": struct(value = (fresh,)),
        "struct_with_function": struct(value = _values),
        "struct_with_list_in_tuple": struct(value = (LIST,)),
        "struct_with_list_of_attribute": struct(value = ctx.attr.words),
        "struct_with_list_of_own_file": struct(value = _OWN_LIST),
        "struct_with_range": struct(value = range(3)),
        "struct_with_target": struct(value = ctx.attr.keeper),
        "struct_with_variables": struct(value = ctx.var),
        "target": ctx.attr.keeper,
        "tuple_with_fresh_list": (fresh,),
        "tuple_with_list_of_another_file": (LIST,),
        "what_a_dependency_keeps": kept,
        "what_a_dependency_keeps_in_struct": struct(value = kept),
    }

VALUES = [
    "actions",
    "args",
    "attributes",
    "default_info",
    "depset",
    "dict_of_another_file",
    "dict_of_attribute",
    "files",
    "function",
    "instance_of_another_file",
    "instance_with_fresh_list",
    "list_of_another_file",
    "list_of_attribute",
    "provider",
    "range",
    "runfiles",
    "struct_in_struct",
    "struct_in_tuple",
    "struct_of_another_file",
    "struct_with_depset",
    "struct_with_dict_of_another_file",
    "struct_with_dict_of_attribute",
    "struct_with_files",
    "struct_with_fresh_dict",
    "struct_with_fresh_list",
    "struct_with_fresh_list_in_tuple",
    "struct_with_function",
    "struct_with_list_in_tuple",
    "struct_with_list_of_attribute",
    "struct_with_list_of_own_file",
    "struct_with_range",
    "struct_with_target",
    "struct_with_variables",
    "target",
    "tuple_with_fresh_list",
    "tuple_with_list_of_another_file",
    "what_a_dependency_keeps",
    "what_a_dependency_keeps_in_struct",
]

def _keeper_impl(ctx):
    return [KeptInfo(list = [ctx.label.name], nested = struct(dict = {}))]

keeper = rule(implementation = _keeper_impl)

_ATTRIBUTES = {
    "keeper": attr.label(providers = [KeptInfo]),
    "srcs": attr.label_list(allow_files = True),
    "texts": attr.string_dict(),
    "words": attr.string_list(),
    "value": attr.string(),
}

def _key_impl(ctx):
    entry = {_values(ctx)[ctx.attr.value]: True}
    if len(entry) != 1:
        fail("no key")

key = rule(implementation = _key_impl, attrs = _ATTRIBUTES)

def _element_impl(ctx):
    depset([_values(ctx)[ctx.attr.value]])

element = rule(implementation = _element_impl, attrs = _ATTRIBUTES)

def _changer_impl(ctx):
    kept = ctx.attr.keeper[KeptInfo]
    if ctx.attr.value == "list":
        kept.list.append("changed")
    else:
        kept.nested.dict["changed"] = True

changer = rule(implementation = _changer_impl, attrs = _ATTRIBUTES)
