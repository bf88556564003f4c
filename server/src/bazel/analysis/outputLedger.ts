/**
 * Which of a rule's declared outputs some action makes, and by which: Bazel refuses a target with one that none does, or two that cannot be one (`StarlarkRuleConfiguredTargetUtil`,
 * `CachingAnalysisEnvironment.verifyGeneratedArtifactHaveActions`, `Actions.canBeShared`).
 */
import type { Action } from "./actionArguments.ts";
import { canBeShared } from "./sharedActions.ts";
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import type { Value } from "../../starlark/value.ts";

export class OutputLedger {
  readonly #declared = new Map<string, Artifact>();
  /** Path → the action that makes it first; undefined where that is not looked at. */
  readonly #generated = new Map<string, Action | undefined>();
  readonly #conflicting = new Set<string>();
  readonly #filesAndDirectories = new Set<Artifact>();
  /** Some action makes outputs that are not known. */
  #isOpen = false;

  declare(artifact: Artifact): Artifact {
    const before = this.#declared.get(artifact.path);
    if (before && (before.kind === "directory") !== (artifact.kind === "directory"))
      this.#filesAndDirectories.add(before);
    this.#declared.set(artifact.path, artifact);
    return artifact;
  }

  has({ path }: Artifact): boolean {
    return this.#declared.has(path);
  }

  /** An action makes a file, or a list of them. */
  generate(outputs: Value | undefined, action?: Action): void {
    if (outputs instanceof Artifact) this.#generate(outputs.path, action);
    else if (outputs instanceof StarlarkList || outputs instanceof Tuple)
      for (const output of outputs.items) this.generate(output, action);
    else if (outputs instanceof Depset) for (const output of outputs.toList()) this.generate(output, action);
    else if (outputs !== undefined && outputs !== null) this.#isOpen = true;
  }

  #generate(path: string, action: Action | undefined): void {
    const before = this.#generated.get(path);
    if (before && action && before !== action && !canBeShared(before, action)) this.#conflicting.add(path);
    if (!this.#generated.has(path)) this.#generated.set(path, action);
  }

  get withoutAction(): readonly Artifact[] {
    return this.#isOpen ? [] : [...this.#declared.values()].filter(({ path }) => !this.#generated.has(path));
  }

  /** Outputs that were declared as files and as directories. */
  get filesAndDirectories(): readonly Artifact[] {
    return [...this.#filesAndDirectories];
  }

  /** Paths of what two actions make that Bazel cannot take for one. */
  get conflicting(): readonly string[] {
    return [...this.#conflicting];
  }
}
