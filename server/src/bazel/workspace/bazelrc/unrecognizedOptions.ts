/** Options that a release does not have, or of which it is not known whether it has them. Those that flagData.ts describes tell that themselves. */
import type { BazelVersion } from "../bazelVersion.ts";
import { isAtLeast, versionToString } from "../bazelVersion.ts";
import { flagDefinition, flagNamed } from "../flagData.ts";
import { hasOption, knownOption } from "./optionCatalogue.ts";
import type { OptionOrigin } from "./options.ts";
import type { OptionKey } from "./optionWords.ts";
import type { RcArgument, RcFiles } from "./rcFiles.ts";

export interface UnrecognizedOption<Origin> {
  /** `unknown`: the release may have it. */
  readonly kind: "unrecognized" | "unknown";
  /** As written, with its dashes but without its value. */
  readonly option: string;
  readonly message: string;
  readonly origin: Origin;
}

/** An option of a command that builds. */
export function unrecognized(
  { name, known }: OptionKey & { readonly kind: "other" },
  origin: OptionOrigin,
  version: BazelVersion,
): UnrecognizedOption<OptionOrigin> | undefined {
  const option = name.startsWith("-") ? name : `--${name}`;
  const has = hasOption(version, known, false);
  if (has === "unknown") return notKnown(option, origin, version);
  if (has && (known?.command !== "other" || isPassedOver(origin, version))) return undefined;
  const text = origin.kind === "bazelrc" ? origin.argument.text : origin.text;
  return { kind: "unrecognized", option, message: `${text} :: Unrecognized option: ${text}`, origin };
}

/** Those of the `startup` lines (main/cpp/startup_options.cc, option_processor.cc). */
export function unrecognizedStartupOptions(
  rc: RcFiles,
  version: BazelVersion,
): readonly UnrecognizedOption<RcArgument>[] {
  const words = rc.files.flatMap((file) => file.arguments.get("startup") ?? []);
  return words.flatMap((argument) => {
    const option = /^--[^=]*/.exec(argument.text)?.[0];
    if (option === undefined) return [];
    const has = hasStartupOption(option.slice(2), version) || hasStartupOption(option.replace(/^--no/, ""), version);
    if (has === true) return [];
    if (has === "unknown") return notKnown(option, argument, version);
    return { kind: "unrecognized", option, message: `Unknown startup option: '${argument.text}'.`, origin: argument };
  });
}

function hasStartupOption(name: string, version: BazelVersion): boolean | "unknown" {
  const described = flagNamed(name);
  if (described !== undefined && flagDefinition(described).isStartup === true) return true;
  return hasOption(version, knownOption(name), true);
}

/** Since 6.3 a `common` line may have options that only other commands have (bazelbuild/bazel#18130). */
function isPassedOver(origin: OptionOrigin, version: BazelVersion): boolean {
  return origin.kind === "bazelrc" && /^common\b/.test(origin.argument.command) && isAtLeast(version, "6.3");
}

function notKnown<Origin>(option: string, origin: Origin, version: BazelVersion): UnrecognizedOption<Origin> {
  const message = `it is not known whether Bazel ${versionToString(version)} has the option ${option}`;
  return { kind: "unknown", option, message, origin };
}
