// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOutbox} from "./IOutbox.sol";
import {Fees} from "./base/Fees.sol";
import {Governed} from "./base/Governed.sol";
import {LaneBook} from "./base/LaneBook.sol";
import {Marked} from "./base/Marked.sol";
import {Lanes} from "./lib/Lanes.sol";
import {MESSAGE_VERSION} from "./lib/Limits.sol";

/// @title The sending end of this chain's lanes
/// @notice Its one decision: which message a lane holds next. Each message is numbered and folded into the lane's
/// accumulator, so that one storage proof of 32 bytes speaks for all of them, and for none being left out.
/// @dev LaneBook comes first: lane proofs read slot 0.
contract Outbox is IOutbox, LaneBook, Marked, Fees {
    /// @param message the canonical encoding; `id` is its keccak256
    event MessageSent(uint64 indexed targetChain, uint64 indexed nonce, bytes32 indexed id, bytes message);
    event SendingPaused(uint64 indexed targetChain, address indexed by);
    event SendingUnpaused(uint64 indexed targetChain);

    error LanePaused(uint64 targetChain);
    error RecipientNotAnAddress(bytes32 recipient);
    error InsufficientFee(uint256 sentWei, uint256 requiredWei);

    /// @param delay_ seconds of the timelock
    constructor(address owner_, address guardian_, address feeOracle_, address feeReceiver_, uint256 delay_)
        Governed(owner_, guardian_, delay_)
        Fees(feeOracle_, feeReceiver_)
    {}

    /// @inheritdoc IOutbox
    function send(uint64 targetChain, bytes32 recipient, uint64 gasLimit, bytes calldata payload)
        external
        payable
        returns (bytes32 id)
    {
        Target memory t = _targets[targetChain];
        uint256 fee = _fee(targetChain, t, gasLimit, payload.length);
        if (t.paused) revert LanePaused(targetChain);
        if (uint256(recipient) >> 160 != 0) revert RecipientNotAnAddress(recipient);
        if (msg.value < fee) revert InsufficientFee(msg.value, fee);

        Lane storage lane_ = _lanes[targetChain];
        uint64 nonce = lane_.nonce + 1;
        bytes memory message = abi.encodePacked(
            uint8(MESSAGE_VERSION),
            nonce,
            uint64(block.chainid),
            uint256(uint160(msg.sender)),
            targetChain,
            recipient,
            uint64(block.timestamp),
            gasLimit,
            payload
        );
        id = keccak256(message);
        bytes32 accumulator = nonce == 1 ? laneId(targetChain) : lane_.accumulator;
        lane_.nonce = nonce;
        lane_.accumulator = Lanes.fold(accumulator, id);
        emit MessageSent(targetChain, nonce, id, message);
    }

    /// @inheritdoc IOutbox
    function quote(uint64 targetChain, uint64 gasLimit, uint256 payloadLength) external view returns (uint256) {
        return _fee(targetChain, _targets[targetChain], gasLimit, payloadLength);
    }

    /// @notice How many messages a lane holds, and the hash chain over their ids.
    function lane(uint64 targetChain) external view returns (uint64 nonce, bytes32 accumulator) {
        Lane storage lane_ = _lanes[targetChain];
        nonce = lane_.nonce;
        accumulator = nonce == 0 ? laneId(targetChain) : lane_.accumulator;
    }

    /// @notice The lane's accumulator before its first message.
    function laneId(uint64 targetChain) public view returns (bytes32) {
        return Lanes.id(uint64(block.chainid), bytes32(uint256(uint160(address(this)))), mark, targetChain);
    }

    /// @notice Stops sending to one chain. What has been sent stays deliverable.
    function pause(uint64 targetChain) external onlyGuardian {
        _known(targetChain).paused = true;
        emit SendingPaused(targetChain, msg.sender);
    }

    function unpause(uint64 targetChain) external onlyOwner {
        _known(targetChain).paused = false;
        emit SendingUnpaused(targetChain);
    }
}
