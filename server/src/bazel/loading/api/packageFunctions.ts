/** Functions of BUILD files that configure a package or declare something other than a rule: `package()`, `package_group()`, `exports_files()`, … After Bazel's `PackageFactory.java` and `PackageCallable.java`. */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import type { AttributeType } from "../../rule.ts";
import type { Label } from "../../label.ts";
import { parseLabel, targetNameProblem } from "../../label.ts";
import type { BazelVersion } from "../../workspace/bazelVersion.ts";
import type { ModuleNames } from "../../repositoryView.ts";
import { convertAttribute } from "../attributeConversion.ts";
import type { PackageBuilder, PackageDefaults } from "../packageBuilder.ts";
import { requireBuildFile, requirePackage } from "../packageThread.ts";
import { checkVisibility, visibleAlsoTo } from "../visibilityLabels.ts";
import { packageSpecificationProblem } from "../packageSpecification.ts";
import type { EnvironmentGroupTarget } from "../../target.ts";
import { membershipProblems } from "../environmentGroups.ts";
import { elementsOf, firstUnknown, labelArgument, sequence, stringEntries, strings } from "./arguments.ts";

/** The arguments of `package()` and `repo()`, and how they are converted. Those that runfiles do not depend on are only checked. */
const PACKAGE_ARGUMENTS: ReadonlyMap<string, AttributeType> = new Map([
  ["default_visibility", "label_list"],
  ["default_testonly", "bool"],
  ["testonly", "bool"],
  ["default_deprecation", "string"],
  ["deprecation", "string"],
  ["features", "string_list"],
  ["default_applicable_licenses", "label_list"],
  ["default_package_metadata", "label_list"],
  ["default_compatible_with", "label_list"],
  ["default_restricted_to", "label_list"],
  ["default_copts", "string_list"],
  ["default_hdrs_check", "string"],
  ["default_strict_deps", "bool"],
  ["transitive_visibility", "label"],
  ["licenses", "license"],
  ["distribs", "distribs"],
]);

/** Those that `package()` of 7.7.1 does not take, and of 4.2.3; other versions were not asked. */
const LACKING_IN_7: readonly string[] = [
  "default_copts",
  "default_strict_deps",
  "deprecation",
  "testonly",
  "transitive_visibility",
];
const LACKING: ReadonlyMap<number, readonly string[]> = new Map([
  [4, [...LACKING_IN_7, "default_hdrs_check", "default_package_metadata"]],
  [7, LACKING_IN_7],
]);

export const packageBuiltin = builtin({
  name: "package",
  doc: "Declares metadata that applies to every rule of the package.",
  params: [{ name: "kwargs", kind: "kwargs", acceptsUnknown: true }],
  run: (thread, [kwargs]) => {
    const builder = requireBuildFile(thread, "package()");
    if (builder.isConfigured) throw new EvalError("'package' can only be used once per BUILD file");
    builder.isConfigured = true;
    const entries = stringEntries(kwargs, "package");
    if (entries.length === 0) throw new EvalError("at least one argument must be given to the 'package' function");
    builder.defaults = packageDefaults(
      { labels: builder.labels, caller: "package", version: builder.host.settings.version },
      builder.defaults,
      entries,
    );
    checkVisibility(builder.defaults.visibility, builder.host.settings.version);
    return null;
  },
});

/** A call of `package()` or `repo()`. */
export interface DefaultsCall extends Pick<PackageBuilder, "labels"> {
  readonly caller: "package" | "repo";
  readonly version: BazelVersion;
}

/** `repo()` of REPO.bazel: the same defaults for every package of the repository. */
export function packageDefaults(
  { labels, caller, version }: DefaultsCall,
  before: PackageDefaults,
  entries: readonly (readonly [string, Value])[],
): PackageDefaults {
  const lacking = LACKING.get(version.major);
  const other = entries.find(([name]) => lacking?.includes(name));
  if (other) throw new EvalError(`unexpected keyword argument: ${other[0]}`);
  let defaults = before;
  for (const [name, value] of entries) {
    const type = PACKAGE_ARGUMENTS.get(name);
    if (!type) throw new EvalError(`unexpected keyword argument: ${name}`);
    const converted = convertAttribute(type, value, `'${caller}' argument`, labels);
    defaults = withArgument(defaults, name, converted);
  }
  return defaults;
}

