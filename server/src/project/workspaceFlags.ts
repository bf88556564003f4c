/** From .bazelrc files, settings and the request to the flags in force and the top-level configuration. */
import { digestOf } from "../base/digest.ts";
import type { Input, Query } from "../base/graph.ts";
import type { HostPlatform, OptionValue } from "../bazel/configuration/options.ts";
import { topLevel, type TopLevel } from "../bazel/configuration/configuration.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import { fileReader } from "../bazel/loading/repositoryFiles.ts";
import { commandNames, optionsInForce } from "../bazel/workspace/bazelrc/options.ts";
import { readRcFiles, type RcFiles, type RcInputs } from "../bazel/workspace/bazelrc/rcFiles.ts";
import { bazelVersionOf, type BazelVersionChoice } from "../bazel/workspace/bazelVersion.ts";
import { EffectiveFlags } from "../bazel/workspace/flags.ts";
import type { BuildRequest } from "../project.ts";

/** What the machine and the user's account contribute. */
export interface HostEnvironment {
  readonly platform: HostPlatform;
  readonly variables: ReadonlyMap<string, string>;
  readonly homeDirectory: string | undefined;
  /** The system's bazelrc, if it is to be read. */
  readonly systemRc: string | undefined;
}

export interface FlagQueries {
  readonly version: Query<null, BazelVersionChoice>;
  readonly rc: Query<null, RcFiles>;
  readonly flags: Query<null, EffectiveFlags>;
  readonly top: Query<null, TopLevel>;
  readonly rcInputs: Query<null, RcInputs>;
}

export interface FlagDependencies {
  readonly root: string;
  readonly files: FileInputs;
  readonly environment: HostEnvironment;
  readonly versionSetting: string;
  readonly request: Input<BuildRequest>;
}

export function flagQueries(dependencies: FlagDependencies): FlagQueries {
  const { root, files, environment } = dependencies;
  const version: Query<null, BazelVersionChoice> = {
    name: "Bazel version",
    keyOf: () => "",
    compute: (graph) =>
      bazelVersionOf(fileReader(graph, { files }), root, {
        setting: dependencies.versionSetting === "" ? undefined : dependencies.versionSetting,
        environment: environment.variables,
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
      environment: environment.variables,
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
  const top: Query<null, TopLevel> = {
    name: "top-level options",
    keyOf: () => "",
    compute: (graph) => topLevelOf(graph.get(flags, null), environment.platform, graph.get(version, null).predictedAs.major),
    equals: (a, b) => a.id === b.id,
  };
  return { version, rc, flags, top, rcInputs };
}

/** Names of the `--config` groups that the rc files define for a command. */
export function configNames(rc: RcFiles, command: string, version: BazelVersionChoice): readonly string[] {
  const commands = new Set(commandNames(command, version.predictedAs));
  const names = rc.files.flatMap((file) => [...file.arguments.keys()]).flatMap((name) => {
    const colon = name.indexOf(":");
    return colon > 0 && commands.has(name.slice(0, colon)) ? [name.slice(colon + 1)] : [];
  });
  return [...new Set(names)].sort();
}


function topLevelOf(flags: EffectiveFlags, host: HostPlatform, major: number): TopLevel {
  const native = new Map<string, OptionValue>();
  const setString = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== "") native.set(name, value);
  };
  setString("compilation_mode", flags.string("compilation_mode").origin && flags.string("compilation_mode").value);
  setString("cpu", flags.string("cpu").origin && flags.string("cpu").value);
  setString("host_platform", flags.string("host_platform").origin && canonical(flags.string("host_platform").value));
  const platforms = flags.string("platforms").value.split(",").filter((label) => label !== "").map(canonical);
  if (platforms.length > 0) native.set("platforms", platforms);
  const toolchains = flags.list("extra_toolchains").map(({ value }) => canonical(value));
  if (toolchains.length > 0) native.set("extra_toolchains", toolchains);
  const defines = [...flags.defines()].map(([name, { value }]) => `${name}=${value}`);
  if (defines.length > 0) native.set("define", defines);
  native.set("incompatible_default_to_explicit_init_py", flags.boolean("incompatible_default_to_explicit_init_py").value);
  native.set("legacy_external_runfiles", flags.boolean("legacy_external_runfiles").value);
  const starlark = new Map([...flags.starlarkFlags()].map(([label, values]) => [canonical(label), values.map(({ value }) => value)] as const));
  const id = digestOf(JSON.stringify([[...native].sort(), [...starlark].sort(), host, major])).slice(0, 12);
  return topLevel({ id, host, major, native, starlark });
}

/** Labels of the command line are read from the main repository; apparent names stand for themselves until repositories are known. */
function canonical(label: string): string {
  const text = label.replace(/^@@?\/\//, "//");
  if (text.startsWith("//")) return withName(text);
  return withName(text.startsWith("@@") ? text : text.replace(/^@/, "@@"));
}

function withName(text: string): string {
  const slashes = text.indexOf("//");
  if (slashes < 0 || text.indexOf(":", slashes) >= 0) return text;
  return `${text}:${text.slice(Math.max(text.lastIndexOf("/") + 1, slashes + 2))}`;
}
