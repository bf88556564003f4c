/** Which files are Starlark, and in which of Bazel's dialects. A dialect decides what names are predeclared and which statements are allowed, not how text is parsed. */

export type Dialect = "build" | "bzl" | "workspace" | "module" | "repo" | "vendor";

const dialects: Readonly<Record<string, Dialect>> = {
  BUILD: "build",
  "BUILD.bazel": "build",
  "BUILD.pants": "build",
  WORKSPACE: "workspace",
  "WORKSPACE.bazel": "workspace",
  "WORKSPACE.bzlmod": "workspace",
  "MODULE.bazel": "module",
  "REPO.bazel": "repo",
  "VENDOR.bazel": "vendor",
};

/** The dialect of a file by the last segment of its path; undefined for what is not Starlark (a .bazelrc, for instance). */
export function dialectOfFileName(name: string): Dialect | undefined {
  const known = Object.hasOwn(dialects, name) ? dialects[name] : undefined;
  if (known) return known;
  if (name.endsWith(".MODULE.bazel")) return "module"; // `include()` takes these.
  if (name.endsWith(".bzl") || name.endsWith(".scl")) return "bzl";
  return undefined;
}
