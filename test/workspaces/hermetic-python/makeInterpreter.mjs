#!/usr/bin/env node
/**
 * Writes a repository that stands in for an unpacked Python interpreter: `node makeInterpreter.mjs DIR [FILES]`.
 *
 * The files are tiny, but their number, their kinds and their folders are those of a real one: a launcher, headers, packages with and without `__init__.py`, extension modules. The same
 * arguments write the same bytes. FILES, 2,300 unless told, counts what `:files` carries; WORKSPACE and BUILD.bazel come on top.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

export const DEFAULT_FILES = 2300;

const BUILD = `package(default_visibility = ["//visibility:public"])

exports_files(["bin/python3"])

filegroup(
    name = "files",
    srcs = glob([
        "bin/**",
        "include/**",
        "lib/**",
    ]),
)
`;

/** Uses the machine's own Python, so that tests which run on this "interpreter" can pass. */
const LAUNCHER = '#!/bin/sh\nexec python3 "$@"\n';

/** A package of the standard library: `modules` Python files, after an `__init__.py` where the package is a regular one. */
function packageFiles(directory, modules, isRegular) {
  const names = Array.from({ length: modules }, (_, index) => `${directory}/module_${index}.py`);
  return isRegular ? [`${directory}/__init__.py`, ...names] : names;
}

/** Paths in the order in which a smaller interpreter would keep them. */
function interpreterPaths(count) {
  const lib = "lib/python3.11";
  const paths = ["bin/python3", "bin/pip3", `${lib}/os.py`, `${lib}/site.py`];
  for (let index = 0; index < 60; index++) paths.push(`${lib}/lib-dynload/_extension_${index}.cpython-311-x86_64-linux-gnu.so`);
  for (let index = 0; index < 140; index++) paths.push(`include/python3.11/header_${index}.h`);
  for (let index = 0; paths.length < count; index++) {
    const isRegular = index % 4 !== 3; // every fourth folder holds data-like modules without an __init__.py, as lib2to3's and tkinter's tests do
    const parent = index % 3 === 2 ? `${lib}/package_${index - 1}` : lib;
    paths.push(...packageFiles(`${parent}/package_${index}`, 11 + (index % 7), isRegular));
  }
  return paths.slice(0, count);
}

function contentOf(path) {
  if (path === "bin/python3") return LAUNCHER;
  return path.endsWith(".py") ? "" : `${path}\n`;
}

export function makeInterpreter(directory, count = DEFAULT_FILES) {
  rmSync(directory, { recursive: true, force: true });
  const files = new Map(interpreterPaths(count).map((path) => [path, contentOf(path)]));
  files.set("WORKSPACE", 'workspace(name = "python_interpreter")\n');
  files.set("BUILD.bazel", BUILD);
  for (const [path, content] of files) {
    const absolute = join(directory, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
  }
  chmodSync(join(directory, "bin/python3"), 0o755);
}

function main([directory, count, ...rest]) {
  const files = count === undefined ? DEFAULT_FILES : Number(count);
  if (directory === undefined || rest.length > 0 || !Number.isSafeInteger(files) || files < 1) {
    process.stderr.write("usage: node makeInterpreter.mjs DIR [FILES]\n");
    process.exitCode = 2;
    return;
  }
  makeInterpreter(directory, files);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.slice(2));
