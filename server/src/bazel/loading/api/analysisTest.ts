/** `testing.analysis_test()`: a rule for one target, made while a BUILD file is evaluated (rules/test/StarlarkTestingModule.java). */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { call } from "../../../starlark/evaluate.ts";
import { isIdentifier } from "../../../starlark/identifier.ts";
import type { Value } from "../../../starlark/value.ts";
import type { BazelVersion } from "../../workspace/bazelVersion.ts";
import { sameModules, scopeOfFunction } from "../moduleScope.ts";
import { packageOf } from "../packageThread.ts";
import { stringEntries } from "./arguments.ts";
import { makeRule } from "./rule.ts";

export function analysisTestBuiltin(version: BazelVersion): Value & { readonly name: string } {
  return builtin({
    name: "analysis_test",
    doc: "Creates a target whose implementation tests what other targets provide.",
    params: [
      { name: "name", types: ["string"] },
      { name: "implementation", types: ["function"] },
      { name: "attrs", kind: "named-only", optional: true, types: ["dict", "None"], acceptsUnknown: true },
      { name: "fragments", kind: "named-only", optional: true, types: ["sequence"], acceptsUnknown: true },
      { name: "toolchains", kind: "named-only", optional: true, types: ["sequence"], acceptsUnknown: true },
      { name: "attr_values", kind: "named-only", optional: true, types: ["dict"], acceptsUnknown: true },
    ],
    run: (thread, [name, implementation, attrs, fragments, toolchains, attrValues]) => {
      if (!packageOf(thread)) throw new EvalError("analysis_test can only be called in a BUILD thread");
      if (!isIdentifier(name as string))
        throw new EvalError(`'name' is limited to Starlark identifiers, got ${name as string}`);
      const values = stringEntries(attrValues, "attr_values");
      if (values.some(([key]) => key === "name"))
        throw new EvalError("'name' cannot be set or overridden in 'attr_values'");
      const rule = makeRule(
        thread,
        version,
        new Map([
          ["implementation", implementation],
          ["attrs", attrs],
          ["fragments", fragments],
          ["toolchains", toolchains],
          ["test", true],
          ["analysis_test", true],
          ["name", `${name as string}_test`],
        ]),
        scopeOfFunction(thread, implementation ?? null),
        sameModules(thread),
      );
      return call(thread, rule, [], new Map<string, Value>([["name", name as string], ...values]));
    },
  });
}
