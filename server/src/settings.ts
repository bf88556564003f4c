/**
 * The settings: one object each, with type, default and texts. `package.json`'s `contributes.configuration` is generated from it (`npm run update`), and every client's values pass through `readSettings`, so that what
 * a setting means stands in one place.
 */
import type { Severity } from "./lints/finding.ts";

/** VS Code's scopes; `machine-overridable` are the ones that a workspace sets only when it is trusted. */
type Scope = "machine-overridable" | "window" | "resource";

/** What a lint contributes to the settings. */
export interface LintDescription {
  readonly id: string;
  readonly severity: Severity;
  /** One sentence. */
  readonly summary: string;
}

export type LintSeverity = Severity | "off";

const SEVERITIES = ["error", "warning", "information", "hint", "off"] as const satisfies readonly LintSeverity[];

interface SettingTexts<T> {
  /** Below `runfilesLens.`. */
  readonly key: string;
  readonly default: T;
  readonly scope: Scope;
  readonly description: string;
}

interface Setting<T> extends SettingTexts<T> {
  /** JSON schema of the value, without default and texts. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The value, or undefined where it is ill-typed. */
  readonly read: (value: unknown) => T | undefined;
}

/** Every setting but the lints' severities. */
export const SETTINGS = {
  bazelExecutable: text({
    key: "bazel.executable",
    default: "bazel",
    scope: "machine-overridable",
    description:
      "The Bazel (or Bazelisk) that `Resolve with Bazel` and `verify` run: a name looked up on `PATH`, or an absolute path. Nothing is run unless you ask for it, and never in Restricted Mode.",
  }),
  bazelVersion: text({
    key: "bazel.version",
    default: "",
    scope: "resource",
    description:
      "The Bazel version to predict for, for instance `7.4.0`. Empty: as Bazelisk finds it (`USE_BAZEL_VERSION`, `.bazeliskrc`, `.bazelversion`).",
  }),
  command: choice({
    key: "command",
    default: "build",
    scope: "resource",
    description:
      "The Bazel command whose runfiles trees are shown; `test` and `run` add the `.bazelrc` lines of that command.",
    choices: ["build", "test", "run"],
  }),
  configs: texts({
    key: "configs",
    default: [],
    scope: "resource",
    description: "Names of the `--config` groups of `.bazelrc` that are in force.",
  }),
  flags: texts({
    key: "flags",
    default: [],
    scope: "resource",
    description:
      "Further Bazel flags, as on a command line after the command, for instance `--nolegacy_external_runfiles`.",
  }),
  codeLensEnabled: flag({
    key: "codeLens.enabled",
    default: true,
    scope: "resource",
    description: "Show the number of links and collisions above the calls that make executable targets.",
  }),
  largeGlobEntries: count({
    key: "largeDataGlob.entries",
    default: 500,
    minimum: 100,
    scope: "resource",
    description: "From how many entries in runfiles on `large-data-glob` reports a glob.",
  }),
  maxSteps: count({
    key: "maxSteps",
    default: 50_000_000,
    minimum: 10_000,
    scope: "resource",
    description:
      "How many steps the evaluation of one file or one rule implementation may take before it is given up with a finding.",
  }),
  maxMemoryMb: count({
    key: "maxMemoryMb",
    default: 2_048,
    minimum: 256,
    scope: "machine-overridable",
    description: "Memory bound of the evaluator, in megabytes. A file that exceeds it is set aside with a finding.",
  }),
  cacheEnabled: flag({
    key: "cache.enabled",
    default: true,
    scope: "window",
    description:
      "Keep what was found out about a workspace on disk, in the editor's own storage, so that the next start is quick.",
  }),
  traceServer: choice({
    key: "trace.server",
    default: "off",
    scope: "window",
    description: "Log the messages between the editor and the language server.",
    choices: ["off", "messages", "verbose"],
  }),
} as const;

type Values = { readonly [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K]["default"] };

/** Settings as the server uses them; complete and well-typed. */
export interface Settings extends Values {
  /** Severity by lint id. */
  readonly lints: Readonly<Record<string, LintSeverity>>;
}

export interface SettingsResult {
  readonly settings: Settings;
  /** One sentence for every value that was ill-typed or unknown, and so was left out. */
  readonly problems: readonly string[];
}

