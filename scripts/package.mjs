/**
 * Packs the extension into `runfiles-lens-VERSION.vsix`, from a directory of its own, so that a build in dist/ is left alone.
 *
 *     node scripts/package.mjs [--out FILE]
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cacheDirectory, installModules, run } from "./install.mjs";
import { root } from "./root.mjs";

installModules();
const { createVSIX } = await import("@vscode/vsce");

/** What lies beside package.json and dist/; `.vscodeignore` has the last word about what of it is packed. */
const beside = [
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "package.nls.json",
  ".vscodeignore",
  "docs/lints",
  "media",
  "syntaxes",
];

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const { values } = parseArgs({
  options: { out: { type: "string", default: join(root, `runfiles-lens-${manifest.version}.vsix`) } },
});

const staging = join(cacheDirectory, "package");
rmSync(staging, { recursive: true, force: true });
mkdirSync(staging, { recursive: true });
for (const name of beside) {
  if (existsSync(join(root, name))) cpSync(join(root, name), join(staging, name), { recursive: true });
}
// Scripts and dependencies are for building; the command line is no part of the extension.
const { scripts: _scripts, devDependencies: _devDependencies, bin: _bin, ...packed } = manifest;
writeFileSync(join(staging, "package.json"), `${JSON.stringify(packed, undefined, 2)}\n`);
run(["scripts/build.mjs", "--quiet", "--minify", "--out", join(staging, "dist")]);
await createVSIX({
  cwd: staging,
  packagePath: values.out,
  dependencies: false,
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});
