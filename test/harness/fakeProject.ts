/**
 * A stand-in for a project, for tests of what lies around it. Its language has one file, BUILD.bazel at the root: `target("a")` makes the executable target `//:a`; `target("a", 3)` gives its tree three links;
 * the word COLLIDES is a collision. With the word LEGACY, .bazelrc is wanted to have --nolegacy_external_runfiles.
 */
import { Cancelled } from "../../server/src/base/cancelled.ts";
import type { FileSystem, ListResult, ReadResult, StatResult } from "../../server/src/base/fileSystem.ts";
import { digestOf } from "../../server/src/base/digest.ts";
import type { Location, Range } from "../../server/src/base/text.ts";
import { LineIndex } from "../../server/src/base/text.ts";
import { Label } from "../../server/src/bazel/label.ts";
import { optionsInForce } from "../../server/src/bazel/workspace/bazelrc/options.ts";
import { readRcFiles } from "../../server/src/bazel/workspace/bazelrc/rcFiles.ts";
import { parseVersion } from "../../server/src/bazel/workspace/bazelVersion.ts";
import type { FileReader } from "../../server/src/bazel/workspace/fileReader.ts";
import { EffectiveFlags } from "../../server/src/bazel/workspace/flags.ts";
import type { TreeCounts } from "../../server/src/advice/advice.ts";
import type { EvaluatedProject, ProjectHost } from "../../server/src/host/evaluatorService.ts";
import type { Finding } from "../../server/src/lints/finding.ts";
import type { BuildRequest, RcWorkspace, Snapshot } from "../../server/src/project.ts";
import type { SyntaxError } from "../../server/src/syntax/ast.ts";
import { contributor, interpreter, targetCost, workspaceCost } from "./costDocuments.ts";
import { sourceEntry, treeDocument } from "./treeDocuments.ts";

const FLAG = "--nolegacy_external_runfiles";
const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A disk in memory: files by absolute path. */
export class FakeDisk implements FileSystem {
  readonly files: Map<string, string>;

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  readFile(path: string): ReadResult {
    const text = this.files.get(path);
    return text === undefined ? { kind: "missing" } : { kind: "text", text, digest: digestOf(text) };
  }

  readDirectory(path: string): ListResult {
    const names = [...this.files.keys()].filter((file) => file.startsWith(`${path}/`));
    const children = new Set(names.map((file) => file.slice(path.length + 1).split("/")[0] ?? ""));
    const entries = [...children].sort().map((name) => {
      const kind = this.files.has(`${path}/${name}`) ? ("file" as const) : ("directory" as const);
      return { name, kind, isSymlink: false };
    });
    return { kind: "entries", entries, digest: digestOf(...children) };
  }

  size(): undefined {
    return undefined;
  }

  sha256(): undefined {
    return undefined;
  }

  stat(path: string): StatResult {
    if (this.files.has(path)) return "file";
    return [...this.files.keys()].some((file) => file.startsWith(`${path}/`)) ? "directory" : "missing";
  }

  realPath(path: string): string | undefined {
    return this.stat(path) === "missing" ? undefined : path;
  }

  async settled(): Promise<void> {}
}

/** An unclosed parenthesis is the only syntax error. */
export function fakeSyntaxErrors(path: string, text: string): readonly SyntaxError[] {
  if (!path.endsWith("BUILD.bazel")) return [];
  const open = text.split("(").length - text.split(")").length;
  const at = text.lastIndexOf("(");
  return open === 0 ? [] : [{ span: { start: at, end: at + 1 }, message: "'(' was never closed" }];
}

/** Counts what it was asked, so that a test can see work being spared or made again. */
export class FakeProject implements EvaluatedProject {
  readonly host: ProjectHost;
  runs = 0;
  disposed = false;
  /** Called once in the middle of the next run, as if another thread did something meanwhile. */
  meanwhile: (() => void) | undefined;

  constructor(host: ProjectHost) {
    this.host = host;
  }

  async run<T>(request: BuildRequest, task: (snapshot: Snapshot) => T): Promise<T> {
    this.runs++;
    await Promise.resolve();
    const result = task(new FakeSnapshot(this.host, request));
    const { meanwhile } = this;
    this.meanwhile = undefined;
    meanwhile?.();
    if (this.host.isCancelled()) throw new Cancelled();
    return result;
  }

  invalidate(): void {}

  dispose(): void {
    this.disposed = true;
  }
}

