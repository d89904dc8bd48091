// Package e2e is a whole bridge in a test: two chains, their contracts, signers, a
// relayer with its bus, and every way to break them.
//
//	func TestMine(t *testing.T) {
//		net := e2e.Start(t, e2e.Config{})
//		message := net.Send(net.Left, net.Right, recipient, []byte("hello"))
//		if d := net.Await(message); !d.Succeeded {
//			t.Errorf("the recipient failed: %s", d.Why())
//		}
//	}
//
// Nothing in it is a stand-in. The chains are devnets with QBFT validators (or anvil, by
// Config.Left and Config.Right), the daemons run the code of `catenary relayer` and
// `catenary signer` on files in the test's directory, and requests and approvals travel
// over NATS. A net is up in about a second. Many may run at a time: each has its own
// ports, keys and directory, and leaves no goroutine, listener or file behind.
//
// # Starting
//
// [Start] brings up everything. [Prepare] leaves the daemons to the test, which starts
// them by [Net.StartRelayer] and [Net.StartSigner], with configurations of its own
// choice, or in processes of their own by [Net.StartProcess]. Both take a [testing.TB]
// and end with it; [Run] gives one to an example or a program.
//
// # Sending and awaiting
//
// [Net.Send] and [Net.SendMessage] send one message, [Net.Ping] many numbered ones that
// count themselves where they arrive. [Net.Await] waits for one and tells what became of
// it, [Net.AwaitExactlyOnce] for all pings, [Net.StaysUndelivered] that none come.
// [Net.Failed], [Net.Retry] and [Net.Deliveries] are for what a recipient refused.
// [Net.Deploy], [Net.Transact], [Net.TransactBy] and [Net.Call] reach any contract.
//
// # The audit
//
// When a test ends, after the daemons and before the chains, the net is audited from the
// chains alone: on every lane each message was executed once and in order, as it was
// sent; every delivery carries the signatures of a threshold of those who were signers
// at that block; failures are recorded as such; fees are where they belong. A test that
// found nothing wrong itself fails when that does not hold. See [Net.Audit],
// [Net.AuditLane], [Net.SkipAudit].
//
// # Breaking
//
//   - Endpoints: [StartProxy] stands between daemons and a node. It lies
//     ([Proxy.Tell] with [HideEvent], [AlterPayload], [SwapEvents] and others, or a
//     [Lie] of one's own), stalls, cuts off and floods ([Proxy.Break]), asks the node
//     something else ([Proxy.Misask]), or has another node answer ([Proxy.Divert]).
//     [StartSocketProxy] does it to subscriptions. [Proxy.Lies] tells that it happened.
//   - Daemons: [Daemon.Stop], [Net.RestartRelayer], [Net.StopSigner],
//     [Net.RestartSigner]; [Process.Kill] for SIGKILL, at any stage of their work.
//   - The bus: Config.ExternalBus, [Net.StartBus], and [Net.PrepareBus] for one that is
//     killed or loses its disk; [Net.StartMember] for one of its members gone bad.
//   - Signers: [Net.AddStrangers], [Net.StartImpostor], [Net.Rotate].
//   - Whoever is in charge: [Net.PauseDelivery], [Net.SetGasPrice], [Net.Timelock],
//     [Net.Withdraw].
//   - The mempool: [Net.StartMempool] shows and holds transactions; [Net.NewStranger]
//     sends others.
//   - Validators: Chain.Node.PauseValidator, with Config.Validators of four or more.
//
// # Time
//
// [Net.AdvanceTime] moves the clocks of both chains and of all daemons, by days in
// milliseconds. Block periods and timeouts stay those of the machine. What moves a
// chain's clock alone, evm_increaseTime over RPC, makes daemons refuse its headers: to
// them they lie in the future.
//
// # Bounds
//
// Every wait ends after [Patience]. Stories fail by t.Fatal, from the test's own
// goroutine alone. Processes of their own ([Net.StartProcess], [Net.PrepareBus]) are the
// test's binary started once more: it needs
//
//	func TestProcessChild(*testing.T) { e2e.RunJob() }
package e2e
