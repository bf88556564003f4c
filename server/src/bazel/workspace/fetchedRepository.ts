/**
 * Repositories that Bazel has fetched, in the `external` directory of its output base, and how far they are what the workspace asks for now.
 */
import { joinPath } from "../../base/path.ts";
import { unknown } from "../../starlark/unknown.ts";
import type { Site } from "../../starlark/thread.ts";
import type { SettledContents } from "../repositoryView.ts";
import type { FileReader } from "./fileReader.ts";
import { notKnown } from "./repositoryContents.ts";
import type { InputWorld } from "./repositoryMarker.ts";
import { inputsState, parseMarker } from "./repositoryMarker.ts";

/** A directory of `external` against the marker beside it. */
export type FetchedState =
  | { readonly kind: "fresh" }
  /** It may be out of date: why. */
  | { readonly kind: "doubtful"; readonly why: string }
  /** Bazel would fetch it anew: why. */
  | { readonly kind: "stale"; readonly why: string };

export interface Expectation {
  /** The key of the definition in force; undefined where it is not known. */
  readonly key: string | undefined;
  /** Whether a marker with another key is known to be out of date: keys are computed as this version computes them. */
  readonly keyIsExact: boolean;
  /** Whether the repository is known by other means to be what is asked for, whatever its key; else why it is not. */
  readonly proof?:
    { readonly isGiven: true; readonly why?: undefined } | { readonly isGiven: false; readonly why: string };
  /** Why the repository is to be doubted whatever its marker says. */
  readonly doubt: string | undefined;
  readonly inputs: InputWorld;
}

/** `directory`: that holds repositories beside their markers. Undefined where Bazel has not fetched the repository, or not to the end: then there is no marker. */
export function fetchedState(
  reader: FileReader,
  directory: string,
  canonical: string,
  expected: Expectation,
): FetchedState | undefined {
  const text = reader.text(markerPath(directory, canonical));
  const marker = text === undefined ? undefined : parseMarker(text);
  if (!marker || reader.kind(joinPath(directory, canonical)) !== "directory") return undefined;
  if (marker.key !== expected.key && expected.proof?.isGiven !== true) {
    if (expected.key !== undefined && expected.keyIsExact)
      return { kind: "stale", why: "Bazel has fetched it for another definition" };
    const why = expected.proof?.why ?? expected.doubt ?? "it is not known for which definition Bazel has fetched it";
    return { kind: "doubtful", why };
  }
  const state = inputsState(marker.inputs, expected.inputs);
  if (state.kind === "changed") return { kind: "stale", why: `it depends on ${state.what}, which has changed` };
  if (state.kind === "not-checked") return { kind: "doubtful", why: `it depends on ${state.what}` };
  return expected.doubt === undefined ? { kind: "fresh" } : { kind: "doubtful", why: expected.doubt };
}

/** The repository in the first directory that has it, a better state before a worse. */
export function fetchedContents(
  states: readonly { readonly directory: string; readonly state: FetchedState | undefined }[],
  canonical: string,
  site: Site | undefined,
): SettledContents | undefined {
  for (const wanted of ["fresh", "doubtful", "stale"] as const) {
    const found = states.find(({ state }) => state?.kind === wanted);
    if (!found?.state) continue;
    const path = joinPath(found.directory, canonical);
    if (found.state.kind === "fresh") return { kind: "directory", path, buildFile: undefined };
    const { why } = found.state;
    if (found.state.kind === "stale")
      return notKnown(canonical, `repository @${canonical} is out of date on disk: ${why}`, site);
    const message = `repository @${canonical} may be out of date on disk: ${why}`;
    const doubt = unknown({ kind: "repository", name: canonical, message, site });
    return { kind: "directory", path, buildFile: undefined, doubt };
  }
  return undefined;
}

/** Where an output base has its repositories. */
export function externalDirectory(outputBase: string): string {
  return joinPath(outputBase, "external");
}

export function markerPath(directory: string, canonical: string): string {
  return `${directory}/@${canonical}.marker`;
}
