/** YAML as JSON, as `yq -o=json` of https://github.com/mikefarah/yq prints it. */
import { CORE_SCHEMA, load, realMapTag, YAMLException } from "js-yaml";

/** Mappings keep their order, whatever their keys are. */
const SCHEMA = CORE_SCHEMA.withTags(realMapTag);

/** Undefined for a text that is no YAML document, or holds what JSON does not. */
export function jsonOfYaml(text: string): string | undefined {
  try {
    return jsonOf(load(text, { schema: SCHEMA }));
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

/** Undefined for infinities and the like. */
function jsonOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return joined("[", value.map(jsonOf), "]");
  if (value instanceof Map) return joined("{", [...value].map(memberOf), "}");
  if (typeof value === "number" && !Number.isFinite(value)) return undefined;
  return JSON.stringify(value);
}

function memberOf([key, value]: readonly [unknown, unknown]): string | undefined {
  const name = jsonOf(key);
  const json = jsonOf(value);
  if (name === undefined || json === undefined || typeof key === "object") return undefined;
  return `${typeof key === "string" ? name : JSON.stringify(name)}:${json}`;
}

function joined(open: string, parts: readonly (string | undefined)[], close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(",")}${close}`;
}
