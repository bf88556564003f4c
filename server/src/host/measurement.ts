/**
 * Runs an experiment. The workspace, its outputs and the user's server stay as they are: variants have output bases of their own, the lock file and the changed source are put back, and all that was made is removed,
 * also after an interruption; where this process ends before, its keeper does it (keeper.ts), or the next measurement.
 */
import { resolve, sep } from "node:path";
import { runProcess } from "../bazelTool/process.ts";
import type { PredictionData } from "../ide/prediction.ts";
import type { Experiment, Goal, Variant } from "../measure/experiment.ts";
import type { Failure, Measurement, Sample, TargetCount } from "../measure/measurement.ts";
import { measurementOf } from "../measure/measurement.ts";
import { schedule, type Stage } from "../measure/schedule.ts";
import type { BuildRequest } from "../project.ts";
import { CANCELLED, type Failed } from "./bazelCall.ts";
import { endServer, startKeeper, type Kept } from "./keeper.ts";
import { fileSystemOf, load, machineFacts } from "./machineFacts.ts";
import { MeasuredBazel, type MeasuredProgram } from "./measuredBazel.ts";
import { freeSubject, pantsSubject } from "./measuredCommand.ts";
import {
  closeMeasureDirectory,
  openMeasureDirectory,
  outputBaseOf,
  type MeasureDirectory,
} from "./measureDirectory.ts";
import { Interrupted, SubjectFailure, type Subject } from "./measuredSubject.ts";
import { restoreSource, touchSource, type Restored } from "./touchedSource.ts";

export interface MeasurementRequest {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly experiment: Experiment;
  /** The program of a variant. For Pants and for free commands it is not asked for. */
  readonly programOf: (variant: Variant) => Promise<{ readonly kind: "ok"; readonly value: MeasuredProgram } | Failed>;
  /** Absolute path of Pants, where the experiment is about it. */
  readonly pants: string | null;
  /** The program's own cache directory. */
  readonly cache: string;
  /** The bundle of keeper.ts; undefined: nobody waits. */
  readonly keeper?: string | undefined;
  /** Where output bases are written; null for within `cache`. */
  readonly outputRoot: string | null;
  /** `version`: of the Bazel that builds; null for unknown. */
  readonly predict: (target: string, build: BuildRequest, version: string | null) => Promise<PredictionData>;
  readonly programVersion: string;
  /** Told what is done next, and how far it is: between 0 and 1. */
  readonly onProgress: (line: string, share: number) => void;
  /** Told what the tool says. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export type MeasurementResult = { readonly kind: "measurement"; readonly measurement: Measurement } | Failed;

export async function measure(request: MeasurementRequest): Promise<MeasurementResult> {
  const { cache, experiment, outputRoot, root } = request;
  const programs = await programsOf(request);
  if (programs.kind !== "ok") return programs;
  const bazel = (args: readonly string[]) => runOn(root, programs.value, args);
  const shutDown = (outputBase: string) => bazel([`--output_base=${outputBase}`, "shutdown"]);
  const endAnyServer = (outputBase: string) => endServer(outputBase, bazel);
  const opened = await openMeasureDirectory(root, { cache, outputRoot, shutDown });
  if (opened.kind === "inUse") {
    const message = `another measurement of this workspace is at work (process ${opened.pid})`;
    return { kind: "failed", failure: "busy", message };
  }
  const { directory, restored } = opened;
  const [program] = programs.value.values(); // Any Bazel may end the server of another version.
  const kept: Kept = { directory, bazel: program?.executable ?? "" };
  const keeper = request.keeper === undefined ? undefined : startKeeper(request.keeper, kept, program?.environment);
  const run = new Run(request, directory, programs.value);
  run.noteRestored(restored);
  let isInterrupted = false;
  try {
    return await run.all(schedule(experiment));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    isInterrupted = true;
    return CANCELLED;
  } finally {
    request.onProgress("putting everything back", 1);
    await closeMeasureDirectory(directory, isInterrupted ? endAnyServer : shutDown);
    keeper?.letGo();
  }
}

type Programs = ReadonlyMap<Variant, MeasuredProgram>;

async function programsOf({
  experiment,
  programOf,
}: MeasurementRequest): Promise<{ readonly kind: "ok"; readonly value: Programs } | Failed> {
  const programs = new Map<Variant, MeasuredProgram>();
  if (experiment.tool !== "bazel") return { kind: "ok", value: programs };
  for (const variant of experiment.variants.filter(({ command }) => command === null)) {
    const found = await programOf(variant);
    if (found.kind !== "ok") return found;
    programs.set(variant, found.value);
  }
  return { kind: "ok", value: programs };
}

/** Whether there is a server or not; any Bazel may end that of another version. */
async function runOn(root: string, programs: Programs, args: readonly string[]): Promise<void> {
  const [program] = programs.values();
  if (program === undefined) return;
  const { environment, executable } = program;
  await runProcess({ executable, environment, args, cwd: root });
}

class Run {
  readonly #request: MeasurementRequest;
  readonly #directory: MeasureDirectory;
  readonly #subjects: ReadonlyMap<Variant, Subject>;
  readonly #samples: Sample[] = [];
  readonly #counts: TargetCount[] = [];
  readonly #failures: Failure[] = [];
  readonly #notes = new Set<string>();
  /** Cells that are given up. */
  readonly #failed = new Set<string>();
  #touched: string | undefined;
  #touches = 0;

