import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import type { Chunk } from "../harness/chunks.ts";
import { checkReported, chunkFiles, readChunks, withCrlf } from "../harness/chunks.ts";
import { testParser } from "../harness/parser.ts";

const parser = await testParser();

function check(chunk: Chunk): void {
  const file = parser.parse(chunk.text);
  const reported = file.errors.map((error) => ({
    line: file.lines.position(error.span.start).line + 1,
    message: error.message,
  }));
  checkReported(chunk, reported);
}

for (const path of chunkFiles(dirname(fileURLToPath(import.meta.url)))) {
  describe(path.slice(path.lastIndexOf("/") + 1), () => {
    for (const chunk of readChunks(path)) {
      test(chunk.name, () => {
        check(chunk);
      });
      test(`${chunk.name} with CRLF`, () => {
        check(withCrlf(chunk));
      });
    }
  });
}
