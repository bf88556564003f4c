/** Texts that are compared with a committed file; `npm run update` writes the file. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "vitest";

/** `file` is absolute. */
export function expectGolden(file: string, text: string): void {
  if (process.env.UPDATE !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text, `${file} is out of date? Look at the difference, then run: npm run update`).toBe(
    existsSync(file) ? readFileSync(file, "utf8") : undefined,
  );
}
