/** The options of the workspace's own .bazelrc files as they are written, in force or not; shared by the lints about .bazelrc. */
import type { LintContext } from "./lint.ts";
import { pathBelow } from "../base/path.ts";
import { optionsInForce } from "../bazel/workspace/bazelrc/options.ts";
import type { ParsedOption } from "../bazel/workspace/bazelrc/optionWords.ts";
import { parseOptionWords } from "../bazel/workspace/bazelrc/optionWords.ts";
import type { RcArgument, RcFiles } from "../bazel/workspace/bazelrc/rcFiles.ts";
import {
  unrecognized,
  unrecognizedStartupOptions,
  type UnrecognizedOption,
} from "../bazel/workspace/bazelrc/unrecognizedOptions.ts";
import type { FlagName } from "../bazel/workspace/flagData.ts";
import { EffectiveFlags } from "../bazel/workspace/flags.ts";

/** A described flag on a line. */
export interface WrittenFlag {
  readonly name: FlagName;
  /** As written; `"true"` and `"false"` for `--x` and `--nox`. */
  readonly value: string;
  /** The line's command without the config. */
  readonly command: string;
  readonly config: string | undefined;
  readonly argument: RcArgument;
  /** Whether the value is a word of its own. */
  readonly hasOwnWord: boolean;
}

/** A file that is imported twice is told once. */
export function writtenFlags(context: LintContext): readonly WrittenFlag[] {
  const seen = new Set<string>();
  return ownArguments(context).flatMap(({ line, words }) => {
    const [command = "", config] = splitAt(line, ":");
    const { options } = parseOptionWords(
      words.map((argument) => ({ text: argument.text, origin: argument })),
      new Map(),
    );
    return options
      .flatMap((option) => writtenFlag(option, command, config))
      .filter(({ argument }) => isNew(seen, argument));
  });
}

/** Options that the release does not have, or may not have: on all lines, those of configs that nobody asks for included. */
export function unrecognizedOptions(context: LintContext): readonly UnrecognizedOption<RcArgument>[] {
  const { version } = context.flags;
  if (!context.isVersionKnown) return [];
  const aliases = aliasesOf(context.rcFiles);
  const written = ownArguments(context).flatMap(({ line, words }) => {
    if (line === "startup") return [];
    const origins = words.map((argument) => ({
      text: argument.text,
      origin: { kind: "bazelrc", argument, configs: [] } as const,
    }));
    return parseOptionWords(origins, aliases).options.flatMap(({ key, origin }) => {
      const problem = key.kind === "other" ? unrecognized(key, origin, version) : undefined;
      return problem ? { ...problem, origin: origin.argument } : [];
    });
  });
  const startup = unrecognizedStartupOptions(context.rcFiles, version).filter(
    ({ origin }) => pathBelow(context.root, origin.path) !== undefined,
  );
  return [...startup, ...written];
}

/** `--flag_alias=NAME=LABEL`, wherever it stands. */
function aliasesOf(rc: RcFiles): ReadonlyMap<string, string> {
  const words = rc.files.flatMap((file) => [...file.arguments.values()].flat());
  return new Map(
    words.flatMap(({ text }) => {
      const [, name, label] = /^--flag_alias=([^=]+)=(.+)$/.exec(text) ?? [];
      return name === undefined || label === undefined ? [] : [[name, label] as const];
    }),
  );
}

/** The words of the workspace's own files, by line command; words of different files are apart. */
export function ownArguments(
  context: LintContext,
): readonly { readonly line: string; readonly words: readonly RcArgument[] }[] {
  return context.rcFiles.files.flatMap((file) =>
    [...file.arguments].flatMap(([line, words]) => {
      const own = words.filter(({ path }) => pathBelow(context.root, path) !== undefined);
      return [...new Set(own.map(({ path }) => path))].map((path) => ({
        line,
        words: own.filter((word) => word.path === path),
      }));
    }),
  );
}

/** The flags that a command runs with. */
export function flagsOfCommand(context: LintContext, command: string, configs: readonly string[] = []): EffectiveFlags {
  const { version } = context.flags;
  const hostOs = context.settings.top.host.os;
  return new EffectiveFlags(
    optionsInForce({ rc: context.rcFiles, version, command, configs, commandLine: [], hostOs }),
    version,
  );
}

function writtenFlag(
  option: ParsedOption<RcArgument>,
  command: string,
  config: string | undefined,
): readonly WrittenFlag[] {
  const { key, value, origin, valueOrigin } = option;
  if (key.kind !== "flag") return [];
  return [{ name: key.name, value, command, config, argument: origin, hasOwnWord: valueOrigin !== undefined }];
}

function isNew(seen: Set<string>, { path, range }: RcArgument): boolean {
  const key = `${path}:${String(range.start.line)}:${String(range.start.character)}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function splitAt(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
