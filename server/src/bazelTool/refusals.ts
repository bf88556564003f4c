/** Which targets Bazel refuses, by what it said on standard error. */
import { comparableInErrors as plain } from "./printedLabel.ts";

export class Refusals {
  readonly #refused: ReadonlySet<string>;
  /** Label → the first error that names it. */
  readonly #errors = new Map<string, string>();
  /** Package → the error that says it is broken. */
  readonly #packages = new Map<string, string>();

  constructor({ errors, refused }: { readonly errors: readonly string[]; readonly refused: readonly string[] }) {
    this.#refused = new Set(refused.map(plain));
    for (const error of errors) {
      const broken = packageInError(error);
      if (broken !== undefined) this.#packages.set(broken, error);
      for (const label of labelsIn(error)) if (!this.#errors.has(label)) this.#errors.set(label, error);
    }
  }

  /** It says so of the target in the top-level configuration: what `cquery` answers under the label is then of a configuration that a dependent asks for, as a test of failures does with `allow_analysis_failures`. */
  gaveUp(label: string): boolean {
    return this.#refused.has(plain(label));
  }

  /** Bazel's words; undefined for a target of which it said nothing. To be asked of targets without an answer: an error may name others, too. */
  of(label: string): string | undefined {
    const key = plain(label);
    const own = this.#errors.get(key) ?? this.#packages.get(key.slice(0, key.indexOf(":")));
    if (own === undefined && this.#refused.has(key)) return "Bazel met errors in what the target needs.";
    return own;
  }
}

/** Names with spaces or quotes in them are not found. */
function labelsIn(error: string): readonly string[] {
  const found = error.match(/(?:@@?[\w.~+-]*)?\/\/[^\s'"`,;()[\]]*:[^\s'"`,;()[\]]+/g) ?? [];
  return found.map((label) => plain(label.replace(/[:.]+$/, "")));
}

/** `package contains errors: a/b`, `error loading package 'a/b': …` */
function packageInError(error: string): string | undefined {
  const [, listed, quoted] = /^(?:package contains errors: ([^:\s]*)|error loading package '(.*?)')/.exec(error) ?? [];
  const name = listed ?? quoted;
  return name === undefined || name.startsWith("@") ? name : `//${name}`;
}
