/** Asks Bazel for the ingredients of runfiles: `cquery` analyses the targets and builds nothing. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isCrash, isRefusal, runBazelKeepGoing } from "./bazel.ts";
import type { Bazel, BazelFailure, BazelOutput, BazelResult } from "./bazel.ts";
import { Refusals } from "./refusals.ts";
import { labelOfLine, parseRunfilesLine, runfilesFormat } from "./runfilesFormat.ts";
import type { BazelRunfiles } from "./runfilesFormat.ts";
import { topLevelTargets } from "./targetExpression.ts";

export interface RunfilesQuery {
  /** Target patterns; one that begins with `-` takes away. */
  readonly patterns: readonly string[];
  /** What the patterns stand for, where that is known: a Bazel that gives up each of these has answered. */
  readonly labels?: readonly string[] | undefined;
  /** Where `bearsOptions` says so (runfilesFormat.ts): configurations are all null. */
  readonly withoutOptions?: boolean | undefined;
  /** Called once for each configured target, as Bazel prints it: the answers for many targets need not be in memory together. */
  readonly onTarget?: (target: BazelRunfiles) => void;
  /** As `onTarget`, with the line for `parseRunfilesLine`: to be read later. */
  readonly onLine?: (line: string, label: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface RunfilesQuerySummary {
  readonly targets: number;
  /** What Bazel said of targets that failed. */
  readonly errors: readonly string[];
  /** Labels of the targets that it gave up, as it prints them, or as they were asked for where a command that asked for nothing else had no answer. */
  readonly refused: readonly string[];
  /** Lines that could not be read: the last one of a Bazel that died, say. */
  readonly unreadable: number;
  /** Why Bazel ended before it had answered for all targets; null where it did. */
  readonly ended: string | null;
}

/**
 * Every pattern in one command. A target that fails leaves the others standing; `failed` where there is no answer for any.
 *
 * Without --keep_going a pattern that fails within `config(…)` crashes the server of Bazel 4, and with it the user's analysis. With it such a pattern still takes the whole answer away, so the command is run
 * again without the patterns that Bazel complained of.
 */
export async function queryRunfiles(bazel: Bazel, query: RunfilesQuery): Promise<BazelResult<RunfilesQuerySummary>> {
  const directory = await mkdtemp(join(tmpdir(), "runfiles-lens-"));
  try {
    const format = join(directory, "runfiles.cquery");
    await writeFile(format, runfilesFormat(query.withoutOptions !== true));
    const first = await runQuery(bazel, query, format);
    if (first.kind !== "failed" || first.errors.length === 0) return first;
    const patterns = withoutRefused(query.patterns, first.errors);
    if (patterns.length === query.patterns.length || patterns.every((pattern) => pattern.startsWith("-"))) return first;
    const second = await runQuery(bazel, { ...query, patterns }, format);
    if (second.kind !== "ok") return second;
    return { kind: "ok", value: { ...second.value, errors: [...first.errors, ...second.value.errors] } };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Characters of an expression: one argument of a process may have 128 KiB on Linux, and Bazel 4's cquery reads no file with a query. */
const MOST_CHARACTERS = 60_000;

/** A Bazel that has crashed so often is not asked again: each time it starts anew, and a workspace that it cannot bear kills it every time. */
const MOST_CRASHES = 3;

/**
 * The same of targets by name, however many. For Bazel versions that answer no pattern below which a package is in error (7.7.1 was seen to): of single targets such a package takes only its own away, or those that
 * are asked for together (a module extension that fails). `failed` where there is neither an answer nor a refusal.
 */
export async function queryRunfilesOf(
  bazel: Bazel,
  labels: readonly string[],
  query: Omit<RunfilesQuery, "patterns" | "labels">,
): Promise<BazelResult<RunfilesQuerySummary>> {
  let whole: RunfilesQuerySummary = { targets: 0, errors: [], refused: [], unreadable: 0, ended: null };
  let failure: BazelResult<never> | undefined;
  let crashes = 0;
  const waiting = [...chunks(labels)];
  for (let patterns = waiting.shift(); patterns; patterns = waiting.shift()) {
    const result = await queryRunfiles(bazel, { ...query, patterns, labels: patterns });
    if (result.kind === "ok") whole = joined(whole, result.value);
    else if (result.kind !== "failed" || isOfWorkspace(result)) return result;
    else {
      failure = result;
      if (isCrash(result) && ++crashes === MOST_CRASHES) {
        whole = { ...whole, ended: result.message };
        break;
      }
      const parts = halves(patterns);
      if (parts.length === 0) whole = joined(whole, refusal(result, patterns));
      waiting.unshift(...parts);
    }
  }
  const isAnswer = whole.targets > 0 || whole.refused.length > 0;
  return isAnswer || !failure ? { kind: "ok", value: whole } : failure;
}

/** Of the modules or the WORKSPACE file (7.7.1 and 4.2.3 were seen to say so): every other command fails alike, and one for each package would only take long. */
function isOfWorkspace({ message }: BazelFailure): boolean {
  return /^(?:Error computing the main repository mapping|error loading package 'external')\b/.test(message);
}

/** A command without an answer refuses all that it was asked for; its errors may name something else, as a module extension that a `load` needs. */
function refusal({ errors, exitCode }: BazelFailure, labels: readonly string[]): RunfilesQuerySummary {
  return { targets: 0, errors, refused: isRefusal(exitCode) ? labels : [], unreadable: 0, ended: null };
}

/** Something in one package has taken the whole answer away: that package is looked for. Nothing where there is but one. */
function halves(labels: readonly string[]): readonly (readonly string[])[] {
  const packageOf = (label: string | undefined) => label?.slice(0, label.indexOf(":"));
  const middle = Math.ceil(labels.length / 2);
  const borders = labels.flatMap((label, i) => (i > 0 && packageOf(label) !== packageOf(labels[i - 1]) ? [i] : []));
  const [border] = borders.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return border === undefined ? [] : [labels.slice(0, border), labels.slice(border)];
}

function chunks(labels: readonly string[]): readonly (readonly string[])[] {
  const all: string[][] = [];
  let room = 0;
  for (const label of labels) {
    if (label.length > room) {
      all.push([]);
      room = MOST_CHARACTERS;
    }
    all.at(-1)?.push(label);
    room -= label.length + 3;
  }
  return all;
}

function joined(a: RunfilesQuerySummary, b: RunfilesQuerySummary): RunfilesQuerySummary {
  return {
    targets: a.targets + b.targets,
    errors: [...a.errors, ...b.errors],
    refused: [...a.refused, ...b.refused],
    unreadable: a.unreadable + b.unreadable,
    ended: a.ended ?? b.ended,
  };
}

/** A .bazelrc file may have commands pass over tests, and `cquery` passes over them, too. These options are of no configuration (`LoadingOptions`): the analysis of the user's own builds is kept. */
const UNFILTERED = ["build_tag", "test_lang", "test_size", "test_tag", "test_timeout"].map(
  (what) => `--${what}_filters=`,
);

async function runQuery(
  bazel: Bazel,
  query: RunfilesQuery,
  format: string,
): Promise<BazelResult<RunfilesQuerySummary>> {
  let targets = 0;
  let unreadable = 0;
  const expression = topLevelTargets(query.patterns);
  const result = await runBazelKeepGoing(bazel, {
    command: "cquery",
    args: [...UNFILTERED, "--keep_going", "--output=starlark", `--starlark:file=${format}`, "--", expression],
    signal: query.signal,
    onStdoutLine: (line) => {
      if (line === "") return;
      const label = labelOfLine(line);
      if (label === undefined) {
        unreadable++;
        return;
      }
      targets++;
      query.onLine?.(line, label);
      query.onTarget?.(parseRunfilesLine(line));
    },
  });
  if (targets === 0 && query.labels?.length === 0 && saysNoTarget(result))
    return { kind: "ok", value: { targets, errors: [], refused: [], unreadable, ended: null } };
  if (result.kind === "failed" && targets > 0) {
    const { errors, exitCode } = result;
    const ended = exitCode === null ? "it was killed" : `exit code ${exitCode}`;
    return { kind: "ok", value: { targets, errors, refused: [], unreadable, ended } };
  }
  if (result.kind !== "ok") return result;
  const { errors, exitCode, refused, stderr } = result.value;
  const isAnswer = targets > 0 || gaveUpAll(query.labels ?? [], result.value);
  if (!isAnswer && errors[0] !== undefined) return { kind: "failed", exitCode, message: errors[0], errors, stderr };
  return { kind: "ok", value: { targets, errors, refused, unreadable, ended: null } };
}

/** Of an empty set Bazel's `config` makes an error (4.2.3 and 7.7.1 were asked). */
function saysNoTarget(result: BazelResult<BazelOutput>): boolean {
  const errors = result.kind === "failed" ? result.errors : result.kind === "ok" ? result.value.errors : [];
  return (
    errors.length === 1 && /No target \(in\) .* could be found in the 'target' configuration/.test(errors[0] ?? "")
  );
}

function gaveUpAll(labels: readonly string[], output: BazelOutput): boolean {
  if (labels.length === 0) return false;
  const refusals = new Refusals(output);
  return labels.every((label) => refusals.gaveUp(label));
}

/** `Skipping '//:x': no such target …`, `Evaluation of query "@x//..." failed: …` */
function withoutRefused(patterns: readonly string[], errors: readonly string[]): readonly string[] {
  const refused = new Set(
    errors
      .map((error) => /^(?:Skipping '(.+?)': |Evaluation of query "(.+?)" failed)/.exec(error))
      .map((match) => match?.[1] ?? match?.[2]),
  );
  return patterns.filter((pattern) => !refused.has(pattern.replace(/^-/, "")));
}
