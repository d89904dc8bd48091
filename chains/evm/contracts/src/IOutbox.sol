// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What an application needs of the Outbox
interface IOutbox {
    /// @notice Sends a message. What the value exceeds the fee by is fee too: quote and send in one transaction, or
    /// send a margin that you can spare.
    /// @param targetChain EIP-155 chain id
    /// @param recipient address on the target chain, left-padded with zeros
    /// @param gasLimit gas that the recipient's handler gets, at most the lane's maximum
    /// @param payload handed to the recipient as it is
    /// @return id keccak256 of the message's canonical encoding
    function send(uint64 targetChain, bytes32 recipient, uint64 gasLimit, bytes calldata payload)
        external
        payable
        returns (bytes32 id);

    /// @notice The fee in wei of a message; reverts where {send} would because of its size, gas or the quote's age.
    /// @param payloadLength bytes
    function quote(uint64 targetChain, uint64 gasLimit, uint256 payloadLength) external view returns (uint256);
}
