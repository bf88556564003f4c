/**
 * A project is one Bazel workspace: it composes files, settings, models and lints. `run` hands a task an immutable snapshot; a task is synchronous, may be run again from its start (graph.ts), and so must
 * have no effects.
 */
import { byteFileSystem, mapStrings, toBytes, toText } from "./base/byteString.ts";
import type { FileSystem } from "./base/fileSystem.ts";
import { Graph, type Input, type Memory, type Query, type QueryContext } from "./base/graph.ts";
import { parentPath } from "./base/path.ts";
import type { Trace } from "./base/trace.ts";
import type { TreeCounts } from "./advice/advice.ts";
import { fileInputs, type FileInputs } from "./bazel/inputs.ts";
import type { SourceParser } from "./bazel/loading/settings.ts";
import type { HostOs } from "./bazel/workspace/bazelrc/options.ts";
import type { RcFiles, RcInputs } from "./bazel/workspace/bazelrc/rcFiles.ts";
import type { FileReader } from "./bazel/workspace/fileReader.ts";
import type { EffectiveFlags } from "./bazel/workspace/flags.ts";
import { findingsOf } from "./project/findings.ts";
import { workspaceCounts, type CountsKey } from "./project/treeCounts.ts";
import { projectQueries, type ProjectQueries } from "./project/queries.ts";
import { ProjectSnapshot } from "./project/snapshot.ts";
import type { PackageGaps } from "./project/gaps.ts";
import type { ChainStep } from "./project/reasonChains.ts";
import { variableInput, type HostEnvironment } from "./project/workspaceFlags.ts";
import type { Settings } from "./settings.ts";
import type { Location } from "./base/text.ts";
import type { Finding } from "./lints/finding.ts";
import type { Label } from "./bazel/label.ts";
import type { TargetCost } from "./bazel/analysis/treeCost.ts";
import type { WorkspaceCost } from "./project/costDocument.ts";
import type { RegisteredRuntime } from "./project/runtimeFigures.ts";
import type { CallSiteSummary, TreeDocument } from "./project/treeDocument.ts";

/** Which build a question is about; DESIGN: a tree is always the tree of a command and its flags. */
export interface BuildRequest {
  readonly command: "build" | "test" | "run";
  readonly configs: readonly string[];
  /** Flags as typed on a command line, after those of the rc files. */
  readonly flags: readonly string[];
}

/** What the status item and the head of a tree say. */
export interface WorkspaceSummary {
  readonly root: string;
  readonly bazelVersion: string | null;
  /** Where the version comes from (`.bazelversion`, …), or why it is not known. */
  readonly bazelVersionSource: string;
  /** The version's rules the prediction follows: equal to `bazelVersion`, or the newest release when that is not known. */
  readonly assumedVersion: string;
  readonly hostPlatform: string;
  /** The flags in force that matter for runfiles, as a command line would have them. */
  readonly flags: readonly string[];
  /** Names of the `--config`s that the rc files define. */
  readonly configs: readonly string[];
  readonly rcFiles: readonly string[];
}

/** A target as pickers show it. */
export interface TargetInfo {
  readonly label: string;
  readonly ruleClass: string;
  readonly executable: boolean;
  readonly test: boolean;
  /** The call that made it: the outermost one, in the BUILD file. */
  readonly location: Location | undefined;
}

/** One link of the chain that brought an entry. */
export interface ProvenanceStep {
  readonly target: string;
  /** The attribute through which the next target of the chain is reached; null at the end. */
  readonly attribute: string | null;
  readonly location: { readonly path: string; readonly line: number } | null;
}

