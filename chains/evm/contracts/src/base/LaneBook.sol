// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The storage that lane proofs read
/// @notice Its one decision: where a lane's nonce and accumulator lie. Light clients prove these two slots, so this
/// contract comes first in the Outbox's inheritance and a test pins the result.
abstract contract LaneBook {
    struct Lane {
        uint64 nonce; // messages sent so far
        bytes32 accumulator; // hash chain over their ids; zero before the first, and then read as the lane id
    }

    /// @dev Slot 0: the nonce is at keccak256(targetChain, 0), the accumulator one above.
    mapping(uint64 targetChain => Lane) internal _lanes;
}
