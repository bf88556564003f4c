/** The parts of package.json that are generated from settings.ts and the lints; `npm run update` writes them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LINTS } from "../../server/src/lints/lints.ts";
import { configurationSection, restrictedConfigurations } from "../../server/src/settings.ts";

const path = join(import.meta.dirname, "../../package.json");

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: { readonly configuration: unknown };
}

/** The manifest as the code wants it. */
function generated(manifest: Manifest): Manifest {
  const { capabilities, contributes } = manifest;
  const untrustedWorkspaces = {
    ...capabilities.untrustedWorkspaces,
    restrictedConfigurations: restrictedConfigurations(),
  };
  return {
    ...manifest,
    capabilities: { ...capabilities, untrustedWorkspaces },
    contributes: { ...contributes, configuration: configurationSection(LINTS) },
  };
}

test("package.json declares the settings that the server reads, and restricts those that start programs", () => {
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  if (process.env.UPDATE !== undefined) {
    writeFileSync(path, `${JSON.stringify(generated(manifest), undefined, 2)}\n`);
    return;
  }
  expect(manifest, "run npm run update").toEqual(generated(manifest));
});
