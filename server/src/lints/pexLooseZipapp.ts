import type { Lint } from "./lint.ts";
import { variantFindings } from "./pexVariants.ts";
import { PEX_FIGURES } from "../pants/pexFigures.ts";

const { loose, packed } = PEX_FIGURES.zipapp;

/** Pants: loose files that are run without a venv are imported anew on every run. */
export const pexLooseZipapp: Lint = {
  id: "pex-loose-zipapp",
  level: "pants",
  severity: "information",
  summary: "A pex_binary of Pants has the layout `loose` and the execution mode `zipapp`: every run pays for it.",
  explanation: `## What
A \`pex_binary\` with \`layout = "loose"\` is a directory of files, and \`execution_mode = "zipapp"\` prepares them again whenever it is run.

\`\`\`starlark pants/BUILD
pex_binary(
    name = "bin",
    entry_point = "main.py",
    execution_mode = "zipapp",
    layout = "loose",
)
\`\`\`

## Why
In one published experiment every run took about 9 s, however little had changed, where \`layout = "packed"\` took 1.3 s (github.com/sureshjoshi/perfanity, macOS). On another machine the figures are others; \`runfiles-lens measure\`
finds yours.

## Instead
Use \`layout = "packed"\`, or \`execution_mode = "venv"\`, which pays once and not on every run.
`,
  check: (context) =>
    variantFindings(
      pexLooseZipapp,
      context,
      ({ executionMode, layout }) => executionMode === "zipapp" && layout === "loose",
      `with loose files and without a venv every run took ${String(loose.run.noop)} s, with layout = "packed" ${String(packed.run.noop)} s`,
    ),
};