function withArgument(defaults: PackageDefaults, name: string, value: Value): PackageDefaults {
  switch (name) {
    case "default_visibility":
      return { ...defaults, visibility: value };
    case "default_testonly":
    case "testonly":
      return { ...defaults, testonly: value === true };
    case "features":
      return { ...defaults, features: [...defaults.features, ...strings(value, "features")] };
    case "default_applicable_licenses":
    case "default_package_metadata":
      return {
        ...defaults,
        packageMetadata: sequence(value).filter((label): label is Label => !(label instanceof Unknown)),
      };
    default:
      return defaults;
  }
}

function groupLabel(builder: PackageBuilder, what: string, name: string): Label {
  const problem = targetNameProblem(name);
  if (problem === undefined) return builder.localLabel(name);
  throw new EvalError(`${what} has invalid name: ${name}: invalid target name '${name}': ${problem}`);
}

export const packageGroupBuiltin = builtin({
  name: "package_group",
  doc: "Defines a set of packages and assigns a label to it.",
  params: [
    { name: "name", kind: "named-only", types: ["string"], acceptsUnknown: true },
    { name: "packages", kind: "named-only", optional: true, types: ["sequence"], acceptsUnknown: true },
    { name: "includes", kind: "named-only", optional: true, types: ["sequence"], acceptsUnknown: true },
  ],
  run: (thread, [name, packages, includes]) => {
    const builder = requirePackage(thread);
    const unknown = firstUnknown([name, packages, includes, ...sequence(packages), ...sequence(includes)]);
    if (unknown) return openBecauseOf(builder, unknown, name);
    const label = groupLabel(builder, "package group", name as string);
    const specifications = strings(packages, "'package_group.packages argument'");
    for (const specification of specifications) {
      const problem = packageSpecificationProblem(specification, builder.host.settings.version.major);
      if (problem !== undefined) builder.reportError(thread, problem);
    }
    builder.addTarget({
      kind: "package-group",
      label,
      packages: specifications,
      includes: sequence(includes).map((label, index) =>
        labelArgument(thread, label, `element ${String(index)} of 'package_group.includes argument'`),
      ),
    });
    return null;
  },
});

export const exportsFilesBuiltin = builtin({
  name: "exports_files",
  doc: "Specifies files of the package that other packages may use.",
  params: [
    { name: "srcs", types: ["sequence"], acceptsUnknown: true, doc: "The files." },
    {
      name: "visibility",
      default: null,
      types: ["sequence", "None"],
      acceptsUnknown: true,
      doc: "Who may use them; everybody where it is left out.",
    },
    { name: "licenses", default: null, acceptsUnknown: true },
  ],
  run: (thread, [srcs, visibility]) => {
    const builder = requirePackage(thread);
    const unknown = firstUnknown([srcs, ...sequence(srcs)]);
    if (unknown) return openBecauseOf(builder, unknown, undefined);
    const labels =
      visibility === null || visibility === undefined
        ? undefined
        : convertAttribute("label_list", visibility, "'exports_files' argument", builder.labels);
    if (labels !== undefined) checkVisibility(labels, builder.host.settings.version);
    const macro = builder.macros.running;
    const visibleTo = macro && labels ? visibleAlsoTo(labels, macro.macroClass.definitionPackage) : labels;
    for (const name of strings(srcs, "'exports_files' operand")) {
      const problem = targetNameProblem(name);
      if (problem !== undefined) throw new EvalError(problem);
      builder.exportFile(name, visibleTo);
    }
    return null;
  },
});

