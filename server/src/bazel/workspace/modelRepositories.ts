/**
 * Repositories that models describe: a folder below `server/models` that is called like a repository.
 */

/** Folders that describe rules and not a repository. */
const OTHER_FOLDERS: ReadonlySet<string> = new Set(["native", "rulesets"]);

/** `name`, `name+`, `name~1.2`: a module's repository; not `name+extension+repository`. */
const MODULE_REPOSITORY = /^([\w.-]+)(?:[~+][^~+]*)?$/;

/** The folder that describes a repository, by its canonical name. `models`: the paths of the model files. */
export function modelFolders(models: Iterable<string>): (canonical: string) => string | undefined {
  const folders = new Set<string>();
  for (const path of models) {
    const slash = path.indexOf("/");
    const folder = path.slice(0, slash);
    if (slash > 0 && !OTHER_FOLDERS.has(folder)) folders.add(folder);
  }
  return (canonical) => {
    const name = MODULE_REPOSITORY.exec(canonical)?.[1];
    return name !== undefined && folders.has(name) ? name : undefined;
  };
}
