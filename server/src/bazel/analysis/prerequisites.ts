/** What Bazel demands of the dependencies that an attribute names: rule classes, providers, kinds of files, executables (`RuleContext.Builder.validateDirectPrerequisite`, `StarlarkAttributesCollection`). */
import { attributeError } from "./attributeError.ts";
import { legacyIdentity, type ConfiguredTarget } from "./configuredTarget.ts";
import type { AttributeDependencies, Dependency } from "./dependencies.ts";
import { findTarget } from "./queries.ts";
import { Artifact } from "../artifact.ts";
import { Provider } from "../provider.ts";
import { PACKAGE_SPECIFICATION_INFO } from "./providers.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { str } from "../../starlark/printer.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { AttributeDefinition } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost } from "./keys.ts";

interface Check {
  readonly graph: QueryContext;
  readonly host: AnalysisHost;
  readonly target: RuleTarget;
}

/** The first thing that Bazel would refuse; Unknown where it is wrong with a dependency that is itself only an estimate. What is not known of a dependency refuses nothing. */
export function prerequisiteProblem(
  check: Check,
  values: ReadonlyMap<string, Value>,
  attributes: ReadonlyMap<string, AttributeDependencies>,
): string | Unknown | undefined {
  for (const [name, definition] of check.target.ruleClass.attributes) {
    if (!definition.allowEmpty && isEmpty(values.get(name)))
      return attributeError(check.target, name, "attribute must be non empty");
  }
  for (const attribute of attributes.values()) {
    for (const dependency of attribute.labels) {
      const problem = dependency instanceof Unknown ? undefined : dependencyProblem(check, attribute, dependency);
      if (problem instanceof Unknown) return problem;
      if (problem !== undefined) return attributeError(check.target, attribute.name, problem);
    }
  }
  return undefined;
}

function isEmpty(value: Value | undefined): boolean {
  return (
    (value instanceof StarlarkList && value.items.length === 0) || (value instanceof StarlarkDict && value.size === 0)
  );
}

function dependencyProblem(
  check: Check,
  attribute: AttributeDependencies,
  dependency: Dependency,
): string | Unknown | undefined {
  const { definition } = attribute;
  for (const { target } of dependency.branches) {
    if (target instanceof Unknown) continue;
    const problem =
      (target.rule ? ruleProblem(definition, dependency, target) : fileProblem(check, attribute, dependency, target)) ??
      filesProblem(check, attribute, target) ??
      executableProblem(definition, target);
    if (problem !== undefined) return target.estimate ?? problem;
  }
  return undefined;
}

/** A rule needs an allowed class or the required providers (`validateRuleDependency`). Unknown where only a provider that is not listed would do. */
function ruleProblem(
  { allowRules, alsoAllowRules, providers }: AttributeDefinition,
  dependency: Dependency,
  target: ConfiguredTarget,
): string | Unknown | undefined {
  if (allowRules === undefined && providers.length === 0) return undefined;
  const ruleClass = target.rule?.ruleClass.name ?? "";
  if (allowRules?.includes(ruleClass) || alsoAllowRules?.includes(ruleClass)) return undefined;
  const misplaced =
    allowRules &&
    `${described(dependency, target, `${ruleClass} rule`)} is misplaced here (expected ${alternatives(allowRules)})`;
  if (providers.length === 0) return misplaced;
  if (providers.some((all) => all.every((provider) => mayProvide(target, provider)))) return undefined;
  if (target.unlisted) return target.unlisted;
  const missing = `'${target.label.toString()}' does not have mandatory providers: ${missingProviders(target, providers)}`;
  return misplaced === undefined ? missing : `${misplaced} and ${missing}`;
}

/** Providers that models leave out where nothing reads them. */
const UNMODELLED: ReadonlySet<string> = new Set(["%InstrumentedFilesInfo"]);

function mayProvide(target: ConfiguredTarget, provider: Value): boolean {
  if (typeof provider === "string") return target.providers.has(legacyIdentity(provider));
  if (provider instanceof Unknown) return mayProvideUnknown(target, provider);
  if (!(provider instanceof Provider) || target.has(provider.identity)) return true;
  const { name, model } = target.rule?.ruleClass ?? { name: "", model: undefined };
  if (model === undefined) return false;
  return provider.identity === "%TemplateVariableInfo" ? !PLAIN_RULES.has(name) : UNMODELLED.has(provider.identity);
}

/** Built-in rules that provide nothing but files. */
const PLAIN_RULES: ReadonlySet<string> = new Set([
  "config_setting",
  "constraint_setting",
  "constraint_value",
  "filegroup",
  "genrule",
  "platform",
  "sh_binary",
  "sh_library",
  "sh_test",
  "test_suite",
  "toolchain",
  "toolchain_type",
]);

/** A provider of Bazel's that is not evaluated: who returns one has providers that are not listed, but models leave it out. */
function mayProvideUnknown({ rule }: ConfiguredTarget, { reason }: Unknown): boolean {
  if (reason.kind !== "api" || !rule) return true;
  return rule.ruleClass.model !== undefined && !PLAIN_RULES.has(rule.ruleClass.name);
}

/** `['AInfo', 'BInfo'] or 'CInfo'` (`RequiredProviders.getMissing`). */
function missingProviders(target: ConfiguredTarget, alternativesOfProviders: readonly (readonly Value[])[]): string {
  return alternativesOfProviders
    .map((all) => {
      const names = all
        .filter((provider) => !mayProvide(target, provider))
        .map((provider) => `'${providerName(provider)}'`);
      return names.length > 1 ? `[${names.join(", ")}]` : names.join(", ");
    })
    .join(" or ");
}