export const environmentGroupBuiltin = builtin({
  name: "environment_group",
  doc: "Defines a set of related environments.",
  params: [
    { name: "name", kind: "named-only", types: ["string"], acceptsUnknown: true },
    { name: "environments", kind: "named-only", types: ["sequence"], acceptsUnknown: true },
    { name: "defaults", kind: "named-only", types: ["sequence"], acceptsUnknown: true },
  ],
  run: (thread, [name, environments = null, defaults = null]) => {
    const builder = requireBuildFile(thread, "environment_group()");
    const unknown = firstUnknown([name, environments, defaults, ...sequence(environments), ...sequence(defaults)]);
    if (unknown) return openBecauseOf(builder, unknown, name);
    const label = groupLabel(builder, "environment group", name as string);
    if (elementsOf(environments)?.length === 0)
      throw new EvalError(`environment group ${name as string} must contain at least one environment`);
    const group: EnvironmentGroupTarget = {
      kind: "environment-group",
      label,
      environments: sequence(environments).map((label) => labelArgument(thread, label, "environments")),
      site: thread.currentSite(),
    };
    const usual = sequence(defaults).map((label) => labelArgument(thread, label, "defaults"));
    builder.addTarget(group);
    for (const problem of membershipProblems(group, usual, builder.targets.values()))
      builder.reportError(thread, problem);
    return null;
  },
});

/** `licenses()` and `distribs()`: nothing depends on them. */
export const licensesBuiltin = ignored("licenses", "license_strings", "license");
export const distribsBuiltin = ignored("distribs", "distribution_strings", "distribs");

function ignored(name: string, parameter: string, type: AttributeType): Value {
  return builtin({
    name,
    doc: "Has no effect on what is built.",
    params: [{ name: parameter, types: ["sequence"], acceptsUnknown: true }],
    run: (thread: Thread, [words]) => {
      const builder = requireBuildFile(thread, `${name}()`);
      try {
        convertAttribute(type, words ?? null, `'${name}' operand`, builder.labels);
      } catch (error) {
        if (!(error instanceof EvalError)) throw error;
        builder.reportError(thread, error.message); // The file goes on.
      }
      return null;
    },
  });
}

/** A declaration that an Unknown reaches: it is there, but not known. */
function openBecauseOf(builder: PackageBuilder, unknown: Unknown, name: Value | undefined): null {
  if (typeof name === "string") builder.unknownTargets.set(name, unknown.reason);
  builder.openBy(unknown.reason);
  return null;
}

export const packageNameBuiltin = builtin({
  name: "package_name",
  doc: "The name of the package being evaluated, without the repository name.",
  params: [],
  run: (thread) => requirePackage(thread).id.path,
});

export const repositoryNameBuiltin = builtin({
  name: "repository_name",
  doc: "The canonical name of the repository being evaluated, with `@` before it.",
  params: [],
  run: (thread) => `@${requirePackage(thread).id.repository}`,
});

export const repoNameBuiltin = builtin({
  name: "repo_name",
  doc: "The canonical name of the repository being evaluated, without `@`.",
  params: [],
  run: (thread) => requirePackage(thread).id.repository,
});

export const packageRelativeLabelBuiltin = builtin({
  name: "package_relative_label",
  doc: "Converts a string into a Label, in the context of the package being evaluated.",
  params: [{ name: "input", types: ["string", "Label"] }],
  run: (thread, [input]) => {
    const builder = requirePackage(thread);
    if (typeof input !== "string") return input ?? null;
    const result = parseLabel(input, builder.labels);
    if (result.kind === "error") throw new EvalError(`invalid label in native.package_relative_label: ${result.why}`);
    return result.label;
  },
});

export const packageDefaultVisibilityBuiltin = builtin({
  name: "package_default_visibility",
  doc: "The default visibility of the package being evaluated.",
  params: [],
  run: (thread) => {
    const { defaults, id } = requirePackage(thread);
    return visibleAlsoTo(defaults.visibility, id);
  },
});

/** What a module says of itself. */
function moduleFact(name: "module_name" | "module_version", field: keyof ModuleNames): Value {
  return builtin({
    name,
    doc: `The ${name.replace("_", " ")} of the repository being evaluated.`,
    params: [],
    run: (thread) => {
      const { id, host } = requirePackage(thread);
      const { repository } = id;
      const known = host.view.module?.(repository)?.[field];
      if (known !== undefined) return known;
      return new Unknown({
        kind: "api",
        name: `native.${name}`,
        message: `native.${name}() of ${repository === "" ? "the main repository" : `@${repository}`} is not known`,
        site: thread.currentSite(),
      });
    },
  });
}

export const moduleNameBuiltin = moduleFact("module_name", "name");
export const moduleVersionBuiltin = moduleFact("module_version", "version");
