/** The empty `__init__.py` files of Python binaries, after `PythonUtils.GetInitPyFiles` (rules/python). */

const NEEDS_INIT = /\.(py|so|pyc)$/;

/**
 * The paths of the `__init__.py` files to add, given the paths of a tree (relative to the workspace directory, external ones as `../repo/…`): one for every parent directory of a Python file, but not for a
 * path's first segment, nor in `__pycache__`, nor where an `__init__.py` or `__init__.pyc` is. An external file's parents include `..`, which makes an `__init__.py` at the root of the tree.
 */
export function emptyInitFiles(paths: Iterable<string>): readonly string[] {
  const present = paths instanceof Set ? (paths as ReadonlySet<string>) : new Set(paths);
  const visited = new Set<string>();
  const added: string[] = [];
  for (const path of present) {
    if (!NEEDS_INIT.test(path)) continue;
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const directory = path.slice(0, slash);
      if (visited.has(directory)) break;
      visited.add(directory);
      if (directory === "__pycache__" || directory.endsWith("/__pycache__")) continue;
      if (present.has(`${directory}/__init__.py`) || present.has(`${directory}/__init__.pyc`)) continue;
      added.push(`${directory}/__init__.py`);
    }
  }
  return added;
}
