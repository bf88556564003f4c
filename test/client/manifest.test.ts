/** The manifest and the code that it names must agree, in both directions. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const text = (path: string) => readFileSync(join(root, path), "utf8");

interface Item {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly Item[];
    readonly menus: Readonly<Record<string, readonly Item[]>>;
    readonly keybindings: readonly Item[];
    readonly viewsWelcome: readonly { readonly when: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly svg: string } }[] }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
  };
}

const manifest = JSON.parse(text("package.json")) as Manifest;
const nls = JSON.parse(text("package.nls.json")) as Record<string, string>;
const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command);

describe("package.json", () => {
  it("declares the commands that commands.ts registers, and no others", () => {
    const handlers =
      /function handlers[\s\S]*?return \{([\s\S]*?)\n {2}\};/.exec(text("client/src/commands.ts"))?.[1] ?? "";
    const registered = [...handlers.matchAll(/^ {4}(\w+): /gm)].map(([, id = ""]) => `runfilesLens.${id}`);
    expect(registered.length).toBeGreaterThan(10);
    expect([...registered].sort()).toEqual([...declared].sort());
  });

  it("places every command somewhere, and says of each whether the palette shows it", () => {
    const palette = contributes.menus.commandPalette?.map(({ command }) => command) ?? [];
    expect([...palette].sort()).toEqual([...declared].sort());
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    expect(used.filter((command) => !declared.includes(command))).toEqual([]);
  });

  it("hides in Restricted Mode what would start a process", () => {
    for (const [menu, items] of Object.entries(contributes.menus)) {
      for (const { command, when = "" } of items) {
        if (/resolveWithBazel|verify|measure$/.test(command))
          expect(`${menu}: ${when}`).toContain("isWorkspaceTrusted");
      }
    }
  });

  it("shows nothing in the palette while there is no Bazel workspace", () => {
    for (const { command, when = "" } of contributes.menus.commandPalette ?? []) {
      // The other keys are set only once the extension is active.
      expect(`${command}: ${when}`).toMatch(/false$|runfilesLens\.(active|bazelRunning|pinned|filtered|exact)/);
    }
  });

  it("has a welcome text for every content of the view that has no nodes", () => {
    const union = /export type ViewContent =([\s\S]*?);\n\n/.exec(text("client/src/viewContent.ts"))?.[1] ?? "";
    const kinds = [...union.matchAll(/kind: "([\w-]+)"/g)].map(([, kind]) => kind);
    const welcomed = contributes.viewsWelcome.map(({ when }) => /runfilesLens\.view == ([\w-]+)/.exec(when)?.[1]);
    expect([...new Set(welcomed)].sort()).toEqual(kinds.filter((kind) => kind !== "tree").sort());
  });

  it("reads context keys that the client sets", () => {
    const keys = /interface ContextKeys \{([\s\S]*?)\n\}/.exec(text("client/src/contextKeys.ts"))?.[1] ?? "";
    const set = [...keys.matchAll(/"(runfilesLens\.\w+)"/g)].map(([, key]) => key);
    const read = [...JSON.stringify(contributes).matchAll(/"when":"([^"]*)"/g)]
      .flatMap(([, when = ""]) => [...when.matchAll(/(?<![=!] )\brunfilesLens\.\w+/g)])
      .map(([key]) => key);
    expect([...new Set(read)].filter((key) => !set.includes(key))).toEqual([]);
    expect(set.filter((key) => !read.includes(key ?? ""))).toEqual([]);
  });

  it("takes every text from package.nls.json, which holds no others", () => {
    const used = [...text("package.json").matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key);
    expect([...used].sort()).toEqual(Object.keys(nls).sort());
  });

  it("names pictures that are there", () => {
    const pictures = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    expect(pictures.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
