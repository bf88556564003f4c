#!/bin/sh
# Stands for every tool of a Java toolchain: makes the files that it is asked for, empty.
case "$1" in
  -* | @*) ;;
  *) : > "$2"; exit 0 ;; # ijar INPUT OUTPUT
esac
for argument in "$@"; do
  file="${argument#@}"
  if [ "$file" != "$argument" ] && [ -f "$file" ]; then set -- "$@" $(cat "$file"); fi
done
while [ $# -gt 0 ]; do
  case "$1" in
    --output | --output_manifest_proto | --native_header_output | --generated_sources_output | --output_deps_proto | --output_jar) : > "$2" ;;
  esac
  shift
done
