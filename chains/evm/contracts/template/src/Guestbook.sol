// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IOutbox} from "@catenary-bridge/contracts/src/IOutbox.sol";
import {Peered} from "@catenary-bridge/contracts/src/Peered.sol";

/// @title A book that people of other chains sign
/// @notice One stands on each chain; they are each other's peers. Whoever signs here appears there.
contract Guestbook is Peered {
    /// @notice Gas of the other book's handler: a text of the greatest length takes 150,000, and half of that is room.
    uint64 public constant HANDLER_GAS = 225_000;

    /// @notice The longest text, in bytes.
    uint256 public constant MAX_TEXT = 80;

    struct Entry {
        uint256 number; // how many have come from this chain
        address author;
        string text;
    }

    /// @notice The newest entry of each chain.
    mapping(uint64 chain => Entry) public latest;

    event Signed(uint64 indexed sourceChain, address indexed author, string text, bytes32 id);

    error TextOutOfRange(uint256 size, uint256 maximum);

    constructor(address owner_, IOutbox outbox_, address inbox_) Peered(owner_, outbox_, inbox_) {}

    /// @notice Signs the book on another chain. Attach {quote} and a margin: what the fee leaves comes back.
    function sign(uint64 chain, string calldata text) external payable returns (bytes32 id) {
        uint256 size = bytes(text).length;
        if (size == 0 || size > MAX_TEXT) revert TextOutOfRange(size, MAX_TEXT);
        return _sendToPeer(chain, HANDLER_GAS, abi.encode(msg.sender, text), msg.value);
    }

    /// @notice The fee in wei of signing with this text, now.
    function quote(uint64 chain, string calldata text) external view returns (uint256) {
        return quoteToPeer(chain, HANDLER_GAS, abi.encode(msg.sender, text).length);
    }

    /// @dev Only the peer's messages come here, each at most once with success, but not always in order.
    function _fromPeer(uint64 sourceChain, bytes32 id, bytes calldata payload) internal override {
        (address author, string memory text) = abi.decode(payload, (address, string));
        Entry storage entry = latest[sourceChain];
        ++entry.number;
        (entry.author, entry.text) = (author, text);
        emit Signed(sourceChain, author, text, id);
    }
}