interface FakeTarget {
  readonly name: string;
  readonly links: number;
  readonly start: number;
  readonly end: number;
}

class FakeSnapshot implements Snapshot {
  readonly root: string;
  readonly request: BuildRequest;
  readonly #host: ProjectHost;
  readonly #path: string;
  readonly #text: string;
  readonly #lines: LineIndex;

  constructor(host: ProjectHost, request: BuildRequest) {
    this.#host = host;
    this.root = host.root;
    this.request = request;
    this.#path = `${host.root}/BUILD.bazel`;
    host.onEvaluation(this.#path);
    this.#text = this.#read(this.#path);
    this.#lines = new LineIndex(this.#text);
    if (this.#text.includes("die")) throw new FatalEvaluation();
  }

  get graph(): never {
    throw new Error("the stand-in has no graph");
  }

  workspace(): ReturnType<Snapshot["workspace"]> {
    return {
      root: this.root,
      bazelVersion: "7.4.0",
      bazelVersionSource: ".bazelversion",
      assumedVersion: "7.4.0",
      hostPlatform: "linux-x86_64",
      flags: this.request.flags,
      configs: [],
      rcFiles: [],
    };
  }

  expand(pattern: string): ReturnType<Snapshot["expand"]> {
    const all = this.#targets().map(({ name }) => label(name));
    if (pattern === "//...") return { labels: all, errors: [] };
    const labels = all.filter((one) => one.toString() === pattern);
    return { labels, errors: labels.length === 0 ? [`no such target '${pattern}'`] : [] };
  }

  target(of: Label): ReturnType<Snapshot["target"]> {
    const target = this.#targets().find(({ name }) => name === of.name);
    return (
      target && {
        label: of.toString(),
        ruleClass: "target",
        executable: true,
        test: false,
        location: this.#location(target),
      }
    );
  }

  tree(of: Label): ReturnType<Snapshot["tree"]> {
    const links = this.#targets().find(({ name }) => name === of.name)?.links ?? 0;
    const entries = Array.from({ length: links }, (_, index) => sourceEntry(`${of.name}/${index}.txt`));
    return treeDocument({ target: of.toString(), entries, command: this.request.command, flags: this.request.flags });
  }

  reasonChains(): ReturnType<Snapshot["reasonChains"]> {
    return [];
  }

  runtimesAt(): ReturnType<Snapshot["runtimesAt"]> {
    return [];
  }

  cost(): ReturnType<Snapshot["cost"]> {
    return undefined;
  }

  /** A target of 4 links and more has an interpreter; its own links are code. */
  workspaceCost(wanted: readonly string[] | undefined, scope = "//..."): ReturnType<Snapshot["workspaceCost"]> {
    const targets = this.#targets().filter(({ name }) => wanted === undefined || wanted.includes(`//:${name}`));
    const costs = targets.map(({ name, links }) => {
      const cost = targetCost(`//:${name}`, [...(links > 3 ? [interpreter(this.root)] : []), contributor({ links })]);
      return name === "gap" ? { ...cost, complete: false } : cost;
    });
    return { ...workspaceCost(this.root, costs), scope };
  }

  pexAddresses(): readonly string[] {
    return [];
  }

  packagePaths(): readonly string[] {
    return [""];
  }

  packageGaps(): ReturnType<Snapshot["packageGaps"]> {
    const gaps = [
      { kind: "repository", name: "@foo", message: "repository @foo is not on disk", place: null },
    ] as const;
    const targets = this.#targets().map(({ name }) => {
      const target = `//:${name}`;
      return name === "gap"
        ? ({ target, completeness: "partial", gaps } as const)
        : ({ target, completeness: "complete", gaps: [] } as const);
    });
    return { state: "loaded", own: [], targets };
  }

