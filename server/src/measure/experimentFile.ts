/**
 * The file of `--preset custom`: TOML or JSON of the same shape.
 *
 *     targets = ["//..."]
 *     goals = ["build", "test"]
 *     repeat = 3
 *
 *     [[variant]]
 *     name = "no links"
 *     flags = ["--nobuild_runfile_links"]
 *
 *     [axes]                                   # every combination is a variant
 *     bazel = ["7.4.0", "8.0.0"]
 *     flags = [[], ["--nolegacy_external_runfiles"]]
 */
import { parse as parseToml, TomlError } from "smol-toml";
import {
  experimentFaults,
  GOALS,
  STEPS,
  variant,
  type CleanKind,
  type Experiment,
  type FreeCommand,
  type Goal,
  type Tool,
  type Variant,
} from "./experiment.ts";
import { DEFAULTS } from "./presets.ts";

export type ExperimentFile =
  | { readonly kind: "experiment"; readonly experiment: Experiment }
  /** `messages` name the place in the file. */
  | { readonly kind: "faults"; readonly messages: readonly string[] };

/** `name` is the file's: it decides between JSON (`.json`) and TOML. Never throws. */
export function readExperimentFile(name: string, text: string): ExperimentFile {
  try {
    const data: unknown = name.toLowerCase().endsWith(".json") ? JSON.parse(text) : parseToml(text);
    const reader = new Reader();
    const experiment = experimentOf(reader, reader.table(data, "the file"));
    const messages = reader.faults.length > 0 ? reader.faults : experimentFaults(experiment);
    return messages.length > 0 ? { kind: "faults", messages } : { kind: "experiment", experiment };
  } catch (error) {
    if (error instanceof TomlError)
      return { kind: "faults", messages: [`${error.line}:${error.column}: ${firstLine(error.message)}`] };
    if (error instanceof SyntaxError) return { kind: "faults", messages: [error.message] };
    throw error;
  }
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /, "");
}

type Table = Readonly<Record<string, unknown>>;

const FIELDS = ["tool", "targets", "steps", "goals", "repeat", "clean", "touch", "run", "variant", "axes"];
const VARIANT_FIELDS = ["name", "configs", "flags", "startup_flags", "bazel", "targets", "command", "clean_command"];
const AXES = ["bazel", "configs", "flags"];

function experimentOf(reader: Reader, table: Table): Experiment {
  reader.allow(table, FIELDS, "");
  const tool = reader.oneOf<Tool>(table, "tool", ["bazel", "pants"], DEFAULTS.tool);
  const goals = reader.someOf<Goal>(table, "goals", GOALS[tool]);
  return {
    name: "custom",
    tool,
    targets: reader.strings(table, "targets") ?? (tool === "bazel" ? DEFAULTS.targets : []),
    steps: reader.someOf(table, "steps", STEPS) ?? DEFAULTS.steps,
    goals: goals ?? (tool === "bazel" ? DEFAULTS.goals : GOALS.pants),
    repeat: reader.number(table, "repeat") ?? DEFAULTS.repeat,
    clean: reader.oneOf<CleanKind>(table, "clean", ["clean", "expunge"], DEFAULTS.clean),
    touch: reader.string(table, "touch") ?? null,
    run: reader.string(table, "run") ?? null,
    variants: [...variantsOf(reader, table.variant), ...combinations(reader, table.axes)],
  };
}

function variantsOf(reader: Reader, list: unknown): readonly Variant[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    reader.fault("variant", "is a list of tables ([[variant]])");
    return [];
  }
  return list.map((item: unknown, index) => {
    const place = `variant ${index + 1}`;
    const table = reader.table(item, place);
    reader.allow(table, VARIANT_FIELDS, `${place}: `);
    const at = (key: string) => reader.strings(table, key, `${place}: `);
    const name = reader.string(table, "name", `${place}: `);
    if (name === undefined) reader.fault(place, "has no name");
    return variant(name ?? place, {
      configs: at("configs") ?? [],
      flags: at("flags") ?? [],
      startupFlags: at("startup_flags") ?? [],
      bazel: reader.string(table, "bazel", `${place}: `) ?? null,
      targets: at("targets") ?? null,
      command: commandOf(reader, at("command"), at("clean_command"), place),
    });
  });
}

