/** Values that only hold functions under a common name: `attr`, `config`, `native`, … */
import type { Printer } from "../../../starlark/printer.ts";
import { unhashable } from "../../../starlark/hash.ts";
import type { Unknown } from "../../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../../starlark/value.ts";

export class Namespace implements StarlarkValue {
  readonly type: string;
  readonly name: string;
  readonly members: ReadonlyMap<string, Value>;
  readonly #rest: ((name: string) => Unknown) | undefined;

  /** `rest`: what a member is that may be there, where not all of them are known. */
  constructor(
    name: string,
    members: ReadonlyMap<string, Value>,
    type = name,
    rest: ((name: string) => Unknown) | undefined = undefined,
  ) {
    this.name = name;
    this.members = members;
    this.type = type;
    this.#rest = rest;
  }

  /** The members of both, `other`'s first where they have the same name. */
  mergedWith(other: Namespace): Namespace {
    return new Namespace(this.name, new Map([...this.members, ...other.members]), this.type);
  }

  repr(printer: Printer): void {
    printer.text(`<${this.name}>`);
  }

  hashKey(): string {
    throw unhashable(this);
  }

  getAttr(name: string): Value | undefined {
    const member = this.members.get(name);
    return member === undefined ? this.#rest?.(name) : member;
  }

  uncertainAttr(name: string): Unknown | undefined {
    return this.members.has(name) ? undefined : this.#rest?.(name);
  }

  attrNames(): readonly string[] {
    return [...this.members.keys()];
  }
}

/** A namespace of builtins, each under its own name. */
export function namespaceOf(name: string, builtins: readonly (Value & { readonly name: string })[]): Namespace {
  return new Namespace(name, new Map(builtins.map((member) => [member.name, member])));
}
