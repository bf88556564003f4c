/** `ctx.fragments`: the configuration fragments, as far as options that are known tell what they say (`CppConfiguration`, `JavaConfiguration`, `PlatformConfiguration`, `ProtoConfiguration`, `PythonConfiguration`, `BazelPythonConfiguration`); all else in them is Unknown by its name. */
import { unknownApi } from "./actions.ts";
import { targetPlatform } from "./platforms.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { parseLabel } from "../label.ts";
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
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
    minimum_os_version: method("minimum_os_version", option("minimum_os_version")),
    fission_active_for_current_compilation_mode: method("fission_active_for_current_compilation_mode", isFissionActive),
  },
  java: {
    default_jvm_opts: option("jvmopt"),
    strict_java_deps: lowercase("experimental_strict_java_deps"),
  },
  platform: {
    platform: ({ key }) => targetPlatform(key.configuration),
    host_platform: label("host_platform"),
    platforms: ({ key }) => new StarlarkList([targetPlatform(key.configuration)]),
  },
  proto: {
    cc_proto_library_header_suffixes: option("cc_proto_library_header_suffixes"),
    cc_proto_library_source_suffixes: option("cc_proto_library_source_suffixes"),
  },
  py: {
    build_python_zip: (spec) => zips(option("build_python_zip")(spec), spec),
    default_python_version: () => "PY3",
    default_to_explicit_init_py: option("incompatible_default_to_explicit_init_py"),
    disallow_native_rules: option("incompatible_python_disallow_native_rules"),
    use_toolchains: option("incompatible_use_python_toolchains"),
  },
  bazel_py: {
    python_import_all_repositories: option("experimental_python_import_all_repositories"),
    python_path: (spec) => option("python_path")(spec) ?? "python",
  },
};

/** What Bazel 7 tells of fragments that it keeps from rules else. */
const IN_7: typeof FRAGMENTS = { proto: { experimental_protoc_opts: option("protocopt") } };

/** In other versions a fragment says less than it says here. */
const KNOWN_MAJORS: Readonly<Record<string, readonly number[]>> = { proto: [8, 9], py: [7, 8, 9] };

/**
 * Flags that are rules_python's own where Bazel 9 has no such fragment (`PythonConfiguration.shouldInclude`, flags.bzl of rules_python): whose they are does not matter as long as nobody sets the ruleset's.
 */
const RULESET_FLAGS: Readonly<Record<string, string>> = {
  build_python_zip: "build_python_zip",
  default_to_explicit_init_py: "incompatible_default_to_explicit_init_py",
  python_import_all_repositories: "experimental_python_import_all_repositories",
  python_path: "python_path",
};

/** `PythonConfiguration.buildPythonZip`. */
function zips(value: Value, { key }: RuleContextSpec): Value {
  if (value === "auto") return key.configuration.top.host.os === "windows";
  return typeof value === "string" ? value === "true" : value;
}

function option(name: string): Member {
  return ({ key }) => {
    const value = nativeOption(key.configuration, name);
    return Array.isArray(value) ? new StarlarkList([...(value as readonly string[])]) : (value as Value);
  };
}

function lowercase(name: string): Member {
  return ({ key }) => {
    const value = nativeOption(key.configuration, name);
    return typeof value === "string" ? value.toLowerCase() : (value as Value);
  };
}

function method(name: string, result: Member): Member {
  return (spec) => builtin({ name, params: [], run: () => result(spec) });
}

/** `CppConfiguration.fissionActiveForCurrentCompilationMode`: the modes that the flag names, `yes` for all of them. */
function isFissionActive({ key: { configuration } }: RuleContextSpec): Value {
  const modes = nativeOption(configuration, "fission");
  const mode = nativeOption(configuration, "compilation_mode");
  if (modes instanceof Unknown || mode instanceof Unknown) return modes instanceof Unknown ? modes : (mode as Value);
  const named = String(modes).split(",");
  return named.includes("yes") || named.includes(String(mode));
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
    requireDeclared(spec, "fragments", name);
    const { major } = spec.key.configuration.top;
    const isKnown = KNOWN_MAJORS[name]?.includes(major) ?? true;
    const members = isKnown ? FRAGMENTS[name] : major === 7 ? IN_7[name] : undefined;
    return new Members(name, (member) => {
      const value = isUndecided(spec, name, member) ? undefined : members?.[member]?.(spec);
      return value ?? unknownApi(`ctx.fragments.${name}.${member}`);
    });
  });
}

/** Whether a member is of a fragment that may not be there, and may not be what the ruleset reads in its place. */
function isUndecided({ key: { configuration } }: RuleContextSpec, fragment: string, member: string): boolean {
  const { changed, top } = configuration;
  if (!/^(?:bazel_)?py$/.test(fragment) || top.major < 9) return false;
  const flag = RULESET_FLAGS[member];
  const isSet = (label: string) => label.endsWith(`/config_settings:${String(flag)}`);
  return flag === undefined || [...top.starlark.keys(), ...changed.keys()].some(isSet);
}

/** `ctx.host_fragments`: those of tools. */
export function hostFragments(spec: RuleContextSpec): StarlarkValue {
  return new Members("host_fragments", (name) => {
    if (spec.key.configuration.top.major < 5) requireDeclared(spec, "host_fragments", name);
    return unknownApi(`ctx.host_fragments.${name}`);
  });
}

/** A rule or an aspect sees the fragments that it declares (`FragmentCollection.getValue`), and the one that platforms need. */
function requireDeclared(spec: RuleContextSpec, parameter: "fragments" | "host_fragments", name: string): void {
  const { ruleClass } = spec.target;
  const declared = parameter === "fragments" ? ruleClass.fragments : ruleClass.hostFragments;
  const isModel = spec.rule ? ruleClass.module === "" : ruleClass.model !== undefined;
  if (name === "platform" || isModel || !declared || declared.includes(name)) return;
  throw new EvalError(
    `${ruleClass.name} has to declare '${name}' as a required fragment in ${parameter === "fragments" ? "target" : "host"} configuration in order to access it. Please update the '${parameter}' argument of the rule definition (for example: ${parameter} = ["${name}"])`,
  );
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
