/** The executable of a rule that names none (`ctx.outputs.executable`). */
import { Artifact } from "../artifact.ts";
import type { Value } from "../../starlark/value.ts";
import { ANALYSIS_TEST_RESULT_INFO } from "./providers.ts";
import type { RuleContext } from "./ruleContext.ts";

/** Undefined where the implementation did not even ask for it. Of analysis tests Bazel writes it. */
export function implicitExecutable(
  { spec, outputs }: RuleContext,
  providers: ReadonlyMap<string, Value>,
): Artifact | undefined {
  const { implicitExecutable: executable, isExecutableAsked } = outputs;
  if (executable === undefined) return undefined;
  if (providers.has(ANALYSIS_TEST_RESULT_INFO.identity)) return scriptOf(executable);
  return spec.target.ruleClass.model !== undefined || isExecutableAsked() ? executable : undefined;
}

/** An analysis test is a script that Bazel writes (`RuleContext.createOutputArtifactScript`). */
function scriptOf(executable: Artifact): Artifact {
  const { root, kind, owner, configuration } = executable;
  return new Artifact({
    root,
    kind,
    owner,
    configuration,
    path: `${executable.path}.sh`,
    shortPath: `${executable.shortPath}.sh`,
  });
}
