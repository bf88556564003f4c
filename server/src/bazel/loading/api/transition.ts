/** `transition()`, `analysis_test_transition()` and what `config.*` offers as `cfg`. After Bazel's `ConfigStarlarkCommon.java` and `ConfigGlobalLibrary.java`. */
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { unhashable } from "../../../starlark/hash.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { StarlarkValue } from "../../../starlark/value.ts";
import type { AttributeTransition } from "../../rule.ts";
import { COMMAND_LINE_OPTION } from "../../configuration/options.ts";
import { Transition } from "../../rule.ts";
import { BAZEL_VERSION } from "../../workspace/bazelVersion.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { scopeOf } from "../moduleScope.ts";
import { callerLabels, castStrings, stringEntries, stringOf } from "./arguments.ts";
import { parseLabel } from "../../label.ts";

/** `config.exec("group")`, `config.target()`, `config.none()`. */
export class TransitionReference implements StarlarkValue {
  readonly type = "ExecTransitionFactory";
  readonly transition: AttributeTransition;

  constructor(transition: AttributeTransition) {
    this.transition = transition;
  }

  repr(printer: Printer): void {
    printer.text(`<${this.transition.kind} transition>`);
  }

  hashKey(): string {
    throw unhashable(this);
  }
}

export const transitionBuiltin = builtin({
  name: "transition",
  doc: "A transition that reads a set of input build settings and writes a set of output build settings.",
  params: [
    {
      name: "implementation",
      kind: "named-only",
      types: ["callable"],
      acceptsUnknown: true,
      doc: "A function of (settings, attr) that returns the new settings.",
    },
    { name: "inputs", kind: "named-only", types: ["sequence"], doc: "Labels of the settings that may be read." },
    { name: "outputs", kind: "named-only", types: ["sequence"], doc: "Labels of the settings that are written." },
  ],
  run: (thread, [implementation, inputs, outputs]) =>
    new Transition({
      implementation: implementation ?? null,
      inputs: checkedSettings(thread, castStrings(inputs, "inputs"), "input"),
      outputs: checkedSettings(thread, castStrings(outputs, "outputs"), "output"),
      site: thread.currentSite(),
      module: scopeOf(thread)?.moduleId ?? "",
    }),
});

/** For models: the transition of a rule that Bazel has built in. */
export const nativeTransitionBuiltin = builtin({
  name: "native_transition",
  doc: "A transition of native options, as Bazel's own rules have them.",
  params: [
    { name: "implementation", kind: "named-only", types: ["callable"] },
    { name: "inputs", kind: "named-only", types: ["sequence"] },
    { name: "outputs", kind: "named-only", types: ["sequence"] },
  ],
  run: (thread, [implementation, inputs, outputs]) =>
    new Transition({
      implementation: implementation ?? null,
      inputs: castStrings(inputs, "inputs"),
      outputs: castStrings(outputs, "outputs"),
      site: thread.currentSite(),
      module: scopeOf(thread)?.moduleId ?? "",
      isNative: true,
    }),
});

export const analysisTestTransitionBuiltin = builtin({
  name: "analysis_test_transition",
  doc: "A transition of an analysis test's dependencies to some settings.",
  params: [{ name: "settings", kind: "named-only", types: ["dict"], doc: "The values by setting." }],
  run: (thread, [settings]) => {
    const entries = stringEntries(settings, "settings");
    const implementation = builtin({
      name: "analysis_test_transition",
      params: [
        { name: "settings", acceptsUnknown: true },
        { name: "attr", acceptsUnknown: true },
      ],
      run: () => StarlarkDict.from(entries),
    });
    return new Transition({
      implementation,
      inputs: [],
      outputs: entries.map(([name]) => name),
      site: thread.currentSite(),
      module: scopeOf(thread)?.moduleId ?? "",
      isForAnalysisTests: true,
    });
  },
});

export const execTransitionBuiltin = builtin({
  name: "exec",
  doc: "Creates an execution transition.",
  params: [
    {
      name: "exec_group",
      default: null,
      types: ["string", "None"],
      doc: "The exec group whose execution platform is used.",
    },
  ],
  run: (_thread, [group]) =>
    new TransitionReference({
      kind: "exec",
      group: group === null || group === undefined ? undefined : stringOf(group, "exec_group"),
    }),
});

export const targetTransitionBuiltin = builtin({
  name: "target",
  doc: "Creates a target transition, which changes nothing.",
  params: [],
  run: () => new TransitionReference({ kind: "target" }),
});

export const noneTransitionBuiltin = builtin({
  name: "none",
  doc: "Creates a transition that removes all configuration.",
  params: [],
  run: () => new TransitionReference({ kind: "none" }),
});

function checkedSettings(thread: Thread, settings: readonly string[], what: string): readonly string[] {
  const seen = new Set<string>();
  for (const setting of settings) {
    if (!setting.includes(":") && !setting.startsWith("//") && !setting.startsWith("@")) {
      throw new EvalError(
        `invalid transition ${what} '${setting}'. If this is intended as a native option, it must begin with //command_line_option: `,
      );
    }
    if (parseLabel(setting, callerLabels(thread)).kind === "error")
      throw new EvalError(`invalid transition ${what} '${setting}'`);
    if (isUnstable(thread, setting))
      throw new EvalError(
        `Invalid transition ${what} '${setting}'. Cannot transition on --experimental_* or --incompatible_* options`,
      );
    if (seen.has(setting)) throw new EvalError(`duplicate transition ${what} '${setting}'`);
    seen.add(setting);
  }
  return settings;
}

/** What Bazel 7 excepts of the following. */
const EXCEPTED_IN_7 = new Set(
  ["apple", "cc", "cgo"].map((kind) => `${COMMAND_LINE_OPTION}incompatible_enable_${kind}_toolchain_resolution`),
);

/** An option that transitions may not name (`ConfigGlobalLibrary.validateBuildSettingKeys`; seen with 4.2.3 and 7.7.1). What other versions except was not read: there nothing is refused. */
function isUnstable(thread: Thread, setting: string): boolean {
  const major = thread.get(BAZEL_VERSION)?.major;
  if (!/^\/\/command_line_option:(?:experimental|incompatible)_/.test(setting)) return false;
  return major === 4 || (major === 7 && !EXCEPTED_IN_7.has(setting));
}
