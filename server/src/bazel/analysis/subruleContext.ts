/** The call of a subrule, and the `subrule_ctx` that its implementation sees (`StarlarkSubrule.java`). */
import { attributeValue, knownTargets, singleFile } from "./attributeViews.ts";
import { usesAutomaticGroups } from "./declaredGroups.ts";
import { fragments } from "./fragments.ts";
import { Toolchains } from "./toolchainContext.ts";
import { SUBRULE_CALLER, type Subrule } from "../loading/api/subrule.ts";
import { EvalError } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../starlark/value.ts";
import type { Thread } from "../../starlark/thread.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RuleContext, RuleContextSpec } from "./ruleContext.ts";

/** Lets the implementation that runs on a thread call the subrules that its rule or aspect declares. `who`: `rule 'x'`. */
export function allowSubrules(thread: Thread, context: RuleContext, declared: readonly Value[], who: string): void {
  let caller: Subrule | undefined;
  thread.set(SUBRULE_CALLER, (running, subrule, positional, named) => {
    const before = caller;
    if (before && !before.subrules.includes(subrule))
      throw new EvalError(`subrule ${before.name} must declare ${subrule.name} in 'subrules'`);
    if (!before && !declared.includes(subrule))
      throw new EvalError(`${who} must declare '${subrule.name}' in 'subrules'`);
    const own = new SubruleContext(context, subrule);
    caller = subrule;
    try {
      return call(running, subrule.implementation, [own, ...positional], argumentsOf(context, subrule, named));
    } finally {
      caller = before;
      own.close();
    }
  });
}

/** What the caller gives, and the subrule's own attributes. */
function argumentsOf({ spec }: RuleContext, subrule: Subrule, given: NamedArguments): NamedArguments {
  const all = new Map(given);
  for (const name of subrule.attributes.keys()) {
    if (all.has(name))
      throw new EvalError(`got invalid named argument: '${name}' is an implicit dependency and cannot be overridden`);
    all.set(name, attributeOf(spec, subrule.attributeName(name)));
  }
  return all;
}

/** A program as what runs it, a single file as that, other labels as targets. */
function attributeOf(spec: RuleContextSpec, name: string): Value {
  const attribute = spec.dependencies.get(name);
  if (!attribute) return spec.values.get(name) ?? null;
  const { executable, singleFile: isFile, type } = attribute.definition;
  if (type !== "label" || (!executable && !isFile)) return attributeValue(spec, attribute);
  if (!executable) return singleFile(attribute, spec);
  const targets = knownTargets(attribute);
  return targets instanceof Unknown ? targets : (targets[0]?.getAttr("files_to_run") ?? null);
}

class SubruleContext implements StarlarkValue {
  readonly type = "subrule_ctx";
  readonly #context: RuleContext;
  readonly #subrule: Subrule;
  #isOpen = true;

  constructor(context: RuleContext, subrule: Subrule) {
    this.#context = context;
    this.#subrule = subrule;
  }

  /** Its implementation has come to an end. */
  close(): void {
    this.#isOpen = false;
  }

  repr(printer: Printer): void {
    printer.text("<subrule_ctx>");
  }

  isImmutable(): boolean {
    return false;
  }

  attrNames(): readonly string[] {
    return ["actions", "fragments", "label", "toolchains"];
  }

  getAttr(name: string): Value | undefined {
    if (!this.attrNames().includes(name)) return undefined;
    if (!this.#isOpen)
      throw new EvalError(
        `cannot access field or method '${name}' of subrule context outside of its own implementation function`,
      );
    const { spec } = this.#context;
    if (name === "toolchains") return new Toolchains({ ...spec, toolchains: this.#toolchains() });
    if (name !== "fragments") return this.#context.getAttr(name);
    const ruleClass = { ...spec.target.ruleClass, name: this.#subrule.name, fragments: this.#subrule.fragments };
    return fragments({ ...spec, target: { ...spec.target, ruleClass } });
  }

  #toolchains(): RuleContextSpec["toolchains"] {
    const { spec } = this.#context;
    if (usesAutomaticGroups(spec.key.configuration, spec.target.ruleClass) === false)
      throw new EvalError("subrules using toolchains must enable automatic exec-groups");
    const types = this.#subrule.toolchains.map(({ toolchainType }) => toolchainType.toString());
    return new Map([...spec.toolchains].filter(([type]) => types.includes(type)));
  }
}
