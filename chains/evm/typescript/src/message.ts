// The canonical message: what an Outbox numbers, what signers approve, and what the recipient gets. See docs/protocol.md.
import { bytesToHex, getAddress, hexToBigInt, hexToBytes, keccak256, sliceHex, type Address, type Hex } from "viem";

/** A message of a lane, decoded. */
export interface Message {
  /** keccak256 of the encoding. */
  id: Hex;
  /** Position in the lane; the first is 1. */
  nonce: bigint;
  sourceChain: bigint;
  sender: Address;
  targetChain: bigint;
  recipient: Address;
  /** Time of the source block, in seconds. */
  timestamp: bigint;
  /** Gas that the recipient's handler gets. */
  gasLimit: bigint;
  payload: Hex;
  /** The canonical encoding: what `Inbox.retry` takes. */
  encoding: Hex;
}

const headerSize = 105;
const maxPayload = 64 * 1024;

/** Decodes a canonical message, and refuses whatever is none. */
export function decodeMessage(encoding: Hex): Message {
  const size = hexToBytes(encoding).length;
  if (size < headerSize || size > headerSize + maxPayload) {
    throw new Error(`a message of ${size} bytes, want ${headerSize} to ${headerSize + maxPayload}`);
  }
  const number = (from: number, to: number) => hexToBigInt(sliceHex(encoding, from, to));
  if (number(0, 1) !== 1n) throw new Error(`a message of version ${number(0, 1)}, want 1`);
  return {
    id: keccak256(encoding),
    nonce: number(1, 9),
    sourceChain: number(9, 17),
    sender: account(sliceHex(encoding, 17, 49), "sender"),
    targetChain: number(49, 57),
    recipient: account(sliceHex(encoding, 57, 89), "recipient"),
    timestamp: number(89, 97),
    gasLimit: number(97, 105),
    payload: bytesToHex(hexToBytes(encoding).slice(headerSize)),
    encoding,
  };
}

/** The address in a word of a message; the upper 12 bytes have to be zero. */
function account(word: Hex, field: string): Address {
  if (hexToBigInt(word) >> 160n !== 0n) throw new Error(`${field} ${word} is no address: its upper 12 bytes are not zero`);
  return getAddress(sliceHex(word, 12));
}
