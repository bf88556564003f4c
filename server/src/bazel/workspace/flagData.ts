/**
 * The Bazel options that can matter for a runfiles tree: how each is written, and what it does when nobody sets it, by version.
 *
 * Sources: the command-line references of 6.0, 6.5, 7.6, 7.7, 8.0 to 8.7, 9.0, 9.1 (bazel.build/versions/…/reference/command-line-reference) and `bazel help build --long` of 4.2.3. Bazel 5 is taken to
 * be like 4 where no release note says otherwise.
 */

/**
 * - `boolean`: `--x`, `--nox`, `--x=yes`; never takes the next word.
 * - `tristate`: a boolean that also knows `auto`.
 * - `string`: takes a value, the last one wins.
 * - `list`: takes a value, all of them count.
 */
export type FlagType = "boolean" | "tristate" | "string" | "list";

/** From a version on: what Bazel does when the flag is not given, and what happens to one that is given. */
export interface FlagEra {
  readonly since: string;
  readonly default: string;
  /** `honoured`; `ignored`: accepted without effect; `refused`: "Unrecognized option". */
  readonly given: "honoured" | "ignored" | "refused";
}

export interface FlagDefinition {
  readonly type: FlagType;
  /** In order of versions; the first holds for all older ones, too. */
  readonly eras: readonly [FlagEra, ...FlagEra[]];
  /** `c` for `-c`. */
  readonly abbreviation?: string;
  /** Names under which the flag was known before. */
  readonly oldNames?: readonly string[];
  /** For a list whose words are themselves comma-separated. */
  readonly commaSeparated?: boolean;
  /** From this version on the last value of a list counts alone. */
  readonly onlyLastSince?: string;
  /** Who takes the flag over where Bazel no longer has it (`flag_alias` of a MODULE.bazel file). */
  readonly successor?: string;
  /** Goes on `startup` lines, and on no others. */
  readonly isStartup?: boolean;
  /** Those of a `string` that are worth proposing. */
  readonly values?: readonly string[];
  /** What it decides, as one sentence; of the flags about runfiles, which editors explain and propose. */
  readonly doc?: string;
}

type EraShorthand = readonly [since: string, defaultValue: string, given?: "ignored" | "refused"];

function define<T extends FlagType>(
  type: T,
  first: EraShorthand,
  ...rest: readonly EraShorthand[]
): FlagDefinition & { readonly type: T } {
  return { type, eras: [era(first), ...rest.map(era)] };
}

/** A flag about runfiles. */
function explained<T extends FlagDefinition>(doc: string, flag: T): T & { readonly doc: string } {
  return { ...flag, doc };
}

function era([since, value, given]: EraShorthand): FlagEra {
  return { since, default: value, given: given ?? "honoured" };
}

const always = (value: string): EraShorthand => ["0", value];

