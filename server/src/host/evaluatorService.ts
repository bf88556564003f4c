/**
 * The evaluator without its thread: owns the projects, answers one question after another. A question is given up when the generation (flightRecorder.ts) advances; one that somebody waits for is then asked again
 * after the changes were taken in.
 */
import { Cancelled } from "../base/cancelled.ts";
import type { FileSystem } from "../base/fileSystem.ts";
import type { Trace } from "../base/trace.ts";
import { traced } from "../base/trace.ts";
import { applicableActions, shownDiagnostics, shownLenses } from "../ide/halfTyped.ts";
import type { FeatureName, FeatureParams, FeatureResult } from "../ide/features.ts";
import { answer } from "../ide/features.ts";
import type { BuildRequest, Snapshot, StoredQuestion } from "../project.ts";
import type { Settings } from "../settings.ts";
import type { Answer, Outcome, ProjectConfiguration, ToEvaluator } from "./evaluatorMessages.ts";
import type { FlightRecorder } from "./flightRecorder.ts";
import type { SyntaxErrors } from "./workingFiles.ts";
import { WorkingFiles } from "./workingFiles.ts";

/** What the service needs of a `Project`. */
export interface EvaluatedProject {
  run<T>(request: BuildRequest, task: (snapshot: Snapshot) => T, question?: StoredQuestion): Promise<T>;
  /** Undefined: anything may have changed. */
  invalidate(paths?: readonly string[]): void;
  dispose(): void;
}

export interface ProjectHost {
  readonly root: string;
  readonly settings: Settings;
  readonly cacheDirectory?: string | undefined;
  readonly fileSystem: FileSystem;
  readonly isCancelled: () => boolean;
  /** Called before the evaluation of a file begins. */
  readonly onEvaluation: (path: string) => void;
  readonly trace: Trace | undefined;
}

export interface ServiceOptions {
  readonly disk: FileSystem;
  readonly syntaxErrors: SyntaxErrors;
  readonly recorder: FlightRecorder;
  readonly openProject: (host: ProjectHost) => Promise<EvaluatedProject>;
  readonly reply: (message: Answer) => void;
  readonly trace?: Trace | undefined;
}

type Question = Extract<ToEvaluator, { kind: "ask" }>;

interface OpenProject {
  readonly configuration: ProjectConfiguration;
  readonly project: Promise<EvaluatedProject>;
}

