// Uses a developer's chain through viem's test client as the tests of a hardhat or
// foundry project would. It runs on the devnet and on anvil, which must do the same.
// DEVNET_MODE is the names that the client uses: anvil or hardhat.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createTestClient, defineChain, http, parseEther, publicActions, verifyMessage, verifyTypedData, walletActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

const { DEVNET_HTTP, DEVNET_CHAIN, DEVNET_ARTIFACT, DEVNET_MODE } = process.env;
const { abi, bytecode } = JSON.parse(readFileSync(DEVNET_ARTIFACT, "utf8"));
const chain = defineChain({
  id: Number(DEVNET_CHAIN),
  name: "Devnet",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [DEVNET_HTTP] } },
});
const client = createTestClient({ chain, mode: DEVNET_MODE, transport: http(), pollingInterval: 50, cacheTime: 0 }).extend(publicActions).extend(walletActions);
const mined = (hash) => client.waitForTransactionReceipt({ hash });
const stranger = () => privateKeyToAccount(generatePrivateKey()).address;
const slot = (n) => `0x${n.toString(16).padStart(64, "0")}`;
const count = (address) => client.readContract({ address, abi, functionName: "count" });

async function step(name, act) {
  await act();
  console.log(`ok ${name}`);
}

let me, contract;

await step("accounts of the node", async () => {
  [me] = await client.getAddresses();
  assert.equal(me, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
  const to = stranger();
  const receipt = await mined(await client.sendTransaction({ account: me, to, value: 5n }));
  assert.equal(receipt.status, "success");
  assert.equal(await client.getBalance({ address: to }), 5n);
  contract = (await mined(await client.deployContract({ account: me, abi, bytecode, args: [5n] }))).contractAddress;
  await mined(await client.writeContract({ account: me, address: contract, abi, functionName: "increase", args: [2n] }));
  assert.equal(await count(contract), 7n);
  await assert.rejects(client.simulateContract({ account: me, address: contract, abi, functionName: "increase", args: [101n] }), /TooMuch|revert/);
});

await step("signatures", async () => {
  const signature = await client.signMessage({ account: me, message: "hello" });
  assert.ok(await verifyMessage({ address: me, message: "hello", signature }));
  const typed = { domain: { name: "test", chainId: chain.id }, types: { Note: [{ name: "text", type: "string" }] }, primaryType: "Note", message: { text: "hello" } };
  assert.ok(await verifyTypedData({ address: me, ...typed, signature: await client.signTypedData({ account: me, ...typed }) }));
});

await step("balance, nonce, code and storage", async () => {
  const address = stranger();
  await client.setBalance({ address, value: parseEther("3") });
  assert.equal(await client.getBalance({ address }), parseEther("3"));
  await client.setNonce({ address, nonce: 420 });
  assert.equal(await client.getTransactionCount({ address }), 420);
  const copy = stranger();
  await client.setCode({ address: copy, bytecode: await client.getCode({ address: contract }) });
  await client.setStorageAt({ address: copy, index: 0, value: slot(99) });
  assert.equal(await count(copy), 99n);
  await mined(await client.writeContract({ account: me, address: copy, abi, functionName: "increase", args: [1n] }));
  assert.equal(await count(copy), 100n);
  await client.setBalance({ address, value: 0n });
  assert.equal(await client.getBalance({ address }), 0n);
});

await step("impersonation", async () => {
  const address = stranger(), to = stranger();
  await client.setBalance({ address, value: parseEther("1") });
  await assert.rejects(client.sendTransaction({ account: address, to, value: 1n }), /No Signer available/);
  await client.impersonateAccount({ address });
  const receipt = await mined(await client.sendTransaction({ account: address, to, value: 7n }));
  assert.equal(receipt.status, "success");
  assert.equal(receipt.from, address.toLowerCase());
  const tx = await client.getTransaction({ hash: receipt.transactionHash });
  assert.equal(tx.from, address.toLowerCase());
  assert.equal(await client.getBalance({ address: to }), 7n);
  await client.stopImpersonatingAccount({ address });
  await assert.rejects(client.sendTransaction({ account: address, to, value: 1n }), /No Signer available/);
  // A contract, which has no key at all.
  await client.setBalance({ address: contract, value: parseEther("1") });
  await client.impersonateAccount({ address: contract });
  await mined(await client.sendTransaction({ account: contract, to, value: 1n }));
  assert.equal(await client.getBalance({ address: to }), 8n);
  await client.stopImpersonatingAccount({ address: contract });
});

await step("snapshot and revert, as a fixture is loaded", async () => {
  const before = await client.getBlock();
  let id = await client.snapshot();
  for (let i = 0; i < 3; i++) {
    await mined(await client.writeContract({ account: me, address: contract, abi, functionName: "increase", args: [3n] }));
    await client.setBalance({ address: contract, value: 1n });
    assert.equal(await count(contract), 10n);
    await client.revert({ id });
    assert.equal(await count(contract), 7n);
    assert.equal((await client.getBlock()).hash, before.hash);
    assert.notEqual(await client.getBalance({ address: contract }), 1n);
    id = await client.snapshot();
  }
});

await step("time", async () => {
  const before = (await client.getBlock()).timestamp;
  await client.increaseTime({ seconds: 86_400 });
  await client.mine({ blocks: 1 });
  const moved = (await client.getBlock()).timestamp;
  assert.ok(moved >= before + 86_400n && moved < before + 86_460n);
  await client.setNextBlockTimestamp({ timestamp: moved + 1_000n });
  await client.setBalance({ address: me, value: parseEther("500") }); // takes no time
  const receipt = await mined(await client.sendTransaction({ account: me, to: me }));
  assert.equal((await client.getBlock({ blockHash: receipt.blockHash })).timestamp, moved + 1_000n);
  const first = await client.getBlock();
  await client.mine({ blocks: 10, interval: 60 });
  const last = await client.getBlock();
  assert.equal(last.number, first.number + 10n);
  assert.ok(last.timestamp >= first.timestamp + 9n * 60n && last.timestamp <= first.timestamp + 11n * 60n);
});

await step("base fee", async () => {
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: 1_234_567n });
  const receipt = await mined(await client.sendTransaction({ account: me, to: me, maxFeePerGas: 2_000_000n, maxPriorityFeePerGas: 1n }));
  assert.equal((await client.getBlock({ blockHash: receipt.blockHash })).baseFeePerGas, 1_234_567n);
  assert.equal(receipt.effectiveGasPrice, 1_234_568n);
});

