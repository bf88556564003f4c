/** Composes the queries of all rooms for one project. */
import type { Input, Query, QueryContext } from "../base/graph.ts";
import { joinPath } from "../base/path.ts";
import { Label, parseLabel, type PackageId } from "../bazel/label.ts";
import type { GeneratedFiles } from "../bazel/loading/generated/files.ts";
import { analysisNames } from "../bazel/analysis/analysisApi.ts";
import { modelNames } from "../bazel/analysis/modelApi.ts";
import { mappedSetting } from "../bazel/analysis/mappedSettings.ts";
import { analysisQueries, type AnalysisQueries } from "../bazel/analysis/queries.ts";
import type { AnalysisWorkspace } from "../bazel/analysis/keys.ts";
import type { Sizes } from "../bazel/analysis/treeCost.ts";
import type { Artifact } from "../bazel/artifact.ts";
import { predictSummary, type SummaryResult, type TreeSettings } from "../bazel/analysis/prediction.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import { autoloadsOf, sameAutoloads, type Autoloads } from "../bazel/loading/autoloads.ts";
import { loadingQueries, type LoadingQueries } from "../bazel/loading/queries.ts";
import { absenceOf, fileReader, pathOnDisk } from "../bazel/loading/repositoryFiles.ts";
import type { LoadingSettings, Machine, ModelFiles, SourceParser } from "../bazel/loading/settings.ts";
import { isAtLeast, isSameVersion } from "../bazel/workspace/bazelVersion.ts";
import { anyOf, ignoredDirectoriesOf } from "../bazel/workspace/ignoredDirectories.ts";
import type { PackageTree } from "../bazel/workspace/packages.ts";
import { sameSemantics, semanticsOf } from "../bazel/workspace/semantics.ts";
import { callSite, type Registration } from "../bazel/workspace/repositoryDefinition.ts";
import type { LintSeverity, Settings } from "../settings.ts";
import type { BuildRequest } from "../project.ts";
import { Unknown } from "../starlark/unknown.ts";
import { sharedSizes, type SourcePath } from "./fileSizes.ts";
import { pantsQueries, type PantsQueries } from "./pantsQueries.ts";
import { allRepositoryRuleVariables } from "./environmentVariables.ts";
import { repositoryQueries, type RepositoryQueries } from "./repositoryQueries.ts";
import { flagQueries, type FlagQueries, type HostEnvironment } from "./workspaceFlags.ts";

export interface ProjectQueries {
  readonly files: FileInputs;
  readonly flags: FlagQueries;
  readonly repositories: RepositoryQueries;
  readonly loading: LoadingQueries;
  readonly analysis: AnalysisQueries;
  readonly pants: PantsQueries;
  readonly environment: HostEnvironment;
  readonly treeSettings: Query<null, TreeSettings>;
  /** Counts and collisions of a target's tree. */
  readonly summary: Query<Label, SummaryResult>;
  readonly sizes: Query<readonly Artifact[], Sizes>;
  readonly sourcePath: SourcePath;
  readonly severities: Readonly<Record<string, LintSeverity>>;
  readonly largeGlobEntries: number;
}

export interface QueriesSpec {
  readonly root: string;
  readonly files: FileInputs;
  readonly parser: SourceParser;
  readonly models: ModelFiles;
  readonly environment: HostEnvironment;
  readonly variable: Input<string | undefined>;
  readonly settings: Settings;
  readonly request: Input<BuildRequest>;
  readonly isCancelled: () => boolean;
  readonly onEvaluation: ((file: string) => void) | undefined;
}

