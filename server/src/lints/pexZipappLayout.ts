import type { Lint } from "./lint.ts";
import { variantFindings } from "./pexVariants.ts";
import { PEX_FIGURES } from "../pants/pexFigures.ts";

const { zipapp, packed } = PEX_FIGURES.zipapp;

/** Pants: one zip of everything is packed anew after every edit. */
export const pexZipappLayout: Lint = {
  id: "pex-zipapp-layout",
  level: "pants",
  severity: "information",
  summary: "A pex_binary of Pants has the layout `zipapp`, which is packed anew as a whole after every edit.",
  explanation: `## What
A \`pex_binary\` with \`layout = "zipapp"\`, the default, is one zip file of the program and all its requirements: an edit of one source packs everything again.

\`\`\`starlark pants/BUILD
pex_binary(
    name = "bin",
    entry_point = "main.py",
    layout = "zipapp",
)
\`\`\`

## Why
In one published experiment packaging took 6.4 s after every edit, where \`layout = "packed"\` took 1.2 s (github.com/sureshjoshi/perfanity, macOS; about 24 s against 2.4 s on a slower machine). On another machine the figures are others;
\`runfiles-lens measure\` finds yours.

## Instead
Use \`layout = "packed"\` where the program is packaged often, and keep \`zipapp\` where one file is what you ship.
`,
  // Where the layout is only the default, nobody decided for it: say so where somebody did.
  check: (context) =>
    variantFindings(
      pexZipappLayout,
      context,
      ({ layout, layoutIsGiven }) => layout === "zipapp" && layoutIsGiven,
      `as one zip file it took ${String(zipapp.package.incremental)} s to package after an edit, with layout = "packed" ${String(packed.package.incremental)} s`,
    ),
};
