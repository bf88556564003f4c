/** What the catalogue of runtimes says of the toolchains in a tree: published figures of those that are not on disk, and where each is registered. */
import type { Location } from "../base/text.ts";
import type { UnknownRuntime } from "../bazel/analysis/contributors.ts";
import { parseLabel, type Label } from "../bazel/label.ts";
import type { RuleTarget } from "../bazel/target.ts";
import type { Repositories } from "../bazel/workspace/repositories.ts";
import { callSite, type Registration } from "../bazel/workspace/repositoryDefinition.ts";
import { figureFor, runtimeOfToolchain } from "../bazel/workspace/runtimes/catalogue.ts";
import {
  isSameVersion,
  registrationInForce,
  type RuntimeRegistration,
} from "../bazel/workspace/runtimes/registrations.ts";
import type { Runtime, RuntimeFigure } from "../bazel/workspace/runtimes/runtime.ts";
import type { ContributorCost, RuntimeDescription, RuntimeEstimate } from "../bazel/analysis/treeCost.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** A registration, as a hover speaks of it. */
export interface RegisteredRuntime {
  readonly registration: RuntimeRegistration;
  readonly location: Location;
  /** The published figure for the default version; undefined where there is none, or where nothing of the runtime lands in trees. */
  readonly estimate: RuntimeEstimate | undefined;
}

/** Those of the statement at an offset of a WORKSPACE or MODULE.bazel file. */
export function runtimesAt(snapshot: ProjectSnapshot, path: string, offset: number): readonly RegisteredRuntime[] {
  return runtimesOf(snapshot).flatMap((registration) => {
    const { callStack, kind, defaultVersion, versions } = registration;
    const site = callSite(callStack);
    const location = site?.file === path && snapshot.covers(site, offset) ? snapshot.locateCallee(site) : undefined;
    if (!location) return [];
    const version = versions.length === 1 ? versions[0] : (defaultVersion ?? versions[0]);
    const figure = kind === "local" ? undefined : figureFor(registration.runtime, version);
    const { runtime } = registration;
    const estimate = figure && {
      name: estimateName(runtime, figure, version),
      files: figure.files,
      source: figure.source,
      language: runtime.language,
      version: version ?? null,
      declaredAt: location,
    };
    return [{ registration, location, estimate }];
  });
}

export function estimateOf(
  snapshot: ProjectSnapshot,
  { type, user, unknown: { reason } }: UnknownRuntime,
): RuntimeEstimate | undefined {
  const runtime = runtimeOfToolchain(type);
  if (!runtime) return undefined;
  const missing = reason.kind === "repository" ? versionInName(reason.name) : undefined;
  return runtimeEstimate(snapshot, runtime, missing ?? (user.rule && versionAskedBy(user.rule)));
}

/** `3.10` of the repository `python_3_10_x86_64-unknown-linux-gnu`. */
function versionInName(repository: string): string | undefined {
  const [, major, minor] = /(?:^|_)(\d+)_(\d+)(?:_|$)/.exec(repository.replace(/^.*[~+]/, "")) ?? [];
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}`;
}

/** Models of programs have an attribute of their own for it; `python_version` was `PY2` or `PY3` once. */
function versionAskedBy({ ruleClass, attributes }: RuleTarget): string | undefined {
  const isProgram = /^_?py_(binary|test)$/.test(ruleClass.name);
  const asked = isProgram ? (attributes.get("interpreter_version") ?? attributes.get("python_version")) : undefined;
  return typeof asked === "string" && /^\d/.test(asked) ? asked : undefined;
}

/** Of the registration that is in force for a version, or for targets that ask for none. */
export function runtimeEstimate(
  snapshot: ProjectSnapshot,
  runtime: Runtime,
  asked: string | undefined,
): RuntimeEstimate | undefined {
  const inForce = registrationInForce(runtimesOf(snapshot), runtime, asked);
  const figure = inForce && figureFor(inForce.registration.runtime, inForce.version);
  if (!figure) return undefined;
  const { version, registration } = inForce;
  return {
    name: estimateName(registration.runtime, figure, version),
    files: figure.files,
    source: figure.source,
    language: runtime.language,
    version: registration.versions.find((one) => isSameVersion(one, version)) ?? version ?? null,
    declaredAt: locationOf(snapshot, registration),
  };
}

/** Whose figure it is, and in place of which. */
function estimateName({ ruleset, language }: Runtime, figure: RuntimeFigure, version: string | undefined): string {
  const published = `${ruleset}'s ${figure.version ?? version ?? language}`;
  if (figure.version === undefined || isSameVersion(figure.version, version)) return published;
  return `${published} in place of ${version ?? "an unknown version"}`;
}

/** What is known of a toolchain whose files are on disk. */
export function describe(
  snapshot: ProjectSnapshot,
  toolchain: string,
  type: Label | undefined,
  repository: string,
): RuntimeDescription {
  const runtime = type && runtimeOfToolchain(type);
  const version = versionInName(repository);
  const registered = registrationOf(snapshot, toolchain);
  const inForce = runtime && !registered ? registrationInForce(runtimesOf(snapshot), runtime, version) : undefined;
  return {
    language: runtime?.language ?? null,
    version: version ?? null,
    declaredAt: registered ?? (inForce ? locationOf(snapshot, inForce.registration) : null),
  };
}

/** The statement of the workspace's own file that registers a toolchain. */
function registrationOf(snapshot: ProjectSnapshot, toolchain: string): ContributorCost["declaredAt"] | undefined {
  const { graph, queries, root } = snapshot;
  const repositories = graph.get(queries.repositories.repositories, null);
  const registration = repositories.toolchains.find((one) => registers(repositories, one, toolchain));
  const location =
    registration?.kind === "pattern" ? snapshot.locateCallee(callSite(registration.callStack)) : undefined;
  return location?.path.startsWith(`${root}/`) ? location : undefined;
}

function registers(repositories: Repositories, registration: Registration, toolchain: string): boolean {
  if (registration.kind !== "pattern") return false;
  const parsed = parseLabel(registration.pattern, {
    package: { repository: registration.repository, path: "" },
    resolveRepository: (apparent) => repositories.resolve(registration.repository, apparent),
  });
  if (parsed.kind === "error") return false;
  const text = parsed.label.toString();
  return text === toolchain || (parsed.label.name === "all" && toolchain.startsWith(text.slice(0, -"all".length)));
}

function locationOf(snapshot: ProjectSnapshot, { callStack }: RuntimeRegistration): ContributorCost["declaredAt"] {
  return snapshot.locateCallee(callSite(callStack)) ?? null;
}

function runtimesOf({ graph, queries }: ProjectSnapshot): readonly RuntimeRegistration[] {
  return graph.get(queries.repositories.runtimes, null);
}
