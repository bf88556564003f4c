/** `verify` against a program that answers as Bazels do: those of several versions, one that dies, one that is cut off, one that is busy. Real ones are in test/realBazel. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { withLockFileKept } from "../../server/src/host/lockFile.ts";
import type { VerificationResult } from "../../server/src/host/verification.ts";
import { verify } from "../../server/src/host/verification.ts";
import { treeDocument, sourceEntry } from "../harness/treeDocuments.ts";

const directories: string[] = [];

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

interface Script {
  readonly cquery: readonly string[];
  readonly stderr?: readonly string[];
  readonly exit?: number;
  /** Said in place of any answer where a pattern ends in `...`, as Bazel 7 does when a package is in error. */
  readonly patternError?: string;
  /** JavaScript to run in `cquery` after the lines were printed. */
  readonly then?: string;
  readonly aquery?: string;
  /** The label of a target whose manifest `aquery` cannot print: it prints nothing then. */
  readonly unprintable?: string;
}

/** A line of cquery for a target with one source file. */
function line(label: string, file: string, alias: readonly string[] = []): string {
  const executable = [["bin", "bazel-out/k8-fastbuild/bin/bin", label, 0, 0]];
  const configuration = ["fastbuild", "k8", [], "False"];
  const printed = [label, 0, configuration, executable, [[file, file, `//:${file}`, 1, 0]], [], [], [], alias];
  return JSON.stringify(printed).replaceAll(",", ", ");
}

function workspace(script: Script): { readonly root: string; readonly bazel: string } {
  const root = mkdtempSync(join(tmpdir(), "runfiles-lens-verify-"));
  directories.push(root);
  const bazel = join(root, "bazel");
  const body = [
    `const script = ${JSON.stringify(script)};`,
    "const args = process.argv.slice(2);",
    'const print = (lines) => require("node:fs").writeSync(1, lines.map((line) => line + "\\n").join(""));',
    'if (args.includes("info")) print(["/out/execroot/_main"]);',
    'else if (script.unprintable && args.includes("aquery") && args.at(-1).includes(script.unprintable)) { console.error("ERROR: build interrupted"); process.exitCode = 8; }',
    'else if (args.includes("aquery")) { require("node:fs").writeSync(1, script.aquery ?? ""); process.exitCode = script.aquery ? 0 : 9; }',
    'else if (script.patternError && args.at(-1).includes("...")) { console.error(script.patternError); process.exitCode = 1; }',
    'else if (args.includes("cquery")) {',
    '  require("node:fs").appendFileSync("queries.txt", args.at(-1) + "\\n");',
    "  print(script.cquery);",
    '  for (const line of script.stderr ?? []) require("node:fs").writeSync(2, line + "\\n");',
    "  process.exitCode = script.exit ?? 0;",
    `  ${script.then ?? ""}`,
    "}",
  ];
  writeFileSync(bazel, `#!${process.execPath}\n${body.join("\n")}\n`);
  chmodSync(bazel, 0o755);
  return { root, bazel };
}

async function run(
  script: Script,
  options: {
    readonly version?: string;
    readonly labels?: readonly string[];
    /** Those that are known before Bazel has fetched anything. */
    readonly labelsBefore?: readonly string[];
    /** Those that the prediction says Bazel refuses. */
    readonly rejected?: readonly string[];
    readonly signal?: AbortSignal;
  } = {},
) {
  const { root, bazel } = workspace(script);
  const { version = "4.2.3", labels = ["//:a", "//:b"] } = options;
  const { labelsBefore = labels, rejected = [] } = options;
  let answered = false;
  const result = await verify({
    root,
    build: { command: "build", configs: [], flags: [] },
    executable: bazel,
    flagsInForce: [],
    bazel: { executable: bazel, version },
    toldVersion: null,
    patterns: ["//..."],
    labels: labelsBefore,
    knownLabels: labelsBefore,
    expandAgain: () => Promise.resolve({ labels, knownLabels: labels }),
    onAnswered: () => {
      answered = true;
    },
    predict: (label) => {
      expect(answered, "predictions see what Bazel has fetched").toBe(true);
      return Promise.resolve(
        labels.includes(label)
          ? {
              kind: "prediction",
              tree: treeDocument({
                target: label,
                bazelVersion: version,
                entries: [sourceEntry("a.txt")],
                ...(rejected.includes(label) ? { completeness: "rejected", error: "a transition fails" } : {}),
              }),
              reasons: [],
            }
          : { kind: "none", message: `no such target '${label}'` },
      );
    },
    buildManifests: false,
    onProgress: () => undefined,
    signal: options.signal,
  });
  return { result, root };
}

