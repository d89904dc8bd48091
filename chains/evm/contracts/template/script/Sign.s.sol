// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Cheats} from "@catenary-bridge/contracts/testing/Cheats.sol";
import {Guestbook} from "../src/Guestbook.sol";

/// @notice Signs the book on another chain, with a tenth more than the quote attached, which comes back if it is not needed.
contract Sign {
    Cheats private constant cheats = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @param book the one on this chain
    /// @param chain EIP-155 id of the chain whose book is signed
    function run(Guestbook book, uint64 chain, string calldata text) external returns (bytes32 id) {
        uint256 fee = book.quote(chain, text);
        cheats.startBroadcast();
        id = book.sign{value: fee + fee / 10}(chain, text);
        cheats.stopBroadcast();
    }
}