/** An immutable view of a project for one task. Every method may suspend (graph.ts): never catch what it throws without rethrowing control flow. */
export interface Snapshot {
  readonly root: string;
  readonly request: BuildRequest;
  readonly graph: QueryContext;
  workspace(): WorkspaceSummary;
  /** Targets that a pattern stands for (`//...`, `//pkg/...`, `//pkg:all`, `//pkg:name`, `:name` of the top package); unknown ones are errors. */
  expand(
    pattern: string,
    options: { readonly includeManual: boolean },
  ): { readonly labels: readonly Label[]; readonly errors: readonly string[] };
  /** Undefined where there is no such target, or its package could not be loaded. */
  target(label: Label): TargetInfo | undefined;
  tree(label: Label): TreeDocument;
  /** For each of the tree's `unknowns`, in their order, the targets and attributes through which it came; empty for what concerns every tree. */
  reasonChains(label: Label): readonly (readonly ChainStep[])[];
  /** The call sites of a BUILD file that make executable targets. */
  callSites(path: string): readonly CallSiteSummary[];
  /** Labels of the targets that the statement at an offset made. */
  targetsAt(path: string, offset: number): readonly Label[];
  /** The chains (at least one, at most ten) that bring an entry to a target. */
  why(label: Label, path: string): readonly (readonly ProvenanceStep[])[];
  /** Executable targets of the workspace whose tree has the path. */
  whoCarries(path: string): readonly Label[];
  /** Findings of the whole workspace (`files` undefined) or of some files; suppressed ones are left out. */
  findings(files?: readonly string[]): readonly Finding[];
  /**
   * What can be said of some files without loading other packages than theirs and those that they need, by file: of a BUILD file all, of another file its errors. A file without an entry is judged by `findings` alone.
   */
  nearFindings(files: readonly string[]): ReadonlyMap<string, readonly Finding[]>;
  /** Counts for the summary of `check`. */
  statistics(): {
    readonly files: number;
    readonly packages: number;
    readonly targets: number;
    readonly complete: number;
    readonly partial: number;
    readonly rejected: number;
  };
  /** The runtimes that the statement at an offset of a WORKSPACE or MODULE.bazel file registers. */
  runtimesAt(path: string, offset: number): readonly RegisteredRuntime[];
  /** Undefined for a target without a known tree. */
  cost(label: Label): TargetCost | undefined;
  /** Of the executable targets that a build of everything makes trees for, or of those among some targets. */
  workspaceCost(targets: readonly string[] | undefined, scope?: string): WorkspaceCost;
  /** Packages of the main repository. */
  packagePaths(): readonly string[];
  /** Addresses of all `pex_binary` targets of a build root of Pants, each parametrization by itself; none in a workspace of Bazel's. */
  pexAddresses(): readonly string[];
  packageGaps(path: string): PackageGaps;
  /** Absolute path of the source file an entry's exec path names, undefined for a generated one. */
  sourceOf(execPath: string): string | undefined;
  rc(): RcWorkspace;
  /** Sums over the trees that a build of everything makes, or over those of some targets; with the legacy copies or without them. */
  treeCounts(legacyExternalRunfiles: boolean, labels?: readonly Label[]): TreeCounts;
}

/** The .bazelrc files of a workspace and what they put in force. */
export interface RcWorkspace {
  readonly files: RcFiles;
  readonly inputs: RcInputs;
  readonly reader: FileReader;
  /** Those of the build that the snapshot is about. */
  readonly flags: EffectiveFlags;
  readonly hostOs: HostOs;
}

/** What a project is made of. */
export interface ProjectSpec {
  /** Absolute path of the outermost Bazel root. */
  readonly root: string;
  readonly fileSystem: FileSystem;
  readonly parser: SourceParser;
  /** Text of every file below server/models, by its path there. */
  readonly models: ReadonlyMap<string, string>;
  readonly environment: HostEnvironment;
  readonly settings: Settings;
  readonly isCancelled?: () => boolean;
  /** Told the file before it is evaluated, and the BUILD file before one of its targets is analysed: what a host that dies of it has to blame. */
  readonly onEvaluation?: (path: string) => void;
  readonly trace?: Trace | undefined;
  /** Where the answers to stored questions are kept. */
  readonly memory?: Memory | undefined;
}

/** A question whose answer may be taken from the memory. Answers are plain JSON. */
export interface StoredQuestion {
  /** Tells it from other questions. */
  readonly key: string;
  /** Whether a new answer is given to the memory. */
  readonly isKept: boolean;
}

export class Project {
  readonly #graph: Graph;
  readonly #queries: ProjectQueries;
  readonly #spec: ProjectSpec;
  readonly #files: FileInputs;
  #request: BuildRequest = { command: "build", configs: [], flags: [] };

