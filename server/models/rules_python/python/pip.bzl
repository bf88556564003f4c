"""Requirements of rules_python, where its source is not on disk."""

load(":rules.bzl", _compile_pip_requirements = "compile_pip_requirements", _package_annotation = "package_annotation", _whl_filegroup = "whl_filegroup")

compile_pip_requirements = _compile_pip_requirements
package_annotation = _package_annotation
whl_filegroup = _whl_filegroup
