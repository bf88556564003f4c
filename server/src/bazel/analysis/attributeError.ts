/** What Bazel says of an attribute that it refuses (`RuleErrorConsumer.attributeError`). */
import { EvalError } from "../../starlark/errors.ts";
import type { RuleTarget } from "../target.ts";

/** Refuses the target for what one of its attributes says. */
export class AttributeError extends EvalError {
  readonly attribute: string;
  readonly problem: string;

  constructor(attribute: string, problem: string) {
    super(problem);
    this.attribute = attribute;
    this.problem = problem;
  }
}

/** Refuses the target in these very words: what Bazel finds out before it analyses the rule. */
export class TargetError extends EvalError {}

/** `in deps attribute of x rule //:y: …`. */
export function attributeError({ ruleClass, label }: RuleTarget, attribute: string, problem: string): string {
  const name = /^[_$:]/.test(attribute) ? "(an implicit dependency)" : attribute;
  return `in ${name} attribute of ${ruleClass.name} rule ${label.toString()}: ${problem}`;
}
