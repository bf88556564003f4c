/**
 * Labels and package identifiers, after Bazel's `cmdline/Label.java` and docs "Labels". Repositories here are always canonical names; the main repository's is the empty string.
 */

import { quote, type Printer } from "../starlark/printer.ts";
import type { StarlarkValue, Value } from "../starlark/value.ts";
import { labelMethod } from "./labelMethods.ts";
import { packageNameProblem } from "./workspace/packages.ts";

export interface PackageId {
  /** Canonical repository name, `""` for the main repository. */
  readonly repository: string;
  /** Path of the package within its repository, `""` for the top one. */
  readonly path: string;
}

/**
 * How `str(label)` writes labels of the main repository and of others (`StarlarkLabel.str`; `--incompatible_unambiguous_label_stringification`, on from Bazel 6): `//p:n` and `@r//p:n`, `@//p:n` and `@r//p:n`, or
 * with bzlmod `@@//p:n` and `@@r//p:n`.
 */
export type LabelForm = "plain" | "at" | "canonical";

/** A label value; Starlark's `Label` (bazel/loading makes its methods). */
export class Label implements StarlarkValue {
  readonly type = "Label";
  readonly repository: string;
  readonly packagePath: string;
  readonly name: string;
  /** How Starlark writes it; two labels that differ in nothing else are equal. */
  readonly form: LabelForm;

  constructor(repository: string, packagePath: string, name: string, form: LabelForm = "canonical") {
    this.repository = repository;
    this.packagePath = packagePath;
    this.name = name;
    this.form = form;
  }

  get packageId(): PackageId {
    return { repository: this.repository, path: this.packagePath };
  }

  /** Without doubt and for keys: `//pkg:name`, `@@repo//pkg:name`. Also how Bazel's cquery prints main-repository labels. */
  toString(): string {
    return `${packageText(this.packageId)}:${this.name}`;
  }

  repr(printer: Printer): void {
    const text = this.toString();
    printer.text(`Label(${quote(this.form === "plain" ? text.replace(/^@@/, "@") : text)})`);
  }

  str(printer: Printer): void {
    const text = `${this.repository}//${this.packagePath}:${this.name}`;
    if (this.form === "canonical") printer.text(`@@${text}`);
    else printer.text(this.form === "plain" && this.repository === "" ? text : `@${text}`);
  }

  compare(other: StarlarkValue): number {
    return compareLabels(this, other as Label);
  }

  equals(other: StarlarkValue): boolean {
    return (
      other instanceof Label &&
      other.name === this.name &&
      other.packagePath === this.packagePath &&
      other.repository === this.repository
    );
  }

  hashKey(): string {
    return this.toString();
  }

  /** Fields as docs "Label" list them. `workspace_root` follows the non-sibling repository layout. */
  getAttr(name: string): Value | undefined {
    switch (name) {
      case "name":
        return this.name;
      case "package":
        return this.packagePath;
      case "repo_name":
      case "workspace_name":
        return this.repository;
      case "workspace_root":
        return this.repository === "" ? "" : `external/${this.repository}`;
      default:
        return labelMethod(this, name, parsedOrProblem);
    }
  }

  attrNames(): readonly string[] {
    return ["name", "package", "relative", "repo_name", "same_package_label", "workspace_name", "workspace_root"];
  }
}

function parsedOrProblem(text: string, context: LabelContext): Label | string {
  const result = parseLabel(text, context);
  return result.kind === "label" ? result.label : result.message;
}

/** `//pkg` or `@@repo//pkg`. */
export function packageText(id: PackageId): string {
  return id.repository === "" ? `//${id.path}` : `@@${id.repository}//${id.path}`;
}

export type LabelResult =
  | { readonly kind: "label"; readonly label: Label }
  /** `message` is `invalid label 'x': ` and `why`. */
  | { readonly kind: "error"; readonly message: string; readonly why: string };

/** Where a label string stands: its own package, and how apparent repository names are resolved there. */
export interface LabelContext {
  readonly package: PackageId;
  /** Canonical name of an apparent one, undefined where the repository does not see it. */
  readonly resolveRepository: (apparent: string) => string | undefined;
  /** How the labels write themselves; `canonical` where absent. */
  readonly form?: LabelForm;
  /** Answers given before; a context that parses many labels keeps them, so that equal labels are one object. */
  readonly parsed?: Map<string, LabelResult>;
}

/** Packages that belong to the main repository wherever they are named without one (Bazel's `LabelConstants` and `LabelParser`). */
const GLOBAL_PACKAGES: ReadonlySet<string> = new Set(["conditions", "external", "visibility"]);

/**
 * Parses a label as Bazel does for an attribute: `@@canonical//p:n`, `@apparent//p:n`, `@repo` (= `@repo//:repo`), `//p`, `//p:n`, `:n`, `n`.
 * An apparent repository that is not visible becomes the canonical name `[unknown repo 'x' requested from y]`, as Bazel names it, so that it can still be passed about.
 */
