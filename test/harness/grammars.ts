/** Runs TextMate grammars with the editor's own engine (vscode-textmate on vscode-oniguruma). */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const { resolve } = createRequire(import.meta.url);
const syntaxes = new URL("../../syntaxes/", import.meta.url);

const files: Readonly<Record<string, string>> = {
  "source.starlark": "starlark.tmLanguage.json",
  "source.bazelrc": "bazelrc.tmLanguage.json",
};

export type Scope = "source.starlark" | "source.bazelrc";

/**
 * Every line of the text after `>`, and below it, after `#`, what each token of it is:
 *
 *     >x = 1
 *     #^ variable.other.readwrite.starlark
 *
 * Tokens that have no scope but the grammar's are left out.
 */
export async function describeTokens(scope: Scope, text: string): Promise<string> {
  const registry = new textmate.Registry({
    onigLib: loadOniguruma(),
    loadGrammar: (name) => Promise.resolve(grammarOf(name)),
  });
  try {
    const grammar = await registry.loadGrammar(scope);
    if (!grammar) throw new Error(`no grammar for ${scope}`);
    const lines: string[] = [];
    let state = textmate.INITIAL;
    for (const line of text.split("\n")) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      lines.push(`>${line}`, ...tokens.flatMap((token) => describeToken(line, token)));
    }
    return `${lines.join("\n")}\n`;
  } finally {
    registry.dispose();
  }
}

function describeToken(line: string, token: textmate.IToken): readonly string[] {
  const end = Math.min(token.endIndex, line.length);
  const scopes = token.scopes.slice(1);
  if (scopes.length === 0 || end <= token.startIndex) return [];
  return [`#${" ".repeat(token.startIndex)}${"^".repeat(end - token.startIndex)} ${scopes.join(" ")}`];
}

function grammarOf(scope: string): textmate.IRawGrammar | null {
  const file = files[scope];
  if (file === undefined) return null;
  const url = new URL(file, syntaxes);
  return textmate.parseRawGrammar(readFileSync(url, "utf8"), url.pathname);
}

let engine: Promise<textmate.IOnigLib> | undefined;

function loadOniguruma(): Promise<textmate.IOnigLib> {
  engine ??= oniguruma.loadWASM(readFileSync(resolve("vscode-oniguruma/release/onig.wasm"))).then(() => ({
    createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text: string) => new oniguruma.OnigString(text),
  }));
  return engine;
}
