// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PingPong} from "../src/examples/PingPong.sol";
import {Rejector} from "../src/examples/Rejector.sol";
import {Recipient} from "../src/Recipient.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {LaneTest} from "./base/LaneTest.sol";
import {Vm} from "./base/Test.sol";

contract PingPongTest is LaneTest {
    bytes32 private constant PEER = bytes32(uint256(0x9ee7));
    PingPong private pingPong;

    function setUp() public override {
        super.setUp();
        pingPong = new PingPong(OWNER, outbox, address(inbox));
        vm.prank(OWNER);
        pingPong.setPeer(SOURCE, PEER);
    }

    function arrive(uint8 kind, uint64 sequence) private {
        arrive(PEER, abi.encodePacked(kind, sequence, "data"));
    }

    function arrive(bytes32 sender, bytes memory payload) private {
        push(Sent(sender, bytes32(uint256(uint160(address(pingPong)))), 1, 400_000, payload));
        deliver(sent.length, sent.length);
    }

    function expect(uint64 count, uint64 last, uint64 outOfOrder, uint64 duplicates) private view {
        (uint64 a, uint64 b, uint64 c, uint64 d) = pingPong.received(SOURCE);
        assertEq(a, count, "count");
        assertEq(b, last, "last");
        assertEq(c, outOfOrder, "out of order");
        assertEq(d, duplicates, "duplicates");
    }

    function testInOrderIsCounted() external {
        for (uint64 i = 1; i <= 300; ++i) {
            arrive(1, i);
        }
        expect(300, 300, 0, 0);
    }

    function testDisorderAndDuplicatesAreCounted() external {
        arrive(1, 1);
        arrive(1, 3);
        arrive(1, 2);
        arrive(1, 3);
        arrive(1, 4);
        expect(4, 4, 1, 1);
    }

    function testStrangersDoNotCount() external {
        arrive(bytes32(uint256(1)), abi.encodePacked(uint8(1), uint64(1)));
        assertTrue(inbox.failed(SOURCE, idOf(1)), "accepted");
        vm.expectRevert(abi.encodeWithSelector(Recipient.NotInbox.selector, address(this), address(inbox)));
        pingPong.handle(SOURCE, PEER, 0, abi.encodePacked(uint8(1), uint64(1)));
        arrive(PEER, "short");
        assertTrue(inbox.failed(SOURCE, idOf(2)), "accepted a short payload");
        expect(0, 0, 0, 0);
    }

    function testOnlyTheOwnerSetsPeers() external {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        pingPong.setPeer(SOURCE, 0);
    }

    function testManyPingsAreNumberedAndPaid() external {
        vm.chainId(SOURCE);
        vm.deal(address(this), 1 ether);
        uint256 fee = outbox.quote(TARGET, 100_000, 13);
        vm.expectRevert(abi.encodeWithSelector(PingPong.FeeTooLow.selector, 3 * fee - 1, 3 * fee));
        pingPong.pingMany{value: 3 * fee - 1}(TARGET, PEER, 100_000, 7, 3, "data");
        vm.recordLogs();
        pingPong.pingMany{value: 3 * fee + 5}(TARGET, PEER, 100_000, 7, 3, "data");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3, "messages");
        assertEq(address(outbox).balance, 3 * fee + 5, "fees");
        bytes memory message = abi.decode(logs[2].data, (bytes));
        uint64 sequence;
        assembly {
            sequence := mload(add(message, 114)) // header 105, kind 1, sequence 8
        }
        assertEq(sequence, 9, "sequence");
    }

    function testPingForPongIsAnsweredFromTheBalance() external {
        vm.prank(OWNER);
        outbox.setTarget(SOURCE + 7, MAX_GAS, 100, 1 days, MAX_PRICE); // the answer goes back to where it came from
        vm.chainId(TARGET);
        arrive(2, 1);
        assertTrue(inbox.failed(SOURCE, idOf(1)), "answered without a target");
        vm.prank(OWNER);
        outbox.setTarget(SOURCE, MAX_GAS, 100, 1 days, MAX_PRICE);
        vm.prank(ORACLE);
        outbox.setQuote(SOURCE, quote(1e9));
        vm.deal(address(pingPong), 1 ether);
        assertTrue(inbox.retry(encoding(1)), "failed");
        (uint64 nonce,) = outbox.lane(SOURCE);
        assertEq(nonce, 1, "pongs sent");
        expect(1, 1, 0, 0);
        arrive(3, 1);
        assertEq(pingPong.pongs(SOURCE), 1, "pongs received");
        expect(1, 1, 0, 0);
    }

    function testRejectorFailsUntilItAccepts() external {
        Rejector rejector = new Rejector(address(inbox));
        push(address(rejector), 100_000, "");
        deliver(1, 1);
        assertTrue(inbox.failed(SOURCE, idOf(1)), "accepted");
        rejector.setAccepting(true);
        assertTrue(inbox.retry(encoding(1)), "rejected");
        assertEq(rejector.accepted(SOURCE), 1, "accepted");
    }

    function testRecipientNeedsAnInbox() external {
        vm.expectRevert(abi.encodeWithSelector(Recipient.InboxWithoutCode.selector, STRANGER));
        new Rejector(STRANGER);
    }
}
