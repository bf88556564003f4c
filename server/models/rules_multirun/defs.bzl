"""command and multirun of rules_multirun, where its source is not on disk (rules_multirun: command.bzl, multirun.bzl).

Left out: the transitions that users make rules of, and the Python program that runs several commands.
"""

load("@@_builtins//rulesets:estimates.bzl", "PROGRAM_ATTRS", "common", "program_impl")

model.describe(of = "rules_multirun", checked = ("0.5.0", "0.14.0"), verified = [])

_script = rule(implementation = program_impl, attrs = PROGRAM_ATTRS, executable = True)
_RUNFILES_LIBRARY = ["@bazel_tools//tools/bash/runfiles"]

def command(name, data = [], **kwargs):
    _script(name = name, data = data + [kwargs["command"]] + _RUNFILES_LIBRARY, executable_name = name + ".bash", **common(kwargs))

def multirun(name, commands = [], data = [], **kwargs):
    _script(name = name, data = commands + data + _RUNFILES_LIBRARY, executable_name = name + ".bash", **common(kwargs))

def command_with_transition(*_args, **_kwargs):
    return command

def multirun_with_transition(*_args, **_kwargs):
    return multirun

command_force_opt = command
