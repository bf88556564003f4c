/** Where Bazel is. */
import { access, constants, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import type { BazelResult } from "./bazel.ts";

export interface ExecutableSearch {
  /** The setting `bazel.executable`; empty means that PATH is searched. A name without a slash is looked up on PATH, too. */
  readonly setting: string;
  /** The environment's PATH. */
  readonly searchPath: string | undefined;
  readonly platform: NodeJS.Platform;
}

/** `bazel` first: it is what people type, often Bazelisk under another name, and another binary than theirs would restart their server. */
const NAMES = ["bazel", "bazelisk"];

/** The absolute path of the program to start. */
export async function findBazel(search: ExecutableSearch): Promise<BazelResult<string>> {
  if (isAbsolute(search.setting)) {
    if (await isExecutable(search.setting)) return { kind: "ok", value: search.setting };
    return { kind: "notFound", message: `${search.setting}, which is to be run as Bazel, is not an executable file` };
  }
  const names = search.setting === "" ? NAMES : [search.setting];
  const found = await findOnPath(names, search);
  if (found !== undefined) return { kind: "ok", value: found };
  return { kind: "notFound", message: `no ${names.join(" or ")} on PATH; the setting bazel.executable can name one` };
}

/** The absolute path of the first of some programs that PATH has, undefined for none. */
export async function findOnPath(
  names: readonly string[],
  { platform, searchPath }: Pick<ExecutableSearch, "platform" | "searchPath">,
): Promise<string | undefined> {
  // Without a shell Windows starts .exe files only.
  const suffix = platform === "win32" ? ".exe" : "";
  const directories = (searchPath ?? "").split(delimiter).filter(isAbsolute);
  for (const name of names) {
    for (const directory of directories) {
      const candidate = join(directory, name.endsWith(suffix) ? name : name + suffix);
      if (await isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
