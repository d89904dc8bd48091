// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IRecipient} from "../src/IRecipient.sol";
import {Chains} from "./Chains.sol";
import {Cheats} from "./Cheats.sol";
import {IInboxInTests, IOutboxInTests} from "./Contracts.sol";

/// @title Several chains in one test
/// @notice Its one decision: when a message arrives. Inherit it, beside forge-std's Test if you like:
///
///     openLanes(1, 10);                                        // two chains, lanes both ways
///     on(1);                                                   // what follows happens on chain 1
///     app = new App(outboxOf(1), address(inboxOf(1)));
///     …
///     app.send{value: fee}(…);                                 // a message is under way
///     assertEq(relay(1, 10), 1);                               // now it has arrived
///
/// Nothing is simulated but the carriage: the contracts are those that stand on chains, byte for byte, and each delivery
/// carries signatures of two of three signers over a checkpoint that the Inbox refolds. The chains share one EVM, in
/// which only `block.chainid` tells them apart: use {on}, not `vm.chainId`, and don't read `block.chainid` in a test,
/// as the compiler may read it once for several chains. The kit records logs; whoever calls `vm.getRecordedLogs` takes
/// messages away from it that were not {collect}ed before.
abstract contract CatenaryTest is Chains {
    uint256 private constant HEADER = 105; // of a canonical message

    struct Sent {
        bytes[] messages; // the canonical encodings, in order
        bytes32[] folds; // the accumulator after each
    }

    mapping(uint64 source => mapping(uint64 target => Sent)) private _sent;
    mapping(bytes32 id => bytes) private _encodings;

    error NoSuchMessage(bytes32 id);
    error TooFewPending(uint64 source, uint64 target, uint256 pending, uint256 wanted);
    error MessagesMissing(uint64 source, uint64 target, uint256 seen, uint64 sent);
    error NeverEnough(uint256 gas_);

    // ---- messages

    /// @notice Delivers all that is under way from one chain to another, in one batch.
    /// @return delivered how many messages; some may have failed, see {failed}
    function relay(uint64 source, uint64 target) internal returns (uint256 delivered) {
        delivered = pending(source, target);
        if (delivered > 0) relay(source, target, delivered);
    }

    /// @notice Delivers the next `count` messages.
    function relay(uint64 source, uint64 target, uint256 count) internal {
        bytes memory call = deliveryCall(source, target, count);
        uint64 before = here();
        on(target);
        (bool ok, bytes memory answer) = address(inboxOf(target)).call(call);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        on(before);
        collect();
    }

    /// @notice The call of the target's Inbox that delivers the next `count` messages, attested: for tests that play a
    /// relayer themselves, with little gas for instance. Make it on the target chain.
    function deliveryCall(uint64 source, uint64 target, uint256 count) internal returns (bytes memory) {
        uint256 waiting = pending(source, target);
        if (count == 0 || count > waiting) revert TooFewPending(source, target, waiting, count);
        Sent storage lane = _sent[source][target];
        uint64 first = deliveredOn(source, target) + 1;
        uint64 last = first + uint64(count) - 1;
        return abi.encodeCall(
            IInboxInTests.deliver,
            (source, _pack(lane, first, count), new bytes32[](0), _attest(source, target, last, lane.folds[last - 1]))
        );
    }

    /// @notice How many messages of a lane the target's Inbox has executed, failed ones included.
    function deliveredOn(uint64 source, uint64 target) internal view returns (uint64 nonce) {
        (, nonce,,,) = inboxOf(target).lane(source);
    }

    /// @notice How many messages are under way.
    function pending(uint64 source, uint64 target) internal returns (uint256) {
        collect();
        Sent storage lane = _sent[source][target];
        if (laneId(source, target) == 0) revert NoSuchLane(source, target);
        (uint64 sent, bytes32 accumulator) = outboxOf(source).lane(target);
        // Logs of calls that were undone are recorded too.
        while (lane.messages.length > sent) _drop(lane);
        uint256 seen = lane.messages.length;
        // A forged or forgotten log would give signers something to sign that no Outbox holds.
        if (seen != sent || (seen > 0 && lane.folds[seen - 1] != accumulator)) {
            revert MessagesMissing(source, target, seen, sent);
        }
        return seen - deliveredOn(source, target);
    }

    /// @notice The id of message `nonce` of a lane; the first is 1.
    function idOf(uint64 source, uint64 target, uint64 nonce) internal returns (bytes32) {
        pending(source, target);
        bytes[] storage messages = _sent[source][target].messages;
        if (nonce == 0 || nonce > messages.length) revert MessagesMissing(source, target, messages.length, nonce);
        return keccak256(messages[nonce - 1]);
    }

    /// @notice The canonical encoding of a message.
    function messageOf(bytes32 id) internal returns (bytes memory message) {
        collect();
        message = _encodings[id];
        if (message.length == 0) revert NoSuchMessage(id);
    }

    /// @notice Whether a message was delivered, failed, and has not been retried with success.
    function failed(bytes32 id) internal returns (bool) {
        bytes memory message = messageOf(id);
        return inboxOf(_word64(message, 49)).failed(_word64(message, 9), id);
    }

    /// @notice Retries a failed message, as anybody may.
    function retry(bytes32 id) internal returns (bool ok) {
        bytes memory message = messageOf(id);
        uint64 before = here();
        on(_word64(message, 49));
        ok = inboxOf(here()).retry(message);
        on(before);
        collect();
    }

    /// @notice The least gas limit with which a message to this recipient succeeds as things stand: what to put a margin
    /// on, see {Sends-withMargin}. Changes nothing. The recipient's storage counts as untouched in the transaction, as it
    /// is on a chain; that of others which it calls only if the test has not touched it before, so leave room.
    function leastHandlerGas(uint64 source, uint64 target, address sender, address recipient, bytes memory payload)
        internal
        returns (uint64)
    {
        uint64 before = here();
        on(target);
        bytes memory call = abi.encodeCall(
            IRecipient.handle, (source, bytes32(uint256(uint160(sender))), bytes32(uint256(1)), payload)
        );
        uint256 low = 0; // fails
        uint256 high = LANE_HANDLER_GAS;
        if (!_tryHandler(target, recipient, call, high)) revert NeverEnough(high);
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            if (_tryHandler(target, recipient, call, middle)) high = middle;
            else low = middle;
        }
        on(before);
        return uint64(high);
    }

    /// @notice Takes the messages out of the logs that were recorded since. Everything here does so; call it before
    /// `vm.getRecordedLogs` or `vm.recordLogs`.
    function collect() internal {
        Cheats.Log[] memory logs = cheats.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (!isOutbox(logs[i].emitter) || logs[i].topics[0] != IOutboxInTests.MessageSent.selector) continue;
            _keep(abi.decode(logs[i].data, (bytes)));
        }
    }

    // ---- inside

    /// @dev Keeps a message under its own number: a log of a call that was undone afterwards gives way to the next.
    function _keep(bytes memory message) private {
        (uint64 nonce, uint64 source, uint64 target) = (_word64(message, 1), _word64(message, 9), _word64(message, 49));
        Sent storage lane = _sent[source][target];
        while (lane.messages.length >= nonce) _drop(lane);
        // Somebody else took the logs of those before.
        if (nonce != lane.messages.length + 1) revert MessagesMissing(source, target, lane.messages.length, nonce);
        bytes32 id = keccak256(message);
        bytes32 fold = nonce == 1 ? laneId(source, target) : lane.folds[nonce - 2];
        lane.messages.push(message);
        lane.folds.push(keccak256(bytes.concat(fold, id)));
        _encodings[id] = message;
    }

    function _drop(Sent storage lane) private {
        lane.messages.pop();
        lane.folds.pop();
    }

    /// @dev The batch's format, nothing left out; see PackedBatch.
    function _pack(Sent storage lane, uint64 first, uint256 count) private view returns (bytes memory packed) {
        packed = abi.encodePacked(first, uint16(count));
        for (uint256 i = 0; i < count; ++i) {
            bytes memory m = lane.messages[first - 1 + i];
            bytes memory payload = _slice(m, HEADER, m.length - HEADER);
            packed = bytes.concat(
                packed,
                hex"ea",
                _slice(m, 17, 32), // sender
                _slice(m, 57, 48), // recipient, timestamp, gas limit
                abi.encodePacked(uint24(payload.length)),
                payload
            );
        }
    }

    function _tryHandler(uint64 target, address recipient, bytes memory call, uint256 gas_) private returns (bool ok) {
        uint256 snapshot = cheats.snapshotState();
        cheats.cool(recipient);
        cheats.prank(address(inboxOf(target)));
        (ok,) = recipient.call{gas: gas_}(call);
        cheats.revertToState(snapshot);
    }

    function _word64(bytes memory message, uint256 offset) private pure returns (uint64 word) {
        assembly ("memory-safe") {
            word := shr(192, mload(add(add(message, 0x20), offset)))
        }
    }

    function _slice(bytes memory data, uint256 offset, uint256 size) private pure returns (bytes memory part) {
        part = new bytes(size);
        assembly ("memory-safe") {
            mcopy(add(part, 0x20), add(add(data, 0x20), offset), size)
        }
    }
}
