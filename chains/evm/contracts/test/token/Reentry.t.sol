// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {HomeBridge} from "../../src/examples/token/HomeBridge.sol";
import {RemoteBridge} from "../../src/examples/token/RemoteBridge.sol";
import {TokenMessages} from "../../src/examples/token/TokenMessages.sol";
import {Test} from "../base/Test.sol";
import {Bridge} from "./Bridge.sol";
import {Holder, MoodyToken} from "./Tokens.sol";

/// @notice A token that calls its holders back, as ERC-777 does, and holders who use it.
contract ReentryTest is Test, Bridge {
    MoodyToken private token;
    Holder private thief;

    function setUp() external {
        token = new MoodyToken(18);
        makeHome(token);
        connect(B);
        token.mint(address(this), 1e18);
        token.approve(address(home), type(uint256).max);
        thief = new Holder();
        vm.deal(address(thief), 10 ether);
        token.mint(address(thief), 200);
        thief.act(address(token), 0, abi.encodeCall(token.approve, (address(home), type(uint256).max)));
        thief.act(address(token), 0, abi.encodeCall(token.hook, (true)));
    }

    function lockCall(uint256 amount) private view returns (bytes memory) {
        return abi.encodeCall(HomeBridge.lock, (B, address(thief), amount));
    }

    /// Locks inside of a lock: both measure what arrived in the inner one, so that 200 tokens would be credited as 300.
    function testALockInsideALockIsRefused() external {
        thief.arm(1, address(home), VALUE, lockCall(100));
        (bool ok,) = thief.act(address(home), VALUE, lockCall(100));
        assertTrue(ok, "the outer lock");
        assertTrue(thief.fired() && !thief.succeeded(), "the inner lock was not tried, or succeeded");
        assertTrue(
            bytes4(thief.answer()) == ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector, "another reason"
        );
        assertEq(home.locked(B), 100, "locked");
        assertEq(token.balanceOf(address(home)), 100, "balance");
    }

    /// Delivers what others are waiting for inside his own lock: it must not fail them.
    function testADeliveryInsideALockFailsNobody() external {
        home.lock{value: VALUE}(B, address(this), 500);
        relay(HOME, B);
        on(B);
        bytes32 others = remotes[B].burn{value: VALUE}(address(0x11), 50);
        bytes memory delivery = deliveryCall(B, HOME, 1);
        on(HOME);
        thief.arm(1, address(inboxOf(HOME)), 0, delivery);
        (bool ok,) = thief.act(address(home), VALUE, lockCall(100));
        assertTrue(ok && thief.succeeded(), "the delivery was not made inside the lock");
        assertTrue(!failed(others), "the delivery failed somebody else");
        assertEq(token.balanceOf(address(0x11)), 50, "unlocked");
        // What left meanwhile is not credited to him: his loss, and nobody else's.
        assertEq(home.locked(B), 450 + 50, "locked");
        assertEq(token.balanceOf(address(home)), 450 + 100, "balance");
    }

    /// Retries his own unlock while it pays him: it is done before it calls anybody.
    function testAnUnlockInsideAnUnlockIsRefused() external {
        home.lock{value: VALUE}(B, address(this), 500);
        relay(HOME, B);
        on(B);
        token.refuse(address(thief), true);
        bytes32 id = remotes[B].burn{value: VALUE}(address(thief), 50);
        relay(B, HOME);
        assertTrue(failed(id), "paid");
        token.refuse(address(thief), false);
        on(HOME);
        thief.arm(2, address(inboxOf(HOME)), 0, abi.encodeWithSignature("retry(bytes)", messageOf(id)));
        assertTrue(retry(id), "retry");
        assertTrue(thief.fired() && !thief.succeeded(), "the inner retry was not tried, or succeeded");
        assertEq(token.balanceOf(address(thief)), 250, "paid");
        assertEq(home.locked(B), 450, "locked");
    }

    /// Locks again what he is being paid: all that counts is written before the token calls him.
    function testALockInsideAnUnlockAddsUp() external {
        home.lock{value: VALUE}(B, address(this), 500);
        relay(HOME, B);
        on(B);
        bytes32 id = remotes[B].burn{value: VALUE}(address(thief), 50);
        on(HOME);
        thief.arm(2, address(home), VALUE, lockCall(250));
        relay(B, HOME);
        assertTrue(!failed(id) && thief.succeeded(), "the lock was not made inside the unlock");
        assertEq(home.locked(B), 450 + 250, "locked");
        assertEq(token.balanceOf(address(home)), 450 + 250, "balance");
    }
}

