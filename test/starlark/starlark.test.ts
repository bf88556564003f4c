/**
 * Our own tests of the language: every chunk of testdata/*.star is run as it is and with Windows line endings. Options of a chunk: `option:dialect=bzl|build|module`, without it the file is
 * as lenient as can be; `option:release=4.2.3` has a release in place of the newest.
 */
import { fileURLToPath } from "node:url";
import { basename } from "node:path";
import { beforeAll, describe, test } from "vitest";
import { parseVersion } from "../../server/src/bazel/workspace/bazelVersion.ts";
import { BUILD_OPTIONS, BZL_OPTIONS, MODULE_OPTIONS } from "../../server/src/starlark/fileOptions.ts";
import type { FileOptions } from "../../server/src/starlark/fileOptions.ts";
import type { StarlarkParser } from "../../server/src/syntax/parser.ts";
import type { Chunk } from "../harness/chunks.ts";
import { checkReported, chunkFiles, readChunks, withCrlf } from "../harness/chunks.ts";
import { createParser, LENIENT_OPTIONS, runText } from "./runChunk.ts";

const directory = fileURLToPath(new URL("testdata/", import.meta.url));

describe.each(chunkFiles(directory))("%s", (path) => {
  let parser: StarlarkParser;

  beforeAll(async () => {
    parser = await createParser();
  });

  test(basename(path), () => {
    for (const chunk of readChunks(path)) {
      for (const variant of [chunk, withCrlf(chunk)]) {
        const release = parseVersion(chunk.options.get("release") ?? "");
        checkReported(variant, runText(parser, variant.text, { options: optionsOf(chunk), release }).reported);
      }
    }
  });
});

function optionsOf(chunk: Chunk): FileOptions {
  const dialect = chunk.options.get("dialect");
  switch (dialect) {
    case undefined:
      return LENIENT_OPTIONS;
    case "bzl":
      return BZL_OPTIONS;
    case "build":
      return BUILD_OPTIONS;
    case "module":
      return MODULE_OPTIONS;
    default:
      throw new Error(`${chunk.name}: unknown dialect ${dialect}`);
  }
}
