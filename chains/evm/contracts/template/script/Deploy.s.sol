// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IOutbox} from "@catenary-bridge/contracts/src/IOutbox.sol";
import {Cheats} from "@catenary-bridge/contracts/testing/Cheats.sol";
import {Guestbook} from "../src/Guestbook.sol";

/// @notice Puts a book on each of two chains and makes them each other's peers. Reads LEFT_RPC, LEFT_OUTBOX and LEFT_INBOX
/// from the environment, and the same of RIGHT.
contract Deploy {
    Cheats private constant cheats = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    function run() external returns (address left, address right) {
        uint256 leftFork = cheats.createFork(cheats.envString("LEFT_RPC"));
        uint256 rightFork = cheats.createFork(cheats.envString("RIGHT_RPC"));
        cheats.selectFork(leftFork);
        uint64 leftChain = uint64(block.chainid);
        left = address(deploy("LEFT_OUTBOX", "LEFT_INBOX"));
        cheats.selectFork(rightFork);
        uint64 rightChain = uint64(block.chainid);
        right = address(deploy("RIGHT_OUTBOX", "RIGHT_INBOX"));
        pin(right, leftChain, left);
        cheats.selectFork(leftFork);
        pin(left, rightChain, right);
    }

    function deploy(string memory outbox, string memory inbox) private returns (Guestbook book) {
        cheats.startBroadcast();
        book = new Guestbook(msg.sender, IOutbox(cheats.envAddress(outbox)), cheats.envAddress(inbox));
        cheats.stopBroadcast();
    }

    function pin(address book, uint64 chain, address peer) private {
        cheats.startBroadcast();
        Guestbook(book).pinPeer(chain, peer);
        cheats.stopBroadcast();
    }
}
