/**
 * What platform mappings make of the options of a configuration (com/google/devtools/build/lib/skyframe/PlatformMappingValue.java, `BuildOptions.applyParsingResult` and `matches`): a platform brings its flags along; where none is set, flags bring a
 * platform, or the host's is the one. So it is also where a workspace has no such file.
 *
 * Bazel does it to the options of the command line and to what transitions make of others; to those of what is built a second time, as those of every target that somebody asks for (seen with 4.2.3 and 7.7.1).
 */
import { Unknown } from "../../starlark/unknown.ts";
import { COMMAND_LINE_OPTION, type OptionValue } from "./options.ts";

/** What flags set: `//command_line_option:x` or the canonical label of a Starlark flag → value. */
export type FlagValues = ReadonlyMap<string, OptionValue | Unknown>;

/** The flags of an entry, or why Bazel refuses them where it comes to them. */
export type MappedFlags<T> =
  | { readonly kind: "flags"; readonly flags: T }
  | { readonly kind: "refused"; readonly message: string; readonly flags?: undefined };

/** A flag that has to be set; Unknown where it is not known whether it can be. `never`: one of a list, which Bazel compares with the whole list. */
export interface WantedFlag {
  readonly name: string;
  readonly value: OptionValue | Unknown | "never";
}

export interface PlatformMapping {
  /** Equal ids, equal mappings. */
  readonly id: string;
  readonly ofPlatform: ReadonlyMap<string, MappedFlags<FlagValues>>;
  readonly toPlatform: readonly { readonly wanted: MappedFlags<readonly WantedFlag[]>; readonly platform: string }[];
}

export const NO_MAPPING: PlatformMapping = { id: "", ofPlatform: new Map(), toPlatform: [] };

export const PLATFORMS = `${COMMAND_LINE_OPTION}platforms`;

export interface MappedOptions {
  /** The value of a native option, by name without dashes. */
  readonly option: (name: string) => OptionValue | Unknown;
  /** The tools' common configuration before Bazel 6 has no platform where none is set for the host. */
  readonly hasPlatform: boolean;
}

/** What is set over the options, or why Bazel refuses them. */
export function mapPlatform(mapping: PlatformMapping, { option, hasPlatform }: MappedOptions): MappedFlags<FlagValues> {
  const platforms = hasPlatform ? option("platforms") : [];
  if (platforms instanceof Unknown) return unknownFlags(mapping, platforms);
  const [platform] = Array.isArray(platforms) ? (platforms as readonly string[]).filter((label) => label !== "") : [];
  if (platform !== undefined) return mapping.ofPlatform.get(platform) ?? { kind: "flags", flags: new Map() };
  for (const { wanted, platform: mapped } of mapping.toPlatform) {
    if (wanted.kind === "refused") return wanted;
    const matches = areSet(wanted.flags, option);
    if (matches instanceof Unknown) return { kind: "flags", flags: new Map([[PLATFORMS, matches]]) };
    if (matches) return { kind: "flags", flags: new Map([[PLATFORMS, [mapped]]]) };
  }
  const host = option("host_platform");
  return { kind: "flags", flags: new Map([[PLATFORMS, typeof host === "string" ? [host] : unknownPlatform(host)]]) };
}

/** Of an unknown platform all flags that platforms bring along are unknown. */
function unknownFlags({ ofPlatform }: PlatformMapping, platform: Unknown): MappedFlags<FlagValues> {
  const names = [...ofPlatform.values()].flatMap((entry) => (entry.kind === "flags" ? [...entry.flags.keys()] : []));
  return { kind: "flags", flags: new Map(names.map((name) => [name, platform])) };
}

function unknownPlatform(host: OptionValue | Unknown): Unknown {
  if (host instanceof Unknown) return host;
  return mappingUnknown("platforms", "the host platform is not known");
}

/** False where one of them is not, whatever is not known of others. */
function areSet(wanted: readonly WantedFlag[], option: MappedOptions["option"]): boolean | Unknown {
  let unknown: Unknown | undefined;
  for (const { name, value } of wanted) {
    if (value === "never") return false;
    const present = option(name);
    if (value instanceof Unknown) unknown ??= value;
    else if (present instanceof Unknown) unknown ??= present;
    else if (JSON.stringify(present) !== JSON.stringify(value)) return false;
  }
  return unknown ?? wanted.length > 0;
}

export function mappingUnknown(name: string, why: string): Unknown {
  return new Unknown({
    kind: "configuration",
    name,
    message: `the value of --${name} is not known: platform mappings decide it, and ${why}`,
    site: undefined,
  });
}
