// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MESSAGE_HEADER, MESSAGE_VERSION} from "./Limits.sol";

/// @title Consecutive messages of one lane, packed for calldata
/// @notice Its one decision: how a batch is written so that what a lane or a neighbour already says is not paid for
/// again. A byte of calldata costs up to 40 gas (EIP-7623). Integers are big-endian, nothing is padded:
///
///     batch   = firstNonce (8) ‖ count (2) ‖ message × count
///     message = flags (1) ‖ sender ‖ recipient ‖ timestamp ‖ gasLimit ‖ length ‖ payload
///
///     flags bit 0, 1  sender:    0 as before, 1 address (20 bytes), 2 whole word (32 bytes)
///           bit 2, 3  recipient: 0 as before, 1 address (20 bytes), 2 whole word (32 bytes)
///           bit 4, 5  timestamp: 0 as before, 1 seconds after the one before (1 byte), 2 whole (8 bytes)
///           bit 6     gasLimit:  0 as before, 1 whole (8 bytes)
///           bit 7     length:    0 as before, 1 payload length in bytes (3 bytes)
///
/// Before the first message everything is zero. Nonces follow from the first; version and chains are the lane's.
///
/// Nothing here has to be canonical, and no field is checked: what is executed is read from the very bytes that are
/// hashed, and the hash must be in the attested accumulator. (The Go decoder is strict, as it has no such witness.)
library PackedBatch {
    /// @notice Size of the header, in bytes.
    uint256 internal constant HEADER = 10;

    /// @dev Size of a Handler.Call in memory: what is kept of a message until it is executed.
    uint256 internal constant RECORD = 6 * 32;

    error BatchTooShort(uint256 size, uint256 minimum);
    error BatchEmpty();
    error BatchSize(uint256 size, uint256 expected);

    /// @notice A batch that is being read. In memory, as the stack is too short for it and a loop.
    struct Batch {
        uint256 first; // nonce of the first message
        uint256 last; // nonce of the last message
        uint256 delivered; // the lane's nonce
        bytes32 accumulator; // the lane's; after {fold}, that after `last`
        uint256 records; // memory offset of `last - delivered` records
        uint256 start; // calldata offset of the batch
        uint256 size; // in bytes
    }

    /// @notice Reads the header of a batch.
    function open(bytes calldata data) internal pure returns (Batch memory b) {
        if (data.length < HEADER) revert BatchTooShort(data.length, HEADER);
        uint256 header;
        uint256 start;
        assembly ("memory-safe") {
            start := data.offset
            header := calldataload(start)
        }
        uint256 count = uint16(header >> 176);
        if (count == 0) revert BatchEmpty();
        unchecked {
            b.first = header >> 192;
            b.last = b.first + count - 1;
            b.start = start;
            b.size = data.length;
        }
    }

    /// @notice Folds the ids of the messages after `delivered` into the accumulator, and keeps what their execution
    /// needs. Messages up to `delivered` are read, as later ones may lean on them, and otherwise ignored.
    /// @dev The canonical encoding is built once, in free memory; each message changes it where it differs from the one
    /// before, so that the fields need no other place. One piece of assembly, because the compiler moves the variables
    /// of this loop in and out of memory otherwise, which costs more than all that it computes.
    /// @param b from {open}, with the lane's nonce (from `first - 1` to `last - 1`) and accumulator
    function fold(Batch memory b, uint64 sourceChain) internal view {
        uint256 m = _blank(b, sourceChain);
        uint256 at;
        assembly ("memory-safe") {
            at := add(mload(add(b, 0xa0)), HEADER)
            let record := mload(add(b, 0x80))
            let length := 0
            for { let nonce := mload(b) } iszero(gt(nonce, mload(add(b, 0x20)))) { nonce := add(nonce, 1) } {
                let flags := byte(0, calldataload(at))
                at := add(at, 1)
                if and(flags, 0x0f) {
                    // Sender ends at 49, recipient at 89; both are whole words.
                    if and(flags, 0x03) {
                        mstore(add(m, 17), shr(mul(96, and(flags, 0x01)), calldataload(at)))
                        at := add(at, sub(32, mul(12, and(flags, 0x01))))
                    }
                    if and(flags, 0x0c) {
                        mstore(add(m, 57), shr(mul(24, and(flags, 0x04)), calldataload(at)))
                        at := add(at, sub(32, mul(3, and(flags, 0x04))))
                    }
                }
                if and(flags, 0xf0) {
                    // Timestamp ends at 97, gas limit at 105; what stands before them in their words stays.
                    switch and(flags, 0x30)
                    case 0 {}
                    case 0x20 {
                        mstore(add(m, 65), or(shl(64, shr(64, mload(add(m, 65)))), shr(192, calldataload(at))))
                        at := add(at, 8)
                    }
                    default {
                        mstore(add(m, 65), add(mload(add(m, 65)), byte(0, calldataload(at))))
                        at := add(at, 1)
                    }
                    if and(flags, 0x40) {
                        mstore(add(m, 73), or(shl(64, shr(64, mload(add(m, 73)))), shr(192, calldataload(at))))
                        at := add(at, 8)
                    }
                    if and(flags, 0x80) {
                        length := shr(232, calldataload(at))
                        at := add(at, 3)
                    }
                }
                if gt(nonce, mload(add(b, 0x40))) {
                    // Version and nonce end at 9.
                    mstore(sub(m, 23), or(shl(64, MESSAGE_VERSION), nonce))
                    calldatacopy(add(m, MESSAGE_HEADER), at, length)
                    let id := keccak256(m, add(MESSAGE_HEADER, length))
                    mstore(record, id)
                    mstore(add(record, 0x20), mload(add(m, 17)))
                    mstore(add(record, 0x40), mload(add(m, 57)))
                    mstore(add(record, 0x60), and(mload(add(m, 73)), 0xffffffffffffffff))
                    mstore(add(record, 0x80), at)
                    mstore(add(record, 0xa0), length)
                    record := add(record, RECORD)
                    mstore(0x00, mload(add(b, 0x60)))
                    mstore(0x20, id)
                    mstore(add(b, 0x60), keccak256(0x00, 0x40))
                }
                at := add(at, length)
            }
        }
        // One check for the whole batch: the cursor never goes back, so it can't have left the batch and returned. What
        // was read beyond the end (other arguments, or zeros) cost nobody but the caller.
        if (at != b.start + b.size) revert BatchSize(b.size, at - b.start);
    }

    /// @dev Allocates the records and puts the lane's constants into an encoding behind them, in free memory. The word
    /// that ends with the nonce begins before the encoding does, so there is one word between.
    function _blank(Batch memory b, uint64 sourceChain) private view returns (uint256 m) {
        assembly ("memory-safe") {
            let records := mload(0x40)
            mstore(add(b, 0x80), records)
            mstore(0x40, add(records, mul(sub(mload(add(b, 0x20)), mload(add(b, 0x40))), RECORD)))
            m := add(mload(0x40), 0x20)
            mstore(add(m, 73), 0)
            mstore(add(m, 57), 0)
            mstore(add(m, 25), chainid()) // target chain ends at 57
            mstore(add(m, 17), 0)
            mstore(sub(m, 15), sourceChain) // ends at 17
        }
    }
}
