/** The built evaluator in its thread: what exhausts it is set aside, and everything else is answered. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EvaluatorClient, QuestionCancelled } from "../../server/src/host/evaluatorClient.ts";
import { evaluatorThread } from "../../server/src/host/evaluatorThread.ts";
import { LINTS } from "../../server/src/lints/lints.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { bundle } from "../harness/bundle.ts";

const BUILD = { command: "build", configs: [], flags: [] } as const;
/** Wants gigabytes long before it has taken all its steps. */
const HOG = "x = [list(range(1000)) for i in range(1000000)]\n";
const root = mkdtempSync(join(tmpdir(), "runfiles-lens-thread-"));
const problems: string[] = [];
const client = new EvaluatorClient(
  evaluatorThread({ script: bundle("evaluator"), assets: dirname(bundle("evaluator")) }),
  (problem) => problems.push(problem),
);
const about = { root, build: BUILD } as const;

writeFileSync(join(root, "MODULE.bazel"), "");
writeFileSync(join(root, ".bazelversion"), "7.4.0\n");
client.configure([
  { root, settings: { ...defaultSettings(LINTS), maxSteps: Number.MAX_SAFE_INTEGER, maxMemoryMb: 128 } },
]);

afterAll(async () => {
  await client.dispose();
  rmSync(root, { recursive: true });
});

async function labels(): Promise<readonly string[]> {
  return (await client.ask("expand", { patterns: ["//..."], includeManual: false }, about)).value.labels;
}

describe("the evaluator's thread", () => {
  it("survives a file that wants more memory than there is, and says so on that file", async () => {
    const hog = join(root, "hog/BUILD.bazel");
    write(hog, HOG);
    write(join(root, "good/BUILD.bazel"), 'filegroup(name = "good")\n');
    const { value } = await client.ask("diagnostics", { paths: undefined }, about);
    expect(problems).toEqual([
      `The evaluator was started again: evaluating it took more than 128 MB of memory (${hog}).`,
    ]);
    const limits = value.files.filter(({ findings }) => findings.some(({ lint }) => lint === "resource-limit"));
    expect(limits.map(({ path }) => path)).toEqual([hog]);
    expect(await labels()).toContain("//good:good");
  });

  it("takes the file back when it changes", async () => {
    const hog = join(root, "hog/BUILD.bazel");
    client.setDocument(hog, 1, 'filegroup(name = "tame")\n');
    expect(await labels()).toContain("//hog:tame");
  });

  it("lets go of a long evaluation when it is superseded", async () => {
    const path = join(root, "long/BUILD.bazel");
    client.setDocument(path, 1, "y = [0 for i in range(100000) for j in range(100000) if False]\n");
    write(path, "");
    client.filesChanged(undefined);
    const abort = new AbortController();
    const asked = client.ask(
      "expand",
      { patterns: ["//long/..."], includeManual: false },
      { ...about, signal: abort.signal },
    );
    while (client.lastBegun() !== path) await new Promise((resolve) => setTimeout(resolve, 5));
    abort.abort();
    await expect(asked).rejects.toBeInstanceOf(QuestionCancelled);
    client.setDocument(path, 2, 'filegroup(name = "short")\n');
    expect(await labels()).toContain("//long:short");
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
