// Prints what each line of the files named on standard input is coloured as, for agreement.py: a JSON list of letters a file.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.MODULES}/x`);
const { parseRawGrammar, Registry, INITIAL } = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

const GRAMMAR = new URL("../../grammar/smtp.tmLanguage.json", import.meta.url).pathname;
const LETTERS = {
  v: /keyword\.control\.verb/,
  r: /reply-code|any-lines/,
  b: /meta\.(?:body|header)/,
  s: /string\.other\.secret|keyword\.control\.cancel|meta\.template/,
  ".": /end-of-data/,
};

await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => parseRawGrammar(readFileSync(GRAMMAR, "utf8"), GRAMMAR),
});
const grammar = await registry.loadGrammar("source.smtp-session");

for (const file of readFileSync(0, "utf8").trim().split("\n")) {
  let state = INITIAL;
  const lines = readFileSync(file, "utf8").split(/\r\n|\n|\r/).map((line) => {
    const { tokens, ruleStack, stoppedEarly } = grammar.tokenizeLine(line, state, 1000);
    if (stoppedEarly) throw new Error(`${file}: this line takes more than a second: ${line}`);
    state = ruleStack;
    const scopes = tokens.flatMap((token) => token.scopes).join(" ");
    return Object.keys(LETTERS).filter((letter) => LETTERS[letter].test(scopes)).join("");
  });
  console.log(JSON.stringify(lines));
}
