/** Visibility and testonly of direct dependencies (`CommonPrerequisiteValidator`): Bazel refuses a target that depends on what it may not see. */
import { conditionsOf } from "./conditions.ts";
import type { AttributeDependencies } from "./dependencies.ts";
import { packageDoubt } from "./packageDoubt.ts";
import { ownSpecifications } from "./packageGroups.ts";
import { findTarget } from "./queries.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { Label, type PackageId } from "../label.ts";
import type { MacroInstance } from "../macro.ts";
import { matchesPackages } from "../loading/packageSpecification.ts";
import { isAtLeast, isBetween, type BazelVersion } from "../workspace/bazelVersion.ts";
import type { Semantics } from "../workspace/semantics.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Package, PackageGroupTarget, RuleTarget, SourceFileTarget, Target } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

/**
 * The first reason why a dependency is refused. What counts is the label as it is written: an alias is seen by its own visibility, a generated file by its rule's. Implicit dependencies are checked against the rule's
 * definition by Bazel and are left out here.
 */
export function visibilityProblem(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  owner: Package,
  attributes: ReadonlyMap<string, AttributeDependencies>,
): string | Unknown | undefined {
  const { configuration } = key;
  const { bazelVersion, semantics } = host.workspace(graph);
  const checksVisibility = nativeOption(configuration, "check_visibility") !== false;
  const check = new VisibilityCheck(graph, host, target, owner, {
    looksBehindFiles: nativeOption(configuration, "incompatible_check_testonly_for_output_files") === true,
    privateSettings: nativeOption(configuration, "incompatible_config_setting_private_default_visibility") === true,
    privateFiles: semantics.exportsFilesExplicitly,
    openSettings: haveNoVisibility(bazelVersion, semantics),
  });
  const problemWith = (label: Label): string | Unknown | undefined =>
    (checksVisibility ? check.visibility(label) : undefined) ?? check.testOnly(label);
  for (const { name, labels } of attributes.values()) {
    if (name.startsWith("_") || name.startsWith("$")) continue;
    for (const dependency of labels) {
      if (dependency instanceof Unknown) continue;
      const problem = problemWith(dependency.label);
      if (problem !== undefined) return problem;
    }
  }
  if (!semantics.settingsHaveVisibility) return undefined;
  for (const label of [...target.attributes.values()].flatMap(conditionsOf)) {
    const asWritten = bazelVersion.major < 7 ? problemWith(label) : undefined;
    const behind = bazelVersion.major < 5 ? undefined : problemWith(behindAliases(graph, host, label, key));
    const problem = asWritten ?? behind;
    if (problem !== undefined) return isBetween(bazelVersion, "5.0", "6.5.0") ? notAsked(label) : problem;
  }
  return undefined;
}

/** What Bazel 7 looks at of a condition, where Bazel 4 looks at the label that is written: the setting that it stands for. */
function behindAliases(graph: QueryContext, host: AnalysisHost, label: Label, key: TargetKey): Label {
  const { configuration, order } = key;
  const result = graph.get(host.configuredTarget, { label, configuration, order, transitioned: false });
  return (result.kind === "target" ? result.target.rule?.label : undefined) ?? label;
}

function notAsked(condition: Label): Unknown {
  const message = `whether Bazel 5 and 6 refuse the condition ${condition.toString()}, which Bazel 4 or 7 would refuse, is not known`;
  return new Unknown({ kind: "version", name: "config_setting", message, site: undefined });
}

/** A label of the target's own visibility that names nothing, or no package group: Bazel resolves them all as dependencies, those of source files, too. */
export function ownVisibilityProblem(
  graph: QueryContext,
  host: AnalysisHost,
  target: RuleTarget | SourceFileTarget,
  owner: Package,
): string | Unknown | undefined {
  const { bazelVersion, semantics } = host.workspace(graph);
  if (target.kind === "rule" && isSetting(target) && haveNoVisibility(bazelVersion, semantics)) return undefined;
  const declared =
    target.kind === "rule"
      ? (target.attributes.get("visibility") ?? owner.defaultVisibility)
      : fileVisibility(target, owner, semantics.exportsFilesExplicitly);
  return groupProblem(graph, host, declared, new Set());
}

/** A file that `exports_files` names without a visibility is seen by all, whatever its package says; one that it does not name is, with an option, seen by none. */
function fileVisibility(file: SourceFileTarget, owner: Package, privateFiles: boolean): Value | undefined {
  if (file.exported) return file.visibility;
  return privateFiles ? new StarlarkList([]) : owner.defaultVisibility;
}

function isSetting({ ruleClass }: RuleTarget): boolean {
  return ruleClass.name === "config_setting" && ruleClass.module === "";
}

/** Everybody sees a config_setting, whatever it says (`ConfigSettingVisibilityPolicy.LEGACY_OFF` of 4.2.3). */
function haveNoVisibility(version: BazelVersion, { settingsHaveVisibility }: Semantics): boolean {
  return version.major < 5 && !settingsHaveVisibility;
}

