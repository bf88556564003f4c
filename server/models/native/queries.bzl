"""genquery and starlark_doc_extract: a file that says something about the sources, made while Bazel analyses.

What they bring to a runfiles tree is known; whether Bazel can make it is not always: the query is not run here, and what Bazel 8 refuses to document was not asked. What depends on such a file is partial.
The targets of a scope are dependencies in 4.2.3 and are not analysed in 7.7.1 (both were run); where that changed was not found, and they are none here.
Read: rules/genquery/GenQuery.java at the 4.2.3 release and as of 2019, rules/starlarkdocextract/StarlarkDocExtract.java as of 2023 (7.0) and 2024; the Build Encyclopedia of 7.6 to 9.1.
"""

model.describe(of = "bazel", checked = ("4.2.3", "9.1.0"), verified = ["4.2.3", "7.7.1"])

def _made_while_analysed(ctx, file, problem):
    """Runfiles with a file that Bazel may refuse to make, and then refuses whatever depends on it."""
    model.may_be_refused(ctx, model.unknown(model.rule_class(ctx), problem))
    return model.runfiles_of(depset([file]))

def _genquery_impl(ctx):
    output = ctx.actions.declare_file(ctx.label.name)
    runfiles = _made_while_analysed(ctx, output, "the query is not run here, so that Bazel may refuse it")
    return [DefaultInfo(files = depset([output]), runfiles = runfiles)]

genquery = rule(
    implementation = _genquery_impl,
    attrs = {
        "compressed_output": attr.bool(),
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(allow_files = True),
        "expression": attr.string(mandatory = True),
        "opts": attr.string_list(),
        "scope": model.nodep(attr.label_list(mandatory = True)),
        "strict": attr.bool(default = True),
    },
)

def _starlark_doc_extract_impl(ctx):
    output = ctx.outputs.binaryproto
    model.check_documentation(ctx, ctx.file.src, ctx.files.deps, ctx.attr.symbol_names)
    if model.at_least(ctx, "8.0.0"):
        runfiles = _made_while_analysed(ctx, output, "the documentation is not extracted here, so that Bazel may refuse it")
    else:
        runfiles = model.runfiles_of(depset([output]))
    return [DefaultInfo(files = depset([output]), runfiles = model.collect(ctx, data = ["data"], default = ["src", "deps"]).merge(runfiles))]

starlark_doc_extract = rule(
    implementation = _starlark_doc_extract_impl,
    attrs = {
        "allow_unused_doc_comments": attr.bool(),
        "data": attr.label_list(allow_files = True),
        "deps": attr.label_list(allow_files = [".bzl", ".scl"]),
        "render_main_repo_name": attr.bool(),
        "src": attr.label(mandatory = True, allow_single_file = [".bzl", ".scl"]),
        "symbol_names": attr.string_list(),
    },
    outputs = {
        "binaryproto": "%{name}.binaryproto",
        "textproto": "%{name}.textproto",
    },
)
