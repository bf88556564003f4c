/** `configuration_field(fragment, name)`: a label that a fragment of the configuration decides (Bazel's `StarlarkLateBoundDefault`). */
import { builtin } from "../../../starlark/builtin.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { StarlarkValue } from "../../../starlark/value.ts";

export class ConfigurationField implements StarlarkValue {
  readonly type = "LateBoundDefault";
  readonly fragment: string;
  readonly name: string;

  constructor(fragment: string, name: string) {
    this.fragment = fragment;
    this.name = name;
  }

  repr(printer: Printer): void {
    printer.text("<late-bound default>");
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof ConfigurationField && other.fragment === this.fragment && other.name === this.name;
  }
}

export const configurationFieldBuiltin = builtin({
  name: "configuration_field",
  doc: "References a late-bound default value for an attribute of type label.",
  params: [
    { name: "fragment", types: ["string"], doc: "The name of a configuration fragment." },
    { name: "name", types: ["string"], doc: "The name of the value in the fragment." },
  ],
  run: (_thread, [fragment, name]) => new ConfigurationField(fragment as string, name as string),
});
