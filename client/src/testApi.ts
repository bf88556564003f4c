/** What the extension shows, as plain data: exported in VS Code's test mode only, since an extension cannot read its own view through the `vscode` API. */
import type { Server, ServerState } from "./client.ts";
import { present } from "./nodePresentation.ts";
import type { ReportPanel } from "./reportPanel.ts";
import type { RunfilesNode } from "./runfilesModel.ts";
import type { RunfilesView } from "./runfilesView.ts";
import type { ViewContent } from "./viewContent.ts";
import type { StatusItems } from "./statusItems.ts";

export interface ShownNode {
  readonly kind: RunfilesNode["kind"];
  readonly label: string;
  readonly description: string;
  readonly spoken: string;
  readonly children: readonly ShownNode[];
}

/** `undefined` stands for an extension that found no Bazel workspace and did nothing. */
export interface TestApi {
  readonly parts: () => TestParts | undefined;
}

export interface TestParts {
  readonly server: () => ServerState["kind"];
  readonly view: () => {
    readonly kind: ViewContent["kind"];
    readonly target: string | undefined;
    readonly message: string;
  };
  /** The whole tree, unfolded. */
  readonly nodes: () => readonly ShownNode[];
  readonly status: () => readonly string[];
  /** Titles and links of the report's contributors, as far as it is shown. */
  readonly report: () => readonly (readonly [title: string, links: number])[];
}

export function testParts(server: Server, view: RunfilesView, status: StatusItems, report: ReportPanel): TestParts {
  return {
    server: () => server.state.kind,
    view: () => ({ kind: view.content.kind, target: view.subject?.target, message: view.message }),
    nodes: () => {
      const { content } = view;
      if (content.kind !== "tree") return [];
      const { model } = content;
      const unfold = (node: RunfilesNode): ShownNode => {
        const { label, description = "", spoken } = present(node);
        return { kind: node.kind, label, description, spoken, children: model.children(node).map(unfold) };
      };
      return model.roots().map(unfold);
    },
    status: () => status.texts(),
    report: () => (report.content?.cost.contributors ?? []).map(({ title, links }) => [title, links]),
  };
}
