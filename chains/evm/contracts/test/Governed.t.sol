// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../src/Inbox.sol";
import {MultisigVerifier} from "../src/MultisigVerifier.sol";
import {Governed} from "../src/base/Governed.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {LaneTest} from "./base/LaneTest.sol";
import {Recorder} from "./base/Recipients.sol";

/// @notice Timelock, roles and the set-up period.
contract GovernedTest is LaneTest {
    address private other;
    bytes private change;
    bytes32 private changeHash;

    function setUp() public override {
        super.setUp();
        other = address(new MultisigVerifier(addresses(keys), 3, false));
        change = abi.encodeCall(Inbox.setVerifier, (SOURCE, other));
        changeHash = keccak256(change);
    }

    function schedule() private {
        vm.prank(OWNER);
        inbox.schedule(change);
    }

    function refuse(address who, bytes memory err) private {
        vm.prank(who);
        vm.expectRevert(err);
        inbox.execute(change);
    }

    function verifierOf() private view returns (address v) {
        (,,, v,) = inbox.lane(SOURCE);
    }

    function testVerifierChangesAfterTheDelay() external {
        schedule();
        refuse(OWNER, abi.encodeWithSelector(Governed.ActionNotReady.selector, changeHash, clock + DELAY, clock));
        skip(DELAY - 1);
        refuse(OWNER, abi.encodeWithSelector(Governed.ActionNotReady.selector, changeHash, clock + 1, clock));
        skip(1);
        vm.prank(OWNER);
        inbox.execute(change);
        assertEq(verifierOf(), other, "verifier");
        refuse(OWNER, abi.encodeWithSelector(Governed.ActionUnknown.selector, changeHash)); // once
    }

    /// "Changes" of the verifier keep the lane where it is: pending checkpoints are approved again and go on.
    function testLaneGoesOnUnderTheNewVerifier() external {
        push(address(new Recorder()), 500_000, "a");
        push(address(new Recorder()), 500_000, "b");
        deliver(1, 1);
        schedule();
        skip(DELAY);
        vm.prank(OWNER);
        inbox.execute(change);
        verifier = MultisigVerifier(other);
        deliver(2, 2);
        assertEq(delivered(), 2, "nonce");
    }

    function testVerifierChangesThroughTheTimelockAlone() external {
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Governed.NotTimelock.selector, OWNER));
        inbox.setVerifier(SOURCE, other);
    }

    function testTimelockChecksTheVerifierToo() external {
        change = abi.encodeCall(Inbox.setVerifier, (SOURCE, STRANGER));
        schedule();
        skip(DELAY);
        refuse(OWNER, abi.encodeWithSelector(Inbox.VerifierWithoutCode.selector, STRANGER));
        assertEq(verifierOf(), address(verifier), "verifier");
    }

    function testOnlyTheOwnerUsesTheTimelock() external {
        bytes memory err = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN);
        vm.prank(GUARDIAN);
        vm.expectRevert(err);
        inbox.schedule(change);
        schedule();
        skip(DELAY);
        refuse(GUARDIAN, err);
        vm.prank(GUARDIAN);
        vm.expectRevert(err);
        inbox.cancel(changeHash);
    }

    function testUnannouncedActionIsRefused() external {
        refuse(OWNER, abi.encodeWithSelector(Governed.ActionUnknown.selector, changeHash));
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Governed.ActionUnknown.selector, changeHash));
        inbox.cancel(changeHash);
    }

    function testForgottenActionExpires() external {
        schedule();
        skip(DELAY + 14 days + 1);
        refuse(OWNER, abi.encodeWithSelector(Governed.ActionExpired.selector, changeHash, clock - 1, clock));
    }

    function testAnnouncingAgainDoesNotMoveTheTime() external {
        schedule();
        uint256 ready = clock + DELAY;
        skip(1 days);
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Governed.ActionPending.selector, changeHash, ready));
        inbox.schedule(change);
    }

    function testCancelledActionIsNotExecuted() external {
        schedule();
        vm.prank(OWNER);
        inbox.cancel(changeHash);
        skip(DELAY);
        refuse(OWNER, abi.encodeWithSelector(Governed.ActionUnknown.selector, changeHash));
    }

    function testTimelockRunsWhileLanesArePaused() external {
        vm.prank(GUARDIAN);
        inbox.pause(SOURCE);
        schedule();
        skip(DELAY);
        vm.prank(OWNER);
        inbox.execute(change);
        assertEq(verifierOf(), other, "verifier");
    }

    function testDelayOutOfRangeIsRefused() external {
        vm.expectRevert(abi.encodeWithSelector(Governed.DelayOutOfRange.selector, 1 days - 1, 1 days, 30 days));
        new Inbox(OWNER, GUARDIAN, 1 days - 1);
        vm.expectRevert(abi.encodeWithSelector(Governed.DelayOutOfRange.selector, 30 days + 1, 1 days, 30 days));
        new Inbox(OWNER, GUARDIAN, 30 days + 1);
    }

    function testOwnershipCannotBeRenounced() external {
        vm.prank(OWNER);
        vm.expectRevert(Governed.OwnershipNotRenounceable.selector);
        inbox.renounceOwnership();
    }

    function testOwnerReplacesAStolenGuardianAtOnce() external {
        vm.prank(OWNER);
        inbox.setGuardian(STRANGER);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Governed.NotGuardian.selector, GUARDIAN));
        inbox.pause(SOURCE);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, STRANGER));
        inbox.setGuardian(GUARDIAN);
    }

    // ---- opening lanes

    function open(address who, uint64 source, bytes memory err) private {
        vm.prank(who);
        if (err.length > 0) vm.expectRevert(err);
        inbox.openLane(source, bytes32(uint256(1)), bytes32(uint256(2)), other, MAX_GAS);
    }

    function testOnlyTheOwnerOpensLanes() external {
        open(GUARDIAN, 7, abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN));
    }

    /// Neither position nor id nor verifier can be set again by opening anew.
    function testLaneIsOpenedOnce() external {
        open(OWNER, SOURCE, abi.encodeWithSelector(Inbox.LaneAlreadyOpen.selector, SOURCE, laneId()));
    }

    function testLaneFromThisChainIsRefused() external {
        open(OWNER, TARGET, abi.encodeWithSelector(Inbox.LaneFromThisChain.selector, TARGET));
    }

    function testOpeningNeedsTheTimelockAfterTheSetUpPeriod() external {
        uint256 ended = clock + 7 days;
        skip(7 days - 1);
        open(OWNER, 7, "");
        skip(1);
        open(OWNER, 8, abi.encodeWithSelector(Inbox.SetupOver.selector, ended));
    }

    function testOpeningNeedsTheTimelockAfterSealing() external {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, STRANGER));
        inbox.seal();
        vm.prank(OWNER);
        inbox.seal();
        open(OWNER, 8, abi.encodeWithSelector(Inbox.SetupOver.selector, clock));
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Inbox.SetupOver.selector, clock));
        inbox.seal();
        change = abi.encodeCall(Inbox.openLane, (8, bytes32(uint256(1)), 0, other, MAX_GAS));
        schedule();
        skip(DELAY);
        vm.prank(OWNER);
        inbox.execute(change);
        (bytes32 id,,,,) = inbox.lane(8);
        assertTrue(id != 0, "not open");
    }

    function testHandlerGasAtOpeningIsBounded() external {
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Inbox.HandlerGasOutOfRange.selector, MAX_GAS + 1, 1, MAX_GAS));
        inbox.openLane(7, bytes32(uint256(1)), 0, other, MAX_GAS + 1);
    }
}
