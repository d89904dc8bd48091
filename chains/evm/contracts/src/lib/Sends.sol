// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IOutbox} from "../IOutbox.sol";

/// @title Sending for what it costs
/// @notice Its one decision: how much of somebody's money a message may take. The Outbox keeps what it gets, so that a
/// caller who adds a margin for a quote that moves would lose the margin; these functions quote and pay in one
/// transaction, refuse a fee above a bound, and give the rest back.
library Sends {
    /// @notice The quote has moved above what the caller allows. Nothing was sent and nothing paid.
    error FeeAboveMaximum(uint256 feeWei, uint256 maximumWei);

    /// @notice The contract has less than the fee.
    error BalanceTooLow(uint256 balanceWei, uint256 feeWei);

    /// @notice Whoever was to get the rest of the value did not take it. Nothing was sent.
    error RefundRefused(address to, uint256 wei_);

    error RecipientZero();
    error NotAnAddress(bytes32 account);

    /// @notice The fee in wei of a message with a payload of `payloadLength` bytes, now.
    function quote(IOutbox outbox, uint64 targetChain, uint64 gasLimit, uint256 payloadLength)
        internal
        view
        returns (uint256 fee)
    {
        return outbox.quote(targetChain, gasLimit, payloadLength);
    }

    /// @notice Sends a message, paid from this contract's balance.
    /// @param recipient contract on the target chain
    /// @param gasLimit gas that its handler gets; see {withMargin}
    /// @param maximumWei the most that the fee may be
    /// @return id of the message
    /// @return fee in wei, exactly the quote
    function send(
        IOutbox outbox,
        uint64 targetChain,
        address recipient,
        uint64 gasLimit,
        bytes memory payload,
        uint256 maximumWei
    ) internal returns (bytes32 id, uint256 fee) {
        // The Outbox would take it: a message to nobody is a fee for nothing.
        if (recipient == address(0)) revert RecipientZero();
        fee = outbox.quote(targetChain, gasLimit, payload.length);
        if (fee > maximumWei) revert FeeAboveMaximum(fee, maximumWei);
        if (fee > address(this).balance) revert BalanceTooLow(address(this).balance, fee);
        id = outbox.send{value: fee}(targetChain, account(recipient), gasLimit, payload);
    }

    /// @notice Sends a message, paid from what the caller has attached, and gives back what the fee leaves. The value is
    /// the bound: let users attach a quote and a margin.
    /// @dev The refund is a call of the caller's choice of address, and comes last. Call this once in a transaction for
    /// each `msg.value`: in a loop or a multicall the same value would be spent again, from the contract's own balance.
    /// @param attachedWei what may be spent and given back: `msg.value`, or the part of it that is for this message
    /// @param refundTo gets the rest; a contract must be able to receive it
    function sendAndRefund(
        IOutbox outbox,
        uint64 targetChain,
        address recipient,
        uint64 gasLimit,
        bytes memory payload,
        uint256 attachedWei,
        address refundTo
    ) internal returns (bytes32 id, uint256 fee) {
        (id, fee) = send(outbox, targetChain, recipient, gasLimit, payload, attachedWei);
        if (fee == attachedWei) return (id, fee);
        (bool ok,) = refundTo.call{value: attachedWei - fee}("");
        if (!ok) revert RefundRefused(refundTo, attachedWei - fee);
    }

    /// @notice A gas limit from what a handler was measured to use: the measure and `percent` of it on top, rounded up.
    /// @dev Measure the dearest case: storage that was zero before, the longest payload. See `leastHandlerGas` of the
    /// testing kit.
    function withMargin(uint256 measuredGas, uint256 percent) internal pure returns (uint64) {
        uint256 gas_ = measuredGas + (measuredGas * percent + 99) / 100;
        // What does not fit is above every lane's maximum; the Outbox refuses the largest number with its own words.
        return gas_ > type(uint64).max ? type(uint64).max : uint64(gas_);
    }

    /// @notice An address as messages carry it, left-padded with zeros.
    function account(address a) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(a)));
    }

    /// @notice The address that a message carries; reverts when the upper 12 bytes are not zero.
    function addressOf(bytes32 account_) internal pure returns (address) {
        if (uint256(account_) >> 160 != 0) revert NotAnAddress(account_);
        return address(uint160(uint256(account_)));
    }
}
