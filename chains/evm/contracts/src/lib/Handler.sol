// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecipient} from "../IRecipient.sol";

/// @title Reasons of a failure without a call, written as if the recipient had reverted with them
interface HandlerErrors {
    error RecipientNotAnAddress(bytes32 recipient);
    error RecipientWithoutCode(address recipient);
    error HandlerGasAboveMaximum(uint64 gasLimit, uint256 maximum);
}

/// @title One call of a recipient
/// @notice Its one decision: what a recipient can do to the Inbox, namely nothing. It gets its gas, or the whole
/// transaction reverts; it may revert, burn its gas or return a bomb, and then the message has failed, no more.
library Handler {
    /// @notice Bytes of a recipient's revert data that are kept. More would let it charge the relayer for memory.
    uint256 internal constant MAX_REASON = 256;

    /// @notice Gas for the CALL itself: a cold account (2,600, EIP-2929), the cold account that it delegates to (2,600,
    /// EIP-7702), and the few operations between the check and the CALL.
    uint256 internal constant CALL_GAS = 5_300;

    /// @notice The transaction has too little gas to give the handler what it was promised.
    error InsufficientGas(uint256 available, uint256 required);

    /// @notice What a call is made of.
    struct Call {
        bytes32 id;
        bytes32 sender;
        bytes32 recipient;
        uint256 gasLimit; // gas that the handler must get
        uint256 payload; // offset in calldata
        uint256 length; // of the payload, in bytes
    }

    /// @notice Calls the recipient's handler. Reverts when it can't get `c.gasLimit`.
    /// @param given gas that the handler may use, at least `c.gasLimit`
    /// @return ok whether the handler returned
    /// @return reason why it didn't, at most {MAX_REASON} bytes
    function run(uint64 sourceChain, Call memory c, uint256 given) internal returns (bool ok, bytes memory reason) {
        uint256 to = uint256(c.recipient);
        if (to >> 160 != 0) {
            return (false, abi.encodeWithSelector(HandlerErrors.RecipientNotAnAddress.selector, to));
        }
        if (address(uint160(to)).code.length == 0) {
            return (false, abi.encodeWithSelector(HandlerErrors.RecipientWithoutCode.selector, to));
        }
        (uint256 input, uint256 size) = _encode(sourceChain, c);
        uint256 required = requiredGas(c.gasLimit);
        // Nothing that costs may stand between this check and the CALL: what is encoded is encoded, the output goes
        // nowhere, and CALL_GAS covers the rest.
        uint256 available = gasleft();
        if (available < required) revert InsufficientGas(available, required);
        assembly ("memory-safe") {
            ok := call(given, to, 0, input, size, 0, 0)
        }
        if (!ok) reason = _reason();
    }

    /// @notice Gas that must be left before the CALL so that `promised` arrives: EIP-150 keeps 1/64 of what is left.
    function requiredGas(uint256 promised) internal pure returns (uint256) {
        unchecked {
            return promised + promised / 63 + 1 + CALL_GAS;
        }
    }

    /// @dev Writes the call of {IRecipient-handle} to free memory, over the previous one. By hand, as abi.encode
    /// would take new memory for every message of a batch.
    function _encode(uint64 sourceChain, Call memory c) private pure returns (uint256 m, uint256 size) {
        bytes4 selector = IRecipient.handle.selector;
        assembly ("memory-safe") {
            m := mload(0x40)
            let length := mload(add(c, 0xa0))
            mstore(m, selector)
            mstore(add(m, 0x04), sourceChain)
            mstore(add(m, 0x24), mload(add(c, 0x20))) // sender
            mstore(add(m, 0x44), mload(c)) // id
            mstore(add(m, 0x64), 0x80)
            mstore(add(m, 0x84), length)
            calldatacopy(add(m, 0xa4), mload(add(c, 0x80)), length)
            // The padding would otherwise hold what the previous message left there.
            mstore(add(add(m, 0xa4), length), 0)
            size := add(0xa4, and(add(length, 0x1f), not(0x1f)))
        }
    }

    function _reason() private pure returns (bytes memory reason) {
        assembly ("memory-safe") {
            reason := mload(0x40)
            let size := returndatasize()
            if gt(size, MAX_REASON) { size := MAX_REASON }
            mstore(reason, size)
            returndatacopy(add(reason, 0x20), 0, size)
            mstore(0x40, add(reason, and(add(size, 0x3f), not(0x1f))))
        }
    }
}
