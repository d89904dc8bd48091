// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "../base/Test.sol";
import {Ledger} from "./Ledger.sol";
import {Governors} from "./Governors.sol";

/// @title The protocol's promises
/// @notice Each holds after every step of every sequence in which everybody does whatever they may, and much that they
/// may not. Some invariants take steps themselves: what must be possible is done, from wherever the lane stands.
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 60
contract PromisesTest is Test {
    Governors private world;

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() external {
        world = new Governors();
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(world);
    }

    /// @dev Sending and relaying come up more often than the rest: most calls would find nothing to do otherwise.
    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        bytes4[22] memory actions = [
            world.send.selector,
            world.send.selector,
            world.send.selector,
            world.send.selector,
            world.relay.selector,
            world.relay.selector,
            world.relayWithLittleGas.selector,
            world.relayWithLittleGas.selector,
            world.forge.selector,
            world.forge.selector,
            world.cross.selector,
            world.cross.selector,
            world.retry.selector,
            world.retryFailed.selector,
            world.rotate.selector,
            world.replaceVerifier.selector,
            world.changeReceiver.selector,
            world.pauseDelivering.selector,
            world.limitHandlers.selector,
            world.requote.selector,
            world.withdraw.selector,
            world.trespass.selector
        ];
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(world), new bytes4[](23));
        for (uint256 i = 0; i < 22; ++i) {
            list[0].selectors[i] = actions[i];
        }
        list[0].selectors[22] = world.pauseSending.selector;
    }

    /// What was sent is what arrives: one fold, each message once, first runs in the order of the lane.
    function invariant_eachNonceIsDeliveredOnceAndInOrder() external {
        (uint64 nonce, bytes32 accumulator, uint64 sentNonce, bytes32 sentFold) = world.lanes();
        assertEq(nonce, world.settled(), "nonce");
        assertEq(accumulator, world.accumulators(nonce), "accumulator of the Inbox");
        assertEq(sentNonce, world.count(), "nonce of the Outbox");
        assertEq(sentFold, world.accumulators(sentNonce), "accumulator of the Outbox");
        assertEq(world.strangeIds(), 0, "ids");
        for (uint256 n = 1; n <= sentNonce; ++n) {
            bool done = world.statuses(n) == Ledger.Status.Done;
            assertEq(world.witness().times(world.ids(n)), done ? 1 : 0, "runs");
        }
        uint256 before = 0;
        for (uint256 i = 0; i < world.witness().runs(); ++i) {
            uint256 n = world.nonceOf(world.witness().firstRuns(i));
            assertTrue(n > before, "out of order");
            before = n;
        }
        assertEq(world.witness().reentries(), 0, "re-entered");
    }

    /// Whatever recipients do, one relayer can deliver all that is pending at once.
    function invariant_aMaliciousRecipientNeverBlocksALane() external {
        assertEq(world.misjudged(), 0, "bad recipients recorded as good");
        assertTrue(world.deliverEverything(), "blocked");
    }

    /// Every delivery and every rotation carried threshold distinct current signers.
    function invariant_noDeliveryWithoutThresholdDistinctCurrentSigners() external view {
        assertEq(world.forgeries(), 0, "forgeries");
        assertTrue(world.signersAreCurrent(), "signers");
    }

    /// A message is retryable from its failure to its first success, by anybody, and at no other time.
    function invariant_failedMessagesAreRetryableExactlyUntilTheySucceed() external {
        assertEq(world.strangeRetries(), 0, "retries");
        for (uint256 n = 1; n <= world.count(); ++n) {
            assertTrue(world.isFailed(n) == (world.statuses(n) == Ledger.Status.Failed), "failed flag");
        }
        (uint256 refused, uint256 repeated) = world.retryEverything();
        assertEq(refused, 0, "not retryable");
        assertEq(repeated, 0, "retryable after success");
    }

    /// Every wei paid is in the Outbox or went to who was the configured receiver at that time.
    function invariant_feesNeverLeaveButToTheConfiguredReceiver() external view {
        (, uint256 astray) = world.fees();
        assertEq(astray, 0, "astray");
    }

    /// Nobody sends below the quote, nor through a pause.
    function invariant_nobodySendsBelowTheQuote() external view {
        assertEq(world.freeRides(), 0, "free rides");
    }

    /// Whenever the signers change, the new set can have what is pending delivered, without anybody else's help.
    function invariant_rotationNeverStrandsAPendingCheckpoint() external {
        assertTrue(world.rotateAndDeliver(), "stranded");
    }

    /// Two relayers that split and overlap as they like both succeed.
    function invariant_twoOverlappingDeliveriesNeverFailEachOther() external view {
        assertEq(world.collisions(), 0, "collisions");
    }

    /// Checkpoints and rotations of one deployment do nothing at another, not even at one with the same addresses.
    function invariant_nothingSignedForOneDeploymentIsGoodForAnother() external view {
        assertEq(world.crossings(), 0, "crossings");
        assertTrue(world.othersStand(), "another deployment moved");
    }

    /// Whoever calls with too little gas fails alone: no handler fails that would have accepted with its gas.
    function invariant_tooLittleGasNeverFailsAHandler() external view {
        assertEq(world.starvations(), 0, "starved");
    }

    /// A paused lane neither delivers nor retries.
    function invariant_aPausedLaneStandsStill() external view {
        assertEq(world.pausedMoves(), 0, "moved");
    }

    /// Strangers pull no lever, guardian and owner none but theirs, and none before the delay is over.
    function invariant_onlyThoseInChargeAndOnlyInTheirTime() external view {
        assertEq(world.trespasses(), 0, "trespasses");
    }
}
