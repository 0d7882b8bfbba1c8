/** Finds a server: the setting's, the selected interpreter's, the path's, or the one that the extension brings along.
 *
 * Rule 1: nothing that a workspace says is run before the workspace is trusted. Rule 2: a server counts as found when it
 * has told its version, so that a broken one is passed over and the log says why. */

import { execFile } from "node:child_process";
import { constants, promises as fs } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

export interface Server {
  readonly command: string;
  /** What stands before the server's own arguments: `-m smtp_ls` of an interpreter. */
  readonly args: readonly string[];
  readonly version: string;
  /** For a person: "in the path", "bundled with the extension". */
  readonly source: string;
}

/** Why there is no server, for the person who has to do something about it. */
export class NoServer extends Error {}

const OLDEST = [3, 11] as const;
const PATIENCE = 20_000; // milliseconds that a server may take to tell its version

/** The first server that answers. */
export async function find(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<Server> {
  const settings = vscode.workspace.getConfiguration("smtp-ls");
  const own = expand(settings.get("path") || "");
  if (own) {
    const found = await ask(resolve(own), [], "set in smtp-ls.path", log);
    if (found) return found;
    void complain(`smtp-ls.path is set to ${own}, which is no working smtp-ls; another one is looked for.`);
  }
  const interpreters = await pythons(settings, log);
  if (settings.get("importStrategy") !== "useBundled") {
    for (const { command, source } of interpreters.filter((each) => each.chosen)) {
      const found = await ask(command, ["-m", "smtp_ls"], `of the interpreter ${source}`, log);
      if (found) return found;
    }
    const there = await which("smtp-ls");
    const found = there && (await ask(there, [], "in the path", log));
    if (found) return found;
  }
  const bundled = context.asAbsolutePath(path.join("bundled", "start.py"));
  for (const { command } of interpreters) {
    const found = await ask(command, ["-I", bundled], `bundled with the extension, run by ${command}`, log);
    if (found) return found;
  }
  const oldest = OLDEST.join(".");
  throw new NoServer(
    interpreters.length
      ? `smtp-ls could not be started with any Python that was found (${oldest} or later is needed). The log says more.`
      : `smtp-ls needs Python ${oldest} or later, and none was found. Install one, or set smtp-ls.interpreter to it.`,
  );
}

interface Python {
  readonly command: string;
  readonly source: string;
  /** Chosen by the user, so that a server may be installed in it. */
  readonly chosen: boolean;
}

async function pythons(settings: vscode.WorkspaceConfiguration, log: vscode.LogOutputChannel): Promise<Python[]> {
  const found: Python[] = [];
  const add = async (command: string | undefined, source: string, chosen: boolean): Promise<void> => {
    if (!command || found.some((each) => each.command === command)) return;
    const version = await run(command, ["-I", "-c", "import sys; print(*sys.version_info[:3], sep='.')"], log);
    if (version === undefined) return;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) found.push({ command, source, chosen });
    else log.info(`${command} is Python ${version}, which is too old`);
  };
  const own = expand(settings.get("interpreter") || "");
  if (own) await add(resolve(own), "set in smtp-ls.interpreter", true);
  if (vscode.workspace.isTrusted) await add(await selected(log), "selected in VS Code", true);
  for (const name of ["python3", "python", "py"]) await add(await which(name), "in the path", false);
  return found;
}

/** The interpreter that the Python extension has selected, if that extension is there. */
async function selected(log: vscode.LogOutputChannel): Promise<string | undefined> {
  const python = vscode.extensions.getExtension("ms-python.python");
  if (!python) return undefined;
  try {
    const { environments } = await python.activate();
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
    return environment?.executable.uri?.fsPath;
  } catch (error) {
    log.warn(`the Python extension does not tell its interpreter: ${error}`);
    return undefined;
  }
}

async function ask(
  command: string,
  args: readonly string[],
  source: string,
  log: vscode.LogOutputChannel,
): Promise<Server | undefined> {
  const said = await run(command, [...args, "--version"], log);
  const version = said?.match(/^smtp-ls (\S+)$/)?.[1];
  if (!version) return undefined;
  log.info(`smtp-ls ${version}, ${source}: ${[command, ...args].join(" ")}`);
  return { command, args, version, source };
}

/** What a program prints, or nothing if it fails. */
async function run(command: string, args: readonly string[], log: vscode.LogOutputChannel): Promise<string | undefined> {
  return new Promise((done) => {
    // Not in the workspace, where a folder named smtp_ls would be taken for the package.
    const options = { timeout: PATIENCE, cwd: os.homedir(), windowsHide: true };
    execFile(command, [...args], options, (error, out, complaint) => {
      if (error) log.debug(`${[command, ...args].join(" ")}: ${complaint.trim().split("\n").at(-1) || error.message}`);
      done(error ? undefined : out.trim());
    });
  });
}

/** A program in the path. Only absolute folders count: Windows would begin with the current one. */
async function which(name: string): Promise<string | undefined> {
  const endings = process.platform === "win32" ? (process.env.PATHEXT ?? ".EXE").split(";") : [""];
  for (const folder of (process.env.PATH ?? "").split(path.delimiter).filter(path.isAbsolute)) {
    for (const ending of endings) {
      const candidate = path.join(folder, name + ending);
      try {
        await fs.access(candidate, constants.X_OK);
        if ((await fs.stat(candidate)).isFile()) return candidate;
      } catch {
        // not here
      }
    }
  }
  return undefined;
}

/** A setting with `~`, `${workspaceFolder}`, `${userHome}` and `${env:NAME}` filled in. */
function expand(setting: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  return setting
    .replace(/^~(?=$|[\\/])/, os.homedir())
    .replaceAll("${userHome}", os.homedir())
    .replaceAll("${workspaceFolder}", folder)
    .replace(/\$\{env:(\w+)\}/g, (_, name: string) => process.env[name] ?? "");
}

function resolve(setting: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? os.homedir();
  return path.resolve(folder, setting);
}

async function complain(what: string): Promise<void> {
  const open = "Open Settings";
  if ((await vscode.window.showWarningMessage(what, open)) === open) {
    await openSetting("smtp-ls.path");
  }
}

/** The settings editor at a setting of this machine, which a remote window keeps in a place of its own. */
export async function openSetting(name: string): Promise<void> {
  const where = vscode.env.remoteName ? "workbench.action.openRemoteSettings" : "workbench.action.openSettings";
  await vscode.commands.executeCommand(where, { query: name });
}
