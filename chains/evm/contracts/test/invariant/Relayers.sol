// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ledger} from "./Ledger.sol";
import {Mood} from "./Witness.sol";

/// @title Relayers and whoever retries
/// @notice They split batches anywhere, overlap, and supply any amount of gas.
abstract contract Relayers is Ledger {
    uint256 public collisions; // good deliveries that failed
    uint256 public starvations; // messages that failed although they would have accepted
    uint256 public misjudged; // messages that were recorded as delivered although they can't have been
    uint256 public pausedMoves; // deliveries and retries through a pause
    uint256 public strangeRetries; // retries of what had not failed, and refusals of what had

    /// @dev Signatures over the fold of this ledger, by any subset of the current signers that is large enough.
    function attestBy(uint256 nonce, uint256 subset) internal view returns (bytes memory attestation) {
        bytes32 digest = checkpoint(nonce, accumulators[nonce], verifier.epoch());
        uint256 spare = keys.length - threshold; // signers who may be absent
        for (uint256 i = 0; i < keys.length; ++i) {
            bool absent = spare > 0 && (subset >> i) & 1 == 1;
            if (absent) --spare;
            else attestation = bytes.concat(attestation, sign(keys[i], digest));
        }
    }

    function idsFrom(uint256 first, uint256 last) internal view returns (bytes32[] memory list) {
        list = new bytes32[](last + 1 - first);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = ids[first + i];
        }
    }

    function deliverCall(uint256 first, uint256 last, uint256 attested, uint256 subset)
        internal
        view
        returns (bytes memory)
    {
        return abi.encodeCall(
            inbox.deliver, (SOURCE, pack(first, last), idsFrom(last + 1, attested), attestBy(attested, subset))
        );
    }

    /// @dev Two relayers at once, with different splits of one attested range: whatever they overlap in, neither fails.
    function relay(uint256 a, uint256 b, uint256 c) external {
        if (settled == sent.length) return;
        uint256 attested = bound(c, settled + 1, sent.length);
        uint256 last = bound(b, settled + 1, attested);
        uint256 first = bound(a, 1, settled + 1);
        uint256 otherFirst = bound(a >> 16, 1, settled + 1);
        uint256 otherLast = bound(b >> 16, otherFirst, attested);
        bytes memory mine = deliverCall(first, last, attested, c >> 8);
        bytes memory other = deliverCall(otherFirst, otherLast, attested, c >> 32);
        attempt(mine, last, gasleft() / 2);
        attempt(other, otherLast, gasleft() / 2);
    }

    /// @dev Gas around what the message needs: the transaction fails as a whole, or the handler is not short of any.
    function relayWithLittleGas(uint256 gas_, uint256 c) external {
        if (settled == sent.length || paused) return;
        uint256 next = settled + 1;
        bytes memory call = deliverCall(next, next, bound(c, next, sent.length), c >> 8);
        gas_ = bound(gas_, sent[settled].gasLimit, sent[settled].gasLimit + 120_000);
        arm(next);
        (bool ok,) = address(inbox).call{gas: gas_}(call);
        if (ok) settle(next);
    }

    function attempt(bytes memory call, uint256 last, uint256 gas_) private {
        arm(last);
        (bool ok,) = address(inbox).call{gas: gas_}(call);
        if (paused) {
            if (ok) ++pausedMoves;
            return;
        }
        if (!ok) ++collisions;
        else settle(last);
    }

    /// @dev Gives re-entering recipients what only the lock stops: the next messages, and a failed one.
    function arm(uint256 last) private {
        bool needed = false;
        for (uint256 nonce = settled + 1; nonce <= last; ++nonce) {
            Mood mood = moodOf(nonce);
            needed = needed || mood == Mood.ReenterDeliver || mood == Mood.ReenterRetry;
        }
        if (!needed) return;
        bytes memory next = last < sent.length ? deliverCall(last + 1, last + 1, last + 1, 0) : bytes("");
        witness.arm(address(inbox), next, retryCallOf(firstFailed()));
    }

    function firstFailed() internal view returns (uint256 nonce) {
        for (nonce = settled; nonce > 0 && statuses[nonce] != Status.Failed;) {
            --nonce;
        }
    }

    function retryCallOf(uint256 nonce) private view returns (bytes memory) {
        return nonce == 0 ? bytes("") : abi.encodeCall(inbox.retry, (encoding(nonce)));
    }

    /// @dev Writes down what must have become of the messages up to `last`, and compares.
    function settle(uint256 last) internal {
        for (; settled < last;) {
            ++settled;
            bool ok = accepts(settled) && sent[settled - 1].gasLimit <= maxHandlerGas;
            statuses[settled] = ok ? Status.Done : Status.Failed;
            bool failed = inbox.failed(SOURCE, ids[settled]);
            if (ok && failed) ++starvations;
            if (!ok && !failed) ++misjudged;
        }
    }

    /// @dev Anybody retries any message, sent or delivered or not, with its recipient mended or as it was.
    function retry(address who, uint256 nonce, bool mended) external {
        if (sent.length == 0) return;
        nonce = bound(nonce, 1, sent.length);
        tryRetry(who, nonce, mended);
    }

    function retryFailed(address who, bool mended) external {
        uint256 nonce = firstFailed();
        if (nonce > 0) tryRetry(who, nonce, mended);
    }

    /// @return ok whether the message ran
    function tryRetry(address who, uint256 nonce, bool mended) internal returns (bool ok) {
        bool retryable = statuses[nonce] == Status.Failed;
        bytes memory message = encoding(nonce);
        uint256 promised = sent[nonce - 1].gasLimit;
        mend(mended, true);
        if (who != address(vm)) vm.prank(who);
        try inbox.retry{gas: 2 * promised + 400_000}(message) returns (bool ok_) {
            ok = ok_;
            if (paused) ++pausedMoves;
            else if (!retryable || ok != (mended || accepts(nonce))) ++strangeRetries;
            if (ok) statuses[nonce] = Status.Done;
        } catch {
            if (retryable && !paused) ++strangeRetries;
        }
        mend(false, false);
    }

    function mend(bool mended, bool retrying) private {
        witness.set(mended, retrying);
        vm.etch(NOWHERE, mended ? chameleon.code : bytes(""));
    }

    // ---- what must be possible from wherever the lane is

    /// @dev One honest relayer delivers all that is pending.
    function deliverEverything() public returns (bool) {
        unpauseLane();
        if (settled == sent.length) return true;
        bytes memory call = deliverCall(settled + 1, sent.length, sent.length, 0);
        (bool ok,) = address(inbox).call(call);
        return ok && delivered() == sent.length;
    }

    /// @dev Every failed message runs once more when its recipient is mended, and then never again.
    function retryEverything() external returns (uint256 refused, uint256 repeated) {
        unpauseLane();
        for (uint256 nonce = 1; nonce <= settled; ++nonce) {
            if (statuses[nonce] != Status.Failed) continue;
            if (!tryRetry(STRANGER, nonce, true)) ++refused;
            if (tryRetry(STRANGER, nonce, true)) ++repeated;
        }
    }

    function unpauseLane() private {
        vm.prank(OWNER);
        inbox.unpause(SOURCE);
        paused = false;
    }
}
