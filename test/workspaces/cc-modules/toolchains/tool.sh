#!/bin/sh
# Compiler, linker, archiver and strip: makes its outputs, empty.
outputs() {
  previous=
  for argument; do
    case $previous in
      -o | -MF | rcsD) : > "$argument" ;;
    esac
    case $argument in
      @*) outputs $(cat "${argument#@}") ;;
    esac
    previous=$argument
  done
}
outputs "$@"