function commandOf(
  reader: Reader,
  words: readonly string[] | undefined,
  clean: readonly string[] | undefined,
  place: string,
): FreeCommand | null {
  if (words === undefined) {
    if (clean !== undefined) reader.fault(place, "has a clean_command and no command");
    return null;
  }
  if (words.length === 0 || clean?.length === 0) reader.fault(place, "has an empty command");
  return { words, clean: clean ?? null };
}

/** The product of the axes that are given. */
function combinations(reader: Reader, data: unknown): readonly Variant[] {
  if (data === undefined) return [];
  const axes = reader.table(data, "axes");
  reader.allow(axes, AXES, "axes: ");
  const versions = reader.strings(axes, "bazel", "axes: ") ?? [null];
  const configs = reader.lists(axes, "configs", "axes: ") ?? [[]];
  const flags = reader.lists(axes, "flags", "axes: ") ?? [[]];
  return versions.flatMap((bazel) =>
    configs.flatMap((groups) =>
      flags.map((values) => {
        const named = [...(bazel === null ? [] : [bazel]), ...groups.map((group) => `--config=${group}`), ...values];
        return variant(named.join(" ") || "as it is", { bazel, configs: groups, flags: values });
      }),
    ),
  );
}

/** Takes values out of parsed data, and keeps what is wrong with them. */
class Reader {
  readonly faults: string[] = [];

  fault(place: string, message: string): void {
    this.faults.push(`${place} ${message}`);
  }

  table(data: unknown, place: string): Table {
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return data as Table;
    this.fault(place, "is not a table of names and values");
    return {};
  }

  allow(table: Table, fields: readonly string[], place: string): void {
    for (const key of Object.keys(table))
      if (!fields.includes(key)) this.fault(`${place}'${key}'`, `is not known here; there are ${fields.join(", ")}`);
  }

  string(table: Table, key: string, place = ""): string | undefined {
    const value = table[key];
    if (value === undefined || typeof value === "string") return value;
    this.fault(`${place}${key}`, "is a text in quotes");
    return undefined;
  }

  number(table: Table, key: string): number | undefined {
    const value = table[key];
    if (value === undefined || typeof value === "number") return value;
    this.fault(key, "is a number");
    return undefined;
  }

  strings(table: Table, key: string, place = ""): readonly string[] | undefined {
    const value = table[key];
    if (value === undefined) return undefined;
    if (isStrings(value)) return value;
    this.fault(`${place}${key}`, "is a list of texts");
    return undefined;
  }

  lists(table: Table, key: string, place: string): readonly (readonly string[])[] | undefined {
    const value = table[key];
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.length > 0 && value.every(isStrings)) return value;
    this.fault(`${place}${key}`, 'is a list of lists of texts, as in [[], ["--flag"]]');
    return undefined;
  }

  oneOf<T extends string>(table: Table, key: string, choices: readonly T[], otherwise: T): T {
    const value = this.string(table, key);
    if (value === undefined) return otherwise;
    const choice = choices.find((one) => one === value);
    if (choice === undefined) this.fault(key, `is one of ${choices.join(", ")}, not '${value}'`);
    return choice ?? otherwise;
  }

  someOf<T extends string>(table: Table, key: string, choices: readonly T[]): readonly T[] | undefined {
    const values = this.strings(table, key);
    const strange = values?.filter((value) => !choices.some((choice) => choice === value)) ?? [];
    if (strange.length > 0) this.fault(key, `are among ${choices.join(", ")}, not '${strange.join("', '")}'`);
    return values && choices.filter((choice) => values.includes(choice));
  }
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