/** By name, without dashes. */
export const FLAGS = {
  // What the tree is made of.
  legacy_external_runfiles: explained(
    "Whether files of external repositories stand in runfiles trees a second time, as copies below `<workspace>/external/<repository>`.",
    define("boolean", always("true"), ["8.0", "false"], ["9.0", "false", "ignored"]),
  ),
  enable_runfiles: explained(
    "Whether runfiles trees are made of links; `auto` is off on Windows, where there is only a manifest, and on elsewhere, where programs look for their files in the tree.",
    define("tristate", always("auto")),
  ),
  build_runfile_links: explained(
    "Whether a build makes the links of runfiles trees; without it they are made when a local action, a test or `bazel run` needs them.",
    define("boolean", always("true")),
  ),
  build_runfile_manifests: explained(
    "Whether runfiles manifests are written; without them there are no links either, and local tests fail.",
    define("boolean", always("true")),
  ),
  default_visibility: define("string", always("private")),
  incompatible_disallow_empty_glob: define("boolean", always("false"), ["8.0", "true"]),
  incompatible_always_include_files_in_data: explained(
    "Whether the `files` of targets in `data` are added to runfiles, beside the runfiles that they bring.",
    define("boolean", ["0", "false", "refused"], ["6.0", "true"]),
  ),
  incompatible_filegroup_runfiles_for_data: explained(
    "Whether a filegroup in `data` also brings the runfiles of its `srcs`.",
    define("boolean", ["0", "false", "refused"], ["8.4", "false"], ["9.0", "true"]),
  ),
  incompatible_compact_repo_mapping_manifest: explained(
    "Whether `_repo_mapping` is written once for all repositories of an extension; the number of links is the same.",
    define("boolean", ["0", "false", "refused"], ["8.4", "false"], ["9.0", "true"]),
  ),
  incompatible_prefer_depending_configuration_runfiles: explained(
    "Whether, of files in several configurations at one path, the one in the configuration of the target that depends on it is kept.",
    define("boolean", ["0", "false", "refused"], ["10.0", "false"]),
  ),
  incompatible_default_to_explicit_init_py: {
    ...explained(
      "Whether Python programs get no empty `__init__.py` files in directories that have none.",
      define("boolean", always("false"), ["10.0", "false", "refused"]),
    ),
    successor: "rules_python 2.3",
  },
  build_python_zip: {
    ...explained(
      "Whether Python programs are built as zips; `auto` is on on Windows and off elsewhere. Their runfiles stay as they are.",
      define("tristate", always("auto"), ["9.1", "auto", "refused"]),
    ),
    successor: "rules_python 2.3",
  },
  experimental_inprocess_symlink_creation: explained(
    "Whether Bazel makes the links of runfiles trees itself, without a helper process; the links are the same.",
    define("boolean", always("false"), ["8.0", "true"], ["9.0", "true", "ignored"]),
  ),
  // What Bazel 5 and later say of these was not looked at: nothing asks for them there.
  allow_unresolved_symlinks: {
    ...define("boolean", always("false"), ["5.0", "true"]),
    oldNames: ["experimental_allow_unresolved_symlinks"],
  },
  incompatible_override_toolchain_transition: define("boolean", always("false"), ["5.0", "true"]),
  experimental_exec_groups: define("boolean", always("false"), ["5.0", "true"], ["7.0", "true", "refused"]),
  // That Bazel 9 has it on was announced (https://github.com/bazel-contrib/rules_python/issues/2282), not seen.
  incompatible_auto_exec_groups: define("boolean", ["0", "false", "refused"], ["5.0", "false"], ["9.0", "true"]),
  incompatible_run_shell_command_string: define("boolean", always("true")),
  // What becomes of these by default after Bazel 7 was not looked at.
  incompatible_no_implicit_file_export: define("boolean", always("false")),
  incompatible_fix_package_group_reporoot_syntax: define("boolean", ["0", "false", "refused"], ["6.0", "true"]),
  incompatible_no_rule_outputs_param: define("boolean", always("false")),
  incompatible_disallow_struct_provider_syntax: define("boolean", always("false")),
  incompatible_disable_target_provider_fields: define("boolean", always("false")),
  incompatible_struct_has_no_methods: define("boolean", always("false")),
  incompatible_disable_depset_items: define("boolean", always("false"), ["7.0", "true", "refused"]),
  experimental_rule_extension_api: define("boolean", ["0", "false", "refused"], ["5.0", "false"], ["8.0", "true"]),
  // Bazel 9 knows only what the flag was for (`BuildLanguageOptions.java`).
  incompatible_enable_proto_toolchain_resolution: define(
    "boolean",
    ["0", "false", "refused"],
    ["5.0", "false"],
    ["9.0", "true"],
  ),
  experimental_sibling_repository_layout: define("boolean", always("false")),
  remote_download_outputs: {
    ...explained(
      "Which outputs of remote actions are brought to this machine; links to what is not downloaded dangle.",
      define("string", always("all"), ["7.0", "toplevel"]),
    ),
    values: ["all", "toplevel", "minimal"],
  },
  run_validations: {
    ...define("boolean", always("false"), ["6.0", "true"]),
    oldNames: ["experimental_run_validations"],
  },
  reuse_sandbox_directories: {
    ...explained(
      "Whether sandboxes are kept and mended for the next action instead of being made anew, link by link.",
      define("boolean", ["0", "false", "refused"], ["5.0", "false"], ["7.0", "true"]),
    ),
    oldNames: ["experimental_reuse_sandbox_directories"],
  },
  // In no reference from 7.6 on, and unknown to 7.7.1; bazelbuild/bazel#20310 says that it was removed before.
  experimental_use_sandboxfs: define("tristate", always("false"), ["7.0", "false", "refused"]),
  windows_enable_symlinks: {
    ...explained(
      "Whether Bazel makes real symlinks on Windows, which needs its developer mode, and not copies.",
      define("boolean", always("false")),
    ),
    isStartup: true,
  },

  // Repositories.
  enable_bzlmod: {
    ...define("boolean", ["0", "false", "refused"], ["5.0", "false"], ["7.0", "true"], ["9.0", "true", "ignored"]),
    oldNames: ["experimental_enable_bzlmod"],
  },
  enable_workspace: define(
    "boolean",
    ["0", "true", "refused"],
    ["7.1", "true"],
    ["8.0", "false"],
    ["9.0", "false", "ignored"],
  ),
  incompatible_use_plus_in_repo_names: define(
    "boolean",
    ["0", "false", "refused"],
    ["7.2", "false"],
    ["8.0", "true"],
    ["9.0", "true", "ignored"],
  ),
  override_repository: define("list", always("")),
  override_module: define("list", ["0", "", "refused"], ["6.2", ""]),
  inject_repository: define("list", ["0", "", "refused"], ["8.0", ""]),
  registry: define("list", ["0", "", "refused"], ["5.0", ""]),
  ignore_dev_dependency: define("boolean", ["0", "false", "refused"], ["5.0", "false"]),
  check_bazel_compatibility: {
    ...define("string", ["0", "error", "refused"], ["6.0", "error"]),
    values: ["error", "warning", "off"],
  },
  lockfile_mode: define("string", ["0", "update", "refused"], ["6.2", "update"]),
  vendor_dir: define("string", ["0", "", "refused"], ["7.1", ""]),
  repository_cache: { ...define("string", always("")), oldNames: ["experimental_repository_cache"] },
  deleted_packages: { ...define("list", always("")), commaSeparated: true },
  package_path: define("string", always("%workspace%")),
  incompatible_autoload_externally: define(
    "string",
    ["0", "", "refused"],
    ["7.4", ""],
    [
      "8.0",
      "+@rules_python,+java_common,+JavaInfo,+JavaPluginInfo,ProguardSpecProvider,java_binary,java_import,java_library,java_plugin,java_test,java_runtime,java_toolchain,java_package_configuration,@com_google_protobuf,@rules_shell,+@rules_android",
    ],
    ["9.0", ""],
  ),
  repositories_without_autoloads: { ...define("list", ["0", "", "refused"], ["7.4", ""]), commaSeparated: true },
  incompatible_disable_autoloads_in_main_repo: define(
    "boolean",
    ["0", "false", "refused"],
    ["8.3", "false"],
    ["9.0", "true"],
  ),

  // The configuration.
  compilation_mode: { ...define("string", always("fastbuild")), abbreviation: "c" },
  host_compilation_mode: define("string", always("opt")),
  cpu: define("string", always("")),
  host_cpu: define("string", always("")),
  compiler: define("string", always("")),
  host_compiler: define("string", always("")),
  crosstool_top: define("string", always("@bazel_tools//tools/cpp:toolchain"), [
    "8.0",
    "@bazel_tools//tools/cpp:toolchain",
    "ignored",
  ]),
  host_crosstool_top: define("string", always(""), ["8.0", "", "ignored"]),
  platforms: define("string", always("")),
  host_platform: define(
    "string",
    always(""),
    ["6.0", "@local_config_platform//:host"],
    ["7.0", "@bazel_tools//tools:host_platform"],
  ),
  target_platform_fallback: define(
    "string",
    always("@bazel_tools//platforms:target_platform"),
    ["6.0", "@local_config_platform//:host"],
    ["7.0", "", "ignored"],
  ),
  platform_mappings: define("string", always("platform_mappings")),
  extra_toolchains: { ...define("list", always("")), commaSeparated: true },
  extra_execution_platforms: { ...define("list", always("")), commaSeparated: true, onlyLastSince: "7.0" },
  define: define("list", always("")),
  features: define("list", always("")),
  host_features: define("list", ["0", "", "refused"], ["6.0", ""]),
  copt: define("list", always("")),
  host_copt: define("list", always("")),
  conlyopt: define("list", always("")),
  cxxopt: define("list", always("")),
  host_cxxopt: define("list", always("")),
  host_conlyopt: define("list", always("")),
  linkopt: define("list", always("")),
  host_linkopt: define("list", always("")),
  action_env: define("list", always("")),
  host_action_env: define("list", always("")),
  repo_env: define("list", always("")),
  client_env: define("list", always("")),
  incompatible_repo_env_ignores_action_env: define(
    "boolean",
    ["0", "false", "refused"],
    ["8.3", "false"],
    ["9.0", "true"],
  ),
  experimental_strict_repo_env: define("boolean", ["0", "false", "refused"], ["8.6", "false"]),
  test_env: define("list", always("")),
  custom_malloc: define("string", always("")),
  incompatible_enable_cc_toolchain_resolution: define("boolean", always("false"), ["7.0", "true"]),
  fission: define("string", always("no")),
  strip: define("string", always("sometimes")),
  javacopt: define("list", always("")),
  host_javacopt: define("list", always("")),
  jvmopt: define("list", always("")),
  instrument_test_targets: define("boolean", always("false")),
  cc_output_directory_tag: define("string", always("")),
  platform_suffix: define("string", always("")),
  modify_execution_info: define("string", always("")),
  dynamic_mode: define("string", always("default")),
  force_pic: define("boolean", always("false")),
  stamp: define("boolean", always("false")),
  embed_label: define("string", always("")),
  collect_code_coverage: define("boolean", always("false")),
  instrumentation_filter: define("string", always("-/javatests[/:],-/test/java[/:]")),
  python_version: define("string", always(""), ["9.0", "", "refused"]),
  host_force_python: define("string", always(""), ["9.0", "", "refused"]),
  incompatible_py3_is_default: define("boolean", always("true"), ["9.0", "true", "refused"]),
  incompatible_py2_outputs_are_suffixed: define("boolean", always("true"), ["9.0", "true", "refused"]),
  python_path: define("string", always("")),
  python_top: define("string", always(""), ["9.0", "", "refused"]),
  incompatible_disallow_legacy_py_provider: define("boolean", always("true")),
  incompatible_use_python_toolchains: define("boolean", always("true")),
  check_visibility: define("boolean", always("true")),
  incompatible_enforce_config_setting_visibility: define("boolean", always("false"), ["5.0", "true"]), // Of 4.2.3 and 7.7.1; those between were not asked.
  incompatible_config_setting_private_default_visibility: define("boolean", always("false")),
  incompatible_check_testonly_for_output_files: define("boolean", ["0", "false", "refused"], ["6.0", "false"]),
  // Bazel 5.0: "no-op", since Java toolchains are resolved.
  javabase: define("string", always("@bazel_tools//tools/jdk:jdk"), ["5.0", "@bazel_tools//tools/jdk:jdk", "ignored"]),
  host_javabase: define("string", always(""), ["5.0", "", "ignored"]),
  java_toolchain: define("string", always("@bazel_tools//tools/jdk:remote_toolchain"), [
    "5.0",
    "@bazel_tools//tools/jdk:remote_toolchain",
    "ignored",
  ]),
  host_java_toolchain: define("string", always("@bazel_tools//tools/jdk:remote_toolchain"), [
    "5.0",
    "@bazel_tools//tools/jdk:remote_toolchain",
    "ignored",
  ]),
  java_launcher: define("string", always("")),
  host_java_launcher: define("string", always("")),
  java_header_compilation: {
    ...define("boolean", always("true")),
    oldNames: ["experimental_java_header_compilation"],
  },
  use_ijars: define("boolean", always("true")),
  java_deps: define("boolean", always("true")),
  experimental_java_classpath: define("string", always("javabuilder")),
  plugin: define("list", always("")),
  experimental_strict_java_deps: {
    ...define("string", always("default")),
    oldNames: ["strict_java_deps"],
  },
  legacy_bazel_java_test: define("boolean", always("false")),
  explicit_java_test_deps: define("boolean", always("false")),
  incompatible_use_toolchain_resolution_for_java_rules: define("boolean", always("false"), ["5.0", "true"]),
  proto_compiler: define("string", always("@com_google_protobuf//:protoc"), [
    "7.0",
    "@bazel_tools//tools/proto:protoc",
  ]),
  proto_toolchain_for_java: define("string", always("@com_google_protobuf//:java_toolchain"), [
    "7.0",
    "@bazel_tools//tools/proto:java_toolchain",
  ]),
  proto_toolchain_for_javalite: define("string", always("@com_google_protobuf//:javalite_toolchain"), [
    "7.0",
    "@bazel_tools//tools/proto:javalite_toolchain",
  ]),
  proto_toolchain_for_cc: define("string", always("@com_google_protobuf//:cc_toolchain"), [
    "7.0",
    "@bazel_tools//tools/proto:cc_toolchain",
  ]),
  cc_proto_library_header_suffixes: { ...define("list", always(".pb.h")), commaSeparated: true },
  cc_proto_library_source_suffixes: { ...define("list", always(".pb.cc")), commaSeparated: true },
  incompatible_generated_protos_in_virtual_imports: define("boolean", always("true")),
  java_runtime_version: define("string", always("local_jdk")),
  java_language_version: define("string", always("")),
  tool_java_runtime_version: define("string", always("remotejdk_11")),
  tool_java_language_version: define("string", always("")),
  run_under: define("string", always("")),
  incompatible_bazel_test_exec_run_under: define(
    "boolean",
    ["0", "false", "refused"],
    ["8.0", "false"],
    ["9.0", "true"],
  ),
  aspects: { ...define("list", always("")), commaSeparated: true },
  output_groups: { ...define("list", always("")), commaSeparated: true },
  flag_alias: define("list", ["0", "", "refused"], ["4.0", ""]),
  allow_analysis_failures: define("boolean", always("false")),

  // Names of output directories.
  experimental_platform_in_output_dir: define("tristate", ["0", "false", "refused"], ["5.0", "false"], ["9.0", "auto"]),
  experimental_override_name_platform_in_output_dir: define("list", ["0", "", "refused"], ["7.0", ""]),
  experimental_output_directory_naming_scheme: define(
    "string",
    ["0", "legacy", "refused"],
    ["5.0", "legacy"],
    ["7.0", "diff_against_dynamic_baseline"],
    ["9.0", "diff_against_dynamic_baseline", "refused"],
  ),
  experimental_output_paths: define("string", ["0", "off", "refused"], ["4.0", "off"]),
  incompatible_strict_action_env: define("boolean", always("false"), ["9.0", "true"]),

  // About options and targets themselves.
  config: define("list", always("")),
  enable_platform_specific_config: define("boolean", always("false")),
  announce_rc: define("boolean", always("false")),
  keep_going: { ...define("boolean", always("false")), abbreviation: "k" },
  jobs: { ...define("string", always("auto")), abbreviation: "j" },
  build_tag_filters: define("string", always("")),
  test_tag_filters: define("string", always("")),
  build_tests_only: define("boolean", always("false")),
  target_pattern_file: define("string", always("")),
  test_arg: define("list", always("")),
  test_output: define("string", always("summary")),
  test_timeout: define("string", always("-1")),
  spawn_strategy: define("string", always("")),
  strategy: define("list", always("")),
} as const satisfies Record<string, FlagDefinition>;

