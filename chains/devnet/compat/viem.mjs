// Uses a devnet through viem as an application would, and checks every answer.
// Prints one line for each step and fails with the first one that is wrong.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createTestClient,
  createWalletClient,
  defineChain,
  http,
  keccak256,
  parseEther,
  webSocket,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

const { DEVNET_HTTP, DEVNET_WS, DEVNET_CHAIN, DEVNET_KEY, DEVNET_ARTIFACT } = process.env;
const { abi, bytecode } = JSON.parse(readFileSync(DEVNET_ARTIFACT, "utf8"));
const chain = defineChain({
  id: Number(DEVNET_CHAIN),
  name: "Devnet",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [DEVNET_HTTP], webSocket: [DEVNET_WS] } },
});
const account = privateKeyToAccount(DEVNET_KEY);
const overHttp = createPublicClient({ chain, transport: http(), pollingInterval: 50 });
const overSocket = createPublicClient({ chain, transport: webSocket(), pollingInterval: 50 });
const wallet = createWalletClient({ chain, account, transport: http() });
const mined = (hash) => overHttp.waitForTransactionReceipt({ hash });

async function step(name, act) {
  await act();
  console.log(`ok ${name}`);
}

// subscribed waits until watchers have asked, and the node, which may be slow, has answered them.
async function subscribed() {
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const client of [overSocket, overHttp]) await client.request({ method: "eth_chainId" });
}

// soon waits for a value that a callback brings, half a minute at most.
function soon(what) {
  let resolve;
  const value = new Promise((r) => (resolve = r));
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`${what} did not arrive`)), 30_000).unref();
  });
  return { resolve, value: Promise.race([value, late]) };
}

let contract, firstReceipt, increased;

await step("chain, head and balance", async () => {
  assert.equal(await overHttp.getChainId(), chain.id);
  assert.equal(await overSocket.getChainId(), chain.id);
  const block = await overHttp.getBlock();
  assert.ok(block.number <= (await overHttp.getBlockNumber({ cacheTime: 0 })));
  assert.equal((await overHttp.getBlock({ blockHash: block.hash })).number, block.number);
  assert.ok((await overHttp.getBalance({ address: account.address })) > parseEther("1000"));
});

await step("EIP-1559 transfer", async () => {
  const to = privateKeyToAccount(generatePrivateKey()).address;
  const hash = await wallet.sendTransaction({ to, value: parseEther("1.5") });
  firstReceipt = await mined(hash);
  assert.equal(firstReceipt.status, "success");
  assert.equal(firstReceipt.type, "eip1559");
  assert.equal(firstReceipt.gasUsed, 21000n);
  assert.equal(await overHttp.getBalance({ address: to }), parseEther("1.5"));
  const transaction = await overHttp.getTransaction({ hash });
  assert.equal(transaction.blockHash, firstReceipt.blockHash);
  assert.equal(transaction.gasPrice, firstReceipt.effectiveGasPrice);
  const block = await overHttp.getBlock({ blockHash: firstReceipt.blockHash, includeTransactions: true });
  assert.equal(block.hash, firstReceipt.blockHash);
  assert.equal(block.transactions[firstReceipt.transactionIndex].hash, hash);
  assert.equal(await overHttp.getTransactionConfirmations({ hash }) >= 1n, true);
});

await step("deploy and read", async () => {
  const receipt = await mined(await wallet.deployContract({ abi, bytecode, args: [5n] }));
  contract = receipt.contractAddress;
  assert.equal(await overHttp.readContract({ address: contract, abi, functionName: "count" }), 5n);
});

