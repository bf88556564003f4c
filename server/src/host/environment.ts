/** The program's own place and version. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The version of the package that a bundle in `dist` belongs to. */
export function packageVersion(distDirectory: string): string {
  const { version } = JSON.parse(readFileSync(join(distDirectory, "../package.json"), "utf8")) as { version: string };
  return version;
}

/** URI of a lint's page, where the package holds it. */
export function lintDocumentation(distDirectory: string): (lint: string) => string | undefined {
  return (lint) => {
    const file = join(distDirectory, "../docs/lints", `${lint}.md`);
    return existsSync(file) ? pathToFileURL(file).href : undefined;
  };
}
