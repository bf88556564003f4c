/** The parts of the README that are made from the code and by the program itself; `npm run update` writes them. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { LINTS } from "../server/src/lints/lints.ts";
import { configurationSection } from "../server/src/settings.ts";
import { bundle } from "./harness/bundle.ts";

const path = join(import.meta.dirname, "../README.md");
const example = join(import.meta.dirname, "workspaces/split-transition/bzlmod");

/** Section name, as in `<!-- lints -->`, and what belongs between it and `<!-- end -->`. */
const sections: Readonly<Record<string, () => string>> = {
  lints: () =>
    table(
      ["lint", "severity", ""],
      LINTS.map(({ id, severity, summary }) => [`[\`${id}\`](docs/lints/${id}.md)`, severity, summary]),
    ),
  settings: () => {
    const rows = Object.entries(configurationSection(LINTS).properties).map(([key, property]) => [
      `\`${key}\``,
      `\`${JSON.stringify(property.default)}\``,
      String(property.markdownDescription),
    ]);
    return table(["setting", "default", ""], rows);
  },
  "check //:bin_with_data": () => session("check", "//:bin_with_data"),
  "tree //:bin_with_data": () => session("tree", "//:bin_with_data"),
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}

/** What the program prints, on the machine that the README speaks of: one whose system has no bazelrc. */
function session(...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [bundle("cli"), ...args, "--workspace", example], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  const text = stdout
    .trimEnd()
    .replace(/^(bazel build) .*( · Bazel .* · )(?:linux|darwin|windows)-(?:x86_64|aarch64)$/m, "$1$2linux-x86_64")
    .replace(/^(bazel build · Bazel .* · )(?:linux|darwin|windows)-(?:x86_64|aarch64)$/m, "$1linux-x86_64");
  return ["```console", `$ runfiles-lens ${args.join(" ")}`, text, "```"].join("\n");
}

function withSections(text: string): string {
  return text.replace(
    /(<!-- ([^>]+?) -->\n)[^]*?(<!-- end -->)/g,
    (whole, begin: string, name: string, end: string) => {
      const make = sections[name];
      return make ? `${begin}\n${make()}\n\n${end}` : whole;
    },
  );
}

test("the README says what the code says", async () => {
  const text = readFileSync(path, "utf8");
  const options = { ...(await resolveConfig(path)), parser: "markdown" };
  const generated = await format(withSections(text), options);
  if (process.env.UPDATE !== undefined) writeFileSync(path, generated);
  else expect(text, "npm run update writes it again").toBe(generated);
});

test("the README has every generated section", () => {
  const names = [...readFileSync(path, "utf8").matchAll(/<!-- ([^>]+?) -->\n[^]*?<!-- end -->/g)].map(
    (match) => match[1],
  );
  expect(names.sort()).toEqual(Object.keys(sections).sort());
});

test("what the README links to is there", () => {
  const links = [...readFileSync(path, "utf8").matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map((match) => match[1] ?? "");
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
});