export type FlagName = keyof typeof FLAGS;

/**
 * Flags that are part of the configuration: with another value Bazel says "Build option --x has changed, discarding analysis cache". Each was seen to do so with Bazel 4.2.3. Those about tests alone
 * (`--test_env`, `--test_arg`, `--test_timeout`, `--run_under`) are left out: they belong on `test` lines, and newer versions trim them.
 */
const CONFIGURATION_FLAGS: ReadonlySet<FlagName> = new Set<FlagName>([
  "legacy_external_runfiles",
  "build_runfile_links",
  "build_runfile_manifests",
  "enable_runfiles",
  "incompatible_default_to_explicit_init_py",
  "build_python_zip",
  "experimental_inprocess_symlink_creation",
  "compilation_mode",
  "host_compilation_mode",
  "define",
  "features",
  "copt",
  "cxxopt",
  "linkopt",
  "host_copt",
  "action_env",
  "stamp",
  "platform_suffix",
  "platforms",
  "extra_toolchains",
  "strip",
  "javacopt",
  "jvmopt",
  "dynamic_mode",
  "force_pic",
  "instrument_test_targets",
  "instrumentation_filter",
  "incompatible_strict_action_env",
  "modify_execution_info",
]);

/** Whether commands that differ in the flag discard each other's analysis. */
export function changesConfiguration(name: FlagName): boolean {
  return CONFIGURATION_FLAGS.has(name);
}

/** The flags of one type. */
export type FlagOfType<T extends FlagType> = {
  [K in FlagName]: (typeof FLAGS)[K]["type"] extends T ? K : never;
}[FlagName];

const BY_SPELLING: ReadonlyMap<string, FlagName> = new Map(
  Object.entries<FlagDefinition>(FLAGS).flatMap(([name, flag]) =>
    [name, ...(flag.oldNames ?? [])].map((spelling) => [spelling, name as FlagName] as const),
  ),
);

const BY_ABBREVIATION: ReadonlyMap<string, FlagName> = new Map(
  Object.entries<FlagDefinition>(FLAGS).flatMap(([name, flag]) =>
    flag.abbreviation === undefined ? [] : [[flag.abbreviation, name as FlagName] as const],
  ),
);

/** The flag of a name in its present or a former spelling. */
export function flagNamed(spelling: string): FlagName | undefined {
  return BY_SPELLING.get(spelling);
}

/** The flag of `-c` and the like. */
export function flagAbbreviated(letter: string): FlagName | undefined {
  return BY_ABBREVIATION.get(letter);
}

export function flagDefinition(name: FlagName): FlagDefinition {
  return FLAGS[name];
}
