/** `provider()` and `struct()`. After Bazel's `StarlarkProvider.java` and `StructProvider.java`. */
import { getAttribute } from "../../../starlark/attributes.ts";
import type { Builtin } from "../../../starlark/builtin.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { call } from "../../../starlark/evaluate.ts";
import { JSON_MODULE } from "../../../starlark/json.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import { Provider, Struct } from "../../provider.ts";
import type { BazelVersion } from "../../workspace/bazelVersion.ts";
import { isAtLeast } from "../../workspace/bazelVersion.ts";
import type { Semantics } from "../../workspace/semantics.ts";
import { ownIdentity } from "../moduleScope.ts";
import { castStrings, elementsOf, stringEntries } from "./arguments.ts";
import { encodeTextBuiltin } from "./proto.ts";

export function providerBuiltin(version: BazelVersion, { structsHaveNoMethods }: Semantics): Builtin {
  const withMethods = !structsHaveNoMethods && !isAtLeast(version, "8.0");
  return builtin({
    name: "provider",
    doc: "Defines a provider symbol, which is called to make instances and indexes a target to find them.",
    params: [
      {
        name: "doc",
        default: null,
        types: ["string", "None"],
        acceptsUnknown: true,
        doc: "Description of the provider.",
      },
      { name: "fields", default: null, types: ["sequence", "dict", "None"], doc: "The allowed fields." },
      {
        name: "init",
        default: null,
        kind: "named-only",
        types: ["callable", "None"],
        doc: "Preprocesses the arguments of an instance.",
      },
    ],
    run: (thread, [doc, fields, init]) => {
      const spec = {
        doc: typeof doc === "string" ? doc : undefined,
        fields: fieldNames(fields ?? null),
        init: init ?? null,
        construct: constructorOf(init ?? null, () => provider),
      };
      const provider: Provider = new ScopedProvider(spec, ownIdentity(thread), withMethods);
      return init === null || init === undefined ? provider : Tuple.of(provider, rawConstructor(provider));
    },
  });
}

/** `dir` lists the methods of structs until `--incompatible_struct_has_no_methods` becomes the default. */
export function structBuiltin(version: BazelVersion, { structsHaveNoMethods }: Semantics): Builtin {
  if (structsHaveNoMethods) return structOf((fields) => new Struct(fields));
  const listedMethods = isAtLeast(version, "8.0") ? [] : [...STRUCT_METHODS.keys()];
  return structOf((fields) => new StructWithMethods(fields, listedMethods));
}

function structOf(make: (fields: ReadonlyMap<string, Value>) => Struct): Builtin {
  return builtin({
    name: "struct",
    doc: "Creates an immutable struct with the keyword arguments as fields.",
    params: [{ name: "kwargs", kind: "kwargs", acceptsUnknown: true }],
    run: (_thread, [kwargs]) => make(new Map(stringEntries(kwargs, "struct"))),
  });
}

/** What plain structs and instances of providers that Starlark defines are (`StructApi.java`). */
class StructWithMethods extends Struct {
  readonly #listedMethods: readonly string[];

  constructor(fields: ReadonlyMap<string, Value>, listedMethods: readonly string[], provider?: Provider) {
    super(fields, provider);
    this.#listedMethods = listedMethods;
  }

  override getAttr(name: string): Value | undefined {
    const field = super.getAttr(name); // None is a value, too.
    return field === undefined ? STRUCT_METHODS.get(name)?.(this) : field;
  }

  methodNames(): readonly string[] {
    return this.#listedMethods;
  }

  protected override withFields(fields: ReadonlyMap<string, Value>): Struct {
    return new StructWithMethods(fields, this.#listedMethods, this.provider);
  }
}

const STRUCT_METHODS: ReadonlyMap<string, (struct: Struct) => Value> = new Map<string, (struct: Struct) => Value>([
  [
    "to_json",
    (struct) =>
      builtin({
        name: "to_json",
        params: [],
        run: (thread) => call(thread, getAttribute(JSON_MODULE, "encode", thread), [struct], new Map()),
      }),
  ],
  [
    "to_proto",
    (struct) =>
      builtin({
        name: "to_proto",
        params: [],
        run: (thread) => call(thread, encodeTextBuiltin, [struct]),
      }),
  ],
]);

/** A provider that is exported under the module's own id, which for models is not the file's label. */
class ScopedProvider extends Provider {
  readonly #moduleId: string | undefined;
  readonly #withMethods: boolean;

  constructor(spec: ConstructorParameters<typeof Provider>[0], moduleId: string | undefined, withMethods: boolean) {
    super(spec);
    this.#moduleId = moduleId;
    this.#withMethods = withMethods;
  }

  protected override make(fields: ReadonlyMap<string, Value>): Struct {
    return this.#withMethods ? new StructWithMethods(fields, [...STRUCT_METHODS.keys()], this) : super.make(fields);
  }

  override exportAs(module: string, name: string): void {
    super.exportAs(this.#moduleId ?? module, name);
  }
}

function fieldNames(fields: Value): ReadonlySet<string> | undefined {
  if (fields === null) return undefined;
  if (fields instanceof StarlarkDict)
    return new Set(
      stringEntries(fields, "fields").map(([name, doc]) => {
        if (typeof doc === "string" || doc instanceof Unknown) return name;
        throw new EvalError(`got dict<string, ${typeOf(doc)}> for 'fields', want dict<string, string>`);
      }),
    );
  return elementsOf(fields) && new Set(castStrings(fields, "fields"));
}

type Construct = (thread: Thread, positional: readonly Value[], named: NamedArguments) => Value;

function constructorOf(init: Value, provider: () => Provider): Construct | undefined {
  if (init === null) return undefined;
  return (thread, positional, named) => {
    const result = call(thread, init, positional, named);
    if (result instanceof Unknown) return result;
    if (!(result instanceof StarlarkDict))
      throw new EvalError(`got '${typeOf(result)}' for 'return value of provider init()', want 'dict'`);
    return provider().instance(new Map(stringEntries(result, "return value of provider init()")));
  };
}

/** The second value of `provider(init = ...)`: makes an instance without preprocessing. */
function rawConstructor(provider: Provider): Value {
  return builtin({
    name: "<raw constructor>",
    params: [{ name: "kwargs", kind: "kwargs", acceptsUnknown: true }],
    run: (_thread, [kwargs]) => provider.instance(new Map(stringEntries(kwargs, provider.name))),
  });
}
