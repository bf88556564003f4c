/** `ctx.resolve_tools` and `ctx.resolve_command`: what a command for the shell needs (`StarlarkRuleContext`, `CommandHelper`). */
import { unknownApi } from "./actions.ts";
import { shell } from "./actionValue.ts";
import { elementsIn, requireDictOf, requireSequenceOf } from "./argumentChecks.ts";
import { AttributeError } from "./attributeError.ts";
import { templateContext } from "./attributeExpansion.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { dependenciesOn, expandLocationsIn } from "./expandLocation.ts";
import { addFiles, addTargets, filesOfCommand, executableOrFiles, type LocationMap, locationMap } from "./locations.ts";
import { resolvedTools } from "./resolvedTools.ts";
import { expandTemplate } from "./templateExpansion.ts";
import { Artifact } from "../artifact.ts";
import { Label } from "../label.ts";
import { builtin, type Builtin, type ParameterSpec } from "../../starlark/builtin.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { repr } from "../../starlark/printer.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { typeOf, type Value } from "../../starlark/value.ts";
import type { RuleContextSpec } from "./ruleContext.ts";

const NO_LIST = new StarlarkList([]);
NO_LIST.freeze();
const NO_DICT = new StarlarkDict();
NO_DICT.freeze();

const TOOLS: ParameterSpec = { name: "tools", kind: "named-only", types: ["sequence"], default: NO_LIST };
const COMMAND: readonly ParameterSpec[] = [
  { name: "command", kind: "named-only", types: ["string"], default: "" },
  { name: "attribute", kind: "named-only", types: ["string", "None"], default: null },
  { name: "expand_locations", kind: "named-only", types: ["bool"], default: false },
  { name: "make_variables", kind: "named-only", types: ["dict", "None"], default: null },
  TOOLS,
  { name: "label_dict", kind: "named-only", types: ["dict"], default: NO_DICT },
  { name: "execution_requirements", kind: "named-only", types: ["dict"], default: NO_DICT },
];

/** A longer command is written into a script (`CommandHelper.maxCommandLength`, on Linux). */
const LONGEST = 64_000;

export function resolveTools(spec: RuleContextSpec): Builtin {
  return builtin({
    name: "resolve_tools",
    acceptsUnknown: true,
    params: [TOOLS],
    run: (_thread, [tools = null]) => {
      requireSequenceOf("Target", tools, "tools");
      const { files, manifests } = resolvedTools(toolsIn(tools), spec.key.configuration.top.major);
      return Tuple.of(files, manifests);
    },
  });
}

export function resolveCommand(spec: RuleContextSpec): Builtin {
  return builtin({
    name: "resolve_command",
    acceptsUnknown: true,
    params: COMMAND,
    run: (_thread, [command = null, attribute, expands, variables = null, tools = null, labels, requirements]) => {
      checkLabels(labels);
      requireSequenceOf("Target", tools, "tools");
      const located = expands === false ? command : withLocations(spec, { command, expands, attribute, tools, labels });
      const expanded = variables === null ? located : withVariables(spec, located, variables, attribute);
      requireDictOf(requirements, "execution_requirements", "string");
      const { files, manifests } = resolvedTools(toolsIn(tools), spec.key.configuration.top.major);
      const inputs = files instanceof Unknown ? files : new StarlarkList([...files.toList()]);
      return Tuple.of(inputs, commandLine(spec, expanded, requirements), manifests);
    },
  });
}

/** An Unknown stands for all of them. */
function toolsIn(tools: Value): readonly Value[] {
  return tools instanceof Unknown ? [tools] : elementsIn(tools);
}

interface Command {
  readonly command: Value;
  readonly expands: Value | undefined;
  readonly attribute: Value | undefined;
  readonly tools: Value;
  readonly labels: Value | undefined;
}

function withLocations(spec: RuleContextSpec, { command, expands, attribute, tools, labels }: Command): Value {
  const unknown = [command, expands, ...toolsIn(tools), labels].find((value) => value instanceof Unknown);
  if (unknown || typeof command !== "string") return unknown ?? command;
  return ofAttribute(attribute, () => expandLocationsIn(spec, command, nameable(spec, tools, labels)));
}

/** A program among the tools stands for itself, what else is there for its files. */
function nameable(spec: RuleContextSpec, tools: Value, labels: Value | undefined): LocationMap {
  const map = locationMap(spec, { data: false });
  const { major } = spec.key.configuration.top;
  const given = toolsIn(tools).filter((tool) => tool instanceof ConfiguredTarget);
  const dependencies = given.flatMap((tool) => dependenciesOn(spec, tool));
  addTargets(map, dependencies, major === 4 ? filesOfCommand : executableOrFiles);
  for (const [label, files] of entriesOf(labels))
    if (label instanceof Label)
      addFiles(
        map,
        label,
        elementsIn(files).filter((file) => file instanceof Artifact),
      );
  return map;
}

function withVariables(spec: RuleContextSpec, command: Value, variables: Value, attribute: Value | undefined): Value {
  if (typeof command !== "string" || variables instanceof Unknown)
    return command instanceof Unknown ? command : variables;
  const given = entriesOf(variables).filter(
    (entry): entry is [string, string | Unknown] => typeof entry[0] === "string",
  );
  const context = templateContext(spec, { locations: undefined, variables: new Map(given) });
  return ofAttribute(attribute, () => expandTemplate(command, context));
}

/** What is wrong with a text is wrong with the attribute that it is said to come from. */
function ofAttribute(attribute: Value | undefined, expand: () => Value): Value {
  try {
    return expand();
  } catch (error) {
    throw error instanceof EvalError && typeof attribute === "string"
      ? new AttributeError(attribute, error.message)
      : error;
  }
}

function commandLine({ key }: RuleContextSpec, command: Value, requirements: Value | undefined): Value {
  if (typeof command === "string" && command.length > LONGEST)
    return unknownApi("ctx.resolve_command of a long command");
  const isOfDarwin = entriesOf(requirements).some(([name]) => name === "requires-darwin");
  return new StarlarkList([isOfDarwin ? "/bin/bash" : shell(key.configuration), "-c", command]);
}

function checkLabels(labels: Value | undefined): void {
  for (const [label, files] of entriesOf(labels)) {
    if (label instanceof Unknown || files instanceof Unknown) continue;
    if (!(label instanceof Label)) throw new EvalError(`invalid key ${repr(label)} in 'label_dict'`);
    if (!(files instanceof StarlarkList || files instanceof Tuple))
      throw new EvalError(
        `invalid value ${repr(files)} in 'label_dict': expected iterable, but got '${typeOf(files)}'`,
      );
    if (files.items.some((file) => !(file instanceof Artifact || file instanceof Unknown)))
      throw new EvalError(`invalid value ${repr(files)} in 'label_dict'`);
  }
}

function entriesOf(dict: Value | undefined): readonly (readonly [Value, Value])[] {
  return dict instanceof StarlarkDict ? [...dict.entries()] : [];
}
