// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../src/Inbox.sol";
import {Handler, HandlerErrors} from "../src/lib/Handler.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {LaneTest} from "./base/LaneTest.sol";
import {Vm} from "./base/Test.sol";
import {Hungry, Malice, Recorder} from "./base/Recipients.sol";

/// @notice What recipients can do, and what callers can do to recipients.
contract HandlerTest is LaneTest {
    Malice private malice;
    Recorder private recorder;
    Hungry private hungry;

    event MessageFailed(uint64 indexed sourceChain, uint64 indexed nonce, bytes32 indexed id, bytes reason);
    event MessageDelivered(uint64 indexed sourceChain, uint64 indexed nonce, bytes32 indexed id);

    function setUp() public override {
        super.setUp();
        (malice, recorder, hungry) = (new Malice(), new Recorder(), new Hungry());
    }

    /// @dev Delivers one message to `to` between two good ones.
    function between(bytes32 to, uint64 gasLimit, bytes memory payload, bytes memory reason) private {
        push(address(recorder), 500_000, "before");
        push(Sent(bytes32(uint256(1)), to, 5, gasLimit, payload));
        push(address(recorder), 500_000, "after");
        bytes memory packed = pack(1, 3);
        bytes memory attestation = attest(3);
        vm.expectEmit(address(inbox));
        emit MessageFailed(SOURCE, 2, idOf(2), reason);
        inbox.deliver{gas: 1 << 24}(SOURCE, packed, new bytes32[](0), attestation);
        assertTrue(inbox.failed(SOURCE, idOf(2)), "not recorded as failed");
        assertEq(recorder.count(), 2, "the others");
        assertEq(delivered(), 3, "nonce");
    }

    function word(address a) private pure returns (bytes32) {
        return bytes32(uint256(uint160(a)));
    }

    // ---- a recipient never blocks the lane

    function testRevertingRecipientBlocksNobody() external {
        between(word(address(malice)), 100_000, hex"01", abi.encodeWithSignature("Error(string)", "no"));
    }

    function testGasBurningRecipientBlocksNobody() external {
        between(word(address(malice)), 1_000_000, hex"02", "");
    }

    function testReturnBombIsCutTo256Bytes() external {
        between(word(address(malice)), 1_000_000, hex"03", new bytes(256));
    }

    function testInvalidOpcodeBlocksNobody() external {
        between(word(address(malice)), 100_000, hex"04", "");
    }

    function testRecipientWithoutCodeBlocksNobody() external {
        bytes memory reason = abi.encodeWithSelector(HandlerErrors.RecipientWithoutCode.selector, STRANGER);
        between(word(STRANGER), 100_000, "", reason);
    }

    function testRecipientWithDirtyUpperBytesBlocksNobody() external {
        bytes32 dirty = word(address(recorder)) | bytes32(uint256(1) << 255);
        between(dirty, 500_000, "", abi.encodeWithSelector(HandlerErrors.RecipientNotAnAddress.selector, dirty));
    }

    function testInboxAsItsOwnRecipientBlocksNobody() external {
        between(word(address(inbox)), 500_000, "", "");
    }

    function testGasLimitAboveLoweredMaximumIsRecordedWithoutACall() external {
        vm.prank(GUARDIAN);
        inbox.lowerMaxHandlerGas(SOURCE, 600_000);
        between(
            word(address(hungry)),
            600_001,
            "",
            abi.encodeWithSelector(HandlerErrors.HandlerGasAboveMaximum.selector, uint64(600_001), 600_000)
        );
        assertEq(hungry.satisfied(), 0, "called");
    }

    function testGuardianNeverRaisesHandlerGas() external {
        vm.prank(GUARDIAN);
        inbox.lowerMaxHandlerGas(SOURCE, 600_000);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Inbox.HandlerGasOutOfRange.selector, 600_001, 1, 600_000));
        inbox.lowerMaxHandlerGas(SOURCE, 600_001);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Inbox.HandlerGasOutOfRange.selector, 0, 1, 600_000));
        inbox.lowerMaxHandlerGas(SOURCE, 0);
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Inbox.HandlerGasOutOfRange.selector, MAX_GAS + 1, 1, MAX_GAS));
        inbox.setMaxHandlerGas(SOURCE, MAX_GAS + 1);
        vm.prank(OWNER);
        inbox.setMaxHandlerGas(SOURCE, MAX_GAS);
        assertEq(inbox.maxHandlerGasOf(SOURCE), MAX_GAS, "maximum");
    }

    // ---- nobody can starve a handler

    /// Whatever gas the caller supplies: the transaction reverts, or the handler got all it was promised.
    function testFuzzCallerCannotStarveAHandler(uint64 gasLimit, uint256 supplied) external {
        gasLimit = uint64(bound(gasLimit, 60_000, 2_000_000));
        starve(address(hungry), gasLimit, bound(supplied, 100_000, 2_400_000));
    }

    function testEveryGasSupplyAroundTheEdge() external {
        edge(address(hungry));
    }

    /// A recipient that is an account with a delegation costs one cold access more (EIP-7702).
    function testEveryGasSupplyAroundTheEdgeWithDelegate() external {
        uint256 key = 0xde1e;
        vm.attachDelegation(vm.signDelegation(address(hungry), key));
        edge(vm.addr(key));
    }

    uint64 private constant LIMIT = 200_000;
    /// The handler's own dispatch takes some 200 gas before it looks.
    uint256 private constant LEAST = LIMIT - 400;

    /// The least that the handler may see is what it sees when gas abounds: not one unit fewer will do.
    function edge(address to) private {
        push(to, LIMIT, "");
        bytes memory call = abi.encodeCall(inbox.deliver, (SOURCE, pack(1, 1), new bytes32[](0), attest(1)));
        uint256 fresh = vm.snapshotState();
        (bool plenty,) = address(inbox).call{gas: 2_000_000}(call);
        uint256 most = Hungry(to).seen();
        vm.revertToState(fresh);
        assertTrue(plenty && most > LIMIT - 400, "control");
        vm.store(to, 0, bytes32(most));
        bytes32 id = idOf(1);
        uint256 refused;
        uint256 accepted;
        uint256 state = vm.snapshotState();
        for (uint256 supplied = 205_000; supplied < 290_000; supplied += 41) {
            (bool ok, bytes memory answer) = address(inbox).call{gas: supplied}(call);
            if (ok) {
                assertTrue(!inbox.failed(SOURCE, id), "starved");
                ++accepted;
            } else if (answer.length > 0) {
                assertEq(bytes32(bytes4(answer)), bytes32(Handler.InsufficientGas.selector), "error");
                ++refused;
            }
            vm.revertToState(state);
        }
        assertTrue(refused > 0 && accepted > 0, "the edge was not met");
    }

    function starve(address to, uint64 gasLimit, uint256 supplied) private {
        hungry.set(gasLimit - 400);
        push(to, gasLimit, "");
        bytes memory call = abi.encodeCall(inbox.deliver, (SOURCE, pack(1, 1), new bytes32[](0), attest(1)));
        (bool ok,) = address(inbox).call{gas: supplied}(call);
        if (ok) assertTrue(!inbox.failed(SOURCE, idOf(1)), "starved");
        else assertEq(delivered(), 0, "moved");
    }

    function testRetryCannotBeStarvedEither() external {
        hungry.set(type(uint256).max);
        push(address(hungry), LIMIT, "");
        deliver(1, 1);
        hungry.set(LEAST);
        bytes memory call = abi.encodeCall(inbox.retry, (encoding(1)));
        bytes32 id = idOf(1);
        uint256 state = vm.snapshotState();
        uint256 accepted;
        for (uint256 supplied = 200_000; supplied < 280_000; supplied += 61) {
            (bool ok, bytes memory answer) = address(inbox).call{gas: supplied}(call);
            if (ok) {
                assertTrue(abi.decode(answer, (bool)) && !inbox.failed(SOURCE, id), "starved");
                ++accepted;
            }
            vm.revertToState(state);
        }
        assertTrue(accepted > 0, "the edge was not met");
    }

    // ---- retry

    function fail(bytes memory payload) private returns (bytes memory message) {
        malice.set(Malice.Way.Revert);
        push(address(malice), 300_000, payload);
        deliver(sent.length, sent.length);
        return encoding(sent.length);
    }

    function testRetryableUntilItSucceedsAndThenNeverAgain() external {
        bytes memory message = fail("");
        bytes32 id = idOf(1);
        vm.expectEmit(address(inbox));
        emit MessageFailed(SOURCE, 1, id, abi.encodeWithSignature("Error(string)", "no"));
        assertTrue(!inbox.retry(message), "succeeded");
        assertTrue(inbox.failed(SOURCE, id), "lost");
        malice.set(Malice.Way.Accept);
        vm.expectEmit(address(inbox));
        emit MessageDelivered(SOURCE, 1, id);
        assertTrue(inbox.retry(message), "failed");
        assertEq(malice.accepted(), 1, "calls");
        vm.expectRevert(abi.encodeWithSelector(Inbox.MessageNotFailed.selector, SOURCE, id));
        inbox.retry(message);
    }

    function testDeliveredMessageIsNotRetryable() external {
        push(address(recorder), 500_000, "");
        deliver(1, 1);
        bytes memory message = encoding(1);
        vm.expectRevert(abi.encodeWithSelector(Inbox.MessageNotFailed.selector, SOURCE, idOf(1)));
        inbox.retry(message);
    }

    function testForgedRetryIsRefused() external {
        bytes memory message = fail("");
        message[60] ^= 0x01;
        vm.expectRevert(abi.encodeWithSelector(Inbox.MessageNotFailed.selector, SOURCE, keccak256(message)));
        inbox.retry(message);
        vm.expectRevert(abi.encodeWithSelector(Inbox.MessageTooShort.selector, 104, 105));
        inbox.retry(new bytes(104));
    }

    function testPauseStopsRetry() external {
        bytes memory message = fail("");
        vm.prank(GUARDIAN);
        inbox.pause(SOURCE);
        vm.expectRevert(abi.encodeWithSelector(Inbox.LanePaused.selector, SOURCE));
        inbox.retry(message);
    }

    /// A message above the lowered maximum runs at a retry, with that maximum promised.
    function testRetryPromisesAtMostTheMaximum() external {
        push(address(recorder), 5_000_000, "");
        vm.prank(GUARDIAN);
        inbox.lowerMaxHandlerGas(SOURCE, 400_000);
        deliver(1, 1);
        assertTrue(inbox.retry{gas: 1_000_000}(encoding(1)), "failed");
    }

    /// More gas than the sender asked for: a limit that was too low is not the end of a message.
    function testRetryGivesAllTheGasThereIs() external {
        push(address(recorder), 30_000, "needs more than 30,000 gas");
        deliver(1, 1);
        assertTrue(inbox.failed(SOURCE, idOf(1)), "succeeded with too little");
        assertTrue(inbox.retry{gas: 2_000_000}(encoding(1)), "failed");
    }

    // ---- re-entrancy

    function reenter(bytes memory callback) private {
        malice.arm(inbox, callback);
        deliver(1, 1);
        assertTrue(!malice.reentered(), "got in");
        assertEq(
            keccak256(malice.reentry()),
            keccak256(abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)),
            "stopped by something else"
        );
        assertEq(delivered(), 1, "nonce");
    }

    function testHandlerCannotDeliverTheNextBatch() external {
        push(address(malice), 2_000_000, "");
        push(address(recorder), 500_000, "");
        reenter(abi.encodeCall(inbox.deliver, (SOURCE, pack(2, 2), new bytes32[](0), attest(2))));
    }

    function testHandlerCannotRetry() external {
        bytes memory message = fail("");
        push(address(malice), 2_000_000, "");
        malice.arm(inbox, abi.encodeCall(inbox.retry, (message)));
        deliver(2, 2);
        assertTrue(!malice.reentered(), "got in");
        assertTrue(inbox.failed(SOURCE, idOf(1)), "retried");
    }

    /// The flag is cleared before the call: the handler can't find its own message retryable.
    function testRetriedHandlerCannotRetryItself() external {
        bytes memory message = fail("");
        malice.arm(inbox, abi.encodeCall(inbox.retry, (message)));
        assertTrue(inbox.retry(message), "failed");
        assertTrue(!malice.reentered(), "got in");
        assertEq(malice.accepted(), 1, "calls");
    }
}
