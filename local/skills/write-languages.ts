/**
 * Writes shared/domain/skills/base/languages.ts from the npm package `linguist-languages` (MIT), which is GitHub's list.
 *
 *   npm pack linguist-languages && tar xzf linguist-languages-*.tgz
 *   node local/skills/write-languages.ts package
 */
import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

interface Language {
  name: string;
  type: string;
  aliases?: string[];
}

const OUT = "shared/domain/skills/base/languages.ts";
/** Words of every day that are languages too: as a tag they mean the word. */
const EVERYDAY = new Set(
  "text,click,max,red,ring,self,pure,io,e,d,j,q,m,nit,odin,slash,stan,boo,clean,eagle,factor,fancy,genie,gosu,harbour,hack,ice,mask,mirah,monkey,nu,oz,pan,pike,pony,processing,prolog,rouge,sage,slice,turing,wren,yara,zig zag,nature,inform 7,game,golo,c2hs,limbo,jolie,move,logos,logtalk,bro,zeek,mint,macaulay2,metal,ballerina,chapel,crystal,elm,dylan,alloy,ampl,apex,apl,ats,befunge,bison,bluespec,cap'n proto,charity,cool,earthly,euphoria,fantom,filebench,frege,gap,jest,join,just,kit,lark,lean,leo,mercury,modelica,mojo,motoko,nemerle,nim,objectscript,opal,papyrus,parrot,pep8,raku,reason,rebol,rescript,scheme,shen,smali,solidity,squirrel,sway,tea,unity3d asset,uno,vale,viper,volt,whiley,x10,xtend,yang,zimpl,c,r,go".split(
    ",",
  ),
);

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("the folder of the unpacked package is missing");
const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
const files = (await readdir(join(folder, "data"))).filter((name) => name.endsWith(".js"));
const lines: string[] = [];
for (const file of files.toSorted()) {
  const url = pathToFileURL(resolve(folder, "data", file)).href;
  const { name, type, aliases = [] } = ((await import(url)) as { default: Language }).default;
  if (type !== "programming" || EVERYDAY.has(name.toLowerCase())) continue;
  const others = aliases.filter(
    (alias) =>
      alias.length > 2 && alias !== name.toLowerCase() && !EVERYDAY.has(alias) && !/[|\\`$]/.test(alias),
  );
  if (!/[|\\`$]/.test(name)) lines.push([name, ...others].join("|"));
}
await writeFile(
  OUT,
  `/**
 * Programming languages and their other names: npm linguist-languages ${version} (MIT, (c) Ika), from GitHub Linguist (MIT).
 * Written by \`local/skills/write-languages.ts\`; not edited by hand.
 */
export const LANGUAGES = \`${lines.join("\n")}\`;
`,
);
execFileSync("npx", ["biome", "check", "--write", OUT], { stdio: "inherit" });
