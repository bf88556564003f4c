/**
 * The key under which Bazel 4 to 7 fetch a repository (RepositoryDelegatorFunction.DigestWriter.computeRuleKey): SHA-256 of the rule as a protocol buffer (RuleFormatter.serializeRule, AttributeFormatter, build.proto) with
 * the digest of the .bzl files that define it, and a version number; since 7 also with a hash of the flags that change the language. Compared byte for byte with what Bazel 4.2.3 and 7.7.1 digest.
 *
 * A key that matches a marker proves that the repository was fetched for this very definition, whatever the version.
 */
import { concatBytes, hex, sha256, utf8, varint } from "../../base/hashes.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { Label } from "../label.ts";
import type { LabelContext } from "../label.ts";
import { convertAttribute } from "../loading/attributeConversion.ts";
import type { AttributeDefinition, AttributeType } from "../rule.ts";
import { generatorOf, type RepositoryDefinition } from "./repositoryDefinition.ts";

/** What `repository_rule()` declares, as far as it goes into the key. */
export interface RepositoryRuleSchema {
  readonly attributes: ReadonlyMap<string, Pick<AttributeDefinition, "type" | "default">>;
  readonly local: boolean;
  readonly configure: boolean;
  readonly environ: readonly string[];
}

/** How a release computes keys. */
export interface KeyForm {
  /** `MARKER_FILE_VERSION`, and behind it what else is digested. */
  readonly end: readonly number[];
  readonly baseAttributes: (definition: KeyedDefinition, schema: RepositoryRuleSchema) => readonly BaseAttribute[];
  readonly labelText: (label: Label) => string;
}

/** Bazel 4 to 6. */
export const KEYS_OF_4: KeyForm = {
  end: [3],
  baseAttributes: baseAttributesOf4,
  labelText: (label) => label.toString().replace(/^@@/, "@"),
};

/** Bazel 7, with the hash of the flags that change the language. */
export function keysOf7(languageHash: number): KeyForm {
  return {
    end: [7, languageHash],
    baseAttributes: baseAttributesOf7,
    labelText: (label) => label.toString(),
  };
}

/** A definition, and what module extensions tell besides. */
export interface KeyedDefinition extends RepositoryDefinition {
  /** As the extension calls the repository. */
  readonly originalName?: string;
  /** How label strings are read; undefined: in the package //external, where names of repositories stay as they are written. */
  readonly labels?: LabelContext;
}

/** 64 hex digits; undefined where a value is not known. `bzlDigest`: of the .bzl file that exports the rule, with those that it loads. */
export function repositoryKey(
  definition: KeyedDefinition,
  schema: RepositoryRuleSchema,
  bzlDigest: Uint8Array,
  form: KeyForm = KEYS_OF_4,
): string | undefined {
  try {
    const rule = concatBytes([
      text(1, definition.name),
      text(2, definition.rule.name),
      ...attributesOf(definition, schema, form).map((attribute) => bytes(4, attributeBytes(attribute, form))),
      text(12, hex(bzlDigest)),
    ]);
    return hex(sha256(concatBytes([rule, ...form.end.map(varint)])));
  } catch (error) {
    if (error instanceof EvalError) return undefined; // Bazel would refuse the definition.
    throw error;
  }
}

/** The digest of a .bzl file with those that it loads, in the order of its load statements (BzlLoadFunction, for files that WORKSPACE files load). */
export function bzlFileDigest(source: string, loads: readonly Uint8Array[]): Uint8Array {
  return sha256(concatBytes([sha256(utf8(source)), ...loads]));
}

interface AttributeValue {
  readonly name: string;
  readonly type: AttributeType;
  readonly nodep: boolean;
  readonly explicit: boolean;
  /** None stands for an attribute without a value. */
  readonly value: Value;
}

type BaseAttribute = readonly [name: string, type: AttributeType, value: Value, nodep?: boolean];

const NO_ELEMENTS = new StarlarkList();

/** Those of every repository rule, in the order of their declaration (StarlarkRepositoryModule, BaseRuleClasses). `deprecation`, which has no value, is left out unless it is given. */
function baseAttributesOf4(definition: RepositoryDefinition, schema: RepositoryRuleSchema): readonly BaseAttribute[] {
  return [
    ...ruleAttributes(schema),
    ["name", "string", definition.name],
    ...commonAttributes(definition),
    ["applicable_licenses", "label_list", NO_ELEMENTS],
    ["expect_failure", "string", ""],
  ];
}

/** `applicable_licenses` has no value any more. */
function baseAttributesOf7(definition: KeyedDefinition, schema: RepositoryRuleSchema): readonly BaseAttribute[] {
  return [
    ["name", "string", definition.name],
    ["$original_name", "string", definition.originalName ?? ""],
    ...ruleAttributes(schema),
    ...commonAttributes(definition),
    ["aspect_hints", "label_list", NO_ELEMENTS],
    ["expect_failure", "string", ""],
  ];
}

function ruleAttributes(schema: RepositoryRuleSchema): readonly BaseAttribute[] {
  return [
    ["$local", "bool", schema.local],
    ["$configure", "bool", schema.configure],
    ["$environ", "string_list", new StarlarkList([...schema.environ])],
  ];
}

