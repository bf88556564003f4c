/** Which files are Bazel's, by name, and what marks the root of a Bazel workspace (or of a Pants repository, whose BUILD files have a few lints of their own). */

/** Files whose directory is the root of a workspace (`RepositoryUtils`/`WorkspaceFileHelper` of Bazel look for the same). */
export const rootMarkers = ["MODULE.bazel", "REPO.bazel", "WORKSPACE.bazel", "WORKSPACE", "pants.toml"] as const;

/** Glob of the files that the server reads; the language ids alone would miss files that the user, or another extension, gave another language. */
export const bazelFilePattern =
  "**/{BUILD,BUILD.bazel,BUILD.pants,WORKSPACE,WORKSPACE.bazel,WORKSPACE.bzlmod,MODULE.bazel,REPO.bazel,*.MODULE.bazel,*.bzl,*.scl,.bazelrc,*.bazelrc,platform_mappings}";

/** Language ids that the extension contributes, and shares with other extensions. */
export const languages = ["starlark", "bazelrc"] as const;

/** Whether a path names a file of a package's targets. */
export function isBuildFile(path: string): boolean {
  return /(^|\/)BUILD(\.bazel)?$/.test(path);
}

/** The label pattern of all targets of the package whose BUILD file is at `path`, both absolute URI paths; undefined where the file is not below `root`. */
export function packagePattern(root: string, path: string): string | undefined {
  const top = root.endsWith("/") ? root : `${root}/`;
  if (!path.startsWith(top)) return undefined;
  const relative = path.slice(top.length);
  const slash = relative.lastIndexOf("/");
  return `//${slash < 0 ? "" : relative.slice(0, slash)}:all`;
}

/** The directories from `path` up to the top, `path` first; absolute URI paths. */
export function selfAndAncestors(path: string): readonly string[] {
  const directories: string[] = [];
  let at = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  for (;;) {
    directories.push(at === "" ? "/" : at);
    const slash = at.lastIndexOf("/");
    if (slash < 0 || at === "" || at === "/") return directories;
    at = at.slice(0, slash);
  }
}
