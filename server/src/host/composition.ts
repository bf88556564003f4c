/** What both programs, the language server and the command line, are put together from. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LintDescription } from "../settings.ts";
import { DiskFileSystem } from "./diskFileSystem.ts";
import { lintDocumentation, lintsOfPackage, packageVersion, userCacheDirectory } from "./environment.ts";
import type { StartEvaluator } from "./evaluatorClient.ts";
import { evaluatorThread } from "./evaluatorThread.ts";

export interface Composition {
  readonly version: string;
  readonly disk: DiskFileSystem;
  readonly lints: readonly LintDescription[];
  readonly documentationOf: (lint: string) => string | undefined;
  readonly startEvaluator: StartEvaluator;
  readonly cacheDirectory: string;
  /** The bundle of the program that waits beside a measurement. */
  readonly keeper: string;
  /** The bundle of the report's page. */
  readonly reportScript: () => string;
}

/** `distDirectory` is where the bundles lie. */
export function compose(distDirectory: string): Composition {
  return {
    version: packageVersion(distDirectory),
    disk: new DiskFileSystem(),
    cacheDirectory: userCacheDirectory(process),
    lints: lintsOfPackage(distDirectory),
    keeper: join(distDirectory, "keeper.cjs"),
    reportScript: () => readFileSync(join(distDirectory, "report.js"), "utf8"),
    documentationOf: lintDocumentation(distDirectory),
    startEvaluator: evaluatorThread({
      script: join(distDirectory, "evaluator.cjs"),
      assets: distDirectory,
    }),
  };
}
