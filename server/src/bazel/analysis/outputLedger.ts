/** Which of a rule's declared outputs some action makes: Bazel refuses a target with one that none does (`StarlarkRuleConfiguredTargetUtil`, `CachingAnalysisEnvironment.verifyGeneratedArtifactHaveActions`). */
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import type { Value } from "../../starlark/value.ts";

export class OutputLedger {
  readonly #declared = new Map<string, Artifact>();
  readonly #generated = new Set<string>();
  /** Some action makes outputs that are not known. */
  #isOpen = false;

  declare(artifact: Artifact): Artifact {
    this.#declared.set(artifact.path, artifact);
    return artifact;
  }

  has({ path }: Artifact): boolean {
    return this.#declared.has(path);
  }

  /** An action makes a file, or a list of them. */
  generate(outputs: Value | undefined): void {
    if (outputs instanceof Artifact) this.#generated.add(outputs.path);
    else if (outputs instanceof StarlarkList || outputs instanceof Tuple)
      for (const output of outputs.items) this.generate(output);
    else if (outputs instanceof Depset) for (const output of outputs.toList()) this.generate(output);
    else if (outputs !== undefined && outputs !== null) this.#isOpen = true;
  }

  get withoutAction(): readonly Artifact[] {
    return this.#isOpen ? [] : [...this.#declared.values()].filter(({ path }) => !this.#generated.has(path));
  }
}
