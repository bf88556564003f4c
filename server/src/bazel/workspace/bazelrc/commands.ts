/** The words that a line of .bazelrc may begin with. */
import type { BazelVersion } from "../bazelVersion.ts";
import { isAtLeast } from "../bazelVersion.ts";

/** Commands of any release from 4 on (docs reference/command-line-reference), and what stands for several of them; a command that a release does not have yet does no harm there. */
const COMMANDS = [
  "startup",
  "common",
  "build",
  "test",
  "run",
  "coverage",
  "query",
  "cquery",
  "aquery",
  "fetch",
  "vendor",
  "mod",
  "modquery",
  "sync",
  "info",
  "clean",
  "config",
  "print_action",
  "mobile-install",
  "analyze-profile",
  "canonicalize-flags",
  "dump",
  "help",
  "license",
  "shutdown",
  "version",
] as const;

/** Those that a version knows; `always` since 6.3. */
export function rcCommands(version: BazelVersion): readonly string[] {
  return isAtLeast(version, "6.3") ? [...COMMANDS, "always"] : COMMANDS;
}

export function isRcCommand(word: string, version: BazelVersion): boolean {
  return rcCommands(version).includes(word);
}
