/** What Bazel says where it finds no toolchain of a type (`UnresolvedToolchainsException`). */
import type { Label } from "../label.ts";

export function noToolchain(type: Label): string {
  return `No matching toolchains found for types ${type.toString()}.`;
}

export function unresolved(label: Label, problem: string): string {
  return `While resolving toolchains for target ${label.toString()}: ${problem}`;
}
