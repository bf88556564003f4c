/**
 * Arithmetic on paths that use `/`, as the core's file system does (fileSystem.ts); purely textual, so symlinks play no part. A Windows path is `C:/dir`.
 */

/** The path with `.`, `..` and empty segments worked out; `""` and `"."` both become `""`. A `..` that leads above an absolute path's root is dropped, above a relative path's start it stays. */
export function normalizePath(path: string): string {
  const root = rootOf(path);
  const segments: string[] = [];
  for (const segment of path.slice(root.length).split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else if (root === "") segments.push("..");
  }
  return root + segments.join("/");
}

export function isAbsolutePath(path: string): boolean {
  return rootOf(path) !== "";
}

/** `path` as seen from `base`: itself where absolute, else below `base`; normalised. */
export function joinPath(base: string, path: string): string {
  return normalizePath(isAbsolutePath(path) || base === "" ? path : `${base}/${path}`);
}

/** The directory that holds a normalised path; undefined for a root and for `""`. */
export function parentPath(path: string): string | undefined {
  const root = rootOf(path);
  if (path.length <= root.length) return undefined;
  const slash = path.lastIndexOf("/");
  return slash < root.length ? root : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The part of a normalised `path` below a normalised `directory`: `""` for the directory itself, undefined where it is not below. */
export function pathBelow(directory: string, path: string): string | undefined {
  if (path === directory) return "";
  const prefix = directory === "" || directory.endsWith("/") ? directory : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** `/`, `C:/` or `""`. */
function rootOf(path: string): string {
  if (path.startsWith("/")) return "/";
  return /^[A-Za-z]:\//.exec(path)?.[0] ?? "";
}
