// The command line of the example: see usage.
import { parseArgs } from "node:util";
import { isAddress, isHex, type Address, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { connect, readDeployment, type End } from "./end.js";
import { awaitOutcome, hasFailed, NotYet, ping, quote, retry, send, type Certainty, type Outcome, type Sent } from "./lane.js";
import { decodeMessage } from "./message.js";

const usage = `usage: CATENARY_KEY=0x… node dist/main.js quote|send|ping|retry [options]

  quote   say what a message would cost
  send    send a message by a call of the Outbox, and await what becomes of it
  ping    send one through the PingPong example, and await it
  retry   retry a failed message

  --from-rpc URL --from-deployment FILE    the source chain
  --to-rpc URL --to-deployment FILE        the target chain
  --recipient ADDRESS                      contract on the target chain (send)
  --payload HEX                            for the recipient; default 0x
  --gas-limit N                            gas that its handler gets; default 200000
  --max-fee WEI                            the most that the fee may be; default: no bound
  --sequence N                             number of the ping; default 1
  --message HEX                            the canonical message (retry)
  --timeout SECONDS                        how long to await delivery; default 60
  --certainty finalized|safe|latest        blocks in which a delivery counts; default finalized

The key of the account that pays comes from the variable CATENARY_KEY alone.
Exit codes: 0 delivered (or quoted), 1 failed, 2 usage, 3 not delivered in time, 4 failed at the recipient.
`;

class Usage extends Error {}

const { values, positionals } = parse();

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        "from-rpc": { type: "string" },
        "from-deployment": { type: "string" },
        "to-rpc": { type: "string" },
        "to-deployment": { type: "string" },
        recipient: { type: "string" },
        payload: { type: "string", default: "0x" },
        "gas-limit": { type: "string", default: "200000" },
        "max-fee": { type: "string" },
        sequence: { type: "string", default: "1" },
        message: { type: "string" },
        timeout: { type: "string", default: "60" },
        certainty: { type: "string", default: "finalized" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

function need(name: keyof typeof values): string {
  const value = values[name];
  if (typeof value !== "string" || value === "") throw new Usage(`--${name} is missing`);
  return value;
}

function whole(name: keyof typeof values): bigint {
  const value = need(name);
  if (!/^[0-9]{1,30}$/.test(value)) throw new Usage(`--${name} is ${JSON.stringify(value)}, want a whole number`);
  return BigInt(value);
}

function hex(name: keyof typeof values): Hex {
  const value = need(name);
  if (!isHex(value) || value.length % 2 !== 0) throw new Usage(`--${name} is ${JSON.stringify(value)}, want 0x and pairs of digits`);
  return value;
}

function recipient(): Address {
  const value = need("recipient");
  if (!isAddress(value)) throw new Usage(`--recipient is ${JSON.stringify(value)}, want an address, its checksum right`);
  return value;
}

function certainty(): Certainty {
  const value = need("certainty");
  if (value !== "finalized" && value !== "safe" && value !== "latest") {
    throw new Usage(`--certainty is ${JSON.stringify(value)}, want finalized, safe or latest`);
  }
  return value;
}

function key(): Hex {
  const value = process.env["CATENARY_KEY"] ?? "";
  if (!isHex(value) || value.length !== 66) throw new Usage("CATENARY_KEY is not a private key: want 0x and 64 digits");
  return value;
}

async function ends(): Promise<{ source: End; target: End }> {
  const account = privateKeyToAccount(key());
  const [source, target] = await Promise.all(
    (["from", "to"] as const).map(async (side) =>
      connect(need(`${side}-rpc`), await readDeployment(need(`${side}-deployment`)), account),
    ),
  );
  return { source: source!, target: target! };
}

function tell(outcome: Outcome): number {
  if (outcome.delivered) {
    console.log(`delivered   block ${outcome.block}  ${outcome.transaction}`);
    return 0;
  }
  console.log(`failed      block ${outcome.block}  ${outcome.transaction}\nreason      ${outcome.reason}`);
  return 4;
}

async function follow(target: End, from: bigint, sent: Sent): Promise<number> {
  const { message } = sent;
  console.log(`sent        block ${sent.block}  ${sent.transaction}`);
  console.log(`message     ${message.id}\nnonce       ${message.nonce}\nfee         ${sent.fee} wei`);
  const outcome = await awaitOutcome(target, message, from, Number(whole("timeout")) * 1000, certainty());
  // What the events say is read again from the contract's storage.
  if ((await hasFailed(target, message)) === outcome.delivered) throw new Error("events and storage of the Inbox disagree");
  const code = tell(outcome);
  if (!outcome.delivered) console.log(`to retry    node dist/main.js retry … --message ${message.encoding}`);
  return code;
}

async function main(): Promise<number> {
  const [command] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (positionals.length !== 1 || !["quote", "send", "ping", "retry"].includes(command ?? "")) throw new Usage("want one command");
  // Everything that can be wrong with the command line is, before a chain is asked.
  const order = {
    gasLimit: whole("gas-limit"),
    payload: hex("payload"),
    ...(values["max-fee"] === undefined ? {} : { maxFee: whole("max-fee") }),
  };
  const sequence = whole("sequence");
  certainty();
  whole("timeout");
  const to = command === "send" ? recipient() : undefined;
  const message = command === "retry" ? decodeMessage(hex("message")) : undefined;
  const { source, target } = await ends();
  if (message !== undefined) return tell(await retry(target, message));
  if (command === "quote") {
    console.log(`${await quote(source, BigInt(target.deployment.chainId), order.gasLimit, order.payload)} wei`);
    return 0;
  }
  const from = await target.client.getBlockNumber({ cacheTime: 0 });
  const sent = to === undefined ? await ping(source, { target, ...order }, sequence) : await send(source, { target, recipient: to, ...order });
  return follow(target, from, sent);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof Usage) process.stderr.write(`${error.message}\n\n${usage}`);
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof Usage ? 2 : error instanceof NotYet ? 3 : 1;
}
