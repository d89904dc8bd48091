// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Cheats} from "./Cheats.sol";
import {IInboxInTests, IOutboxInTests} from "./Contracts.sol";
import {InboxCode, MultisigVerifierCode, OutboxCode} from "./CreationCode.sol";

/// @title Several chains in one EVM
/// @notice Its one decision: where things happen. Each chain has an Outbox, an Inbox, and a verifier of two of three
/// signers for every lane that ends there; {CatenaryTest} carries messages between them.
abstract contract Chains {
    Cheats internal constant cheats = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice Limits and prices of every lane: the most that a lane may have, and a gas price of 1 gwei.
    uint24 internal constant LANE_HANDLER_GAS = 12_000_000;
    uint24 internal constant LANE_PAYLOAD = 64 * 1024;
    uint64 internal constant LANE_GAS_PRICE = 1 gwei;

    uint64 private constant NONE = 0;

    mapping(uint64 chain => IOutboxInTests) private _outboxes;
    mapping(uint64 chain => IInboxInTests) private _inboxes;
    mapping(uint64 chain => address) private _verifiers;
    mapping(uint64 source => mapping(uint64 target => bytes32)) private _laneIds;
    mapping(address outbox => bool) private _isOutbox;

    /// @dev The chain on which things happen now.
    uint64 private _here;

    /// @dev The signers' keys, ascending by address as signatures have to be.
    uint256[3] private _signers;

    error NoSuchChain(uint64 chain);
    error NoSuchLane(uint64 source, uint64 target);

    /// @notice Opens lanes between two chains in both directions, and makes the chains where they are new.
    function openLanes(uint64 a, uint64 b) internal {
        uint64 before = _here;
        _openChain(a);
        _openChain(b);
        _openLane(a, b);
        _openLane(b, a);
        on(before == NONE ? a : before);
    }

    /// @notice What follows happens on this chain.
    function on(uint64 chain) internal {
        if (address(_outboxes[chain]) == address(0)) revert NoSuchChain(chain);
        _here = chain;
        cheats.chainId(chain);
    }

    /// @notice The chain on which things happen now.
    function here() internal view returns (uint64) {
        return _here;
    }

    function outboxOf(uint64 chain) internal view returns (IOutboxInTests outbox) {
        outbox = _outboxes[chain];
        if (address(outbox) == address(0)) revert NoSuchChain(chain);
    }

    function inboxOf(uint64 chain) internal view returns (IInboxInTests inbox) {
        inbox = _inboxes[chain];
        if (address(inbox) == address(0)) revert NoSuchChain(chain);
    }

    /// @notice Moves the fees of a lane, as its oracle does when gas gets dearer on the target chain. Downwards a quarter
    /// in ten minutes is the most.
    /// @param gasPrice in wei of the target chain, worth as much as wei of the source chain
    function moveGasPrice(uint64 source, uint64 target, uint64 gasPrice) internal {
        uint64 before = _here;
        on(source);
        _outboxes[source].setQuote(target, IOutboxInTests.Quote(gasPrice, 1 ether, 0, 90_000, 40));
        on(before);
    }

    /// @notice The accumulator of a lane before its first message; zero where there is no lane.
    function laneId(uint64 source, uint64 target) internal view returns (bytes32) {
        return _laneIds[source][target];
    }

    function isOutbox(address account) internal view returns (bool) {
        return _isOutbox[account];
    }

    /// @dev The signatures of two of the three signers over a checkpoint.
    function _attest(uint64 source, uint64 target, uint64 nonce, bytes32 fold)
        internal
        view
        returns (bytes memory all)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Catenary"),
                keccak256("1"),
                uint256(target),
                _verifiers[target]
            )
        );
        bytes32 checkpoint = keccak256(
            abi.encode(
                keccak256("Checkpoint(bytes32 laneId,bytes32 inbox,uint64 nonce,bytes32 accumulator,uint64 epoch)"),
                _laneIds[source][target],
                _inboxes[target].inboxId(),
                nonce,
                fold,
                uint64(1)
            )
        );
        bytes32 digest = keccak256(bytes.concat(hex"1901", domain, checkpoint));
        for (uint256 i = 0; i < 2; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = cheats.sign(_signers[i], digest);
            all = bytes.concat(all, r, s, bytes1(v));
        }
    }

    function _openChain(uint64 chain) private {
        if (address(_outboxes[chain]) != address(0)) return;
        if (_here == NONE) {
            cheats.recordLogs();
            _makeSigners();
        }
        cheats.chainId(chain);
        // A deployment is marked with the hash of the block before, which a test's first block doesn't have.
        if (block.number == 0) cheats.roll(1);
        if (blockhash(block.number - 1) == 0) cheats.setBlockhash(block.number - 1, keccak256("the block before"));
        if (block.timestamp == 0) cheats.warp(1);
        bytes memory roles = abi.encode(address(this), address(this));
        address outbox = _create(
            bytes.concat(new OutboxCode().code(), roles, abi.encode(address(this), address(this), uint256(2 days)))
        );
        _inboxes[chain] =
            IInboxInTests(_create(bytes.concat(new InboxCode().code(), roles, abi.encode(uint256(2 days)))));
        _outboxes[chain] = IOutboxInTests(outbox);
        _isOutbox[outbox] = true;
        address[] memory list = new address[](3);
        for (uint256 i = 0; i < 3; ++i) {
            list[i] = cheats.addr(_signers[i]);
        }
        _verifiers[chain] =
            _create(bytes.concat(new MultisigVerifierCode().code(), abi.encode(list, uint256(2), false)));
        on(chain);
    }

    function _openLane(uint64 source, uint64 target) private {
        if (_laneIds[source][target] != 0) return;
        IOutboxInTests outbox = _outboxes[source];
        on(source);
        outbox.setTarget(target, LANE_HANDLER_GAS, LANE_PAYLOAD, type(uint24).max, type(uint96).max);
        moveGasPrice(source, target, LANE_GAS_PRICE);
        bytes32 mark = outbox.mark();
        _laneIds[source][target] = outbox.laneId(target);
        on(target);
        _inboxes[target].openLane(
            source, bytes32(uint256(uint160(address(outbox)))), mark, _verifiers[target], LANE_HANDLER_GAS
        );
    }

    function _makeSigners() private {
        for (uint256 i = 0; i < 3; ++i) {
            uint256 key = uint256(keccak256(abi.encode("signer of the testing kit", i))) >> 1;
            uint256 j = i;
            for (; j > 0 && cheats.addr(_signers[j - 1]) > cheats.addr(key); --j) {
                _signers[j] = _signers[j - 1];
            }
            _signers[j] = key;
        }
    }

    function _create(bytes memory code) private returns (address made) {
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        require(made != address(0), "the testing kit can't deploy its contracts");
    }
}
