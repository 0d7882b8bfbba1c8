/** Starts the server for files of SMTP and shows what it says; whatever the server can do, the server does. */

import * as vscode from "vscode";
import { Client } from "./client";
import { register } from "./commands";
import { Dialect } from "./dialect";
import { Tasks } from "./tasks";

let client: Client | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("smtp-ls", { log: true });
  client = new Client(context, log);
  const dialect = new Dialect(client);
  context.subscriptions.push(log, client, dialect, ...register(client, dialect, context));
  context.subscriptions.push(vscode.tasks.registerTaskProvider(Tasks.type, new Tasks(client)));
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
