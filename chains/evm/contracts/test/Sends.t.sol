// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOutbox} from "../src/IOutbox.sol";
import {Sends} from "../src/lib/Sends.sol";
import {CatenaryTest} from "../testing/CatenaryTest.sol";
import {Recorder} from "./base/Recipients.sol";
import {Test} from "./base/Test.sol";

/// @notice An application that sends, for its own money or its caller's.
contract Shop {
    IOutbox private immutable outbox;
    uint64 private immutable target;

    constructor(IOutbox outbox_, uint64 target_) payable {
        (outbox, target) = (outbox_, target_);
    }

    function own(address to, bytes memory payload, uint256 maximum) external returns (bytes32 id, uint256 fee) {
        return Sends.send(outbox, target, to, 300_000, payload, maximum);
    }

    function callers(address to, bytes memory payload, address refundTo) external payable returns (bytes32, uint256) {
        return Sends.sendAndRefund(outbox, target, to, 300_000, payload, msg.value, refundTo);
    }

    function quote(uint256 size) external view returns (uint256) {
        return Sends.quote(outbox, target, 300_000, size);
    }

    function withMargin(uint256 measured, uint256 percent) external pure returns (uint64) {
        return Sends.withMargin(measured, percent);
    }

    function addressOf(bytes32 account) external pure returns (address) {
        return Sends.addressOf(account);
    }
}

contract SendsTest is Test, CatenaryTest {
    uint64 private constant A = 9001;
    uint64 private constant B = 9002;
    address private constant CUSTOMER = address(0xc057);

    Recorder private recorder;
    Shop private shop;
    uint256 private fee;

    function setUp() external {
        openLanes(A, B);
        recorder = new Recorder();
        vm.deal(address(this), 10 ether);
        shop = new Shop{value: 1 ether}(outboxOf(A), B);
        fee = shop.quote(5);
    }

    function testTheFeeIsTheQuoteAndTheRestComesBack() external {
        (bytes32 id, uint256 paid) = shop.callers{value: fee + 77}(address(recorder), "hello", CUSTOMER);
        assertEq(paid, fee, "fee");
        assertEq(address(outboxOf(A)).balance, fee, "the Outbox got more than the fee");
        assertEq(CUSTOMER.balance, 77, "rest");
        assertEq(address(shop).balance, 1 ether, "the shop's own money");
        relay(A, B);
        assertEq(recorder.ids(0), id, "id");
    }

    function testNothingIsCalledWhereNothingIsLeft() external {
        shop.callers{value: fee}(address(recorder), "hello", address(this)); // which can't receive
        assertEq(pending(A, B), 1, "pending");
    }

    /// The shop has more than the fee: only the bound stands between the customer's value and the shop's money.
    function testQuoteThatMovedAboveTheValueIsRefused() external {
        moveGasPrice(A, B, 2 * LANE_GAS_PRICE);
        vm.expectRevert(abi.encodeWithSelector(Sends.FeeAboveMaximum.selector, 2 * fee, fee + fee / 10));
        shop.callers{value: fee + fee / 10}(address(recorder), "hello", CUSTOMER);
        vm.expectRevert(abi.encodeWithSelector(Sends.FeeAboveMaximum.selector, 2 * fee, fee));
        shop.own(address(recorder), "hello", fee);
        assertEq(pending(A, B), 0, "pending");
    }

    function testQuoteThatMovedWithinTheMarginIsPaid() external {
        moveGasPrice(A, B, LANE_GAS_PRICE + LANE_GAS_PRICE / 20);
        (, uint256 paid) = shop.callers{value: fee + fee / 10}(address(recorder), "hello", CUSTOMER);
        assertTrue(paid > fee && paid + CUSTOMER.balance == fee + fee / 10, "paid");
    }

    /// A customer who can't take the rest back loses nothing: his message is not sent.
    function testRefusedRefundUndoesTheSend() external {
        vm.expectRevert(abi.encodeWithSelector(Sends.RefundRefused.selector, address(this), 1));
        shop.callers{value: fee + 1}(address(recorder), "hello", address(this));
        assertEq(pending(A, B), 0, "pending");
    }

    function testOwnMoneyPaysExactlyTheFee() external {
        shop.own(address(recorder), "hello", fee);
        assertEq(address(shop).balance, 1 ether - fee, "balance");
        Shop poor = new Shop{value: fee - 1}(outboxOf(A), B);
        vm.expectRevert(abi.encodeWithSelector(Sends.BalanceTooLow.selector, fee - 1, fee));
        poor.own(address(recorder), "hello", fee);
    }

    function testNobodyIsNoRecipient() external {
        vm.expectRevert(Sends.RecipientZero.selector);
        shop.callers{value: fee}(address(0), "hello", CUSTOMER);
    }

    function testFuzzNeitherMoreNorLessThanTheFeeIsPaid(bytes memory payload, uint256 value, uint64 price) external {
        moveGasPrice(A, B, uint64(bound(price, LANE_GAS_PRICE, 100 * LANE_GAS_PRICE)));
        uint256 wanted = shop.quote(payload.length);
        value = bound(value, 0, 2 * wanted);
        vm.deal(address(this), value);
        try shop.callers{value: value}(address(recorder), payload, CUSTOMER) {
            assertTrue(value >= wanted, "sent for less than the fee");
            assertEq(CUSTOMER.balance, value - wanted, "rest");
            assertEq(address(outboxOf(A)).balance, wanted, "fee");
        } catch {
            assertTrue(value < wanted, "refused the fee");
            assertEq(address(this).balance, value, "value");
        }
        assertEq(address(shop).balance, 1 ether, "the shop's own money");
    }

    function testFuzzMarginIsNeverLess(uint256 measured, uint256 percent) external view {
        measured = bound(measured, 0, 1e30);
        percent = bound(percent, 0, 1000);
        uint256 got = shop.withMargin(measured, percent);
        uint256 exact = measured * (100 + percent);
        if (got == type(uint64).max) assertTrue(exact >= (uint256(type(uint64).max) - 1) * 100, "too much");
        else assertTrue(got * 100 >= exact && got * 100 < exact + 100, "not rounded up");
    }

    function testFuzzAddressesAreWords(address a, uint96 dirt) external {
        assertEq(shop.addressOf(Sends.account(a)), a, "address");
        if (dirt == 0) return;
        bytes32 dirty = bytes32(uint256(dirt) << 160 | uint160(a));
        vm.expectRevert(abi.encodeWithSelector(Sends.NotAnAddress.selector, dirty));
        shop.addressOf(dirty);
    }
}
