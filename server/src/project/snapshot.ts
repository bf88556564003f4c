/** The snapshot of a project: the answers of project.ts's `Snapshot`, as readings of the queries. */
import type { Query, QueryContext } from "../base/graph.ts";
import { joinPath, parentPath, pathBelow } from "../base/path.ts";
import type { Location } from "../base/text.ts";
import type { ConfiguredTarget, Rejection } from "../bazel/analysis/configuredTarget.ts";
import type { AnalysisHost } from "../bazel/analysis/keys.ts";
import { findTarget } from "../bazel/analysis/queries.ts";
import { dependsOnSplitOrder } from "../bazel/analysis/splitDependence.ts";
import {
  analyse,
  predict,
  type SummaryResult,
  treeRunfiles,
  type Prediction,
  type TreeSettings,
} from "../bazel/analysis/prediction.ts";
import type { Artifact } from "../bazel/artifact.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import { parseLabel, type Label } from "../bazel/label.ts";
import type { Package, PackageResult, RuleTarget } from "../bazel/target.ts";
import { versionToString } from "../bazel/workspace/bazelVersion.ts";
import type { CallSiteSummary, TreeDocument } from "./treeDocument.ts";
import type { Finding } from "../lints/finding.ts";
import type { TreeCounts } from "../advice/advice.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";
import type { BuildRequest, ProvenanceStep, RcWorkspace, Snapshot, TargetInfo, WorkspaceSummary } from "../project.ts";
import type { Site } from "../starlark/thread.ts";
import type { UnknownReason } from "../starlark/unknown.ts";
import { spanOf } from "../syntax/ast.ts";
import type { Place } from "../bazel/loading/parsing.ts";
import { callSites } from "./callSites.ts";
import { filesBelow } from "./directoryContents.ts";
import { findingsOf, nearFindingsOf } from "./findings.ts";
import { generalReasonsOf } from "./generalReasons.ts";
import { expandPattern, type PatternHost } from "./patterns.ts";
import type { ProjectQueries } from "./queries.ts";
import { chainsTo } from "./provenance.ts";
import { chainOfReason, type ChainStep } from "./reasonChains.ts";
import { packageGaps, type PackageGaps } from "./gaps.ts";
import { treeDocument } from "./makeTreeDocument.ts";
import type { TargetCost } from "../bazel/analysis/treeCost.ts";
import type { WorkspaceCost } from "./costDocument.ts";
import { runtimesAt, type RegisteredRuntime } from "./runtimeFigures.ts";
import { costOf, workspaceCostOf } from "./snapshotCosts.ts";
import { countsOf, type CountsKey } from "./treeCounts.ts";
import { verifiedAgainst } from "./verifiedAgainst.ts";
import { configNames } from "./workspaceFlags.ts";

export interface SnapshotSpec {
  readonly graph: QueryContext;
  readonly root: string;
  readonly request: BuildRequest;
  readonly queries: ProjectQueries;
  readonly files: FileInputs;
  readonly onEvaluation: (path: string) => void;
  /** The findings of the whole workspace; the key is the request. */
  readonly workspaceFindings: Query<BuildRequest, readonly Finding[]>;
  readonly workspaceCounts: Query<CountsKey, TreeCounts>;
}

export class ProjectSnapshot implements Snapshot {
  readonly root: string;
  readonly request: BuildRequest;
  readonly graph: QueryContext;
  readonly queries: ProjectQueries;
  readonly #spec: SnapshotSpec;

  constructor(spec: SnapshotSpec) {
    this.root = spec.root;
    this.request = spec.request;
    this.graph = spec.graph;
    this.queries = spec.queries;
    this.#spec = spec;
  }

  get host(): AnalysisHost {
    return this.queries.analysis.host;
  }

  workspace(): WorkspaceSummary {
    const { graph, queries } = this;
    const choice = graph.get(queries.flags.version, null);
    const rc = graph.get(queries.flags.rc, null);
    const { platform } = this.queries.environment;
    return {
      root: this.root,
      bazelVersion: choice.kind === "exact" ? versionToString(choice.version) : null,
      bazelVersionSource: choice.kind === "exact" ? choice.source.name : choice.reason,
      assumedVersion: versionToString(choice.predictedAs),
      hostPlatform: `${platform.os}-${platform.arch}`,
      flags: graph.get(queries.flags.flags, null).given(),
      configs: configNames(rc, this.request.command, choice),
      rcFiles: rc.files.map((file) => file.path),
    };
  }

