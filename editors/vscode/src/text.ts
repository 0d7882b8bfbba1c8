/** Shows a text that a command of the server gave: pages as a Markdown preview, all else as a new file beside. */

import * as vscode from "vscode";

export interface Text {
  readonly title: string;
  readonly language: string;
  readonly text: string;
  /** One sentence to tell, or nothing. */
  readonly message: string;
}

const SCHEME = "smtp-ls-page";
const pages = new Map<string, string>();
const turned = new vscode.EventEmitter<vscode.Uri>();

export function isText(result: unknown): boolean {
  return typeof result === "object" && result !== null && "language" in result && "text" in result && "title" in result;
}

export async function show(text: Text): Promise<void> {
  if (text.language === "markdown") await preview(text);
  else {
    const document = await vscode.workspace.openTextDocument({ language: text.language, content: text.text });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
  if (text.message) void vscode.window.showInformationMessage(text.message);
}

async function preview(text: Text): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${text.title.replaceAll("/", " ")}.md` });
  pages.set(uri.path, text.text);
  turned.fire(uri);
  await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
}

export function pageProvider(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: turned.event,
    provideTextDocumentContent: (uri) => pages.get(uri.path) ?? "",
  });
}
