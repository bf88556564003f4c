/**
 * Runs the Starlark test suite of another implementation from a checkout that the environment variable `STARLARK_TESTDATA` names: a directory of chunked `.star` files, as google/starlark-go keeps them in
 * `starlark/testdata`, bazelbuild/starlark in `test_suite/testdata/{go,java,rust}`, and Bazel itself in `src/test/java/net/starlark/java/eval/testdata`, of which `STARLARK_TESTDATA_OF` names the release where it is not the newest. Without the variable there is nothing to do. Other
 * implementations word their errors differently, so that an expected error is met by any error in its place; those of Bazel's own suite have to be met word for word. Where Bazel's Starlark is not theirs,
 * conformance.exceptions.txt says so; an exception that is not needed fails as well.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parseVersion } from "../../server/src/bazel/workspace/bazelVersion.ts";
import { Cancelled } from "../../server/src/base/cancelled.ts";
import { builtin } from "../../server/src/starlark/builtin.ts";
import { EvalError } from "../../server/src/starlark/errors.ts";
import { call, runModule } from "../../server/src/starlark/evaluate.ts";
import { BZL_OPTIONS } from "../../server/src/starlark/fileOptions.ts";
import type { Module } from "../../server/src/starlark/module.ts";
import { equals } from "../../server/src/starlark/comparison.ts";
import { StarlarkList } from "../../server/src/starlark/list.ts";
import type { Printer } from "../../server/src/starlark/printer.ts";
import { str } from "../../server/src/starlark/printer.ts";
import { compile } from "../../server/src/starlark/program.ts";
import { Thread } from "../../server/src/starlark/thread.ts";
import type { StarlarkValue, Value } from "../../server/src/starlark/value.ts";
import type { ParsedFile } from "../../server/src/syntax/ast.ts";
import { spanOf } from "../../server/src/syntax/ast.ts";
import type { StarlarkParser } from "../../server/src/syntax/parser.ts";
import type { Chunk } from "../harness/chunks.ts";
import { checkReported, chunkFiles, parseChunks } from "../harness/chunks.ts";
import { createParser, LENIENT_OPTIONS, Namespace, runText } from "./runChunk.ts";

const directory = process.env.STARLARK_TESTDATA;
const releaseName = process.env.STARLARK_TESTDATA_OF ?? "";
const release = parseVersion(releaseName);
if (releaseName !== "" && !release) throw new Error(`STARLARK_TESTDATA_OF is no release: ${releaseName}`);
const exceptionsPath = new URL("conformance.exceptions.txt", import.meta.url);

describe.skipIf(directory === undefined)("conformance with STARLARK_TESTDATA", () => {
  const files = directory !== undefined && existsSync(directory) ? chunkFiles(directory) : [];
  let parser: StarlarkParser;

  beforeAll(async () => {
    parser = await createParser();
  });

  test("the directory has test files", () => {
    expect(files).not.toEqual([]);
  });

  test.each(files)("%s", (path) => {
    const source = readFileSync(path, "utf8");
    const suite = suiteOf(path, source);
    const exceptions = readExceptions().filter((e) => e.suite === suite && e.file === basename(path));
    const problems = [...problemsOf(parser, suite, source, exceptions)];
    for (const exception of exceptions) {
      const others = exceptions.filter((other) => other !== exception);
      if (problemsOf(parser, suite, source, others).length === problems.length)
        problems.push(`not needed: ${exception.text}`);
    }
    expect(problems.join("\n")).toBe("");
  });
});

/** Lines of a suite's file that are left out. */
interface Exception {
  readonly suite: string;
  readonly file: string;
  readonly covers: (line: number, text: string) => boolean;
  readonly text: string;
}

/** Lines `suite file.star:12-14 reason`, one line or a range, `suite file.star "what is written there" reason`, or `suite file.star reason` for a whole file; `#` begins a comment. */
function readExceptions(): readonly Exception[] {
  return readFileSync(exceptionsPath, "utf8")
    .split("\n")
    .filter((text) => text.trim() !== "" && !text.startsWith("#"))
    .map((text) => {
      const match =
        /^(?<suite>\S+) (?<file>[\w.]+)(?::(?<from>\d+)(?:-(?<to>\d+))?| (?<written>"(?:[^"\\]|\\.)*"))? +\S/.exec(
          text,
        )?.groups;
      if (!match) throw new Error(`not an exception with a reason: ${text}`);
      const written = match.written === undefined ? "" : (JSON.parse(match.written) as string);
      const from = Number(match.from ?? 1);
      const to = match.from === undefined ? Infinity : Number(match.to ?? from);
      const covers = (line: number, of: string) => from <= line && line <= to && of.includes(written);
      return { suite: match.suite!, file: match.file!, covers, text };
    });
}

type Suite = "starlark-go" | "bazel" | `bazel-${number}` | `starlark/${string}`;

