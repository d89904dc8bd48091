// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Recipient} from "../Recipient.sol";

/// @title Example: a recipient that fails until somebody mends it
/// @notice Its one decision: whether messages are accepted now. For rehearsing failures and retries on real chains.
contract Rejector is Recipient {
    /// @notice Whether messages are accepted.
    bool public accepting;

    /// @notice Accepted messages of each chain.
    mapping(uint64 sourceChain => uint64) public accepted;

    error Rejected(uint64 sourceChain, bytes32 id);

    constructor(address inbox_) Recipient(inbox_) {}

    function setAccepting(bool accepting_) external {
        accepting = accepting_;
    }

    function _handle(uint64 sourceChain, bytes32, bytes32 id, bytes calldata) internal override {
        if (!accepting) revert Rejected(sourceChain, id);
        ++accepted[sourceChain];
    }
}
