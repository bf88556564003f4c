/**
 * The private builtins of models (server/models): the little that Bazel's own rules do and Starlark rules cannot. Model files see them as members of `model`.
 */
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { nativeTransitionBuiltin } from "../loading/api/transition.ts";
import { scopeOf } from "../loading/moduleScope.ts";
import { Provider, Struct } from "../provider.ts";
import type { VersionRange } from "../rule.ts";
import { NoExecutable } from "./defaultInfo.ts";
import { alsoAllow, license, nodep, orderIndependent, tristate } from "./model/attributes.ts";
import { configSetting, constraintValue, flagValueBuiltin, isDeclared } from "./model/configSetting.ts";
import {
  atLeast,
  option,
  hostOs,
  hostCpu,
  targetOs,
  hasHashedDirectoryBuiltin,
  registeredToolchain,
} from "./model/configuration.ts";
import { checkDocumentation } from "./model/documentation.ts";
import { forward, forwardSetting } from "./model/forward.ts";
import { labelText, displayLabel } from "./model/labels.ts";
import { requireOneValueEachBuiltin } from "./model/constraintCollection.ts";
import { expandBuiltin } from "./model/expansion.ts";
import { refuse, mayBeRefused } from "./model/refusal.ts";
import {
  collect,
  runfilesOf,
  singleton,
  withPythonInits,
  withCopies,
  withoutInits,
  unknownRunfilesBuiltin,
} from "./model/runfiles.ts";
import {
  provided,
  output,
  attributeLabel,
  isGiven,
  contextBuiltin,
  ruleClassBuiltin,
  ruleAttribute,
  declaredAttribute,
} from "./model/targets.ts";
import { isTest } from "./model/testSuite.ts";
import { CONFIG_MATCHING_INFO, DECLARED_TOOLCHAIN_INFO, TOOLCHAIN_TYPE_INFO } from "./providers.ts";
import { strings } from "./model/strings.ts";

/** Names that only model files see. */
export function modelNames(): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    [
      "model",
      namespace({
        describe,
        native_transition: nativeTransitionBuiltin,
        nodep,
        order_independent: orderIndependent,
        tristate,
        license,
        also_allow: alsoAllow,
        at_least: atLeast,
        option,
        collect,
        runfiles_of: runfilesOf,
        singleton,
        forward,
        forward_setting: forwardSetting,
        config_setting: configSetting,
        constraint_value: constraintValue,
        label_text: labelText,
        flag_value: flagValueBuiltin,
        with_python_inits: withPythonInits,
        with_copies: withCopies,
        without_inits: withoutInits,
        registered_toolchain: registeredToolchain,
        has_hashed_directory: hasHashedDirectoryBuiltin,
        target_os: targetOs,
        unknown: unknownBuiltin,
        is_declared: isDeclared,
        is_unknown: isUnknown,
        unknown_runfiles: unknownRunfilesBuiltin,
        provided,
        output,
        display_label: displayLabel,
        attribute_label: attributeLabel,
        is_given: isGiven,
        refuse,
        require_one_value_each: requireOneValueEachBuiltin,
        may_be_refused: mayBeRefused,
        expand: expandBuiltin,
        check_documentation: checkDocumentation,
        by_identity: byIdentity,
        context: contextBuiltin,
        rule_class: ruleClassBuiltin,
        rule_attribute: ruleAttribute,
        declared_attribute: declaredAttribute,
        is_test: isTest,
        no_executable: new NoExecutable(),
        host_os: hostOs,
        host_cpu: hostCpu,
        ConfigMatchingInfo: CONFIG_MATCHING_INFO,
        DeclaredToolchainInfo: DECLARED_TOOLCHAIN_INFO,
        ToolchainTypeInfo: TOOLCHAIN_TYPE_INFO,
      }),
    ],
  ]);
}

function namespace(members: Readonly<Record<string, Value>>): Struct {
  return new Struct(new Map(Object.entries(members)));
}

const describe = builtin({
  name: "describe",
  doc: "Says what the rules of this file mirror: the module, the versions for which its behaviour was checked against a run or the source (the first and the last, and so for each further range), and those that were run.",
  params: [
    { name: "of", kind: "named-only", types: ["string"] },
    { name: "checked", kind: "named-only", types: ["tuple"] },
    { name: "verified", kind: "named-only", types: ["list"] },
  ],
  run: (thread, [of, checked, verified]) => {
    const scope = scopeOf(thread);
    if (!scope || !(checked instanceof Tuple)) throw new EvalError("model.describe() is for the top level of a model");
    scope.model = {
      file: scope.file,
      of: of as string,
      checked: rangesOf(checked.items.map(String)),
      verifiedAgainst: strings(verified),
    };
    return null;
  },
});

function rangesOf(bounds: readonly string[]): readonly VersionRange[] {
  return bounds.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: bounds[i + 1] ?? from }] : []));
}

const byIdentity = builtin({
  name: "by_identity",
  doc: "The provider, of which every instance equals itself only, as objects of Bazel's Java do.",
  params: [{ name: "provider", types: ["Provider"] }],
  run: (_thread, [provider]) => (provider instanceof Provider ? provider.compareByIdentity() : null),
});

const unknownBuiltin = builtin({
  name: "unknown",
  doc: "A value that this model does not know, with the reason.",
  params: [
    { name: "name", types: ["string"] },
    { name: "message", types: ["string"] },
  ],
  run: (_thread, [name, message]) =>
    new Unknown({ kind: "model", name: name as string, message: message as string, site: undefined }),
});

const isUnknown = builtin({
  name: "is_unknown",
  doc: "Whether a value is not known: what a model may branch on to keep what it does know.",
  params: [{ name: "value", acceptsUnknown: true }],
  run: (_thread, [value]) => value instanceof Unknown,
});
