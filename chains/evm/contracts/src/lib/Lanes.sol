// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A lane's name and its hash chain
/// @notice Its one decision: what tells one lane from every other, and one history of a lane from every other.
library Lanes {
    /// @notice The lane's accumulator before its first message.
    /// @param outbox the Outbox's address, left-padded with zeros
    /// @param outboxMark what the Outbox fixed at its deployment
    function id(uint64 sourceChain, bytes32 outbox, bytes32 outboxMark, uint64 targetChain)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode("Catenary lane v1", sourceChain, outbox, outboxMark, targetChain));
    }

    /// @notice The accumulator after one more message.
    function fold(bytes32 accumulator, bytes32 messageId) internal pure returns (bytes32 folded) {
        assembly ("memory-safe") {
            mstore(0x00, accumulator)
            mstore(0x20, messageId)
            folded := keccak256(0x00, 0x40)
        }
    }
}