await step("write, with events by subscription and by filter", async () => {
  const bySocket = soon("event by subscription"), byFilter = soon("event by filter"), head = soon("head");
  const watch = (client, poll, got) =>
    client.watchContractEvent({
      address: contract, abi, eventName: "Increased", poll,
      onLogs: (logs) => got.resolve(logs), onError: (error) => got.resolve(Promise.reject(error)),
    });
  const stops = [
    watch(overSocket, false, bySocket),
    watch(overHttp, true, byFilter),
    overSocket.watchBlocks({ onBlock: (block) => head.resolve(block) }),
  ];
  await head.value;
  await subscribed();
  const { request } = await overHttp.simulateContract({ account, address: contract, abi, functionName: "increase", args: [7n] });
  increased = await mined(await wallet.writeContract(request));
  assert.equal(increased.status, "success");
  for (const [log] of await Promise.all([bySocket.value, byFilter.value])) {
    assert.equal(log.args.count, 12n);
    assert.equal(log.args.who, account.address);
    assert.equal(log.transactionHash, increased.transactionHash);
    assert.equal(log.blockHash, increased.blockHash);
  }
  stops.forEach((stop) => stop());
});

await step("logs", async () => {
  const event = abi.find((item) => item.name === "Increased");
  for (const range of [{ blockHash: increased.blockHash }, { fromBlock: 0n, toBlock: "finalized" }]) {
    const logs = await overHttp.getLogs({ address: contract, event, args: { who: account.address }, ...range });
    assert.deepEqual(logs.map((log) => log.args.count), [12n]);
  }
});

await step("proof", async () => {
  const proof = await overHttp.getProof({ address: contract, storageKeys: [`0x${"0".repeat(64)}`], blockTag: "finalized" });
  assert.equal(proof.storageProof[0].value, 12n);
  assert.equal(proof.codeHash, keccak256(await overHttp.getCode({ address: contract })));
  assert.ok(proof.accountProof.length > 0 && proof.storageProof[0].proof.length > 0);
});

await step("reverts are decoded", async () => {
  const failure = (args) =>
    overHttp.simulateContract({ account, address: contract, abi, functionName: "increase", args }).then(
      () => assert.fail("must revert"),
      (error) => {
        assert.ok(error instanceof BaseError, error);
        return error.walk((e) => e instanceof ContractFunctionRevertedError);
      },
    );
  const custom = await failure([101n]);
  assert.equal(custom.data.errorName, "TooMuch");
  assert.deepEqual(custom.data.args, [101n, 100n]);
  assert.equal((await failure([0n])).reason, "amount is zero");
  await assert.rejects(wallet.sendTransaction({ to: contract, value: parseEther("1000000") }), /exceeds the balance|insufficient funds/);
});

await step("gas and fees", async () => {
  const gas = await overHttp.estimateContractGas({ account, address: contract, abi, functionName: "increase", args: [1n] });
  assert.ok(gas > 26000n && gas < 60000n, `${gas}`);
  assert.equal(await overHttp.estimateGas({ account, to: account.address, value: 1n }), 21000n);
  const history = await overHttp.getFeeHistory({ blockCount: 4, rewardPercentiles: [25, 75] });
  assert.equal(history.baseFeePerGas.length, history.gasUsedRatio.length + 1);
  const fees = await overHttp.estimateFeesPerGas();
  assert.ok(fees.maxFeePerGas > fees.maxPriorityFeePerGas);
  assert.ok((await overHttp.getGasPrice()) > 0n);
  assert.ok((await overHttp.getBlobBaseFee()) > 0n);
});

await step("access list", async () => {
  const data = { account, address: contract, abi, functionName: "increase", args: [1n] };
  const { request } = await overHttp.simulateContract(data);
  const { accessList } = await overHttp.createAccessList({ account: account.address, to: contract, data: "0x06661abd" });
  assert.equal(accessList[0].storageKeys.length, 1);
  const receipt = await mined(await wallet.writeContract({ ...request, accessList, gasPrice: parseEther("0.00000001"), type: "eip2930" }));
  assert.equal(receipt.type, "eip2930");
  assert.equal(receipt.status, "success");
});

