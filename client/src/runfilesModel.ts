/**
 * The nodes of the Runfiles view for one tree: what they are and how they hang together, made when they are looked at. Knows nothing of VS Code; nodePresentation.ts says how a node looks.
 */
import type {
  ContributorCost,
  TargetCost,
  TargetLocation,
  TreeCollision,
  TreeDifference,
  TreeDocument,
  TreeEntry,
  TreeReason,
} from "../../server/src/protocol.ts";
import { entryFilter } from "./entryFilter.ts";
import { isExternal } from "./entryOrigin.ts";
import type { Child, Folder, RangeCount } from "./treeIndex.ts";
import { TreeIndex } from "./treeIndex.ts";

/** A tree with what the view needs to know beside it. */
export interface ShownTree {
  /** URI of the Bazel root. */
  readonly root: string;
  readonly tree: TreeDocument;
  readonly reasons: readonly TreeReason[];
  readonly location: TargetLocation | null;
  readonly cost: TargetCost | null;
  /** How Bazel's answer differs from the prediction; undefined where the two were not compared. */
  readonly differences: readonly TreeDifference[] | undefined;
  /** Files changed since Bazel answered. */
  readonly stale: boolean;
}

/** What a folder holds. */
export interface FolderCounts {
  readonly entries: number;
  readonly contended: number;
  /** Links, as in the tree's own count: without empty files. */
  readonly legacyCopies: number;
  readonly external: number;
  /** Files that Bazel makes up, wherever other files call for them. */
  readonly empty: number;
}

/** What becomes of one of several artifacts that want a path. */
export type ContenderFate = "kept" | "dropped" | "undecided";

interface Linked {
  /** Unique in the model, and the same for the same thing in the next version of the tree. */
  readonly id: string;
  readonly parent: RunfilesNode | undefined;
}

export type RunfilesNode = Linked &
  (
    | { readonly kind: "target"; readonly label: string; readonly location: TargetLocation | null }
    | { readonly kind: "completeness"; readonly shown: ShownTree }
    | { readonly kind: "error"; readonly message: string }
    | { readonly kind: "reason"; readonly reason: TreeReason }
    | { readonly kind: "remedy"; readonly text: string }
    | { readonly kind: "cost"; readonly cost: TargetCost }
    | { readonly kind: "contributor"; readonly contributor: ContributorCost; readonly cost: TargetCost }
    | { readonly kind: "collisions"; readonly collisions: readonly TreeCollision[] }
    | { readonly kind: "collision"; readonly collision: TreeCollision }
    | { readonly kind: "differences"; readonly differences: readonly TreeDifference[] }
    | { readonly kind: "difference"; readonly difference: TreeDifference }
    | { readonly kind: "folder"; readonly label: string; readonly folder: Folder; readonly counts: FolderCounts }
    | { readonly kind: "entry"; readonly entry: TreeEntry; readonly collision: TreeCollision | undefined }
    | {
        readonly kind: "contender";
        readonly path: string;
        readonly execPath: string;
        readonly contenders: readonly string[];
        readonly fate: ContenderFate;
      }
    | { readonly kind: "more"; readonly folder: Folder; readonly hidden: number }
    | { readonly kind: "nothing-matches"; readonly filter: string }
  );

export type NodeOfKind<K extends RunfilesNode["kind"]> = Extract<RunfilesNode, { readonly kind: K }>;

/** So many children of one folder are shown before the user asks for more. */
const pageSize = 1_000;

export class RunfilesModel {
  readonly shown: ShownTree;
  readonly filter: string;
  readonly #index: TreeIndex<TreeEntry>;
  readonly #collisions: ReadonlyMap<string, TreeCollision>;
  readonly #counters: Readonly<Record<keyof Omit<FolderCounts, "entries">, RangeCount>>;
  readonly #children = new Map<string, readonly RunfilesNode[]>();
  readonly #limits = new Map<string, number>();

  constructor(shown: ShownTree, filter: string) {
    this.shown = shown;
    this.filter = filter;
    this.#collisions = new Map(shown.tree.collisions.map((collision) => [collision.path, collision]));
    const matches = entryFilter(filter, new Set(this.#collisions.keys()));
    this.#index = new TreeIndex(matches === undefined ? shown.tree.entries : shown.tree.entries.filter(matches));
    this.#counters = {
      contended: this.#index.counter((entry) => this.#collisions.has(entry.path)),
      legacyCopies: this.#index.counter((entry) => entry.legacyCopy && entry.kind !== "empty"),
      external: this.#index.counter((entry) => isExternal(entry) && entry.kind !== "empty"),
      empty: this.#index.counter((entry) => entry.kind === "empty"),
    };
  }

  /** Number of entries that pass the filter. */
  get matching(): number {
    return this.#index.entries.length;
  }

  roots(): readonly RunfilesNode[] {
    return this.#remember("", () => [...this.#heading(), ...this.#entryNodes(this.#index.root, undefined)]);
  }

  children(node: RunfilesNode): readonly RunfilesNode[] {
    return this.#remember(node.id, () => this.#childrenOf(node));
  }

  /** The node of an entry; its parents are made on the way. Undefined where the filter hides it or there is none. */
  find(path: string): RunfilesNode | undefined {
    let nodes = this.roots();
    let found: RunfilesNode | undefined;
    for (const child of this.#index.chain(path)) {
      const id = idOf(child);
      found = this.#unfold(nodes, id);
      if (found === undefined) return undefined;
      nodes = this.children(found);
    }
    return found;
  }

  /** Shows a further page of a folder's children. */
  showMore(node: NodeOfKind<"more">): void {
    const key = node.parent?.id ?? "";
    this.#limits.set(key, this.#limit(key) + pageSize);
    this.#children.delete(key);
  }

  /** The node with the id among `nodes`, of which further pages are opened until it is there. */
  #unfold(nodes: readonly RunfilesNode[], id: string): RunfilesNode | undefined {
    let shown = nodes;
    for (;;) {
      const found = shown.find((node) => node.id === id);
      if (found !== undefined) return found;
      const more = shown.at(-1);
      if (more?.kind !== "more") return undefined;
      this.showMore(more);
      shown = more.parent === undefined ? this.roots() : this.children(more.parent);
    }
  }

