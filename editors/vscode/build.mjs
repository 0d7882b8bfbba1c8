// Makes what the package holds and the repository does not: one script of all the sources, and copies of what other folders own.

import { cpSync, mkdirSync } from "node:fs";
import { build } from "esbuild";

await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: !process.argv.includes("--readable"),
  legalComments: "none",
});

const root = new URL("../../", import.meta.url);
mkdirSync("syntaxes", { recursive: true });
for (const name of ["smtp.tmLanguage.json", "smtp-markdown.tmLanguage.json"]) {
  cpSync(new URL(`grammar/${name}`, root), `syntaxes/${name}`);
}
cpSync(new URL("LICENSE", root), "LICENSE");
