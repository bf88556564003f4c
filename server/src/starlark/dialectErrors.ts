/**
 * What is said of a construct that a dialect does not allow, in the words of Bazel's `Resolver` and `PackageFactory.checkBuildSyntax`.
 */
import type { FileOptions } from "./fileOptions.ts";

export function noTopLevel({ files, allowDef }: FileOptions, keyword: "if" | "for"): string {
  if (allowDef) {
    return keyword === "if"
      ? "if statements are not allowed at the top level. You may move it inside a function or use an if expression (x if condition else y)."
      : "for loops are not allowed at the top level. You may move it inside a function or use a comprehension, [f(x) for x in sequence]";
  }
  return keyword === "if"
    ? `if statements are not allowed in ${files}. You may move conditional logic to a function definition (in a .bzl file), or for simple cases use an if expression.`
    : `for statements are not allowed in ${files}. You may inline the loop, move it to a function definition (in a .bzl file), or as a last resort, use a list comprehension.`;
}

export function noFunctions({ files }: FileOptions): string {
  return `functions may not be defined in ${files}. You may move the function to a .bzl file and load it.`;
}

export const NO_NESTED_FUNCTIONS = "nested functions are not allowed. Move the function to the top level.";

export const NO_LAMBDA = "'lambda' not supported, declare a function instead";

export function noStarArguments({ files }: FileOptions, kind: "star" | "star-star"): string {
  const what = kind === "star" ? "*args" : "**kwargs";
  return `${what} arguments are not allowed in ${files}. Pass the arguments in explicitly.`;
}

export function noLoads({ files }: FileOptions): string {
  return `\`load\` statements may not be used in ${files}`;
}
