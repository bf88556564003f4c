#!/bin/sh
# Makes the outputs of a protocol compiler, empty: --descriptor_set_out=FILE, --java_out=JAR, --cpp_out=DIRECTORY for every source.
cpp=
for argument in "$@"; do
  case "$argument" in
    --descriptor_set_out=* | --java_out=*) : > "${argument##*[=:]}" ;;
    --cpp_out=*) cpp="${argument#*=}" ;;
    -*) ;;
    *.proto)
      path="${argument#"$cpp"/}"
      path="${path#external/com_google_protobuf/}"
      [ -z "$cpp" ] || for suffix in .pb.h .pb.cc; do mkdir -p "$cpp/$(dirname "$path")" && : > "$cpp/${path%.proto}$suffix"; done
      ;;
  esac
done
