/**
 * Where Bazel keeps its output base, as its client finds it (src/main/cpp/startup_options.cc, blaze_util_linux.cc, blaze_util_darwin.cc, blaze_util_windows.cc): `--output_base`, else the MD5 of the workspace's
 * path below `--output_user_root`, whose default is `<output root>/_bazel_<user>` (docs remote/output-directories). TEST_TMPDIR takes the place of the output root; XDG_CACHE_HOME counts since 7.2 on Linux
 * (https://github.com/bazelbuild/bazel/pull/21817) and since 9 on macOS.
 *
 * A user who gives these options on the command line leaves no trace of them in files, but the convenience symlinks lead into the output base that the last command used: it is looked at, too.
 */
import { toText } from "../../base/byteString.ts";
import { joinPath, parentPath } from "../../base/path.ts";
import { md5Hex, utf8 } from "../../base/hashes.ts";
import type { BazelVersion, Variables } from "./bazelVersion.ts";
import { isAtLeast } from "./bazelVersion.ts";
import type { HostOs } from "./bazelrc/options.ts";
import type { FileReader } from "./fileReader.ts";

export interface OutputBaseInput {
  /** Absolute path of the workspace, its symlinks resolved as the client's working directory has them. */
  readonly root: string;
  readonly version: BazelVersion;
  readonly os: HostOs;
  readonly environment: Variables;
  readonly homeDirectory: string | undefined;
  readonly userName?: string | undefined;
  /** Words of `startup` lines and of the command line, in order. */
  readonly startupOptions: readonly string[];
}

/** Output bases that are there, the one that Bazel would use without options of the command line first. */
export function outputBases(reader: FileReader, input: OutputBaseInput): readonly string[] {
  const candidates = [configuredOutputBase(input), outputBaseOfSymlinks(reader, input.root)];
  const present = candidates.flatMap((path) => (path !== undefined && reader.kind(path) === "directory" ? [path] : []));
  return [...new Set(present)];
}

/** The path that the options or the defaults name; undefined where neither user nor home directory is known. */
export function configuredOutputBase(input: OutputBaseInput): string | undefined {
  const { root, startupOptions } = input;
  const given = lastOf(startupOptions, "output_base");
  if (given !== undefined) return joinPath(root, given);
  const name = md5Hex(utf8(toText(input.os === "windows" ? root.replaceAll("/", "\\").toLowerCase() : root)));
  const userRoot = outputUserRoot(input);
  return userRoot === undefined ? undefined : joinPath(userRoot, name);
}

/** The directory below which a user's output bases are, and the caches that they share. */
export function outputUserRoot(input: OutputBaseInput): string | undefined {
  const userRoot = lastOf(input.startupOptions, "output_user_root") ?? defaultUserRoot(input);
  return userRoot === undefined ? undefined : joinPath(input.root, userRoot);
}

function defaultUserRoot(input: OutputBaseInput): string | undefined {
  const user = input.environment.get("USER") || input.userName;
  const outputRoot = defaultOutputRoot(input);
  return user === undefined || outputRoot === undefined ? undefined : joinPath(outputRoot, `_bazel_${user}`);
}

function defaultOutputRoot({ environment, homeDirectory, os, version }: OutputBaseInput): string | undefined {
  const testDirectory = environment.get("TEST_TMPDIR");
  if (testDirectory) return testDirectory;
  const home = environment.get("HOME") || homeDirectory;
  if (os === "windows") return home;
  if (os === "macos" && !isAtLeast(version, "9.0")) return "/private/var/tmp";
  const cache = isAtLeast(version, "7.2") ? environment.get("XDG_CACHE_HOME") : undefined;
  if (cache) return joinPath(cache, "bazel");
  return home === undefined ? undefined : joinPath(home, os === "macos" ? "Library/Caches/bazel" : ".cache/bazel");
}

/** `bazel-out` leads to `<output base>/execroot/<name>/bazel-out`. */
function outputBaseOfSymlinks(reader: FileReader, root: string): string | undefined {
  const target = reader.realPath(joinPath(root, "bazel-out"));
  const executionRoots = target === undefined ? undefined : parentPath(parentPath(target) ?? "");
  return executionRoots?.endsWith("/execroot") === true ? parentPath(executionRoots) : undefined;
}

/** `--name=value` or `--name value`; the last one counts. */
function lastOf(options: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  options.forEach((option, i) => {
    if (option === `--${name}`) value = options[i + 1];
    else if (option.startsWith(`--${name}=`)) value = option.slice(name.length + 3);
  });
  return value === "" ? undefined : value;
}
