// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MultisigVerifier} from "../../src/MultisigVerifier.sol";
import {Governed} from "../../src/base/Governed.sol";
import {Attackers} from "./Attackers.sol";

/// @title Signers that rotate, owner, guardian, fee oracle, and whoever withdraws
/// @notice The handler of the invariants: with what it inherits, everybody who may call a contract.
contract Governors is Attackers {
    address[2] internal receivers = [RECEIVER, address(0xfee6)];
    uint256[2] internal received; // wei, as configured at each withdrawal
    uint256 internal current; // receiver
    uint256 internal keySeed = 1000;
    uint64 internal lastGasPrice = 1e9; // that the Outbox took, in target wei

    constructor() {
        retiredKeys = sortedKeys(3, 999);
    }

    /// @dev The twin rotates to the same set; the signatures that rotate one must not rotate the other.
    function rotate(uint256 size, uint256 threshold_) external {
        size = bound(size, 2, 6);
        threshold_ = bound(threshold_, 2, size);
        turn(size, threshold_);
    }

    function turn(uint256 size, uint256 threshold_) private {
        uint256[] memory fresh = sortedKeys(size, ++keySeed);
        address[] memory members = addresses(fresh);
        bytes32 digest = rotation(members, threshold_, verifier.epoch() + 1);
        bytes memory old = signAll(keys, threshold, digest);
        bytes memory young = signAll(fresh, threshold_, digest);
        bool rotated = illRotate(members, threshold_, old, young);
        bool crossed = crossRotate(members, threshold_, old, young);
        if (!rotated) verifier.rotate(members, threshold_, old, young);
        if (!crossed) rotateTwin(fresh, members, threshold_);
        retiredKeys = keys;
        (keys, threshold) = (fresh, threshold_);
    }

    function crossRotate(address[] memory members, uint256 threshold_, bytes memory old, bytes memory young)
        private
        returns (bool)
    {
        try twinVerifier.rotate(members, threshold_, old, young) {
            ++crossings;
            return true;
        } catch {
            return false;
        }
    }

    function rotateTwin(uint256[] memory fresh, address[] memory members, uint256 threshold_) private {
        MultisigVerifier live = verifier;
        verifier = twinVerifier;
        bytes32 digest = rotation(members, threshold_, verifier.epoch() + 1);
        twinVerifier.rotate(members, threshold_, signAll(keys, threshold, digest), signAll(fresh, threshold_, digest));
        verifier = live;
    }

    /// @dev A rotation that lacks one signature of either set: the old was not asked, or the new can't be relied on.
    function illRotate(address[] memory members, uint256 threshold_, bytes memory old, bytes memory young)
        private
        returns (bool)
    {
        try verifier.rotate(members, threshold_, cut(old), young) {
            ++forgeries;
            return true;
        } catch {}
        try verifier.rotate(members, threshold_, old, cut(young)) {
            ++forgeries;
            return true;
        } catch {}
        return false;
    }

    function cut(bytes memory signatures) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            mstore(signatures, sub(mload(signatures), 65))
        }
        bytes memory copy = bytes.concat(signatures);
        assembly ("memory-safe") {
            mstore(signatures, add(mload(signatures), 65))
        }
        return copy;
    }

    /// @dev A checkpoint is pending, the signers change, and the new ones can have it delivered. Also while paused.
    function rotateAndDeliver() external returns (bool) {
        vm.prank(GUARDIAN);
        inbox.pause(SOURCE);
        turn(4, 3);
        return deliverEverything();
    }

    /// @dev The owner puts another verifier in the lane's place, with the same signers, behind the timelock.
    function replaceVerifier() external {
        MultisigVerifier fresh = new MultisigVerifier(addresses(keys), threshold, false);
        timelock(inbox, abi.encodeCall(inbox.setVerifier, (SOURCE, address(fresh))));
        (replaced, verifier) = (verifier, fresh);
    }

    function changeReceiver() external {
        current = 1 - current;
        timelock(outbox, abi.encodeCall(outbox.setFeeReceiver, (receivers[current])));
    }

    function timelock(Governed where, bytes memory call) private {
        vm.prank(OWNER);
        where.schedule(call);
        skip(DELAY - 1);
        vm.prank(OWNER);
        try where.execute(call) {
            ++trespasses;
        } catch {}
        skip(1);
        vm.prank(OWNER);
        where.execute(call);
        report(lastGasPrice); // the delay is longer than a quote holds
    }

    function pauseDelivering(bool on, bool byOwner) external {
        vm.prank(on && !byOwner ? GUARDIAN : OWNER);
        if (on) inbox.pause(SOURCE);
        else inbox.unpause(SOURCE);
        paused = on;
    }

    function pauseSending(bool on) external {
        vm.prank(on ? GUARDIAN : OWNER);
        if (on) outbox.pause(TARGET);
        else outbox.unpause(TARGET);
        sendingPaused = on;
    }

    /// @dev The guardian lowers what handlers may use, also of messages under way; the owner alone raises it again.
    function limitHandlers(uint256 value, bool raise) external {
        maxHandlerGas = raise ? MAX_GAS : bound(value, 140_000, maxHandlerGas);
        vm.prank(raise ? OWNER : GUARDIAN);
        if (raise) inbox.setMaxHandlerGas(SOURCE, uint24(maxHandlerGas));
        else inbox.lowerMaxHandlerGas(SOURCE, uint24(maxHandlerGas));
    }

    /// @dev Prices within and beyond the oracle's bounds.
    function requote(uint64 gasPrice) external {
        report(uint64(bound(gasPrice, 1, 1e10)));
    }

    function report(uint64 gasPrice) private {
        vm.prank(ORACLE);
        try outbox.setQuote(TARGET, quote(gasPrice)) {
            lastGasPrice = gasPrice;
        } catch {}
        vm.prank(ORACLE);
        try twinOutbox.setQuote(TARGET, quote(gasPrice)) {} catch {}
    }

    function withdraw(address who) external {
        received[current] += address(outbox).balance;
        if (who != address(vm)) vm.prank(who);
        outbox.withdraw();
    }

    // ---- what the promises ask for

    /// @return balance of the Outbox, in wei
    /// @return astray wei that receivers hold more or less than they were configured to get, or strangers hold
    function fees() external view returns (uint256 balance, uint256 astray) {
        uint256 arrived = received[0] + received[1];
        for (uint256 i = 0; i < 2; ++i) {
            if (receivers[i].balance != received[i]) ++astray;
        }
        if (address(outbox).balance + arrived != paid) ++astray;
        return (address(outbox).balance, astray + STRANGER.balance + GUARDIAN.balance + ORACLE.balance);
    }

    function lanes() external returns (uint64 nonce, bytes32 accumulator, uint64 sentNonce, bytes32 sentFold) {
        (, nonce, accumulator,,) = inbox.lane(SOURCE);
        vm.chainId(SOURCE);
        (sentNonce, sentFold) = outbox.lane(TARGET);
        vm.chainId(TARGET);
    }

    function isFailed(uint256 nonce) external view returns (bool) {
        return inbox.failed(SOURCE, ids[nonce]);
    }

    /// @return whether the lane's verifier holds exactly the set that the signers chose last
    function signersAreCurrent() external view returns (bool) {
        (,,, address verifier_,) = inbox.lane(SOURCE);
        return verifier_ == address(verifier) && verifier.threshold() == threshold
            && keccak256(abi.encode(verifier.signers())) == keccak256(abi.encode(addresses(keys)));
    }

    function othersStand() external view returns (bool) {
        (, uint64 a,,,) = twinInbox.lane(SOURCE);
        (, uint64 b,,,) = sibling.lane(SOURCE);
        return a == 0 && b == 0;
    }
}
