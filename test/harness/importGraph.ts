/**
 * The import graph of our own source, and the rules that keep it pointing one way (the rooms of server/ARCHITECTURE.md). Pure functions over file texts, so that the rules themselves can be tested.
 */
import ts from "typescript";

/** A file of client/src, webview/src or server/src; `path` is relative to the project, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A broken rule; prints as `path:line: message`. */
export interface Fault {
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly message: string;
}

interface Import {
  readonly specifier: string;
  readonly offset: number;
}

/** What a room may import: other rooms, and packages or Node modules (`node:*` stands for all but child_process). */
interface RoomRule {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

const core = ["base", "syntax", "starlark", "bazel", "pants", "advice", "lints"] as const;
const aboveHost = [...core, "settings", "project", "ide", "measure", "protocol", "bazelTool"] as const;

const rules: Readonly<Record<string, RoomRule>> = {
  base: { rooms: [], packages: [] },
  syntax: { rooms: ["base"], packages: ["web-tree-sitter"] },
  starlark: { rooms: ["base", "syntax"], packages: [] },
  bazel: { rooms: ["base", "syntax", "starlark"], packages: ["js-yaml", "semver"] },
  pants: { rooms: ["base", "syntax", "starlark"], packages: [] },
  advice: { rooms: ["base", "bazel"], packages: [] },
  lints: { rooms: ["base", "syntax", "starlark", "bazel", "pants", "advice"], packages: ["semver"] },
  settings: { rooms: core, packages: [] },
  project: { rooms: [...core, "settings"], packages: [] },
  ide: { rooms: [...core, "settings", "project"], packages: [] },
  measure: { rooms: [...core, "settings", "project", "ide"], packages: ["smol-toml"] },
  protocol: { rooms: [...core, "settings", "project", "ide", "measure"], packages: [] },
  bazelTool: { rooms: [...core, "settings", "project", "ide"], packages: ["node:*", "node:child_process"] },
  host: { rooms: aboveHost, packages: ["node:*"] },
  cli: { rooms: [...aboveHost, "host"], packages: ["node:*"] },
  lsp: {
    rooms: [...aboveHost, "host"],
    packages: ["node:*", "vscode-languageserver", "vscode-languageserver-textdocument"],
  },
  // The entries are where everything meets; even they start processes through bazelTool alone.
  entry: { rooms: [...aboveHost, "host", "cli", "lsp", "entry"], packages: ["node:*"] },
  webview: { rooms: ["protocol"], packages: ["echarts"] },
  client: { rooms: ["protocol"], packages: ["node:*", "vscode", "vscode-languageclient"] },
};

const entries = ["main.ts", "cli.ts", "evaluator.ts", "keeper.ts"];

/** Every broken rule in the given files, in their order. */
export function tidyFaults(files: readonly SourceFile[]): readonly Fault[] {
  const paths = new Set(files.map((file) => file.path));
  return files.flatMap((file) => [...nameFaults(file), ...importFaults(file, paths), ...exportFaults(file)]);
}

/** The room a file belongs to, or undefined where there is no such room. */
export function roomOf(path: string): string | undefined {
  if (path.startsWith("client/src/")) return "client";
  if (path.startsWith("webview/src/")) return "webview";
  const inServer = /^server\/src\/(.+)$/.exec(path)?.[1];
  if (inServer === undefined) return undefined;
  if (entries.includes(inServer)) return "entry";
  const room = inServer.includes("/") ? inServer.slice(0, inServer.indexOf("/")) : inServer.replace(/\.ts$/, "");
  return Object.hasOwn(rules, room) && !["entry", "client", "webview"].includes(room) ? room : undefined;
}

function nameFaults({ path }: SourceFile): readonly Fault[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const fault = (message: string) => [{ path, line: 1, message }];
  if (/^(utils?|helpers?|misc|common)\.ts$/i.test(name))
    return fault(`"${name}" names no purpose: call the file after what it does`);
  if (name === "index.ts") return fault("no barrels: import from the file that defines the name");
  if (roomOf(path) === undefined)
    return fault("belongs to no room: give it to one, or add the room to test/harness/importGraph.ts");
  return [];
}

function importFaults(file: SourceFile, paths: ReadonlySet<string>): readonly Fault[] {
  const room = roomOf(file.path);
  if (room === undefined) return [];
  return importsOf(file).flatMap(({ specifier, offset }) => {
    const message = specifier.startsWith(".")
      ? relativeImportFault(file.path, room, specifier, paths)
      : packageImportFault(room, specifier);
    return message === undefined ? [] : [{ path: file.path, line: lineAt(file.text, offset), message }];
  });
}

/** All module specifiers: of imports (type-only ones, too), re-exports, `import()` and `import("…").T`. */
function importsOf(file: SourceFile): readonly Import[] {
  const tree = parse(file);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push({ specifier: specifier.text, offset: specifier.getStart(tree) });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return imports;
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  const literal = (candidate: ts.Node | undefined) =>
    candidate !== undefined && ts.isStringLiteralLike(candidate) ? candidate : undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  return isImport || isRequire ? literal(node.arguments[0]) : undefined;
}

function parse(file: SourceFile): ts.SourceFile {
  return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest);
}

function relativeImportFault(
  from: string,
  room: string,
  specifier: string,
  paths: ReadonlySet<string>,
): string | undefined {
  if (room === "webview" && specifier.endsWith(".css")) return undefined;
  const target = resolve(from, specifier);
  if (!paths.has(target))
    return `imports ${specifier}, which is no source file of ours (relative imports name the file, with .ts)`;
  const targetRoom = roomOf(target);
  if (targetRoom === undefined || targetRoom === room) return undefined;
  return rules[room]?.rooms.includes(targetRoom) === true
    ? undefined
    : `${room} must not import ${targetRoom} (${target})`;
}

function packageImportFault(room: string, specifier: string): string | undefined {
  const name = specifier.startsWith("node:") ? specifier : packageName(specifier);
  const allowed = rules[room]?.packages ?? [];
  if (allowed.includes(name)) return undefined;
  const isOrdinaryNode = name.startsWith("node:") && name !== "node:child_process";
  if (isOrdinaryNode && allowed.includes("node:*")) return undefined;
  return `${room} must not import ${specifier}`;
}

/** `@scope/name/sub/path` → `@scope/name`. */
function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function exportFaults(file: SourceFile): readonly Fault[] {
  // The client sees nothing of the server but this file, so this one hands on the types that its messages are made of.
  const mayReExport = roomOf(file.path) === "protocol";
  const tree = parse(file);
  return tree.statements.flatMap((statement) => {
    const message = exportFault(statement, mayReExport);
    if (message === undefined) return [];
    return [{ path: file.path, line: lineAt(file.text, statement.getStart(tree)), message }];
  });
}

function exportFault(statement: ts.Statement, mayReExport: boolean): string | undefined {
  if (ts.isExportAssignment(statement)) return "no default exports";
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) return "no default exports";
  if (mayReExport || !ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return undefined;
  return "no re-exports: import from the file that defines the name";
}

/** Resolves a relative specifier against the path of the importing file. */
function resolve(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
