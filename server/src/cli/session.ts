/** A workspace with an evaluator that answers about it: what the commands that ask about one are given. */
import { resolve } from "node:path";
import type { FileSystem } from "../base/fileSystem.ts";
import { normalizePath } from "../base/path.ts";
import { rootOfDirectory } from "../host/bazelRoots.ts";
import type { Failed } from "../host/bazelCall.ts";
import { slashed } from "../host/diskFileSystem.ts";
import type { AskOptions, EvaluatorClient, StartEvaluator } from "../host/evaluatorClient.ts";
import type { ProjectConfiguration } from "../host/evaluatorMessages.ts";
import type { FeatureName, FeatureParams, FeatureResult } from "../ide/features.ts";
import type { BuildRequest } from "../project.ts";
import type { LintDescription } from "../settings.ts";
import { readSettings } from "../settings.ts";
import type { CliCommand, CommonOptions } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

export interface CliHost {
  readonly version: string;
  readonly disk: FileSystem;
  readonly lints: readonly LintDescription[];
  readonly startEvaluator: StartEvaluator;
  readonly terminal: Terminal;
  /** Aborted when the user interrupts the program; who asks for it takes the interruption over. */
  readonly interruption: () => AbortSignal;
  readonly currentDirectory: string;
  /** Where answers are kept between runs; undefined: nowhere. */
  readonly cacheDirectory?: string | undefined;
  /** The bundle of the program that waits beside a measurement; undefined: there is none. */
  readonly keeper?: string | undefined;
  /** The bundle of the report's page. */
  readonly reportScript: () => string;
  /** Serves an editor over standard input and output until it goes away. */
  readonly serve: (startEvaluator: StartEvaluator) => void;
}

/** The commands that ask about a workspace. */
export type WorkspaceCommand = Extract<CliCommand, CommonOptions>;

export interface Session {
  readonly host: CliHost;
  readonly root: string;
  readonly options: CommonOptions;
  readonly ask: <N extends FeatureName>(
    name: N,
    params: FeatureParams<N>,
    signal?: AbortSignal,
    build?: BuildRequest,
  ) => Promise<FeatureResult<N>>;
  readonly evaluator: EvaluatorClient;
  /** Of the workspace, for a Bazel version; empty: as Bazelisk finds it. */
  readonly configuration: (version: string) => ProjectConfiguration;
  /** Predicts for another Bazel version from here on. */
  readonly assumeVersion: (version: string) => void;
  /** Has files compared with the disk again. */
  readonly suspectFiles: () => void;
}

/** A complaint for the user, not a fault of ours. */
export class CliError extends Error {}

export function openSession(options: WorkspaceCommand, host: CliHost, evaluator: EvaluatorClient): Session {
  const directory = normalizePath(slashed(resolve(host.currentDirectory, options.workspace ?? ".")));
  const found = rootOfDirectory(host.disk, directory);
  // What there is to know of a checkout that is no workspace is asked for, too.
  const root = found ?? (options.kind === "gaps" ? directory : undefined);
  if (root === undefined) {
    throw new CliError(`${directory} is not in a Bazel workspace (no MODULE.bazel, REPO.bazel or WORKSPACE)`);
  }
  const configuration = (version: string): ProjectConfiguration => {
    const { settings } = readSettings({ bazel: { version } }, host.lints);
    return { root, settings, cacheDirectory: options.cache ? host.cacheDirectory : undefined };
  };
  const assumeVersion = (version: string) => {
    evaluator.configure([configuration(version)]);
  };
  assumeVersion(options.bazelVersion);
  const about: AskOptions = { root, build: options.build };
  const ask: Session["ask"] = async (name, params, signal, build = options.build) =>
    (await evaluator.ask(name, params, { ...about, build, ...(signal && { signal }) })).value;
  const suspectFiles = () => {
    evaluator.suspectFiles();
  };
  return { host, root, options, ask, evaluator, configuration, assumeVersion, suspectFiles };
}

export function refuseErrors(errors: readonly string[]): void {
  if (errors.length > 0) throw new CliError(errors.join("\n"));
}

/** 130, as a shell has it, for what the user interrupted. */
export function refuseFailure({ failure, message }: Failed, terminal: Terminal): number {
  if (failure === "cancelled") {
    terminal.complain("runfiles-lens: interrupted");
    return 130;
  }
  throw new CliError(`Bazel gave no answer: ${message}`);
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
