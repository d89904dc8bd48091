// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IRecipient} from "./IRecipient.sol";

/// @title Base of contracts that receive messages
/// @notice Its one decision: only the Inbox may hand over a message. Whether the sender on the other chain is to be
/// trusted is the deriving contract's decision, and it must make one: anybody can send a message to anybody.
abstract contract Recipient is IRecipient {
    /// @notice The only contract whose messages are believed.
    address public immutable inbox;

    error NotInbox(address caller, address inbox);
    error InboxWithoutCode(address inbox);

    constructor(address inbox_) {
        if (inbox_.code.length == 0) revert InboxWithoutCode(inbox_);
        inbox = inbox_;
    }

    /// @inheritdoc IRecipient
    function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes calldata payload) external {
        if (msg.sender != inbox) revert NotInbox(msg.sender, inbox);
        _handle(sourceChain, sender, id, payload);
    }

    /// @dev Called once for each message, by the Inbox alone; see {IRecipient-handle}.
    function _handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes calldata payload) internal virtual;
}
