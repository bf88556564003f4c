/** `attr.*`: the schema of one attribute of a rule, aspect, macro or repository rule. After Bazel's `StarlarkAttrModule.java`. */
import type { Builtin, ParameterSpec } from "../../../starlark/builtin.ts";
import { builtin, isCallable } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { unhashable } from "../../../starlark/hash.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { repr, type Printer } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import type { AttributeDefinition, AttributeTransition, AttributeType } from "../../rule.ts";
import { Transition } from "../../rule.ts";
import { convertAttribute, describeAttribute } from "../attributeConversion.ts";
import { requireAttributePhase } from "../phase.ts";
import { callerLabels, castStrings, elementsOf, sequence } from "./arguments.ts";
import { ConfigurationField } from "./configurationField.ts";
import { declaredAspects, requiredProviders } from "./dependencyRequirements.ts";
import type { Namespace } from "./namespace.ts";
import { namespaceOf } from "./namespace.ts";
import { TransitionReference } from "./transition.ts";

/** What `attr.string(...)` and its relatives return. */
export class AttributeSchema implements StarlarkValue {
  readonly type = "Attribute";
  readonly function: string;
  readonly definition: AttributeDefinition;

  constructor(functionName: string, definition: AttributeDefinition) {
    this.function = functionName;
    this.definition = definition;
  }

  repr(printer: Printer): void {
    printer.text(`<attr.${this.function}>`);
  }

  hashKey(): string {
    throw unhashable(this);
  }
}

/** The value of an attribute that nobody gives and that declares no default. */
export function emptyValue(type: AttributeType): Value {
  switch (type) {
    case "bool":
      return false;
    case "int":
    case "tristate":
      return 0;
    case "string":
      return "";
    case "label":
    case "output":
      return null;
    case "int_list":
    case "string_list":
    case "label_list":
    case "output_list":
    case "license":
    case "distribs":
      return frozen(new StarlarkList());
    case "string_dict":
    case "string_list_dict":
    case "string_keyed_label_dict":
    case "label_keyed_string_dict":
    case "label_list_dict":
      return frozen(new StarlarkDict());
  }
}

function frozen<T extends StarlarkValue>(value: T): T {
  value.freeze?.();
  return value;
}

const CONFIGURABLE: ParameterSpec = {
  name: "configurable",
  default: null,
  kind: "named-only",
  acceptsUnknown: true,
  doc: "Whether a select() may be given (symbolic macros).",
};
const DOC: ParameterSpec = {
  name: "doc",
  default: null,
  kind: "named-only",
  types: ["string", "None"],
  acceptsUnknown: true,
  doc: "Description of the attribute.",
};
const MANDATORY: ParameterSpec = {
  name: "mandatory",
  default: false,
  kind: "named-only",
  types: ["bool"],
  doc: "Whether the attribute must be given.",
};
/** May be given by position, too. */
const ALLOW_EMPTY: ParameterSpec = {
  name: "allow_empty",
  default: true,
  types: ["bool"],
  doc: "Whether the value may be empty.",
};
const VALUES: ParameterSpec = {
  name: "values",
  optional: true,
  kind: "named-only",
  types: ["sequence"],
  doc: "The allowed values; empty for any.",
};

const DEPENDENCY: readonly ParameterSpec[] = [
  {
    name: "allow_files",
    default: null,
    kind: "named-only",
    types: ["bool", "sequence", "None"],
    doc: "Whether files are allowed, or which extensions.",
  },
  {
    name: "allow_rules",
    default: null,
    kind: "named-only",
    types: ["sequence", "None"],
    doc: "Rule classes that are allowed.",
  },
  {
    name: "providers",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    doc: "Providers that a dependency must have.",
  },
  {
    name: "cfg",
    default: null,
    kind: "named-only",
    acceptsUnknown: true,
    doc: "The configuration of the dependency: target, exec, or a transition.",
  },
  {
    name: "aspects",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    doc: "Aspects applied to the dependencies.",
  },
  {
    name: "flags",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    doc: "Deprecated; Bazel's own rules skip checks and sort labels by it.",
  },
  {
    name: "skip_validations",
    default: false,
    kind: "named-only",
    doc: "Whether validation actions of the dependency are left out.",
  },
  {
    name: "for_dependency_resolution",
    optional: true,
    kind: "named-only",
    doc: "Whether materializers may read the attribute.",
  },
];

