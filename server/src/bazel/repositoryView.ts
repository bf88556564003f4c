/**
 * What loading needs to know of repositories. `workspace/` makes views: one for each chunk of a WORKSPACE file (a `load` there sees only what stands above it) and the final one.
 */
import type { Unknown } from "../starlark/unknown.ts";

export type RepositoryContents =
  /** On disk. `buildFile` replaces the BUILD file of the top package (new_local_repository). */
  | {
      readonly kind: "directory";
      readonly path: string;
      readonly buildFile: { readonly path: string } | { readonly content: string } | undefined;
      /** Why the files may not be those that Bazel would use: what is made of them is known no better than that. */
      readonly doubt?: Unknown | undefined;
    }
  /** Described by models: `server/models/<folder>/…` holds its packages as Starlark and BUILD text. */
  | { readonly kind: "model"; readonly folder: string }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

export interface RepositoryView {
  /** Distinguishes views in query keys: equal ids, equal answers. */
  readonly id: string;
  /** Canonical name that an apparent one has as seen from a repository; undefined where it is not visible there. */
  resolve(from: string, apparent: string): string | undefined;
  contents(canonical: string): RepositoryContents;
  /** The BUILD file that the package //external amounts to: what the WORKSPACE file binds, Unknown where it may bind more. Undefined where there is no such package. */
  readonly externalPackage?: string | Unknown | undefined;
}
