/** `aspect()`: declares an aspect, which visits the dependencies of a target. After Bazel's `StarlarkDefinedAspect.java`. */
import type { ParameterSpec } from "../../../starlark/builtin.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { BAZEL_VERSION } from "../../workspace/bazelVersion.ts";
import { isModelSpeaking, ownIdentity } from "../moduleScope.ts";
import { elementsOf, firstUnknown, labelArgument, sequence, stringEntries, stringOf } from "./arguments.ts";
import { AttributeSchema } from "./attr.ts";
import { advertisedProviders, requiredProviders } from "./dependencyRequirements.ts";
import { checkAspectAttribute } from "./aspectParameters.ts";
import { AspectValue } from "./aspectValue.ts";
import { checkAttribute } from "./attributeDeclarations.ts";
import { fragmentsOf } from "./rule.ts";
import { declaredSubrules, transitiveSubrules } from "./subrule.ts";
import { toolchainTypes } from "./toolchains.ts";

const PARAMS: readonly ParameterSpec[] = [
  {
    name: "implementation",
    types: ["function"],
    acceptsUnknown: true,
    doc: "The function that is run on each target; it gets (target, ctx).",
  },
  {
    name: "attr_aspects",
    optional: true,
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Attributes along which the aspect propagates.",
  },
  {
    name: "toolchains_aspects",
    optional: true,
    kind: "named-only",
    acceptsUnknown: true,
    doc: "Toolchain types along which it propagates.",
  },
  { name: "attrs", default: null, types: ["dict", "None"], doc: "Attributes of the aspect." },
  {
    name: "required_providers",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Providers that a visited target must have.",
  },
  {
    name: "required_aspect_providers",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Providers of other aspects that are seen.",
  },
  {
    name: "provides",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Providers that the implementation must return.",
  },
  {
    name: "requires",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Aspects that run before.",
  },
  {
    name: "propagation_predicate",
    optional: true,
    kind: "named-only",
    acceptsUnknown: true,
    doc: "Decides whether a target is visited.",
  },
  {
    name: "fragments",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Configuration fragments.",
  },
  {
    name: "host_fragments",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Configuration fragments of the host.",
  },
  {
    name: "toolchains",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    doc: "Toolchain types that the aspect needs.",
  },
  {
    name: "incompatible_use_toolchain_transition",
    default: false,
    kind: "named-only",
    doc: "Whether toolchains are analysed as what uses them is; ignored from Bazel 5 on.",
  },
  {
    name: "doc",
    default: null,
    kind: "named-only",
    types: ["string", "None"],
    acceptsUnknown: true,
    doc: "Description of the aspect.",
  },
  {
    name: "apply_to_generating_rules",
    default: false,
    kind: "named-only",
    types: ["bool"],
    doc: "Whether output files lead to their rule.",
  },
  {
    name: "exec_compatible_with",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Constraints on the execution platform.",
  },
  {
    name: "exec_groups",
    default: null,
    kind: "named-only",
    types: ["dict", "None"],
    acceptsUnknown: true,
    doc: "Execution groups.",
  },
  {
    name: "subrules",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Subrules that the implementation calls.",
  },
];

export const aspectBuiltin = builtin({
  name: "aspect",
  doc: "Creates a new aspect.",
  params: PARAMS,
  run: (thread, args) => {
    const given = new Map(PARAMS.map((param, index) => [param.name, args[index]]));
    const attributes = new Map<string, AttributeDefinition>();
    const isChecked = !isModelSpeaking(thread);
    for (const [name, value] of stringEntries(given.get("attrs"), "attrs")) {
      if (value instanceof Unknown) return value;
      if (!(value instanceof AttributeSchema))
        throw new EvalError(`got dict<string, ${typeOf(value)}> for 'attrs', want dict<string, Attribute>`);
      checkAttribute(name, value.definition);
      if (isChecked) checkAspectAttribute(name, value.definition, thread.get(BAZEL_VERSION));
      attributes.set(name, value.definition);
    }
    const subrules = declaredSubrules(given.get("subrules"));
    const ofSubrules = [...transitiveSubrules(subrules)];
    for (const [name, definition] of ofSubrules.flatMap((subrule) => subrule.hiddenAttributes()))
      attributes.set(name, definition);
    const toolchains = toolchainTypes(thread, given.get("toolchains"));
    const along = given.get("attr_aspects");
    const appliesToGeneratingRules = given.get("apply_to_generating_rules") === true;
    if (sequence(along).includes("*") && sequence(along).length > 1)
      throw new EvalError("'*' must be the only string in 'attr_aspects' list");
    // 4.2.3 takes both; 7.7.1 does not, and between them nobody has looked.
    const isBefore5 = thread.get(BAZEL_VERSION)?.major === 4;
    if (!isBefore5 && appliesToGeneratingRules && sequence(given.get("required_providers")).length > 0)
      throw new EvalError("An aspect cannot simultaneously have required providers and apply to generating rules.");
    return new AspectValue({
      implementation: obstacleOf(given, toolchains) ?? given.get("implementation") ?? null,
      attrAspects: along instanceof Unknown ? ["*"] : sequence(along).map((name) => stringOf(name, "attr_aspects")),
      attributes,
      requiredProviders: alternatives(given.get("required_providers")),
      requiredAspectProviders: alternatives(given.get("required_aspect_providers")),
      requires: sequence(given.get("requires")),
      toolchains: [
        ...(toolchains instanceof Unknown ? [] : toolchains),
        ...ofSubrules.flatMap((subrule) => subrule.toolchains),
      ],
      subrules,
      appliesToGeneratingRules,
      usesToolchainTransition: given.get("incompatible_use_toolchain_transition") === true,
      execGroups: new Map(stringEntries(given.get("exec_groups"), "exec_groups")),
      execCompatibleWith: sequence(given.get("exec_compatible_with")).flatMap((label) =>
        label instanceof Unknown ? [] : [labelArgument(thread, label, "exec_compatible_with")],
      ),
      fragments: fragmentsOf(given.get("fragments")),
      hostFragments: fragmentsOf(given.get("host_fragments")),
      provides: advertisedProviders(sequence(given.get("provides"))),
      site: thread.currentSite(),
      moduleId: ownIdentity(thread),
    });
  },
});

/** What keeps the implementation from being followed. */
function obstacleOf(
  given: ReadonlyMap<string, Value | undefined>,
  toolchains: ReturnType<typeof toolchainTypes>,
): Unknown | undefined {
  if (toolchains instanceof Unknown) return toolchains;
  const unread = ["provides", "requires", "subrules", "exec_groups", "exec_compatible_with"].map((name) =>
    given.get(name),
  );
  for (const name of ["propagation_predicate", "toolchains_aspects"])
    if (!isNothing(given.get(name))) unread.push(notFollowed(name));
  return firstUnknown(unread.flatMap((value) => value ?? []));
}

function isNothing(value: Value | undefined): boolean {
  return value === undefined || value === null || (!(value instanceof Unknown) && elementsOf(value)?.length === 0);
}

function notFollowed(parameter: string): Unknown {
  const message = `${parameter} of aspects is not followed`;
  return new Unknown({ kind: "api", name: `aspect.${parameter}`, message, site: undefined });
}

/** Where the argument is not known, one alternative that is not. */
function alternatives(value: Value | undefined): readonly (readonly Value[])[] {
  return value instanceof Unknown ? [[value]] : requiredProviders(sequence(value));
}