const EXECUTABLE: ParameterSpec = {
  name: "executable",
  default: false,
  kind: "named-only",
  types: ["bool"],
  doc: "Whether the dependency must be executable.",
};
const ALLOW_SINGLE_FILE: ParameterSpec = {
  name: "allow_single_file",
  default: null,
  kind: "named-only",
  types: ["bool", "sequence", "None"],
  doc: "As allow_files, for exactly one file.",
};
const MATERIALIZER: ParameterSpec = {
  name: "materializer",
  optional: true,
  kind: "named-only",
  doc: "A function that computes the dependencies.",
};

/** `types`: those that a default may have, any where there are none. */
function defaultParameter(value: Value | undefined, ...types: readonly string[]): ParameterSpec {
  return {
    name: "default",
    ...(value === undefined ? { optional: true } : { default: value }),
    ...(types.length > 0 && { types }),
    kind: "named-only",
    acceptsUnknown: true,
    doc: "The value where none is given.",
  };
}

interface AttributeKind {
  readonly name: string;
  readonly type: AttributeType;
  readonly params: readonly ParameterSpec[];
}

const DICT_PARAMS = [ALLOW_EMPTY, CONFIGURABLE] as const;

const KINDS: readonly AttributeKind[] = [
  { name: "bool", type: "bool", params: [CONFIGURABLE, defaultParameter(false, "bool"), DOC, MANDATORY] },
  { name: "int", type: "int", params: [CONFIGURABLE, defaultParameter(0, "int"), DOC, MANDATORY, VALUES] },
  {
    name: "int_list",
    type: "int_list",
    params: [ALLOW_EMPTY, MANDATORY, CONFIGURABLE, defaultParameter(undefined, "sequence"), DOC],
  },
  {
    name: "string",
    type: "string",
    params: [CONFIGURABLE, defaultParameter("", "string"), DOC, MANDATORY, VALUES],
  },
  {
    name: "string_list",
    type: "string_list",
    params: [ALLOW_EMPTY, MANDATORY, CONFIGURABLE, defaultParameter(undefined, "sequence"), DOC],
  },
  {
    name: "string_dict",
    type: "string_dict",
    params: [...DICT_PARAMS, defaultParameter(undefined, "dict"), DOC, MANDATORY],
  },
  {
    name: "string_list_dict",
    type: "string_list_dict",
    params: [...DICT_PARAMS, defaultParameter(undefined, "dict"), DOC, MANDATORY],
  },
  {
    name: "label",
    type: "label",
    params: [
      CONFIGURABLE,
      defaultParameter(null),
      MATERIALIZER,
      DOC,
      EXECUTABLE,
      ALLOW_SINGLE_FILE,
      MANDATORY,
      ...DEPENDENCY,
    ],
  },
  {
    name: "label_list",
    type: "label_list",
    params: [
      ALLOW_EMPTY,
      CONFIGURABLE,
      defaultParameter(undefined, "sequence", "function"),
      MATERIALIZER,
      DOC,
      MANDATORY,
      ...DEPENDENCY,
    ],
  },
  {
    name: "label_keyed_string_dict",
    type: "label_keyed_string_dict",
    params: [...DICT_PARAMS, defaultParameter(null), DOC, MANDATORY, ...DEPENDENCY],
  },
  {
    name: "string_keyed_label_dict",
    type: "string_keyed_label_dict",
    params: [...DICT_PARAMS, defaultParameter(null), DOC, MANDATORY, ...DEPENDENCY],
  },
  {
    name: "label_list_dict",
    type: "label_list_dict",
    params: [...DICT_PARAMS, defaultParameter(null), DOC, MANDATORY, ...DEPENDENCY],
  },
  { name: "output", type: "output", params: [DOC, MANDATORY] },
  { name: "output_list", type: "output_list", params: [ALLOW_EMPTY, DOC, MANDATORY] },
  { name: "license", type: "license", params: [defaultParameter(null), DOC, MANDATORY] },
];

/** The namespace `attr`. */
export const attrNamespace: Namespace = namespaceOf("attr", KINDS.map(attributeBuiltin));

function attributeBuiltin(kind: AttributeKind): Builtin {
  return builtin({
    name: kind.name,
    doc: `Creates a schema for an attribute of type ${kind.type}.`,
    params: kind.params,
    run: (thread, args) => {
      requireAttributePhase(thread, `attr.${kind.name}`);
      const given = new Map(kind.params.map((param, index) => [param.name, args[index]]));
      return new AttributeSchema(kind.name, definition(thread, kind, given));
    },
  });
}

