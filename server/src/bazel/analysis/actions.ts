/**
 * `ctx.actions`: outputs are declared, actions are recorded with their outputs and never run.
 */
import { ACTIONS, requireUnresolvedSymlinks, type ActionSpec, type Release } from "./actionArguments.ts";
import type { ActionRecorder } from "./actionRecorder.ts";
import { Args, requireGlobal } from "./argsBuiltin.ts";
import { Artifact, derivedArtifact, isPredictable, type ArtifactKind, type Root } from "../artifact.ts";
import {
  BoundMethod,
  methodTable,
  type MethodSpec,
  type MethodTable,
  type ParameterSpec,
} from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import type { Label } from "../label.ts";
import type { OutputLedger } from "./outputLedger.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";

export interface ActionsHost extends Release {
  readonly label: Label;
  readonly binDirectory: Root;
  /** Identity of the configuration. */
  readonly configuration: string;
  readonly ledger: OutputLedger;
  readonly recorder: ActionRecorder | undefined;
}

/** What an action-making API of later versions than 4 is given is not looked at. */
const ANYTHING: readonly ParameterSpec[] = [
  { name: "positional", kind: "args" },
  { name: "named", kind: "kwargs" },
];

/** The value of `ctx.actions`. */
export class ActionsModule implements StarlarkValue {
  readonly type = "actions";
  readonly host: ActionsHost;

  constructor(host: ActionsHost) {
    this.host = host;
  }

  isImmutable(): boolean {
    return false;
  }

  repr(printer: Printer): void {
    printer.text("<actions>");
  }

  getAttr(name: string): Value | undefined {
    const method = methodsOf(this.host).get(name);
    return method && new BoundMethod(method, this);
  }

  attrNames(): readonly string[] {
    return [...methodsOf(this.host).keys()];
  }
}

const DECLARATIONS: readonly MethodSpec<ActionsModule>[] = [
  declaration("declare_file", "file"),
  declaration("declare_directory", "directory"),
  declaration("declare_symlink", "symlink"),
  {
    name: "args",
    doc: "Returns an object that builds memory-efficient command lines.",
    params: [],
    run: (_thread, { host }) => Args.ofRelease(host.major),
  },
];

const METHODS_IN_4: MethodTable = methodTable([
  ...DECLARATIONS,
  ...Object.entries(ACTIONS).map(([name, spec]) => action(name, spec, spec.params)),
]);

const LATER_METHODS: MethodTable = methodTable([
  ...DECLARATIONS,
  ...Object.entries(ACTIONS).map(([name, spec]) =>
    action(name, spec, [...spec.params.map(optional), { name: "later", kind: "kwargs" }]),
  ),
  {
    name: "map_directory",
    acceptsUnknown: true,
    params: ANYTHING,
    run: (_thread, { host }, [, named]) => {
      if (named instanceof StarlarkDict) host.ledger.generate(named.get("output_directories"));
      if (host.recorder) host.recorder.hasOthers = true;
      return null;
    },
  },
  { name: "template_dict", params: [], run: () => new TemplateDict() },
]);

/** What Bazel 7 has beyond Bazel 4 (`StarlarkActionFactoryApi` of 7.7.1). */
const SPAWN_IN_7: readonly ParameterSpec[] = [
  { name: "shadowed_action", kind: "named-only", types: ["Action", "None"], optional: true },
  { name: "resource_set", kind: "named-only", types: ["callable", "None"], optional: true },
  { name: "toolchain", kind: "named-only", optional: true },
];
const FURTHER_IN_7: Readonly<Record<string, readonly ParameterSpec[]>> = {
  run: SPAWN_IN_7,
  run_shell: SPAWN_IN_7,
  symlink: [{ name: "use_exec_root_for_source", kind: "named-only", optional: true }],
  expand_template: [{ name: "computed_substitutions", kind: "named-only", optional: true }],
};

const METHODS_IN_7: MethodTable = methodTable([
  ...DECLARATIONS,
  ...Object.entries(ACTIONS).map(([name, spec]) =>
    actionIn7(
      name,
      spec,
      spec.params.map((param) => (param.name === "substitutions" ? optional(param) : param)),
    ),
  ),
  { name: "template_dict", params: [], run: () => new TemplateDict() },
]);

function methodsOf({ major }: ActionsHost): MethodTable {
  if (major < 5) return METHODS_IN_4;
  return major === 7 ? METHODS_IN_7 : LATER_METHODS;
}

/** Later versions may have a default for what is mandatory in Bazel 4. */
function optional(param: ParameterSpec): ParameterSpec {
  return param.default === undefined ? { ...param, optional: true } : param;
}