/// @notice The gas limits that the bridge asks for are enough, with room, and the words that travel are read as written.
contract BridgeGasTest is Test, Bridge {
    string private constant LONG = "0123456789012345678901234567890123456789012345678901234567890123";

    MoodyToken private token;

    function setUp() external {
        token = new MoodyToken(18);
        makeHome(token);
        connect(B);
        token.mint(address(this), 1e30);
        token.approve(address(home), type(uint256).max);
    }

    function testMintGasIsEnough() external {
        relay(HOME, B);
        bytes memory transfer = TokenMessages.encodeTransfer(address(0x1234), type(uint128).max);
        uint64 least = leastHandlerGas(HOME, B, address(home), address(remotes[B]), transfer);
        assertTrue(home.MINT_GAS() >= least * 3 / 2, "too little room");
        assertTrue(home.MINT_GAS() <= least * 3, "too dear");
    }

    function testIntroductionGasIsEnough() external {
        on(B);
        RemoteBridge fresh = new RemoteBridge(address(this), outboxOf(B), address(inboxOf(B)), HOME);
        fresh.pinPeer(HOME, address(home));
        bytes memory words = TokenMessages.encodeIntroduction(LONG, LONG, 18);
        uint64 least = leastHandlerGas(HOME, B, address(home), address(fresh), words);
        assertTrue(home.INTRODUCTION_GAS() >= least * 5 / 4, "too little room");
    }

    function testUnlockGasIsEnough() external {
        home.lock{value: VALUE}(B, address(this), 1e18);
        bytes memory transfer = TokenMessages.encodeTransfer(address(0x1234), 1e18 - 1);
        uint64 least = leastHandlerGas(B, HOME, address(remotes[B]), address(home), transfer);
        assertTrue(remotes[B].UNLOCK_GAS() >= least * 3, "too little room for a token behind a proxy");
    }

    // ---- words

    function decodeTransfer(bytes calldata payload) external pure returns (address, uint256) {
        return TokenMessages.decodeTransfer(payload);
    }

    function decodeIntroduction(bytes calldata payload) external pure returns (string memory, string memory, uint8) {
        return TokenMessages.decodeIntroduction(payload);
    }

    function encodeIntroduction(string calldata name, string calldata symbol) external pure returns (bytes memory) {
        return TokenMessages.encodeIntroduction(name, symbol, 18);
    }

    function testFuzzTransfersAreReadAsWritten(address to, uint256 amount) external view {
        (address a, uint256 b) = this.decodeTransfer(TokenMessages.encodeTransfer(to, amount));
        assertEq(a, to, "to");
        assertEq(b, amount, "amount");
    }

    function testFuzzWhatIsReadIsWhatWasWritten(bytes calldata junk) external view {
        try this.decodeTransfer(junk) returns (address to, uint256 amount) {
            assertEq(keccak256(TokenMessages.encodeTransfer(to, amount)), keccak256(junk), "transfer");
        } catch {}
        try this.decodeIntroduction(junk) returns (string memory name, string memory symbol, uint8 decimals) {
            assertEq(keccak256(TokenMessages.encodeIntroduction(name, symbol, decimals)), keccak256(junk), "words");
        } catch {}
    }

    function testFuzzIntroductionsAreReadAsWritten(uint256 n, uint256 m, uint8 decimals) external view {
        string memory name = string(new bytes(bound(n, 1, 64)));
        string memory symbol = string(new bytes(bound(m, 1, 64)));
        (string memory a, string memory b, uint8 c) =
            this.decodeIntroduction(TokenMessages.encodeIntroduction(name, symbol, decimals));
        assertEq(keccak256(bytes(a)), keccak256(bytes(name)), "name");
        assertEq(keccak256(bytes(b)), keccak256(bytes(symbol)), "symbol");
        assertEq(c, decimals, "decimals");
    }

    function testTextsAreBounded() external {
        string memory tooLong = string.concat(LONG, "4");
        vm.expectRevert(abi.encodeWithSelector(TokenMessages.TextOutOfRange.selector, "name", 65, 64));
        this.encodeIntroduction(tooLong, "S");
        vm.expectRevert(abi.encodeWithSelector(TokenMessages.TextOutOfRange.selector, "symbol", 0, 64));
        this.encodeIntroduction("N", "");
        // A sender of another make sends them all the same.
        vm.expectRevert(abi.encodeWithSelector(TokenMessages.TextOutOfRange.selector, "name", 65, 64));
        this.decodeIntroduction(abi.encodePacked(uint8(2), uint8(18), uint8(65), tooLong, "S"));
        vm.expectRevert(abi.encodeWithSelector(TokenMessages.MessageMalformed.selector, 4));
        this.decodeIntroduction(hex"02120500");
    }
}