await step("mining only when asked", async () => {
  await client.setAutomine(false);
  assert.equal(await client.getAutomine(), false);
  const hash = await client.sendTransaction({ account: me, to: me, value: 1n });
  const dropped = await client.sendTransaction({ account: me, to: me, value: 2n });
  const { number } = await client.getBlock();
  await client.dropTransaction({ hash: dropped });
  await client.mine({ blocks: 1 });
  const receipt = await mined(hash);
  assert.equal(receipt.blockNumber, number + 1n);
  await assert.rejects(client.getTransactionReceipt({ hash: dropped }), /could not be found/);
  await client.setIntervalMining({ interval: DEVNET_MODE === "hardhat" ? 0.001 : 1 }); // viem multiplies for hardhat
  await mined(await client.sendTransaction({ account: me, to: me }));
  await client.setIntervalMining({ interval: 0 });
  await client.setAutomine(true);
  assert.equal(await client.getAutomine(), true);
  await mined(await client.sendTransaction({ account: me, to: me }));
});

if (DEVNET_MODE === "anvil") {
  await step("dump, reset and load", async () => {
    const state = await client.dumpState();
    const held = await client.getStorageAt({ address: contract, slot: slot(0) });
    await client.request({ method: "anvil_reset", params: [] }); // anvil itself refuses what viem's reset() sends
    assert.equal(await client.getBlockNumber({ cacheTime: 0 }), 0n);
    assert.equal(await client.getCode({ address: contract }), undefined);
    await client.loadState({ state });
    assert.equal(await client.getStorageAt({ address: contract, slot: slot(0) }), held);
    assert.equal(await count(contract), 7n);
    await mined(await client.writeContract({ account: me, address: contract, abi, functionName: "increase", args: [1n] }));
    assert.equal(await count(contract), 8n);
  });
}
