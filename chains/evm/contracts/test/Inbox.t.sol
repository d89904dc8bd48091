// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../src/Inbox.sol";
import {IVerifier} from "../src/IVerifier.sol";
import {MultisigVerifier} from "../src/MultisigVerifier.sol";
import {Governed} from "../src/base/Governed.sol";
import {PackedBatch} from "../src/lib/PackedBatch.sol";
import {SignerSet} from "../src/lib/SignerSet.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {LaneTest} from "./base/LaneTest.sol";
import {Recorder} from "./base/Recipients.sol";

/// @notice Says yes to everything, but not in the way that IVerifier asks for.
contract YesMan {
    bytes4 private immutable answer;

    constructor(bytes4 answer_) {
        answer = answer_;
    }

    function verify(bytes32, bytes32, uint64, bytes32, bytes calldata) external view returns (bytes4) {
        return answer;
    }
}

contract InboxTest is LaneTest {
    Recorder private recorder;

    event MessageDelivered(uint64 indexed sourceChain, uint64 indexed nonce, bytes32 indexed id);

    function setUp() public override {
        super.setUp();
        recorder = new Recorder();
        for (uint256 i = 0; i < 6; ++i) {
            push(address(recorder), 500_000, abi.encodePacked("message", i));
        }
    }

    // ---- delivering

    function testMessageArrivesAsItWasSent() external {
        vm.expectEmit(address(inbox));
        emit MessageDelivered(SOURCE, 1, idOf(1));
        deliver(1, 1);
        assertEq(recorder.sourceChain(), SOURCE, "sourceChain");
        assertEq(recorder.sender(), bytes32(uint256(0xabc)), "sender");
        assertEq(recorder.ids(0), idOf(1), "id");
        assertEq(keccak256(recorder.payload()), keccak256(abi.encodePacked("message", uint256(0))), "payload");
        assertEq(recorder.caller(), address(inbox), "caller");
        (bytes32 id, uint64 nonce, bytes32 accumulator, address verifier_, bool paused) = inbox.lane(SOURCE);
        assertEq(id, laneId(), "lane id");
        assertEq(nonce, 1, "nonce");
        assertEq(accumulator, accumulatorAt(1), "accumulator");
        assertEq(verifier_, address(verifier), "verifier");
        assertTrue(!paused, "paused");
    }

    /// Payloads share one buffer: what a longer one left there must not reach the next.
    function testShorterPayloadAfterLongerOneIsClean() external {
        delete sent;
        push(address(recorder), 900_000, hex"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
        push(address(recorder), 900_000, hex"01");
        deliver(1, 2);
        assertEq(keccak256(recorder.payload()), keccak256(hex"01"), "payload");
    }

    /// One attestation, two transactions.
    function testPrefixWithTailIds() external {
        bytes memory attestation = attest(6);
        inbox.deliver(SOURCE, pack(1, 2), tail(3, 6), attestation);
        assertEq(delivered(), 2, "nonce");
        assertEq(recorder.count(), 2, "calls");
        inbox.deliver(SOURCE, pack(3, 6), tail(7, 6), attestation);
        assertEq(delivered(), 6, "nonce");
        assertEq(recorder.count(), 6, "calls");
    }

    function testOverlapIsSkipped() external {
        deliver(1, 4);
        deliver(2, 6);
        assertEq(delivered(), 6, "nonce");
        assertEq(recorder.count(), 6, "calls");
    }

    function testReplayDoesNothing() external {
        deliver(1, 3);
        vm.recordLogs();
        deliver(1, 3);
        deliver(2, 2, 3);
        assertEq(vm.getRecordedLogs().length, 0, "logs");
        assertEq(recorder.count(), 3, "calls");
        assertEq(delivered(), 3, "nonce");
    }

    function testGapIsRefused() external {
        deliver(1, 1);
        bytes memory packed = pack(3, 4);
        bytes memory attestation = attest(4);
        vm.expectRevert(abi.encodeWithSelector(Inbox.NonceGap.selector, uint64(3), uint64(2)));
        inbox.deliver(SOURCE, packed, tail(5, 4), attestation);
    }

    /// The signers attested 1, 2; what is delivered as 1 is 2's content.
    function testReorderedMessagesAreRefused() external {
        bytes memory attestation = attest(2);
        (bytes memory a, bytes memory b) = (sent[0].payload, sent[1].payload);
        (sent[0].payload, sent[1].payload) = (b, a);
        refuse(pack(1, 2), tail(3, 2), attestation);
    }

    function testFuzzAlteredMessageIsRefused(uint256 at, uint8 bit) external {
        bytes memory packed = pack(1, 3);
        bytes memory attestation = attest(3);
        // All but the header; the flags too, since what follows from them must not verify either.
        at = bound(at, 10, packed.length - 1);
        packed[at] ^= bytes1(uint8(1 << (bit % 8)));
        (bool ok,) =
            address(inbox).call{gas: 1 << 24}(abi.encodeCall(inbox.deliver, (SOURCE, packed, tail(4, 3), attestation)));
        // A change that leaves every id as it was is not an attack: bits of a field that is written twice.
        if (ok) assertEq(delivered(), 3, "delivered something else");
        assertTrue(!ok || recorder.times(idOf(1)) + recorder.times(idOf(2)) + recorder.times(idOf(3)) == 3, "forged");
    }

    function testForgedMessageIsRefused() external {
        bytes memory attestation = attest(1);
        sent[0].sender = bytes32(uint256(uint160(STRANGER)));
        refuse(pack(1, 1), tail(2, 1), attestation);
    }

    function testOmittedMessageIsRefused() external {
        bytes memory attestation = attest(3);
        sent[1] = sent[2];
        sent.pop();
        refuse(pack(1, 2), tail(3, 2), attestation);
    }

    function testAlteredTailIsRefused() external {
        bytes memory attestation = attest(3);
        bytes32[] memory ids = tail(2, 3);
        (ids[0], ids[1]) = (ids[1], ids[0]);
        refuse(pack(1, 1), ids, attestation);
    }

    function testEmptyAttestationIsRefused() external {
        bytes memory packed = pack(1, 1);
        vm.expectRevert(abi.encodeWithSelector(SignerSet.TooFewSignatures.selector, 0, 3));
        inbox.deliver(SOURCE, packed, new bytes32[](0), "");
    }

    function refuse(bytes memory packed, bytes32[] memory ids, bytes memory attestation) private {
        vm.expectPartialRevert(SignerSet.UnknownSigner.selector);
        try this.attempt(packed, ids, attestation) {}
        catch (bytes memory err) {
            // Other digests recover to other addresses, in another order.
            bytes4 selector = bytes4(err);
            assertTrue(
                selector == SignerSet.UnknownSigner.selector || selector == SignerSet.SignaturesNotAscending.selector,
                "refused for another reason"
            );
            assertEq(delivered(), 0, "nonce");
            revert SignerSet.UnknownSigner(0, address(0));
        }
    }

    function attempt(bytes calldata packed, bytes32[] calldata ids, bytes calldata attestation) external {
        inbox.deliver(SOURCE, packed, ids, attestation);
    }

    // ---- malformed batches

    function testTruncatedBatchIsRefused() external {
        bytes memory whole = pack(1, 2);
        bytes memory attestation = attest(2);
        bytes memory cut = pack(1, 2);
        assembly {
            mstore(cut, sub(mload(cut), 1))
        }
        vm.expectRevert(abi.encodeWithSelector(PackedBatch.BatchSize.selector, cut.length, whole.length));
        inbox.deliver(SOURCE, cut, new bytes32[](0), attestation);
    }

    function testTrailingBytesAreRefused() external {
        bytes memory packed = bytes.concat(pack(1, 2), hex"00");
        bytes memory attestation = attest(2);
        vm.expectRevert(abi.encodeWithSelector(PackedBatch.BatchSize.selector, packed.length, packed.length - 1));
        inbox.deliver(SOURCE, packed, new bytes32[](0), attestation);
    }

    function testBatchWithoutHeaderIsRefused() external {
        vm.expectRevert(abi.encodeWithSelector(PackedBatch.BatchTooShort.selector, 9, 10));
        inbox.deliver(SOURCE, new bytes(9), new bytes32[](0), "");
    }

    function testEmptyBatchIsRefused() external {
        vm.expectRevert(PackedBatch.BatchEmpty.selector);
        inbox.deliver(SOURCE, abi.encodePacked(uint64(1), uint16(0)), new bytes32[](0), "");
    }

    function testFuzzHostileBatchChangesNothing(bytes calldata data) external {
        try inbox.deliver{gas: 1 << 24}(
            SOURCE, bytes.concat(abi.encodePacked(uint64(1)), data), new bytes32[](0), attest(1)
        ) {}
            catch {}
        assertEq(delivered(), 0, "nonce");
        assertEq(recorder.count(), 0, "calls");
    }

    // ---- nothing signed for one deployment is good for another

    function testAttestationForAnotherInboxIsRefused() external {
        bytes memory attestation = attest(1);
        bytes memory packed = pack(1, 1);
        Inbox other = openAnother(outbox.mark(), address(outbox), SOURCE);
        vm.expectPartialRevert(SignerSet.UnknownSigner.selector);
        try other.deliver(SOURCE, packed, new bytes32[](0), attestation) {}
        catch {
            revert SignerSet.UnknownSigner(0, address(0));
        }
        assertTrue(other.inboxId() != inbox.inboxId(), "inbox ids differ");
    }

    /// Same addresses, same chain ids, started anew: only the mark differs.
    function testMarkSeparatesInboxesAtOneAddress() external {
        uint256 state = vm.snapshotState();
        Inbox a = new Inbox(OWNER, GUARDIAN, DELAY);
        bytes32 idA = a.inboxId();
        vm.revertToState(state);
        vm.setBlockhash(99, keccak256("started anew"));
        Inbox b = new Inbox(OWNER, GUARDIAN, DELAY);
        assertEq(address(a), address(b), "address");
        assertTrue(idA != b.inboxId(), "inbox ids differ");
    }

    function testLaneIdBindsEveryPartOfTheLane() external {
        bytes32 mark = outbox.mark();
        bytes32 base = laneOf(openAnother(mark, address(outbox), SOURCE), SOURCE);
        assertEq(base, laneId(), "same lane");
        assertTrue(base != laneOf(openAnother(keccak256("m"), address(outbox), SOURCE), SOURCE), "mark");
        assertTrue(base != laneOf(openAnother(mark, address(1), SOURCE), SOURCE), "outbox");
        assertTrue(base != laneOf(openAnother(mark, address(outbox), 1), 1), "source chain");
        vm.chainId(77);
        assertTrue(base != laneOf(openAnother(mark, address(outbox), SOURCE), SOURCE), "target chain");
    }

    function openAnother(bytes32 mark, address outbox_, uint64 source) private returns (Inbox other) {
        other = new Inbox(OWNER, GUARDIAN, DELAY);
        vm.prank(OWNER);
        other.openLane(source, bytes32(uint256(uint160(outbox_))), mark, address(verifier), MAX_GAS);
    }

    function laneOf(Inbox other, uint64 source) private view returns (bytes32 id) {
        (id,,,,) = other.lane(source);
    }

    // ---- verifiers

    function testVerifierThatDoesNotAnswerTheMagicIsRefused() external {
        Inbox other = new Inbox(OWNER, GUARDIAN, DELAY);
        address yes = address(new YesMan(bytes4(uint32(1))));
        vm.prank(OWNER);
        other.openLane(SOURCE, bytes32(uint256(1)), bytes32(uint256(2)), yes, MAX_GAS);
        bytes memory packed = pack(1, 1);
        vm.expectRevert(abi.encodeWithSelector(Inbox.NotAttested.selector, yes, bytes4(uint32(1))));
        other.deliver(SOURCE, packed, new bytes32[](0), "");
        assertTrue(IVerifier.verify.selector != bytes4(uint32(1)), "the magic is another");
    }

    function testVerifierWithoutCodeIsRefused() external {
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Inbox.VerifierWithoutCode.selector, STRANGER));
        inbox.openLane(7, bytes32(uint256(1)), 0, STRANGER, MAX_GAS);
    }

    function testUnknownLaneIsRefused() external {
        bytes memory packed = pack(1, 1);
        vm.expectRevert(abi.encodeWithSelector(Inbox.LaneUnknown.selector, uint64(5)));
        inbox.deliver(5, packed, new bytes32[](0), "");
    }

    // ---- pause

    function testPausedLaneRefusesDeliveryAndOthersGoOn() external {
        bytes memory packed = pack(1, 1);
        bytes memory attestation = attest(1);
        vm.prank(GUARDIAN);
        inbox.pause(SOURCE);
        vm.expectRevert(abi.encodeWithSelector(Inbox.LanePaused.selector, SOURCE));
        inbox.deliver(SOURCE, packed, new bytes32[](0), attestation);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN));
        inbox.unpause(SOURCE);
        vm.prank(OWNER);
        inbox.unpause(SOURCE);
        inbox.deliver(SOURCE, packed, new bytes32[](0), attestation);
    }

    function testPauseIsPerLane() external {
        vm.prank(OWNER);
        inbox.openLane(7, bytes32(uint256(1)), 0, address(verifier), MAX_GAS);
        vm.prank(GUARDIAN);
        inbox.pause(7);
        deliver(1, 1);
        assertEq(delivered(), 1, "nonce");
    }

    function testStrangersPauseNothing() external {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Governed.NotGuardian.selector, STRANGER));
        inbox.pause(SOURCE);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Governed.NotGuardian.selector, STRANGER));
        inbox.lowerMaxHandlerGas(SOURCE, 1);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Inbox.LaneUnknown.selector, uint64(5)));
        inbox.pause(5);
    }
}
