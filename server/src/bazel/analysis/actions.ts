/**
 * `ctx.actions`: outputs are declared, actions are recorded with their outputs and never run. `Args` objects are written to and never read.
 */
import { derivedArtifact, type Artifact, type ArtifactKind, type Root } from "../artifact.ts";
import { Artifact as File } from "../artifact.ts";
import { builtin, type Builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Label } from "../label.ts";
import type { OutputLedger } from "./outputLedger.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../starlark/value.ts";

export interface ActionsHost {
  readonly label: Label;
  readonly binDirectory: Root;
  /** Identity of the configuration. */
  readonly configuration: string;
  readonly ledger: OutputLedger;
  /** Major version whose actions these are. */
  readonly major: number;
}

/** A value whose attributes are builtins that take anything: for API whose effects never reach runfiles. */
class Sink implements StarlarkValue {
  readonly type: string;
  readonly #methods: ReadonlyMap<string, Value>;

  constructor(type: string, methods: ReadonlyMap<string, Value>) {
    this.type = type;
    this.#methods = methods;
  }

  repr(printer: Printer): void {
    printer.text(`<${this.type}>`);
  }

  getAttr(name: string): Value | undefined {
    return this.#methods.get(name);
  }

  attrNames(): readonly string[] {
    return [...this.#methods.keys()];
  }
}

/** A builtin that takes any arguments, Unknown ones too. */
function anyArguments(
  name: string,
  run: (named: NamedArguments, positional: readonly Value[]) => Value,
): StarlarkValue {
  return {
    type: "builtin_function_or_method",
    repr: (printer) => {
      printer.text(`<built-in method ${name}>`);
    },
    call: (_thread, positional, named) => run(named, positional),
  };
}

function args(): Value {
  const methods = new Map<string, Value>();
  const self = new Sink("Args", methods);
  for (const name of ["add", "add_all", "add_joined", "use_param_file", "set_param_file_format"])
    methods.set(
      name,
      anyArguments(name, () => self),
    );
  return self;
}

/** Actions, by the parameters that name what they make. */
const OUTPUTS_OF: Readonly<Record<string, readonly string[]>> = {
  run: ["outputs"],
  run_shell: ["outputs"],
  write: ["output"],
  symlink: ["output"],
  expand_template: ["output"],
  do_nothing: [],
  map_directory: ["output_directories"],
};

/** The parameters of actions as Bazel 4 has them, mandatory ones with a mark (`StarlarkActionFactoryApi.java` of 4.2.3). Those of later versions were not looked at: they take anything. */
const PARAMETERS_IN_4: Readonly<Record<string, string>> = {
  run: "outputs! inputs unused_inputs_list executable! tools arguments mnemonic progress_message use_default_shell_env env execution_requirements input_manifests exec_group",
  run_shell:
    "outputs! inputs tools arguments mnemonic command! progress_message use_default_shell_env env execution_requirements input_manifests exec_group",
  write: "output! content! is_executable",
  symlink: "output! target_file target_path is_executable progress_message",
  expand_template: "template! output! substitutions! is_executable",
  do_nothing: "mnemonic! inputs",
};

function checkArguments(name: string, { major }: ActionsHost, named: NamedArguments, positional: number): void {
  const parameters = PARAMETERS_IN_4[name]?.split(" ");
  if (major > 4 || !parameters) return;
  const names = parameters.map((parameter) => parameter.replace("!", ""));
  for (const given of named.keys())
    if (!names.includes(given)) throw new EvalError(`${name}() got unexpected keyword argument '${given}'`);
  const missing = parameters
    .slice(positional)
    .find((parameter) => parameter.endsWith("!") && !named.has(parameter.slice(0, -1)));
  if (missing !== undefined)
    throw new EvalError(`${name}() missing 1 required named argument: ${missing.slice(0, -1)}`);
}

export function actionsModule(host: ActionsHost): StarlarkValue {
  const methods = new Map<string, Value>([
    ["declare_file", declaration("declare_file", "file", host)],
    ["declare_directory", declaration("declare_directory", "directory", host)],
    ["declare_symlink", declaration("declare_symlink", "symlink", host)],
    ["args", anyArguments("args", args)],
    [
      "template_dict",
      anyArguments(
        "template_dict",
        () =>
          new Sink(
            "TemplateDict",
            new Map([
              ["add", anyArguments("add", () => null)],
              ["add_joined", anyArguments("add_joined", () => null)],
            ]),
          ),
      ),
    ],
  ]);
  for (const [name, parameters] of Object.entries(OUTPUTS_OF)) {
    methods.set(
      name,
      anyArguments(name, (named, positional) => {
        checkArguments(name, host, named, positional.length);
        const [first] = positional;
        if (parameters[0] === "output") host.ledger.generate(named.get("output") ?? first);
        else for (const parameter of parameters) host.ledger.generate(named.get(parameter));
        return null;
      }),
    );
  }
  return new Sink("actions", methods);
}

function declaration(name: string, kind: ArtifactKind, host: ActionsHost): Builtin {
  return builtin({
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
    run: (_thread, [filename, sibling]) =>
      declareOutput(host, filename as string, kind, sibling instanceof File ? sibling : undefined),
  });
}

/** `AnalysisEnvironment.declare*`: an output of the rule under its package's directory. */
export function declareOutput(host: ActionsHost, filename: string, kind: ArtifactKind, sibling?: Artifact): Artifact {
  if (filename === "" || filename.startsWith("/") || filename.split("/").includes(".."))
    throw new EvalError(
      `the output artifact '${filename}' is not under package directory '${host.label.packagePath}' for target '${host.label.toString()}'`,
    );
  const directory = sibling ? siblingDirectory(sibling) : host.label.packagePath;
  const relative = directory === "" ? filename : `${directory}/${filename}`;
  return host.ledger.declare(derivedArtifact(host.label, relative, kind, host.binDirectory, host.configuration));
}

/** The sibling's directory relative to its repository. */
function siblingDirectory(sibling: Artifact): string {
  const path = sibling.shortPath.startsWith("../")
    ? sibling.shortPath.split("/").slice(2).join("/")
    : sibling.shortPath;
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

export function unknownApi(name: string): Unknown {
  return new Unknown({ kind: "api", name, message: `${name} is not evaluated`, site: undefined });
}
