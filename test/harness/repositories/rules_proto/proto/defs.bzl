"""The native proto rules under the names that Bazel's own tools load from rules_proto."""

proto_lang_toolchain = native.proto_lang_toolchain
proto_library = native.proto_library
