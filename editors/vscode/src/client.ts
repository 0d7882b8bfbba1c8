/** One conversation with a server: begun, begun anew when a setting asks for it, and ended. */

import * as vscode from "vscode";
import { type InitializeResult, LanguageClient, State, TransportKind } from "vscode-languageclient/node";
import { NoServer, type Server, find, openSetting } from "./server";
import { type Text, isText, show } from "./text";

/** Settings that only the client reads, of which the server is not told when it starts. */
const OURS = ["path", "args", "interpreter", "importStrategy", "trace"];

export class Client implements vscode.Disposable {
  server: Server | undefined;
  private conversation: LanguageClient | undefined;
  private starting: Promise<void> = Promise.resolve();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watching: vscode.Disposable[];
  /** The server came, went or is coming. */
  readonly onDidChange = this.changed.event;
  failure = "";

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {
    const ours = ["path", "args", "interpreter", "importStrategy"].map((name) => `smtp-ls.${name}`);
    this.watching = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (ours.some((name) => event.affectsConfiguration(name))) void this.restart();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.restart()),
    ];
  }

  /** When there is a server, or it is known that there is none. */
  get ready(): Promise<void> {
    return this.starting;
  }

  get running(): boolean {
    return this.conversation?.state === State.Running;
  }

  async start(): Promise<void> {
    this.starting = this.starting.then(() => this.begin());
    return this.starting;
  }

  async restart(): Promise<void> {
    this.starting = this.starting.then(() => this.end()).then(() => this.begin());
    return this.starting;
  }

  async stop(): Promise<void> {
    this.starting = this.starting.then(() => this.end());
    return this.starting;
  }

  dispose(): void {
    vscode.Disposable.from(...this.watching, this.changed).dispose();
  }

  /** Does the server have this command? */
  knows(command: string): boolean {
    const result: InitializeResult | undefined = this.conversation?.initializeResult;
    return this.running && (result?.capabilities.executeCommandProvider?.commands.includes(command) ?? false);
  }

  /** What the server's command gives. */
  async ask<Result>(command: string, ...args: unknown[]): Promise<Result | null | undefined> {
    return this.conversation?.sendRequest<Result | null>("workspace/executeCommand", { command, arguments: args });
  }

  /** The URI as the server knows it. */
  uri(document: vscode.TextDocument): string {
    return this.conversation?.code2ProtocolConverter.asUri(document.uri) ?? document.uri.toString();
  }

  private async begin(): Promise<void> {
    this.failure = "";
    this.server = undefined;
    this.changed.fire();
    try {
      this.server = await find(this.context, this.log);
      this.conversation = this.converse(this.server);
      await this.conversation.start();
    } catch (error) {
      this.failure = error instanceof NoServer ? error.message : `smtp-ls could not be started: ${error}`;
      this.log.error(this.failure);
      void this.apologize(this.failure);
    }
    this.changed.fire();
  }

  private async end(): Promise<void> {
    const conversation = this.conversation;
    this.conversation = undefined;
    try {
      await conversation?.dispose();
    } catch (error) {
      this.log.warn(`the server did not end in order: ${error}`);
    }
  }

  private converse(server: Server): LanguageClient {
    const settings = vscode.workspace.getConfiguration("smtp-ls");
    const args = [...server.args, ...settings.get<string[]>("args", [])];
    const conversation = new LanguageClient(
      "smtp-ls",
      "smtp-ls",
      { command: server.command, args, transport: TransportKind.stdio },
      {
        documentSelector: ["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme, language: "smtp" })),
        outputChannel: this.log,
        traceOutputChannel: this.log,
        initializationOptions: Object.fromEntries(
          Object.entries(settings).filter(([key, value]) => !OURS.includes(key) && value !== null && typeof value !== "function"),
        ),
        synchronize: {
          configurationSection: "smtp-ls",
          fileEvents: vscode.workspace.createFileSystemWatcher("**/{smtp-ls,pyproject}.toml"),
        },
        middleware: {
          executeCommand: async (command, given, next) => {
            const result: unknown = await next(command, given);
            if (isText(result)) await show(result as Text);
            return result;
          },
        },
      },
    );
    conversation.onDidChangeState(() => this.changed.fire());
    return conversation;
  }

  private async apologize(what: string): Promise<void> {
    const [log, settings] = ["Show Log", "Open Settings"];
    const chosen = await vscode.window.showErrorMessage(what, settings, log);
    if (chosen === log) this.log.show();
    if (chosen === settings) await openSetting("smtp-ls.interpreter");
  }
}