/** An action is recorded with what it makes. */
function action(name: string, spec: ActionSpec, params: readonly ParameterSpec[]): MethodSpec<ActionsModule> {
  return {
    name,
    acceptsUnknown: true,
    params,
    run: (_thread, { host }, values) => {
      const given = new Map<string, Value>();
      for (const [i, param] of spec.params.entries()) if (values[i] !== undefined) given.set(param.name, values[i]);
      spec.check?.(given, host);
      for (const output of spec.outputs) host.ledger.generate(given.get(output), { name, arguments: given });
      const later = values[spec.params.length];
      host.recorder?.record({ name, arguments: given }, later instanceof StarlarkDict ? later : undefined);
      return null;
    },
  };
}

function actionIn7(name: string, spec: ActionSpec, params: readonly ParameterSpec[]): MethodSpec<ActionsModule> {
  const further = FURTHER_IN_7[name] ?? [];
  const all = action(name, spec, [...params, { name: "later", kind: "kwargs" }]);
  return {
    ...all,
    params: [...params, ...further],
    run: (thread, self, values) => {
      const later = further.flatMap((param, index) => {
        const value = values[params.length + index];
        return value === undefined ? [] : [[param.name, value] as const];
      });
      requireGlobal(new Map(later).get("resource_set"), "resource_set");
      return all.run(thread, self, [...values.slice(0, params.length), StarlarkDict.from(later)]);
    },
  };
}

function declaration(name: string, kind: ArtifactKind): MethodSpec<ActionsModule> {
  return {
    name,
    doc: "Declares that the rule or aspect creates an output in the current package.",
    params: [
      { name: "filename", types: ["string"], doc: "Path relative to the package, or to the sibling's directory." },
      {
        name: "sibling",
        default: null,
        kind: "named-only",
        types: ["File", "NoneType"],
        doc: "A file beside which the output is to lie.",
      },
    ],
    run: (_thread, { host }, [filename, sibling]) => {
      if (kind === "symlink") requireUnresolvedSymlinks("declare_symlink()", host);
      if (!isPredictable(filename as string)) return unpredictablePath("a file's name");
      return declareOutput(host, filename as string, kind, sibling instanceof Artifact ? sibling : undefined);
    },
  };
}

/** `AnalysisEnvironment.declare*`: an output of the rule under its package's directory. */
export function declareOutput(host: ActionsHost, filename: string, kind: ArtifactKind, sibling?: Artifact): Artifact {
  const { packagePath } = host.label;
  const relative = normalised(sibling ? siblingDirectory(sibling) : packagePath, filename);
  if (!isBelow(relative, packagePath))
    throw new EvalError(
      `the output artifact '${relative}' is not under package directory '${packagePath}' for target '${host.label.toString()}'`,
    );
  return host.ledger.declare(derivedArtifact(host.label, relative, kind, host.binDirectory, host.configuration));
}

/** `PathFragment.getRelative`: `.` and `..` are resolved, an absolute path stands for itself. */
function normalised(directory: string, filename: string): string {
  if (filename.startsWith("/")) return filename;
  const segments: string[] = [];
  for (const segment of `${directory}/${filename}`.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return segments.join("/");
}

function isBelow(path: string, directory: string): boolean {
  if (directory === "") return !path.startsWith("/") && path.split("/")[0] !== "..";
  return path === directory || path.startsWith(`${directory}/`);
}

/** The sibling's directory relative to its repository. */
function siblingDirectory(sibling: Artifact): string {
  const path = sibling.shortPath.startsWith("../")
    ? sibling.shortPath.split("/").slice(2).join("/")
    : sibling.shortPath;
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** `ctx.actions.template_dict()`, whose effects never reach runfiles. */
class TemplateDict implements StarlarkValue {
  static readonly methods: MethodTable = methodTable<TemplateDict>([
    { name: "add", acceptsUnknown: true, params: ANYTHING, run: (_thread, self) => self },
    { name: "add_joined", acceptsUnknown: true, params: ANYTHING, run: (_thread, self) => self },
  ]);
  readonly type = "TemplateDict";

  repr(printer: Printer): void {
    printer.text("<TemplateDict>");
  }

  getAttr(name: string): Value | undefined {
    const method = TemplateDict.methods.get(name);
    return method && new BoundMethod(method, this);
  }

  attrNames(): readonly string[] {
    return [...TemplateDict.methods.keys()];
  }
}

/** Of a path with the name of an output directory in it, which is a hash that the sources do not determine. */
export function unpredictablePath(what: string): Unknown {
  const message = `${what} contains the name of an output directory, which is a hash that the sources do not determine`;
  return new Unknown({ kind: "configuration", name: "output directory", message, site: undefined });
}

export function unknownApi(name: string): Unknown {
  return new Unknown({ kind: "api", name, message: `${name} is not evaluated`, site: undefined });
}
