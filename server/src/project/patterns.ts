/** Target patterns, expanded as `bazel build` expands them (docs "Target patterns"): rule targets, `manual` ones left out of wildcards. */
import { StarlarkList } from "../starlark/list.ts";
import type { Label, PackageId } from "../bazel/label.ts";
import { parseLabel } from "../bazel/label.ts";
import type { Package, PackageResult, RuleTarget } from "../bazel/target.ts";

export interface PatternHost {
  /** Package paths of a repository at and below a directory. */
  readonly packagesBelow: (directory: string, repository: string) => readonly string[];
  readonly load: (packagePath: string, repository: string) => PackageResult;
  readonly resolveRepository: (apparent: string) => string | undefined;
}

export interface Expansion {
  readonly labels: readonly Label[];
  readonly errors: readonly string[];
}

export function expandPattern(pattern: string, includeManual: boolean, host: PatternHost): Expansion {
  const text =
    pattern.startsWith("//") || pattern.startsWith("@") || pattern.startsWith(":") ? pattern : `//${pattern}`;
  const { repository, rest } = inRepository(text, host);
  if (repository === undefined) return { labels: [], errors: [`${pattern}: no such repository`] };
  const recursive = /^\/\/(.*?)\/?\.\.\.(?::(all|all-targets|\*))?$/.exec(rest);
  if (recursive) return below({ repository, path: recursive[1] ?? "" }, includeManual, host, pattern);
  const whole =
    /^\/\/([^:]*):(all|all-targets|\*)$/.exec(rest) ?? (text === ":all" ? (["", "", "all"] as const) : null);
  if (whole) return wildcard({ repository, path: whole[1] }, whole[2], includeManual, host, pattern);
  return single(text, pattern, host);
}

/** `@repo//…` and `@@repo//…` apart: the canonical repository and what follows it. */
function inRepository(
  text: string,
  host: PatternHost,
): { readonly repository: string | undefined; readonly rest: string } {
  const written = /^(@@?)([^/]*)(\/\/.*)$/.exec(text);
  if (!written) return { repository: "", rest: text };
  const [, at, name = "", rest = ""] = written;
  return { repository: at === "@@" ? name : host.resolveRepository(name), rest };
}

function below(
  { repository, path: directory }: PackageId,
  includeManual: boolean,
  host: PatternHost,
  pattern: string,
): Expansion {
  const packages = host.packagesBelow(directory, repository);
  if (packages.length === 0) return { labels: [], errors: [`no targets found beneath '${directory}' (${pattern})`] };
  return {
    labels: packages.flatMap((path) =>
      loaded(host.load(path, repository)).flatMap((found) => rules(found, includeManual)),
    ),
    errors: [],
  };
}

/** A target of the wildcard's name comes before its other meaning. */
function wildcard(
  { repository, path }: PackageId,
  word: string,
  includeManual: boolean,
  host: PatternHost,
  pattern: string,
): Expansion {
  const result = host.load(path, repository);
  const named = result.kind === "package" ? result.package.targets.get(word) : undefined;
  if (named) return { labels: [named.label], errors: [] };
  if (result.kind === "missing") return { labels: [], errors: [`${pattern}: ${result.message}`] };
  if (result.kind === "unknown") return { labels: [], errors: [`${pattern}: ${result.reason.message}`] };
  return { labels: rules(result.package, includeManual), errors: [] };
}

function single(text: string, pattern: string, host: PatternHost): Expansion {
  const parsed = parseLabel(text, { package: { repository: "", path: "" }, resolveRepository: host.resolveRepository });
  if (parsed.kind === "error") return { labels: [], errors: [`${pattern}: ${parsed.message}`] };
  const { label } = parsed;
  const result = host.load(label.packagePath, label.repository);
  if (result.kind === "missing")
    return { labels: [], errors: [`no such package '${shownPackage(label)}': ${result.message}`] };
  if (result.kind === "package" && result.package.open.length === 0 && !result.package.targets.has(label.name)) {
    return {
      labels: [],
      errors: [
        `no such target '${label.toString()}': target '${label.name}' not declared in package '${label.packagePath}'`,
      ],
    };
  }
  return { labels: [label], errors: [] };
}

/** As Bazel writes it: `pkg`, `@@repo//pkg`. */
function shownPackage({ repository, packagePath }: Label): string {
  return repository === "" ? packagePath : `@@${repository}//${packagePath}`;
}

function loaded(result: PackageResult): readonly Package[] {
  return result.kind === "package" ? [result.package] : [];
}

function rules(found: Package, includeManual: boolean): readonly Label[] {
  return [...found.targets.values()]
    .filter((target): target is RuleTarget => target.kind === "rule" && (includeManual || !isManual(target)))
    .map((target) => target.label);
}

/** Some of Bazel's own rules are so by default. */
export function isManual({ attributes, ruleClass }: RuleTarget): boolean {
  const tags = attributes.get("tags") ?? ruleClass.attributes.get("tags")?.default;
  return tags instanceof StarlarkList && tags.items.includes("manual");
}
