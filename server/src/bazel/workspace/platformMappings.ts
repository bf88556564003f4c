/**
 * The file that says which flags belong to which platform (com/google/devtools/build/lib/skyframe/PlatformMappingFunction.java of 4.2.3, `skyframe/config` in 7.7.1, which read it alike). What its flags mean is for others to say.
 */

/** The flags of one entry as written, each once, in order. */
export type FlagLines = readonly string[];

export interface PlatformMappings {
  /** By canonical label. */
  readonly ofPlatform: ReadonlyMap<string, FlagLines>;
  readonly toPlatform: readonly { readonly flags: FlagLines; readonly platform: string }[];
}

export type PlatformMappingsResult =
  | { readonly kind: "mappings"; readonly mappings: PlatformMappings }
  | { readonly kind: "refused"; readonly message: string };

export const NO_MAPPINGS: PlatformMappings = { ofPlatform: new Map(), toPlatform: [] };

/** `platformLabel`: the canonical text of a platform's label, undefined where it is none. */
export function parsePlatformMappings(
  text: string,
  platformLabel: (written: string) => string | undefined,
): PlatformMappingsResult {
  try {
    return { kind: "mappings", mappings: new MappingsParser(text, platformLabel).parse() };
  } catch (error) {
    if (error instanceof MappingsError) return { kind: "refused", message: error.message };
    throw error;
  }
}

class MappingsError extends Error {}

class MappingsParser {
  readonly #lines: readonly string[];
  readonly #platformLabel: (written: string) => string | undefined;
  #next = 0;

  constructor(text: string, platformLabel: (written: string) => string | undefined) {
    this.#lines = text
      .split(/\r\n|\n|\r/)
      .map((line) => line.replace(/^[\0- ]+|[\0- ]+$/g, "")) // `String.trim`
      .filter((line) => line !== "" && !line.startsWith("#"));
    this.#platformLabel = platformLabel;
  }

  parse(): PlatformMappings {
    if (this.#lines.length === 0) return NO_MAPPINGS;
    if (!this.#isHeader("platforms:") && !this.#isHeader("flags:"))
      throw new MappingsError(`Expected 'platforms:' or 'flags:' but got ${this.#line}`);
    const ofPlatform = this.#takeHeader("platforms:") ? this.#flagsOfPlatforms() : NO_MAPPINGS.ofPlatform;
    const toPlatform = this.#takeHeader("flags:") ? this.#platformsOfFlags() : NO_MAPPINGS.toPlatform;
    if (this.#line !== undefined) throw new MappingsError(`Expected end of file but got ${this.#line}`);
    return { ofPlatform, toPlatform };
  }

  get #line(): string | undefined {
    return this.#lines[this.#next];
  }

  #isHeader(header: string): boolean {
    return this.#line?.toLowerCase() === header;
  }

  #takeHeader(header: string): boolean {
    if (!this.#isHeader(header)) return false;
    this.#next += 1;
    return true;
  }

  #flagsOfPlatforms(): PlatformMappings["ofPlatform"] {
    const entries: (readonly [string, FlagLines])[] = [];
    while (this.#line !== undefined && !this.#isHeader("flags:")) entries.push([this.#platform(), this.#flags()]);
    const byPlatform = new Map(entries);
    if (byPlatform.size < entries.length)
      throw new MappingsError("Got duplicate platform entries but each platform key must be unique");
    return byPlatform;
  }

  #platformsOfFlags(): PlatformMappings["toPlatform"] {
    const entries: { readonly flags: FlagLines; readonly platform: string }[] = [];
    while (this.#line?.startsWith("--") === true) entries.push({ flags: this.#flags(), platform: this.#platform() });
    const keys = new Set(entries.map(({ flags }) => JSON.stringify([...flags].sort())));
    if (keys.size < entries.length)
      throw new MappingsError("Got duplicate flags entries but each flags key must be unique");
    return entries;
  }

  #platform(): string {
    const written = this.#line;
    if (written === undefined) throw new MappingsError("Expected platform label but got end of file");
    this.#next += 1;
    const label = this.#platformLabel(written);
    if (label === undefined) throw new MappingsError(`Expected platform label but got ${written}`);
    return label;
  }

  #flags(): FlagLines {
    const flags = new Set<string>();
    for (let line = this.#line; line?.startsWith("--") === true; line = this.#line) {
      flags.add(line);
      this.#next += 1;
    }
    if (flags.size > 0) return [...flags];
    throw new MappingsError(
      this.#line === undefined
        ? "Expected a flag but got end of file"
        : `Expected a standard format flag (starting with --) but got ${this.#line}`,
    );
  }
}