  callSites(path: string): ReturnType<Snapshot["callSites"]> {
    if (path !== this.#path) return [];
    return this.#targets().map((target) => ({
      range: this.#location(target).range,
      targets: [`//:${target.name}`],
      tests: 0,
      binaries: 1,
      links: { least: target.links, most: target.links },
      isEstimate: false,
      collisions: 0,
      partial: 0,
    }));
  }

  targetsAt(path: string, offset: number): readonly Label[] {
    if (path !== this.#path) return [];
    return this.#targets()
      .filter(({ start, end }) => start <= offset && offset <= end)
      .map(({ name }) => label(name));
  }

  why(of: Label): ReturnType<Snapshot["why"]> {
    return [[{ target: of.toString(), attribute: null, location: null }]];
  }

  whoCarries(path: string): readonly Label[] {
    return this.#targets()
      .filter(({ name }) => path.startsWith(`_main/${name}/`))
      .map(({ name }) => label(name));
  }

  findings(): readonly Finding[] {
    const collisions = [...this.#text.matchAll(/COLLIDES/g)].map(({ index }) => {
      return finding("runfiles-collision", this.#location({ start: index, end: index + "COLLIDES".length }));
    });
    return [...collisions, ...this.#legacyFindings()];
  }

  nearFindings(files: readonly string[]): ReadonlyMap<string, readonly Finding[]> {
    const findings = this.findings();
    return new Map(files.map((file) => [file, findings.filter(({ location }) => location.path === file)]));
  }

  statistics(): ReturnType<Snapshot["statistics"]> {
    const targets = this.#targets().length;
    return { files: 1, packages: 1, targets, complete: targets, partial: 0, rejected: 0 };
  }

  sourceOf(execPath: string): string | undefined {
    return `${this.root}/${execPath}`;
  }

  rc(): RcWorkspace {
    const reader = fileReaderOver(this.#host.fileSystem);
    const version = parseVersion("7.4.0")!;
    const inputs = {
      root: this.root,
      version,
      environment: new Map<string, string>(),
      homeDirectory: undefined,
      systemRc: undefined,
      workingDirectory: this.root,
      startupOptions: [],
    };
    const files = readRcFiles(reader, inputs);
    const command = { rc: files, version, command: "build", configs: [], commandLine: [], hostOs: "linux" } as const;
    return { files, inputs, reader, flags: new EffectiveFlags(optionsInForce(command), version), hostOs: "linux" };
  }

  treeCounts(): TreeCounts {
    const targets = this.#targets();
    const links = targets.reduce((sum, target) => sum + target.links, 0);
    return { targets: targets.length, links, legacyCopies: 0, emptyFiles: 0, isEstimate: false, isLeast: false };
  }

  #legacyFindings(): readonly Finding[] {
    const path = `${this.root}/.bazelrc`;
    const rc = this.#host.fileSystem.readFile(path);
    const text = rc !== "pending" && rc.kind === "text" ? rc.text : undefined;
    if (!this.#text.includes("LEGACY") || text?.includes(FLAG)) return [];
    const end = new LineIndex(text ?? "").position(text?.length ?? 0);
    const edit = { range: { start: end, end }, newText: `build ${FLAG}\n` };
    const fix = {
      title: `Add ${FLAG} to .bazelrc`,
      kind: "quickfix" as const,
      preferred: true,
      tradeOff: "Code that looks below external/ no longer finds files there.",
      edits: [{ path, create: text === undefined, edits: [edit] }],
      reveal: { path, line: end.line },
    };
    return [{ ...finding("legacy-external-runfiles", { path: this.#path, range: NOWHERE }), fixes: [fix] }];
  }

  #targets(): readonly FakeTarget[] {
    return [...this.#text.matchAll(/target\("(\w+)"(?:, (\d+))?\)/g)].map((match) => ({
      name: match[1] ?? "",
      links: Number(match[2] ?? 1),
      start: match.index,
      end: match.index + match[0].length,
    }));
  }

  #location(span: { readonly start: number; readonly end: number }): Location {
    return { path: this.#path, range: this.#lines.range(span) };
  }

  #read(path: string): string {
    const read = this.#host.fileSystem.readFile(path);
    if (read === "pending") throw new Error("the test's disk answers at once");
    return read.kind === "text" ? read.text : "";
  }
}

function fileReaderOver(files: FileSystem): FileReader {
  return {
    text: (path) => {
      const read = files.readFile(path);
      return read !== "pending" && read.kind === "text" ? read.text : undefined;
    },
    list: () => [],
    kind: (path) => files.stat(path) as "file" | "directory" | "missing",
    realPath: (path) => files.realPath(path),
  };
}

/** What stands for the death of a worker thread. */
export class FatalEvaluation extends Error {}

function label(name: string): Label {
  return new Label("", "", name);
}

function finding(lint: string, location: Location): Finding {
  return {
    lint,
    severity: "warning",
    location,
    message: `${lint} is found`,
    target: undefined,
    related: [],
    fixes: [],
    data: { targets: [] },
  };
}
