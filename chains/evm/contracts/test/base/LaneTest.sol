// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../../src/Inbox.sol";
import {MultisigVerifier} from "../../src/MultisigVerifier.sol";
import {Outbox} from "../../src/Outbox.sol";
import {Fees} from "../../src/base/Fees.sol";
import {Lanes} from "../../src/lib/Lanes.sol";
import {Test} from "./Test.sol";

/// @title One lane, for tests
/// @notice Outbox and Inbox stand on one chain whose id is switched, so that messages need not be carried.
abstract contract LaneTest is Test {
    uint64 internal constant SOURCE = 9001;
    uint64 internal constant TARGET = 9002;
    uint256 internal constant DELAY = 2 days;
    uint24 internal constant MAX_GAS = 12_000_000;
    uint96 internal constant MAX_PRICE = 1e22;

    address internal constant OWNER = address(0x0123);
    address internal constant GUARDIAN = address(0x6a6d);
    address internal constant ORACLE = address(0x04ac);
    address internal constant RECEIVER = address(0xfee5);
    address internal constant STRANGER = address(0xbad);

    Outbox internal outbox;
    Inbox internal inbox;
    MultisigVerifier internal verifier;
    uint256[] internal keys; // of the current set, ascending by address
    uint256 internal threshold = 3;

    /// @dev A message as the tests send it; version, nonce and chains follow.
    struct Sent {
        bytes32 sender;
        bytes32 recipient;
        uint64 timestamp;
        uint64 gasLimit;
        bytes payload;
    }

    Sent[] internal sent;

    /// @dev The time, kept apart from block.timestamp: the compiler may read that once for a whole test.
    uint256 internal clock = 1_760_000_000;

    function skip(uint256 seconds_) internal {
        clock += seconds_;
        vm.warp(clock);
    }

    function setUp() public virtual {
        vm.warp(clock);
        vm.roll(100);
        vm.setBlockhash(99, keccak256("block 99"));
        vm.chainId(SOURCE);
        outbox = new Outbox(OWNER, GUARDIAN, ORACLE, RECEIVER, DELAY);
        vm.prank(OWNER);
        outbox.setTarget(TARGET, MAX_GAS, 64 * 1024, 1 days, MAX_PRICE);
        vm.prank(ORACLE);
        outbox.setQuote(TARGET, quote(1e9));
        vm.chainId(TARGET);
        inbox = new Inbox(OWNER, GUARDIAN, DELAY);
        keys = sortedKeys(5, 1);
        verifier = new MultisigVerifier(addresses(keys), threshold, false);
        (bytes32 outbox_, bytes32 mark) = (bytes32(uint256(uint160(address(outbox)))), outbox.mark());
        vm.prank(OWNER);
        inbox.openLane(SOURCE, outbox_, mark, address(verifier), MAX_GAS);
    }

    function quote(uint64 gasPrice) internal pure returns (Fees.Quote memory) {
        return Fees.Quote(gasPrice, 1 ether, 1000, 90_000, 40);
    }

    // ---- messages

    function push(address recipient, uint64 gasLimit, bytes memory payload) internal {
        push(Sent(bytes32(uint256(0xabc)), bytes32(uint256(uint160(recipient))), 1_760_000_000, gasLimit, payload));
    }

    function push(Sent memory m) internal {
        sent.push(m);
    }

    /// @dev The canonical encoding of message `nonce`, written down independently of the contracts.
    function encoding(uint256 nonce) internal view returns (bytes memory) {
        Sent storage m = sent[nonce - 1];
        return bytes.concat(
            abi.encodePacked(uint8(1), uint64(nonce), SOURCE, m.sender, TARGET, m.recipient, m.timestamp, m.gasLimit),
            m.payload
        );
    }

    function idOf(uint256 nonce) internal view returns (bytes32) {
        return keccak256(encoding(nonce));
    }

    function laneId() internal view returns (bytes32) {
        return Lanes.id(SOURCE, bytes32(uint256(uint160(address(outbox)))), outbox.mark(), TARGET);
    }

    function accumulatorAt(uint256 nonce) internal view returns (bytes32 accumulator) {
        accumulator = laneId();
        for (uint256 i = 1; i <= nonce; ++i) {
            accumulator = keccak256(bytes.concat(accumulator, idOf(i)));
        }
    }

    /// @dev Packs messages without leaving anything out: the dearest form, but a valid one.
    function pack(uint256 first, uint256 last) internal view returns (bytes memory packed) {
        packed = abi.encodePacked(uint64(first), uint16(last - first + 1));
        for (uint256 nonce = first; nonce <= last; ++nonce) {
            Sent storage m = sent[nonce - 1];
            packed = bytes.concat(
                packed,
                abi.encodePacked(uint8(0xea), m.sender, m.recipient, m.timestamp, m.gasLimit, uint24(m.payload.length)),
                m.payload
            );
        }
    }

    function tail(uint256 first, uint256 last) internal view returns (bytes32[] memory ids) {
        ids = new bytes32[](last + 1 - first);
        for (uint256 nonce = first; nonce <= last; ++nonce) {
            ids[nonce - first] = idOf(nonce);
        }
    }

    // ---- signatures

    function sortedKeys(uint256 count, uint256 seed) internal pure returns (uint256[] memory ks) {
        ks = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 key = uint256(keccak256(abi.encode(seed, i))) >> 1;
            uint256 j = i;
            for (; j > 0 && vm.addr(ks[j - 1]) > vm.addr(key); --j) {
                ks[j] = ks[j - 1];
            }
            ks[j] = key;
        }
    }

    function addresses(uint256[] memory ks) internal pure returns (address[] memory list) {
        list = new address[](ks.length);
        for (uint256 i = 0; i < ks.length; ++i) {
            list[i] = vm.addr(ks[i]);
        }
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function signAll(uint256[] memory ks, uint256 count, bytes32 digest) internal pure returns (bytes memory all) {
        for (uint256 i = 0; i < count; ++i) {
            all = bytes.concat(all, sign(ks[i], digest));
        }
    }

    /// @dev EIP-712, written down independently of the contracts.
    function typedDigest(address verifier_, bytes32 structHash) internal pure returns (bytes32) {
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Catenary"),
                keccak256("1"),
                uint256(TARGET),
                verifier_
            )
        );
        return keccak256(abi.encodePacked(hex"1901", separator, structHash));
    }

    function checkpoint(uint256 nonce, bytes32 accumulator, uint64 epoch) internal view returns (bytes32) {
        return typedDigest(
            address(verifier),
            keccak256(
                abi.encode(
                    keccak256("Checkpoint(bytes32 laneId,bytes32 inbox,uint64 nonce,bytes32 accumulator,uint64 epoch)"),
                    laneId(),
                    keccak256(abi.encode(address(inbox), inbox.mark())),
                    nonce,
                    accumulator,
                    epoch
                )
            )
        );
    }

    function attest(uint256 nonce) internal view returns (bytes memory) {
        return signAll(keys, threshold, checkpoint(nonce, accumulatorAt(nonce), verifier.epoch()));
    }

    function rotation(address[] memory signers, uint256 threshold_, uint64 epoch) internal view returns (bytes32) {
        bytes memory words;
        for (uint256 i = 0; i < signers.length; ++i) {
            words = bytes.concat(words, bytes32(uint256(uint160(signers[i]))));
        }
        return typedDigest(
            address(verifier),
            keccak256(
                abi.encode(
                    keccak256("Rotate(address[] signers,uint256 threshold,uint64 epoch)"),
                    keccak256(words),
                    threshold_,
                    epoch
                )
            )
        );
    }

    // ---- deliveries

    function deliver(uint256 first, uint256 last) internal {
        deliver(first, last, last);
    }

    function deliver(uint256 first, uint256 last, uint256 attested) internal {
        inbox.deliver(SOURCE, pack(first, last), tail(last + 1, attested), attest(attested));
    }

    function delivered() internal view returns (uint64 nonce) {
        (, nonce,,,) = inbox.lane(SOURCE);
    }
}
