"""A program that runs other programs, and merges their runfiles to do so."""

def _run_all_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    lines = ["#!/bin/sh", 'export RUNFILES_DIR="${RUNFILES_DIR:-$0.runfiles}"']
    runfiles = ctx.runfiles()
    for command in ctx.attr.commands:
        lines.append("echo 'Running %s'" % command.label.name)
        lines.append('"$RUNFILES_DIR/%s/%s"' % (ctx.workspace_name, command[DefaultInfo].files_to_run.executable.short_path))
        runfiles = runfiles.merge(command[DefaultInfo].default_runfiles)
    ctx.actions.write(script, "\n".join(lines) + "\n", is_executable = True)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

run_all = rule(
    implementation = _run_all_impl,
    attrs = {"commands": attr.label_list(cfg = "target")},
    executable = True,
)
