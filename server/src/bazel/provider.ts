/**
 * Providers and their instances, and the plain `struct` (Bazel's `StructProvider`). A provider's identity is (.bzl label, exported name), never the object, so that two generations of one module meet.
 */
import { EvalError } from "../starlark/errors.ts";
import type { Printer } from "../starlark/printer.ts";
import type { Thread } from "../starlark/thread.ts";
import type { NamedArguments, StarlarkValue, Value } from "../starlark/value.ts";
import { equals } from "../starlark/comparison.ts";
import { StarlarkDict } from "../starlark/dict.ts";
import { hashText, joinHashes, unhashable } from "../starlark/hash.ts";
import { isImmutable } from "../starlark/immutable.ts";
import { StarlarkList } from "../starlark/list.ts";
import { freezeAll } from "../starlark/mutability.ts";
import { Tuple } from "../starlark/tuple.ts";

/** Of which an instance has a type of its own: an object of Java in 4.2.3 and 7.7.1, which were asked. Others are so in some. */
const NATIVE: ReadonlySet<string> = new Set(
  [
    "CcInfo",
    "CompilationContext",
    "DefaultInfo",
    "ExecutionInfo",
    "FilesToRunProvider",
    "LibraryToLink",
    "LinkerInput",
    "LinkingContext",
    "OutputGroupInfo",
    "TemplateVariableInfo",
    "ToolchainInfo",
  ].map((name) => `%${name}`),
);

/** A structure with named fields: `struct(...)`, or an instance of a provider. */
export class Struct implements StarlarkValue {
  readonly type: string;
  /** Undefined for a plain struct. */
  readonly provider: Provider | undefined;
  readonly isStructure = true;
  #fields: ReadonlyMap<string, Value> | (() => ReadonlyMap<string, Value>);
  #isFrozen = false;
  /** Once true it remains so. */
  #isImmutable = false;

  /** A function is asked for the fields once somebody looks at them: most instances of what every target has are never looked at. */
  constructor(fields: ReadonlyMap<string, Value> | (() => ReadonlyMap<string, Value>), provider?: Provider) {
    this.#fields = fields;
    this.provider = provider;
    this.type = provider !== undefined && NATIVE.has(provider.identity) ? provider.name : "struct";
  }

  get fields(): ReadonlyMap<string, Value> {
    if (typeof this.#fields === "function") {
      this.#fields = this.#fields();
      this.freeze();
    }
    return this.#fields;
  }

  repr(printer: Printer): void {
    printer.text("struct("); // Instances of providers, too (`StructImpl.repr`).
    [...this.fields.keys()].sort().forEach((name, i) => {
      printer.text(`${i > 0 ? ", " : ""}${name} = `);
      const value = this.fields.get(name);
      if (value !== undefined) printer.value(value);
    });
    printer.text(")");
  }

