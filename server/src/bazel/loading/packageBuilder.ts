/**
 * A package under construction: what has been declared, what clashes, and why there may be more. After Bazel's `Package.Builder`.
 */
import { EvalError } from "../../starlark/errors.ts";
import { baseName } from "../../base/path.ts";
import { repr } from "../../starlark/printer.ts";
import { BUILD_FILES } from "../workspace/root.ts";
import type { Frame, Thread } from "../../starlark/thread.ts";
import type { UnknownReason } from "../../starlark/unknown.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { LabelContext, PackageId } from "../label.ts";
import { Label } from "../label.ts";
import type { MacroInstance } from "../macro.ts";
import type { RepositoryView } from "../repositoryView.ts";
import type {
  ExternalTarget,
  GeneratedFileTarget,
  GlobCall,
  LoadingProblem,
  Package,
  RuleTarget,
  Target,
} from "../target.ts";
import { MANY_MATCHES } from "../target.ts";
import { environmentGroupProblems } from "./environmentGroups.ts";
import { givePackageMetadata } from "./packageMetadata.ts";
import { implicitSourceFiles } from "./implicitSources.ts";
import { giveImplicitTests } from "./implicitTests.ts";
import { Macros } from "./macros.ts";
import { PRIVATE, PUBLIC } from "./visibilityLabels.ts";
import type { CallIndex } from "./callIndex.ts";
import type { GlobResult } from "./glob.ts";
import type { GlobKey } from "./packageGlob.ts";
import type { LoadingSettings } from "./settings.ts";
import { labelFormOf } from "./settings.ts";

/** What `package()` and REPO.bazel's `repo()` decide for a package. */
export interface PackageDefaults {
  readonly visibility: Value;
  readonly testonly: boolean;
  readonly features: readonly string[];
  readonly packageMetadata: readonly Label[];
}

export const NO_DEFAULTS: PackageDefaults = {
  visibility: PRIVATE,
  testonly: false,
  features: [],
  packageMetadata: [],
};

/** What a package may ask of its surroundings; the answers are dependencies of the package. */
export interface PackageHost {
  readonly view: RepositoryView;
  readonly settings: LoadingSettings;
  /** What one pattern of a glob matches. */
  readonly glob: (pattern: string, mode: GlobKey["mode"]) => GlobResult;
  readonly fileExists: (path: string) => boolean;
}

export class PackageBuilder {
  readonly id: PackageId;
  readonly buildFile: string;
  readonly host: PackageHost;
  readonly labels: LabelContext;
  readonly calls: CallIndex;
  readonly targets = new Map<string, Target>();
  readonly unknownTargets = new Map<string, UnknownReason>();
  readonly externalTargets = new Map<string, ExternalTarget>();
  readonly macros = new Macros();
  defaults: PackageDefaults;
  /** Whether `package()` was called. */
  isConfigured = false;
  /** Why the package may not be the one that Bazel would load. */
  doubt: Unknown | undefined;
  /** Why Bazel may refuse to load the package. */
  absence: Unknown | undefined;
  readonly #globs: GlobCall[] = [];
  readonly #open = new Map<string, UnknownReason>();
  readonly #errors: LoadingProblem[] = [];
  /** What a macro declares from one place, in a loop, shares one stack. */
  #lastCallStack: readonly Frame[] = [];
  /** Directories that output files lie in, with one such file each. */
  readonly #outputPrefixes = new Map<string, GeneratedFileTarget>();
  /** Names that calls of Unknown functions may have made into files: they are not taken for source files. */
  readonly #claimed = new Set<string>();
  /** What finalizers see of the package: nothing that they declare themselves. */
  #rulesForFinalizers: ReadonlyMap<string, RuleTarget> | undefined;

