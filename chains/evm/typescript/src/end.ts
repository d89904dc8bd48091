// One end of a lane: a chain, its contracts, and an account that pays there.
import { readFile } from "node:fs/promises";
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  isAddress,
  type Account,
  type Address,
  type Chain,
  type Hex,
  type HttpTransport,
  type PublicClient,
  type WalletClient,
} from "viem";

/** The public part of a deployment file, as `catenary deploy` writes it. */
export interface Deployment {
  chainId: number;
  deployBlock: number;
  outbox: Address;
  inbox: Address;
  pingPong: Address;
}

export interface End {
  deployment: Deployment;
  client: PublicClient<HttpTransport, Chain>;
  wallet: WalletClient<HttpTransport, Chain, Account>;
}

/** Reads a deployment file and refuses one with a field that no deployment has. */
export async function readDeployment(path: string): Promise<Deployment> {
  const content: unknown = JSON.parse(await readFile(path, "utf8"));
  if (typeof content !== "object" || content === null) throw new Error(`${path}: not a JSON object`);
  const fields = content as Record<string, unknown>;
  const number = (name: string): number => {
    const value = fields[name];
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
      throw new Error(`${path}: ${name} is ${JSON.stringify(value)}, want a whole number`);
    }
    return value;
  };
  const address = (name: string): Address => {
    const value = fields[name];
    if (typeof value !== "string" || !isAddress(value, { strict: false })) {
      throw new Error(`${path}: ${name} is ${JSON.stringify(value)}, want an address`);
    }
    return value;
  };
  return {
    chainId: number("chainId"),
    deployBlock: number("deployBlock"),
    outbox: address("outbox"),
    inbox: address("inbox"),
    pingPong: address("pingPong"),
  };
}

/** Connects to a chain; refuses an endpoint of another one. */
export async function connect(url: string, deployment: Deployment, account: Account): Promise<End> {
  const chain = defineChain({
    id: deployment.chainId,
    name: `chain ${deployment.chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  });
  const client = createPublicClient({ chain, transport: http(url), pollingInterval: 200 });
  const served = await client.getChainId();
  if (served !== deployment.chainId) {
    throw new Error(`${url} serves chain ${served}, and the deployment is on chain ${deployment.chainId}`);
  }
  const code: Hex | undefined = await client.getCode({ address: deployment.outbox });
  if (code === undefined) throw new Error(`there is no Outbox at ${deployment.outbox} on chain ${deployment.chainId}`);
  return { deployment, client, wallet: createWalletClient({ chain, account, transport: http(url) }) };
}
