// Sends messages and awaits what becomes of them.
import { setTimeout as sleep } from "node:timers/promises";
import {
  BaseError,
  ContractFunctionRevertedError,
  decodeErrorResult,
  pad,
  parseEventLogs,
  size,
  type Address,
  type Hash,
  type Hex,
  type Log,
  type TransactionReceipt,
} from "viem";
import { homeBridgeAbi, inboxAbi, outboxAbi, pingPongAbi, rejectorAbi, remoteBridgeAbi } from "./abi.js";
import type { End } from "./end.js";
import { decodeMessage, type Message } from "./message.js";

/** A message that is on its way. */
export interface Sent {
  message: Message;
  transaction: Hash;
  block: bigint;
  /** In wei of the source chain. */
  fee: bigint;
}

/** What became of a message on the target chain. */
export interface Outcome {
  delivered: boolean;
  /** Why the recipient's handler failed. */
  reason?: string;
  transaction: Hash;
  block: bigint;
}

/** The fee is above what the sender allows. */
export class FeeTooHigh extends Error {}

/** Nothing has become of the message in the time given. It may still arrive. */
export class NotYet extends Error {}

/** The fee in wei of a message from one end to another chain, now. */
export function quote(source: End, targetChain: bigint, gasLimit: bigint, payload: Hex): Promise<bigint> {
  return source.client.readContract({
    address: source.deployment.outbox,
    abi: outboxAbi,
    functionName: "quote",
    args: [targetChain, gasLimit, BigInt(size(payload))],
  });
}

export interface Order {
  target: End;
  recipient: Address;
  gasLimit: bigint;
  payload: Hex;
  /** The most that the fee may be, in wei. */
  maxFee?: bigint;
}

/** Sends a message by a call of the Outbox, for exactly the quote. Where the quote moves meanwhile, it asks again. */
export async function send(source: End, order: Order): Promise<Sent> {
  const targetChain = BigInt(order.target.deployment.chainId);
  for (let attempt = 1; ; attempt++) {
    const fee = await quote(source, targetChain, order.gasLimit, order.payload);
    bound(fee, order.maxFee);
    try {
      const { request } = await source.client.simulateContract({
        account: source.wallet.account,
        address: source.deployment.outbox,
        abi: outboxAbi,
        functionName: "send",
        args: [targetChain, pad(order.recipient), order.gasLimit, order.payload],
        value: fee,
      });
      return await sentBy(source, await mined(source, await source.wallet.writeContract(request)), fee);
    } catch (error) {
      if (attempt === 3 || revertName(error) !== "InsufficientFee") throw error;
    }
  }
}

/** Sends a ping through the PingPong example, which counts what arrives on the other chain. */
export async function ping(source: End, order: Omit<Order, "recipient">, sequence: bigint): Promise<Sent> {
  const targetChain = BigInt(order.target.deployment.chainId);
  const inner: Hex = `0x${"00".repeat(9)}${order.payload.slice(2)}`; // kind and sequence come before the data
  const fee = await quote(source, targetChain, order.gasLimit, inner);
  bound(fee, order.maxFee);
  const { request } = await source.client.simulateContract({
    account: source.wallet.account,
    address: source.deployment.pingPong,
    abi: pingPongAbi,
    functionName: "ping",
    args: [targetChain, pad(order.target.deployment.pingPong), order.gasLimit, sequence, order.payload],
    value: fee,
  });
  return sentBy(source, await mined(source, await source.wallet.writeContract(request)), fee);
}

function bound(fee: bigint, maxFee: bigint | undefined): void {
  if (maxFee !== undefined && fee > maxFee) throw new FeeTooHigh(`the fee is ${fee} wei, and at most ${maxFee} are allowed`);
}

async function mined(end: End, hash: Hash): Promise<TransactionReceipt> {
  const receipt = await end.client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`transaction ${hash} reverted in block ${receipt.blockNumber}`);
  return receipt;
}

/** Finds the message in a receipt. Anybody may emit an event of this shape: only the Outbox's counts, and its id has to
 * be the hash of what it holds. */
