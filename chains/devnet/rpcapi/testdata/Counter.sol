// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// The contract that the JSON-RPC tests deploy, write, read, trace and prove.
/// counter.json is its compiled form: solc 0.8.37, optimizer 200 runs, osaka.
contract Counter {
    uint256 public count; // slot 0
    mapping(address => uint256) public by; // slot 1

    event Increased(address indexed who, uint256 amount, uint256 count);

    error TooMuch(uint256 amount, uint256 most);

    constructor(uint256 start) payable {
        count = start;
    }

    function increase(uint256 amount) external returns (uint256) {
        if (amount > 100) revert TooMuch(amount, 100);
        require(amount != 0, "amount is zero");
        count += amount;
        by[msg.sender] += amount;
        emit Increased(msg.sender, amount, count);
        return count;
    }

    /// Emits many logs, for the bounds of log queries.
    function shout(uint256 times) external {
        for (uint256 i = 0; i < times; i++) {
            emit Increased(msg.sender, 0, i);
        }
    }

    /// Uses all gas it gets.
    function spin() external view returns (uint256 n) {
        while (gasleft() > 0) {
            n += uint256(blockhash(n));
        }
    }

    function chain() external view returns (uint256 number, uint256 time, bytes32 parent, uint256 random, uint256 fee) {
        return (block.number, block.timestamp, blockhash(block.number - 1), block.prevrandao, block.basefee);
    }
}
