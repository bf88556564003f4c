/** What `bazel info build-language` prints: a message BuildLanguage of src/main/protobuf/build.proto, of which names and types are read. */

export interface RuleDefinition {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly type: string }[];
}

/** Attribute.Discriminator by number. */
const TYPES: Readonly<Record<number, string>> = {
  1: "integer",
  2: "string",
  3: "label",
  4: "output",
  5: "string_list",
  6: "label_list",
  7: "output_list",
  8: "distribution_set",
  9: "license",
  10: "string_dict",
  12: "label_list_dict",
  13: "string_list_dict",
  14: "boolean",
  15: "tristate",
  16: "integer_list",
};

export function parseBuildLanguage(bytes: Buffer): readonly RuleDefinition[] {
  return messages(bytes, 1).map((rule) => ({
    name: text(rule, 1),
    attributes: messages(rule, 2).map((attribute) => ({
      name: text(attribute, 1),
      type: TYPES[number(attribute, 2)] ?? "unknown",
    })),
  }));
}

interface Field {
  readonly tag: number;
  readonly value: number | Buffer;
}

function messages(bytes: Buffer, tag: number): readonly Buffer[] {
  return fields(bytes).flatMap((field) => (field.tag === tag && Buffer.isBuffer(field.value) ? [field.value] : []));
}

function text(bytes: Buffer, tag: number): string {
  return messages(bytes, tag)[0]?.toString("utf8") ?? "";
}

function number(bytes: Buffer, tag: number): number {
  const value = fields(bytes).find((field) => field.tag === tag)?.value;
  return typeof value === "number" ? value : 0;
}

/** The fields of a message, by protobuf's wire format. */
function fields(bytes: Buffer): readonly Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("a message ends within a number");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const tag = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        found.push({ tag, value: varint() });
        break;
      case 2: {
        const length = varint();
        found.push({ tag, value: bytes.subarray(at, (at += length)) });
        break;
      }
      default:
        throw new Error(`a field of wire type ${String(key % 8)}`);
    }
  }
  return found;
}
