/**
 * Versions of modules, ordered as Bazel orders them (bazel/bzlmod/Version.java): numbers before words, a pre-release before its release.
 */

import type { BazelVersion } from "./bazelVersion.ts";
import { isAtLeast } from "./bazelVersion.ts";

/** Whether `compatibility_level` has an effect: "a no-op" by the documentation of `bazel_dep` in 8.6 and 9.1, not by that of 8.5.1 and 9.0.0. */
export function hasCompatibilityLevels(version: BazelVersion): boolean {
  return !isAtLeast(version, version.major < 9 ? "8.6" : "9.1");
}

export function compareModuleVersions(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1; // An overridden module has the empty version, which is higher than all others.
  const [left, right] = [splitVersion(a), splitVersion(b)];
  return compareParts(left.release, right.release) || comparePrereleases(left.prerelease, right.prerelease);
}

const VERSION = /^[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*(?:-[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)?(?:\+[A-Za-z0-9.-]+)?$/;

/** Numbers are read as unsigned ones of 64 bits. */
const LARGEST_NUMBER = 2n ** 64n - 1n;

/** Whether `Version.parse` takes the text; the empty one stands for no version. */
export function isModuleVersion(text: string): boolean {
  if (text === "") return true;
  if (!VERSION.test(text)) return false;
  const { release, prerelease } = splitVersion(text);
  return [...release, ...prerelease].every((part) => !/^\d+$/.test(part) || BigInt(part) <= LARGEST_NUMBER);
}

/** A version as Bazel tells it to others (`Version.getNormalized`). */
export function withoutBuild(version: string): string {
  return version.replace(/\+.*/, "");
}

function splitVersion(version: string): {
  readonly release: readonly string[];
  readonly prerelease: readonly string[];
} {
  const normalized = withoutBuild(version);
  const dash = normalized.indexOf("-");
  const release = dash < 0 ? normalized : normalized.slice(0, dash);
  return { release: release.split("."), prerelease: dash < 0 ? [] : normalized.slice(dash + 1).split(".") };
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareParts(a, b);
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = comparePart(a[i] ?? "", b[i] ?? "");
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function comparePart(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber) return Number(a) - Number(b);
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
