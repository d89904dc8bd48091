// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Outbox} from "../src/Outbox.sol";
import {Fees} from "../src/base/Fees.sol";
import {Governed} from "../src/base/Governed.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {LaneTest} from "./base/LaneTest.sol";

contract Refuser {}

contract FeesTest is LaneTest {
    bytes32 private constant TO = bytes32(uint256(0x70));

    function setUp() public override {
        super.setUp();
        vm.chainId(SOURCE);
        vm.deal(address(this), 1e24);
    }

    function set(Fees.Quote memory q) private {
        vm.prank(ORACLE);
        outbox.setQuote(TARGET, q);
    }

    function refuse(Fees.Quote memory q, bytes memory err) private {
        vm.prank(ORACLE);
        vm.expectRevert(err);
        outbox.setQuote(TARGET, q);
    }

    /// 1 gwei, one for one, 10 % margin: (90,000 + 50,000 + 40 × 3) gas × 1.1 gwei.
    function testQuoteIsTheSumOfItsParts() external view {
        assertEq(outbox.quote(TARGET, 50_000, 3), 140_120 * 1.1e9, "quote");
    }

    function testFuzzQuoteNeverRoundsDown(uint64 gasPrice, uint64 rate, uint16 margin, uint24 limit) external {
        Fees.Quote memory q = Fees.Quote(1 + gasPrice % 1e10, uint128(1 + rate % 1e16), margin, 1, 1);
        vm.prank(OWNER);
        outbox.setTarget(7, MAX_GAS, 1, 1 days, type(uint96).max);
        vm.prank(ORACLE);
        outbox.setQuote(7, q);
        limit = uint24(bound(limit, 0, MAX_GAS));
        uint256 exact = (uint256(limit) + 1) * q.gasPrice * q.exchangeRate * (10_000 + uint256(margin));
        assertTrue(outbox.quote(7, limit, 0) * 1e22 >= exact, "rounded down");
    }

    function testStaleQuoteIsRefused() external {
        skip(1 days);
        outbox.quote(TARGET, 1, 0);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(Fees.QuoteStale.selector, TARGET, 1_760_000_000, 1 days));
        outbox.send{value: 1 ether}(TARGET, TO, 1, "");
        set(quote(1e9));
        outbox.send{value: 1 ether}(TARGET, TO, 1, "");
    }

    function testTargetWithoutQuoteIsRefused() external {
        vm.prank(OWNER);
        outbox.setTarget(7, MAX_GAS, 1, type(uint24).max, MAX_PRICE);
        vm.expectRevert(abi.encodeWithSelector(Fees.QuoteStale.selector, uint64(7), 0, type(uint24).max));
        outbox.send{value: 1 ether}(7, TO, 1, "");
    }

    function testOnlyTheOracleQuotes() external {
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Fees.NotFeeOracle.selector, OWNER));
        outbox.setQuote(TARGET, quote(1e9));
    }

    function testQuoteAboveHardMaximumIsRefused() external {
        set(quote(9e12)); // 9,000 times the price: no step bound upwards
        refuse(quote(10e12), abi.encodeWithSelector(Fees.QuoteAboveMaximum.selector, 1.1e22, MAX_PRICE));
    }

    function testQuoteOfNothingIsRefused() external {
        refuse(Fees.Quote(0, 1, 0, 1, 1), abi.encodeWithSelector(Fees.QuoteFieldZero.selector, "gasPrice"));
        refuse(Fees.Quote(1, 0, 0, 1, 1), abi.encodeWithSelector(Fees.QuoteFieldZero.selector, "exchangeRate"));
        refuse(Fees.Quote(1, 1, 0, 0, 1), abi.encodeWithSelector(Fees.QuoteFieldZero.selector, "messageGas"));
        refuse(Fees.Quote(1, 1, 0, 1, 0), abi.encodeWithSelector(Fees.QuoteFieldZero.selector, "byteGas"));
    }

    function testQuoteForUnknownTargetIsRefused() external {
        vm.prank(ORACLE);
        vm.expectRevert(abi.encodeWithSelector(Fees.TargetUnknown.selector, uint64(5)));
        outbox.setQuote(5, quote(1e9));
    }

    /// A stolen oracle lowers by a quarter, and then has to wait.
    function testPriceFallsByAQuarterAtMost() external {
        refuse(
            quote(749_999_999),
            abi.encodeWithSelector(Fees.QuoteFallsTooFar.selector, "price", 749_999_999 * 1.1e9, 0.825e18)
        );
        set(quote(750_000_000));
    }

    function testPriceFallsOnceInTenMinutes() external {
        set(quote(900_000_000));
        skip(10 minutes - 1);
        refuse(quote(800_000_000), abi.encodeWithSelector(Fees.QuoteFallsTooSoon.selector, clock, clock + 1));
        set(quote(900_000_000)); // a refresh neither falls nor starts the ten minutes anew
        skip(1);
        set(quote(800_000_000));
    }

    function testMessageGasCannotFallBehindAStandingPrice() external {
        Fees.Quote memory q = quote(1e9);
        q.messageGas = 60_000;
        refuse(
            q, abi.encodeWithSelector(Fees.QuoteFallsTooFar.selector, "messageGas", 1.1e18 * 60_000, 1.1e18 * 67_500)
        );
    }

    function testByteGasCannotFallBehindAStandingPrice() external {
        Fees.Quote memory q = quote(1e9);
        q.byteGas = 29;
        refuse(q, abi.encodeWithSelector(Fees.QuoteFallsTooFar.selector, "byteGas", 1.1e18 * 29, 1.1e18 * 30));
    }

    /// Falling in one part alone counts as falling.
    function testSmallFallsOfPartsWaitToo() external {
        Fees.Quote memory q = quote(1e9);
        q.byteGas = 35;
        set(q);
        q.messageGas = 80_000;
        refuse(q, abi.encodeWithSelector(Fees.QuoteFallsTooSoon.selector, clock, clock + 10 minutes));
    }

    function testFuzzAnOracleCannotHalveTheFeeWithinTenMinutes(uint64[6] calldata prices, uint24[6] calldata gas_)
        external
    {
        uint256 before = outbox.quote(TARGET, 100_000, 64);
        for (uint256 i = 0; i < 6; ++i) {
            vm.prank(ORACLE);
            try outbox.setQuote(
                TARGET, Fees.Quote(prices[i] % 2e9, 1 ether, 0, gas_[i] % 200_000, uint16(gas_[i] >> 16))
            ) {}
                catch {}
            skip(90);
        }
        // Only one fall fits into nine minutes, whatever rises come before it.
        assertTrue(outbox.quote(TARGET, 100_000, 64) * 2 > before, "fee fell to less than half");
    }

    // ---- limits

    function testOnlyTheOwnerSetsTargets() external {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN));
        outbox.setTarget(7, 1, 1, 1, 1);
    }

    function testLimitsOutOfRangeAreRefused() external {
        refuseTarget(
            TARGET, 0, 1, 1, 1, abi.encodeWithSelector(Fees.LimitOutOfRange.selector, "maxHandlerGas", 0, 1, MAX_GAS)
        );
        refuseTarget(
            TARGET,
            MAX_GAS + 1,
            1,
            1,
            1,
            abi.encodeWithSelector(Fees.LimitOutOfRange.selector, "maxHandlerGas", MAX_GAS + 1, 1, MAX_GAS)
        );
        refuseTarget(
            TARGET, 1, 65537, 1, 1, abi.encodeWithSelector(Fees.LimitOutOfRange.selector, "maxPayload", 65537, 1, 65536)
        );
        refuseTarget(
            TARGET, 1, 1, 0, 1, abi.encodeWithSelector(Fees.LimitOutOfRange.selector, "maxAge", 0, 1, type(uint24).max)
        );
        refuseTarget(
            TARGET,
            1,
            1,
            1,
            0,
            abi.encodeWithSelector(Fees.LimitOutOfRange.selector, "maxPrice", 0, 1, type(uint96).max)
        );
        refuseTarget(SOURCE, 1, 1, 1, 1, abi.encodeWithSelector(Fees.TargetIsThisChain.selector, SOURCE));
    }

    function refuseTarget(uint64 target, uint24 gas_, uint24 payload, uint24 age, uint96 price, bytes memory err)
        private
    {
        vm.prank(OWNER);
        vm.expectRevert(err);
        outbox.setTarget(target, gas_, payload, age, price);
    }

    function testGuardianLowersHandlerGasButNeverRaisesIt() external {
        vm.prank(GUARDIAN);
        outbox.lowerMaxHandlerGas(TARGET, 1000);
        vm.expectRevert(abi.encodeWithSelector(Fees.GasLimitTooHigh.selector, uint64(1001), 1000));
        outbox.quote(TARGET, 1001, 0);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Fees.LimitOutOfRange.selector, "maxHandlerGas", 1001, 1, 1000));
        outbox.lowerMaxHandlerGas(TARGET, 1001);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Governed.NotGuardian.selector, STRANGER));
        outbox.lowerMaxHandlerGas(TARGET, 999);
    }

    /// Else the guardian would make a target unknown, which no unpausing undoes.
    function testGuardianCannotCloseATargetByLowering() external {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Fees.LimitOutOfRange.selector, "maxHandlerGas", 0, 1, MAX_GAS));
        outbox.lowerMaxHandlerGas(TARGET, 0);
    }

    // ---- where fees go

    function testExcessIsFeeAndGoesToTheReceiver() external {
        outbox.send{value: 5 ether}(TARGET, TO, 1, "");
        vm.prank(STRANGER);
        outbox.withdraw();
        assertEq(RECEIVER.balance, 5 ether, "receiver");
        assertEq(address(outbox).balance, 0, "outbox");
    }

    function testReceiverChangesBehindTheTimelockAlone() external {
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(Governed.NotTimelock.selector, OWNER));
        outbox.setFeeReceiver(STRANGER);
        bytes memory call = abi.encodeCall(Fees.setFeeReceiver, (STRANGER));
        vm.prank(OWNER);
        outbox.schedule(call);
        skip(DELAY);
        vm.prank(OWNER);
        outbox.execute(call);
        assertEq(outbox.feeReceiver(), STRANGER, "receiver");
    }

    function testWithdrawalThatTheReceiverRefusesChangesNothing() external {
        Outbox other = new Outbox(OWNER, GUARDIAN, ORACLE, address(new Refuser()), DELAY);
        vm.deal(address(other), 1 ether);
        address receiver = other.feeReceiver();
        vm.expectRevert(abi.encodeWithSelector(Fees.WithdrawalRefused.selector, receiver, 1 ether));
        other.withdraw();
    }

    function testRolesMustBeNamed() external {
        vm.expectRevert(abi.encodeWithSelector(Governed.ZeroAddress.selector, "feeOracle"));
        new Outbox(OWNER, GUARDIAN, address(0), RECEIVER, DELAY);
        vm.expectRevert(abi.encodeWithSelector(Governed.ZeroAddress.selector, "feeReceiver"));
        new Outbox(OWNER, GUARDIAN, ORACLE, address(0), DELAY);
        vm.expectRevert(abi.encodeWithSelector(Governed.ZeroAddress.selector, "guardian"));
        new Outbox(OWNER, address(0), ORACLE, RECEIVER, DELAY);
    }

    function testOwnerReplacesAStolenOracleAtOnce() external {
        vm.prank(OWNER);
        outbox.setFeeOracle(STRANGER);
        vm.prank(ORACLE);
        vm.expectRevert(abi.encodeWithSelector(Fees.NotFeeOracle.selector, ORACLE));
        outbox.setQuote(TARGET, quote(1e9));
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN));
        outbox.setFeeOracle(ORACLE);
    }
}