  #remember(key: string, make: () => readonly RunfilesNode[]): readonly RunfilesNode[] {
    let nodes = this.#children.get(key);
    if (nodes === undefined) {
      nodes = make();
      this.#children.set(key, nodes);
    }
    return nodes;
  }

  #heading(): RunfilesNode[] {
    const { tree, location, cost, differences } = this.shown;
    const heading: RunfilesNode[] = [
      { kind: "target", id: "target", parent: undefined, label: tree.target, location },
      { kind: "completeness", id: "completeness", parent: undefined, shown: this.shown },
    ];
    if (cost !== null && cost.contributors.length > 0)
      heading.push({ kind: "cost", id: "cost", parent: undefined, cost });
    if (tree.collisions.length > 0) {
      heading.push({ kind: "collisions", id: "collisions", parent: undefined, collisions: tree.collisions });
    }
    if (differences !== undefined) {
      heading.push({ kind: "differences", id: "differences", parent: undefined, differences });
    }
    if (this.matching === 0 && tree.entries.length > 0) {
      heading.push({ kind: "nothing-matches", id: "nothing-matches", parent: undefined, filter: this.filter });
    }
    return heading;
  }

  #childrenOf(node: RunfilesNode): readonly RunfilesNode[] {
    switch (node.kind) {
      case "completeness":
        return this.#reasons(node);
      case "reason":
        return node.reason.remedy === null
          ? []
          : [{ kind: "remedy", id: `${node.id}/remedy`, parent: node, text: node.reason.remedy }];
      case "cost":
        return node.cost.contributors.map((contributor, i) => ({
          kind: "contributor",
          id: `contributor:${i}:${contributor.kind}:${contributor.name}`,
          parent: node,
          contributor,
          cost: node.cost,
        }));
      case "collisions":
        return node.collisions.map((collision) => ({
          kind: "collision",
          id: `collision:${collision.path}`,
          parent: node,
          collision,
        }));
      case "differences":
        return node.differences.map((difference) => ({
          kind: "difference",
          id: `difference:${difference.kind}:${difference.path}`,
          parent: node,
          difference,
        }));
      case "folder":
        return this.#entryNodes(node.folder, node);
      case "entry":
        return contenders(node);
      case "target":
      case "error":
      case "remedy":
      case "contributor":
      case "collision":
      case "difference":
      case "contender":
      case "more":
      case "nothing-matches":
        return [];
      default:
        return node satisfies never;
    }
  }

  #reasons(parent: NodeOfKind<"completeness">): RunfilesNode[] {
    const { tree, reasons } = this.shown;
    const error: RunfilesNode[] =
      tree.error === null ? [] : [{ kind: "error", id: "error", parent, message: tree.error }];
    return [
      ...error,
      ...reasons.map((reason, i): RunfilesNode => ({
        kind: "reason",
        id: `reason:${i}:${reason.reason}`,
        parent,
        reason,
      })),
    ];
  }

  #entryNodes(folder: Folder, parent: NodeOfKind<"folder"> | undefined): readonly RunfilesNode[] {
    const all = this.#index.children(folder);
    const limit = this.#limit(parent?.id ?? "");
    const nodes = all.slice(0, limit).map((child) => this.#entryNode(child, folder, parent));
    const hidden = all.length - limit;
    if (hidden > 0) nodes.push({ kind: "more", id: `more:${folder.path}`, parent, folder, hidden });
    return nodes;
  }

  #entryNode(child: Child, within: Folder, parent: NodeOfKind<"folder"> | undefined): RunfilesNode {
    const id = idOf(child);
    if (child.kind === "folder") {
      const label = child.path.slice(within.path.length, -1);
      return { kind: "folder", id, parent, label, folder: child, counts: this.#counts(child) };
    }
    const entry = this.#index.entries[child.index];
    if (entry === undefined) throw new RangeError(`no entry ${child.index}`);
    return { kind: "entry", id, parent, entry, collision: this.#collisions.get(entry.path) };
  }

  #counts(folder: Folder): FolderCounts {
    return {
      entries: folder.end - folder.start,
      contended: this.#counters.contended(folder),
      legacyCopies: this.#counters.legacyCopies(folder),
      external: this.#counters.external(folder),
      empty: this.#counters.empty(folder),
    };
  }

  #limit(key: string): number {
    return this.#limits.get(key) ?? pageSize;
  }
}

function idOf(child: Child): string {
  return `${child.kind}:${child.path}`;
}

function contenders(node: NodeOfKind<"entry">): readonly RunfilesNode[] {
  const { collision } = node;
  if (collision === undefined) return [];
  return collision.contenders.map((execPath, i) => ({
    kind: "contender",
    id: `contender:${i}:${node.entry.path}`,
    parent: node,
    path: node.entry.path,
    execPath,
    contenders: collision.contenders,
    fate: collision.kept === null ? "undecided" : collision.kept === execPath ? "kept" : "dropped",
  }));
}
