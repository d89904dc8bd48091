// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What an application, or whoever looks after its messages, needs of the Inbox
interface IInbox {
    /// @notice A handler ran to its end, at delivery or at a retry.
    event MessageDelivered(uint64 indexed sourceChain, uint64 indexed nonce, bytes32 indexed id);

    /// @param reason the recipient's revert data, or why there was no call; at most 256 bytes
    event MessageFailed(uint64 indexed sourceChain, uint64 indexed nonce, bytes32 indexed id, bytes reason);

    /// @notice Runs the handler of a failed message again, with all the gas that the caller supplies, and at least what
    /// the sender asked for. Anybody may call it.
    /// @param message the canonical encoding, as `MessageSent` holds it
    /// @return ok whether the handler succeeded this time; if not, the message stays retryable
    function retry(bytes calldata message) external returns (bool ok);

    /// @notice Whether a message failed and has not been retried with success.
    function failed(uint64 sourceChain, bytes32 id) external view returns (bool);

    /// @notice Where a lane stands: a message of a nonce up to `nonce` has been delivered or is recorded as failed.
    function lane(uint64 sourceChain)
        external
        view
        returns (bytes32 laneId, uint64 nonce, bytes32 accumulator, address verifier, bool paused);

    /// @notice The gas limit above which a message is recorded as failed without a call.
    function maxHandlerGasOf(uint64 sourceChain) external view returns (uint24);
}