/** Package groups include others, which Bazel resolves with them; `above` are those that lead here. */
function groupProblem(
  graph: QueryContext,
  host: AnalysisHost,
  declared: Value | undefined,
  seen: Set<string>,
  above: readonly string[] = [],
): string | Unknown | undefined {
  if (!(declared instanceof StarlarkList)) return undefined;
  let unknown: Unknown | undefined;
  for (const label of declared.items) {
    if (!(label instanceof Label) || isSpecification(label)) continue;
    const name = label.toString();
    if (above.includes(name)) return `in package group ${name}: cycle in dependency graph`;
    if (seen.has(name)) continue;
    seen.add(name);
    const found = findTarget(graph, host, label);
    if (found.kind === "missing") return found.message;
    if (found.kind === "found" && found.package.errors.length > 0)
      return `Target '${label.toString()}' contains an error and its package is in error`;
    const doubt =
      found.kind === "unknown" ? found.reason : packageDoubt(found.package, host.workspace(graph).bazelVersion);
    if (doubt) unknown ??= new Unknown(doubt);
    if (found.kind === "found" && found.target.kind !== "package-group")
      return `Label '${label.toString()}' does not refer to a package group`;
    if (found.kind !== "found" || found.target.kind !== "package-group") continue;
    const included = groupProblem(graph, host, new StarlarkList([...found.target.includes]), seen, [...above, name]);
    if (typeof included === "string") return included;
    unknown ??= included;
  }
  return unknown;
}

/** `//visibility:public`, `//p:__pkg__`, `//p:__subpackages__`: no package groups, whether or not there is such a package (`PackageSpecification.fromLabel`), `//visibility` among them. */
function isSpecification({ packagePath, name }: Label): boolean {
  if (name === "__pkg__" || name === "__subpackages__") return true;
  return packagePath === "visibility" && ["public", "private", "legacy_public"].includes(name);
}

interface CheckOptions {
  /** `testonly` of a rule goes for its output files, too. */
  readonly looksBehindFiles: boolean;
  /** What a package's default visibility is goes for config_settings, too. */
  readonly privateSettings: boolean;
  /** What a config_setting says of its visibility goes for nobody. */
  readonly openSettings: boolean;
  /** Nor for source files that are not exported. */
  readonly privateFiles: boolean;
}

class VisibilityCheck {
  readonly #graph: QueryContext;
  readonly #host: AnalysisHost;
  readonly #target: RuleTarget;
  readonly #owner: Package;
  readonly #options: CheckOptions;

  constructor(graph: QueryContext, host: AnalysisHost, target: RuleTarget, owner: Package, options: CheckOptions) {
    this.#graph = graph;
    this.#host = host;
    this.#target = target;
    this.#owner = owner;
    this.#options = options;
  }

  visibility(label: Label): string | Unknown | undefined {
    const found = findTarget(this.#graph, this.#host, label);
    if (found.kind !== "found") return undefined; // An Unknown already, or refused for its absence.
    const declared = this.#visibilityOf(found.target, found.package);
    if (declared === undefined) return undefined;
    const isMadeByMacro = macroOf(found.target, found.package) !== undefined;
    let unknown: Unknown | undefined;
    for (const place of this.#placesThatUse(label)) {
      if (!isMadeByMacro && isIn(label, place)) return undefined;
      const visible = this.#allows(declared, place, new Set());
      if (visible === true) return undefined;
      if (visible instanceof Unknown) unknown ??= visible;
    }
    return unknown ?? this.#invisible(label, found.target);
  }

  #invisible(label: Label, target: Target): string {
    const { label: own, ruleClass } = this.#target;
    const { bazelVersion } = this.#host.workspace(this.#graph);
    if (isAtLeast(bazelVersion, "5.0"))
      return `Visibility error:\ntarget '${label.toString()}' is not visible from\ntarget '${own.toString()}'`;
    const advice =
      target.kind === "source-file"
        ? ". To set the visibility of that source file target, use the exports_files() function"
        : "";
    return `in ${ruleClass.name} rule ${own.toString()}: target '${label.toString()}' is not visible from target '${own.toString()}'. Check the visibility declaration of the former target if you think the dependency is legitimate${advice}`;
  }