  private constructor(spec: ProjectSpec) {
    const isCancelled = spec.isCancelled ?? (() => false);
    this.#spec = { ...spec, root: toBytes(spec.root) };
    this.#files = fileInputs(byteFileSystem(spec.fileSystem));
    const request: Input<BuildRequest> = {
      name: "request",
      read: () => this.#request,
      fingerprint: (build) => JSON.stringify(build),
    };
    const variable = variableInput(spec.environment);
    const { text, list, kind, realPath, size, sha256 } = this.#files;
    this.#graph = new Graph({
      isCancelled,
      settled: () => spec.fileSystem.settled(),
      trace: spec.trace,
      ...(spec.memory ? { memory: spec.memory } : {}),
      inputs: [text, list, kind, realPath, size, sha256, request, variable],
    });
    this.#queries = projectQueries({
      root: this.#spec.root,
      files: this.#files,
      parser: spec.parser,
      models: spec.models,
      environment: spec.environment,
      variable,
      settings: spec.settings,
      isCancelled,
      onEvaluation: this.#onEvaluation,
      request,
    });
  }

  static create(spec: ProjectSpec): Project {
    return new Project(spec);
  }

  /** How often queries of each name were computed: for tests and the bench. */
  get computed(): ReadonlyMap<string, number> {
    return this.#graph.computed;
  }

  /** Runs a task on a snapshot of the present state. Tasks run one after the other, each to its end. Throws what the task throws, or `Cancelled`. */
  async run<T>(build: BuildRequest, task: (snapshot: Snapshot) => T, stored?: StoredQuestion): Promise<T> {
    const request = mapStrings(build, toBytes);
    if (JSON.stringify(request) !== JSON.stringify(this.#request)) {
      this.#request = request;
      this.#graph.invalidate((input) => input === "request");
    }
    const question: Query<string, { readonly answer: T }> = {
      name: stored ? "answer" : `task ${String(++this.#tasks)}`,
      compute: (graph) => ({
        answer: task(this.#snapshot(graph, request)),
      }),
    };
    if (stored) return this.#answerStored({ ...question, stored: true }, JSON.stringify([stored.key, request]), stored);
    try {
      return (await this.#graph.evaluate(question, "")).answer;
    } finally {
      this.#graph.forget(question, "");
    }
  }

  async #answerStored<T>(
    question: Query<string, { readonly answer: T }>,
    key: string,
    { isKept }: StoredQuestion,
  ): Promise<T> {
    const { answer } = await this.#graph.evaluate(question, key);
    if (isKept) this.#graph.remember(question, key);
    return answer;
  }

  #tasks = 0;

  #snapshot(graph: QueryContext, request: BuildRequest): ProjectSnapshot {
    return new ProjectSnapshot({
      graph,
      root: this.#spec.root,
      request,
      queries: this.#queries,
      files: this.#files,
      onEvaluation: this.#onEvaluation,
      workspaceFindings: this.#workspaceFindings,
      workspaceCounts: this.#workspaceCounts,
    });
  }

  readonly #workspaceFindings: Query<BuildRequest, readonly Finding[]> = {
    name: "findings",
    keyOf: (request) => JSON.stringify(request),
    compute: (graph, request) => findingsOf(this.#snapshot(graph, request), undefined),
  };

  readonly #workspaceCounts: Query<CountsKey, TreeCounts> = {
    name: "tree counts",
    keyOf: (key) => JSON.stringify(key),
    compute: (graph, key) => workspaceCounts(this.#snapshot(graph, key.request), key.legacyExternalRunfiles),
  };

  readonly #onEvaluation = (path: string): void => this.#spec.onEvaluation?.(toText(path));

  /** Announces that files may have changed: what stands at or below the paths, or anything. A file may be the first of new directories: those above are listed again, too. */
  invalidate(paths?: readonly string[]): void {
    if (!paths) {
      this.#graph.invalidate();
      return;
    }
    const changed = paths.map(toBytes);
    const above = new Set(changed.flatMap(ancestors));
    const touched = (key: string): boolean =>
      above.has(key) || changed.some((path) => key === path || key.startsWith(`${path}/`));
    this.#graph.invalidate((input, key) => input !== "request" && touched(key));
  }

  dispose(): void {
    this.#graph.evict(() => true);
  }
}

function ancestors(path: string): readonly string[] {
  const parent = parentPath(path);
  return parent === undefined ? [] : [parent, ...ancestors(parent)];
}