  constructor(spec: {
    readonly id: PackageId;
    readonly buildFile: string;
    readonly host: PackageHost;
    readonly defaults: PackageDefaults;
    readonly calls: CallIndex;
  }) {
    this.id = spec.id;
    this.buildFile = spec.buildFile;
    this.host = spec.host;
    this.defaults = spec.defaults;
    this.calls = spec.calls;
    const { view } = spec.host;
    const repositories = new Map<string, string | undefined>();
    this.labels = {
      package: spec.id,
      form: labelFormOf(spec.host.settings),
      parsed: new Map(),
      resolveRepository: (apparent) => {
        if (!repositories.has(apparent)) repositories.set(apparent, view.resolve(spec.id.repository, apparent));
        return repositories.get(apparent);
      },
    };
    this.#add({
      kind: "source-file",
      label: this.localLabel(buildFileName(spec.buildFile)),
      exported: false,
      visibility: undefined,
    });
  }

  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** The first reason for which the package is open, as a value. */
  get openUnknown(): Unknown | undefined {
    const [reason] = this.#open.values();
    return reason && new Unknown(reason);
  }

  /** The rules that `existing_rules()` tells of, by name. */
  get existingRules(): ReadonlyMap<string, RuleTarget> {
    return this.#rulesForFinalizers ?? this.#rules();
  }

  /** Notes a call of a symbolic macro. Throws `EvalError` for a name that is taken: the macro's main target is not there yet. */
  addMacro(instance: MacroInstance): void {
    if (this.targets.has(instance.name))
      throw new EvalError(`macro '${instance.name}' conflicts with an existing target.`);
    this.macros.add(instance);
  }

  /** Runs the finalizers, when the BUILD file has been evaluated. */
  expandFinalizers(): void {
    if (!this.macros.hasDeferred) return;
    this.#rulesForFinalizers = this.#rules();
    this.macros.expandDeferred();
  }

  /** The active calls of Starlark functions, beginning at the BUILD file. */
  callStackOf(thread: Thread): readonly Frame[] {
    const own = thread.callStack().filter(({ site }) => site !== undefined);
    const stack = this.macros.callStack.concat(own); // Without the room for more that spreading leaves: every target keeps one.
    if (!isSameStack(stack, this.#lastCallStack)) this.#lastCallStack = stack;
    return this.#lastCallStack;
  }

  localLabel(name: string): Label {
    return new Label(this.id.repository, this.id.path, name, this.labels.form);
  }

  isLocal(label: Label): boolean {
    return label.packagePath === this.id.path && label.repository === this.id.repository;
  }

  /** There may be targets that nobody lists. */
  openBy(reason: UnknownReason): void {
    const key = `${reason.kind}\0${reason.name}\0${reason.site?.file ?? ""}\0${String(reason.site?.node ?? "")}`;
    if (!this.#open.has(key)) this.#open.set(key, reason);
  }

  /** Remembers a glob that matches many files. */
  noteGlob(thread: Thread, glob: Omit<GlobCall, "callStack">): void {
    if (glob.matches.length >= MANY_MATCHES) this.#globs.push({ ...glob, callStack: this.callStackOf(thread) });
  }

  claim(name: string): void {
    this.#claimed.add(name);
  }

  /** Adds an error, unless it was found before: what is wrong with a name shows when the file is resolved and again when it is run. */
  addError(problem: LoadingProblem): void {
    const isKnown = ({ message, site }: LoadingProblem): boolean =>
      message === problem.message && site?.node === problem.site?.node && site?.file === problem.site?.file;
    if (!this.#errors.some(isKnown)) this.#errors.push(problem);
  }

  /** An error of a rule instance: Bazel goes on and refuses the package in the end. */
  reportError(thread: Thread, message: string): void {
    this.addError({ message, site: thread.currentSite(), callStack: this.callStackOf(thread) });
  }

  /** Adds a rule and its output files. Throws `EvalError` for a name that is taken. */
  addRule(target: RuleTarget): void {
    const { name } = target.label;
    const existing = this.targets.get(name);
    if (existing) {
      throw new EvalError(
        `${target.ruleClass.name} rule '${name}' in package '${this.id.path}' conflicts with existing ${plainKind(existing)}`,
      );
    }
    const outputs = target.outputs.map((label): GeneratedFileTarget => ({
      kind: "generated-file",
      label,
      generatingRule: target.label,
    }));
    this.macros.checkTargetName(name);
    this.#checkOutputs(target, outputs);
    this.#add(target);
    for (const output of outputs) {
      if (output.label.name !== name) this.#add(output);
      for (const directory of parents(output.label.name)) this.#outputPrefixes.set(directory, output);
    }
  }

  /** Adds anything but a rule. Throws `EvalError` for a name that is taken. */
  addTarget(target: Target): void {
    const { name } = target.label;
    const existing = this.targets.get(name);
    if (existing)
      throw new EvalError(
        `${KIND_NAMES[target.kind]} '${name}' in package '${this.id.path}' conflicts with existing ${plainKind(existing)}`,
      );
    this.macros.checkTargetName(name);
    this.#add(target);
  }

  /** `exports_files`: the file may have been exported or named before. */
  exportFile(name: string, visibility: Value | undefined): void {
    const existing = this.targets.get(name);
    if (existing && existing.kind !== "source-file") {
      throw new EvalError(
        `generated label '${this.localLabel(name).toString()}' conflicts with existing ${plainKind(existing)}`,
      );
    }
    const isDeclared = existing?.exported === true;
    if (isDeclared && !isSameConstant(existing.visibility, visibility))
      throw new EvalError(`visibility for exported file '${name}' declared twice`);
    if (!existing) this.macros.checkTargetName(name);
    this.#add({ kind: "source-file", label: this.localLabel(name), exported: true, visibility });
  }

  finish(): Package {
    for (const target of implicitSourceFiles(this, (name) => this.#isSourceFile(name))) this.#add(target);
    givePackageMetadata(this.targets, this.defaults.packageMetadata);
    if (!this.isOpen) for (const problem of environmentGroupProblems(this.targets)) this.addError(problem);
    giveImplicitTests(this.targets, this.#open.values().next().value, this.host.settings.version);
    return {
      id: this.id,
      buildFile: this.buildFile,
      targets: this.targets,
      open: [...this.#open.values()],
      unknownTargets: orNone(this.unknownTargets),
      externalTargets: orNone(this.externalTargets),
      errors: this.#errors,
      doubt: this.doubt?.reason,
      absence: this.absence?.reason,
      globs: this.#globs,
      defaultVisibility: this.defaults.visibility,
      defaultTestonly: this.defaults.testonly,
      features: this.defaults.features,
      defaultPackageMetadata: this.defaults.packageMetadata,
    };
  }

  /** Whether a name that nothing declares is a source file. In an open package only a file that is there is one: anything else may be declared where we cannot see. */
  #isSourceFile(name: string): boolean {
    if (!this.isOpen) return true;
    return !this.unknownTargets.has(name) && !this.#claimed.has(name) && this.host.fileExists(name);
  }

  #rules(): ReadonlyMap<string, RuleTarget> {
    const rules = new Map<string, RuleTarget>();
    for (const [name, target] of this.targets) if (target.kind === "rule") rules.set(name, target);
    return rules;
  }

  #add(target: Target): void {
    this.targets.set(target.label.name, target);
  }

  #checkOutputs(rule: RuleTarget, outputs: readonly GeneratedFileTarget[]): void {
    const own = new Set<string>();
    const ownPrefixes = new Map<string, string>();
    for (const { label } of outputs) {
      const { name } = label;
      if (own.has(name))
        throw new EvalError(
          `generated file '${name}' in rule '${rule.label.name}' conflicts with existing generated file from rule '${rule.label.name}'`,
        );
      own.add(name);
      const inside = ownPrefixes.get(name) ?? parents(name).find((directory) => own.has(directory));
      if (inside !== undefined) throw outputClash(name, rule, inside, rule.label.name);
      for (const directory of parents(name)) ownPrefixes.set(directory, name);
      const existing = this.targets.get(name);
      if (!existing && name !== rule.label.name) this.macros.checkTargetName(name);
      if (existing)
        throw new EvalError(
          `generated file '${name}' in rule '${rule.label.name}' conflicts with existing ${plainKind(existing)}`,
        );
      const below = this.#outputPrefixes.get(name);
      if (below) throw outputClash(name, rule, below.label.name, below.generatingRule.name);
      for (const directory of parents(name)) {
        const above = this.targets.get(directory);
        if (above?.kind === "generated-file") throw outputClash(name, rule, directory, above.generatingRule.name);
      }
    }
  }
}

/** Bazel compares visibilities by identity: those for everybody and for nobody are one object each. */
function isSameConstant(before: Value | undefined, now: Value | undefined): boolean {
  if (before === undefined || now === undefined) return before === now || repr(before ?? now ?? null) === repr(PUBLIC);
  return repr(before) === repr(now) && [PUBLIC, PRIVATE].some((constant) => repr(constant) === repr(now));
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** Hardly any package has such names: those that have none share one map. */
function orNone<T>(names: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return names.size === 0 ? NONE : names;
}

const KIND_NAMES: Readonly<Record<Target["kind"], string>> = {
  rule: "rule",
  "source-file": "source file",
  "generated-file": "generated file",
  "package-group": "package group",
  "environment-group": "environment group",
};

function plainKind(target: Target): string {
  if (target.kind === "rule") return `${target.ruleClass.name} rule`;
  if (target.kind === "generated-file") return `generated file from rule '${target.generatingRule.name}'`;
  return KIND_NAMES[target.kind];
}

function outputClash(name: string, rule: RuleTarget, other: string, itsRule: string): EvalError {
  return new EvalError(
    `output file '${name}' of rule '${rule.label.name}' conflicts with output file '${other}' of rule '${itsRule}'`,
  );
}

/** The BUILD file is a target of its package, under the name that it has there even where its text comes from elsewhere. */
function buildFileName(file: string): string {
  const name = baseName(file);
  return (BUILD_FILES as readonly string[]).includes(name) ? name : BUILD_FILES[0];
}

/** `a/b/c` → `a`, `a/b`. */
function parents(path: string): readonly string[] {
  const result: string[] = [];
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1))
    result.push(path.slice(0, slash));
  return result;
}

function isSameStack(a: readonly Frame[], b: readonly Frame[]): boolean {
  if (a.length !== b.length) return false;
  return a.every(({ name, site }, index) => {
    const other = b[index];
    return name === other?.name && site?.node === other.site?.node && site?.file === other.site?.file;
  });
}