  /**
   * The packages from which the target uses a label: its own, or for what a symbolic macro declares the one that defines the macro. A label that the macro was given is used by whoever called it. Finalizers see
   * what their package sees as well (`CommonPrerequisiteValidator.isVisibleToConsumer`).
   */
  #placesThatUse(label: Label): readonly PackageId[] {
    let { macro } = this.#target;
    while (macro?.passed.has(label.toString())) macro = macro.parent;
    if (!macro) return [this.#owner.id];
    const { definitionPackage, finalizer } = macro.macroClass;
    return finalizer ? [this.#owner.id, definitionPackage] : [definitionPackage];
  }

  /** Of an alias Bazel looks at what it stands for, and lets the alias itself pass. */
  testOnly(label: Label): string | undefined {
    if (this.#target.ruleClass.test || isAlias(this.#target)) return undefined;
    if (this.#isTestOnly(this.#target, this.#owner)) return undefined;
    const rule = this.#ruleBehind(label);
    if (!rule || !this.#isTestOnly(rule.rule, rule.package)) return undefined;
    const { label: own, ruleClass } = this.#target;
    return `in ${ruleClass.name} rule ${own.toString()}: non-test target '${own.toString()}' depends on testonly target '${rule.rule.label.toString()}' and doesn't have testonly attribute set`;
  }

  #isTestOnly({ attributes, ruleClass }: RuleTarget, { defaultTestonly }: Package): boolean {
    const declared = attributes.get("testonly");
    if (typeof declared === "boolean") return declared;
    return ruleClass.attributes.get("testonly")?.default === true || defaultTestonly;
  }

  /** The rule that a label means in the end: through aliases whose actual target the BUILD file tells, and from a generated file to its rule where an option says so. */
  #ruleBehind(label: Label): { readonly rule: RuleTarget; readonly package: Package } | undefined {
    const seen = new Set<string>();
    for (let next: Label | undefined = label; next && !seen.has(next.toString());) {
      seen.add(next.toString());
      const found = findTarget(this.#graph, this.#host, next);
      if (found.kind !== "found") return undefined;
      const { target } = found;
      if (target.kind === "generated-file" && this.#options.looksBehindFiles) next = target.generatingRule;
      else if (target.kind !== "rule") return undefined;
      else if (!isAlias(target)) return { rule: target, package: found.package };
      else {
        const actual = target.attributes.get("actual");
        next = actual instanceof Label ? actual : undefined;
      }
    }
    return undefined;
  }

  /** What may see a target, a list of Labels; undefined where everybody may. */
  #visibilityOf(target: Target, owner: Package): Value | undefined {
    switch (target.kind) {
      case "rule":
        if (isSetting(target) && this.#options.openSettings) return undefined;
        return target.attributes.get("visibility") ?? this.#defaultVisibility(target, owner);
      case "source-file":
        return fileVisibility(target, owner, this.#options.privateFiles);
      case "generated-file": {
        const rule = owner.targets.get(target.generatingRule.name);
        return rule?.kind === "rule" ? this.#visibilityOf(rule, owner) : undefined;
      }
      case "package-group":
      case "environment-group":
        return undefined;
      default:
        return target satisfies never;
    }
  }

  /** A config_setting that does not say who may see it is seen by all, whatever its package says, but for an option (`Rule.getVisibility`). */
  #defaultVisibility(target: RuleTarget, owner: Package): Value | undefined {
    return isSetting(target) && !this.#options.privateSettings ? undefined : owner.defaultVisibility;
  }

  #allows(visibility: Value, from: PackageId, seen: Set<string>): boolean | Unknown {
    if (visibility instanceof Unknown) return visibility;
    if (!(visibility instanceof StarlarkList)) return false;
    let unknown: Unknown | undefined;
    for (const entry of visibility.items) {
      const answer = this.#entryAllows(entry, from, seen);
      if (answer === true) return true;
      if (answer instanceof Unknown) unknown = answer;
    }
    return unknown ?? false;
  }

  #entryAllows(entry: Value, from: PackageId, seen: Set<string>): boolean | Unknown {
    if (entry instanceof Unknown) return entry;
    if (!(entry instanceof Label)) return false;
    const { repository, packagePath, name } = entry;
    if (name === "__pkg__") return matchesPackages([`//${packagePath}`], from, repository);
    if (name === "__subpackages__")
      return matchesPackages([packagePath === "" ? "//..." : `//${packagePath}/...`], from, repository);
    if (packagePath === "visibility") return name === "public" || name === "legacy_public";
    if (seen.has(entry.toString())) return false;
    seen.add(entry.toString());
    const found = findTarget(this.#graph, this.#host, entry);
    if (found.kind === "unknown") return new Unknown(found.reason);
    if (found.kind === "missing" || found.target.kind !== "package-group") return false;
    return this.#groupAllows(found.target, from, seen);
  }

  #groupAllows(group: PackageGroupTarget, from: PackageId, seen: Set<string>): boolean | Unknown {
    const specifications = ownSpecifications(this.#graph, this.#host, group);
    if (matchesPackages(specifications, from, group.label.repository)) return true;
    return this.#allows(new StarlarkList([...group.includes]), from, seen);
  }
}

/** The symbolic macro that declares a target or the rule behind it. */
function macroOf(target: Target, owner: Package): MacroInstance | undefined {
  const rule = target.kind === "generated-file" ? owner.targets.get(target.generatingRule.name) : target;
  return rule?.kind === "rule" ? rule.macro : undefined;
}

function isIn(label: Label, id: PackageId): boolean {
  return label.repository === id.repository && label.packagePath === id.path;
}

function isAlias({ ruleClass }: RuleTarget): boolean {
  return ruleClass.name === "alias" && ruleClass.module === "";
}
