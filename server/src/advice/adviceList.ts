/** Every piece of advice there is. */
import type { Advice, AdviceDefinition, AdviceOutcome, Situation } from "./advice.ts";
import { outcomeOf } from "./advice.ts";
import { explicitInitPy } from "./explicitInitPy.ts";
import { noBuildPythonZip } from "./noBuildPythonZip.ts";
import { noBuildRunfileLinks } from "./noBuildRunfileLinks.ts";
import { noEnableRunfiles } from "./noEnableRunfiles.ts";
import { noLegacyExternalRunfiles } from "./noLegacyExternalRunfiles.ts";

const ADVICE: readonly AdviceDefinition[] = [
  noLegacyExternalRunfiles,
  noBuildRunfileLinks,
  noEnableRunfiles,
  explicitInitPy,
  noBuildPythonZip,
];

/** What becomes of each piece of advice, the reasons against it included. */
export function adviceOutcomes(situation: Situation): readonly AdviceOutcome[] {
  return ADVICE.map((definition) => outcomeOf(definition, situation));
}

/** What is worth doing, in the order of the list. */
export function adviceFor(situation: Situation): readonly Advice[] {
  return adviceOutcomes(situation).flatMap((outcome) => (outcome.kind === "offered" ? outcome.advice : []));
}