function definition(
  thread: Thread,
  kind: AttributeKind,
  given: ReadonlyMap<string, Value | undefined>,
): AttributeDefinition {
  const values = sequence(given.get("values"));
  const singleFile = given.get("allow_single_file") ?? null;
  const files = given.get("allow_files") ?? null;
  if (singleFile !== null && files !== null)
    throw new EvalError("Cannot specify both allow_files and allow_single_file");
  const executable = given.get("executable") === true;
  const cfg = given.get("cfg") ?? null;
  if (executable && cfg === null) {
    throw new EvalError(
      "cfg parameter is mandatory when executable=True is provided. Please see https://www.bazel.build/versions/main/docs/skylark/rules.html#configurations for more details.",
    );
  }
  const doc = given.get("doc");
  const fallback = defaultValue(thread, kind, given.get("default") ?? null);
  // The names of `Attribute.PropertyFlag`; Bazel knows fewer than may be written so.
  const flag = sequence(given.get("flags")).find((one) => typeof one !== "string" || !/^[A-Z_]+$/.test(one));
  if (flag !== undefined && !(flag instanceof Unknown)) throw new EvalError(`${repr(flag)} is no flag of an attribute`);
  if (fallback instanceof ConfigurationField && cfg instanceof Transition)
    throw new EvalError("late-bound attributes must not have a split configuration transition");
  return {
    type: kind.type,
    default: fallback,
    mandatory: given.get("mandatory") === true,
    allowEmpty: given.get("allow_empty") !== false,
    allowFiles: fileTypes(singleFile ?? files),
    singleFile: singleFile !== null,
    orderIndependent: sequence(given.get("flags")).includes("ORDER_INDEPENDENT"),
    skipFileTypeCheck: sequence(given.get("flags")).includes("SKIP_ANALYSIS_TIME_FILETYPE_CHECK"),
    allowRules: allowedRules(given.get("allow_rules") ?? null),
    executable,
    cfg: attributeTransition(cfg),
    providers: requiredProviders(sequence(given.get("providers"))),
    aspects: declaredAspects(sequence(given.get("aspects"))),
    values,
    configurable: given.get("configurable") !== false && !OUTPUTS.has(kind.type),
    doc: typeof doc === "string" ? doc : undefined,
  };
}

/** Which files there are, no configuration decides. */
const OUTPUTS: ReadonlySet<string> = new Set(["output", "output_list"]);

/** A literal default is converted where it is written; a function, a late-bound value or an Unknown is kept. */
function defaultValue(thread: Thread, kind: AttributeKind, value: Value): Value {
  if (value === null) return emptyValue(kind.type);
  if (value instanceof Unknown || value instanceof ConfigurationField) return value;
  if (typeOf(value) === "function") return value;
  if (isCallable(value))
    throw new EvalError(
      `in call to ${kind.name}(), parameter 'default' got value of type '${typeOf(value)}', want 'Label, string, LateBoundDefault, NativeComputedDefault, function, or NoneType'`,
    );
  return convertAttribute(kind.type, value, describeAttribute("default", undefined), callerLabels(thread));
}

function fileTypes(value: Value): boolean | readonly string[] {
  if (typeof value === "boolean") return value;
  return elementsOf(value) ? castStrings(value, "allow_files argument") : false;
}

function allowedRules(value: Value): readonly string[] | undefined {
  return elementsOf(value)?.map((element) => {
    if (typeof element === "string") return element;
    throw new EvalError(`at index 0 of allow_rules, got element of type ${typeOf(element)}, want string`);
  });
}

/** What `cfg` of an attribute or rule means. */
export function attributeTransition(cfg: Value): AttributeTransition {
  if (cfg === null || cfg === "target") return { kind: "target" };
  if (cfg === "exec") return { kind: "exec", group: undefined };
  if (cfg === "host") return { kind: "host" };
  if (cfg instanceof Transition) return { kind: "starlark", transition: cfg };
  if (cfg instanceof TransitionReference) return cfg.transition;
  if (cfg instanceof Unknown) return { kind: "unknown", value: cfg };
  throw new EvalError(
    "cfg must be either 'target', 'exec' or a starlark transition defined by the exec() or transition() functions.",
  );
}
