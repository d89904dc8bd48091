// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governed} from "./Governed.sol";
import {MAX_HANDLER_GAS, MAX_PAYLOAD} from "../lib/Limits.sol";

/// @title What a message costs, and who may say so
/// @notice Its one decision: the wei that `send` must carry. A fee oracle reports the target chain's gas price, the
/// exchange rate and the gas of a delivery; only their product is stored beside the target's limits, in one slot, so
/// that `send` reads one word. An oracle that is wrong or stolen can do this much and no more:
///
/// - upwards, to the target's hard maximum, which the owner sets;
/// - downwards, by a quarter every ten minutes, so that somebody can look before messages become free;
/// - by silence, nothing: a quote older than the target's maximum age makes `send` revert.
///
/// Fees are the contract's balance: they leave to the configured receiver alone, and it changes behind the timelock.
abstract contract Fees is Governed {
    /// @dev One slot. A target is known when `maxHandlerGas` is not zero.
    struct Target {
        uint96 price; // billionths of a source wei for one target gas, margin included
        uint40 pricedAt; // seconds; 0 before the first quote
        uint24 maxAge; // seconds for which a quote holds
        uint24 messageGas; // target gas of a message beside handler and payload, bookkeeping of a failure included
        uint16 byteGas; // target gas of one payload byte
        uint24 maxHandlerGas;
        uint24 maxPayload; // bytes
        bool paused;
    }

    /// @dev What only the oracle's calls read.
    struct Bounds {
        uint96 maxPrice; // in the unit of Target.price
        uint40 loweredAt; // seconds; the last time that any part of the quote fell
    }

    /// @notice What the fee oracle reports.
    struct Quote {
        uint64 gasPrice; // target wei for one gas, priority fee included
        uint128 exchangeRate; // source wei for 10^18 target wei
        uint16 marginBps; // 1/10000 on top
        uint24 messageGas; // see Target
        uint16 byteGas; // see Target; 40 is the floor of EIP-7623 for non-zero bytes
    }

    /// @notice Scale of {Target-price}: a cheap target chain's gas costs less than one wei of an expensive source.
    uint256 public constant PRICE_SCALE = 1e9;

    /// @notice A quote may fall to three quarters, once in ten minutes: a day's fall of an honest market passes in two
    /// hours, while a stolen oracle needs an hour and a half to reach a tenth.
    uint256 public constant LOWEST_STEP_BPS = 7500;
    uint256 public constant LOWER_INTERVAL = 10 minutes;

    uint256 private constant BPS = 10_000;

    /// @notice May report quotes.
    address public feeOracle;

    /// @notice Gets the fees.
    address public feeReceiver;

    mapping(uint64 targetChain => Target) internal _targets;
    mapping(uint64 targetChain => Bounds) internal _bounds;

    event FeeOracleChanged(address indexed previous, address indexed current);
    event FeeReceiverChanged(address indexed previous, address indexed current);
    event QuoteChanged(uint64 indexed targetChain, uint96 price, Quote quote);
    event TargetChanged(
        uint64 indexed targetChain, uint24 maxHandlerGas, uint24 maxPayload, uint24 maxAge, uint96 maxPrice
    );
    event FeesWithdrawn(address indexed receiver, uint256 amount);

    error NotFeeOracle(address caller);
    error TargetUnknown(uint64 targetChain);
    error TargetIsThisChain(uint64 targetChain);
    error LimitOutOfRange(string field, uint256 value, uint256 minimum, uint256 maximum);
    error QuoteFieldZero(string field);
    error QuoteAboveMaximum(uint256 price, uint256 maximum);
    error QuoteFallsTooFar(string field, uint256 value, uint256 minimum);
    error QuoteFallsTooSoon(uint256 now_, uint256 earliest);
    error QuoteStale(uint64 targetChain, uint256 pricedAt, uint256 maxAge);
    error GasLimitTooHigh(uint64 gasLimit, uint256 maximum);
    error PayloadTooLong(uint256 size, uint256 maximum);
    error WithdrawalRefused(address receiver, uint256 amount);

    constructor(address feeOracle_, address feeReceiver_) {
        _setFeeOracle(feeOracle_);
        _setFeeReceiver(feeReceiver_);
    }

    /// @notice Reports what a delivery costs. See the contract's comment for the bounds.
    function setQuote(uint64 targetChain, Quote calldata q) external {
        if (msg.sender != feeOracle) revert NotFeeOracle(msg.sender);
        Target storage t = _known(targetChain);
        // A zero anywhere makes a part of the service free for ever: no step bound applies to a quote of nothing.
        if (q.gasPrice == 0) revert QuoteFieldZero("gasPrice");
        if (q.exchangeRate == 0) revert QuoteFieldZero("exchangeRate");
        if (q.messageGas == 0) revert QuoteFieldZero("messageGas");
        if (q.byteGas == 0) revert QuoteFieldZero("byteGas");
        // 64 + 128 + 17 + 30 bits: no overflow. Rounded up, so that no price becomes zero.
        uint256 price =
            _ceilDiv(uint256(q.gasPrice) * q.exchangeRate * (BPS + q.marginBps) * PRICE_SCALE, BPS * 1 ether);
        uint256 maximum = _bounds[targetChain].maxPrice;
        if (price > maximum) revert QuoteAboveMaximum(price, maximum);
        if (t.pricedAt != 0) _boundFall(targetChain, t, price, q);

        t.price = uint96(price);
        t.pricedAt = uint40(block.timestamp);
        t.messageGas = q.messageGas;
        t.byteGas = q.byteGas;
        emit QuoteChanged(targetChain, uint96(price), q);
    }

    /// @notice Opens a lane's sending end, or changes its limits. Opening needs no delay: a lane that no Inbox serves
    /// costs its users their fee, but makes nobody believe anything.
    /// @param maxAge seconds for which a quote holds
    /// @param maxPrice hard maximum of the price, in billionths of a wei per gas
    function setTarget(uint64 targetChain, uint24 maxHandlerGas, uint24 maxPayload, uint24 maxAge, uint96 maxPrice)
        external
        onlyOwner
    {
        if (targetChain == block.chainid) revert TargetIsThisChain(targetChain);
        _checkLimit("maxHandlerGas", maxHandlerGas, MAX_HANDLER_GAS);
        _checkLimit("maxPayload", maxPayload, MAX_PAYLOAD);
        _checkLimit("maxAge", maxAge, type(uint24).max);
        _checkLimit("maxPrice", maxPrice, type(uint96).max);
        Target storage t = _targets[targetChain];
        t.maxHandlerGas = maxHandlerGas;
        t.maxPayload = maxPayload;
        t.maxAge = maxAge;
        _bounds[targetChain].maxPrice = maxPrice;
        emit TargetChanged(targetChain, maxHandlerGas, maxPayload, maxAge, maxPrice);
    }

    /// @notice Lowers what a message may ask for; the owner raises it again with {setTarget}.
    function lowerMaxHandlerGas(uint64 targetChain, uint24 maxHandlerGas) external onlyGuardian {
        Target storage t = _known(targetChain);
        _checkLimit("maxHandlerGas", maxHandlerGas, t.maxHandlerGas);
        t.maxHandlerGas = maxHandlerGas;
        emit TargetChanged(targetChain, maxHandlerGas, t.maxPayload, t.maxAge, _bounds[targetChain].maxPrice);
    }

    function setFeeOracle(address feeOracle_) external onlyOwner {
        _setFeeOracle(feeOracle_);
    }

    function setFeeReceiver(address feeReceiver_) external onlyTimelock {
        _setFeeReceiver(feeReceiver_);
    }

    /// @notice Sends all fees to the configured receiver. Anybody may call it, as nobody can change where they go.
    function withdraw() external {
        uint256 amount = address(this).balance;
        address receiver = feeReceiver;
        emit FeesWithdrawn(receiver, amount);
        (bool ok,) = receiver.call{value: amount}("");
        if (!ok) revert WithdrawalRefused(receiver, amount);
    }

    /// @notice Limits and price of a target; all zero when it is unknown.
    function target(uint64 targetChain) external view returns (Target memory limits, Bounds memory bounds) {
        return (_targets[targetChain], _bounds[targetChain]);
    }

    /// @dev The fee in wei; reverts exactly where `send` must. Rounded up: the operator never pays the remainder.
    function _fee(uint64 targetChain, Target memory t, uint64 gasLimit, uint256 payloadLength)
        internal
        view
        returns (uint256)
    {
        if (t.maxHandlerGas == 0) revert TargetUnknown(targetChain);
        if (gasLimit > t.maxHandlerGas) revert GasLimitTooHigh(gasLimit, t.maxHandlerGas);
        if (payloadLength > t.maxPayload) revert PayloadTooLong(payloadLength, t.maxPayload);
        unchecked {
            // Before the first quote pricedAt is 0, and every age is too old.
            if (block.timestamp > uint256(t.pricedAt) + t.maxAge) revert QuoteStale(targetChain, t.pricedAt, t.maxAge);
            uint256 gas_ = uint256(t.messageGas) + gasLimit + uint256(t.byteGas) * payloadLength;
            return (gas_ * t.price + PRICE_SCALE - 1) / PRICE_SCALE;
        }
    }

    function _known(uint64 targetChain) internal view returns (Target storage t) {
        t = _targets[targetChain];
        if (t.maxHandlerGas == 0) revert TargetUnknown(targetChain);
    }

    /// @dev All three parts of the fee are bounded, else an oracle would make payloads free while the price stands.
    function _boundFall(uint64 targetChain, Target storage old, uint256 price, Quote calldata q) private {
        uint256 oldPrice = old.price;
        bool falls = _falls("price", oldPrice, price);
        falls = _falls("messageGas", oldPrice * old.messageGas, price * q.messageGas) || falls;
        falls = _falls("byteGas", oldPrice * old.byteGas, price * q.byteGas) || falls;
        if (!falls) return;
        uint256 earliest = _bounds[targetChain].loweredAt + LOWER_INTERVAL;
        if (block.timestamp < earliest) revert QuoteFallsTooSoon(block.timestamp, earliest);
        _bounds[targetChain].loweredAt = uint40(block.timestamp);
    }

    function _falls(string memory field, uint256 old, uint256 value) private pure returns (bool) {
        uint256 minimum = _ceilDiv(old * LOWEST_STEP_BPS, BPS);
        if (value < minimum) revert QuoteFallsTooFar(field, value, minimum);
        return value < old;
    }

    function _checkLimit(string memory field, uint256 value, uint256 maximum) private pure {
        if (value == 0 || value > maximum) revert LimitOutOfRange(field, value, 1, maximum);
    }

    function _ceilDiv(uint256 a, uint256 b) private pure returns (uint256) {
        return (a + b - 1) / b;
    }

    function _setFeeOracle(address feeOracle_) private {
        if (feeOracle_ == address(0)) revert ZeroAddress("feeOracle");
        emit FeeOracleChanged(feeOracle, feeOracle_);
        feeOracle = feeOracle_;
    }

    function _setFeeReceiver(address feeReceiver_) private {
        if (feeReceiver_ == address(0)) revert ZeroAddress("feeReceiver");
        emit FeeReceiverChanged(feeReceiver, feeReceiver_);
        feeReceiver = feeReceiver_;
    }
}
