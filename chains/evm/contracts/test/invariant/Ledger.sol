// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../../src/Inbox.sol";
import {MultisigVerifier} from "../../src/MultisigVerifier.sol";
import {Outbox} from "../../src/Outbox.sol";
import {LaneTest} from "../base/LaneTest.sol";
import {Chameleon, Mood, Witness} from "./Witness.sol";

/// @title What must be true, kept apart from the contracts
/// @notice A lane, its messages as they were sent, and what should have become of each: folded and judged here, never
/// read back from the contracts. Beside it stand deployments of everything with the same keys, sent the same messages.
abstract contract Ledger is LaneTest {
    uint256 internal constant MAX_MESSAGES = 14;
    address internal constant NOWHERE = address(0xdead0000dead);
    address internal constant VANISHER = address(0x33ff);

    enum Status {
        Pending,
        Done,
        Failed
    }

    Witness public witness = new Witness();
    address internal chameleon;

    // The ledger, by nonce; index 0 is before the first message.
    bytes32[] public ids;
    bytes32[] public accumulators;
    Status[] public statuses;
    mapping(bytes32 id => uint256) public nonceOf;
    uint256 public settled; // last nonce that was delivered with a good attestation
    uint256 internal maxHandlerGas = MAX_GAS;
    bool internal paused;
    bool internal sendingPaused;

    /// @dev A second deployment of everything, by the same owner, for the same chains and signers.
    Outbox internal twinOutbox;
    Inbox internal twinInbox;
    MultisigVerifier internal twinVerifier;
    bytes32[] internal twinAccumulators;
    /// @dev A second Inbox on the very lane and verifier: nothing but the Inbox differs.
    Inbox internal sibling;
    /// @dev Code of Inbox and Outbox deployed anew at the same address, on a devnet that was started again.
    bytes internal restartedInbox;
    bytes internal restartedOutbox;

    uint256 public paid; // wei, by all senders
    uint256 public strangeIds; // sends whose id isn't the hash of the canonical encoding
    uint256 public freeRides; // sends below the quote, or through a pause

    constructor() {
        setUp();
        vm.etch(VANISHER, hex"33ff");
        chameleon = address(new Chameleon(witness, VANISHER));
        bytes32 outbox_ = bytes32(uint256(uint160(address(outbox))));
        sibling = new Inbox(OWNER, GUARDIAN, DELAY);
        bytes32 mark = outbox.mark();
        vm.prank(OWNER);
        sibling.openLane(SOURCE, outbox_, mark, address(verifier), MAX_GAS);
        deployTwin();
        restart();
        ids.push(0);
        statuses.push(Status.Done);
        accumulators.push(laneOf(address(outbox), mark));
        twinAccumulators.push(laneOf(address(twinOutbox), twinOutbox.mark()));
    }

    /// @dev The lane id as the protocol says, written down independently.
    function laneOf(address outbox_, bytes32 mark) internal pure returns (bytes32) {
        return keccak256(abi.encode("Catenary lane v1", SOURCE, bytes32(uint256(uint160(outbox_))), mark, TARGET));
    }

    function deployTwin() private {
        (Outbox outbox_, Inbox inbox_, MultisigVerifier verifier_) = (outbox, inbox, verifier);
        setUp(); // the same keys again
        (twinOutbox, twinInbox, twinVerifier) = (outbox, inbox, verifier);
        (outbox, inbox, verifier) = (outbox_, inbox_, verifier_);
    }

    function restart() private {
        vm.roll(200);
        vm.setBlockhash(199, keccak256("block 99 of another genesis"));
        restartedInbox =
            construct(address(inbox), bytes.concat(type(Inbox).creationCode, abi.encode(OWNER, GUARDIAN, DELAY)));
        restartedOutbox = construct(
            address(outbox),
            bytes.concat(type(Outbox).creationCode, abi.encode(OWNER, GUARDIAN, ORACLE, RECEIVER, DELAY))
        );
    }

    /// @dev Runs a constructor at an address in use; what it stores there is what is stored there already.
    function construct(address where, bytes memory creation) private returns (bytes memory code) {
        bytes memory live = where.code;
        vm.etch(where, creation);
        bool ok;
        (ok, code) = where.call("");
        require(ok, "constructor");
        vm.etch(where, live);
    }

    // ---- sending

    function send(uint8 rawMood, uint256 value, uint256 raw) external {
        if (sent.length >= MAX_MESSAGES) return;
        // A third of all messages are hungry: they alone notice gas that is withheld.
        Mood mood = Mood(rawMood % 16 < 11 ? rawMood % 16 : uint8(Mood.Hungry));
        uint64 gasLimit = gasFor(mood, raw);
        bytes memory payload = abi.encodePacked(mood, gasLimit - 900, new bytes(raw % 70), sent.length);
        address to = mood == Mood.Nowhere ? NOWHERE : chameleon;
        vm.chainId(SOURCE);
        skip(1 + raw % 400);
        value = post(bytes32(uint256(uint160(to))), gasLimit, payload, value);
        vm.chainId(TARGET);
    }

    /// @dev Sends through both Outboxes, so that the twin's lane holds the very same messages.
    function post(bytes32 to, uint64 gasLimit, bytes memory payload, uint256 value) private returns (uint256 fee) {
        try outbox.quote(TARGET, gasLimit, payload.length) returns (uint256 wei_) {
            fee = wei_;
        } catch {
            return 0; // the quote is stale, and the oracle has to come first
        }
        underpay(to, gasLimit, payload, fee);
        if (sendingPaused) return 0;
        value = bound(value, fee, 2 * fee);
        vm.deal(address(this), value);
        bytes32 id = outbox.send{value: value}(TARGET, to, gasLimit, payload);
        paid += value;
        push(Sent(bytes32(uint256(uint160(address(this)))), to, uint64(clock), gasLimit, payload));
        record();
        if (id != ids[sent.length]) ++strangeIds;
        vm.deal(address(this), 1e30);
        uint256 twinFee = twinOutbox.quote(TARGET, gasLimit, payload.length);
        if (twinOutbox.send{value: twinFee}(TARGET, to, gasLimit, payload) != id) ++strangeIds;
        vm.deal(address(this), 0);
    }

    /// @dev One wei too little, or enough while sending is paused.
    function underpay(bytes32 to, uint64 gasLimit, bytes memory payload, uint256 fee) private {
        uint256 value = sendingPaused ? fee : fee - 1;
        vm.deal(address(this), value);
        try outbox.send{value: value}(TARGET, to, gasLimit, payload) {
            ++freeRides;
        } catch {}
    }

    function record() private {
        uint256 nonce = sent.length;
        bytes32 id = keccak256(encoding(nonce));
        ids.push(id);
        statuses.push(Status.Pending);
        nonceOf[id] = nonce;
        accumulators.push(keccak256(bytes.concat(accumulators[nonce - 1], id)));
        twinAccumulators.push(keccak256(bytes.concat(twinAccumulators[nonce - 1], id)));
    }

    function gasFor(Mood mood, uint256 raw) private pure returns (uint64) {
        if (mood == Mood.Greedy) return uint64(bound(raw, 300_000, 3_000_000));
        if (mood == Mood.ReenterDeliver || mood == Mood.ReenterRetry) return 2_000_000;
        return uint64(bound(raw, 150_000, 250_000));
    }

    // ---- what should happen

    function moodOf(uint256 nonce) internal view returns (Mood) {
        return Mood(uint8(sent[nonce - 1].payload[0]));
    }

    /// @dev Whether a recipient in this mood accepts, given its gas.
    function accepts(uint256 nonce) internal view returns (bool) {
        Mood mood = moodOf(nonce);
        return mood == Mood.Accept || mood == Mood.Flood || mood > Mood.Nowhere || mood == Mood.Vanish;
    }

    function count() external view returns (uint256) {
        return sent.length;
    }
}
