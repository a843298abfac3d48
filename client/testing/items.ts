import { Range, Uri, workspace, type TestController, type TestItem, type TestItemCollection } from 'vscode';
import type { SourceLocation, TestEntry, TestsResult } from '../../server/protocol.js';

/** Of a statement that can be run: which one of which policy. */
export interface Subject {
  /** URI of the policy root, as the server writes it. */
  readonly root: string;
  readonly id: string;
}

/** The tree of the Test Explorer: policies, in them tests with their expectations, and intents. */
export class TestTree {
  private readonly subjects = new WeakMap<TestItem, Subject>();

  constructor(private readonly controller: TestController) {}

  /** Shows the tests of a policy. Those that were there before keep their item, and with it their result. */
  show({ policy, root, tests }: TestsResult): void {
    if (tests.length === 0) return this.remove(root);
    const { items } = this.controller;
    const item = items.get(root) ?? this.controller.createTestItem(root, policy);
    item.label = policy;
    item.description = workspace.asRelativePath(Uri.parse(root));
    this.fill(item.children, tests, root);
    items.add(item);
  }

  remove(root: string): void {
    this.controller.items.delete(root);
  }

  /** The item of a policy. */
  of(root: string): TestItem | undefined {
    return this.controller.items.get(root);
  }

  /** What of the items can be run, but for what is excluded, each once. */
  runnable(items: Iterable<TestItem>, excluded: ReadonlySet<TestItem>): Map<TestItem, Subject> {
    const found = new Map<TestItem, Subject>();
    const visit = (item: TestItem): void => {
      if (excluded.has(item)) return;
      const subject = this.subjects.get(item);
      if (subject) found.set(item, subject);
      item.children.forEach(visit);
    };
    for (const item of items) visit(item);
    return found;
  }

  /** All policies. */
  roots(): TestItem[] {
    return [...this.controller.items].map(([, item]) => item);
  }

  private fill(into: TestItemCollection, entries: readonly TestEntry[], root: string): void {
    into.replace(
      entries.map((entry, index) => {
        const item = this.itemFor(into, entry);
        item.label = entry.label;
        item.range = rangeOf(entry.location);
        item.sortText = String(index).padStart(6, '0');
        if (entry.kind !== 'test') this.subjects.set(item, { root, id: entry.id });
        this.fill(item.children, entry.children, root);
        return item;
      }),
    );
  }

  private itemFor(known: TestItemCollection, { id, label, location }: TestEntry): TestItem {
    const uri = Uri.parse(location.uri);
    const item = known.get(id);
    return item?.uri?.toString() === uri.toString() ? item : this.controller.createTestItem(id, label, uri);
  }
}

/** A place from the server as VS Code's own. */
export const rangeOf = ({ range: { start, end } }: SourceLocation): Range =>
  new Range(start.line, start.character, end.line, end.character);
