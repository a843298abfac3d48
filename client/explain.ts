import { window, type Disposable, type QuickPickItem, type Uri } from 'vscode';
import type { GraphNode } from '../language/graph/model.js';
import { methods, type ExplainResult, type GraphResult } from '../server/protocol.js';
import { AnswerPages } from './answer-pages.js';
import { answerPage, questionTitle, type Question } from './explain-text.js';
import type { PolicyServer } from './server.js';

/** Asks for two ends and a service, and shows the policy's verdict on them as a page. */
export class Explainer implements Disposable {
  private readonly pages = new AnswerPages('zoneflow-answer');
  private last: Partial<Question> = {};

  constructor(private readonly server: PolicyServer) {}

  dispose(): void {
    this.pages.dispose();
  }

  /** Rejects where the server is not running. */
  async ask(document: Uri): Promise<void> {
    const uri = document.toString();
    const result = await this.server.request<GraphResult | null>(methods.graph, { uri });
    const question = await this.question(result);
    if (!question) return;
    this.last = question;
    const answer = await this.server.request<ExplainResult>(methods.explain, { uri, ...question });
    await this.pages.show(questionTitle(question), answerPage(question, answer));
  }

  private async question(result: GraphResult | null): Promise<Question | undefined> {
    const ends = [
      ...(result?.graph.nodes ?? []).flatMap(endItem),
      { label: 'any', description: 'every source or destination' },
    ];
    const services = [...new Set(result?.graph.edges.flatMap((edge) => edge.services) ?? [])].sort();
    const serviceItems = [
      ...services.map((label) => ({ label })),
      { label: 'any', description: 'every service' },
    ];
    const from = await pickOrType('Explain (1/3): from where?', ends, this.last.from);
    const to = from && (await pickOrType(`Explain (2/3): ${from} to where?`, ends, this.last.to));
    const on =
      to &&
      (await pickOrType(`Explain (3/3): ${from} to ${to} on which service?`, serviceItems, this.last.on));
    return from && to && on ? { from, to, on } : undefined;
  }
}

/** The rest of a zone has no name that can be written in a question. */
const endItem = ({ id, kind, title }: GraphNode): QuickPickItem[] =>
  kind === 'rest' ? [] : [{ label: id, description: title ?? kind }];

interface Choice extends QuickPickItem {
  /** What is chosen, where it is not the label. */
  readonly value?: string;
}

/** A list to choose from that takes any other text too, as a rule would: an address, a list, a label map. */
function pickOrType(
  title: string,
  items: readonly Choice[],
  value: string | undefined,
): Promise<string | undefined> {
  const pick = window.createQuickPick<Choice>();
  pick.title = title;
  pick.placeholder = 'Choose a name, or write what a rule may say there';
  pick.matchOnDescription = true;
  pick.items = items;
  pick.activeItems = items.filter((item) => item.label === value);
  pick.onDidChangeValue((text) => (pick.items = withTyped(items, text.trim())));
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      // Who types fast accepts before the item for what is typed has come.
      resolve(chosen?.value ?? chosen?.label ?? (pick.value.trim() || undefined));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** The typed text stands last, so that Enter takes a name that fits it. */
function withTyped(items: readonly Choice[], text: string): readonly Choice[] {
  if (text === '' || items.some((item) => item.label === text)) return items;
  return [...items, { label: '$(edit) As written', description: text, value: text, alwaysShow: true }];
}
