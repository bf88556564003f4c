/**
 * Repositories that models describe: a folder below `server/models` that is called like a repository.
 */

/** Folders that describe rules and not a repository. */
const OTHER_FOLDERS: ReadonlySet<string> = new Set(["native"]);

/** Rulesets that have gone by another name: in WORKSPACE files, or since they moved. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["aspect_bazel_lib", "bazel_lib"],
  ["build_bazel_rules_nodejs", "rules_nodejs"],
  ["io_bazel_rules_go", "rules_go"],
]);

/** `name`, `name+`, `name~1.2`: a module's repository; not `name+extension+repository`. */
const MODULE_REPOSITORY = /^([\w.-]+)(?:[~+][^~+]*)?$/;

/** `name++extension+repository`, `name~1.2~extension~repository`: the repositories of one extension are described by the folder `name.extension`. */
const EXTENSION_REPOSITORY = /^([\w.-]+)[~+][^~+]*[~+]([\w-]+)[~+][^~+]+$/;

/** The folder that describes a repository, by its canonical name. `models`: the paths of the model files. */
export function modelFolders(models: Iterable<string>): (canonical: string) => string | undefined {
  const folders = new Set<string>();
  for (const path of models) {
    const slash = path.indexOf("/");
    const folder = path.slice(0, slash);
    if (slash > 0 && !OTHER_FOLDERS.has(folder)) folders.add(folder);
  }
  return (canonical) => {
    const [, owner, extension] = EXTENSION_REPOSITORY.exec(canonical) ?? [];
    if (owner !== undefined) {
      const folder = `${owner}.${extension ?? ""}`;
      return folders.has(folder) ? folder : undefined;
    }
    const name = MODULE_REPOSITORY.exec(canonical)?.[1];
    if (name === undefined) return undefined;
    const folder = OTHER_NAMES.get(name) ?? name;
    return folders.has(folder) ? folder : undefined;
  };
}
