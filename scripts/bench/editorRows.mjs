/** The rows about the editor: the language server, spoken to as an editor does. */
import { join } from "node:path";
import { LARGE_PACKAGE, packageOf } from "./generate.mjs";
import { Session } from "./languageServer.mjs";
import { compare, quantile, run } from "./measure.mjs";
import { Bazel, buildifier } from "./peers.mjs";
import { missing, ms, ratio, workspaceOf } from "./row.mjs";

/** @typedef {import("./row.mjs").BenchOptions} BenchOptions */
/** @typedef {import("./row.mjs").Measured} Measured */
/** @typedef {import("./row.mjs").Missing} Missing */

const keystrokes = 40;

/**
 * Types and deletes one character, again and again.
 * @param {Session} session
 * @param {string} path
 * @param {(text: string) => string} type
 * @param {string} [other] the open document whose diagnostics answer a keystroke, where it is not the one that is typed in
 * @returns {Promise<number>} 95th percentile in milliseconds
 */
async function typing(session, path, type, other) {
  /** @type {number[]} */
  const times = [];
  let original = "";
  for (let stroke = -4; stroke < keystrokes; stroke++) {
    const begin = performance.now();
    const edit = (/** @type {string} */ text) => {
      if (stroke % 2 !== 0) return original;
      original = text;
      return type(text);
    };
    await session.change(path, edit, other);
    if (stroke >= 0) times.push(performance.now() - begin);
  }
  return quantile(times, 0.95);
}

/** buildifier's time for the largest BUILD file. @param {string} directory */
async function buildifierOnLargeFile(directory) {
  const file = join(directory, LARGE_PACKAGE, "BUILD.bazel");
  const { peer } = await compare(
    { peer: () => run(buildifier(), ["-mode=check", "-lint=warn", file], { exitCodes: [0, 4] }) },
    20,
  );
  return peer.milliseconds;
}

/** @template T @param {string} directory @param {(session: Session) => Promise<T>} task */
async function withServer(directory, task) {
  const session = new Session(directory);
  try {
    await session.initialize();
    return await task(session);
  } finally {
    await session.close();
  }
}

/** @param {BenchOptions} options @returns {Promise<Measured>} */
export async function keystrokeInBuildFile({ packages }) {
  const directory = workspaceOf(packages);
  const path = `${LARGE_PACKAGE}/BUILD.bazel`;
  const ours = await withServer(directory, async (session) => {
    await session.open(path);
    // The last letter of a dependency in the last target: the label is wrong, then right again.
    return typing(session, path, (text) => text.replace(/"\],\n\)\n$/, 'x"],\n)\n'));
  });
  const theirs = await buildifierOnLargeFile(directory);
  return ratio(ours, theirs, 2, `${ms(ours)} : ${ms(theirs)}`);
}

/** @param {BenchOptions} options @returns {Promise<Measured>} */
export async function keystrokeInBzlFile({ packages }) {
  const directory = workspaceOf(packages);
  const open = `${LARGE_PACKAGE}/BUILD.bazel`;
  const [ours, reference] = await withServer(directory, async (session) => {
    await session.open(open);
    const line = await typing(session, open, (text) => text.replace(/"\],\n\)\n$/, 'x"],\n)\n'));
    await session.open("rules/defs.bzl");
    // A letter in the name of an attribute that the macro sets: wrong in every package, then right again. The open BUILD file has to be evaluated anew to tell.
    return [await typing(session, "rules/defs.bzl", (text) => text.replace("size =", "sizex ="), open), line];
  });
  return ratio(ours ?? NaN, reference ?? NaN, 10, `${ms(ours ?? NaN)} : ${ms(reference ?? NaN)}`);
}

/** Texts of BUILD files that take seconds: in the evaluator's own loop, and within single calls of builtins. */
const LONG_EVALUATIONS = [
  "[None for i in range(9000) for j in range(9000) if j < 0]",
  "[sorted(range(100000)) for i in range(500)]",
  '[("ab" * 500000).replace("a", "c").split("c") for i in range(500)]',
  '[json.decode("[" + "1," * 300000 + "1]") for i in range(200)]',
  "[list(range(300000)) * 3 for i in range(700)]",
];

/** @param {BenchOptions} options @returns {Promise<Measured>} */
export async function cancellation({ packages }) {
  const directory = workspaceOf(packages);
  const path = `${packageOf(0)}/BUILD.bazel`;
  const [busy, idle] = await withServer(directory, async (session) => {
    await session.open(path);
    const texts = ["# one\n", "# two\n"];
    let turn = 0;
    const timed = async () => {
      const begin = performance.now();
      await session.change(path, () => texts[turn++ % 2] ?? "");
      return performance.now() - begin;
    };
    /** @type {number[][]} */
    const times = [[], []];
    for (let round = 0; round < 4; round++) {
      for (const text of LONG_EVALUATIONS) {
        times[1]?.push(await timed());
        session.type(path, () => `${text}\n`);
        await new Promise((resolve) => setTimeout(resolve, 300));
        times[0]?.push(await timed());
      }
    }
    return times;
  });
  const more = quantile(busy ?? [], 0.95) - quantile(idle ?? [], 0.5);
  return {
    kind: "measured",
    value: `${more.toFixed(0)} ms more`,
    within: more <= 50,
    detail: `${ms(quantile(busy ?? [], 0.95))} : ${ms(quantile(idle ?? [], 0.5))}`,
  };
}

/** @param {BenchOptions} options @returns {Promise<Measured | Missing>} */
export async function treeAgainstBazel({ packages }) {
  const directory = workspaceOf(packages);
  const bazel = Bazel.find(directory);
  if (bazel === undefined) return missing("no Bazel on PATH");
  try {
    const labels = Array.from({ length: 20 }, (_, index) => `//${packageOf(index * 7)}:tool`);
    const ours = await withServer(directory, async (session) => {
      const root = session.uri("").replace(/\/$/, "");
      await session.open(`${packageOf(0)}/BUILD.bazel`);
      /** @type {number[]} */
      const times = [];
      for (const target of labels) {
        const begin = performance.now();
        const answer = await session.request("runfilesLens/tree", { root, target, source: "predicted" });
        if (answer?.kind !== "tree") throw new Error(`no tree of ${target}: ${JSON.stringify(answer)}`);
        times.push(performance.now() - begin);
      }
      return quantile(times, 0.95);
    });
    await bazel.cquery("//...");
    const { theirs } = await compare({ theirs: () => bazel.cquery(labels[0] ?? "") }, 10);
    return ratio(ours, theirs.milliseconds, 0.3, `${ms(ours)} : ${ms(theirs.milliseconds)}`);
  } finally {
    await bazel.dispose();
  }
}
