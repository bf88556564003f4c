/**
 * What `use_extension` and `use_repo_rule` give in MODULE.bazel files: stand-ins on which tags and repositories are declared, without anything being loaded.
 */
import { EvalError } from "../../../starlark/errors.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import type { ExtensionUsageBuilder } from "../moduleBuilder.ts";
import { requireModule } from "../moduleBuilder.ts";
import { checkedRepositoryName } from "./definitions.ts";

/** What `use_extension` gives: every attribute is a tag class. */
export class ExtensionProxy implements StarlarkValue {
  readonly type = "module_extension_proxy";
  readonly usage: ExtensionUsageBuilder;

  constructor(usage: ExtensionUsageBuilder) {
    this.usage = usage;
  }

  repr(printer: Printer): void {
    printer.text(`<module extension ${this.usage.name}>`);
  }

  getAttr(name: string): Value {
    return new TagFunction(this.usage, name);
  }
}

class TagFunction implements StarlarkValue {
  readonly type = "tag_callable";
  readonly #usage: ExtensionUsageBuilder;
  readonly #tagClass: string;

  constructor(usage: ExtensionUsageBuilder, tagClass: string) {
    this.#usage = usage;
    this.#tagClass = tagClass;
  }

  repr(printer: Printer): void {
    printer.text(`<tag class ${this.#tagClass}>`);
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    if (positional.length > 0) throw new EvalError("tag callables accept only keyword arguments");
    this.#usage.addTag(this.#tagClass, named, thread.callStack());
    return null;
  }
}

/** What `use_repo_rule` gives: a repository rule. */
export class RepositoryRuleProxy implements StarlarkValue {
  readonly type = "repo_rule_proxy";
  readonly #file: string;
  readonly #name: string;

  constructor(file: string, name: string) {
    this.#file = file;
    this.#name = name;
  }

  repr(printer: Printer): void {
    printer.text(`<repository rule ${this.#name}>`);
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    const builder = requireModule(thread, this.#name);
    if (positional.length > 0) throw new EvalError("repo rule callables accept only keyword arguments");
    const name = named.get("name");
    if (typeof name !== "string") throw new EvalError(`missing value for mandatory attribute 'name' of ${this.#name}`);
    checkedRepositoryName(name);
    const devDependency = named.get("dev_dependency") ?? false;
    if (typeof devDependency !== "boolean")
      throw new EvalError(
        `in call to call(), parameter 'dev_dependency' got value of type '${typeOf(devDependency)}', want 'bool'`,
      );
    if (!builder.counts(devDependency)) return null;
    builder.useName(name, "by a repo rule", thread.callStack());
    const attributes = new Map([...named].filter(([key]) => key !== "name" && key !== "dev_dependency"));
    const rule = { module: undefined, name: this.#name };
    builder.addRepository({
      definition: { name, rule, attributes, callStack: thread.callStack() },
      ruleFile: this.#file,
    });
    return null;
  }
}
