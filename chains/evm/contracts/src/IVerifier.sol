// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What an Inbox asks before it believes a lane's new accumulator
/// @notice One verifier may serve many lanes and inboxes: everything that it has to bind arrives as an argument, and
/// the Inbox itself, not the relayer's calldata, supplies `laneId` and `inbox`.
interface IVerifier {
    /// @notice Reverts unless `attestation` proves that lane `laneId` had `accumulator` after message `nonce`, for use
    /// by `inbox` alone.
    /// @param laneId the lane's accumulator before its first message
    /// @param inbox keccak256(abi.encode(inbox address, inbox mark))
    /// @param nonce number of the last message that the accumulator holds; at least 1
    /// @param accumulator hash chain over the ids of messages 1 to `nonce`
    /// @param attestation the verifier's own format
    /// @return magic `IVerifier.verify.selector`. An answer is required, because a call to an address without code
    /// succeeds in silence.
    function verify(bytes32 laneId, bytes32 inbox, uint64 nonce, bytes32 accumulator, bytes calldata attestation)
        external
        view
        returns (bytes4 magic);
}
