/**
 * Symbols of .bzl files that cannot be had, because their repository is not on disk. Such a symbol is Unknown, but it knows what it is called and where it would have come from: whoever runs code that calls it can keep
 * a record of the call with its arguments (`ThreadOptions.unknownCalled`), so that "an interpreter is registered here" follows from evaluation, through macros and aliases, and not from reading text.
 */
import type { Label } from "./label.ts";
import type { Frame } from "../starlark/thread.ts";
import { Unknown } from "../starlark/unknown.ts";
import type { NamedArguments, Value } from "../starlark/value.ts";

export class ExternalSymbol extends Unknown {
  /** The .bzl file that would define it. */
  readonly module: Label;
  readonly name: string;

  constructor(module: Label, name: string, why: Unknown) {
    super({ ...why.reason, message: `${name} comes from ${module.toString()}, and ${why.reason.message}` });
    this.module = module;
    this.name = name;
  }
}

/** What stands for a .bzl file that cannot be had: `load` takes any name from it. */
export class ExternalModule {
  readonly label: Label;
  readonly why: Unknown;
  readonly #symbols = new Map<string, ExternalSymbol>();

  constructor(label: Label, why: Unknown) {
    this.label = label;
    this.why = why;
  }

  symbol(name: string): ExternalSymbol {
    const known = this.#symbols.get(name);
    if (known) return known;
    const symbol = new ExternalSymbol(this.label, name, this.why);
    this.#symbols.set(name, symbol);
    return symbol;
  }
}

/** A call of a symbol whose definition cannot be had. */
export interface ExternalCall {
  readonly symbol: ExternalSymbol;
  readonly positional: readonly Value[];
  readonly named: NamedArguments;
  /** Outermost first; the first frame is the statement of the file that was evaluated. */
  readonly callStack: readonly Frame[];
}
