/** `package(default_applicable_licenses = …)`: every rule of the package that says nothing itself depends on them, but for those that are such metadata (`RuleClass.populateDefaultRuleAttributeValues`). */
import { StarlarkList } from "../../starlark/list.ts";
import type { Label } from "../label.ts";
import type { RuleTarget, Target } from "../target.ts";

/** The attribute, by the names that it has had. */
const ATTRIBUTES = ["package_metadata", "applicable_licenses"];

/** Rules of rules_license. */
const METADATA_RULES = /^_?(license|license_kind|package_info|package_metadata)$/;

export function givePackageMetadata(targets: Map<string, Target>, metadata: readonly Label[]): void {
  if (metadata.length === 0) return;
  for (const target of [...targets.values()]) {
    const attribute = target.kind === "rule" ? attributeOf(target) : undefined;
    if (target.kind !== "rule" || attribute === undefined) continue;
    const attributes = new Map([...target.attributes, [attribute, new StarlarkList([...metadata])]]);
    targets.set(target.label.name, { ...target, attributes });
  }
}

/** Undefined where the rule is metadata or says what its own are. */
function attributeOf({ ruleClass, attributes }: RuleTarget): string | undefined {
  if (METADATA_RULES.test(ruleClass.name) || ATTRIBUTES.some((name) => attributes.has(name))) return undefined;
  return ATTRIBUTES.find((name) => ruleClass.attributes.has(name));
}