/** Flags are read here by queries of their own, so that packages and targets are computed again only when one that they depend on has another value. */
export function projectQueries(spec: QueriesSpec): ProjectQueries {
  const { root, files, environment, settings, isCancelled } = spec;

  const loadingSettings: Query<null, LoadingSettings> = {
    name: "loading settings",
    keyOf: () => "",
    compute: (graph) => ({
      version: graph.get(flags.version, null).predictedAs,
      isVersionKnown: graph.get(flags.version, null).kind !== "unknown",
      bzlmod: graph.get(repositories.usesModules, null),
      disallowEmptyGlob: graph.get(flags.flags, null).boolean("incompatible_disallow_empty_glob").value,
      publicByDefault: graph.get(flags.flags, null).string("default_visibility").value === "public",
      semantics: semanticsOf(graph.get(flags.flags, null)),
      autoloads: autoloads(graph),
      maxSteps: settings.maxSteps,
      isCancelled,
    }),
    equals: (a, b) =>
      isSameVersion(a.version, b.version) &&
      a.isVersionKnown === b.isVersionKnown &&
      a.bzlmod === b.bzlmod &&
      a.disallowEmptyGlob === b.disallowEmptyGlob &&
      a.publicByDefault === b.publicByDefault &&
      sameSemantics(a.semantics, b.semantics) &&
      sameAutoloads(a.autoloads, b.autoloads),
  };

  function autoloads(graph: QueryContext): Autoloads | undefined {
    const effective = graph.get(flags.flags, null);
    return autoloadsOf(
      effective
        .string("incompatible_autoload_externally")
        .value.split(",")
        .filter((word) => word !== ""),
      {
        without: effective.list("repositories_without_autoloads").map(({ value }) => value),
        notInMain: effective.boolean("incompatible_disable_autoloads_in_main_repo").value,
        missingFail: isAtLeast(effective.version, "9.0"),
      },
    );
  }

  const deletedPackages: Query<null, readonly string[]> = {
    name: "deleted packages",
    keyOf: () => "",
    compute: (graph) =>
      graph
        .get(flags.flags, null)
        .list("deleted_packages")
        .map(({ value }) => value.replace(/^\/\//, "")),
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  };

  const flags = flagQueries({
    root,
    files,
    environment,
    variable: spec.variable,
    versionSetting: settings.bazelVersion,
    request: spec.request,
    resolveRepository: (graph, apparent) => graph.get(repositories.repositories, null).resolve("", apparent),
    settingValue: (graph, label, texts) => mappedSetting(graph, analysis.host, environment.platform, label, texts),
  });
  const loading: LoadingQueries = loadingQueries({
    files,
    parser: spec.parser,
    models: spec.models,
    nativeModels: [...spec.models.keys()].filter((path) => path.startsWith("native/") && path.endsWith(".bzl")).sort(),
    view: (graph, id) => repositories.view(graph, id),
    fetchedOfExtension: (graph, call) => repositories.fetchedOfExtension(graph, call),
    outputBase: (graph) => repositories.outputBase(graph),
    fetchedUnasked: (graph, canonical, why) => repositories.fetchedUnasked(graph, canonical, why),
    settings: (graph) => graph.get(loadingSettings, null),
    machine: machineOf(environment),
    variables: (graph) =>
      allRepositoryRuleVariables({ root, flags, variable: spec.variable }, graph, environment.variables.keys()),
    analysis: { bzl: analysisNames(), models: modelNames() },
    onEvaluation: spec.onEvaluation,
    packageTree: (graph, view, repository, directory) => packageTree(graph, view, repository, directory),
  });
  const repositories: RepositoryQueries = repositoryQueries({
    root,
    files,
    flags,
    environment,
    variable: spec.variable,
    loading: () => loading,
    maxSteps: settings.maxSteps,
    isCancelled,
    models: spec.models,
  });

  function packageTree(graph: QueryContext, view: string, repository: string, directory: string): PackageTree {
    return {
      root: directory,
      ignored: anyOf(
        ignoredDirectoriesOf(fileReader(graph, { files }), directory),
        graph.get(loading.repositoryIgnores, directory),
      ),
      localRepositories: repository === "" ? repositories.localRepositories(graph, view) : new Map(),
      deletedPackages: new Set(repository === "" ? graph.get(deletedPackages, null) : []),
    };
  }

  const workspace: Query<null, AnalysisWorkspace> = {
    name: "workspace",
    keyOf: () => "",
    compute: (graph) => {
      const known = graph.get(repositories.repositories, null);
      return {
        view: known.id,
        repositories: known,
        ownCppToolchain: known.ownCppToolchain,
        runfilesPrefix: known.mainRunfilesDirectory,
        bazelVersion: graph.get(flags.version, null).predictedAs,
        registrations: {
          toolchains: known.toolchains.flatMap((registration) => registeredLabels(graph, registration, "toolchain")),
          executionPlatforms: known.executionPlatforms.flatMap((registration) =>
            registeredLabels(graph, registration, "platform"),
          ),
        },
        maxSteps: settings.maxSteps,
        semantics: semanticsOf(graph.get(flags.flags, null)),
      };
    },
    equals: sameWorkspace,
  };

  const analysis = analysisQueries({
    loading,
    files,
    isCancelled,
    workspace: (graph) => graph.get(workspace, null),
    registeredLabels: (graph, pattern, ruleClass) =>
      registeredLabels(graph, { kind: "pattern", pattern, repository: "", callStack: [] }, ruleClass),
  });

  const treeSettings: Query<null, TreeSettings> = {
    name: "tree settings",
    keyOf: () => "",
    compute: (graph) => ({
      top: graph.get(flags.top, null),
      legacyExternalRunfiles: graph.get(flags.flags, null).boolean("legacy_external_runfiles").value,
      bzlmod: graph.get(repositories.usesModules, null),
      aspects: graph
        .get(flags.flags, null)
        .list("aspects")
        .map(({ value }) => value),
    }),
    equals: (a, b) =>
      a.top === b.top &&
      a.legacyExternalRunfiles === b.legacyExternalRunfiles &&
      a.bzlmod === b.bzlmod &&
      a.aspects.join(",") === b.aspects.join(","),
  };

  const sourcePath: SourcePath = (graph, execPath) => {
    if (execPath.startsWith("bazel-out/")) return undefined;
    const external = /^external\/([^/]+)\/(.*)$/.exec(execPath);
    if (!external) return joinPath(root, execPath);
    const [, repository = "", path = ""] = external;
    const view = graph.get(repositories.repositories, null).id;
    return pathOnDisk(graph.get(loading.repositoryContents, { view, repository }), path);
  };

  const summary: Query<Label, SummaryResult> = {
    name: "tree summary",
    compute: (graph, label) => predictSummary(graph, analysis.host, graph.get(treeSettings, null), label),
  };

  /** A registration names a label or a pattern; `:all` stands for the rules of a class in a package. */
  function registeredLabels(
    graph: QueryContext,
    registration: Registration,
    ruleClass: "toolchain" | "platform",
  ): readonly (Label | Unknown)[] {
    if (registration.kind === "unknown") return [registration.unknown];
    const known = graph.get(repositories.repositories, null);
    const { pattern: signed, repository } = registration;
    const pattern = signed.replace(/^-/, "");
    const unknown = (why: string) => [
      new Unknown({
        kind: "configuration",
        name: signed,
        message: `the registration '${signed}' is not resolved: ${why}`,
        site: callSite(registration.callStack),
      }),
    ];
    const [, above] = /^(.*?)\/?\.\.\.(?::(?:all|all-targets|\*))?$/.exec(pattern) ?? [];
    const written = above === undefined ? pattern : `${above.replace(/(^|[^/])\/$/, "$1//")}:all`;
    const { version } = graph.get(flags.flags, null);
    const isForMany = above !== undefined || /:(all|all-targets|\*)$/.test(pattern);
    // A minus sign takes nothing away (`TargetPatternUtil`; seen with 4.2.3 and 7.7.1), but what it stands before is not sifted.
    if (signed !== pattern && (isForMany || isAtLeast(version, "8.0"))) return unknown("it has a minus sign");
    const isOfMacro = repository !== "" && !graph.get(repositories.usesModules, null) && written.startsWith("//");
    if (isOfMacro && isAtLeast(version, "5.0") && !isAtLeast(version, "7.0"))
      return unknown("whether it is one of the macro's repository depends on the release");
    const parsed = parseLabel(written, {
      // What a macro registers without a repository is the main repository's in 4.2.3, and its own in 7.7.1.
      package: { repository: isOfMacro && !isAtLeast(version, "5.0") ? "" : repository, path: "" },
      resolveRepository: (apparent) => known.resolve(repository, apparent),
    });
    if (parsed.kind === "error") return unknown(parsed.message);
    if (!isForMany) return [parsed.label];
    const id = parsed.label.packageId;
    if (above === undefined) return rulesOf(graph, id, ruleClass, parsed.label);
    const contents = graph.get(loading.repositoryContents, { view: known.id, repository: id.repository });
    if (contents.kind === "unknown") return [parsed.label];
    if (contents.kind === "model") return unknown("its repository is a model");
    if (contents.kind === "files" && hasLinkedDirectory(graph, contents.files))
      return unknown("its repository links directories, which may have packages");
    const below = graph.get(loading.packagesBelow, { id, view: known.id });
    if (below.length === 0) return [parsed.label]; // Bazel refuses a pattern that finds no package.
    const found = inVisitingOrder(below)
      .map((path) => rulesOf(graph, { ...id, path }, ruleClass, new Label(id.repository, path, "all")))
      .filter((labels) => labels.length > 0);
    // Before Bazel 7 the order of several packages follows from hashes, with 7 from their names, which is followed for platforms; where no two have toolchains of one type it decides nothing.
    const isDecided = ruleClass === "platform" ? version.major === 7 : areOfDifferentTypes(graph, found);
    if (found.length > 1 && !isDecided) return unknown("several packages match");
    return found.flat();
  }

  function hasLinkedDirectory(graph: QueryContext, made: GeneratedFiles): boolean {
    return [...made.values()].some((file) => file.kind === "link" && graph.input(files.kind, file.path) !== "file");
  }

  /** Whether each type of toolchain is one package's only. */
  function areOfDifferentTypes(graph: QueryContext, packages: readonly (readonly (Label | Unknown)[])[]): boolean {
    const view = graph.get(repositories.repositories, null).id;
    const types = packages.map((labels) => {
      const own = labels.map((label) => {
        const result = label instanceof Label ? graph.get(loading.package, { id: label.packageId, view }) : undefined;
        const target =
          label instanceof Label && result?.kind === "package" ? result.package.targets.get(label.name) : undefined;
        const type = target?.kind === "rule" ? target.attributes.get("toolchain_type") : undefined;
        return type instanceof Label ? type.toString() : undefined;
      });
      return new Set(own);
    });
    const all = types.flatMap((own) => [...own]);
    return !all.includes(undefined) && new Set(all).size === all.length;
  }

  /** `pattern` stands for itself where its package cannot be loaded, for what an open package may have besides, and for an error of its package, for which Bazel refuses it whatever it has. */
  function rulesOf(
    graph: QueryContext,
    id: PackageId,
    ruleClass: string,
    pattern: Label,
  ): readonly (Label | Unknown)[] {
    const view = graph.get(repositories.repositories, null).id;
    const result = graph.get(loading.package, { id, view });
    if (result.kind !== "package") return [pattern];
    const { open, errors } = result.package;
    const contents = graph.get(loading.repositoryContents, { view, repository: id.repository });
    const absence = absenceOf(contents)?.reason ?? result.package.absence;
    // An alias counts as a platform, whatever it stands for; it is no toolchain (`PlatformLookupUtil.hasPlatformInfo`).
    const classes = ruleClass === "platform" ? [ruleClass, "alias"] : [ruleClass];
    const names = [...result.package.targets.values()]
      .filter((target) => target.kind === "rule" && classes.includes(target.ruleClass.name))
      .map((target) => target.label);
    const more = open.length > 0 || errors.length > 0 ? [pattern] : [];
    if (names.length === 0 && more.length === 0 && absence) return [new Unknown(absence)];
    return [...names.sort((a, b) => (a.name < b.name ? -1 : 1)), ...more];
  }

  const pants = pantsQueries({ root, files, loading, maxSteps: settings.maxSteps, isCancelled });

  return {
    files,
    treeSettings,
    summary,
    sizes: sharedSizes(files, sourcePath),
    sourcePath,
    flags,
    repositories,
    loading,
    analysis,
    pants,
    environment,
    severities: settings.lints,
    largeGlobEntries: settings.largeGlobEntries,
  };
}

/** Packages as a pattern finds them: those below a directory before its own, each by name (seen with 7.7.1). */
function inVisitingOrder(paths: readonly string[]): readonly string[] {
  const last = "\uffff";
  const key = (path: string) => [...path.split("/").filter((part) => part !== ""), last].join("\0");
  return [...paths].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Java's names: what repository rules compare with. */
function machineOf({ platform }: HostEnvironment): Machine {
  const os = { linux: "linux", macos: "mac os x", windows: "windows 10" };
  const arch = { x86_64: "amd64", aarch64: "aarch64" };
  const uname = platform.os === "macos" && platform.arch === "aarch64" ? "arm64" : platform.arch;
  return { os: os[platform.os], arch: arch[platform.arch], uname };
}

function sameWorkspace(a: AnalysisWorkspace, b: AnalysisWorkspace): boolean {
  const registered = ({ registrations: { toolchains, executionPlatforms } }: AnalysisWorkspace): string =>
    JSON.stringify(
      [toolchains, executionPlatforms].map((labels) =>
        labels.map((label) => (label instanceof Unknown ? label.reason : label.toString())),
      ),
    );
  return (
    a.repositories === b.repositories &&
    isSameVersion(a.bazelVersion, b.bazelVersion) &&
    sameSemantics(a.semantics, b.semantics) &&
    registered(a) === registered(b)
  );
}
