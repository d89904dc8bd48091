// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Outbox} from "../src/Outbox.sol";
import {Governed} from "../src/base/Governed.sol";
import {Fees} from "../src/base/Fees.sol";
import {Marked} from "../src/base/Marked.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {LaneTest} from "./base/LaneTest.sol";

contract OutboxTest is LaneTest {
    bytes32 private constant TO = bytes32(uint256(0x70));

    event MessageSent(uint64 indexed targetChain, uint64 indexed nonce, bytes32 indexed id, bytes message);

    function setUp() public override {
        super.setUp();
        vm.chainId(SOURCE);
        vm.deal(address(this), 1e24);
    }

    function fee(uint64 gasLimit, uint256 length) private view returns (uint256) {
        return outbox.quote(TARGET, gasLimit, length);
    }

    // ---- what is sent

    function testFuzzMessageIsCanonicalAndFolded(uint160 to, uint64 gasLimit, bytes calldata payload, uint8 more)
        external
    {
        gasLimit = uint64(bound(gasLimit, 0, MAX_GAS));
        for (uint256 nonce = 1; nonce <= 1 + more % 3; ++nonce) {
            skip(7);
            push(Sent(bytes32(uint256(uint160(address(this)))), bytes32(uint256(to)), uint64(clock), gasLimit, payload));
            vm.expectEmit(address(outbox));
            emit MessageSent(TARGET, uint64(nonce), idOf(nonce), encoding(nonce));
            bytes32 id =
                outbox.send{value: fee(gasLimit, payload.length)}(TARGET, bytes32(uint256(to)), gasLimit, payload);
            assertEq(id, idOf(nonce), "id");
            (uint64 at, bytes32 accumulator) = outbox.lane(TARGET);
            assertEq(at, nonce, "nonce");
            assertEq(accumulator, accumulatorAt(nonce), "accumulator");
        }
    }

    /// Light clients prove these two slots and nothing else.
    function testLaneStorageIsPinned() external {
        bytes32 slot = keccak256(abi.encode(uint256(TARGET), uint256(0)));
        assertEq(vm.load(address(outbox), slot), 0, "nonce before");
        assertEq(vm.load(address(outbox), bytes32(uint256(slot) + 1)), 0, "accumulator before");
        (, bytes32 start) = outbox.lane(TARGET);
        assertEq(start, laneId(), "zero reads as the lane id");
        outbox.send{value: fee(1, 0)}(TARGET, TO, 1, "");
        (, bytes32 accumulator) = outbox.lane(TARGET);
        assertEq(vm.load(address(outbox), slot), bytes32(uint256(1)), "nonce");
        assertEq(vm.load(address(outbox), bytes32(uint256(slot) + 1)), accumulator, "accumulator");
    }

    function testLanesAreIndependent() external {
        vm.prank(OWNER);
        outbox.setTarget(7, MAX_GAS, 100, 1 days, MAX_PRICE);
        vm.prank(ORACLE);
        outbox.setQuote(7, quote(1e9));
        outbox.send{value: 1 ether}(7, TO, 1, "");
        (uint64 nonce, bytes32 accumulator) = outbox.lane(TARGET);
        assertEq(nonce, 0, "nonce");
        assertEq(accumulator, laneId(), "accumulator");
        assertTrue(outbox.laneId(7) != outbox.laneId(TARGET), "lane ids differ");
    }

    /// The same address on a chain with the same id, started anew: another lane.
    function testMarkSeparatesDeployments() external {
        vm.setBlockhash(99, keccak256("another genesis"));
        Outbox other = new Outbox(OWNER, GUARDIAN, ORACLE, RECEIVER, DELAY);
        vm.etch(address(0x0123456), address(other).code);
        assertTrue(other.mark() != outbox.mark(), "marks differ");
        assertTrue(other.laneId(TARGET) != outbox.laneId(TARGET), "lane ids differ");
    }

    function testDeploymentWithoutBlockHashIsRefused() external {
        vm.setBlockhash(99, 0);
        vm.expectRevert(abi.encodeWithSelector(Marked.NoBlockHash.selector, 100));
        new Outbox(OWNER, GUARDIAN, ORACLE, RECEIVER, DELAY);
    }

    // ---- what is refused

    function testUnknownTargetIsRefused() external {
        vm.expectRevert(abi.encodeWithSelector(Fees.TargetUnknown.selector, uint64(5)));
        outbox.send{value: 1 ether}(5, TO, 0, "");
    }

    function testDirtyRecipientIsRefused() external {
        bytes32 dirty = bytes32(uint256(1) << 160 | 7);
        uint256 value = fee(1, 0);
        vm.expectRevert(abi.encodeWithSelector(Outbox.RecipientNotAnAddress.selector, dirty));
        outbox.send{value: value}(TARGET, dirty, 1, "");
    }

    function testGasLimitAboveMaximumIsRefused() external {
        vm.expectRevert(abi.encodeWithSelector(Fees.GasLimitTooHigh.selector, MAX_GAS + 1, MAX_GAS));
        outbox.send{value: 1e20}(TARGET, TO, MAX_GAS + 1, "");
        outbox.send{value: fee(MAX_GAS, 0)}(TARGET, TO, MAX_GAS, "");
    }

    function testPayloadAboveMaximumIsRefused() external {
        vm.expectRevert(abi.encodeWithSelector(Fees.PayloadTooLong.selector, 65537, 65536));
        outbox.send{value: 1e20}(TARGET, TO, 1, new bytes(65537));
        outbox.send{value: 1e20}(TARGET, TO, 1, new bytes(65536));
    }

    function testFeeBelowQuoteIsRefused() external {
        uint256 required = fee(50_000, 3);
        vm.expectRevert(abi.encodeWithSelector(Outbox.InsufficientFee.selector, required - 1, required));
        outbox.send{value: required - 1}(TARGET, TO, 50_000, "abc");
        outbox.send{value: required}(TARGET, TO, 50_000, "abc");
    }

    function testPausedLaneRefusesAndOthersGoOn() external {
        vm.prank(OWNER);
        outbox.setTarget(7, MAX_GAS, 100, 1 days, MAX_PRICE);
        vm.prank(ORACLE);
        outbox.setQuote(7, quote(1e9));
        vm.prank(GUARDIAN);
        outbox.pause(TARGET);
        vm.expectRevert(abi.encodeWithSelector(Outbox.LanePaused.selector, TARGET));
        outbox.send{value: 1 ether}(TARGET, TO, 1, "");
        outbox.send{value: 1 ether}(7, TO, 1, "");
        vm.prank(OWNER);
        outbox.unpause(TARGET);
        outbox.send{value: 1 ether}(TARGET, TO, 1, "");
    }

    function testOnlyGuardianAndOwnerPause() external {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Governed.NotGuardian.selector, STRANGER));
        outbox.pause(TARGET);
        vm.prank(OWNER);
        outbox.pause(TARGET);
    }

    function testGuardianCannotUnpause() external {
        vm.prank(GUARDIAN);
        outbox.pause(TARGET);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN));
        outbox.unpause(TARGET);
    }

    function testPausingAnUnknownTargetIsRefused() external {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Fees.TargetUnknown.selector, uint64(5)));
        outbox.pause(5);
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Fees.TargetUnknown.selector, uint64(5)));
        outbox.unpause(5);
    }
}
