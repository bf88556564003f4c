/** Sets of packages as package_group and `visibility()` write them: `//a/b`, `//a/...`, `//...`, `public`, `private`, `@repo//a`, and `-` to take away. After Bazel's `PackageSpecification.java`. */
import type { PackageId } from "../label.ts";
import { packageNameProblem } from "../workspace/packages.ts";

/** What is wrong with a specification, in Bazel's words. Bazel 4 knows neither `public` and `private` nor other repositories. */
export function packageSpecificationProblem(specification: string, major?: number): string | undefined {
  const positive = withoutMinus(specification);
  if (major !== undefined && major < 5 && !positive.startsWith("//"))
    return `invalid package name '${positive}': must start with '//'`;
  if (positive === "public" || positive === "private") {
    return positive === specification ? undefined : `Cannot negate "${positive}" package specification`;
  }
  const slashes = positive.indexOf("//");
  const hasRepository = positive.startsWith("@") && slashes > 0;
  if (slashes !== 0 && !hasRepository) return `invalid package name '${positive}': must start with '//'`;
  const path = positive.slice(slashes + 2).replace(/(^|\/)\.\.\.$/, "");
  const problem = path.includes(":") ? "package names may not contain ':'" : packageNameProblem(path);
  return problem === undefined ? undefined : `invalid package name '${path}': ${problem}`;
}

/** Whether specifications, written in a file of `repository`, hold a package. What is taken away goes before what is given. */
export function matchesPackages(specifications: readonly string[], id: PackageId, repository: string): boolean {
  const holds = (specification: string): boolean => matchesOne(withoutMinus(specification), id, repository);
  if (specifications.some((specification) => specification.startsWith("-") && holds(specification))) return false;
  return specifications.some((specification) => !specification.startsWith("-") && holds(specification));
}

function matchesOne(specification: string, id: PackageId, repository: string): boolean {
  if (specification === "public") return true;
  if (specification === "private") return false;
  const slashes = specification.indexOf("//");
  const named = specification.slice(0, slashes).replace(/^@@?/, "");
  if ((slashes > 0 ? named : repository) !== id.repository) return false;
  const path = specification.slice(slashes + 2);
  if (path === "...") return true;
  if (!path.endsWith("/...")) return path === id.path;
  const parent = path.slice(0, -"/...".length);
  return id.path === parent || id.path.startsWith(`${parent}/`);
}

function withoutMinus(specification: string): string {
  return specification.startsWith("-") ? specification.slice(1) : specification;
}