  /** What a function makes of fields that nobody has looked at is Bazel's own, and cannot be changed. */
  freeze(): void {
    if (this.#isFrozen || typeof this.#fields === "function") return;
    this.#isFrozen = true;
    freezeAll(this.#fields.values());
  }

  isImmutable(): boolean {
    if (typeof this.#fields !== "function") this.#isImmutable ||= [...this.#fields.values()].every(isImmutable);
    return this.#isImmutable || typeof this.#fields === "function";
  }

  getAttr(name: string): Value | undefined {
    return this.fields.get(name);
  }

  attrNames(): readonly string[] {
    return [...this.fields.keys()];
  }

  equals(other: StarlarkValue): boolean {
    if (
      !(other instanceof Struct) ||
      other.provider?.identity !== this.provider?.identity ||
      other.fields.size !== this.fields.size
    )
      return false;
    for (const [name, value] of this.fields) {
      const theirs = other.fields.get(name);
      if (theirs === undefined || !equals(value, theirs)) return false;
    }
    return true;
  }

  /** A structure is a key while nothing in it can be changed, though a list that it holds would be none. */
  hashKey(): string {
    if (!this.isImmutable()) throw unhashable(this);
    const parts = [...this.fields]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${contentText(value)}`);
    return `${this.provider?.identity ?? ""}(${joinHashes(parts)})`;
  }

  binary(operator: string, other: Value, thisIsLeft: boolean): Value | undefined {
    if (
      operator !== "+" ||
      !thisIsLeft ||
      !(other instanceof Struct) ||
      other.provider?.identity !== this.provider?.identity
    )
      return undefined;
    for (const name of other.fields.keys())
      if (this.fields.has(name)) throw new EvalError(`cannot add struct instances with common field '${name}'`);
    return this.withFields(new Map([...this.fields, ...other.fields]));
  }

  /** One of the same kind. */
  protected withFields(fields: ReadonlyMap<string, Value>): Struct {
    return new Struct(fields, this.provider);
  }
}

/** What equal values have in common, lists and dicts included. */
export function contentText(value: Value): string {
  if (value instanceof StarlarkList) return `[${joinHashes(value.items.map(contentText))}]`;
  if (value instanceof Tuple) return `(${joinHashes(value.items.map(contentText))})`;
  if (!(value instanceof StarlarkDict)) return hashText(value);
  const entries = [...value.entries()].map(([key, item]) => `${contentText(key)}:${contentText(item)}`);
  return `{${joinHashes(entries.sort())}}`;
}

/** An instance that equals itself only, as objects of Bazel's Java do. What it holds need not be known for it to be an element of a depset. */
export class IdentityStruct extends Struct {
  static #serials = 0;
  readonly #serial = ++IdentityStruct.#serials;

  override equals(other: StarlarkValue): boolean {
    return other === this;
  }

  override isImmutable(): boolean {
    return true;
  }

  override hashKey(): string {
    return String(this.#serial);
  }
}

/** What `provider()` returns; calling it makes an instance. Bazel's own providers (DefaultInfo, …) are Providers with a native constructor. */
export class Provider implements StarlarkValue {
  readonly type = "Provider";
  /** Allowed fields, undefined for any. */
  readonly fields: ReadonlySet<string> | undefined;
  readonly doc: string | undefined;
  /** What preprocesses the arguments of an instance. */
  readonly init: Value;
  readonly #construct: ((thread: Thread, positional: readonly Value[], named: NamedArguments) => Value) | undefined;
  #exported: { readonly module: string; readonly name: string } | undefined;
  static #serials = 0;
  #identity: string;
  #comparesByIdentity = false;

  constructor(spec: {
    readonly fields?: ReadonlySet<string> | undefined;
    readonly doc?: string | undefined;
    readonly init?: Value;
    readonly builtin?: string;
    /** Makes the instance, where it is more than naming fields (`init`, native providers). */
    readonly construct?: ((thread: Thread, positional: readonly Value[], named: NamedArguments) => Value) | undefined;
  }) {
    this.fields = spec.fields;
    this.doc = spec.doc;
    this.init = spec.init ?? null;
    this.#construct = spec.construct;
    this.#identity = `#${String(++Provider.#serials)}`;
    if (spec.builtin !== undefined) this.exportAs("", spec.builtin);
  }

  get name(): string {
    return this.#exported?.name ?? "<unexported provider>";
  }

  get isExported(): boolean {
    return this.#exported !== undefined;
  }

  /** Equal for the same provider in every generation of its module. A key of every target's providers: one string for all of them. */
  get identity(): string {
    return this.#identity;
  }

  /** For models of what is an object of Bazel's Java. */
  compareByIdentity(): this {
    this.#comparesByIdentity = true;
    return this;
  }

  exportAs(module: string, name: string): void {
    if (this.#exported) return;
    this.#exported = { module, name };
    this.#identity = `${module}%${name}`;
  }

  repr(printer: Printer): void {
    printer.text(this.#exported?.module === "" ? `<function ${this.name}>` : "<provider>");
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof Provider && other.identity === this.identity;
  }

  hashKey(): string {
    return this.identity;
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    if (this.#construct) return this.#construct(thread, positional, named);
    if (positional.length > 0) throw new EvalError(`${this.name}: unexpected positional arguments`);
    return this.instance(named);
  }

  /** An instance with these fields, checked against the declared ones. */
  instance(named: NamedArguments): Struct {
    if (this.fields) {
      const unexpected = [...named.keys()].filter((name) => !this.fields?.has(name));
      if (unexpected.length > 0)
        throw new EvalError(
          `got unexpected field '${unexpected.join("', '")}' in call to instantiate provider ${this.name}`,
        );
    }
    return this.#comparesByIdentity ? new IdentityStruct(new Map(named), this) : this.make(new Map(named));
  }

  protected make(fields: ReadonlyMap<string, Value>): Struct {
    return new Struct(fields, this);
  }
}
