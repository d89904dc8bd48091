// Writes what is committed of a build: artifacts/<Contract>.json (abi and creation code) and the Go bindings beside
// this folder. The same sources give the same bytes, so that CI can demand an empty diff; a file that is the same
// already is left alone, so that Go may compile it meanwhile.
import {execFileSync} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

// Contracts that Go code deploys or calls. IVerifier, IRecipient and Recipient are for Solidity authors.
const contracts = [
  "Outbox", "Inbox", "MultisigVerifier", "PingPong", "Rejector", "Hostile", "Starver",
  "HomeBridge", "RemoteBridge", "BridgedToken", "FaucetToken",
];
// Contracts that the testing kit deploys, byte for byte as they stand on chains.
const inTestingKit = ["Outbox", "Inbox", "MultisigVerifier"];
// Contracts that the TypeScript example calls.
const inTypeScript = ["Outbox", "Inbox", "PingPong", "Rejector", "HomeBridge", "RemoteBridge"];

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bindings = join(root, "..", "bindings");
const scratch = mkdtempSync(join(tmpdir(), "catenary-artifacts-"));
try {
  const abigen = join(scratch, "abigen");
  execFileSync("go", ["build", "-o", abigen, "github.com/ethereum/go-ethereum/cmd/abigen"], {cwd: root, stdio: "inherit"});
  mkdirSync(join(root, "artifacts"), {recursive: true});
  mkdirSync(bindings, {recursive: true});
  for (const name of contracts) {
    const {abi, bytecode} = JSON.parse(readFileSync(join(root, "out", `${name}.sol`, `${name}.json`), "utf8"));
    if (Object.keys(bytecode.linkReferences).length !== 0) throw new Error(`${name} needs linking: want internal libraries only`);
    write(join(root, "artifacts", `${name}.json`), JSON.stringify({contractName: name, abi, bytecode: bytecode.object}, null, 1) + "\n");
    writeFileSync(join(scratch, `${name}.abi`), JSON.stringify(abi));
    writeFileSync(join(scratch, `${name}.bin`), bytecode.object);
    const go = execFileSync(abigen, ["--v2", "--pkg", "bindings", "--type", name,
      "--abi", join(scratch, `${name}.abi`), "--bin", join(scratch, `${name}.bin`)], {encoding: "utf8"});
    // abigen puts the contract's name before every type but those of several results: Outbox and Inbox both have a lane().
    const results = new Set([...go.matchAll(/^type (\w+Output) struct/gm)].map((match) => match[1]));
    const named = go.replace(/\b\w+Output\b/g, (word) => (results.has(word) ? name + word : word));
    write(join(bindings, `${name.toLowerCase()}.go`), execFileSync("gofmt", {input: named, encoding: "utf8"}));
  }
  write(join(root, "testing", "CreationCode.sol"), creationCode(inTestingKit));
  write(join(root, "..", "typescript", "src", "abi.ts"), typedInterfaces(inTypeScript));
} finally {
  rmSync(scratch, {recursive: true, force: true});
}

function write(file, text) {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}

function artifact(name) {
  return JSON.parse(readFileSync(join(root, "artifacts", `${name}.json`), "utf8"));
}

// creationCode makes the contracts from which the testing kit takes what it deploys. Whoever uses it compiles none of
// the real ones, so that his compiler and settings are his own affair. One contract for each, and not a constant: a
// compiler with via_ir takes seconds for such a literal, in every contract that holds it.
function creationCode(names) {
  const holders = names.map((name) => `contract ${name}Code {
    function code() external pure returns (bytes memory) {
        return hex"${artifact(name).bytecode.slice(2)}";
    }
}
`);
  return `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

// The contracts of a chain as they are deployed. Made from artifacts/ by script/artifacts.mjs.

${holders.join("\n")}`;
}

// typedInterfaces makes the module from which viem infers the types of every call and event.
function typedInterfaces(names) {
  const constants = names.map((name) => {
    const constant = name[0].toLowerCase() + name.slice(1) + "Abi";
    return `export const ${constant} = ${JSON.stringify(artifact(name).abi, null, 1)} as const;\n`;
  });
  return `// The interfaces of the contracts. Made from ../contracts/artifacts by ../contracts/script/artifacts.mjs.

${constants.join("\n")}`;
}
