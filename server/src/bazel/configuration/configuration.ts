/**
 * A configuration is the top-level one plus what transitions changed. It is kept as that difference: it names the configuration for people, and it is its identity.
 *
 * Identity follows the version in force. From Bazel 7 (`diff_against_dynamic_baseline`) a setting changed and changed back is the top-level configuration again; before, an option that a Starlark transition has
 * touched counts towards the output directory for ever (`affected by starlark transition`, FunctionTransitionUtil.java).
 */
import { Unknown } from "../../starlark/unknown.ts";
import { Root, unpredictableSegment } from "../artifact.ts";
import type { Label } from "../label.ts";
import { defaultOf, execOption, reachesTools, unknownOption } from "./execOptions.ts";
import { mapPlatform, mappingUnknown, NO_MAPPING, PLATFORMS, type PlatformMapping } from "./platformMapping.ts";
import {
  COMMAND_LINE_OPTION,
  nativeOptions,
  type HostPlatform,
  type OptionDefinition,
  type OptionValue,
} from "./options.ts";

/** The command line: what every configuration differs from. */
export interface TopLevel {
  /** Equal ids, equal top-level configurations. */
  readonly id: string;
  readonly host: HostPlatform;
  /** Major version whose rules are followed. */
  readonly major: number;
  readonly definitions: ReadonlyMap<string, OptionDefinition>;
  /** Native options that the command line sets, and what platform mappings set over them, by name without dashes. */
  readonly native: ReadonlyMap<string, OptionValue | Unknown>;
  /** Starlark flags that the command line sets, by canonical label text: every value given, in order; converted when they are read. */
  readonly starlark: ReadonlyMap<string, readonly string[]>;
  /** Starlark flags that platform mappings set over them. */
  readonly mapped: ReadonlyMap<string, OptionValue | Unknown>;
  readonly mapping: PlatformMapping;
  /** Why no tree is known for sure under these mappings. */
  readonly mappingProblem: string | undefined;
}

type CommandLine = Pick<TopLevel, "id" | "host" | "major" | "native" | "starlark"> & Partial<Pick<TopLevel, "mapping">>;

/** What is built from the command line: its options are mapped, and mapped again for every target that it names. */
export function topLevel(spec: CommandLine): TopLevel {
  const definitions = nativeOptions(spec.host, spec.major);
  const given = { mapping: NO_MAPPING, ...spec, definitions, mapped: new Map(), mappingProblem: undefined };
  const once = mappedTop(given);
  const top = mappedTop(once);
  if (top.mappingProblem !== undefined) return top;
  if (top !== once && top.major >= 7)
    return {
      ...top,
      mappingProblem: "output directories are named otherwise where a platform of flags has flags itself",
    };
  if (top.major >= 6) return top;
  const tools = mappingOf(unmappedHost(topLevelConfiguration(top)));
  return tools.kind === "refused" ? { ...top, mappingProblem: refusalText(tools.message) } : top;
}

function mappedTop(top: TopLevel): TopLevel {
  const configuration = makeConfiguration(top, new Map(), new Set(), "target");
  const result = mappingOf(configuration);
  if (result.kind === "refused") return { ...top, mappingProblem: refusalText(result.message) };
  const changes = [...result.flags].filter(([name, value]) => !isSame(value, mappedValue(configuration, name)));
  if (changes.length === 0) return top;
  const native = new Map(top.native);
  const mapped = new Map(top.mapped);
  for (const [name, value] of changes)
    if (name.startsWith(COMMAND_LINE_OPTION)) native.set(name.slice(COMMAND_LINE_OPTION.length), value);
    else mapped.set(name, value);
  return { ...top, native, mapped };
}

function refusalText(message: string): string {
  return `Bazel refuses the command: ${message}`;
}

export interface Configuration {
  readonly top: TopLevel;
  /** `//command_line_option:x` or a flag's canonical label → value; only what differs from the top level. */
  readonly changed: ReadonlyMap<string, OptionValue | Unknown>;
  /** Options that Starlark transitions have touched; empty from Bazel 7. */
  readonly affected: ReadonlySet<string>;
  /** It is that of tools. */
  readonly isExec: boolean;
  /** It is the one that tools had in common before Bazel 6 (`cfg = "host"`); no transition leads out of it. */
  readonly isHost: boolean;
  /** Identity: equal for configurations that share an output directory. */
  readonly id: string;
  /** `platforms=//p:linux`; empty for the top level. */
  readonly name: string;
}

