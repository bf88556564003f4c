/** The words of `licenses` and `distribs`, on which nothing depends but whether Bazel takes them (`License.parseLicense`, `DistributionType.parseDistributions`). Seen with 4.2.3 and 7.7.1. */
import { parseLabel, type LabelContext } from "../label.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Value } from "../../starlark/value.ts";

const LICENSES: ReadonlySet<string> = new Set([
  "by_exception_only",
  "restricted",
  "restricted_if_statically_linked",
  "reciprocal",
  "notice",
  "permissive",
  "unencumbered",
  "none",
]);

const DISTRIBUTIONS: ReadonlySet<string> = new Set(["internal", "web", "client", "embedded"]);

const EXCEPTION = "exception=";

/** Throws `EvalError` for a word that names no license; `exception=LABEL` lets a target off. */
export function checkLicenses(words: Value, labels: LabelContext): void {
  for (const word of textsOf(words)) {
    if (word.startsWith(EXCEPTION)) checkLabel(word.slice(EXCEPTION.length), labels);
    else if (!LICENSES.has(word.toLowerCase())) throw new EvalError(`invalid license type: '${word}'`);
  }
}

export function checkDistributions(words: Value): void {
  for (const word of textsOf(words))
    if (!DISTRIBUTIONS.has(word.toLowerCase())) throw new EvalError(`Invalid distribution type '${word}'`);
}

function checkLabel(text: string, labels: LabelContext): void {
  const parsed = parseLabel(text, labels);
  if (parsed.kind === "error") throw new EvalError(parsed.message);
}

function textsOf(words: Value): readonly string[] {
  return words instanceof StarlarkList ? words.items.filter((word) => typeof word === "string") : [];
}
