/** The status bar's item: how the file is written, as the server reads it; a click changes that. */

import * as vscode from "vscode";
import type { Client } from "./client";

interface Reading {
  readonly dialect: string;
  readonly source: string;
  readonly dialects: readonly string[];
}

export class Dialect implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("smtp-ls.dialect", vscode.StatusBarAlignment.Right, 90);
  private readonly watching: vscode.Disposable[];
  private asked = 0;

  constructor(private readonly client: Client) {
    this.item.name = "SMTP dialect";
    this.watching = [
      client.onDidChange(() => this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const active = vscode.window.activeTextEditor?.document.uri.toString();
        if (uris.some((uri) => uri.toString() === active)) void this.refresh();
      }),
    ];
    void this.refresh();
  }

  dispose(): void {
    vscode.Disposable.from(this.item, ...this.watching).dispose();
  }

  async select(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const reading = document && (await this.reading(document));
    if (!document || !reading) return;
    const detect = { label: "Detect", description: "from the file itself", name: "" };
    const named = reading.dialects.map((name) => ({
      label: name,
      description: name === reading.dialect ? "now" : "",
      name,
    }));
    const chosen = await vscode.window.showQuickPick([detect, ...named], { title: "How is this file written?" });
    if (chosen) await this.client.ask("smtp-ls.setDialect", this.client.uri(document), chosen.name);
  }

  private async refresh(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== "smtp") {
      this.item.hide();
      return;
    }
    const asked = ++this.asked;
    const reading = await this.reading(document);
    if (asked === this.asked) this.show(reading);
  }

  private async reading(document: vscode.TextDocument): Promise<Reading | null | undefined> {
    if (document.languageId !== "smtp" || !this.client.knows("smtp-ls.dialect")) return undefined;
    try {
      return await this.client.ask<Reading>("smtp-ls.dialect", this.client.uri(document));
    } catch {
      return undefined; // the server ends or is busy; the next diagnostics ask again
    }
  }

  private show(reading: Reading | null | undefined): void {
    const { server, running, failure } = this.client;
    const about = server ? `smtp-ls ${server.version}, ${server.source}` : "";
    if (failure) this.set("$(error) smtp-ls", failure, "smtpLs.showLog");
    else if (!running) this.set("$(loading~spin) smtp-ls", "smtp-ls is starting", "smtpLs.showLog");
    else if (!reading) this.set("$(mail) smtp-ls", about, "smtpLs.showLog");
    else {
      const name = reading.dialect === "none" ? "no SMTP" : reading.dialect;
      this.set(name, `Dialect: ${name} (${reading.source})\n\n${about}\n\nClick to change the dialect`, "smtpLs.selectDialect");
    }
    this.item.show();
  }

  private set(text: string, tooltip: string, command: string): void {
    this.item.text = text;
    this.item.tooltip = new vscode.MarkdownString().appendText(tooltip);
    this.item.command = command;
    this.item.accessibilityInformation = { label: `SMTP dialect: ${text}`, role: "button" };
  }
}
