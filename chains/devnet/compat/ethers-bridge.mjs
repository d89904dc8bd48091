// Uses the bridge through ethers as an application would: from the left devnet to the right one. Prints one line for
// each step and fails with the first one that is wrong. Run by e2e/clients_test.go.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Contract, JsonRpcProvider, NonceManager, Wallet, WebSocketProvider, getBytes, keccak256, zeroPadValue } from "ethers";

const { LEFT_HTTP, RIGHT_HTTP, RIGHT_WS, LEFT_DEPLOYMENT, RIGHT_DEPLOYMENT, KEY, REJECTOR, ARTIFACTS } = process.env;
const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const abi = (name) => json(`${ARTIFACTS}/${name}.json`).abi;
const left = json(LEFT_DEPLOYMENT), right = json(RIGHT_DEPLOYMENT);
// ethers repeats the answer to the same question for 250 ms, several blocks here.
const options = { pollingInterval: 50, cacheTimeout: -1 };
const wallet = new Wallet(KEY, new JsonRpcProvider(LEFT_HTTP, undefined, options));
const there = new Wallet(KEY, new JsonRpcProvider(RIGHT_HTTP, undefined, options));
const socket = new WebSocketProvider(RIGHT_WS);
const outbox = new Contract(left.outbox, abi("Outbox"), wallet);
const inbox = new Contract(right.inbox, abi("Inbox"), there);
const rejector = new Contract(REJECTOR, abi("Rejector"), there);
const order = [BigInt(right.chainId), zeroPadValue(REJECTOR, 32), 100_000n, "0x010203"];

async function step(name, act) {
  await act();
  console.log(`ok ${name}`);
}

// sentIn finds the one message that a transaction sent.
function sentIn(receipt) {
  const events = receipt.logs.map((log) => outbox.interface.parseLog(log)).filter((event) => event?.name === "MessageSent");
  assert.equal(events.length, 1);
  const { id, nonce, message } = events[0].args;
  assert.equal(keccak256(message), id);
  return { id, nonce, message };
}

// soon asks again until there is an answer, a minute at most.
async function soon(what, ask) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`${what} did not arrive`);
}

let fee, sent;

await step("quote", async () => {
  fee = await outbox.quote(order[0], order[2], 3);
  assert.ok(fee > 0n);
  await assert.rejects(outbox.quote(1n, order[2], 3), (error) => error.revert.name === "TargetUnknown" && error.revert.args[0] === 1n);
});

await step("errors of send are recognised", async () => {
  await assert.rejects(outbox.send.staticCall(...order, { value: fee - 1n }), (error) => {
    assert.equal(error.revert.name, "InsufficientFee");
    assert.deepEqual([...error.revert.args], [fee - 1n, fee]);
    return true;
  });
  await assert.rejects(outbox.send.estimateGas(order[0], `0x01${"00".repeat(31)}`, order[2], "0x", { value: fee }), /RecipientNotAnAddress|execution reverted/);
});

await step("send in transactions of types 0, 1 and 2", async () => {
  const before = (await outbox.lane(order[0])).nonce;
  for (const type of [0, 1, 2]) {
    const extra = type === 1 ? { accessList: [{ address: left.outbox, storageKeys: [] }] } : {};
    const receipt = await (await outbox.send(...order, { value: fee, type, ...extra })).wait();
    assert.equal(receipt.type, type);
    sent = sentIn(receipt);
  }
  assert.equal((await outbox.lane(order[0])).nonce, before + 3n);
  assert.equal(sent.nonce, before + 3n);
});

await step("many at once, their nonces managed", async () => {
  const managed = outbox.connect(new NonceManager(wallet));
  const all = await Promise.all(Array.from({ length: 5 }, () => managed.send(...order, { value: fee })));
  const receipts = await Promise.all(all.map((transaction) => transaction.wait()));
  assert.equal(new Set(receipts.map((receipt) => sentIn(receipt).nonce)).size, 5);
  const { baseFeePerGas } = await wallet.provider.send("eth_feeHistory", ["0x4", "latest", [50]]);
  assert.ok(baseFeePerGas.length > 1);
});

await step("a failure, with its reason", async () => {
  const [event] = await soon("failure", async () => {
    const found = await inbox.queryFilter(inbox.filters.MessageFailed(left.chainId, null, sent.id), 0, "finalized");
    return found.length > 0 && found;
  });
  const reason = rejector.interface.parseError(event.args.reason);
  assert.equal(reason.name, "Rejected");
  assert.equal(reason.args[1], sent.id);
  assert.equal(await inbox.failed(left.chainId, sent.id), true);
});

await step("retry, heard of by subscription", async () => {
  assert.equal(await inbox.retry.staticCall(sent.message), false);
  await (await rejector.setAccepting(true)).wait();
  assert.equal(await inbox.retry.staticCall(sent.message), true);
  const heard = new Promise((resolve) => inbox.connect(socket).on(inbox.filters.MessageDelivered(left.chainId, null, sent.id), resolve));
  await new Promise((resolve) => setTimeout(resolve, 300)); // until it has asked to subscribe
  await socket.send("eth_chainId", []); // and the node, which may be slow, has answered
  const receipt = await (await inbox.retry(sent.message)).wait();
  assert.equal((await heard).log.transactionHash, receipt.hash);
  assert.equal(await inbox.failed(left.chainId, sent.id), false);
  await assert.rejects(inbox.retry.staticCall(sent.message), (error) => error.revert.name === "MessageNotFailed");
});

await step("a delivery", async () => {
  const { id, message } = sentIn(await (await outbox.send(...order, { value: fee })).wait());
  assert.equal(getBytes(message).length, 108);
  const [event] = await soon("delivery", async () => {
    const found = await inbox.queryFilter(inbox.filters.MessageDelivered(left.chainId, null, id), 0, "finalized");
    return found.length > 0 && found;
  });
  const receipt = await there.provider.getTransactionReceipt(event.transactionHash);
  assert.equal(receipt.status, 1);
});

process.exit(0); // the socket stays open