  constructor(request: MeasurementRequest, directory: MeasureDirectory, programs: Programs) {
    this.#request = request;
    this.#directory = directory;
    const { variants } = request.experiment;
    this.#subjects = new Map(variants.map((variant, index) => [variant, this.#subject(variant, index, programs)]));
  }

  async all(stages: readonly Stage[]): Promise<MeasurementResult> {
    const { experiment, onProgress, programVersion, signal } = this.#request;
    const begun = new Date().toISOString();
    const loadBefore = load();
    for (const [index, stage] of stages.entries()) {
      if (signal.aborted) throw new Interrupted();
      const key = cellKey(stage.variant, stage.goal);
      if (this.#failed.has(key)) continue;
      onProgress(`${index + 1} of ${stages.length}: ${stageText(stage)}`, index / stages.length);
      try {
        await this.#stage(stage);
      } catch (error) {
        if (!(error instanceof SubjectFailure)) throw error;
        this.#failed.add(key);
        this.#failures.push({ variant: stage.variant.name, goal: stage.goal, message: error.message });
      }
    }
    const outcome = {
      begun,
      touched: this.#touched ?? null,
      environment: {
        ...machineFacts(),
        bazelVersions: Object.fromEntries([...this.#subjects].map(([{ name }, { version }]) => [name, version])),
        fileSystem: await fileSystemOf(this.#directory.outputs),
        loadBefore,
        loadAfter: load(),
      },
      samples: this.#samples,
      counts: this.#counts,
      failures: this.#failures,
      notes: [...this.#notes],
    };
    return { kind: "measurement", measurement: measurementOf(experiment, outcome, programVersion) };
  }

  noteRestored(restored: Restored): void {
    if (restored.kind === "restored")
      this.#notes.add(`${restored.path} was put back as it was before a measurement that did not end.`);
    if (restored.kind === "edited")
      this.#notes.add(`${restored.path} was changed during a measurement, and was left as it is.`);
  }

  #subject(variant: Variant, index: number, programs: Programs): Subject {
    const { experiment, log, pants, predict, root, signal } = this.#request;
    const common = { experiment, variant, root, log, signal };
    if (variant.command !== null) return freeSubject(common, variant.command);
    const outputBase = outputBaseOf(this.#directory, index);
    const program = programs.get(variant);
    if (program === undefined)
      return pantsSubject(common, pants ?? "pants", `${this.#directory.outputs}/pants-${index}`);
    const onNote = (sentence: string) => void this.#notes.add(sentence);
    return new MeasuredBazel({ ...common, bazel: program, outputBase, predict, onNote });
  }

  async #stage({ kind, variant, goal, step, round }: Stage): Promise<void> {
    const subject = this.#subjects.get(variant);
    if (subject === undefined) return;
    if (kind === "warm-up") {
      await subject.clean(goal);
      await subject.reach(goal); // The first one fetches, too.
      this.#counts.push(...(await subject.count(goal)));
      return;
    }
    if (kind === "timed" && step === "clean") await subject.clean(goal);
    const isTouched = kind === "timed" && step === "incremental";
    if (isTouched) await this.#touch(subject);
    try {
      const timing = await subject.reach(goal);
      if (kind === "timed") this.#samples.push({ variant: variant.name, goal, step, round, ...timing });
    } finally {
      if (isTouched) this.noteEdited(await restoreSource(this.#directory.path));
    }
  }

  noteEdited(restored: Restored): void {
    if (restored.kind === "edited") this.noteRestored(restored);
  }

  async #touch(subject: Subject): Promise<void> {
    this.#touched ??= this.#request.experiment.touch ?? this.#sourceOf(subject);
    if (this.#touched === undefined)
      throw new SubjectFailure("no source is known whose change makes work: name one with --touch");
    const path = resolve(this.#request.root, this.#touched);
    if (!path.startsWith(resolve(this.#request.root) + sep))
      throw new SubjectFailure(`${this.#touched} is not in the workspace`);
    try {
      await touchSource(this.#directory.path, path, ++this.#touches);
    } catch (error) {
      throw new SubjectFailure(
        `${this.#touched} cannot be changed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #sourceOf(subject: Subject): string | undefined {
    return (
      subject.source() ?? [...this.#subjects.values()].map((other) => other.source()).find((path) => path !== undefined)
    );
  }
}

function cellKey({ name }: Variant, goal: Goal): string {
  return `${goal} ${name}`;
}

function stageText({ kind, variant, goal, step, round }: Stage): string {
  const what = kind === "timed" ? `${step} ${goal}, round ${round}` : `${kind}, ${goal}`;
  return `${variant.name}: ${what}`;
}
