/** The language server's program, as the editor's client starts it. */
import { compose } from "./host/composition.ts";
import { serveProcess } from "./lsp/connection.ts";
import { SETTINGS } from "./settings.ts";

const composition = compose(__dirname, () => SETTINGS.maxMemoryMb.default);
serveProcess(composition, composition.startEvaluator);
