// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What the two ends of a token bridge say to each other
/// @notice Its one decision: the bytes of a message. Amounts are in the token's smallest unit, the same at both ends.
///
///     transfer     = 1 (1) ‖ to (20) ‖ amount (32)
///     introduction = 2 (1) ‖ decimals (1) ‖ length of name (1) ‖ name ‖ symbol
library TokenMessages {
    uint8 internal constant TRANSFER = 1;
    uint8 internal constant INTRODUCTION = 2;

    /// @notice Size of a transfer, in bytes.
    uint256 internal constant TRANSFER_SIZE = 53;

    /// @notice Bytes of a name or a symbol. Wallets show fewer, and the handler that stores them has a bounded gas.
    uint256 internal constant MAX_TEXT = 64;

    error MessageMalformed(uint256 size);
    error TextOutOfRange(string field, uint256 size, uint256 maximum);

    function kindOf(bytes calldata payload) internal pure returns (uint8) {
        return payload.length == 0 ? 0 : uint8(payload[0]);
    }

    function encodeTransfer(address to, uint256 amount) internal pure returns (bytes memory) {
        return abi.encodePacked(TRANSFER, to, amount);
    }

    function decodeTransfer(bytes calldata payload) internal pure returns (address to, uint256 amount) {
        if (payload.length != TRANSFER_SIZE || uint8(payload[0]) != TRANSFER) revert MessageMalformed(payload.length);
        return (address(bytes20(payload[1:21])), uint256(bytes32(payload[21:53])));
    }

    function encodeIntroduction(string memory name, string memory symbol, uint8 decimals)
        internal
        pure
        returns (bytes memory)
    {
        checkText("name", name);
        checkText("symbol", symbol);
        return abi.encodePacked(INTRODUCTION, decimals, uint8(bytes(name).length), name, symbol);
    }

    function decodeIntroduction(bytes calldata payload)
        internal
        pure
        returns (string memory name, string memory symbol, uint8 decimals)
    {
        if (payload.length < 3 || uint8(payload[0]) != INTRODUCTION) revert MessageMalformed(payload.length);
        uint256 symbolAt = 3 + uint256(uint8(payload[2]));
        if (payload.length < symbolAt) revert MessageMalformed(payload.length);
        (name, symbol, decimals) = (string(payload[3:symbolAt]), string(payload[symbolAt:]), uint8(payload[1]));
        checkText("name", name);
        checkText("symbol", symbol);
    }

    function checkText(string memory field, string memory text) internal pure {
        uint256 size = bytes(text).length;
        if (size == 0 || size > MAX_TEXT) revert TextOutOfRange(field, size, MAX_TEXT);
    }
}
