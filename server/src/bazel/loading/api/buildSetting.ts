/** `config.bool()` and its relatives: what makes a rule a build setting (Bazel's `StarlarkConfig.java`). */
import type { Builtin } from "../../../starlark/builtin.ts";
import { unhashable } from "../../../starlark/hash.ts";
import { builtin } from "../../../starlark/builtin.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { StarlarkValue } from "../../../starlark/value.ts";
import type { RuleClass } from "../../rule.ts";
import type { BazelVersion } from "../../workspace/bazelVersion.ts";
import { isAtLeast } from "../../workspace/bazelVersion.ts";
import type { Namespace } from "./namespace.ts";
import { namespaceOf } from "./namespace.ts";
import { execTransitionBuiltin, noneTransitionBuiltin, targetTransitionBuiltin } from "./transition.ts";

type SettingType = NonNullable<RuleClass["buildSetting"]>["type"];

export class BuildSettingDescriptor implements StarlarkValue {
  readonly type = "BuildSetting";
  readonly settingType: SettingType;
  /** Whether it can be set on the command line. */
  readonly flag: boolean;
  /** Whether it may be given several times (`allow_multiple` of strings, `repeatable` of lists and sets). */
  readonly allowMultiple: boolean;

  constructor(settingType: SettingType, flag: boolean, allowMultiple: boolean) {
    this.settingType = settingType;
    this.flag = flag;
    this.allowMultiple = allowMultiple;
  }

  repr(printer: Printer): void {
    printer.text(`<build_setting.${this.settingType}>`);
  }

  hashKey(): string {
    throw unhashable(this);
  }
}

function settingBuiltin(settingType: SettingType, repetition: "allow_multiple" | "repeatable" | undefined): Builtin {
  const flag = {
    name: "flag",
    default: false,
    kind: "named-only",
    types: ["bool"],
    doc: "Whether it can be set on the command line.",
  } as const;
  const several =
    repetition &&
    ({
      name: repetition,
      default: false,
      kind: "named-only",
      types: ["bool"],
      doc: "Whether it may be given several times.",
    } as const);
  return builtin({
    name: settingType,
    doc: `A build setting of type ${settingType}.`,
    params: several ? [flag, several] : [flag],
    run: (_thread, [isFlag, isRepeatable]) =>
      new BuildSettingDescriptor(settingType, isFlag === true, isRepeatable === true),
  });
}

/** The namespace `config`. Bazel 4 refuses a flag that may be given several times. */
export function configNamespace(version: BazelVersion): Namespace {
  const isRepeatable = isAtLeast(version, "5.0");
  return namespaceOf("config", [
    settingBuiltin("int", undefined),
    settingBuiltin("bool", undefined),
    settingBuiltin("string", isRepeatable ? "allow_multiple" : undefined),
    settingBuiltin("string_list", isRepeatable ? "repeatable" : undefined),
    settingBuiltin("string_set", "repeatable"),
    execTransitionBuiltin,
    targetTransitionBuiltin,
    noneTransitionBuiltin,
  ]);
}
