// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// A box that opens a day after it was filled, for its owner alone.
contract Vault {
    address public immutable owner;
    uint256 public filledAt;

    error NotOwner(address caller);
    error TooEarly(uint256 opensAt);

    constructor(address owner_) {
        owner = owner_;
    }

    function fill() external payable {
        filledAt = block.timestamp;
    }

    function open() external {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        if (block.timestamp < filledAt + 1 days) revert TooEarly(filledAt + 1 days);
        payable(owner).transfer(address(this).balance);
    }
}
