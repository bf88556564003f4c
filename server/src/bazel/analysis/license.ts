/** What an aspect reads of `licenses` and `output_licenses` of Bazel's own rules: an object (`License.java`; 4.2.3 and 7.7.1 were asked for the default alone). */
import type { Printer } from "../../starlark/printer.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";

class NoLicense implements StarlarkValue {
  readonly type = "License";
  readonly #text: string;

  constructor(major: number) {
    this.#text = major < 7 ? "[none]" : '["none"]';
  }

  repr(printer: Printer): void {
    printer.text(this.#text);
  }
}

/** `isGiven`: whether the target says what its licenses are. `major`: of the Bazel version. */
export function licenseOf(isGiven: boolean, major: number): Value {
  if (!isGiven) return new NoLicense(major);
  return new Unknown({
    kind: "api",
    name: "License",
    message: "what an aspect reads of licenses that are given is not known",
    site: undefined,
  });
}
