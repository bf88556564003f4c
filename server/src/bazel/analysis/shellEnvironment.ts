/** `ctx.configuration.default_shell_env` and `test_env`: the variables whose values the options fix (`BazelRuleClassProvider.SHELL_ACTION_ENV`, `TestOptions.testEnvironment`). What comes from the client's environment is not in them. */
import { unknownApi } from "./actions.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { RuleContextSpec } from "./ruleContext.ts";

/** `--incompatible_strict_action_env` on Linux and macOS. */
const STRICT_PATH = "/bin:/usr/bin:/usr/local/bin";

export function shellEnvironment({ key: { configuration } }: RuleContextSpec): Value {
  const strict = nativeOption(configuration, "incompatible_strict_action_env");
  const given = nativeOption(configuration, "action_env");
  const runfiles = nativeOption(configuration, "enable_runfiles");
  for (const option of [strict, given, runfiles]) if (option instanceof Unknown) return option;
  if (configuration.top.host.os === "windows") return unknownApi("ctx.configuration.default_shell_env on Windows");
  const fixed = new Map<string, string>();
  if (strict === true) fixed.set("PATH", STRICT_PATH);
  for (const [name, value] of assignments(given)) {
    if (value === undefined) fixed.delete(name);
    else fixed.set(name, value);
  }
  if (runfiles === false) fixed.set("RUNFILES_MANIFEST_ONLY", "1");
  return sorted(fixed);
}

export function testEnvironment({ key: { configuration } }: RuleContextSpec): Value {
  const given = nativeOption(configuration, "test_env");
  if (given instanceof Unknown) return given;
  const fixed = new Map<string, string>();
  for (const [name, value] of assignments(given)) {
    if (value === undefined) fixed.delete(name);
    else fixed.set(name, value);
  }
  return sorted(fixed);
}

/** `NAME=VALUE`, or `NAME` for the value of the client's environment: undefined. */
function assignments(option: unknown): readonly (readonly [string, string | undefined])[] {
  if (!Array.isArray(option)) return [];
  return (option as readonly string[]).map((text) => {
    const equals = text.indexOf("=");
    return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
  });
}

function sorted(fixed: ReadonlyMap<string, string>): StarlarkDict {
  const dict = new StarlarkDict();
  for (const [name, value] of [...fixed].sort(([a], [b]) => (a < b ? -1 : 1))) dict.set(name, value);
  return dict;
}
