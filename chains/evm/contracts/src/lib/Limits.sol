// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The largest payload, in bytes. 64 KiB of non-zero calldata cost 2.6 M gas at the floor price of EIP-7623.
uint256 constant MAX_PAYLOAD = 64 * 1024;

// The largest gas limit of a handler. EIP-7825 caps a transaction at 16,777,216 gas; what remains pays for
// the largest payload, the verification and the 1/64 that EIP-150 keeps back.
uint256 constant MAX_HANDLER_GAS = 12_000_000;

// Version of the canonical message, its first byte.
uint256 constant MESSAGE_VERSION = 1;

// Size of a canonical message before its payload, in bytes.
uint256 constant MESSAGE_HEADER = 105;
