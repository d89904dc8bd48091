// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CatenaryTest} from "@catenary-bridge/contracts/testing/CatenaryTest.sol";
import {Sends} from "@catenary-bridge/contracts/src/lib/Sends.sol";
import {Guestbook} from "../src/Guestbook.sol";

/// @notice Two chains in one test: the real Outbox, Inbox and signatures, and no relayer to wait for.
contract GuestbookTest is CatenaryTest {
    uint64 private constant LEFT = 9001;
    uint64 private constant RIGHT = 9002;

    Guestbook private left;
    Guestbook private right;

    function setUp() external {
        openLanes(LEFT, RIGHT);
        left = new Guestbook(address(this), outboxOf(LEFT), address(inboxOf(LEFT)));
        on(RIGHT);
        right = new Guestbook(address(this), outboxOf(RIGHT), address(inboxOf(RIGHT)));
        right.pinPeer(LEFT, address(left));
        on(LEFT);
        left.pinPeer(RIGHT, address(right));
        cheats.deal(address(this), 10 ether);
    }

    receive() external payable {}

    function testSignedHereIsReadThere() external {
        left.sign{value: 1 ether}(RIGHT, "hello");
        require(relay(LEFT, RIGHT) == 1, "one message");
        (uint256 number, address author, string memory text) = right.latest(LEFT);
        require(number == 1 && author == address(this), "entry");
        require(keccak256(bytes(text)) == keccak256("hello"), "text");
    }

    function testTheRestOfTheFeeComesBack() external {
        uint256 fee = left.quote(RIGHT, "hello");
        left.sign{value: 1 ether}(RIGHT, "hello");
        require(address(this).balance == 10 ether - fee, "balance");
    }

    function testTheQuoteMayMoveWithinTheMarginOnly() external {
        uint256 fee = left.quote(RIGHT, "hello");
        moveGasPrice(LEFT, RIGHT, 2 * LANE_GAS_PRICE);
        cheats.expectRevert(abi.encodeWithSelector(Sends.FeeAboveMaximum.selector, 2 * fee, fee));
        left.sign{value: fee}(RIGHT, "hello");
    }

    function testStrangersDoNotSign() external {
        bytes memory forged = abi.encode(address(0x1), "forged");
        bytes32 id = outboxOf(LEFT).send{value: 1 ether}(RIGHT, Sends.account(address(right)), 225_000, forged);
        relay(LEFT, RIGHT);
        require(failed(id), "a stranger signed");
    }

    function testTheHandlerHasGasForTheLongestText() external {
        bytes memory longest = abi.encode(address(this), string(new bytes(left.MAX_TEXT())));
        uint64 least = leastHandlerGas(LEFT, RIGHT, address(left), address(right), longest);
        require(left.HANDLER_GAS() >= Sends.withMargin(least, 25), "too little room");
    }

    function testTextsAreBounded() external {
        cheats.expectRevert(abi.encodeWithSelector(Guestbook.TextOutOfRange.selector, 81, 80));
        left.sign{value: 1 ether}(RIGHT, string(new bytes(81)));
    }
}
