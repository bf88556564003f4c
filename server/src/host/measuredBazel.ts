/** A variant that Bazel builds, in an output base and with a server of its own. */
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { runBazel } from "../bazelTool/bazel.ts";
import type { Bazel, BazelCommand, BazelResult } from "../bazelTool/bazel.ts";
import { queryExecutables, type ExecutableTarget } from "../bazelTool/executableTargets.ts";
import { executionRoot } from "../bazelTool/executionRoot.ts";
import type { PredictionData } from "../ide/prediction.ts";
import { readBuildTimes } from "../measure/buildEvents.ts";
import { bazelWords, targetsOf } from "../measure/commandLines.ts";
import type { Experiment, Goal, Variant } from "../measure/experiment.ts";
import { expectedRunfiles } from "../measure/expectedRunfiles.ts";
import type { TargetCount } from "../measure/measurement.ts";
import { sourceAmongRunfiles } from "../measure/runfilesSource.ts";
import type { BuildRequest } from "../project.ts";
import { Interrupted, SubjectFailure, type Subject, type Timing } from "./measuredSubject.ts";
import { countRunfiles } from "./runfilesCount.ts";

export interface MeasuredBazelRequest {
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly bazel: MeasuredProgram;
  readonly root: string;
  /** Not yet there. */
  readonly outputBase: string;
  /** `version`: of the Bazel that builds; null for unknown. */
  readonly predict: (target: string, build: BuildRequest, version: string | null) => Promise<PredictionData>;
  readonly onNote: (sentence: string) => void;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface MeasuredProgram {
  readonly executable: string;
  readonly version: string | null;
  readonly environment: Readonly<Record<string, string>> | undefined;
}

/** A server that a crash leaves behind ends by itself, in seconds. Longer than any pause between two commands of a variant should be. */
const IDLE_SECONDS = 3600;
/** `src/main/java/com/google/devtools/build/lib/util/ExitCode.java` */
const TESTS_FAILED = 3;

export class MeasuredBazel implements Subject {
  readonly version: string | null;
  readonly #request: MeasuredBazelRequest;
  readonly #bazel: Bazel;
  #executables: readonly ExecutableTarget[] | undefined;
  #executionRoot: string | undefined;
  #source: string | undefined;

  constructor(request: MeasuredBazelRequest) {
    const { bazel, log, outputBase, root, variant } = request;
    this.#request = request;
    this.version = bazel.version;
    this.#bazel = {
      executable: bazel.executable,
      environment: bazel.environment,
      workspaceRoot: root,
      startupFlags: [...variant.startupFlags, `--output_base=${outputBase}`, `--max_idle_secs=${IDLE_SECONDS}`],
      flags: [],
      log,
    };
  }

  async clean(): Promise<void> {
    const args = this.#request.experiment.clean === "expunge" ? ["--expunge"] : [];
    await this.#run({ command: "clean", args: [...args, "--symlink_prefix=/"] });
  }

  async reach(goal: Goal): Promise<Timing> {
    const { experiment, outputBase, signal, variant } = this.#request;
    const runTarget = goal === "run" ? await this.#runTarget() : null;
    const { command, flags, targets } = bazelWords(experiment, variant, goal, runTarget);
    const events = `${outputBase}.events.json`;
    await rm(events, { force: true });
    const started = performance.now();
    const result = await runBazel(this.#bazel, {
      command,
      args: [...flags, `--build_event_json_file=${events}`, "--", ...targets],
      signal,
      onStdoutLine: () => undefined,
    });
    const seconds = (performance.now() - started) / 1000;
    if (result.kind === "failed" && result.exitCode === TESTS_FAILED && goal === "test")
      this.#request.onNote(`Tests of "${variant.name}" failed; they were measured all the same.`);
    else valueOf(result);
    // The stream of `run` ends before the program begins.
    const own = goal === "run" ? undefined : readBuildTimes(await readFile(events, "utf8").catch(() => ""));
    return own === undefined ? { seconds, clock: "wall", actions: null } : { ...own, clock: "events" };
  }

  async count(goal: Goal): Promise<readonly TargetCount[]> {
    const { experiment, predict, signal, variant } = this.#request;
    const counts: TargetCount[] = [];
    const runTarget = goal === "run" ? await this.#runTarget() : null;
    for (const { label, execPath } of await this.#targets()) {
      if (signal.aborted) throw new Interrupted();
      if (runTarget !== null && runTarget !== label) continue;
      const command = goal === "package" ? "build" : goal;
      const build = { command, configs: variant.configs, flags: variant.flags };
      const predicted = await predict(label, build, this.version);
      const tree = predicted.kind === "prediction" ? predicted.tree : undefined;
      this.#source ??= tree && sourceAmongRunfiles(tree);
      counts.push({
        variant: variant.name,
        goal,
        target: label,
        counted: await countRunfiles(join(await this.#root(), `${execPath}.runfiles`)),
        predicted: tree ? expectedRunfiles(tree, goal) : null,
      });
    }
    if (counts.length === 0)
      this.#request.onNote(`No executable is among the targets ${targetsOf(experiment, variant).join(" ")}.`);
    return counts;
  }

  source(): string | undefined {
    return this.#source;
  }

  async #runTarget(): Promise<string> {
    const { experiment } = this.#request;
    const target = experiment.run ?? (await this.#targets())[0]?.label;
    if (target === undefined) throw new SubjectFailure("there is no executable target to run");
    return target;
  }

  /** In the configuration of the variant. */
  async #targets(): Promise<readonly ExecutableTarget[]> {
    const { experiment, signal, variant } = this.#request;
    this.#executables ??= valueOf(
      await queryExecutables(this.#bazelOfVariant(), targetsOf(experiment, variant), signal),
    );
    return this.#executables;
  }

  async #root(): Promise<string> {
    if (this.#executionRoot !== undefined) return this.#executionRoot;
    const root = valueOf(await executionRoot(this.#bazelOfVariant(), this.#request.signal));
    // A Bazel in a container, say, has other directories under these names; nothing that is counted here would be true.
    if (!existsSync(root))
      throw new SubjectFailure(`links cannot be counted: there is no ${root}, where Bazel says its outputs are`);
    this.#executionRoot = root;
    return root;
  }

  #bazelOfVariant(): Bazel {
    const { configs, flags } = this.#request.variant;
    return { ...this.#bazel, flags: [...configs.map((config) => `--config=${config}`), ...flags] };
  }

  async #run(command: BazelCommand): Promise<string> {
    return valueOf(await runBazel(this.#bazel, { ...command, signal: this.#request.signal })).stdout;
  }
}

function valueOf<T>(result: BazelResult<T>): T {
  switch (result.kind) {
    case "ok":
      return result.value;
    case "cancelled":
      throw new Interrupted();
    case "busy":
    case "notFound":
    case "failed":
      throw new SubjectFailure(result.message);
    default:
      return result satisfies never;
  }
}