/** Every target has one of few configurations: each is made once, and shared. */
const topLevels = new WeakMap<TopLevel, Configuration>();
const execs = new WeakMap<Configuration, Map<string | Unknown | undefined, Configuration>>();
const hosts = new WeakMap<Configuration, Configuration>();

export function topLevelConfiguration(top: TopLevel): Configuration {
  const known = topLevels.get(top) ?? makeConfiguration(top, new Map(), new Set(), "target");
  topLevels.set(top, known);
  return known;
}

/**
 * The configuration of tools, built for an execution platform, where none is given for the host's. It keeps Starlark flags (`--incompatible_exclude_starlark_flags_from_exec_config` is off until Bazel 10; measured with 4.2.3, for `cfg = "host"` too) and defines; of the native options see
 * `execOptions.ts`.
 */
export function execConfiguration(from: Configuration, platform?: Label | Unknown): Configuration {
  if (from.isHost) return from;
  const own = nativeOption(from, "host_platform");
  const other = platform && (platform instanceof Unknown ? platform : platform.toString());
  const byPlatform = execs.get(from) ?? new Map<string | Unknown | undefined, Configuration>();
  const key = other === own ? undefined : other;
  const known = byPlatform.get(key);
  if (known) return known;
  const changed = new Map(changedForTools(from));
  if (key !== undefined) changed.set(PLATFORMS, key instanceof Unknown ? key : [key]);
  const exec = mapped(makeConfiguration(from.top, changed, new Set(), "exec"));
  execs.set(from, byPlatform.set(key, exec));
  return exec;
}

function changedForTools({ changed, top }: Configuration): Configuration["changed"] {
  return new Map(
    [...changed].filter(
      ([name]) =>
        !name.startsWith(COMMAND_LINE_OPTION) || reachesTools(top.major, name.slice(COMMAND_LINE_OPTION.length)),
    ),
  );
}

/** `cfg = "host"`: since Bazel 6 another word for the exec configuration. */
export function hostConfiguration(from: Configuration): Configuration {
  if (from.isHost) return from;
  if (from.top.major >= 6) return execConfiguration(from);
  const known = hosts.get(from) ?? mapped(unmappedHost(from));
  hosts.set(from, known);
  return known;
}

function unmappedHost(from: Configuration): Configuration {
  return makeConfiguration(from.top, changedForTools(from), new Set(), "host");
}

/** What is left of a configuration that a transition leads to, when platform mappings have had their way. */
function mapped(configuration: Configuration): Configuration {
  const once = mappedOnce(configuration);
  const again = configuration.top.major >= 7 && once !== configuration ? mappedOnce(once) : once;
  if (again === once) return once;
  // Whatever transition comes next, also one that changes nothing, has it mapped again (`BuildConfigurationKeyProducer`).
  const unsure = [...again.changed.keys(), ...once.changed.keys()].filter(
    (name) => !isSame(mappedValue(again, name), mappedValue(once, name)),
  );
  return changedBy(
    once,
    unsure.map((name) => [name, mappingUnknown(displayName(name), "whether they have done so depends on who asks")]),
  );
}

function mappedOnce(configuration: Configuration): Configuration {
  const result = mappingOf(configuration);
  if (result.kind === "refused")
    return changedBy(configuration, [
      [PLATFORMS, mappingUnknown("platforms", `Bazel refuses them: ${result.message}`)],
    ]);
  return changedBy(configuration, result.flags);
}

/** What the mappings say of a configuration's options. */
function mappingOf(configuration: Configuration): ReturnType<typeof mapPlatform> {
  const { top, isHost, changed } = configuration;
  if (changed.has(`${COMMAND_LINE_OPTION}platform_mappings`))
    return { kind: "flags", flags: new Map([[PLATFORMS, mappingUnknown("platforms", "a transition names others")]]) };
  return mapPlatform(top.mapping, {
    option: (name) => nativeOption(configuration, name),
    hasPlatform: !isHost || top.native.has("host_platform"),
  });
}

/** The configuration with values that no transition has set. */
function changedBy(
  from: Configuration,
  values: Iterable<readonly [name: string, value: OptionValue | Unknown]>,
): Configuration {
  const changed = new Map(from.changed);
  const atTop = topLevelConfiguration(from.top);
  let different = false;
  for (const [name, value] of values) {
    if (isSame(value, mappedValue(from, name))) continue;
    different = true;
    if (!from.isExec && isSame(value, mappedValue(atTop, name))) changed.delete(name);
    else changed.set(name, value);
  }
  return different ? makeConfiguration(from.top, changed, from.affected, kindOf(from)) : from;
}

