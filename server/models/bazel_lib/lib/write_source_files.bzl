"""Part of bazel_lib, where its source is not on disk."""

load(":rules.bzl", _WriteSourceFileInfo = "WriteSourceFileInfo", _write_source_file = "write_source_file", _write_source_files = "write_source_files")

write_source_file = _write_source_file
write_source_files = _write_source_files
WriteSourceFileInfo = _WriteSourceFileInfo