function providerName(provider: Value): string {
  if (provider instanceof Provider) return provider.name;
  return provider instanceof Unknown ? provider.reason.name : str(provider);
}

/** A file needs an allowed extension (`validateDirectPrerequisiteType`), a package group is out of place. */
function fileProblem(
  check: Check,
  attribute: AttributeDependencies,
  dependency: Dependency,
  target: ConfiguredTarget,
): string | undefined {
  const [file] = target.outputs.files.toList();
  if (!(file instanceof Artifact)) return packageGroupProblem(check, attribute, target);
  const allowed = attribute.definition.allowFiles;
  if (allowed === true || allowsFile(allowed, target.label.name)) return undefined;
  if (file.isSource && !exists(check, file)) {
    const isLikelyRule = allowed === false && !target.label.name.includes(".");
    return `${isLikelyRule ? "rule" : "target"} '${target.label.toString()}' does not exist`;
  }
  const kind = file.isSource ? "source file" : "generated file";
  return `${described(dependency, target, kind)} is misplaced here (expected ${fileTypes(allowed)})`;
}

/** Attributes that may name a package group although they say nothing of it (FunctionSplitTransitionAllowlist, Allowlist). */
const ALLOWLIST = /^_allowlist_\w+$/;
const ALLOWLIST_BEFORE_7 = /^_(allowlist_\w+|whitelist_function_transition)$/;

/** Bazel names the attribute twice. */
function packageGroupProblem(
  check: Check,
  { name, definition: { providers } }: AttributeDependencies,
  target: ConfiguredTarget,
): string | undefined {
  const { major } = check.host.workspace(check.graph).bazelVersion;
  if ((major < 7 ? ALLOWLIST_BEFORE_7 : ALLOWLIST).test(name)) return undefined;
  const found = findTarget(check.graph, check.host, target.label);
  const takesGroups = providers.flat().some((one) => one instanceof Unknown || one === PACKAGE_SPECIFICATION_INFO);
  if (found.kind !== "found" || found.target.kind !== "package-group" || takesGroups) return undefined;
  return attributeError(
    check.target,
    name,
    `package group '${target.label.toString()}' is misplaced here (they are only allowed in the visibility attribute)`,
  );
}

function exists({ graph, host }: Check, file: Artifact): boolean {
  const contents = host.workspace(graph).repositories.contents(file.owner.repository);
  if (contents.kind !== "directory") return true;
  const path = [contents.path, file.owner.packagePath, file.owner.name].filter((part) => part !== "").join("/");
  return graph.input(host.files.kind, path) !== "missing";
}

/** What a dependency consists of must hold one allowed file, or be a single one (`validateDirectPrerequisiteFileTypes`). */
function filesProblem(
  { target: { ruleClass } }: Check,
  { name, definition, transitioned }: AttributeDependencies,
  target: ConfiguredTarget,
): string | undefined {
  const { allowFiles, singleFile, allowEmpty, skipFileTypeCheck } = definition;
  if (skipFileTypeCheck || allowFiles === false || (allowFiles === true && allowEmpty && !singleFile)) return undefined;
  if (target.outputs.files.unknowns.size > 0) return undefined;
  const files = target.outputs.files.toList().filter((file) => file instanceof Artifact);
  if (singleFile && files.length !== 1)
    return transitioned && files.length > 1
      ? "must contain a single dependency"
      : `'${target.label.toString()}' must produce a single file`;
  if (files.some((file) => file.isTree || allowFiles === true || allowsFile(allowFiles, file.basename)))
    return undefined;
  return `'${target.label.toString()}' does not produce any ${ruleClass.name} ${name} files (expected ${fileTypes(allowFiles)})`;
}

function executableProblem({ executable }: AttributeDefinition, target: ConfiguredTarget): string | undefined {
  if (!executable || target.outputs.executable !== undefined || target.unlisted) return undefined;
  return `${target.label.toString()} does not refer to a valid executable target`;
}

function allowsFile(allowed: false | readonly string[], name: string): boolean {
  return (
    allowed !== false &&
    allowed.some((suffix) => (isPattern(suffix) ? isVersioned(name, suffix) : name.endsWith(suffix)))
  );
}

/** Models write versioned shared libraries as `.so.*`. */
function isPattern(suffix: string): boolean {
  return suffix.endsWith(".*");
}

/** `libx.so.1.2` (`CppFileTypes.VERSIONED_SHARED_LIBRARY`). */
function isVersioned(name: string, pattern: string): boolean {
  const start = name.indexOf(pattern.slice(0, -1));
  return start > 0 && /^(\.\d\w*)+$/.test(name.slice(start + pattern.length - 2));
}

/** As `FileTypeSet` describes itself. */
function fileTypes(allowed: boolean | readonly string[]): string {
  if (typeof allowed === "boolean") return allowed ? "any files" : "no files";
  return allowed.length === 0 ? "nothing" : alternatives(allowed.filter((suffix) => !isPattern(suffix)));
}

/** `a, b or c`. */
function alternatives(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;
}

/** `source file '//:a.txt'`, `alias '//:b' referring to source file '//:a.txt'` (`AliasProvider.describeTargetWithAliases`). */
function described({ label }: Dependency, target: ConfiguredTarget, kind: string): string {
  const own = `${kind} '${target.label.toString()}'`;
  return label.equals(target.label) ? own : `alias '${label.toString()}' referring to ${own}`;
}