/** The value of what mappings may set; undefined of a Starlark flag that nothing but the command line may have set. */
function mappedValue(configuration: Configuration, name: string): OptionValue | Unknown | undefined {
  if (name.startsWith(COMMAND_LINE_OPTION)) return nativeOption(configuration, name.slice(COMMAND_LINE_OPTION.length));
  return configuration.changed.get(name) ?? configuration.top.mapped.get(name);
}

function isSame(a: OptionValue | Unknown | undefined, b: OptionValue | Unknown | undefined): boolean {
  if (a instanceof Unknown || b instanceof Unknown) return a === b;
  return JSON.stringify(a) === JSON.stringify(b);
}

type Kind = "target" | "exec" | "host";

function kindOf({ isHost, isExec }: Configuration): Kind {
  if (isHost) return "host";
  return isExec ? "exec" : "target";
}

function makeConfiguration(
  top: TopLevel,
  changed: ReadonlyMap<string, OptionValue | Unknown>,
  affected: ReadonlySet<string>,
  kind: Kind,
): Configuration {
  const settings = [...changed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${displayName(name)}=${displayValue(value)}`);
  const untouched = [...affected].filter((name) => !changed.has(name)).sort();
  const parts = [
    ...(kind === "target" ? [] : [kind]),
    ...settings,
    ...untouched.map((name) => `${displayName(name)} (as at the top)`),
  ];
  const name = parts.join(", ");
  return {
    top,
    changed,
    affected,
    isExec: kind !== "target",
    isHost: kind === "host",
    name,
    id: `${top.id}|${name}`,
  };
}

function displayName(option: string): string {
  return option.startsWith(COMMAND_LINE_OPTION) ? option.slice(COMMAND_LINE_OPTION.length) : option;
}

function displayValue(value: OptionValue | Unknown): string {
  if (value instanceof Unknown) return "?";
  return typeof value === "object" && value !== null ? value.join(",") : String(value);
}

/** The value of a native option, Unknown where the configuration does not determine it. `name` is without dashes. */
export function nativeOption(configuration: Configuration, name: string): OptionValue | Unknown {
  const changed = configuration.changed.get(`${COMMAND_LINE_OPTION}${name}`);
  if (changed !== undefined) return changed;
  const { top } = configuration;
  if (configuration.isExec) return execOption(configuration, name);
  const set = top.native.get(name);
  if (set !== undefined) return set;
  return defaultOf(top, name);
}

/** What the configuration says of a Starlark flag: a value of a transition, the command line's text, or nothing (the flag's default holds). */
export function starlarkFlag(
  configuration: Configuration,
  label: string,
):
  | { readonly kind: "value"; readonly value: OptionValue | Unknown }
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "default" } {
  const changed = configuration.changed.get(label);
  if (changed !== undefined) return { kind: "value", value: changed };
  const mapped = configuration.top.mapped.get(label);
  if (mapped !== undefined) return { kind: "value", value: mapped };
  const texts = configuration.top.starlark.get(label);
  if (texts === undefined || texts.length === 0) return { kind: "default" };
  if (configuration.isExec && configuration.top.major >= 10)
    return { kind: "value", value: unknownOption(label, "whether the exec configuration keeps it depends on a flag") };
  return { kind: "texts", texts };
}

/** The configuration with some options set, as after a transition, and mapped. `sameAsTop` says which values equal the top level's. */
export function withOptions(
  from: Configuration,
  values: ReadonlyMap<
    string,
    { readonly value: OptionValue | Unknown; readonly sameAsTop: boolean; readonly sameAsBefore: boolean }
  >,
  isNative = false,
): Configuration {
  const changed = new Map(from.changed);
  const affected = new Set(from.affected);
  let different = false;
  for (const [name, { value, sameAsTop, sameAsBefore }] of values) {
    if (sameAsBefore) continue;
    different = true;
    if (sameAsTop && !from.isExec) changed.delete(name);
    else changed.set(name, value);
    if (from.top.major < 7 && !isNative) affected.add(name);
  }
  return different ? mapped(makeConfiguration(from.top, changed, affected, kindOf(from))) : from;
}

/** `k8-fastbuild`, `k8-py2-fastbuild`: the part of the output directory's name that the options tell. Undefined where they do not. */
export function outputDirectoryPrefix(configuration: Configuration): string | undefined {
  if (configuration.isHost) return "host";
  const cpu = nativeOption(configuration, "cpu");
  const mode = nativeOption(configuration, "compilation_mode");
  const python = pythonWord(configuration);
  const words = ownWords(configuration);
  if (words === undefined || typeof cpu !== "string" || typeof mode !== "string") return undefined;
  const { tag, suffix } = words;
  if (configuration.top.major < 7) return `${cpu}-${tag && `${tag}-`}${python}${mode}${suffix}`;
  return [`${cpu}-${python}${mode}`, suffix, tag].filter((word) => word !== "").join("-");
}

/** `PythonConfiguration.getOutputDirectoryName`: the version that the other one is told from. */
function pythonWord(configuration: Configuration): string {
  const version = nativeOption(configuration, "python_version");
  const word = nativeOption(configuration, "incompatible_py2_outputs_are_suffixed") === false ? "PY3" : "PY2";
  return version === word ? `${word.toLowerCase()}-` : "";
}

/** The words that flags add to the name; tools have none of them (`BuildConfiguration.buildMnemonic`, later `OutputPathMnemonicComputer`; seen with 4.2.3 and 7.7.1). */
function ownWords(configuration: Configuration): { readonly tag: string; readonly suffix: string } | undefined {
  if (configuration.isExec) return { tag: "", suffix: "" };
  const [tag, suffix] = ["cc_output_directory_tag", "platform_suffix"].map((name) => nativeOption(configuration, name));
  if (tag instanceof Unknown || suffix instanceof Unknown) return undefined;
  return { tag: String(tag ?? ""), suffix: String(suffix ?? "") };
}

/** True where the output directory's name ends in a hash that the sources do not determine. */
export function hasHashedDirectory(configuration: Configuration): boolean {
  if (configuration.isExec) return !configuration.isHost;
  const explicitInPath =
    configuration.top.major >= 7
      ? [`${COMMAND_LINE_OPTION}compilation_mode`, `${COMMAND_LINE_OPTION}cpu`]
      : [`${COMMAND_LINE_OPTION}python_version`];
  return (
    configuration.affected.size > 0 || [...configuration.changed.keys()].some((name) => !explicitInPath.includes(name))
  );
}

/** The exec path of the configuration's `bin` directory; its segment is marked where the real name is not known (artifact.ts). */
function binDirectory(configuration: Configuration): string {
  const prefix = outputDirectoryPrefix(configuration);
  const name = configuration.name === "" ? "top level" : configuration.name;
  if (prefix === undefined) return `bazel-out/${unpredictableSegment("", name)}/bin`;
  if (!hasHashedDirectory(configuration)) return `bazel-out/${prefix}/bin`;
  const known = configuration.isExec ? `${prefix}-exec-` : `${prefix}-`;
  return `bazel-out/${unpredictableSegment(known, name)}/bin`;
}

const binRoots = new WeakMap<Configuration, Root>();

/** One object for each configuration: all files that it makes name it. */
export function binRoot(configuration: Configuration): Root {
  let root = binRoots.get(configuration);
  if (!root) binRoots.set(configuration, (root = new Root(binDirectory(configuration))));
  return root;
}

/**
 * The order of the configurations that one label gets through one split transition: by the output directory's name (`SPLIT_DEP_ORDERING` in Bazel's ConfigurationResolver). Hashes are not known, so within one prefix
 * the order is arbitrary, and so it is among all where a prefix is not known; `reverse` turns it round. What depends on that order differs between the two, and is thereby found (analysis/prediction.ts).
 */
export function splitOrder<T extends { readonly configuration: Configuration }>(
  branches: readonly T[],
  reverse: boolean,
): readonly T[] {
  const isTold = branches.every(({ configuration }) => outputDirectoryPrefix(configuration) !== undefined);
  const keyed = branches.map((branch, index) => ({
    branch,
    prefix: isTold ? (outputDirectoryPrefix(branch.configuration) ?? "") : "",
    hashed: isTold && hasHashedDirectory(branch.configuration),
    rank: reverse ? -index : index,
  }));
  keyed.sort((a, b) =>
    a.prefix === b.prefix ? Number(a.hashed) - Number(b.hashed) || a.rank - b.rank : a.prefix < b.prefix ? -1 : 1,
  );
  return keyed.map(({ branch }) => branch);
}