export function parseLabel(text: string, context: LabelContext): LabelResult {
  const known = context.parsed?.get(text);
  if (known) return known;
  const result = parse(text, context);
  context.parsed?.set(text, result);
  return result;
}

function parse(text: string, context: LabelContext): LabelResult {
  const { repository, rest } = splitRepository(text, context);
  if (rest === undefined) return error(text, "invalid repository name");
  if (!REPOSITORY_NAME.test(repository))
    return error(text, `invalid repository name '${repository}': ${REPOSITORY_NAMES}`);
  if (!rest.startsWith("//")) {
    if (text.startsWith("@")) return error(text, "labels with a repository must have '//' after it");
    const name = rest.startsWith(":") ? rest.slice(1) : rest;
    return checked(text, context, repository, context.package.path, name);
  }
  const body = rest.slice(2);
  const colon = body.indexOf(":");
  const packagePath = colon >= 0 ? body.slice(0, colon) : body;
  const name = colon >= 0 ? body.slice(colon + 1) : body.slice(body.lastIndexOf("/") + 1);
  const isGlobal = !text.startsWith("@") && GLOBAL_PACKAGES.has(packagePath);
  return checked(text, context, isGlobal ? "" : repository, packagePath, name);
}

/** What repositories may be called (`RepositoryName`), and how one is named that is not visible. */
const REPOSITORY_NAME = /^(?:[\w.~+-]*|\[unknown repo '[\w.~+-]*' requested from .*)$/;
const REPOSITORY_NAMES = "repo names may contain only A-Z, a-z, 0-9, '-', '_', '.' and '~' and must not start with '~'";

function splitRepository(text: string, context: LabelContext): { repository: string; rest: string | undefined } {
  if (!text.startsWith("@")) return { repository: context.package.repository, rest: text };
  const canonical = text.startsWith("@@");
  const start = canonical ? 2 : 1;
  const slashes = text.indexOf("//", start);
  const name = slashes < 0 ? text.slice(start) : text.slice(start, slashes);
  if (/[/:]/.test(name)) return { repository: "", rest: undefined };
  const repository =
    canonical || name === ""
      ? name
      : (context.resolveRepository(name) ?? unknownRepository(name, context.package.repository));
  return { repository, rest: slashes < 0 ? `//:${name}` : text.slice(slashes) };
}

/** The canonical name Bazel gives to an apparent name that is not visible. */
function unknownRepository(apparent: string, from: string): string {
  return `[unknown repo '${apparent}' requested from @@${from}]`;
}

function checked(
  text: string,
  context: LabelContext,
  repository: string,
  packagePath: string,
  name: string,
): LabelResult {
  const packageProblem = packageNameProblem(packagePath);
  if (packageProblem !== undefined) return error(text, `invalid package name '${packagePath}': ${packageProblem}`);
  const nameProblem = targetNameProblem(name);
  if (nameProblem !== undefined) return error(text, `invalid target name '${name}': ${nameProblem}`);
  return { kind: "label", label: new Label(repository, packagePath, name, context.form) };
}

/** What nearly all names look like. */
const PLAIN_NAME = /^[\w@+=,~#-][\w@+=,~#.-]*(?:\/[\w@+=,~#-][\w@+=,~#.-]*)*$/;

/** Bazel's rules for target names (LabelValidator.java); undefined where the name is right. */
export function targetNameProblem(name: string): string | undefined {
  if (PLAIN_NAME.test(name)) return undefined;
  if (name === "") return "empty target name";
  if (name === ".") return undefined;
  if (name.startsWith("/")) return "target names may not start with '/'";
  if (name.endsWith("/")) return "target names may not end with '/'";
  if (name.includes("//")) return "target names may not contain '//' path separators";
  const segments = name.split("/");
  if (segments.includes("..")) return "target names may not contain up-level references '..'";
  if (segments.includes(".")) return "target names may not contain '.' as a path segment";
  if (name.includes(":")) return "target names may not contain ':'";
  if (name.includes("\\")) return "target names may not contain '\\'";
  const unprintable = /[\x00-\x1f\x7f]/.exec(name)?.[0];
  if (unprintable !== undefined)
    return `target names may not contain non-printable characters: '\\x${unprintable.charCodeAt(0).toString(16).padStart(2, "0")}'`;
  return undefined;
}

function error(text: string, why: string): LabelResult {
  return { kind: "error", message: `invalid label '${text}': ${why}`, why };
}

/** The order of `Label.compareTo`: repository, package, name, each by code units, which are bytes here. */
export function compareLabels(a: Label, b: Label): number {
  return (
    compareTexts(a.repository, b.repository) ||
    compareTexts(a.packagePath, b.packagePath) ||
    compareTexts(a.name, b.name)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
