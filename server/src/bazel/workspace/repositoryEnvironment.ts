/**
 * The environment that repository rules see: that of Bazel's client (and what `--client_env` of an rc file adds to it: the client gives its variables by the same option, after the files) with `--action_env=NAME=VALUE`, then `--repo_env` (CommandEnvironment.java, RepositoryFunction.declareEnvironmentDependencies of 4.2.3; the reference of
 * flags for 8.3 to 9.1).
 */
import type { EffectiveFlags } from "./flags.ts";

/** The value of a variable of Bazel's client. */
export type VariableLookup = (name: string) => string | undefined;

export interface RepositoryEnvironment {
  readonly value: VariableLookup;
  /** Names of what flags give, besides the client's own. */
  readonly given: readonly string[];
}

/** `root`: the workspace's directory, which newer releases put in the place of `%bazel_workspace%`. */
export function repositoryEnvironment(
  flags: EffectiveFlags,
  machine: VariableLookup,
  root: string,
): RepositoryEnvironment {
  const added = new Map<string, string | undefined>();
  for (const { value } of flags.list("client_env")) assign(added, value, () => undefined);
  const client = (name: string) => machine(name) ?? added.get(name);
  const given = new Map<string, string | undefined>();
  const ignoresActions = flags.boolean("incompatible_repo_env_ignores_action_env").value;
  for (const { value } of ignoresActions ? [] : flags.list("action_env")) assign(given, value, () => undefined);
  for (const { value } of flags.list("repo_env")) {
    assign(given, value.replaceAll("%bazel_workspace%", root), (name) => given.get(name) ?? client(name));
  }
  const isStrict = flags.boolean("experimental_strict_repo_env").value;
  const value: VariableLookup = (name) => {
    if (given.has(name)) return given.get(name);
    return !isStrict || STRICTLY_INHERITED.includes(name) ? client(name) : undefined;
  };
  return { value, given: [...added.keys(), ...given.keys()] };
}

const STRICTLY_INHERITED: readonly string[] = ["PATH", "PATHEXT"];

/** `NAME=VALUE`, `NAME` for the value that is there anyway, `=NAME` for none. */
function assign(given: Map<string, string | undefined>, text: string, inherited: VariableLookup): void {
  const equals = text.indexOf("=");
  if (equals === 0) given.set(text.slice(1), undefined);
  else if (equals > 0) given.set(text.slice(0, equals), text.slice(equals + 1));
  else {
    const value = inherited(text);
    if (value === undefined) given.delete(text);
    else given.set(text, value);
  }
}