  treeSettings(): TreeSettings {
    return this.graph.get(this.queries.treeSettings, null);
  }

  expand(
    pattern: string,
    options: { readonly includeManual: boolean },
  ): { readonly labels: readonly Label[]; readonly errors: readonly string[] } {
    return expandPattern(pattern, options.includeManual, this.#patternHost());
  }

  #patternHost(): PatternHost {
    return {
      packagesBelow: (directory, repository) => this.packagesBelow(directory, repository),
      load: (path, repository) => this.load(path, repository),
      resolveRepository: (apparent) => this.host.workspace(this.graph).repositories.resolve("", apparent),
    };
  }

  pexAddresses(): readonly string[] {
    const binaries = this.pantsFiles(undefined).flatMap((path) => this.graph.get(this.queries.pants.pexBinaries, path));
    return binaries.map(({ address }) => address);
  }

  /** Those of the given files that are Pants', or all of a root that is; nested build roots of Pants are seen by their files alone. */
  pantsFiles(files: readonly string[] | undefined): readonly string[] {
    const { graph, queries, root } = this;
    if (files) return files.filter((path) => queries.pants.isPantsFile(graph, path));
    return graph.get(queries.pants.system, root) === "bazel" ? [] : graph.get(queries.pants.filesBelow, root);
  }

  packagesBelow(directory: string, repository = ""): readonly string[] {
    if (repository === "" && this.graph.get(this.queries.pants.system, this.root) === "pants") return [];
    return this.graph.get(this.queries.loading.packagesBelow, {
      id: { repository, path: directory },
      view: this.host.workspace(this.graph).view,
    });
  }

  load(path: string, repository = ""): PackageResult {
    const view = this.host.workspace(this.graph).view;
    return this.graph.get(this.queries.loading.package, { id: { repository, path }, view });
  }

  /** The package whose BUILD file a path is. */
  packageOfFile(path: string): Package | undefined {
    const directory = pathBelow(this.root, parentPath(path) ?? "");
    if (directory === undefined || !/^BUILD(\.bazel)?$/.test(path.slice(path.lastIndexOf("/") + 1))) return undefined;
    if (this.queries.pants.isPantsFile(this.graph, path)) return undefined;
    const result = this.load(directory);
    return result.kind === "package" && result.package.buildFile === path ? result.package : undefined;
  }

  target(label: Label): TargetInfo | undefined {
    const found = findTarget(this.graph, this.host, label);
    if (found.kind !== "found") return undefined;
    const { target } = found;
    if (target.kind !== "rule")
      return { label: label.toString(), ruleClass: target.kind, executable: false, test: false, location: undefined };
    const { ruleClass } = target;
    return {
      label: label.toString(),
      ruleClass: ruleClass.name,
      executable: ruleClass.executable,
      test: ruleClass.test,
      location: this.locate(target.site),
    };
  }

  predict(label: Label): Prediction {
    const loaded = this.load(label.packagePath, label.repository);
    if (loaded.kind === "package") this.#spec.onEvaluation(loaded.package.buildFile);
    return predict(this.graph, this.host, this.treeSettings(), label);
  }

  tree(label: Label): TreeDocument {
    const prediction = this.predict(label);
    return treeDocument(prediction, {
      label: label.toString(),
      workspace: this.workspace(),
      request: this.request,
      generalReasons: this.generalReasons(),
      verifiedAgainst: prediction.kind === "tree" ? verifiedAgainst(prediction.target) : [],
      locate: (site) => this.locate(site),
      filesBelow: ({ contender }) => ("artifact" in contender ? this.filesBelow(contender.artifact) : 1),
    });
  }

  reasonChains(label: Label): readonly (readonly ChainStep[])[] {
    const prediction = this.predict(label);
    if (prediction.kind !== "tree") return [];
    return prediction.unknowns.map((reason) => chainOfReason(prediction.target, reason));
  }

  runtimesAt(path: string, offset: number): readonly RegisteredRuntime[] {
    return runtimesAt(this, path, offset);
  }

