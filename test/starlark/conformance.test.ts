/**
 * Runs the Starlark test suite of another implementation from a checkout that the environment variable `STARLARK_TESTDATA` names: a directory of chunked `.star` files, as google/starlark-go keeps them in
 * `starlark/testdata` and bazelbuild/starlark in `test_suite/testdata/{go,java,rust}`. Without the variable there is nothing to do. Other implementations word their errors differently, so that an expected
 * error is met by any error in its place. Where Bazel's Starlark is not theirs, conformance.exceptions.txt says so; an exception that is not needed fails as well.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Cancelled } from "../../server/src/base/cancelled.ts";
import { builtin } from "../../server/src/starlark/builtin.ts";
import { EvalError } from "../../server/src/starlark/errors.ts";
import { call, runModule } from "../../server/src/starlark/evaluate.ts";
import { BZL_OPTIONS } from "../../server/src/starlark/fileOptions.ts";
import type { Module } from "../../server/src/starlark/module.ts";
import { equals } from "../../server/src/starlark/comparison.ts";
import { str } from "../../server/src/starlark/printer.ts";
import { compile } from "../../server/src/starlark/program.ts";
import { Thread } from "../../server/src/starlark/thread.ts";
import type { Value } from "../../server/src/starlark/value.ts";
import type { StarlarkParser } from "../../server/src/syntax/parser.ts";
import type { Chunk } from "../harness/chunks.ts";
import { chunkFiles, parseChunks } from "../harness/chunks.ts";
import { createParser, LENIENT_OPTIONS, Namespace, runText } from "./runChunk.ts";

const directory = process.env.STARLARK_TESTDATA;
const exceptionsPath = new URL("conformance.exceptions.txt", import.meta.url);

describe.skipIf(directory === undefined)("conformance with STARLARK_TESTDATA", () => {
  const files = directory !== undefined && existsSync(directory) ? chunkFiles(directory) : [];
  const exceptions = readExceptions();
  let parser: StarlarkParser;

  beforeAll(async () => {
    parser = await createParser();
  });

  test("the directory has test files", () => {
    expect(files).not.toEqual([]);
  });

  for (const path of files) {
    const name = basename(path);
    if (exceptions.has(name)) continue;
    test(name, () => {
      const source = readFileSync(path, "utf8");
      const problems: string[] = [];
      const chunks = parseChunks(portable(source), name);
      for (const chunk of chunks) {
        const problem = problemOf(parser, chunk, source);
        const isExcepted = exceptions.has(chunk.name);
        if (problem !== undefined && !isExcepted) problems.push(`${chunk.name}: ${problem}`);
        if (problem === undefined && isExcepted) problems.push(`${chunk.name}: the exception is not needed`);
      }
      const names = new Set(chunks.map((chunk) => chunk.name));
      for (const exception of exceptions) {
        if (exception.startsWith(`${name}:`) && !names.has(exception)) problems.push(`${exception}: no such chunk`);
      }
      expect(problems.join("\n")).toBe("");
    });
  }
});

/** Lines `file.star:12  reason` or `file.star  reason`; `#` begins a comment. */
function readExceptions(): ReadonlySet<string> {
  const names = readFileSync(exceptionsPath, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [name = "", ...reason] = line.split(/\s+/);
      if (reason.length === 0) throw new Error(`exception without a reason: ${line}`);
      return name;
    });
  return new Set(names);
}

