// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../../src/Inbox.sol";
import {MultisigVerifier} from "../../src/MultisigVerifier.sol";
import {Relayers} from "./Relayers.sol";

/// @title Those who want a delivery that nobody signed
/// @notice Each try would succeed but for one thing.
abstract contract Attackers is Relayers {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    uint256 public forgeries; // deliveries without threshold distinct current signers that went through
    uint256 public crossings; // what was signed for one deployment and went through at another
    uint256 public trespasses; // what a stranger may not do, and did

    uint256[] internal retiredKeys; // of the set before
    MultisigVerifier internal replaced; // the verifier before; zero when there was none

    /// @dev Too few, foreign, retired, repeated, damaged or outdated signatures, or signatures of something else.
    function forge(uint256 how, uint256 raw) external {
        if (settled == sent.length || paused) return;
        uint256 next = settled + 1;
        bytes memory attestation = forged(how % 12, raw, next);
        bytes memory packed = pack(next, next);
        if (how % 12 == 8) packed[packed.length - 1] ^= 0x01; // signed well, but not this payload
        try inbox.deliver(SOURCE, packed, new bytes32[](0), attestation) {
            ++forgeries;
        } catch {}
    }

    function forged(uint256 how, uint256 raw, uint256 next) private view returns (bytes memory) {
        uint64 epoch = verifier.epoch();
        bytes32 digest = checkpoint(next, accumulators[next], epoch);
        uint256 few = threshold - 1;
        uint256 pick = raw % few;
        if (how == 0) return signAll(keys, few, digest);
        if (how == 1) return withStranger(digest, raw);
        if (how == 2) return twice(digest, pick, sign(keys[pick], digest));
        if (how == 3) return twice(digest, pick, malleable(keys[pick], digest));
        if (how == 4) return signAll(retiredKeys, retiredKeys.length, digest);
        if (how == 5) return signAll(keys, threshold, checkpoint(next, accumulators[next], epoch - 1));
        if (how == 6) return signAll(keys, threshold, checkpoint(next, accumulators[next], epoch + 1));
        if (how == 7) return bytes.concat(new bytes(65), signAll(keys, few, digest)); // recovers the zero address
        if (how == 8) return signAll(keys, threshold, digest);
        if (how == 9) return signAll(keys, threshold, checkpoint(next, accumulators[next - 1], epoch));
        if (how == 10) return signAll(keys, threshold, digestOf(address(replaced), next, accumulators[next], epoch));
        bytes memory damaged = signAll(keys, threshold, digest);
        damaged[raw % damaged.length] ^= bytes1(uint8(1 << (raw % 7)));
        return damaged;
    }

    /// @dev One signature less than the threshold, and a stranger's, in order.
    function withStranger(bytes32 digest, uint256 raw) private view returns (bytes memory) {
        uint256 stranger = uint256(keccak256(abi.encode(raw))) >> 1;
        bool placed = false;
        bytes memory all;
        for (uint256 i = 0; i + 1 < threshold; ++i) {
            if (!placed && vm.addr(stranger) < vm.addr(keys[i])) {
                all = bytes.concat(all, sign(stranger, digest));
                placed = true;
            }
            all = bytes.concat(all, sign(keys[i], digest));
        }
        return placed ? all : bytes.concat(all, sign(stranger, digest));
    }

    /// @dev One signature less than the threshold, and a second by signer `pick` beside its first.
    function twice(bytes32 digest, uint256 pick, bytes memory second) private view returns (bytes memory all) {
        for (uint256 i = 0; i + 1 < threshold; ++i) {
            all = bytes.concat(all, sign(keys[i], digest));
            if (i == pick) all = bytes.concat(all, second);
        }
    }

    function malleable(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, bytes32(ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    }

    function digestOf(address verifier_, uint256 nonce, bytes32 accumulator, uint64 epoch)
        internal
        view
        returns (bytes32)
    {
        return typedDigest(
            verifier_,
            keccak256(
                abi.encode(
                    keccak256("Checkpoint(bytes32 laneId,bytes32 inbox,uint64 nonce,bytes32 accumulator,uint64 epoch)"),
                    accumulators[0],
                    inbox.inboxId(),
                    nonce,
                    accumulator,
                    epoch
                )
            )
        );
    }

    // ---- deployments

    /// @dev What is good here is shown elsewhere, together with the very same messages.
    function cross(uint256 how, uint256 raw) external {
        if (sent.length == 0 || paused) return;
        uint256 nonce = bound(raw, 1, sent.length);
        bytes memory attestation = attestBy(nonce, raw >> 8);
        how %= 3;
        if (how == 0) crossTo(twinInbox, nonce, attestation);
        if (how == 1) crossTo(sibling, nonce, attestation);
        if (how == 2) crossToRestarted(attestBy(sent.length, raw >> 8));
    }

    /// @dev Neither Inbox has ever got a message of its own.
    function crossTo(Inbox other, uint256 nonce, bytes memory attestation) private {
        try other.deliver(SOURCE, pack(1, nonce), new bytes32[](0), attestation) {
            ++crossings;
        } catch {}
    }

    /// @dev The chain has started anew: all addresses and keys are the same, even the lane stands where it stood.
    function crossToRestarted(bytes memory attestation) private {
        bytes memory live = address(outbox).code;
        vm.etch(address(outbox), restartedOutbox);
        vm.chainId(SOURCE);
        if (outbox.laneId(TARGET) == accumulators[0]) ++crossings;
        vm.chainId(TARGET);
        vm.etch(address(outbox), live);
        if (settled == sent.length) return;
        bytes memory packed = pack(settled + 1, sent.length);
        live = address(inbox).code;
        vm.etch(address(inbox), restartedInbox);
        try inbox.deliver(SOURCE, packed, new bytes32[](0), attestation) {
            ++crossings;
        } catch {}
        vm.etch(address(inbox), live);
    }

    // ---- levers

    /// @dev A stranger pulls every lever; the guardian and the oracle those of others.
    function trespass(uint256 how, uint24 value) external {
        how %= 10;
        bytes memory call;
        address where = how < 6 ? address(inbox) : address(outbox);
        if (how == 0) call = abi.encodeCall(inbox.setVerifier, (SOURCE, address(this)));
        if (how == 1) call = abi.encodeCall(inbox.pause, (SOURCE));
        if (how == 2) call = abi.encodeCall(inbox.unpause, (SOURCE));
        if (how == 3) call = abi.encodeCall(inbox.lowerMaxHandlerGas, (SOURCE, value));
        if (how == 4) call = abi.encodeCall(inbox.setMaxHandlerGas, (SOURCE, value));
        if (how == 5) call = abi.encodeCall(inbox.openLane, (SOURCE + 5, 0, 0, address(this), value));
        if (how == 6) call = abi.encodeCall(outbox.setFeeReceiver, (STRANGER));
        if (how == 7) call = abi.encodeCall(outbox.setFeeOracle, (STRANGER));
        if (how == 8) call = abi.encodeCall(outbox.setQuote, (TARGET, quote(1)));
        if (how == 9) call = abi.encodeCall(outbox.unpause, (TARGET));
        vm.prank(STRANGER);
        (bool ok,) = where.call(call);
        if (ok) ++trespasses;
        // Not even the owner changes whom recipients believe, or who is paid, without the delay.
        if (how == 0 || how == 6) {
            vm.prank(OWNER);
            (ok,) = where.call(call);
            if (ok) ++trespasses;
        }
        if (how == 2 || how == 4 || how == 9) {
            vm.prank(GUARDIAN);
            (ok,) = where.call(call);
            if (ok) ++trespasses;
        }
    }
}
