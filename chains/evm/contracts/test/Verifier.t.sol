// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVerifier} from "../src/IVerifier.sol";
import {MultisigVerifier} from "../src/MultisigVerifier.sol";
import {SignerSet} from "../src/lib/SignerSet.sol";
import {LaneTest} from "./base/LaneTest.sol";
import {Recorder} from "./base/Recipients.sol";

contract VerifierTest is LaneTest {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    bytes32 private digest;

    function setUp() public override {
        super.setUp();
        push(address(new Recorder()), 500_000, "");
        digest = checkpoint(1, accumulatorAt(1), 1);
    }

    function verify(bytes memory attestation) private view returns (bytes4) {
        return verifier.verify(
            laneId(), keccak256(abi.encode(address(inbox), inbox.mark())), 1, accumulatorAt(1), attestation
        );
    }

    function check(bytes calldata attestation) external view {
        verify(attestation);
    }

    function refuse(bytes memory attestation, bytes memory err) private {
        vm.expectRevert(err);
        this.check(attestation);
    }

    function one(uint256 i) private view returns (bytes memory) {
        return sign(keys[i], digest);
    }

    function testEveryThresholdSubsetIsAccepted() external view {
        for (uint256 a = 0; a < 5; ++a) {
            for (uint256 b = a + 1; b < 5; ++b) {
                for (uint256 c = b + 1; c < 5; ++c) {
                    assertEq(
                        bytes32(verify(bytes.concat(one(a), one(b), one(c)))),
                        bytes32(IVerifier.verify.selector),
                        "magic"
                    );
                }
            }
        }
        verify(signAll(keys, 5, digest));
    }

    function testBelowThresholdIsRefused() external {
        refuse(signAll(keys, 2, digest), abi.encodeWithSelector(SignerSet.TooFewSignatures.selector, 2, 3));
    }

    function testDuplicateSignerIsRefused() external {
        refuse(
            bytes.concat(one(0), one(1), one(1)),
            abi.encodeWithSelector(SignerSet.SignaturesNotAscending.selector, 2, vm.addr(keys[1]))
        );
    }

    function testUnsortedSignaturesAreRefused() external {
        refuse(
            bytes.concat(one(0), one(2), one(1)),
            abi.encodeWithSelector(SignerSet.SignaturesNotAscending.selector, 2, vm.addr(keys[1]))
        );
    }

    /// Before, between and behind the members.
    function testFuzzStrangerIsRefused(uint256 key) external {
        key = bound(key, 1, ORDER - 1);
        for (uint256 i = 0; i < 5; ++i) {
            vm.assume(key != keys[i]);
        }
        address stranger = vm.addr(key);
        bytes memory attestation;
        uint256 at = 0;
        for (uint256 i = 0; i < 3; ++i) {
            if (at == i && stranger < vm.addr(keys[i])) attestation = bytes.concat(attestation, sign(key, digest));
            else if (at == i) ++at;
            attestation = bytes.concat(attestation, one(i));
        }
        if (at == 3) attestation = bytes.concat(attestation, sign(key, digest));
        refuse(attestation, abi.encodeWithSelector(SignerSet.UnknownSigner.selector, at, stranger));
    }

    function testMalleableSignatureIsRefused() external {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[1], digest);
        bytes memory twin = abi.encodePacked(r, bytes32(ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        refuse(bytes.concat(one(0), twin, one(2)), abi.encodeWithSelector(SignerSet.SignatureMalleable.selector, 1));
    }

    function testSignatureWithOtherVIsRefused() external {
        bytes memory bad = one(1);
        bad[64] = bytes1(uint8(bad[64]) - 27);
        refuse(bytes.concat(one(0), bad, one(2)), abi.encodeWithSelector(SignerSet.SignatureInvalid.selector, 1));
        refuse(new bytes(3 * 65), abi.encodeWithSelector(SignerSet.SignatureInvalid.selector, 0));
    }

    function testAttestationOfOddLengthIsRefused() external {
        refuse(
            bytes.concat(signAll(keys, 3, digest), hex"00"),
            abi.encodeWithSelector(SignerSet.AttestationLength.selector, 196, 65)
        );
    }

    function testFuzzEveryFieldIsSigned(bytes32 lane, bytes32 box, uint64 nonce, bytes32 accumulator) external {
        bytes memory attestation = signAll(keys, 3, digest);
        bytes32 inboxId = inbox.inboxId();
        vm.assume(lane != laneId() && box != inboxId && nonce != 1 && accumulator != accumulatorAt(1));
        assertTrue(!passes(lane, inboxId, 1, accumulatorAt(1), attestation), "lane");
        assertTrue(!passes(laneId(), box, 1, accumulatorAt(1), attestation), "inbox");
        assertTrue(!passes(laneId(), inboxId, nonce, accumulatorAt(1), attestation), "nonce");
        assertTrue(!passes(laneId(), inboxId, 1, accumulator, attestation), "accumulator");
        assertTrue(passes(laneId(), inboxId, 1, accumulatorAt(1), attestation), "control");
        vm.chainId(1);
        assertTrue(!passes(laneId(), inboxId, 1, accumulatorAt(1), attestation), "chain");
    }

    function passes(bytes32 lane, bytes32 box, uint64 nonce, bytes32 accumulator, bytes memory attestation)
        private
        view
        returns (bool)
    {
        try verifier.verify(lane, box, nonce, accumulator, attestation) returns (bytes4) {
            return true;
        } catch {
            return false;
        }
    }

    function testAnotherVerifierWithTheSameSignersIsAnotherDomain() external {
        bytes memory attestation = signAll(keys, 3, digest);
        verifier = new MultisigVerifier(addresses(keys), 3, false);
        assertTrue(!passes(laneId(), inbox.inboxId(), 1, accumulatorAt(1), attestation), "accepted");
    }

    // ---- sets

    function testSetsThatNobodyShouldTrustAreRefused() external {
        uint256[] memory ks = sortedKeys(2, 9);
        address[] memory two = addresses(ks);
        address[] memory single = addresses(sortedKeys(1, 9));
        refuseSet(single, 1, false, abi.encodeWithSelector(MultisigVerifier.ThresholdOutOfRange.selector, 1, 2, 1));
        refuseSet(two, 1, false, abi.encodeWithSelector(MultisigVerifier.ThresholdOutOfRange.selector, 1, 2, 2));
        refuseSet(two, 3, false, abi.encodeWithSelector(MultisigVerifier.ThresholdOutOfRange.selector, 3, 2, 2));
        refuseSet(two, 0, true, abi.encodeWithSelector(MultisigVerifier.ThresholdOutOfRange.selector, 0, 1, 2));
        (two[0], two[1]) = (two[1], two[0]);
        refuseSet(two, 2, false, abi.encodeWithSelector(SignerSet.SignersNotAscending.selector, 1, two[1]));
        two[1] = two[0];
        refuseSet(two, 2, false, abi.encodeWithSelector(SignerSet.SignersNotAscending.selector, 1, two[1]));
        two[0] = address(0);
        refuseSet(two, 2, false, abi.encodeWithSelector(SignerSet.SignersNotAscending.selector, 0, address(0)));
        refuseSet(new address[](65), 2, false, abi.encodeWithSelector(SignerSet.TooManySigners.selector, 65, 64));
        new MultisigVerifier(single, 1, true); // a devnet may
    }

    function refuseSet(address[] memory signers, uint256 threshold_, bool devnet, bytes memory err) private {
        vm.expectRevert(err);
        new MultisigVerifier(signers, threshold_, devnet);
    }

    function testLargestSetWorks() external {
        keys = sortedKeys(64, 77);
        threshold = 64;
        verifier = new MultisigVerifier(addresses(keys), 64, false);
        digest = checkpoint(1, accumulatorAt(1), 1);
        verify(signAll(keys, 64, digest));
        assertEq(keccak256(abi.encode(verifier.signers())), keccak256(abi.encode(addresses(keys))), "signers");
    }

    // ---- rotation

    function rotate(uint256[] memory ks, uint256 t, uint64 epoch, uint256 oldCount, uint256 newCount) private {
        bytes32 d = rotation(addresses(ks), t, epoch);
        verifier.rotate(addresses(ks), t, signAll(keys, oldCount, d), signAll(ks, newCount, d));
    }

    function tryRotate(uint256[] calldata ks, uint256 t, uint64 epoch, uint256 oldCount, uint256 newCount) external {
        rotate(ks, t, epoch, oldCount, newCount);
    }

    function refuseRotation(uint64 epoch, uint256 oldCount, uint256 newCount, bytes4 err) private {
        vm.expectPartialRevert(err);
        this.tryRotate(sortedKeys(4, 50), 2, epoch, oldCount, newCount);
        assertEq(verifier.epoch(), 1, "epoch");
    }

    /// The old set ends at once, the new one delivers what was pending.
    function testRotationNeverStrandsAPendingCheckpoint() external {
        bytes memory old = attest(1);
        uint256[] memory ks = sortedKeys(4, 50);
        rotate(ks, 2, 2, 3, 2);
        assertEq(verifier.epoch(), 2, "epoch");
        assertEq(verifier.threshold(), 2, "threshold");
        assertTrue(!passes(laneId(), inbox.inboxId(), 1, accumulatorAt(1), old), "the old set still signs");
        (keys, threshold) = (ks, 2);
        deliver(1, 1);
        assertEq(delivered(), 1, "nonce");
    }

    function testRotationWithoutTheCurrentThresholdIsRefused() external {
        refuseRotation(2, 2, 2, SignerSet.TooFewSignatures.selector);
    }

    function testRotationWithoutTheNewThresholdIsRefused() external {
        refuseRotation(2, 3, 1, SignerSet.TooFewSignatures.selector);
    }

    function testRotationSignedForAnotherEpochIsRefused() external {
        bytes32 d = rotation(addresses(keys), 3, 3);
        bytes memory all = signAll(keys, 3, d);
        address[] memory signers = addresses(keys);
        (bool ok,) = address(verifier).call(abi.encodeCall(verifier.rotate, (signers, 3, all, all)));
        assertTrue(!ok, "rotated");
    }

    function testRotationCannotBeReplayed() external {
        bytes32 d = rotation(addresses(keys), 3, 2);
        bytes memory all = signAll(keys, 3, d);
        address[] memory signers = addresses(keys);
        verifier.rotate(signers, 3, all, all);
        (bool ok,) = address(verifier).call(abi.encodeCall(verifier.rotate, (signers, 3, all, all)));
        assertTrue(!ok, "rotated twice");
    }

    /// What is signed is the whole set: nobody may swap a member.
    function testRotationToAnotherSetThanSignedIsRefused() external {
        uint256[] memory ks = sortedKeys(4, 50);
        bytes32 d = rotation(addresses(ks), 2, 2);
        bytes memory current = signAll(keys, 3, d);
        bytes memory fresh = signAll(ks, 2, d);
        address[] memory other = addresses(ks);
        other[3] = address(uint160(other[3]) + 1);
        (bool ok,) = address(verifier).call(abi.encodeCall(verifier.rotate, (other, 2, current, fresh)));
        assertTrue(!ok, "another set");
        (ok,) = address(verifier).call(abi.encodeCall(verifier.rotate, (addresses(ks), 3, current, fresh)));
        assertTrue(!ok, "another threshold");
        (ok,) = address(verifier).call(abi.encodeCall(verifier.rotate, (addresses(ks), 2, current, fresh)));
        assertTrue(ok, "control");
    }

    function testRotationRunsWhileLanesArePaused() external {
        vm.prank(GUARDIAN);
        inbox.pause(SOURCE);
        rotate(sortedKeys(4, 50), 2, 2, 3, 2);
        assertEq(verifier.epoch(), 2, "epoch");
    }
}