/** Expectations of bazelbuild/starlark stand unquoted and may be for one implementation only. */
function portable(source: string): string {
  return source.replace(/###\s*(?:go|rust):.*$/gm, "").replace(/###\s*(?:java:\s*)?(?!["`\s])(.*)$/gm, "### `any`");
}

/** What is wrong with a chunk's outcome, if anything. */
function problemOf(parser: StarlarkParser, chunk: Chunk, source: string): string | undefined {
  const isSpecSuite = !source.includes("assert.star");
  const failures: string[] = [];
  const options =
    chunk.options.has("globalreassign") || isSpecSuite ? LENIENT_OPTIONS : { ...BZL_OPTIONS, requireLoadFirst: false };
  const text = isSpecSuite ? chunk.text : withoutAssertModule(chunk.text);
  const { reported } = runText(parser, text, { options, extra: library(failures) });
  const wanted = new Set(chunk.expectations.map((expectation) => expectation.line));
  const lines = new Set(reported.map((report) => report.line));
  const unexpected = isSpecSuite
    ? reported.filter(() => wanted.size === 0)
    : reported.filter(({ line }) => !wanted.has(line));
  const missing = isSpecSuite
    ? wanted.size > 0 && lines.size === 0
      ? [...wanted]
      : []
    : [...wanted].filter((line) => !lines.has(line));
  const problems = [
    ...unexpected.map(({ line, message }) => `line ${line}: ${message}`),
    ...missing.map((line) => `line ${line}: expected an error`),
    ...failures,
  ];
  return problems.length === 0 ? undefined : problems.join("\n    ");
}

/** starlark-go's suite loads its assertions as `assert`, which Bazel reserves. */
function withoutAssertModule(text: string): string {
  return text.replace(/^load\(.assert\.star., .assert.(?:, .freeze.)?\)/m, "").replace(/\bassert\./g, "check.");
}

/** The assertions of both suites. */
function library(failures: string[]): ReadonlyMap<string, Value> {
  const check = (
    name: string,
    params: readonly string[],
    test: (thread: Thread, values: readonly Value[]) => boolean,
  ): Value =>
    builtin({
      name,
      params: params.map((param) => (param === "msg" ? { name: param, default: null } : { name: param })),
      run: (thread, values) => {
        if (!test(thread, values)) failures.push(`${name} ${values.map(str).join(" | ")}`);
        return null;
      },
    });
  const eq = check("eq", ["x", "y"], (_, [x, y]) => equals(x!, y!));
  const ne = check("ne", ["x", "y"], (_, [x, y]) => !equals(x!, y!));
  const truth = check(
    "true",
    ["cond", "msg"],
    (_, [cond]) => cond !== false && cond !== null && cond !== 0 && cond !== "",
  );
  const fails = check("fails", ["f", "pattern"], (thread, [f]) => hasFailed(() => call(thread, f!, [])));
  return new Map<string, Value>([
    [
      "check",
      new Namespace("check", {
        eq,
        ne,
        true: truth,
        fails,
        lt: compareAssertion(failures),
        contains: containsAssertion(failures),
      }),
    ],
    ["assert_eq", eq],
    ["assert_ne", ne],
    ["assert_", truth],
    ["assert_fails", fails],
  ]);
}

function compareAssertion(failures: string[]): Value {
  return starlarkFunction("lambda x, y: None if x < y else failed(x, y)", failures);
}

function containsAssertion(failures: string[]): Value {
  return starlarkFunction("lambda x, y: None if y in x else failed(x, y)", failures);
}

let libraryParser: StarlarkParser | undefined;

beforeAll(async () => {
  libraryParser = await createParser();
});

function starlarkFunction(text: string, failures: string[]): Value {
  const failed = builtin({
    name: "failed",
    params: [{ name: "x" }, { name: "y" }],
    run: (_, [x, y]) => {
      failures.push(`${str(x!)} | ${str(y!)}`);
      return null;
    },
  });
  const predeclared = new Map<string, Value>([["failed", failed]]);
  const program = compile(libraryParser!.parse(`f = ${text}\n`).tree, "/assert.star", BZL_OPTIONS, (name) =>
    predeclared.has(name),
  );
  const module: Module = runModule(program, { thread: new Thread(), predeclared, modules: () => module });
  return module.exported("f")!;
}

function hasFailed(run: () => Value): boolean {
  try {
    run();
    return false;
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof EvalError)) throw error;
    return true;
  }
}