export class EvaluatorService {
  readonly #options: ServiceOptions;
  readonly #files: WorkingFiles;
  readonly #projects = new Map<string, OpenProject>();
  readonly #questions: Question[] = [];
  readonly #cancelled = new Set<number>();
  /** The generation that the running question belongs to. */
  #generation = 0;
  #running: Question | undefined;
  #busy = false;
  /** How often something changed. */
  #changes = 0;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#files = new WorkingFiles(options.disk, options.syntaxErrors);
  }

  receive(message: ToEvaluator): void {
    switch (message.kind) {
      case "configure":
        this.#configure(message.projects);
        return;
      case "document":
        if (message.text === null) this.#files.closeDocument(message.path);
        else this.#files.setDocument(message.path, message.version, message.text);
        this.#invalidate([message.path]);
        return;
      case "files-changed":
        this.#files.release(message.paths ?? []);
        this.#invalidate(message.paths ?? undefined);
        return;
      case "quarantine":
        this.#files.quarantine(message.path, message.reason);
        this.#invalidate([message.path]);
        return;
      case "ask":
        this.#questions.push(message);
        if (!this.#busy) void this.#answerAll();
        return;
      case "cancel":
        if (this.#awaits(message.id)) this.#cancelled.add(message.id);
        return;
      default:
        return message satisfies never;
    }
  }

  dispose(): void {
    this.#configure([]);
  }

  #configure(configurations: readonly ProjectConfiguration[]): void {
    this.#changes++;
    const wanted = new Map(configurations.map((configuration) => [configuration.root, configuration]));
    for (const [root, { configuration, project }] of this.#projects) {
      if (JSON.stringify(wanted.get(root)) === JSON.stringify(configuration)) continue;
      this.#projects.delete(root);
      void project.then(
        (open) => {
          open.dispose();
        },
        () => undefined, // Whoever asked it something was told why it did not open.
      );
    }
    for (const [root, configuration] of wanted) {
      if (!this.#projects.has(root)) this.#projects.set(root, { configuration, project: this.#open(configuration) });
    }
  }

  #open({ root, settings, cacheDirectory }: ProjectConfiguration): Promise<EvaluatedProject> {
    const { recorder, openProject, trace } = this.#options;
    const project = openProject({
      root,
      settings,
      cacheDirectory,
      fileSystem: this.#files,
      isCancelled: () => recorder.generation !== this.#generation,
      onEvaluation: (path) => {
        recorder.begin(path);
      },
      trace,
    });
    project.catch(() => undefined); // Reported by each question that needs the project.
    return project;
  }

  #invalidate(paths: readonly string[] | undefined): void {
    this.#changes++;
    for (const { project } of this.#projects.values()) {
      project.then(
        (open) => {
          open.invalidate(paths);
        },
        () => undefined,
      );
    }
  }

  async #answerAll(): Promise<void> {
    this.#busy = true;
    for (;;) {
      await messagesTakenIn();
      const question = this.#next();
      this.#running = question;
      if (!question) break;
      const outcome = await this.#outcomeOf(question);
      if (outcome === "again") {
        this.#questions.unshift(question);
        continue;
      }
      this.#cancelled.delete(question.id);
      this.#options.reply({ kind: "answer", id: question.id, outcome, versions: this.#files.versions() });
    }
    this.#busy = false;
  }

  #awaits(id: number): boolean {
    return this.#running?.id === id || this.#questions.some((question) => question.id === id);
  }

  #next(): Question | undefined {
    const interactive = this.#questions.findIndex((question) => question.priority === "interactive");
    return this.#questions.splice(Math.max(interactive, 0), 1)[0];
  }

  async #outcomeOf(question: Question): Promise<Outcome | "again"> {
    if (this.#cancelled.has(question.id)) return { kind: "cancelled" };
    const open = this.#projects.get(question.root);
    if (!open) return { kind: "failed", message: `there is no project at ${question.root}` };
    this.#generation = this.#options.recorder.generation;
    const changes = this.#changes;
    try {
      const project = await open.project;
      return { kind: "value", value: await this.#ask(project, question) };
    } catch (error) {
      if (!(error instanceof Cancelled)) return { kind: "failed", message: describe(error) };
      await messagesTakenIn();
      if (this.#cancelled.has(question.id)) return { kind: "cancelled" };
      // In the background what has changed makes the question pointless; one that was only interrupted goes on.
      return question.priority === "background" && this.#changes !== changes ? { kind: "cancelled" } : "again";
    } finally {
      this.#options.recorder.end();
    }
  }

  /** An answer about texts that are nowhere but in the editor is not worth keeping. */
  #storedQuestion(feature: FeatureName, about: FeatureParams<FeatureName>): StoredQuestion | undefined {
    if (!isOfWorkspace(feature, about)) return undefined;
    return { key: JSON.stringify([feature, about]), isKept: this.#files.areSaved() };
  }

  /** Asks about the evaluated texts, and moves question and answer from and to what is shown. */
  async #ask(project: EvaluatedProject, { build, name, params }: Question): Promise<unknown> {
    const halfTyped = this.#files.halfTyped();
    const ask = <N extends FeatureName>(feature: N, about: FeatureParams<FeatureName>): Promise<FeatureResult<N>> =>
      project.run(
        build,
        (snapshot) =>
          traced(this.#options.trace, `question ${feature}`, JSON.stringify(about), () =>
            answer(snapshot, feature, about as FeatureParams<N>),
          ),
        this.#storedQuestion(feature, about),
      );
    switch (name) {
      case "diagnostics": {
        const data = await ask(name, params);
        const quarantined = this.#files
          .quarantineFindings()
          .map((finding) => ({ path: finding.location.path, findings: [finding] }));
        const set = new Set(quarantined.map((file) => file.path));
        const files = data.files.filter((file) => !set.has(file.path));
        const undecided = data.undecided.filter((path) => !set.has(path));
        return shownDiagnostics({ files: [...files, ...quarantined], undecided }, halfTyped);
      }
      case "check": {
        const data = await ask(name, params);
        return { ...data, findings: [...data.findings, ...this.#files.quarantineFindings()] };
      }
      case "codeLenses": {
        const { path } = params as FeatureParams<"codeLenses">;
        return shownLenses(await ask(name, params), halfTyped.get(path));
      }
      case "codeActions":
        return applicableActions(await ask(name, params), halfTyped);
      case "hover":
      case "targetsAt": {
        const { path, offset } = params as FeatureParams<"hover">;
        const document = halfTyped.get(path);
        const evaluated = document ? document.shift.toEvaluated(offset) : offset;
        if (evaluated === undefined) return name === "hover" ? undefined : [];
        return ask(name, { path, offset: evaluated });
      }
      case "cost":
      case "entry":
      case "expand":
      case "packageGaps":
      case "packagePaths":
      case "pexAddresses":
      case "prediction":
      case "rcCompletion":
      case "rcHover":
      case "revealingFix":
      case "status":
      case "targets":
      case "tree":
      case "whoCarries":
      case "why":
        return ask(name, params);
      default:
        return name satisfies never;
    }
  }
}

/** Whether a question looks at the whole workspace, so that its answer is worth keeping. */
function isOfWorkspace(feature: FeatureName, about: FeatureParams<FeatureName>): boolean {
  return (
    feature === "check" ||
    (feature === "diagnostics" && about !== null && "paths" in about && about.paths === undefined)
  );
}

/** Resolves after the messages that wait in the thread's queue were received. */
function messagesTakenIn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
