import { describe, expect, test } from "vitest";
import { evaluatePantsFile, type PantsDefaults, type PantsFile } from "../../server/src/pants/pantsFile.ts";
import { pexBinaries } from "../../server/src/pants/pexBinaries.ts";
import { testParser } from "../harness/parser.ts";

const parser = await testParser();

function evaluate(text: string, directory = "app", defaults: PantsDefaults = new Map()): PantsFile {
  return evaluatePantsFile({
    fileId: `/w/${directory}/BUILD`,
    tree: parser.parse(text).tree,
    directory,
    defaults,
    thread: {},
  });
}

const addresses = (file: PantsFile) => file.targets.map((target) => `${target.type} ${target.address}`);

describe("targets", () => {
  test("every name that nothing binds is a target type", () => {
    const file = evaluate(
      'NAME = "lib"\npython_sources(name = NAME)\nmy_macro(name = "x")\npex_binary(entry_point = "a.py")\n',
    );
    expect(addresses(file)).toEqual(["python_sources app:lib", "my_macro app:x", "pex_binary app"]);
  });

  test("the build root", () => {
    expect(addresses(evaluate('resources(name = "r")', ""))).toEqual(["resources //:r"]);
  });

  test("statements that fail leave the others standing", () => {
    const file = evaluate('a(name = "a")\nb(name = 1 + "x")\nc(name = "c", d = env("HOME"))\nd(name = "d" \n');
    expect(addresses(file)).toEqual(["a app:a", "c app:c", "d app:d"]);
  });
});

describe("parametrize", () => {
  test("two fields make a product, its address in alphabetical order", () => {
    const file = evaluate(
      'pex_binary(name = "bin", layout = parametrize("loose", "packed"), execution_mode = parametrize("venv", zip = "zipapp"))',
    );
    expect(pexBinaries(file).map(({ address, executionMode, layout }) => [address, executionMode, layout])).toEqual([
      ["app:bin@execution_mode=zip,layout=loose", "zipapp", "loose"],
      ["app:bin@execution_mode=venv,layout=loose", "venv", "loose"],
      ["app:bin@execution_mode=zip,layout=packed", "zipapp", "packed"],
      ["app:bin@execution_mode=venv,layout=packed", "venv", "packed"],
    ]);
  });

  test("a group gives several fields together", () => {
    const file = evaluate(
      'pex_binary(name = "bin", **parametrize("dev", layout = "loose"), **parametrize("prod", layout = "packed", execution_mode = "venv"))',
    );
    expect(pexBinaries(file).map(({ address, executionMode, layout }) => [address, executionMode, layout])).toEqual([
      ["app:bin@parametrize=dev", "zipapp", "loose"],
      ["app:bin@parametrize=prod", "venv", "packed"],
    ]);
  });

  test("what is not a string wants an alias", () => {
    expect(addresses(evaluate('pex_binary(name = "bin", layout = parametrize(1))\nok(name = "ok")'))).toEqual([
      "ok app:ok",
    ]);
  });
});

describe("defaults", () => {
  const layouts = (file: PantsFile) =>
    pexBinaries(file).map(({ layout, executionMode }) => `${executionMode}/${layout}`);

  test("hold where a target does not say otherwise", () => {
    const file = evaluate(
      '__defaults__({pex_binary: dict(layout = "packed")}, all = dict(execution_mode = "venv"))\npex_binary(name = "a")\npex_binary(name = "b", layout = "loose")',
    );
    expect(layouts(file)).toEqual(["venv/packed", "venv/loose"]);
  });

  test("are inherited, replaced type by type, and extended", () => {
    const above = evaluate(
      '__defaults__({(pex_binary, "other"): dict(layout = "packed", execution_mode = "venv")})',
      "",
    ).defaults;
    expect(layouts(evaluate('pex_binary(name = "a")', "app", above))).toEqual(["venv/packed"]);
    expect(
      layouts(evaluate('__defaults__({"pex_binary": {"layout": "loose"}})\npex_binary(name = "a")', "app", above)),
    ).toEqual(["zipapp/loose"]);
    expect(
      layouts(
        evaluate(
          '__defaults__({"pex_binary": {"layout": "loose"}}, extend = True)\npex_binary(name = "a")',
          "app",
          above,
        ),
      ),
    ).toEqual(["venv/loose"]);
    expect(layouts(evaluate('__defaults__(all = {"tags": []})\npex_binary(name = "a")', "app", above))).toEqual([
      "zipapp/zipapp",
    ]);
  });
});
