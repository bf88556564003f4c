import type { Lint } from "./lint.ts";
import { variantFindings } from "./pexVariants.ts";
import { PEX_FIGURES } from "../pants/pexFigures.ts";

const { loose, packed } = PEX_FIGURES.venv;

/** Pants: a venv made of loose files is made again after every edit. */
export const pexLooseVenv: Lint = {
  id: "pex-loose-venv",
  level: "pants",
  severity: "information",
  summary:
    "A pex_binary of Pants has the layout `loose` and the execution mode `venv`: the first run after an edit pays for it.",
  explanation: `## What
A \`pex_binary\` with \`layout = "loose"\` and \`execution_mode = "venv"\` makes a venv of all its files when it is first run, and again after every edit.

\`\`\`starlark pants/BUILD
pex_binary(
    name = "bin",
    entry_point = "main.py",
    execution_mode = "venv",
    layout = "loose",
)
\`\`\`

## Why
In one published experiment the first run after an edit took about 11 s, where \`layout = "packed"\` took 1.7 s, and packaging 4.1 s against 1.2 s (github.com/sureshjoshi/perfanity, macOS). On another machine the figures are others;
\`runfiles-lens measure\` finds yours.

## Instead
Use \`layout = "packed"\`: the documentation of Pants recommends it with \`venv\` for images, too.
`,
  check: (context) =>
    variantFindings(
      pexLooseVenv,
      context,
      ({ executionMode, layout }) => executionMode === "venv" && layout === "loose",
      `with loose files in a venv the first run after an edit took ${String(loose.run.incremental)} s and packaging ${String(loose.package.incremental)} s, with layout = "packed" ${String(packed.run.incremental)} s and ${String(packed.package.incremental)} s`,
    ),
};
