// Uses a devnet through ethers as an application would, and checks every answer.
// Prints one line for each step and fails with the first one that is wrong.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ContractFactory, JsonRpcProvider, NonceManager, Wallet, WebSocketProvider, parseEther } from "ethers";

const { DEVNET_HTTP, DEVNET_WS, DEVNET_CHAIN, DEVNET_KEY, DEVNET_ARTIFACT } = process.env;
const { abi, bytecode } = JSON.parse(readFileSync(DEVNET_ARTIFACT, "utf8"));
// ethers repeats the answer to the same question for 250 ms, several blocks here:
// the nonce after a transaction would be the one before it.
const overHttp = new JsonRpcProvider(DEVNET_HTTP, undefined, { pollingInterval: 50, cacheTimeout: -1 });
const overSocket = new WebSocketProvider(DEVNET_WS);
const wallet = new Wallet(DEVNET_KEY, overHttp);

async function step(name, act) {
  await act();
  console.log(`ok ${name}`);
}

let contract, receipt;

await step("chain and transfer", async () => {
  assert.equal((await overHttp.getNetwork()).chainId, BigInt(DEVNET_CHAIN));
  const to = Wallet.createRandom().address;
  const done = await (await wallet.sendTransaction({ to, value: parseEther("2") })).wait();
  assert.equal(done.status, 1);
  assert.equal(await overHttp.getBalance(to), parseEther("2"));
  const block = await overHttp.getBlock(done.blockHash, true);
  assert.equal(block.hash, done.blockHash);
  assert.equal(block.getPrefetchedTransaction(done.index).hash, done.hash);
});

await step("deploy and read", async () => {
  contract = await new ContractFactory(abi, bytecode, wallet).deploy(5n);
  await contract.waitForDeployment();
  assert.equal(await contract.count(), 5n);
});

await step("write and hear of it", async () => {
  const heard = new Promise((resolve) => contract.connect(overSocket).on("Increased", (_who, _amount, count) => resolve(count)));
  await new Promise((resolve) => setTimeout(resolve, 200)); // until it has asked to subscribe
  await overSocket.send("eth_chainId", []); // and the node, which may be slow, has answered
  receipt = await (await contract.increase(7n)).wait();
  assert.equal(await heard, 12n);
  const [event] = await contract.queryFilter("Increased", 0, "latest");
  assert.equal(event.args.count, 12n);
  assert.equal(event.blockHash, receipt.blockHash);
});

await step("errors are recognised", async () => {
  await assert.rejects(contract.increase.staticCall(101n), (error) => error.revert.name === "TooMuch" && error.revert.args[1] === 100n);
  await assert.rejects(contract.increase.staticCall(0n), { reason: "amount is zero" });
  await assert.rejects(wallet.sendTransaction({ to: wallet.address, nonce: 0 }), { code: "NONCE_EXPIRED" });
  await assert.rejects(wallet.sendTransaction({ to: wallet.address, value: parseEther("100000000") }), { code: "INSUFFICIENT_FUNDS" });
});

await step("many at once", async () => {
  const sender = new NonceManager(wallet);
  const sent = await Promise.all(Array.from({ length: 20 }, () => sender.sendTransaction({ to: wallet.address, value: 1n })));
  const done = await Promise.all(sent.map((transaction) => transaction.wait()));
  assert.ok(done.every(({ status }) => status === 1));
});

await step("fees", async () => {
  const fees = await overHttp.getFeeData();
  assert.ok(fees.maxFeePerGas > fees.maxPriorityFeePerGas && fees.gasPrice > 0n);
});

process.exit(0); // the socket stays open
