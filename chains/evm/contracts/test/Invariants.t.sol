// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Fees} from "../src/base/Fees.sol";
import {LaneTest} from "./base/LaneTest.sol";
import {IRecipient} from "../src/IRecipient.sol";

/// @notice Counts what it accepts, by id and by order, and misbehaves as it is told, message by message.
contract Moody is IRecipient {
    mapping(bytes32 => uint256) public times;
    bytes32[] public order;
    bool public mended;

    function mend(bool mended_) external {
        mended = mended_;
    }

    function length() external view returns (uint256) {
        return order.length;
    }

    function handle(uint64, bytes32, bytes32 id, bytes calldata payload) external {
        uint8 mood = mended ? 0 : uint8(payload[0]) % 4;
        if (mood == 1) revert("no");
        if (mood == 2) while (true) {}
        if (mood == 3) {
            assembly ("memory-safe") {
                revert(0x1000, 20000)
            }
        }
        ++times[id];
        order.push(id);
    }
}

/// @notice Whoever may do whatever, in any order: senders, relayers that overlap and err, signers that rotate, a
/// guardian, an oracle, strangers.
contract World is LaneTest {
    Moody public moody;
    uint256 public paid;
    bool public paused;
    uint256 public forgeries; // deliveries without threshold distinct current signers that went through
    uint256 public strandings; // rotations after which a pending message could not be delivered
    uint256 public collisions; // overlapping deliveries of which one failed
    uint256 public strangeRetries; // retries that ran what had not failed
    uint256 private seed;

    constructor() {
        setUp();
        moody = new Moody();
    }

    function sentCount() external view returns (uint256) {
        return sent.length;
    }

    function at() public view returns (uint256) {
        return delivered();
    }

    function id(uint256 nonce) external view returns (bytes32) {
        return idOf(nonce);
    }

    function accumulator(uint256 nonce) external view returns (bytes32) {
        return accumulatorAt(nonce);
    }

    function contracts() external view returns (address, address) {
        return (address(outbox), address(inbox));
    }

    function failed(uint256 nonce) public view returns (bool) {
        return inbox.failed(SOURCE, idOf(nonce));
    }

    // ---- actions

    function send(uint8 mood, uint256 value) external {
        if (sent.length >= 12) return;
        vm.chainId(SOURCE);
        clock += 1;
        vm.warp(clock);
        uint64 gasLimit = 120_000;
        bytes memory payload = abi.encodePacked(mood, sent.length);
        uint256 fee = outbox.quote(TARGET, gasLimit, payload.length);
        value = bound(value, fee, 2 * fee);
        vm.deal(address(this), value);
        outbox.send{value: value}(TARGET, bytes32(uint256(uint160(address(moody)))), gasLimit, payload);
        paid += value;
        push(
            Sent(
                bytes32(uint256(uint160(address(this)))),
                bytes32(uint256(uint160(address(moody)))),
                uint64(clock),
                gasLimit,
                payload
            )
        );
        vm.chainId(TARGET);
    }

    /// Two relayers at once: whatever they overlap in, neither fails.
    function relay(uint256 a, uint256 b, uint256 c) external {
        uint256 next = delivered() + 1;
        if (paused || next > sent.length) return;
        uint256 attested = bound(c, next, sent.length);
        uint256 last = bound(b, next, attested);
        uint256 first = bound(a, 1, next);
        uint256 otherLast = bound(a >> 8, first, attested);
        try inbox.deliver(SOURCE, pack(first, last), tail(last + 1, attested), attest(attested)) {}
        catch {
            ++collisions;
        }
        try inbox.deliver(SOURCE, pack(first, otherLast), tail(otherLast + 1, attested), attest(attested)) {}
        catch {
            ++collisions;
        }
    }

    /// Too few, foreign, outdated or repeated signatures, or none at all.
    function forge(uint256 how, uint256 bit) external {
        uint256 next = delivered() + 1;
        if (paused || next > sent.length) return;
        bytes32 digest = checkpoint(next, accumulatorAt(next), verifier.epoch());
        bytes memory attestation;
        how %= 5;
        if (how == 0) attestation = signAll(keys, threshold - 1, digest);
        if (how == 1) attestation = signAll(sortedKeys(keys.length, 999), threshold, digest);
        if (how == 2) {
            attestation = signAll(keys, threshold, checkpoint(next, accumulatorAt(next), verifier.epoch() - 1));
        }
        if (how == 3) {
            for (uint256 i = 0; i < threshold; ++i) {
                attestation = bytes.concat(attestation, sign(keys[0], digest));
            }
        }
        if (how == 4) {
            attestation = signAll(keys, threshold, digest);
            attestation[bit % attestation.length] ^= bytes1(uint8(1 << (bit % 7)));
        }
        try inbox.deliver(SOURCE, pack(next, next), new bytes32[](0), attestation) {
            ++forgeries;
        } catch {}
    }

    /// A retry of any message at all: only failed ones run.
    function retry(uint256 nonce, bool mended) external {
        if (sent.length == 0 || paused) return;
        nonce = bound(nonce, 1, sent.length);
        bool was = failed(nonce);
        uint256 before = moody.times(idOf(nonce));
        moody.mend(mended);
        try inbox.retry{gas: 3_000_000}(encoding(nonce)) returns (bool ok) {
            if (!was || ok == failed(nonce)) ++strangeRetries;
            if (moody.times(idOf(nonce)) != before + (ok ? 1 : 0)) ++strangeRetries;
        } catch {
            if (was) ++strangeRetries;
        }
        moody.mend(false);
    }

    function rotate(uint256 size, uint256 t) external {
        size = bound(size, 2, 6);
        uint256[] memory fresh = sortedKeys(size, ++seed + 1000);
        t = bound(t, 2, size);
        bytes32 digest = rotation(addresses(fresh), t, verifier.epoch() + 1);
        verifier.rotate(addresses(fresh), t, signAll(keys, threshold, digest), signAll(fresh, t, digest));
        (keys, threshold) = (fresh, t);
        uint256 next = delivered() + 1;
        if (paused || next > sent.length) return;
        try inbox.deliver(SOURCE, pack(next, next), new bytes32[](0), attest(next)) {}
        catch {
            ++strandings;
        }
    }

    function pause(bool on) external {
        vm.prank(on ? GUARDIAN : OWNER);
        if (on) inbox.pause(SOURCE);
        else inbox.unpause(SOURCE);
        paused = on;
    }

    function requote(uint64 gasPrice) external {
        vm.prank(ORACLE);
        try outbox.setQuote(TARGET, quote(gasPrice % 3e9)) {} catch {}
    }

    function withdraw(address who) external {
        vm.prank(who);
        outbox.withdraw();
    }

    function trespass(uint256 how) external {
        vm.prank(STRANGER);
        if (how % 2 == 0) {
            try outbox.setFeeReceiver(STRANGER) {} catch {}
        } else {
            try inbox.setVerifier(SOURCE, STRANGER) {} catch {}
        }
    }

    function receiverBalance() external view returns (uint256) {
        return RECEIVER.balance;
    }

    function strangerBalance() external view returns (uint256) {
        return STRANGER.balance;
    }
}