function verdicts(result: VerificationResult) {
  if (result.kind !== "report") throw new Error(result.message);
  return result.report.targets.map(({ target, verdict, judge }) => [target, verdict, judge]);
}

describe.skipIf(process.platform === "win32")("verify", () => {
  it("asks by name where a package in error takes away the answer for a pattern", async () => {
    const error = "ERROR: package contains errors: broken";
    const labels = ["//:a", "//broken:b", ...Array.from({ length: 4000 }, (_, index) => `//long/enough/name:${index}`)];
    const { result, root } = await run({ cquery: [line("//:a", "a.txt")], patternError: error }, { labels });
    expect(verdicts(result).slice(0, 2)).toEqual([
      ["//:a", "equal", "ingredients"],
      ["//broken:b", "wrong", null],
    ]);
    expect(result).toMatchObject({ report: { notes: [expect.stringContaining("a package is in error")] } });
    const queries = readFileSync(join(root, "queries.txt"), "utf8").trimEnd().split("\n");
    expect(queries.map((query) => query.length < 100_000)).toEqual([true, true]);
  });

  it("judges all targets, aliases under their own label, and those that the prediction overlooked", async () => {
    const cquery = [line("//:a", "a.txt"), line("//x:y", "a.txt", ["//:b"]), line("@@//:unseen", "a.txt")];
    const { result } = await run({ cquery });
    expect(verdicts(result)).toEqual([
      ["//:a", "equal", "ingredients"],
      ["//:b", "equal", "ingredients"],
      ["//:unseen", "wrong", "ingredients"],
    ]);
    expect(result).toMatchObject({
      report: { whole: true, notes: [], summary: { targets: 3, complete: 2, equal: 2, wrong: 1 } },
    });
  });

  it("takes a target for refused whose transition fails, of which Bazel names none", async () => {
    const created = "ERROR: command succeeded, but top level configurations could not be created";
    const saysSo = `if (/[.][.][.]|:b/.test(args.at(-1))) { console.error("ERROR: no attribute x"); console.error("${created}"); process.exitCode = 1; }`;
    const cquery = [line("//:a", "a.txt"), line("//:b", "a.txt")];
    const { result, root } = await run({ cquery, then: saysSo }, { rejected: ["//:a", "//:b"] });
    expect(verdicts(result)).toEqual([
      ["//:a", "wrong", "ingredients"],
      ["//:b", "rejected", null],
    ]);
    expect(readFileSync(join(root, "queries.txt"), "utf8").trimEnd().split("\n")).toHaveLength(3);
  });

  it("judges no target of which Bazel is too busy to say whether its transition fails", async () => {
    const created = "ERROR: command succeeded, but top level configurations could not be created";
    const busy = "Another command (pid=1) is running. Waiting for it to complete";
    const saysSo = `if (/[.][.][.]/.test(args.at(-1))) { console.error("${created}"); process.exitCode = 1; } else { console.error("${busy}"); process.exitCode = 9; }`;
    const { result } = await run(
      { cquery: [line("//:a", "a.txt")], then: saysSo },
      { labels: ["//:a"], rejected: ["//:a"] },
    );
    expect(verdicts(result)).toEqual([["//:a", "unjudged", null]]);
  });

  it("uses the answers that there are where Bazel dies, and says what is missing", async () => {
    const { result } = await run({ cquery: [line("//:a", "a.txt")], then: 'process.kill(process.pid, "SIGKILL");' });
    expect(verdicts(result)).toEqual([
      ["//:a", "equal", "ingredients"],
      ["//:b", "unjudged", null],
    ]);
    expect(result).toMatchObject({
      report: { whole: false, notes: ["Bazel ended before it had answered for all targets: it was killed"] },
    });
  });

  it("takes no line that is cut off for an answer", async () => {
    const { result } = await run({ cquery: [line("//:a", "a.txt"), line("//:b", "a.txt").slice(0, 70)] });
    expect(verdicts(result)).toEqual([
      ["//:a", "equal", "ingredients"],
      ["//:b", "unjudged", null],
    ]);
    expect(result).toMatchObject({ report: { notes: ["Lines of Bazel that could not be read: 1."] } });
  });

  it("knows what Bazel refused, also where only a dependency is named", async () => {
    const stderr = [
      "ERROR: /ws/BUILD:1:1: in rule //:needed: no",
      "WARNING: errors encountered while analyzing target '//:b': it will not be built",
    ];
    const { result } = await run({ cquery: [line("//:a", "a.txt")], stderr, exit: 1 });
    expect(verdicts(result)).toEqual([
      ["//:a", "equal", "ingredients"],
      ["//:b", "wrong", null],
    ]);
  });

  it("judges no target that Bazel refuses only beside another one", async () => {
    const stderr = [
      "ERROR: file 'x.txt' is generated by these conflicting actions:",
      "Label: //:b, //:a",
      "RuleClass: x rule",
      "WARNING: errors encountered while analyzing target '//:b': it will not be built",
      "ERROR: command succeeded, but not all targets were analyzed",
    ];
    const { result } = await run({ cquery: [line("//:a", "a.txt")], stderr, exit: 1 });
    expect(verdicts(result)[1]?.slice(0, 2)).toEqual(["//:b", "unjudged"]);
    expect(JSON.stringify(result)).toContain(
      "Bazel refuses it beside another target: file 'x.txt' is generated by these conflicting actions: Label: //:b, //:a",
    );
  });

  it("takes a target that Bazel gave up as refused, though cquery answers for it in another configuration", async () => {
    const stderr = [
      "ERROR: /ws/BUILD:1:1: in rule //:b: no",
      "WARNING: errors encountered while analyzing target '//:b', it will not be built.",
      "ERROR: command succeeded, but not all targets were analyzed",
    ];
    const { result } = await run({ cquery: [line("//:a", "a.txt"), line("//:b", "a.txt")], stderr, exit: 1 });
    expect(verdicts(result)).toEqual([
      ["//:a", "equal", "ingredients"],
      ["//:b", "wrong", null],
    ]);
  });

  it("takes the manifests that Bazel 6 and later would write", async () => {
    const fileContents = "_main/a.txt /out/execroot/_main/a.txt\n";
    const aquery = JSON.stringify({
      actions: [{ targetId: 1, configurationId: 1, mnemonic: "SourceSymlinkManifest", fileContents }],
      targets: [{ id: 1, label: "@@//:a" }],
      configuration: [{ id: 1, mnemonic: "k8-fastbuild" }],
    });
    const { result } = await run({ cquery: [line("@@//:a", "a.txt")], aquery }, { version: "8.1.0", labels: ["//:a"] });
    expect(verdicts(result)).toEqual([["//:a", "equal", "aquery-manifest"]]);
  });

  it("asks in parts where Bazel cannot print one of the manifests", async () => {
    const fileContents = "_main/a.txt /out/execroot/_main/a.txt\n";
    const labels = ["//:a", "//:b", "//:c"];
    const aquery = JSON.stringify({
      actions: [
        { targetId: 1, configurationId: 1, mnemonic: "SourceSymlinkManifest", fileContents },
        { targetId: 3, configurationId: 1, mnemonic: "SourceSymlinkManifest", fileContents },
      ],
      targets: labels.map((label, index) => ({ id: index + 1, label: `@@${label}` })),
      configuration: [{ id: 1, mnemonic: "k8-fastbuild" }],
    });
    const cquery = labels.map((label) => line(`@@${label}`, "a.txt"));
    const { result } = await run({ cquery, aquery, unprintable: "//:b" }, { version: "8.1.0", labels });
    expect(verdicts(result)).toEqual([
      ["//:a", "equal", "aquery-manifest"],
      ["//:b", "equal", "ingredients"],
      ["//:c", "equal", "aquery-manifest"],
    ]);
    expect(result).toMatchObject({
      report: {
        notes: [expect.stringMatching(/^Bazel's manifests could not be had for \/\/:b, .*build interrupted$/)],
      },
    });
  });

  it("falls back to the ingredients where the manifests cannot be had, and says so", async () => {
    for (const aquery of [undefined, '{"actions": [{"mnem']) {
      const script = { cquery: [line("@@//:a", "a.txt")], ...(aquery === undefined ? {} : { aquery }) };
      const { result } = await run(script, { version: "8.1.0", labels: ["//:a"] });
      expect(verdicts(result)).toEqual([["//:a", "equal", "ingredients"]]);
      expect(result).toMatchObject({
        report: { notes: [expect.stringMatching(/^Bazel's manifests could not be had/)] },
      });
    }
  });

  it("tells that Bazel is busy", async () => {
    const { result } = await run({ cquery: [], exit: 9 });
    expect(result).toMatchObject({ kind: "failed", failure: "busy" });
  });

  it("judges what is known once Bazel has fetched it, also where Bazel refuses it", async () => {
    const { result } = await run({ cquery: [line("//:a", "a.txt")] }, { labelsBefore: ["//:a"] });
    expect(result.kind === "report" && result.report.targets.map(({ target }) => target)).toEqual(["//:a", "//:b"]);
  });

  it("interrupts Bazel when it is cancelled", async () => {
    const controller = new AbortController();
    const then = [
      'process.on("SIGINT", () => { require("node:fs").writeFileSync("interrupted", ""); process.exit(8); });',
      'require("node:fs").writeFileSync("running", ""); setTimeout(() => {}, 60_000);',
    ].join(" ");
    const { root, bazel } = workspace({ cquery: [], then });
    const running = verify({
      root,
      build: { command: "build", configs: [], flags: [] },
      executable: bazel,
      flagsInForce: [],
      bazel: { executable: bazel, version: "4.2.3" },
      toldVersion: null,
      patterns: ["//..."],
      labels: [],
      knownLabels: [],
      expandAgain: () => Promise.reject(new Error("nothing has been answered")),
      predict: () => Promise.reject(new Error("nothing is predicted")),
      onAnswered: () => undefined,
      buildManifests: false,
      onProgress: () => undefined,
      signal: controller.signal,
    });
    await expect.poll(() => existsSync(join(root, "running")), { timeout: 30_000 }).toBe(true);
    controller.abort();
    expect(await running).toMatchObject({ kind: "failed", failure: "cancelled" });
    expect(existsSync(join(root, "interrupted"))).toBe(true);
  });

  it("puts the lock file back as it was", async () => {
    const then = 'require("node:fs").writeFileSync("MODULE.bazel.lock", "changed");';
    const { root } = await run({ cquery: [line("//:a", "a.txt")], then });
    expect(existsSync(join(root, "MODULE.bazel.lock"))).toBe(false);
    const lock = join(root, "MODULE.bazel.lock");
    writeFileSync(lock, "before");
    await withLockFileKept(root, () => {
      writeFileSync(lock, "changed");
      return Promise.resolve();
    });
    expect(readFileSync(lock, "utf8")).toBe("before");
  });
});