/** Reads what a client sends as its `runfilesLens` section: nested objects, or dotted keys. Ill-typed values become the default, with a message. */
export function readSettings(section: unknown, lints: readonly LintDescription[]): SettingsResult {
  const given = flatten(section);
  const problems: string[] = [];
  const take = <T>(setting: Setting<T>): T => {
    const value = given.get(setting.key);
    given.delete(setting.key);
    if (value === undefined || value === null) return setting.default;
    const read = setting.read(value);
    if (read !== undefined) return read;
    problems.push(
      `runfilesLens.${setting.key}: ${JSON.stringify(value)} is not ${typeName(setting.schema)}; ${JSON.stringify(setting.default)} is used instead.`,
    );
    return setting.default;
  };
  const values: Values = {
    bazelExecutable: take(SETTINGS.bazelExecutable),
    bazelVersion: take(SETTINGS.bazelVersion),
    command: take(SETTINGS.command),
    configs: take(SETTINGS.configs),
    flags: take(SETTINGS.flags),
    codeLensEnabled: take(SETTINGS.codeLensEnabled),
    largeGlobEntries: take(SETTINGS.largeGlobEntries),
    maxSteps: take(SETTINGS.maxSteps),
    maxMemoryMb: take(SETTINGS.maxMemoryMb),
    cacheEnabled: take(SETTINGS.cacheEnabled),
    traceServer: take(SETTINGS.traceServer),
  };
  const severities = Object.fromEntries(lints.map((lint) => [lint.id, take(severitySetting(lint))]));
  for (const key of given.keys()) problems.push(`runfilesLens.${key}: there is no such setting.`);
  return { settings: { ...values, lints: severities }, problems };
}

export function defaultSettings(lints: readonly LintDescription[]): Settings {
  return readSettings({}, lints).settings;
}

/** `contributes.configuration` of package.json. */
export function configurationSection(lints: readonly LintDescription[]): {
  readonly title: string;
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
} {
  const all: readonly Setting<unknown>[] = [...Object.values(SETTINGS), ...lints.map(severitySetting)];
  const properties = all.map((setting): [string, Record<string, unknown>] => [
    `runfilesLens.${setting.key}`,
    { ...setting.schema, default: setting.default, scope: setting.scope, markdownDescription: setting.description },
  ]);
  return { title: "Runfiles Lens", properties: Object.fromEntries(properties) };
}

/** Full names of the settings that an untrusted workspace must not set (`capabilities.untrustedWorkspaces.restrictedConfigurations`). */
export function restrictedConfigurations(): readonly string[] {
  return [`runfilesLens.${SETTINGS.bazelExecutable.key}`];
}

function severitySetting(lint: LintDescription): Setting<LintSeverity> {
  return choice({
    key: `lints.${lint.id}`,
    default: lint.severity,
    scope: "resource",
    description: `Severity of \`${lint.id}\`: ${lint.summary}`,
    choices: SEVERITIES,
  });
}

function text(texts: SettingTexts<string>): Setting<string> {
  return { ...texts, schema: { type: "string" }, read: (value) => (typeof value === "string" ? value : undefined) };
}

function flag(texts: SettingTexts<boolean>): Setting<boolean> {
  return { ...texts, schema: { type: "boolean" }, read: (value) => (typeof value === "boolean" ? value : undefined) };
}

function count(texts: SettingTexts<number> & { readonly minimum: number }): Setting<number> {
  const { minimum, ...rest } = texts;
  return {
    ...rest,
    schema: { type: "integer", minimum },
    read: (value) => (Number.isSafeInteger(value) && (value as number) >= minimum ? (value as number) : undefined),
  };
}

function texts(texts: SettingTexts<readonly string[]>): Setting<readonly string[]> {
  return {
    ...texts,
    schema: { type: "array", items: { type: "string" } },
    read: (value) =>
      Array.isArray(value) && value.every((item): item is string => typeof item === "string") ? value : undefined,
  };
}

function choice<T extends string>(texts: SettingTexts<T> & { readonly choices: readonly T[] }): Setting<T> {
  const { choices, ...rest } = texts;
  return { ...rest, schema: { type: "string", enum: choices }, read: (value) => choices.find((one) => one === value) };
}

function typeName(schema: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`;
  switch (schema.type) {
    case "array":
      return "a list of strings";
    case "integer":
      return `a whole number of at least ${String(schema.minimum)}`;
    default:
      return `a ${String(schema.type)}`;
  }
}

/** Leaves by dotted key; arrays are leaves. */
function flatten(section: unknown, prefix = "", into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof section !== "object" || section === null || Array.isArray(section)) {
    if (prefix !== "") into.set(prefix.slice(0, -1), section);
    return into;
  }
  for (const [key, value] of Object.entries(section)) flatten(value, `${prefix}${key}.`, into);
  return into;
}
