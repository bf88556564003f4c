/** Through which dependencies an Unknown came to a target: label → attribute → label …, down to where it arose. */
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import { Depset } from "../bazel/depset.ts";
import { Struct } from "../bazel/provider.ts";
import type { Runfiles } from "../bazel/runfiles/runfiles.ts";
import { Unknown, type UnknownReason } from "../starlark/unknown.ts";
import type { Value } from "../starlark/value.ts";

export interface ChainStep {
  readonly target: string;
  /** The attribute through which the next target is reached; null at the end. */
  readonly attribute: string | null;
}

/** The shortest chain (breadth first) from a target to the farthest one that carries the reason on that way. */
export function chainOfReason(from: ConfiguredTarget, reason: UnknownReason): readonly ChainStep[] {
  const entered = new Set<ConfiguredTarget>([from]);
  const queue: { readonly target: ConfiguredTarget; readonly before: readonly ChainStep[] }[] = [
    { target: from, before: [] },
  ];
  for (const { target, before } of queue) {
    const carriers = target.dependencies.filter((edge) => carries(edge.target, reason));
    if (carriers.length === 0) return [...before, { target: target.label.toString(), attribute: null }];
    for (const edge of carriers) {
      if (entered.has(edge.target)) continue;
      entered.add(edge.target);
      const step = { target: target.label.toString(), attribute: edge.attribute };
      queue.push({ target: edge.target, before: [...before, step] });
    }
  }
  return [{ target: from.label.toString(), attribute: null }];
}

function carries(target: ConfiguredTarget, reason: UnknownReason): boolean {
  const { files, defaultRunfiles, dataRunfiles, executable } = target.outputs;
  const isReason = (value: Value): boolean => value instanceof Unknown && isSame(value.reason, reason);
  return (
    isIn(files.unknowns, reason) ||
    [defaultRunfiles, dataRunfiles].some((runfiles: Runfiles) => isIn(runfiles.unknowns, reason)) ||
    (executable instanceof Unknown && isReason(executable)) ||
    (target.unlisted !== undefined && isReason(target.unlisted)) ||
    [...target.providers.values()].some((value) => mentions(value, reason))
  );
}

/** A provider's own fields: what lies deeper reaches runfiles through depsets, which know their Unknowns. */
function mentions(value: Value, reason: UnknownReason): boolean {
  if (value instanceof Unknown) return isSame(value.reason, reason);
  if (value instanceof Depset) return isIn(value.unknowns, reason);
  if (!(value instanceof Struct)) return false;
  return [...value.fields.values()].some((field) =>
    field instanceof Struct
      ? false
      : field instanceof Unknown || field instanceof Depset
        ? mentions(field, reason)
        : false,
  );
}

function isIn(unknowns: ReadonlySet<Unknown>, reason: UnknownReason): boolean {
  for (const unknown of unknowns) if (isSame(unknown.reason, reason)) return true;
  return false;
}

/** Reasons travel by themselves, or are told anew of the same place. */
function isSame(a: UnknownReason, b: UnknownReason): boolean {
  return a === b || (a.message === b.message && a.site?.file === b.site?.file && a.site?.node === b.site?.node);
}
