// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What a contract implements to receive messages
/// @notice Inherit {Recipient} rather than this: it checks who calls.
interface IRecipient {
    /// @notice Handles one message. A revert records the message as failed; anybody may then retry it.
    /// @dev First deliveries come in the order of the lane, but a retried message runs out of order: never rely on order.
    /// @param sourceChain EIP-155 chain id
    /// @param sender caller of `Outbox.send`; an EVM address is left-padded with zeros
    /// @param id keccak256 of the message's canonical encoding, unique over all lanes
    /// @param payload at most 64 KiB
    function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes calldata payload) external;
}
