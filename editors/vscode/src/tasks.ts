/** The task that checks files with the server's command, its findings matched by the problem matcher `$smtp-ls`. */

import * as vscode from "vscode";
import type { Client } from "./client";

interface Definition extends vscode.TaskDefinition {
  readonly paths?: readonly string[];
  readonly args?: readonly string[];
}

export class Tasks implements vscode.TaskProvider {
  static readonly type = "smtp-ls";

  constructor(private readonly client: Client) {}

  async provideTasks(): Promise<vscode.Task[]> {
    await this.client.ready;
    const folder = vscode.workspace.workspaceFolders?.[0];
    return folder ? this.made({ type: Tasks.type }, folder, "check the workspace") : [];
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    await this.client.ready;
    return this.made(task.definition as Definition, task.scope ?? vscode.TaskScope.Workspace, task.name)[0];
  }

  private made(definition: Definition, scope: vscode.WorkspaceFolder | vscode.TaskScope, name: string): vscode.Task[] {
    const server = this.client.server;
    if (!server) return [];
    const { paths = ["."], args = [] } = definition;
    const line = [...server.args, "--check", "--output-format", "concise", ...args, ...paths];
    const execution = new vscode.ProcessExecution(server.command, line);
    return [new vscode.Task(definition, scope, name, Tasks.type, execution, "$smtp-ls")];
  }
}
