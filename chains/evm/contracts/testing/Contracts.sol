// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IInbox} from "../src/IInbox.sol";
import {IOutbox} from "../src/IOutbox.sol";

/// @notice What the testing kit asks of an Outbox beside what applications do.
interface IOutboxInTests is IOutbox {
    struct Quote {
        uint64 gasPrice;
        uint128 exchangeRate;
        uint16 marginBps;
        uint24 messageGas;
        uint16 byteGas;
    }

    event MessageSent(uint64 indexed targetChain, uint64 indexed nonce, bytes32 indexed id, bytes message);

    function setTarget(uint64 targetChain, uint24 maxHandlerGas, uint24 maxPayload, uint24 maxAge, uint96 maxPrice)
        external;
    function setQuote(uint64 targetChain, Quote calldata q) external;
    function lane(uint64 targetChain) external view returns (uint64 nonce, bytes32 accumulator);
    function laneId(uint64 targetChain) external view returns (bytes32);
    function mark() external view returns (bytes32);
    function pause(uint64 targetChain) external;
    function unpause(uint64 targetChain) external;
}

/// @notice What the testing kit asks of an Inbox beside what applications do.
interface IInboxInTests is IInbox {
    function openLane(uint64 sourceChain, bytes32 outbox, bytes32 outboxMark, address verifier, uint24 maxHandlerGas)
        external;
    function deliver(
        uint64 sourceChain,
        bytes calldata messages,
        bytes32[] calldata tailIds,
        bytes calldata attestation
    ) external;
    function inboxId() external view returns (bytes32);
    function pause(uint64 sourceChain) external;
    function unpause(uint64 sourceChain) external;
}
