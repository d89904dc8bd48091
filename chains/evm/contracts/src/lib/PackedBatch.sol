// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lanes} from "./Lanes.sol";
import {MAX_PAYLOAD, MESSAGE_HEADER, MESSAGE_VERSION} from "./Limits.sol";

/// @title Consecutive messages of one lane, packed for calldata
/// @notice Its one decision: how a batch is written so that what a lane or a neighbour already says is not paid for
/// again. A byte of calldata costs up to 40 gas (EIP-7623). Integers are big-endian, nothing is padded:
///
///     batch   = firstNonce (8) ‖ count (2) ‖ message × count
///     message = flags (1) ‖ sender ‖ recipient ‖ timestamp ‖ gasLimit ‖ length ‖ payload
///
///     flags bit 0–1  sender:    0 as before, 1 address (20 bytes), 2 whole word (32 bytes)
///           bit 2–3  recipient: 0 as before, 1 address (20 bytes), 2 whole word (32 bytes)
///           bit 4–5  timestamp: 0 as before, 1 seconds after the one before (1 byte), 2 whole (8 bytes)
///           bit 6    gasLimit:  0 as before, 1 whole (8 bytes)
///           bit 7    length:    0 as before, 1 payload length in bytes (3 bytes)
///
/// Before the first message everything is zero. Nonces follow from the first; version and chains are the lane's.
/// A message may be written in several ways; that harms nobody, as its id is recomputed from the canonical encoding
/// and must be in the attested accumulator.
library PackedBatch {
    /// @notice Size of the header, in bytes.
    uint256 internal constant HEADER = 10;

    /// @dev What is kept in memory of a message until it is executed:
    /// id, sender, recipient, gasLimit, (calldata offset of the payload << 32 | its length).
    uint256 internal constant RECORD = 5 * 32;

    error BatchTooShort(uint256 size, uint256 minimum);
    error BatchEmpty();
    error BatchStartsAtZero();
    error BatchNonceOverflow(uint64 firstNonce, uint256 count);
    error BatchFlags(uint256 offset, uint256 flags);
    error BatchTimestampOverflow(uint256 offset);
    error BatchPayloadTooLong(uint256 offset, uint256 size, uint256 maximum);
    error BatchTruncated(uint256 needed, uint256 size);
    error BatchTrailingBytes(uint256 used, uint256 size);

    /// @notice Reads the header of a batch.
    /// @return first nonce of the first message, at least 1
    /// @return last nonce of the last message
    function range(bytes calldata data) internal pure returns (uint64 first, uint64 last) {
        if (data.length < HEADER) revert BatchTooShort(data.length, HEADER);
        first = uint64(bytes8(data));
        uint256 count = uint16(bytes2(data[8:]));
        if (first == 0) revert BatchStartsAtZero();
        if (count == 0) revert BatchEmpty();
        if (count - 1 > type(uint64).max - first) revert BatchNonceOverflow(first, count);
        unchecked {
            last = uint64(first + count - 1);
        }
    }

    /// @dev The fields that a message inherits from the one before.
    struct Fields {
        bytes32 sender;
        bytes32 recipient;
        uint256 timestamp;
        uint256 gasLimit;
        uint256 length; // of the payload, in bytes
        uint256 payload; // its offset in calldata
    }

    /// @notice Folds the ids of the messages after `delivered` into the accumulator, and keeps what their execution
    /// needs. Messages up to `delivered` are read, as later ones may lean on them, and otherwise ignored.
    /// @param first from {range}
    /// @param last from {range}, above `delivered`
    /// @param delivered the lane's nonce, at least `first - 1`
    /// @return records memory offset of `last - delivered` records
    /// @return folded the accumulator after `last`
    function fold(
        bytes calldata data,
        uint256 first,
        uint256 last,
        uint256 delivered,
        uint64 sourceChain,
        bytes32 accumulator
    ) internal view returns (uint256 records, bytes32 folded) {
        unchecked {
            folded = accumulator;
            Fields memory f;
            uint256 start;
            assembly ("memory-safe") {
                start := data.offset
                records := mload(0x40)
                mstore(0x40, add(records, mul(sub(last, delivered), RECORD)))
            }
            uint256 end = start + data.length;
            uint256 at = start + HEADER;
            uint256 record = records;
            for (uint256 nonce = first; nonce <= last; ++nonce) {
                at = _read(f, at, start);
                // One check for a whole message: reading beyond the end yields other arguments or zeros, never harm.
                if (at > end) revert BatchTruncated(at - start, data.length);
                if (nonce <= delivered) continue;
                bytes32 id = _id(f, nonce, sourceChain);
                _keep(f, id, record);
                record += RECORD;
                folded = Lanes.fold(folded, id);
            }
            if (at != end) revert BatchTrailingBytes(at - start, data.length);
        }
    }

    /// @dev Reads one message's fields over those of the one before. The cursor grows by at most 16 MiB, so it can't
    /// overflow before the caller has compared it with the end.
    function _read(Fields memory f, uint256 at, uint256 start) private pure returns (uint256) {
        unchecked {
            uint256 flags = uint256(_word(at)) >> 248;
            // A mode of 3 has both its bits set: bits 0, 2 and 4 of the flags and of their half meet there only.
            if (flags & (flags >> 1) & 0x15 != 0) revert BatchFlags(at - start, flags);
            ++at;
            if (flags & 0x03 != 0) (f.sender, at) = _account(at, flags & 0x01);
            if (flags & 0x0c != 0) (f.recipient, at) = _account(at, flags & 0x04);
            if (flags & 0x10 != 0) {
                f.timestamp += uint256(_word(at)) >> 248;
                // Else the excess would spill over into the field before it.
                if (f.timestamp > type(uint64).max) revert BatchTimestampOverflow(at - start);
                ++at;
            } else if (flags & 0x20 != 0) {
                f.timestamp = uint256(_word(at)) >> 192;
                at += 8;
            }
            if (flags & 0x40 != 0) {
                f.gasLimit = uint256(_word(at)) >> 192;
                at += 8;
            }
            if (flags & 0x80 != 0) {
                f.length = uint256(_word(at)) >> 232;
                if (f.length > MAX_PAYLOAD) revert BatchPayloadTooLong(at - start, f.length, MAX_PAYLOAD);
                at += 3;
            }
            f.payload = at;
            return at + f.length;
        }
    }

    function _account(uint256 at, uint256 short) private pure returns (bytes32 account, uint256) {
        unchecked {
            return short != 0 ? (_word(at) >> 96, at + 20) : (_word(at), at + 32);
        }
    }

    /// @dev keccak256 of the canonical encoding, which is built in free memory, again for each message. Fields are
    /// written from the last to the first as right-aligned words, so that each overwrites the zeros left of the next.
    function _id(Fields memory f, uint256 nonce, uint64 sourceChain) private view returns (bytes32 id) {
        assembly ("memory-safe") {
            let m := add(mload(0x40), 0x20) // one word in front takes the zeros left of the first fields
            let length := mload(add(f, 0x80))
            calldatacopy(add(m, MESSAGE_HEADER), mload(add(f, 0xa0)), length)
            mstore(add(m, 73), mload(add(f, 0x60))) // gasLimit ends at 105
            mstore(add(m, 65), mload(add(f, 0x40))) // timestamp ends at 97
            mstore(add(m, 57), mload(add(f, 0x20))) // recipient ends at 89
            mstore(add(m, 25), chainid()) // target chain ends at 57
            mstore(add(m, 17), mload(f)) // sender ends at 49
            mstore(sub(m, 15), sourceChain) // ends at 17
            mstore(sub(m, 23), nonce) // ends at 9
            mstore8(m, MESSAGE_VERSION)
            id := keccak256(m, add(MESSAGE_HEADER, length))
        }
    }

    function _keep(Fields memory f, bytes32 id, uint256 record) private pure {
        assembly ("memory-safe") {
            mstore(record, id)
            mstore(add(record, 0x20), mload(f))
            mstore(add(record, 0x40), mload(add(f, 0x20)))
            mstore(add(record, 0x60), mload(add(f, 0x60)))
            mstore(add(record, 0x80), or(shl(32, mload(add(f, 0xa0))), mload(add(f, 0x80))))
        }
    }

    function _word(uint256 at) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := calldataload(at)
        }
    }

    /// @notice Reads a record that {fold} kept.
    function load(uint256 record)
        internal
        pure
        returns (bytes32 id, bytes32 sender, bytes32 recipient, uint64 gasLimit, bytes calldata payload)
    {
        assembly ("memory-safe") {
            id := mload(record)
            sender := mload(add(record, 0x20))
            recipient := mload(add(record, 0x40))
            gasLimit := mload(add(record, 0x60))
            let slice := mload(add(record, 0x80))
            payload.offset := shr(32, slice)
            payload.length := and(slice, 0xffffffff)
        }
    }
}
