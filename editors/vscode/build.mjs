// Makes what the package holds and the repository does not: one script of all the sources with the licences of what it
// takes in, and copies of what other folders own.

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: !process.argv.includes("--readable"),
  legalComments: "none",
  metafile: true,
});

const names = Object.keys(metafile.inputs).map((path) => path.match(/^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
const notices = [...new Set(names.filter(Boolean))].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (!licence) throw new Error(`${name} comes without a licence`);
  return `${name}\n\n${readFileSync(`${folder}/${licence}`, "utf8").trim()}\n`;
});
writeFileSync("dist/third-party.txt", notices.join(`\n${"-".repeat(80)}\n\n`));

const root = new URL("../../", import.meta.url);
mkdirSync("syntaxes", { recursive: true });
for (const name of ["smtp.tmLanguage.json", "smtp-markdown.tmLanguage.json"]) {
  cpSync(new URL(`grammar/${name}`, root), `syntaxes/${name}`);
}
cpSync(new URL("LICENSE", root), "LICENSE");
