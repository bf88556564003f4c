/** `ctx.fragments`: the configuration fragments, as far as options that are known tell what they say (`CppConfiguration`, `PlatformConfiguration`, `BazelPythonConfiguration`); all else in them is Unknown by its name. */
import { unknownApi } from "./actions.ts";
import { targetPlatform } from "./platforms.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { parseLabel } from "../label.ts";
import { builtin } from "../../starlark/builtin.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";
import type { RuleContextSpec } from "./ruleContext.ts";

type Member = (spec: RuleContextSpec) => Value;

/** Fragment → member → what it says. */
const FRAGMENTS: Readonly<Record<string, Readonly<Record<string, Member>>>> = {
  cpp: {
    copts: option("copt"),
    cxxopts: option("cxxopt"),
    conlyopts: option("conlyopt"),
    linkopts: option("linkopt"),
    custom_malloc: label("custom_malloc"),
    minimum_os_version: (spec) =>
      builtin({ name: "minimum_os_version", params: [], run: () => option("minimum_os_version")(spec) }),
  },
  platform: {
    platform: ({ graph, host, key }) => targetPlatform(graph, host, key.configuration),
    host_platform: label("host_platform"),
    platforms: ({ graph, host, key }) => new StarlarkList([targetPlatform(graph, host, key.configuration)]),
  },
  bazel_py: {
    python_path: (spec) => option("python_path")(spec) ?? "python",
  },
};

function option(name: string): Member {
  return ({ key }) => {
    const value = nativeOption(key.configuration, name);
    return Array.isArray(value) ? new StarlarkList([...(value as readonly string[])]) : (value as Value);
  };
}

function label(name: string): Member {
  return ({ key }) => {
    const text = nativeOption(key.configuration, name);
    if (typeof text !== "string") return text as Value;
    const parsed = parseLabel(text, { package: { repository: "", path: "" }, resolveRepository: () => undefined });
    return parsed.kind === "label" ? parsed.label : unknownApi(`--${name}`);
  };
}

/** `ctx.fragments`. */
export function fragments(spec: RuleContextSpec): StarlarkValue {
  return new Members("fragments", (name) => {
    const members = FRAGMENTS[name];
    return new Members(name, (member) => members?.[member]?.(spec) ?? unknownApi(`ctx.fragments.${name}.${member}`));
  });
}

/** `ctx.host_fragments`: those of tools. */
export function hostFragments(): StarlarkValue {
  return new Members("host_fragments", (name) => unknownApi(`ctx.host_fragments.${name}`));
}

class Members implements StarlarkValue {
  readonly type: string;
  readonly #member: (name: string) => Value;

  constructor(type: string, member: (name: string) => Value) {
    this.type = type;
    this.#member = member;
  }

  repr(printer: Printer): void {
    printer.text(`<${this.type}>`);
  }

  getAttr(name: string): Value {
    return this.#member(name);
  }
}
