// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A deployment that no other deployment equals
/// @notice Its one decision: what makes this deployment different from one at the same address, on a chain with the
/// same id. A devnet that is started anew with the same keys has the same addresses, but never the same block hashes.
abstract contract Marked {
    /// @notice Hash of the block before the deployment.
    bytes32 public immutable mark;

    error NoBlockHash(uint256 blockNumber);
    error ChainIdTooLarge(uint256 chainId, uint256 maximum);

    constructor() {
        bytes32 hash = block.number == 0 ? bytes32(0) : blockhash(block.number - 1);
        // A zero mark would be the same on every chain that doesn't know its block hashes.
        if (hash == 0) revert NoBlockHash(block.number);
        if (block.chainid > type(uint64).max) revert ChainIdTooLarge(block.chainid, type(uint64).max);
        mark = hash;
    }
}
