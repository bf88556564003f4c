/** Settings from the client: pulled for each workspace where the client can be asked, else what it last sent. */
import { defaultSettings, readSettings } from "../settings.ts";
import type { ServerContext } from "./context.ts";

const SECTION = "runfilesLens";

/** Reads the settings of every workspace anew; says in the log what was wrong with them. */
export async function loadConfiguration(context: ServerContext, pushed: unknown): Promise<void> {
  const { connection, host, workspaces } = context;
  const problems = new Set<string>();
  for (const root of workspaces.roots()) {
    const result = readSettings(await sectionOf(context, root, pushed), host.lints);
    for (const problem of result.problems) problems.add(problem);
    workspaces.configure(root, result.settings);
  }
  for (const problem of problems) connection.console.warn(problem);
}

/** The settings before any client has spoken. */
export function initialSettings(host: ServerContext["host"]): ReturnType<typeof defaultSettings> {
  return defaultSettings(host.lints);
}

async function sectionOf({ capabilities, connection, documents }: ServerContext, root: string, pushed: unknown) {
  if (capabilities.workspace?.configuration) {
    const section: unknown = await connection.workspace.getConfiguration({
      scopeUri: documents.uriOf(root),
      section: SECTION,
    });
    return section;
  }
  const isObject = typeof pushed === "object" && pushed !== null;
  return isObject && SECTION in pushed ? (pushed as Readonly<Record<string, unknown>>)[SECTION] : undefined;
}
