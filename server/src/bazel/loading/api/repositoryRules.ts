/**
 * `repository_rule()`, `module_extension()` and `tag_class()`. Who evaluates a WORKSPACE file or an extension puts a recorder on the thread and so learns which repositories are declared.
 */
import type { Builtin } from "../../../starlark/builtin.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkFunction } from "../../../starlark/function.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { Site, Thread } from "../../../starlark/thread.ts";
import { contextKey } from "../../../starlark/thread.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../../starlark/value.ts";
import { isChecked, type AttributeDefinition } from "../../rule.ts";
import type { BazelVersion } from "../../workspace/bazelVersion.ts";
import { isModelSpeaking, ownIdentity, scopeOf, scopeOfFunction } from "../moduleScope.ts";
import { requireInitialization, requireLoadingPhase } from "../phase.ts";
import { elementsOf, stringEntries } from "./arguments.ts";
import { checkAttribute } from "./attributeDeclarations.ts";
import { AttributeSchema } from "./attr.ts";

/** A call of a repository rule, as a WORKSPACE file or one of its macros makes it. */
export interface RepositoryDeclaration {
  readonly rule: RepositoryRule;
  readonly attributes: NamedArguments;
  readonly site: Site | undefined;
}

export interface RepositoryRecorder {
  declare(declaration: RepositoryDeclaration): void;
}

export const REPOSITORY_RECORDER = contextKey<RepositoryRecorder>("repository recorder");

/** What `repository_rule()` returns. */
export class RepositoryRule implements StarlarkValue {
  readonly type = "repository_rule";
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  readonly moduleId: string | undefined;
  /** Whether Bazel would refuse a call that does not fit `attributes`: these are all that it has. */
  readonly isChecked: boolean;
  /** Run anew by every Bazel server. */
  readonly local: boolean;
  /** It looks at the machine: `bazel sync --configure` runs it anew. */
  readonly configure: boolean;
  /** Environment variables that it reads. */
  readonly environ: readonly string[];
  /** Run by generated/repositoryRule.ts. */
  readonly implementation: Value;
  exported: { readonly module: string; readonly name: string } | undefined;

  constructor(
    spec: Pick<
      RepositoryRule,
      "attributes" | "isChecked" | "moduleId" | "implementation" | "local" | "configure" | "environ"
    >,
  ) {
    this.attributes = spec.attributes;
    this.isChecked = spec.isChecked;
    this.moduleId = spec.moduleId;
    this.implementation = spec.implementation;
    this.local = spec.local;
    this.configure = spec.configure;
    this.environ = spec.environ;
  }

  exportAs(module: string, name: string): void {
    this.exported ??= { module: this.moduleId ?? module, name };
  }

  /** One that is called and never exported has a name of its own (StarlarkRepositoryModule; seen with 4.2.3 and 7.7.1), by which its file does not know it. */
  identity(thread: Thread): { readonly module: string; readonly name: string } {
    const { implementation } = this;
    return (
      this.exported ?? {
        module: scopeOfFunction(thread, implementation)?.moduleId ?? "",
        name: `unexported_${implementation instanceof StarlarkFunction ? implementation.name : ""}`,
      }
    );
  }

  repr(printer: Printer): void {
    printer.text(`<starlark repository rule ${this.exported?.name ?? ""}>`);
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    if (positional.length > 0) throw new EvalError("unexpected positional arguments");
    const recorder = thread.get(REPOSITORY_RECORDER);
    if (!recorder)
      throw new EvalError(
        "repo rules can only be called from within module extension impl functions or WORKSPACE files",
      );
    recorder.declare({ rule: this, attributes: named, site: thread.currentSite() });
    return null;
  }
}

/** What `module_extension()` and `tag_class()` return. */
export class BzlmodShell implements StarlarkValue {
  readonly type: "module_extension" | "tag_class";
  /** Tag classes by name for an extension, attributes by name for a tag class. */
  readonly members: ReadonlyMap<string, Value>;
  /** Of an extension; run by generated/extension.ts. */
  readonly implementation: Value;

  constructor(
    type: "module_extension" | "tag_class",
    members: ReadonlyMap<string, Value>,
    implementation: Value = null,
  ) {
    this.type = type;
    this.members = members;
    this.implementation = implementation;
  }

  repr(printer: Printer): void {
    printer.text(`<${this.type}>`);
  }
}

export function repositoryRuleBuiltin(version: BazelVersion): Builtin {
  return builtin({
    name: "repository_rule",
    doc: "Creates a new repository rule.",
    params: [
      { name: "implementation", acceptsUnknown: true },
      { name: "attrs", default: null, kind: "named-only", types: ["dict", "None"] },
      { name: "local", default: false, kind: "named-only" },
      { name: "environ", optional: true, kind: "named-only", acceptsUnknown: true },
      { name: "configure", default: false, kind: "named-only" },
      { name: "remotable", default: false, kind: "named-only" },
      { name: "doc", default: null, kind: "named-only", acceptsUnknown: true },
    ],
    run: (thread, [implementation, attrs, local, environ, configure]) => {
      requireLoadingPhase(thread, "repository_rule");
      const declared = stringEntries(attrs, "attrs");
      const attributes = new Map<string, AttributeDefinition>();
      for (const [name, value] of declared) {
        if (!(value instanceof AttributeSchema)) continue;
        checkAttribute(name, value.definition);
        attributes.set(name, value.definition);
      }
      return new RepositoryRule({
        attributes,
        isChecked: attributes.size === declared.length && isWhole(thread, version),
        implementation: implementation ?? null,
        moduleId: ownIdentity(thread),
        local: local === true,
        configure: configure === true,
        environ: (elementsOf(environ ?? null) ?? []).filter((name) => typeof name === "string"),
      });
    },
  });
}

/** Whether what is declared here is all that Bazel has: a model says so of the versions for which it was checked. */
function isWhole(thread: Thread, version: BazelVersion): boolean {
  if (!isModelSpeaking(thread)) return true;
  const model = scopeOf(thread)?.model;
  return model !== undefined && isChecked(model, version);
}

export const moduleExtensionBuiltin = builtin({
  name: "module_extension",
  doc: "Creates a new module extension.",
  params: [
    { name: "implementation", acceptsUnknown: true },
    { name: "tag_classes", optional: true, kind: "named-only", types: ["dict"] },
    { name: "doc", default: null, kind: "named-only", acceptsUnknown: true },
    { name: "environ", optional: true, kind: "named-only", acceptsUnknown: true },
    { name: "os_dependent", default: false, kind: "named-only" },
    { name: "arch_dependent", default: false, kind: "named-only" },
  ],
  run: (thread, [implementation, tagClasses]) => {
    requireInitialization(thread, "module_extension");
    return new BzlmodShell(
      "module_extension",
      new Map(stringEntries(tagClasses, "tag_classes")),
      implementation ?? null,
    );
  },
});

export const tagClassBuiltin = builtin({
  name: "tag_class",
  doc: "Creates a new tag class for a module extension.",
  params: [
    { name: "attrs", optional: true, types: ["dict"] },
    { name: "doc", default: null, kind: "named-only", acceptsUnknown: true },
  ],
  run: (_thread, [attrs]) => new BzlmodShell("tag_class", new Map(stringEntries(attrs, "attrs"))),
});