function commonAttributes(definition: RepositoryDefinition): readonly BaseAttribute[] {
  const generator = generatorOf(definition);
  return [
    ["visibility", "string_list", new StarlarkList(["//visibility:private"]), true],
    ["transitive_configs", "string_list", NO_ELEMENTS, true],
    ["tags", "string_list", NO_ELEMENTS],
    ["generator_name", "string", generator === undefined ? "" : definition.name],
    ["generator_function", "string", generator ?? ""],
    ["generator_location", "string", generator === undefined ? "" : null],
    ["testonly", "bool", false],
    ["features", "string_list", NO_ELEMENTS],
    [":action_listener", "label_list", NO_ELEMENTS],
    ["compatible_with", "label_list", NO_ELEMENTS],
    ["restricted_to", "label_list", NO_ELEMENTS],
    ["$config_dependencies", "label_list", NO_ELEMENTS],
  ];
}

/** Of WORKSPACE files. */
const LABELS: LabelContext = {
  package: { repository: "", path: "external" },
  resolveRepository: (apparent) => apparent,
};

function attributesOf(
  definition: KeyedDefinition,
  schema: RepositoryRuleSchema,
  form: KeyForm,
): readonly AttributeValue[] {
  const labels = definition.labels ?? LABELS;
  const given = (name: string): Value => definition.attributes.get(name) ?? null;
  const isFromMacro = generatorOf(definition) !== undefined;
  const base = form.baseAttributes(definition, schema).map(([name, type, value, nodep = false]): AttributeValue => {
    const own = given(name);
    const explicit =
      own !== null ||
      name === "name" ||
      (name === "$original_name" && value !== "") ||
      (isFromMacro && name.startsWith("generator_"));
    return { name, type, nodep, explicit, value: own === null ? value : convertAttribute(type, own, name, labels) };
  });
  const declared = [...schema.attributes].map(([name, { type, default: otherwise }]): AttributeValue => {
    const own = given(name);
    const value = own === null ? otherwise : convertAttribute(type, own, name, labels);
    // Extensions write down what they are given, None as the value that it stands for, where it has one.
    const explicit =
      own !== null || (definition.originalName !== undefined && definition.attributes.has(name) && otherwise !== null);
    return { name: name.replace(/^_/, "$"), type, nodep: false, explicit, value };
  });
  return [...base, ...declared];
}

/** `Attribute.Discriminator` and the field that holds the value, of build.proto; the last tells whether the attribute could be a dependency, and so has the field `nodep`. */
const TYPES: Readonly<Record<AttributeType, readonly [discriminator: number, field: number, mayDepend: boolean]>> = {
  int: [1, 3, false],
  string: [2, 5, true],
  label: [3, 5, true],
  output: [4, 5, true],
  string_list: [5, 6, true],
  label_list: [6, 6, true],
  output_list: [7, 6, true],
  distribs: [8, 6, true],
  license: [9, 7, false],
  string_dict: [10, 8, false],
  string_list_dict: [13, 11, false],
  bool: [14, 14, false],
  tristate: [15, 15, false],
  int_list: [16, 17, false],
  string_keyed_label_dict: [19, 19, true],
  label_keyed_string_dict: [21, 22, true],
  label_list_dict: [12, 9, false],
};

const EXPLICITLY_SPECIFIED = 13;
const NODEP = 20;

function attributeBytes({ name, type, nodep, explicit, value }: AttributeValue, form: KeyForm): Uint8Array {
  const [discriminator, field, mayDepend] = TYPES[type];
  const fields: [number, Uint8Array][] = [
    [1, text(1, name)],
    [2, number(2, discriminator)],
    [EXPLICITLY_SPECIFIED, number(EXPLICITLY_SPECIFIED, explicit ? 1 : 0)],
    [field, concatBytes(valueFields(field, value, form))],
  ];
  if (mayDepend) fields.push([NODEP, number(NODEP, nodep ? 1 : 0)]);
  return concatBytes(fields.sort(([a], [b]) => a - b).map(([, written]) => written));
}

function valueFields(field: number, value: Value, form: KeyForm): readonly Uint8Array[] {
  if (value === null) return [];
  if (typeof value === "boolean") return [number(field, value ? 1 : 0)];
  if (typeof value === "number") return [number(field, value)];
  if (value instanceof StarlarkList) return value.items.flatMap((item) => valueFields(field, item, form));
  if (value instanceof StarlarkDict) {
    return [...value.entries()].map(([key, element]) =>
      bytes(field, concatBytes([text(1, scalarText(key, form)), ...valueFields(2, element, form)])),
    );
  }
  return [text(field, scalarText(value, form))];
}

/** Labels as Bazel 4 writes them: `//pkg:name`, `@repo//pkg:name`; as Bazel 7 does: `@@repo//pkg:name`. */
function scalarText(value: Value, form: KeyForm): string {
  if (typeof value === "string") return value;
  if (value instanceof Label) return form.labelText(value);
  const message = value instanceof Unknown ? value.reason.message : "the value cannot be written";
  throw new EvalError(message);
}

/** A length-delimited field. */
function bytes(field: number, value: Uint8Array): Uint8Array {
  return concatBytes([varint(field * 8 + 2), varint(value.length), value]);
}

/** Every byte of a string is a character of its own (byteString.ts), which is written as UTF-8 again. */
function text(field: number, value: string): Uint8Array {
  return bytes(field, utf8(value));
}

/** An integer field; negative numbers are written with 64 bits. */
function number(field: number, value: number): Uint8Array {
  return concatBytes([varint(field * 8), varint(value)]);
}