contract InvariantsTest is LaneTest {
    World private world;

    function setUp() public override {
        world = new World();
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(world);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev The actions; what a World inherits is not for callers.
    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        bytes4[] memory actions = new bytes4[](12);
        // Sending and relaying more often as the rest: else most calls find nothing to do.
        (actions[0], actions[1], actions[2]) = (World.send.selector, World.send.selector, World.send.selector);
        (actions[3], actions[4], actions[5]) = (World.relay.selector, World.relay.selector, World.forge.selector);
        (actions[6], actions[7], actions[8]) = (World.retry.selector, World.rotate.selector, World.pause.selector);
        (actions[9], actions[10], actions[11]) =
        (World.requote.selector, World.withdraw.selector, World.trespass.selector);
        list[0] = FuzzSelector(address(world), actions);
    }

    /// Each message up to the Inbox's nonce has run once or stands as failed; none beyond it has.
    function invariant_eachNonceIsDeliveredOnce() external view {
        Moody moody = world.moody();
        uint256 at = world.at();
        for (uint256 nonce = 1; nonce <= world.sentCount(); ++nonce) {
            uint256 times = moody.times(world.id(nonce));
            bool failed = world.failed(nonce);
            if (nonce > at) assertTrue(times == 0 && !failed, "ran before its turn");
            else assertEq(times + (failed ? 1 : 0), 1, "ran twice, or was lost");
        }
    }

    /// What the Inbox holds is what the Outbox folded, at its nonce.
    function invariant_inboxFollowsTheOutboxInOrder() external view {
        (address outbox_, address inbox_) = world.contracts();
        (, bytes memory lane) = inbox_.staticcall(abi.encodeWithSignature("lane(uint64)", SOURCE));
        (, uint64 nonce, bytes32 accumulator,,) = abi.decode(lane, (bytes32, uint64, bytes32, address, bool));
        assertEq(accumulator, world.accumulator(nonce), "accumulator");
        assertTrue(outbox_ != inbox_ && nonce <= world.sentCount(), "ahead of the Outbox");
    }

    function invariant_noDeliveryWithoutThresholdDistinctCurrentSigners() external view {
        assertEq(world.forgeries(), 0, "forgeries");
    }

    /// With {eachNonceIsDeliveredOnce}: malicious recipients are among all messages, and overlaps never fail.
    function invariant_overlappingDeliveriesNeverFailEachOtherNorDoRecipients() external view {
        assertEq(world.collisions(), 0, "collisions");
    }

    function invariant_failedMessagesAreRetryableUntilTheySucceed() external view {
        assertEq(world.strangeRetries(), 0, "retries");
    }

    function invariant_rotationNeverStrandsAPendingCheckpoint() external view {
        assertEq(world.strandings(), 0, "strandings");
    }

    function invariant_feesNeverLeaveButToTheReceiver() external view {
        (address outbox_,) = world.contracts();
        assertEq(outbox_.balance + world.receiverBalance(), world.paid(), "fees");
        assertEq(world.strangerBalance(), 0, "stranger");
    }

    /// The run is worth something: after a sequence of all actions messages have moved.
    function testWorldMoves() external {
        for (uint8 i = 0; i < 8; ++i) {
            world.send(i, 0);
        }
        world.relay(0, 3, 5);
        world.rotate(4, 1);
        world.relay(1, 7, 7);
        world.retry(2, true);
        assertTrue(world.at() > 4, "nothing moved");
        assertTrue(world.moody().length() > 1, "nothing ran");
        assertEq(world.collisions() + world.strandings() + world.forgeries() + world.strangeRetries(), 0, "trouble");
        this.invariant_eachNonceIsDeliveredOnce();
    }
}
