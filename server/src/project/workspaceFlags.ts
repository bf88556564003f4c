/** From .bazelrc files, settings and the request to the flags in force and the top-level configuration. */
import { digestOf } from "../base/digest.ts";
import type { Input, Query, QueryContext } from "../base/graph.ts";
import { nativeOptions, type HostPlatform, type OptionValue } from "../bazel/configuration/options.ts";
import type { PlatformMapping } from "../bazel/configuration/platformMapping.ts";
import { topLevel, type TopLevel } from "../bazel/configuration/configuration.ts";
import type { SettingValue } from "../bazel/analysis/mappedSettings.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import { parseLabel } from "../bazel/label.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";
import { commandNames, optionsInForce } from "../bazel/workspace/bazelrc/options.ts";
import { readRcFiles, type RcFiles, type RcInputs } from "../bazel/workspace/bazelrc/rcFiles.ts";
import { bazelVersionOf, type BazelVersionChoice, type Variables } from "../bazel/workspace/bazelVersion.ts";
import { EffectiveFlags } from "../bazel/workspace/flags.ts";
import type { BuildRequest } from "../project.ts";
import { givenValue } from "./givenValues.ts";
import { platformMappingState, type PlatformMappingState } from "./platformMappingState.ts";

/** What the machine and the user's account contribute. */
export interface HostEnvironment {
  readonly platform: HostPlatform;
  readonly variables: ReadonlyMap<string, string>;
  readonly homeDirectory: string | undefined;
  /** The account's name, where the variable USER does not tell it. */
  readonly userName?: string | undefined;
  /** The system's bazelrc, if it is to be read. */
  readonly systemRc: string | undefined;
}

/** A variable of the environment, by name: what is read of it is an input like others. */
export function variableInput(environment: HostEnvironment): Input<string | undefined> {
  return {
    name: "environment variable",
    read: (name) => environment.variables.get(name),
    fingerprint: (value) => (value === undefined ? "unset" : `set ${value}`),
  };
}

export interface FlagQueries {
  readonly version: Query<null, BazelVersionChoice>;
  readonly rc: Query<null, RcFiles>;
  readonly flags: Query<null, EffectiveFlags>;
  readonly mappings: Query<null, PlatformMappingState>;
  readonly top: Query<null, TopLevel>;
  readonly rcInputs: Query<null, RcInputs>;
}

export interface FlagDependencies {
  readonly root: string;
  readonly files: FileInputs;
  readonly environment: Omit<HostEnvironment, "variables">;
  readonly variable: Input<string | undefined>;
  readonly versionSetting: string;
  readonly request: Input<BuildRequest>;
  /** Canonical name of a repository as the main repository calls it. */
  readonly resolveRepository: (graph: QueryContext, apparent: string) => string | undefined;
  readonly settingValue: (graph: QueryContext, label: string, texts: readonly string[]) => SettingValue;
}

export function flagQueries(dependencies: FlagDependencies): FlagQueries {
  const { root, files, environment } = dependencies;
  const variables = (graph: QueryContext): Variables => ({
    get: (name) => graph.input(dependencies.variable, name),
  });
  const version: Query<null, BazelVersionChoice> = {
    name: "Bazel version",
    keyOf: () => "",
    compute: (graph) =>
      bazelVersionOf(fileReader(graph, { files }), root, {
        setting: dependencies.versionSetting === "" ? undefined : dependencies.versionSetting,
        environment: variables(graph),
        homeDirectory: environment.homeDirectory,
      }),
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  };
  const rcInputs: Query<null, RcInputs> = {
    name: "bazelrc inputs",
    keyOf: () => "",
    compute: (graph) => ({
      root,
      version: graph.get(version, null).predictedAs,
      environment: variables(graph),
      homeDirectory: environment.homeDirectory,
      systemRc: environment.systemRc,
      workingDirectory: root,
      startupOptions: [],
    }),
  };
  const rc: Query<null, RcFiles> = {
    name: "bazelrc",
    keyOf: () => "",
    compute: (graph) => readRcFiles(fileReader(graph, { files }), graph.get(rcInputs, null)),
  };
  const flags: Query<null, EffectiveFlags> = {
    name: "flags",
    keyOf: () => "",
    compute: (graph) => {
      const request = graph.input(dependencies.request, "");
      const { predictedAs } = graph.get(version, null);
      const options = optionsInForce({
        rc: graph.get(rc, null),
        version: predictedAs,
        command: request.command,
        configs: request.configs,
        commandLine: request.flags,
        hostOs: environment.platform.os,
      });
      return new EffectiveFlags(options, predictedAs);
    },
  };
  /** The canonical text of a label of the command line, which is read from the main repository; undefined where it is none. */
  const labelText = (graph: QueryContext, text: string): string | undefined => {
    const { major } = graph.get(version, null).predictedAs;
    // Before Bazel 5 no names are mapped here, not even the workspace's own (https://github.com/bazelbuild/bazel/issues/10499).
    const resolve = (name: string) => (major < 5 ? name : dependencies.resolveRepository(graph, name));
    const parsed = parseLabel(text, { package: { repository: "", path: "" }, resolveRepository: resolve });
    return parsed.kind === "label" ? parsed.label.toString() : undefined;
  };
  const mappings: Query<null, PlatformMappingState> = {
    name: "platform mappings",
    keyOf: () => "",
    compute: (graph) =>
      platformMappingState({
        root,
        reader: fileReader(graph, { files }),
        flags: graph.get(flags, null),
        host: environment.platform,
        toLabel: (text) => labelText(graph, text),
        settingValue: (label, texts) => dependencies.settingValue(graph, label, texts),
      }),
    equals: (a, b) => JSON.stringify(a.problem) === JSON.stringify(b.problem) && a.mapping.id === b.mapping.id,
  };
  const top: Query<null, TopLevel> = {
    name: "top-level options",
    keyOf: () => "",
    compute: (graph) => {
      const { major } = graph.get(version, null).predictedAs;
      const { mapping } = graph.get(mappings, null);
      return topLevelOf(
        graph.get(flags, null),
        environment.platform,
        major,
        (text) => labelText(graph, text) ?? text,
        mapping,
      );
    },
    equals: (a, b) => a.id === b.id,
  };
  return { version, rc, flags, mappings, top, rcInputs };
}

/** Names of the `--config` groups that the rc files define for a command. */
export function configNames(rc: RcFiles, command: string, version: BazelVersionChoice): readonly string[] {
  const commands = new Set(commandNames(command, version.predictedAs));
  const names = rc.files
    .flatMap((file) => [...file.arguments.keys()])
    .flatMap((name) => {
      const colon = name.indexOf(":");
      return colon > 0 && commands.has(name.slice(0, colon)) ? [name.slice(colon + 1)] : [];
    });
  return [...new Set(names)].sort();
}

function topLevelOf(
  flags: EffectiveFlags,
  host: HostPlatform,
  major: number,
  toCanonical: (label: string) => string,
  mapping: PlatformMapping,
): TopLevel {
  const native = new Map<string, OptionValue>();
  for (const [name, { type }] of nativeOptions(host, major)) {
    const value = givenValue(flags, name, type, toCanonical);
    if (value !== undefined) native.set(name, value);
  }
  const starlark = new Map(
    [...flags.starlarkFlags()].map(
      ([label, values]) => [toCanonical(label), values.map(({ value }) => value)] as const,
    ),
  );
  const id = digestOf(JSON.stringify([[...native].sort(), [...starlark].sort(), host, major, mapping.id])).slice(0, 12);
  return topLevel({ id, host, major, native, starlark, mapping });
}
