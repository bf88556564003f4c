/** The colours of the fixtures, token by token. After a change of a grammar: `npx vitest run --project unit test/syntaxes -u`, and read the difference. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeTokens } from "../harness/grammars.ts";

const fixtures = new URL("fixtures/", import.meta.url);

describe("grammars", () => {
  for (const name of readdirSync(fixtures).filter((file) => /\.(bzl|bazelrc)$/.test(file))) {
    test(name, async () => {
      const text = readFileSync(new URL(name, fixtures), "utf8");
      const scope = name.endsWith(".bazelrc") ? "source.bazelrc" : "source.starlark";
      await expect(await describeTokens(scope, text)).toMatchFileSnapshot(new URL(`${name}.tokens`, fixtures).pathname);
    });
  }
});

describe("starlark", () => {
  test.each([
    ["a def is closed by its parenthesis", "def f(a = (1, 2)): pass\nx = 1", ["f", "entity.name.function.starlark"]],
    ["soft keywords are names", "match = print", ["match", "variable.other.readwrite.starlark"]],
    ["reserved words are marked", "import x", ["import", "invalid.illegal.reserved.starlark"]],
    [
      "an attribute of a reserved name is left to the parser",
      "x.import",
      ["import", "variable.other.property.starlark"],
    ],
    ["a keyword argument", "f(name = 1)", ["name", "variable.parameter.function-call.starlark"]],
    ["a comparison in a call is no keyword argument", "f(a == 1)", ["a", "variable.other.readwrite.starlark"]],
    ["an unclosed bracket ends at the next def", "f(\ndef g(): pass", ["g", "entity.name.function.starlark"]],
    ["a builtin", "glob(['a'])", ["glob", "support.function.builtin.starlark"]],
    ["a method of a builtin's name", "x.glob(1)", ["glob", "entity.name.function.call.starlark"]],
  ])("%s", async (_, text, [token, scope]) => {
    expect(await scopesOf("source.starlark", text, token!)).toContain(scope);
  });
});

describe("bazelrc", () => {
  test.each([
    ["a command", "build --x", ["build", "keyword.control.command.bazelrc"]],
    ["a config", "build:opt --x", ["opt", "entity.name.type.config.bazelrc"]],
    ["a config that is used", "build --config=opt", ["opt", "entity.name.type.config.bazelrc"]],
    ["a flag", "build --stamp", ["stamp", "entity.other.attribute-name.flag.bazelrc"]],
    ["a flag on a continued line", "build \\\n  --stamp", ["stamp", "entity.other.attribute-name.flag.bazelrc"]],
    ["a label", "build --platforms=//a:b", ["//a:b", "string.unquoted.label.bazelrc"]],
    ["a # within a value is no comment", "build --x=a#b", ["a#b", "string.unquoted.bazelrc"]],
    ["a comment", "build --x  # why", ["# why", "comment.line.number-sign.bazelrc"]],
    ["what is no command", "bulid --x", ["bulid", "invalid.illegal.command.bazelrc"]],
  ])("%s", async (_, text, [token, scope]) => {
    expect(await scopesOf("source.bazelrc", text, token!)).toContain(scope);
  });
});

/** The innermost scopes of the tokens that spell `token`, joined where neighbours have the same. */
async function scopesOf(grammar: "source.starlark" | "source.bazelrc", text: string, token: string): Promise<string[]> {
  const described = (await describeTokens(grammar, text)).split("\n");
  const found: string[] = [];
  let line = "";
  let run = { text: "", scope: "", end: -1 };
  for (const entry of described) {
    if (entry.startsWith(">")) {
      line = entry.slice(1);
      run = { text: "", scope: "", end: -1 };
      continue;
    }
    const match = /^#( *)(\^+) .*?(\S+)$/.exec(entry);
    if (!match) continue;
    const [start, width, scope] = [match[1]!.length, match[2]!.length, match[3]!];
    const spelled = line.slice(start, start + width);
    const base = entry.includes("comment.line") ? "comment.line.number-sign.bazelrc" : scope;
    run =
      run.scope === base && run.end === start
        ? { text: run.text + spelled, scope: base, end: start + width }
        : { text: spelled, scope: base, end: start + width };
    if (run.text === token) found.push(base);
  }
  return found;
}
