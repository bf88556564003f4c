/** Prints how many milliseconds it takes to load and activate the client in a window without a workspace: `node activateClient.cjs client.cjs`. */
const Module = require("node:module");
const { performance } = require("node:perf_hooks");

/** An editor whose every property can be called, constructed, extended and asked for more; its lists are empty. */
function anything() {
  return new Proxy(class {}, {
    get(target, property) {
      if (property === "prototype") return target.prototype;
      if (property === "then" || property === "workspaceFolders") return undefined;
      if (property === Symbol.iterator) return [][Symbol.iterator].bind([]);
      if (property === Symbol.toPrimitive) return () => "";
      return anything();
    },
    apply: () => anything(),
    construct: () => anything(),
  });
}

// The bundle copies own properties, and inherits the rest.
const editor = Object.create(anything());
const load = Module._load;
Module._load = (request, ...rest) => (request === "vscode" ? editor : load(request, ...rest));

async function main() {
  const begin = performance.now();
  await require(process.argv[2]).activate({ ...anything(), subscriptions: [] });
  process.stdout.write(String(performance.now() - begin));
  process.exit(0);
}

void main();
