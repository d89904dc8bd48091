// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInbox} from "../../src/IInbox.sol";
import {IOutbox} from "../../src/IOutbox.sol";
import {Handler} from "../../src/lib/Handler.sol";
import {Sends} from "../../src/lib/Sends.sol";
import {PingPong} from "../../src/examples/PingPong.sol";
import {Rejector} from "../../src/examples/Rejector.sol";
import {CatenaryTest} from "../../testing/CatenaryTest.sol";
import {Recorder} from "../base/Recipients.sol";
import {Test} from "../base/Test.sol";

/// @notice The testing kit, used as the author of an application would.
contract KitTest is Test, CatenaryTest {
    uint64 private constant A = 9001;
    uint64 private constant B = 9002;
    uint64 private constant C = 9003;

    Recorder private recorder;

    function setUp() external {
        openLanes(A, B);
        recorder = new Recorder();
        vm.deal(address(this), 100 ether);
    }

    function send(uint64 target, address to, uint64 gasLimit, bytes memory payload) public returns (bytes32 id) {
        IOutbox outbox = outboxOf(here());
        uint256 fee = outbox.quote(target, gasLimit, payload.length);
        return outbox.send{value: fee}(target, Sends.account(to), gasLimit, payload);
    }

    function sendAndRevert(uint64 target, address to) external {
        send(target, to, 100_000, "undone");
        revert("undone");
    }

    function testAMessageArrivesWhenItIsRelayedAndNotBefore() external {
        bytes32 id = send(B, address(recorder), 400_000, "hello");
        assertEq(recorder.count(), 0, "arrived by itself");
        assertEq(pending(A, B), 1, "pending");
        assertEq(relay(A, B), 1, "relayed");
        assertEq(recorder.count(), 1, "arrived");
        assertEq(recorder.ids(0), id, "id");
        assertEq(recorder.caller(), address(inboxOf(B)), "caller");
        assertEq(recorder.sourceChain(), A, "source chain");
        assertEq(recorder.sender(), Sends.account(address(this)), "sender");
        assertEq(keccak256(recorder.payload()), keccak256("hello"), "payload");
        assertEq(relay(A, B), 0, "relayed again");
        assertTrue(!failed(id), "failed");
        assertEq(here(), A, "here");
    }

    function testMessagesAreRelayedInPartsAndInOrder() external {
        bytes32[5] memory ids;
        for (uint256 i = 0; i < 5; ++i) {
            ids[i] = send(B, address(recorder), 400_000, new bytes(i * 33));
        }
        relay(A, B, 2);
        assertEq(recorder.count(), 2, "first part");
        assertEq(deliveredOn(A, B), 2, "delivered");
        relay(A, B);
        for (uint256 i = 0; i < 5; ++i) {
            assertEq(recorder.ids(i), ids[i], "order");
            assertEq(idOf(A, B, uint64(i + 1)), ids[i], "id by nonce");
        }
    }

    /// A log of a call that was undone is no message: without the refold the kit would deliver it.
    function testUndoneSendIsNoMessage() external {
        try this.sendAndRevert(B, address(recorder)) {} catch {}
        assertEq(pending(A, B), 0, "pending after an undone call");
        bytes32 id = send(B, address(recorder), 400_000, "done");
        try this.sendAndRevert(B, address(recorder)) {} catch {}
        assertEq(relay(A, B), 1, "relayed");
        assertEq(recorder.ids(0), id, "id");
    }

    function testAFailureIsSeenAndRetried() external {
        on(B);
        Rejector rejector = new Rejector(address(inboxOf(B)));
        on(A);
        bytes32 id = send(B, address(rejector), 100_000, "");
        bytes32 next = send(B, address(recorder), 400_000, "");
        relay(A, B);
        assertTrue(failed(id) && !failed(next), "failed");
        assertTrue(!retry(id), "retried too early");
        assertTrue(failed(id), "failed again");
        rejector.setAccepting(true);
        assertTrue(retry(id), "retried");
        assertTrue(!failed(id), "failed after it succeeded");
        assertEq(rejector.accepted(A), 1, "accepted");
    }

    /// What a handler sends is under way too.
    function testAnswersTravelBack() external {
        PingPong left = new PingPong(address(this), outboxOf(A), address(inboxOf(A)));
        on(B);
        PingPong right = new PingPong(address(this), outboxOf(B), address(inboxOf(B)));
        vm.deal(address(right), 1 ether);
        left.setPeer(B, Sends.account(address(right)));
        right.setPeer(A, Sends.account(address(left)));
        on(A);
        left.pingForPong{value: 1 ether}(B, Sends.account(address(right)), 400_000, 1);
        assertEq(relay(A, B), 1, "pings");
        assertEq(relay(B, A), 1, "pongs");
        assertEq(left.pongs(B), 1, "pongs counted");
    }

    function testThreeChainsAreKeptApart() external {
        openLanes(B, C);
        assertEq(here(), A, "here");
        send(B, address(recorder), 400_000, "to B");
        on(C);
        send(B, address(recorder), 400_000, "from C");
        assertEq(relay(C, B), 1, "from C");
        assertEq(recorder.sourceChain(), C, "source");
        assertEq(relay(A, B), 1, "from A");
        assertEq(recorder.sourceChain(), A, "source");
    }

    /// With the limit that the kit names a message succeeds, with one unit less it fails.
    function testLeastHandlerGasIsTheLeast() external {
        uint64 least = leastHandlerGas(A, B, address(this), address(recorder), "payload");
        assertEq(recorder.count(), 0, "the search left something behind");
        bytes32 tooLittle = send(B, address(recorder), least - 1, "payload");
        bytes32 enough = send(B, address(recorder), least, "payload");
        cheats.cool(address(recorder));
        relay(A, B, 1);
        assertTrue(failed(tooLittle), "one unit less succeeded");
        cheats.cool(address(recorder));
        relay(A, B, 1);
        assertTrue(!failed(enough), "the least failed");
        assertTrue(least > 21_000 && least < 400_000, "out of range");
    }

    function testGasPriceMovesTheQuote() external {
        uint256 before = outboxOf(A).quote(B, 100_000, 10);
        moveGasPrice(A, B, 2 * LANE_GAS_PRICE);
        assertEq(outboxOf(A).quote(B, 100_000, 10), 2 * before, "quote");
    }

    /// A relayer with too little gas changes nothing, and the next one delivers.
    function testRelayersMayBePlayed() external {
        bytes32 id = send(B, address(recorder), 400_000, "");
        bytes memory call = deliveryCall(A, B, 1);
        on(B);
        (bool ok, bytes memory answer) = address(inboxOf(B)).call{gas: 300_000}(call);
        assertTrue(!ok && bytes4(answer) == Handler.InsufficientGas.selector, "too little gas was taken");
        (ok,) = address(inboxOf(B)).call(call);
        assertTrue(ok && !failed(id), "enough gas was refused");
        assertEq(pending(A, B), 0, "pending");
    }

    function refused(bytes memory call, bytes memory err) private {
        (bool ok, bytes memory answer) = address(this).call(call);
        assertTrue(!ok && keccak256(answer) == keccak256(err), "not refused as expected");
    }

    function doRelay(uint64 source, uint64 target, uint256 count) external {
        relay(source, target, count);
    }

    function doFailed(bytes32 id) external returns (bool) {
        return failed(id);
    }

    function doOn(uint64 chain) external {
        on(chain);
    }

    function testMistakesAreNamed() external {
        refused(abi.encodeCall(this.doOn, (C)), abi.encodeWithSelector(NoSuchChain.selector, C));
        refused(abi.encodeCall(this.doRelay, (A, C, 1)), abi.encodeWithSelector(NoSuchLane.selector, A, C));
        refused(abi.encodeCall(this.doRelay, (A, B, 1)), abi.encodeWithSelector(TooFewPending.selector, A, B, 0, 1));
        refused(abi.encodeCall(this.doFailed, (bytes32(uint256(1)))), abi.encodeWithSelector(NoSuchMessage.selector, 1));
        send(B, address(recorder), 400_000, "");
        vm.getRecordedLogs(); // somebody else takes the logs
        refused(abi.encodeCall(this.doRelay, (A, B, 1)), abi.encodeWithSelector(MessagesMissing.selector, A, B, 0, 1));
        send(B, address(recorder), 400_000, "");
        refused(abi.encodeCall(this.doRelay, (A, B, 1)), abi.encodeWithSelector(MessagesMissing.selector, A, B, 0, 2));
    }

    /// The kit's chains run what the artifacts hold, which is what this source compiles to.
    function testChainsRunTheRealContracts() external {
        openLanes(A, B); // again: nothing new
        (bytes32 laneId, uint64 nonce,,,) = IInbox(address(inboxOf(B))).lane(A);
        assertEq(laneId, outboxOf(A).laneId(B), "lane id");
        assertEq(nonce, 0, "nonce");
        assertEq(inboxOf(B).maxHandlerGasOf(A), LANE_HANDLER_GAS, "handler gas");
    }
}