function suiteOf(path: string, source: string): Suite {
  if (/^load\(.assert\.star/m.test(source)) return "starlark-go";
  const directory = dirname(path);
  if (!directory.endsWith("/eval/testdata")) return `starlark/${basename(directory)}`;
  return release ? `bazel-${release.major}` : "bazel";
}

function problemsOf(
  parser: StarlarkParser,
  suite: Suite,
  source: string,
  exceptions: readonly Exception[],
): readonly string[] {
  const lines = (isOfBazel(suite) ? quoted(source) : portable(source)).split("\n");
  const kept = lines.map((line, index) =>
    line !== "---" && exceptions.some(({ covers }) => covers(index + 1, line)) ? "" : line,
  );
  const problem = isOfBazel(suite) ? problemOfBazel : problemOf;
  return parseChunks(kept.join("\n"), "").flatMap((chunk) => problem(parser, chunk, suite) ?? []);
}

function isOfBazel(suite: Suite): boolean {
  return suite.startsWith("bazel");
}

/** Expectations of Bazel's suite stand unquoted. */
function quoted(source: string): string {
  return source.replace(/###\s*(.*)$/gm, (_, pattern: string) => `### ${JSON.stringify(pattern.trim())}`);
}

/** Of Bazel's own suite: an error ends a chunk (`ScriptTest.java`). */
function problemOfBazel(parser: StarlarkParser, chunk: Chunk): string | undefined {
  const failures: Failure[] = [];
  const extra = new Map<string, Value>([...library(failures, "its words"), ["_utf8_byte_strings", true]]);
  const { reported, file } = runText(parser, chunk.text, { options: LENIENT_OPTIONS, extra, release });
  const failed = failures.map(({ node, message }) => ({ line: lineOfNode(file, node), message }));
  try {
    checkReported(chunk, [...reported, ...failed]);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Expectations of bazelbuild/starlark stand unquoted and may be for one implementation only. */
function portable(source: string): string {
  return source.replace(/###\s*(?:go|rust):.*$/gm, "").replace(/###\s*(?:java:\s*)?(?!["`\s])(.*)$/gm, "### `any`");
}

/** What is wrong with a chunk's outcome, if anything. */
function problemOf(parser: StarlarkParser, chunk: Chunk, suite: Suite): string | undefined {
  const isSpecSuite = suite !== "starlark-go";
  const failures: Failure[] = [];
  const options =
    chunk.options.has("globalreassign") || isSpecSuite ? LENIENT_OPTIONS : { ...BZL_OPTIONS, requireLoadFirst: false };
  const text = isSpecSuite ? chunk.text : withoutAssertModule(chunk.text);
  const { reported, file } = runText(parser, text, { options, extra: library(failures, "any words"), goOn: true });
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
    ...failures.map(({ node, message }) => `line ${lineOfNode(file, node)}: ${message}`),
  ];
  return problems.length === 0 ? undefined : problems.join("\n    ");
}

/** An assertion that did not hold. */
interface Failure {
  readonly node: number;
  readonly message: string;
}

function lineOfNode(file: ParsedFile, node: number): number {
  return file.lines.position(spanOf(file, node).start).line + 1;
}

/** starlark-go's suite loads its assertions as `assert`, which Bazel reserves. */
function withoutAssertModule(text: string): string {
  return text
    .replace(/^load\(.assert\.star., .assert.(?:, .freeze.)?\)/gm, "")
    .replace(/^load\(.json\.star., .json.\)/m, "")
    .replace(/\bassert\b/g, "check");
}

/** The assertions of all suites. `wanted`: whether an expected error is met by any. */
function library(failures: Failure[], wanted: "any words" | "its words"): ReadonlyMap<string, Value> {
  const check = (
    name: string,
    params: readonly string[],
    test: (thread: Thread, values: readonly Value[]) => boolean,
  ): Value =>
    builtin({
      name,
      params: params.map((param) => (param === "msg" ? { name: param, default: null } : { name: param })),
      run: (thread, values) => {
        if (!test(thread, values))
          failures.push({ node: thread.currentSite()?.node ?? -1, message: `${name} ${values.map(str).join(" | ")}` });
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
  const fails = check("fails", ["f", "pattern"], (thread, [f, pattern]) => {
    const message = failureOf(() => call(thread, f!, []));
    return message !== undefined && (wanted === "any words" || new RegExp(pattern as string).test(message));
  });
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
    ["hasfields", builtin({ name: "hasfields", params: [], run: () => new HasFields() })],
    ["assert_eq", eq],
    ["assert_ne", ne],
    ["assert_", truth],
    ["assert_fails", fails],
  ]);
}

/** starlark-go's example of a value with fields, to which a list may be added. */
class HasFields implements StarlarkValue {
  readonly type = "hasfields";
  readonly #fields = new Map<string, Value>();
  #frozen = false;

  repr(printer: Printer): void {
    printer.text("hasfields");
  }

  freeze(): void {
    this.#frozen = true;
  }

  getAttr(name: string): Value | undefined {
    return this.#fields.get(name);
  }

  setAttr(name: string, value: Value): void {
    if (this.#frozen) throw new EvalError("cannot set field on a frozen hasfields");
    if (name.startsWith("no")) throw new EvalError("no field");
    this.#fields.set(name, value);
  }

  attrNames(): readonly string[] {
    return [...this.#fields.keys()];
  }

  binary(operator: string, other: Value): Value | undefined {
    return operator === "+" && other instanceof StarlarkList ? 42 : undefined;
  }
}

function compareAssertion(failures: Failure[]): Value {
  return starlarkFunction("lambda x, y: None if x < y else failed(x, y)", failures);
}

function containsAssertion(failures: Failure[]): Value {
  return starlarkFunction("lambda x, y: None if y in x else failed(x, y)", failures);
}

let libraryParser: StarlarkParser | undefined;

beforeAll(async () => {
  libraryParser = await createParser();
});

function starlarkFunction(text: string, failures: Failure[]): Value {
  const failed = builtin({
    name: "failed",
    params: [{ name: "x" }, { name: "y" }],
    run: (thread, [x, y]) => {
      const node = thread.activeCalls[0]?.node ?? -1;
      failures.push({ node, message: `${str(x!)} | ${str(y!)}` });
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

/** The error's message; undefined where there is none. */
function failureOf(run: () => Value): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof EvalError)) throw error;
    return error.message;
  }
}
