/** The language server's program, as the editor's client starts it. */
import { compose } from "./host/composition.ts";
import { serveProcess } from "./lsp/connection.ts";

const composition = compose(__dirname);
serveProcess(composition, composition.startEvaluator);
