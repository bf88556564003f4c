/** `visibility()` of .bzl files: from which packages a file may be loaded (Bazel 6 and later, `BzlVisibility.java`). */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { matchesPackages, packageSpecificationProblem } from "../packageSpecification.ts";
import type { PackageId } from "../../label.ts";
import type { ModuleScope } from "../moduleScope.ts";
import { scopeOf } from "../moduleScope.ts";
import { elementsOf, strings } from "./arguments.ts";

export const visibilityBuiltin = builtin({
  name: "visibility",
  doc: "Sets from which packages this file may be loaded.",
  params: [{ name: "value", types: ["string", "sequence"], doc: "`public`, `private`, or package specifications." }],
  run: (thread, [value]) => {
    const scope = scopeOf(thread);
    if (!scope) throw new EvalError(".bzl visibility can only be set during .bzl initialization");
    if (thread.activeCalls.length > 1)
      throw new EvalError("load visibility may only be set at the top level, not inside a function");
    if (scope.loadVisibility !== undefined) throw new EvalError(".bzl visibility may not be set more than once");
    const specifications = elementsOf(value ?? null) ? strings(value, "visibility") : [value as string];
    for (const specification of specifications) {
      const problem = packageSpecificationProblem(specification);
      if (problem !== undefined) throw new EvalError(problem);
    }
    scope.loadVisibility = specifications;
    return null;
  },
});

/** Whether a file may be loaded from a package; its own package always may. */
export function isLoadVisible(scope: ModuleScope, from: PackageId): boolean {
  const { loadVisibility, label } = scope;
  if (loadVisibility === undefined) return true;
  if (from.path === label.packagePath && from.repository === label.repository) return true;
  return matchesPackages(loadVisibility, from, label.repository);
}
