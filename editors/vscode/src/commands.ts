/** The commands of the palette: each asks the server, whose answer is shown. */

import * as vscode from "vscode";
import type { Client } from "./client";
import type { Dialect } from "./dialect";
import { pageProvider } from "./text";

export function register(client: Client, dialect: Dialect, context: vscode.ExtensionContext): vscode.Disposable[] {
  const commands: Record<string, () => Promise<unknown>> = {
    restart: () => client.restart(),
    showLog: async () => client.log.show(),
    explain: () => explain(client),
    redact: () => aboutFile(client, "smtp-ls.redact"),
    convert: () => aboutFile(client, "smtp-ls.convert"),
    checkWorkspace: () => checkWorkspace(client),
    selectDialect: () => dialect.select(),
    openExample: () => openExample(context),
  };
  const registered = Object.entries(commands).map(([name, command]) =>
    vscode.commands.registerCommand(`smtpLs.${name}`, async () => {
      try {
        await command();
      } catch (error) {
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
    }),
  );
  return [...registered, pageProvider()];
}

/** Run the server's command through VS Code, so that whatever text comes is shown. */
async function run(client: Client, command: string, ...args: unknown[]): Promise<unknown> {
  if (!client.running) throw new Error(client.failure || "smtp-ls is not running.");
  if (!client.knows(command)) throw new Error(`smtp-ls ${client.server?.version} does not have the command ${command}.`);
  return vscode.commands.executeCommand(command, ...args);
}

async function aboutFile(client: Client, command: string): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "smtp") throw new Error("Open a file of SMTP first.");
  await run(client, command, client.uri(document));
}

async function explain(client: Client): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId === "smtp") {
    const { line, character } = editor.selection.active;
    if (await run(client, "smtp-ls.explain", client.uri(editor.document), { line, character })) return;
  }
  const topic = await vscode.window.showInputBox({
    title: "Explain SMTP",
    prompt: "A verb, parameter, extension, code, mechanism, header field or rule, or a line as it was pasted",
    placeHolder: "RCPT, SIZE, 550 5.1.1, data-without-rcpt",
  });
  if (topic) await run(client, "smtp-ls.explain", topic);
}

async function checkWorkspace(client: Client): Promise<void> {
  const result = (await run(client, "smtp-ls.checkWorkspace")) as { message?: string } | null;
  if (result?.message) void vscode.window.showInformationMessage(result.message);
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

async function openExample(context: vscode.ExtensionContext): Promise<void> {
  const example = vscode.Uri.joinPath(context.extensionUri, "walkthrough", "example.smtp");
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(example));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "smtp", content }));
}
