/**
 * Rewrites what is generated from the code and committed: the settings section of package.json, tables in the documentation and golden text in fixtures. The tests that compare these
 * rewrite them instead when UPDATE is set; look at the difference before you commit it.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { installModules } from "./install.mjs";
import { root } from "./root.mjs";

installModules();
const vitest = spawnSync(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "unit", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit", env: { ...process.env, UPDATE: "1" } },
);
const prettier = spawnSync(
  process.execPath,
  [join(root, "node_modules/prettier/bin/prettier.cjs"), "--write", "package.json"],
  {
    cwd: root,
    stdio: "inherit",
  },
);
process.exitCode = vitest.status || prettier.status || 0;
