/** docs/lints holds one page a lint, made from the lint's own texts: `npm run update` writes them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Lint } from "../../server/src/lints/lint.ts";
import { LINTS } from "../../server/src/lints/lints.ts";

const DOCS = fileURLToPath(new URL("../../docs/lints", import.meta.url));
const UPDATE = process.env.UPDATE === "1";

function page(lint: Lint): string {
  return [
    `# ${lint.id}`,
    "",
    lint.summary,
    "",
    `Severity: ${lint.severity} (setting \`runfilesLens.lints.${lint.id}\`).`,
    "",
    lint.explanation.trim().replace(/^(## .*)\n(?!\n)/gm, "$1\n\n"),
    "",
    "## Suppress",
    "",
    "On the line above, or at the end of the line:",
    "",
    "```starlark",
    `# runfiles-lens: ignore ${lint.id} — why`,
    "```",
    "",
  ].join("\n");
}

test.each(LINTS)("$id has its page", (lint) => {
  const path = join(DOCS, `${lint.id}.md`);
  if (UPDATE) {
    mkdirSync(DOCS, { recursive: true });
    writeFileSync(path, page(lint));
  }
  expect(readFileSync(path, "utf8"), "npm run update writes it again").toBe(page(lint));
});

test("no page without a lint", () => {
  expect(readdirSync(DOCS).sort()).toEqual(LINTS.map((lint) => `${lint.id}.md`).sort());
});

test.each(LINTS)("$id explains what, why and what instead", (lint) => {
  const headings = [...lint.explanation.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
  expect(headings).toEqual(["What", "Why", "Instead"]);
});