await step("EIP-7702", async () => {
  const eoa = privateKeyToAccount(generatePrivateKey());
  const authorization = await wallet.signAuthorization({ account: eoa, contractAddress: contract });
  const receipt = await mined(await wallet.sendTransaction({ to: eoa.address, authorizationList: [authorization], gas: 200_000n, data: "0x06661abd" }));
  assert.equal(receipt.type, "eip7702");
  assert.equal(await overHttp.getCode({ address: eoa.address }), `0xef0100${contract.slice(2).toLowerCase()}`);
  assert.equal(await overHttp.readContract({ address: eoa.address, abi, functionName: "count" }), 0n);
});

await step("overrides and deployless calls", async () => {
  const from = privateKeyToAccount(generatePrivateKey()).address;
  await overHttp.call({ account: from, to: account.address, value: 1n, stateOverride: [{ address: from, balance: 1n }] });
  const stateOverride = [{ address: contract, stateDiff: [{ slot: `0x${"0".repeat(64)}`, value: `0x${"0".repeat(62)}63` }] }];
  assert.equal(await overHttp.readContract({ address: contract, abi, functionName: "count", stateOverride }), 99n);
  const calls = [1, 2].map(() => ({ address: contract, abi, functionName: "count" }));
  const results = await overHttp.multicall({ contracts: calls, deployless: true, allowFailure: false });
  assert.deepEqual(results, [13n, 13n]);
});

await step("simulated blocks", async () => {
  const increase = { to: contract, abi, functionName: "increase", args: [10n], account: account.address };
  const blocks = await overHttp.simulateBlocks({
    blocks: [{ calls: [increase] }, { blockOverrides: { time: 4_000_000_000n }, calls: [{ ...increase, args: [101n] }] }],
    traceTransfers: true,
  });
  assert.equal(blocks[0].calls[0].result, 23n);
  assert.equal(blocks[1].calls[0].status, "failure");
  assert.equal(blocks[1].parentHash, blocks[0].hash);
  const { results } = await overHttp.simulateCalls({ account: account.address, calls: [increase], traceAssetChanges: false });
  assert.equal(results[0].result, 23n);
});

await step("pending transactions", async () => {
  const seen = soon("pending transaction");
  let hash;
  const stop = overSocket.watchPendingTransactions({ onTransactions: (hashes) => hashes.includes(hash) && seen.resolve(hashes), batch: false });
  await subscribed();
  const request = await wallet.prepareTransactionRequest({ to: account.address, value: 1n });
  const signed = await wallet.signTransaction(request);
  hash = keccak256(signed);
  await wallet.sendRawTransaction({ serializedTransaction: signed });
  await seen.value;
  stop();
  await mined(hash);
  await assert.rejects(wallet.sendRawTransaction({ serializedTransaction: signed }), /nonce too low|already known|lower than the current nonce/i);
});

await step("send and wait in one request (EIP-7966)", async () => {
  const receipt = await wallet.sendTransactionSync({ to: account.address, value: 1n });
  assert.equal(receipt.status, "success");
});

await step("trace", async () => {
  const frame = await overHttp.request({ method: "debug_traceTransaction", params: [increased.transactionHash, { tracer: "callTracer" }] });
  assert.equal(BigInt(frame.output), 12n);
});

await step("time", async () => {
  const test = createTestClient({ chain, mode: "ganache", transport: http() }); // evm_mine is what it mines by
  const before = (await overHttp.getBlock()).timestamp;
  await test.increaseTime({ seconds: 172_800 });
  await test.mine({ blocks: 2 });
  const moved = (await overHttp.getBlock()).timestamp;
  assert.ok(moved >= before + 172_800n && moved < before + 172_900n);
  await test.setNextBlockTimestamp({ timestamp: 4_000_000_000n });
  await test.mine({ blocks: 1 });
  const fixed = (await overHttp.getBlock()).timestamp;
  assert.ok(fixed >= 4_000_000_000n && fixed < 4_000_000_100n);
});

process.exit(0); // viem keeps the socket open
