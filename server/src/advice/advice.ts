/**
 * Advice about flags: what could be changed for the better, what it gains in this workspace, what it costs, and the edit that does it. One object a piece of advice; `adviceList.ts` lists them.
 *
 * Advice is given only where the Bazel version in use makes it true and where it gains something here; else the reason for withholding it is told, so that nobody wonders. Gains are counted from the predicted trees, never
 * promised as seconds.
 */
import { isAtLeast, versionToString } from "../bazel/workspace/bazelVersion.ts";
import type { RcCommand, RcFileEdit } from "../bazel/workspace/bazelrc/edit.ts";
import { editToSetFlag } from "../bazel/workspace/bazelrc/edit.ts";
import type { HostOs } from "../bazel/workspace/bazelrc/options.ts";
import type { RcInputs } from "../bazel/workspace/bazelrc/rcFiles.ts";
import type { FileReader } from "../bazel/workspace/fileReader.ts";
import type { FlagOfType } from "../bazel/workspace/flagData.ts";
import type { EffectiveFlags } from "../bazel/workspace/flags.ts";
import { eraOf } from "../bazel/workspace/flags.ts";

/** Sums over the executable targets of a workspace whose trees are known. */
export interface TreeCounts {
  readonly targets: number;
  /** Symlinks, legacy copies included. */
  readonly links: number;
  readonly legacyCopies: number;
  /** Empty `__init__.py` files. */
  readonly emptyFiles: number;
  /** Whether a figure that was published stands for files that are not on disk. */
  readonly isEstimate: boolean;
  /** Whether not everything is known of some tree. */
  readonly isLeast: boolean;
}

/** What advice is given about. */
export interface Situation {
  /** In force for the trees that were counted. */
  readonly flags: EffectiveFlags;
  readonly hostOs: HostOs | undefined;
  readonly counts: TreeCounts;
  readonly reader: FileReader;
  readonly rc: RcInputs;
}

/** What is not made any more; zero where the advice is about something else than numbers. */
export interface Gain {
  readonly links: number;
  readonly emptyFiles: number;
  /** One clause, without a full stop. */
  readonly text: string;
}

export interface AdviceDefinition {
  readonly id: string;
  readonly flag: FlagOfType<"boolean" | "tristate">;
  readonly value: boolean;
  /** Commands for which the flag has to keep its other value. */
  readonly exceptions: (flags: EffectiveFlags) => readonly RcCommand[];
  /** Why it would do nothing or break something here; undefined where it is good advice. */
  readonly obstacle: (situation: Situation) => string | undefined;
  readonly gain: (counts: TreeCounts) => Gain;
  /** One sentence. */
  readonly tradeOff: string;
}

/** Plain data. */
export interface Advice {
  readonly id: string;
  /** As one would write it: `--nolegacy_external_runfiles`. */
  readonly option: string;
  readonly gain: Gain;
  readonly tradeOff: string;
  readonly files: readonly [RcFileEdit, ...RcFileEdit[]];
}

export type AdviceOutcome =
  | { readonly kind: "offered"; readonly advice: Advice }
  | {
      readonly kind: "withheld";
      readonly id: string;
      readonly option: string;
      readonly reason: string;
      /** The Bazel version, that it is so already, or what the workspace is like. */
      readonly because: "version" | "in-force" | "workspace";
    };

function optionOf({ flag, value }: Pick<AdviceDefinition, "flag" | "value">): string {
  return `--${value ? "" : "no"}${flag}`;
}

export function outcomeOf(definition: AdviceDefinition, situation: Situation): AdviceOutcome {
  const { id, flag, value, tradeOff } = definition;
  const option = optionOf(definition);
  const withheld = (because: Withheld["because"], reason: string): AdviceOutcome => {
    return { kind: "withheld", id, option, reason, because };
  };
  const general = generalObstacle(definition, situation);
  if (general) return withheld(general.because, general.reason);
  const reason = definition.obstacle(situation);
  if (reason !== undefined) return withheld("workspace", reason);
  const exceptions = definition.exceptions(situation.flags);
  const { reader, rc, hostOs } = situation;
  const edit = editToSetFlag(reader, { flag, value, exceptions, inputs: rc, hostOs });
  switch (edit.kind) {
    case "not-offered":
      return withheld("workspace", edit.reason);
    case "already-in-force":
      return withheld("in-force", `${option} is in force`);
    case "edit":
      return {
        kind: "offered",
        advice: { id, option, gain: definition.gain(situation.counts), tradeOff, files: edit.files },
      };
    default:
      return edit satisfies never;
  }
}

type Withheld = Extract<AdviceOutcome, { readonly kind: "withheld" }>;

/** What speaks against a flag whatever the trees are like: the version, or that it is so already. */
function generalObstacle(
  { flag, value }: AdviceDefinition,
  { flags, hostOs }: Situation,
): Pick<Withheld, "because" | "reason"> | undefined {
  const version = versionToString(flags.version);
  switch (eraOf(flag, flags.version).given) {
    case "ignored":
      return { because: "version", reason: `--${flag} has no effect in Bazel ${version}` };
    case "refused":
      return { because: "version", reason: `--${flag} does not exist in Bazel ${version}` };
    case "honoured": {
      const now = flags.isOn(flag, hostOs);
      if (now.value !== value) return undefined;
      return now.origin
        ? { because: "in-force", reason: `${optionOf({ flag, value })} is in force` }
        : { because: "version", reason: `it is what Bazel ${version} does by default` };
    }
  }
}

/** `coverage` needs runfiles trees on disk before Bazel 8 (bazelbuild/bazel#20577). */
export function coverageNeedsLinks(flags: EffectiveFlags): boolean {
  return !isAtLeast(flags.version, "8.0");
}

/** What stands before a sum of trees: `≈`, `at least `. */
export function howSure({ isEstimate, isLeast }: TreeCounts): string {
  if (isEstimate) return "≈";
  return isLeast ? "at least " : "";
}
