// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../../Inbox.sol";

/// @title A relayer that looks for the amount of gas at which a handler starves
/// @notice Its one decision: what counts as starved, namely a call of the Inbox that succeeds and leaves a message failed.
/// Each try is undone, so that one eth_call makes many.
contract Starver {
    /// @notice What became of the tries.
    struct Found {
        uint256 refused; // the Inbox reverted the whole call
        uint256 served; // every handler ran to its end
        uint256 starved; // the call succeeded, and a message is recorded as failed
        uint256 least; // gas at which the first try was served; 0 when none was
        uint256 starvedAt; // gas at which the first try starved a handler; 0 when none did
    }

    enum Outcome {
        Refused,
        Served,
        Starved
    }

    error Tried(Outcome outcome);
    error WithoutAnswer();

    /// @notice Calls `inbox` with `data` and each amount of gas from `first` on, `count` amounts that lie `step` apart.
    /// @param ids of the messages that must not be recorded as failed afterwards
    function search(
        Inbox inbox,
        bytes calldata data,
        uint64 sourceChain,
        bytes32[] calldata ids,
        uint256 first,
        uint256 step,
        uint256 count
    ) external returns (Found memory found) {
        for (uint256 i = 0; i < count; ++i) {
            uint256 gas_ = first + i * step;
            Outcome outcome = _outcome(inbox, data, sourceChain, ids, gas_);
            if (outcome == Outcome.Refused) ++found.refused;
            if (outcome == Outcome.Served && found.served++ == 0) found.least = gas_;
            if (outcome == Outcome.Starved && found.starved++ == 0) found.starvedAt = gas_;
        }
    }

    /// @notice One try. It always reverts, with {Tried}, and so leaves nothing behind.
    function attempt(Inbox inbox, bytes calldata data, uint64 sourceChain, bytes32[] calldata ids, uint256 gas_)
        external
    {
        // EIP-150 would silently give the call less than it says.
        if (gasleft() < gas_ + gas_ / 32 + 100_000) revert WithoutAnswer();
        (bool ok,) = address(inbox).call{gas: gas_}(data);
        if (!ok) revert Tried(Outcome.Refused);
        for (uint256 i = 0; i < ids.length; ++i) {
            if (inbox.failed(sourceChain, ids[i])) revert Tried(Outcome.Starved);
        }
        revert Tried(Outcome.Served);
    }

    function _outcome(Inbox inbox, bytes calldata data, uint64 sourceChain, bytes32[] calldata ids, uint256 gas_)
        private
        returns (Outcome)
    {
        try this.attempt(inbox, data, sourceChain, ids, gas_) {
            revert WithoutAnswer();
        } catch (bytes memory said) {
            // Anything else would be this contract's own want of gas, which says nothing about the Inbox.
            if (said.length != 36 || bytes4(said) != Tried.selector) revert WithoutAnswer();
            return Outcome(uint8(said[35]));
        }
    }
}
