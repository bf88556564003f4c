/** What both programs, the language server and the command line, are put together from. */
import { join } from "node:path";
import { RESOURCE_LIMIT, SYNTAX_ERROR } from "../ide/hostFindings.ts";
import type { LintDescription } from "../settings.ts";
import { DiskFileSystem } from "./diskFileSystem.ts";
import { lintDocumentation, packageVersion } from "./environment.ts";
import type { StartEvaluator } from "./evaluatorClient.ts";
import { evaluatorThread } from "./evaluatorThread.ts";

/** Every lint that settings know: those of the room and those of the host. */
export const LINT_DESCRIPTIONS: readonly LintDescription[] = [
  { id: SYNTAX_ERROR, severity: "error", summary: "text that Bazel would not parse." },
  {
    id: RESOURCE_LIMIT,
    severity: "error",
    summary: "a file whose evaluation exhausted the memory or the steps it may take.",
  },
];

export interface Composition {
  readonly version: string;
  readonly disk: DiskFileSystem;
  readonly lints: readonly LintDescription[];
  readonly documentationOf: (lint: string) => string | undefined;
  readonly startEvaluator: StartEvaluator;
}

/** `distDirectory` is where the bundles lie. `maxMemoryMb` is asked whenever an evaluator starts. */
export function compose(distDirectory: string, maxMemoryMb: () => number): Composition {
  return {
    version: packageVersion(distDirectory),
    disk: new DiskFileSystem(),
    lints: LINT_DESCRIPTIONS,
    documentationOf: lintDocumentation(distDirectory),
    startEvaluator: evaluatorThread({
      script: join(distDirectory, "evaluator.cjs"),
      assets: distDirectory,
      maxMemoryMb,
    }),
  };
}
