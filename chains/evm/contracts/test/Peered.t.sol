// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IOutbox} from "../src/IOutbox.sol";
import {Peered} from "../src/Peered.sol";
import {Sends} from "../src/lib/Sends.sol";
import {CatenaryTest} from "../testing/CatenaryTest.sol";
import {LaneTest} from "./base/LaneTest.sol";
import {Test} from "./base/Test.sol";

/// @notice Counts what it hears from its peers.
contract Listener is Peered {
    uint256 public heard;

    constructor(address owner_, IOutbox outbox_, address inbox_) Peered(owner_, outbox_, inbox_) {}

    function say(uint64 chain, bytes calldata what) external payable returns (bytes32) {
        return _sendToPeer(chain, 200_000, what, msg.value);
    }

    function _fromPeer(uint64, bytes32, bytes calldata) internal override {
        ++heard;
    }
}

contract PeeredTest is Test, CatenaryTest {
    uint64 private constant A = 9001;
    uint64 private constant B = 9002;
    uint64 private constant C = 9003;

    Listener private left;
    Listener private right;

    function setUp() external {
        openLanes(A, B);
        openLanes(C, B);
        left = new Listener(address(this), outboxOf(A), address(inboxOf(A)));
        on(B);
        right = new Listener(address(this), outboxOf(B), address(inboxOf(B)));
        right.pinPeer(A, address(left));
        on(A);
        left.pinPeer(B, address(right));
        vm.deal(address(this), 10 ether);
    }

    receive() external payable {}

    function testPeersHearEachOther() external {
        left.say{value: 1 ether}(B, "hello");
        relay(A, B);
        assertEq(right.heard(), 1, "heard");
        on(B);
        right.say{value: 1 ether}(A, "hello");
        relay(B, A);
        assertEq(left.heard(), 1, "heard back");
    }

    function testStrangersAreNotHeard() external {
        bytes32 id = outboxOf(A).send{value: 1 ether}(B, Sends.account(address(right)), 200_000, "let me in");
        relay(A, B);
        assertTrue(failed(id), "a stranger was heard");
        assertEq(right.heard(), 0, "heard");
    }

    /// The peer's address on another chain is somebody else's.
    function testThePeersAddressOnAnotherChainIsNotHeard() external {
        on(C);
        vm.deal(address(left), 1 ether);
        IOutbox outbox = outboxOf(C);
        vm.prank(address(left));
        bytes32 id = outbox.send{value: 1 ether}(B, Sends.account(address(right)), 200_000, "let me in");
        relay(C, B);
        assertTrue(failed(id), "was heard");
        assertEq(right.heard(), 0, "heard");
    }

    function testAPeerIsPinnedOnce() external {
        vm.expectRevert(abi.encodeWithSelector(Peered.PeerAlreadyPinned.selector, B, address(right)));
        left.pinPeer(B, address(this));
        assertEq(left.peers(B), address(right), "peer");
    }

    function testOnlyTheOwnerPins() external {
        vm.prank(address(0xbad));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(0xbad)));
        left.pinPeer(C, address(0xbad));
    }

    function testNobodyAndOneselfAreNoPeers() external {
        vm.expectRevert(abi.encodeWithSelector(Peered.PeerZero.selector, C));
        left.pinPeer(C, address(0));
        vm.expectRevert(abi.encodeWithSelector(Peered.PeerOnThisChain.selector, A));
        left.pinPeer(A, address(left));
    }

    function testWithoutAPeerNothingIsSent() external {
        vm.expectRevert(abi.encodeWithSelector(Peered.PeerUnknown.selector, C));
        left.say{value: 1 ether}(C, "hello");
        vm.expectRevert(abi.encodeWithSelector(Peered.PeerUnknown.selector, C));
        left.quoteToPeer(C, 200_000, 5);
    }

    function testAnOutboxHasCode() external {
        IOutbox none = IOutbox(address(0xdead));
        address inbox = address(inboxOf(A));
        vm.expectRevert(abi.encodeWithSelector(Peered.OutboxWithoutCode.selector, none));
        new Listener(address(this), none, inbox);
    }
}

/// @notice What no honest Outbox sends, but a lane of another chain family might.
contract PeeredWordsTest is LaneTest {
    Listener private listener;

    function setUp() public override {
        super.setUp();
        listener = new Listener(OWNER, outbox, address(inbox));
        vm.prank(OWNER);
        listener.pinPeer(SOURCE, address(0xabc));
    }

    function arrive(bytes32 sender) private returns (bool heard) {
        push(Sent(sender, bytes32(uint256(uint160(address(listener)))), 1, 200_000, ""));
        deliver(sent.length, sent.length);
        return !inbox.failed(SOURCE, idOf(sent.length));
    }

    /// A sender of 32 bytes that ends like the peer is not the peer.
    function testWholeWordIsCompared() external {
        assertTrue(arrive(bytes32(uint256(0xabc))), "the peer was not heard");
        assertTrue(!arrive(bytes32(uint256(1) << 160 | 0xabc)), "another word was heard");
        assertTrue(!arrive(bytes32(0)), "zero was heard");
        assertEq(listener.heard(), 1, "heard");
    }

    /// Without a peer, the sender that nobody is would be the peer that nobody is.
    function testZeroIsNoPeer() external {
        Listener alone = new Listener(OWNER, outbox, address(inbox));
        push(Sent(bytes32(0), bytes32(uint256(uint160(address(alone)))), 1, 200_000, ""));
        deliver(1, 1);
        assertEq(alone.heard(), 0, "heard");
    }
}