async function sentBy(source: End, receipt: TransactionReceipt, fee: bigint): Promise<Sent> {
  const { outbox } = source.deployment;
  const events = parseEventLogs({ abi: outboxAbi, eventName: "MessageSent", logs: receipt.logs });
  const own = events.filter((event) => event.address.toLowerCase() === outbox.toLowerCase());
  const [event] = own;
  if (event === undefined || own.length > 1) {
    throw new Error(`transaction ${receipt.transactionHash} sent ${own.length} messages, want 1`);
  }
  const message = decodeMessage(event.args.message);
  if (message.id !== event.args.id) throw new Error(`the event says id ${event.args.id}, and the message has ${message.id}`);
  return { message, transaction: receipt.transactionHash, block: receipt.blockNumber, fee };
}

/** Which blocks are believed: a chain may take minutes to finalize, and some local nodes never do. */
export type Certainty = "finalized" | "safe" | "latest";

/** Waits until the Inbox has delivered a message or recorded it as failed, in a block of the certainty asked for.
 * @param from block of the target chain below which nothing is looked for: its head when the message was sent
 * @throws NotYet when the time is over */
export async function awaitOutcome(
  target: End,
  message: Message,
  from: bigint,
  timeoutMillis: number,
  certainty: Certainty = "finalized",
): Promise<Outcome> {
  const deadline = Date.now() + timeoutMillis;
  for (let next = from; ; ) {
    const { number: head } = await target.client.getBlock({ blockTag: certainty });
    if (head >= next) {
      const outcome = await outcomeBetween(target, message, next, head);
      if (outcome !== undefined) return outcome;
      // What is not final may be replaced: it is looked at again.
      if (certainty === "finalized") next = head + 1n;
    }
    if (Date.now() > deadline) throw new NotYet(`message ${message.id} has not arrived in ${timeoutMillis / 1000} s`);
    await sleep(200);
  }
}

async function outcomeBetween(target: End, message: Message, fromBlock: bigint, toBlock: bigint): Promise<Outcome | undefined> {
  const address = target.deployment.inbox;
  const args = { sourceChain: message.sourceChain, id: message.id };
  const find = { address, abi: inboxAbi, args, fromBlock, toBlock } as const;
  const [delivered, failed] = await Promise.all([
    target.client.getContractEvents({ ...find, eventName: "MessageDelivered" }),
    target.client.getContractEvents({ ...find, eventName: "MessageFailed" }),
  ]);
  const done = delivered[0];
  if (done !== undefined) return { delivered: true, ...place(done) };
  const last = failed.at(-1);
  if (last === undefined) return undefined;
  return { delivered: false, reason: explain(last.args.reason ?? "0x"), ...place(last) };
}

function place(log: Log<bigint, number, false>): { transaction: Hash; block: bigint } {
  return { transaction: log.transactionHash, block: log.blockNumber };
}

/** Whether the Inbox holds a message for failed. */
export function hasFailed(target: End, message: Message): Promise<boolean> {
  return target.client.readContract({
    address: target.deployment.inbox,
    abi: inboxAbi,
    functionName: "failed",
    args: [message.sourceChain, message.id],
  });
}

/** Retries a failed message, as anybody may, and says what became of it. */
export async function retry(target: End, message: Message): Promise<Outcome> {
  const { request } = await target.client.simulateContract({
    account: target.wallet.account,
    address: target.deployment.inbox,
    abi: inboxAbi,
    functionName: "retry",
    args: [message.encoding],
  });
  const receipt = await mined(target, await target.wallet.writeContract(request));
  const outcome = await outcomeBetween(target, message, receipt.blockNumber, receipt.blockNumber);
  if (outcome === undefined) throw new Error(`transaction ${receipt.transactionHash} retried nothing`);
  return outcome;
}

const knownErrors = [...inboxAbi, ...pingPongAbi, ...rejectorAbi, ...homeBridgeAbi, ...remoteBridgeAbi].filter(
  (item) => item.type === "error",
);

/** Says a revert reason in words, where it is one that is known here. */
export function explain(reason: Hex): string {
  if (reason === "0x") return "no reason given: it ran out of gas, or reverted without one";
  try {
    const { errorName, args } = decodeErrorResult({ abi: knownErrors, data: reason });
    return `${errorName}(${(args ?? []).map(String).join(", ")})`;
  } catch {
    return `unknown error ${reason}`;
  }
}

/** The name of the custom error that a call reverted with. */
export function revertName(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  return reverted instanceof ContractFunctionRevertedError ? reverted.data?.errorName : undefined;
}