  cost(label: Label): TargetCost | undefined {
    return costOf(this, label, "sized");
  }

  workspaceCost(targets: readonly string[] | undefined, scope = "//..."): WorkspaceCost {
    return workspaceCostOf(this, targets, scope);
  }

  packagePaths(): readonly string[] {
    return this.packagesBelow("");
  }

  packageGaps(path: string): PackageGaps {
    return packageGaps(this, path);
  }

  /** Files that a link to the artifact stands for. */
  filesBelow({ kind, isSource, path: execPath }: Artifact): number {
    const path = kind === "directory" && isSource ? this.sourceOf(execPath) : undefined;
    return path === undefined ? 1 : filesBelow(this.graph, this.#spec.files, path);
  }

  /** What keeps every tree of the workspace from being called complete. */
  generalReasons(): readonly UnknownReason[] {
    return generalReasonsOf(this);
  }

  callSites(path: string): readonly CallSiteSummary[] {
    const found = this.packageOfFile(path);
    if (!found) return [];
    return callSites(found, {
      counts: (label) => {
        const known = this.summary(label);
        if (!known) return undefined;
        const { collisions, links } = known.summary;
        if (!this.isPartial(label, known.target)) return { links, isEstimate: false, collisions, partial: false };
        const cost = costOf(this, label, "unsized");
        const isEstimate = cost?.contributors.some(({ counted }) => !counted) ?? false;
        return { links: cost?.links ?? links, isEstimate, collisions, partial: true };
      },
      rangeOf: (site) => this.locate(site)?.range,
    });
  }

  summary(label: Label): SummaryResult {
    return this.graph.get(this.queries.summary, label);
  }

  targetsAt(path: string, offset: number): readonly Label[] {
    const found = this.packageOfFile(path);
    if (!found) return [];
    const rules = [...found.targets.values()].filter((target): target is RuleTarget => target.kind === "rule");
    return rules.filter(({ site }) => site.file === path && this.covers(site, offset)).map((target) => target.label);
  }

  /** Whether the text of a node holds an offset of its file. */
  covers({ file, node }: Site, offset: number): boolean {
    const parsed = this.graph.get(this.queries.loading.parsedFile, file);
    if (parsed.kind !== "parsed") return false;
    const { start, end } = spanOf(parsed.file, node);
    return start <= offset && offset <= end;
  }

  why(label: Label, path: string): readonly (readonly ProvenanceStep[])[] {
    const prediction = this.predict(label);
    if (prediction.kind !== "tree") return [];
    const entry = prediction.tree.entries.find((candidate) => candidate.path === path);
    const collision = prediction.tree.collisions.find((candidate) => candidate.path === path);
    const contenders = collision ? collision.contenders : entry ? [entry.contender] : [];
    return contenders
      .flatMap((contender) => chainsTo(prediction.target, contender, (site) => this.locate(site)))
      .slice(0, 10);
  }

  whoCarries(path: string): readonly Label[] {
    return this.executables().flatMap(({ label }) => {
      const prediction = this.predict(label);
      return prediction.kind === "tree" && prediction.tree.entries.some((entry) => entry.path === path) ? [label] : [];
    });
  }

  /** The executable rules of the workspace, or of some packages. */
  executables(packages: readonly Package[] = this.packages()): readonly RuleTarget[] {
    return packages.flatMap((found) =>
      [...found.targets.values()].filter(
        (target): target is RuleTarget => target.kind === "rule" && target.ruleClass.executable,
      ),
    );
  }

  /** Those of the workspace, without directories whose BUILD file is Pants'. */
  packages(): readonly Package[] {
    return this.packagesBelow("").flatMap((path) => {
      const result = this.load(path);
      if (result.kind !== "package" || this.queries.pants.isPantsFile(this.graph, result.package.buildFile)) return [];
      return [result.package];
    });
  }

  findings(files?: readonly string[]): readonly Finding[] {
    return files === undefined ? this.graph.get(this.#spec.workspaceFindings, this.request) : findingsOf(this, files);
  }

  nearFindings(files: readonly string[]): ReadonlyMap<string, readonly Finding[]> {
    return nearFindingsOf(this, files);
  }

  statistics(): {
    readonly files: number;
    readonly packages: number;
    readonly targets: number;
    readonly complete: number;
    readonly partial: number;
    readonly rejected: number;
  } {
    const packages = this.packages();
    const targets = packages.flatMap((found) => [...found.targets.values()].filter((target) => target.kind === "rule"));
    const trees = this.executables(packages).map(({ label }) => this.#completeness(label));
    const count = (completeness: TreeDocument["completeness"]) => trees.filter((one) => one === completeness).length;
    return {
      files: packages.length + this.bzlFiles(packages).length,
      packages: packages.length,
      targets: targets.length,
      complete: count("complete"),
      partial: count("partial"),
      rejected: count("rejected"),
    };
  }

  #completeness(label: Label): TreeDocument["completeness"] {
    const known = this.summary(label);
    if (known) return this.isPartial(label, known.target) ? "partial" : "complete";
    return this.rejection(label) ? "rejected" : "partial";
  }

  /** Why Bazel refuses a target, in the configuration in which its tree is told; undefined where it does not, or where that is not known. */
  rejection(label: Label): Rejection | undefined {
    const result = analyse(this.graph, this.host, this.treeSettings(), label, "forward");
    return result.kind === "rejected" ? result.rejection : undefined;
  }

  /** Whether `tree` would call the tree of a known target partial; it is made only where the order of a split's branches may decide paths. */
  isPartial(label: Label, target: ConfiguredTarget): boolean {
    if (treeRunfiles(target).unknowns.size > 0 || this.generalReasons().length > 0) return true;
    if (!dependsOnSplitOrder(target)) return false;
    const prediction = this.predict(label);
    return prediction.kind !== "tree" || prediction.unknowns.length > 0;
  }

  /** .bzl files of the main repository whose rules the packages use, by path. */
  bzlFiles(packages: readonly Package[]): readonly string[] {
    const modules = new Set<string>();
    for (const found of packages) {
      for (const target of found.targets.values()) {
        if (target.kind !== "rule") continue;
        if (target.ruleClass.module.startsWith("//")) modules.add(target.ruleClass.module);
        for (const frame of target.callStack)
          if (frame.site?.file.endsWith(".bzl") && frame.site.file.startsWith(`${this.root}/`))
            modules.add(frame.site.file);
      }
    }
    const paths = [...modules].map((module) =>
      module.startsWith("//") ? joinPath(this.root, module.slice(2).replace(":", "/").replace(/^\//, "")) : module,
    );
    return [...new Set(paths)].sort();
  }

  rc(): RcWorkspace {
    const { graph, queries } = this;
    return {
      files: graph.get(queries.flags.rc, null),
      inputs: graph.get(queries.flags.rcInputs, null),
      reader: fileReader(graph, { files: queries.files }),
      flags: graph.get(queries.flags.flags, null),
      hostOs: queries.environment.platform.os,
    };
  }

  treeCounts(legacyExternalRunfiles: boolean, labels?: readonly Label[]): TreeCounts {
    if (labels) return countsOf(this, labels, legacyExternalRunfiles);
    return this.graph.get(this.#spec.workspaceCounts, { request: this.request, legacyExternalRunfiles });
  }

  sourceOf(execPath: string): string | undefined {
    return this.queries.sourcePath(this.graph, execPath);
  }

  locate(site: Site | undefined): Location | undefined {
    const place = this.#placeOf(site);
    return site && place && { path: site.file, range: place.range };
  }

  /** As `locate`, but of a call only the name of what is called: whole calls underlined are noise. */
  locateCallee(site: Site | undefined): Location | undefined {
    const place = this.#placeOf(site);
    return site && place && { path: site.file, range: place.callee };
  }

  /** Undefined for what is in no file of the disk: models, texts that a repository rule was given. */
  #placeOf(site: Site | undefined): Place | undefined {
    if (!site || !/^(\/|[A-Za-z]:\/)/.test(site.file)) return undefined;
    return this.graph.get(this.queries.loading.place, site);
  }

  label(text: string): Label | undefined {
    const parsed = parseLabel(text, {
      package: { repository: "", path: "" },
      resolveRepository: (apparent) => this.host.workspace(this.graph).repositories.resolve("", apparent),
    });
    return parsed.kind === "label" ? parsed.label : undefined;
  }
}
