// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IInbox} from "./IInbox.sol";
import {IVerifier} from "./IVerifier.sol";
import {Governed} from "./base/Governed.sol";
import {Marked} from "./base/Marked.sol";
import {Handler, HandlerErrors} from "./lib/Handler.sol";
import {Lanes} from "./lib/Lanes.sol";
import {MAX_HANDLER_GAS, MESSAGE_HEADER} from "./lib/Limits.sol";
import {PackedBatch} from "./lib/PackedBatch.sol";

/// @title The receiving end of this chain's lanes
/// @notice Its one decision: which message may run next. It refolds what is delivered from its own last accumulator
/// to the attested one, so that replays, gaps and reordering are impossible whoever calls, and whatever its verifier's
/// signers are asked. A delivery writes two slots, however long it is.
contract Inbox is IInbox, HandlerErrors, Governed, Marked, ReentrancyGuardTransient {
    /// @dev `nonce` to `paused` fill one slot, so that a delivery reads three slots and writes two.
    struct Lane {
        uint64 nonce; // last message executed
        address verifier; // zero: the lane is not open
        uint24 maxHandlerGas;
        bool paused;
        bytes32 accumulator; // after that message; the lane id before the first
        bytes32 laneId;
    }

    /// @notice Seconds after deployment in which the owner may open lanes without delay; see {openLane}.
    uint256 public constant SETUP_PERIOD = 7 days;

    /// @notice keccak256(abi.encode(this contract, mark)): what checkpoints name, so that they hold here alone.
    bytes32 public immutable inboxId;

    /// @notice End of the set-up period, in seconds; {seal} moves it to the present.
    uint256 public setupEnds;

    mapping(uint64 sourceChain => Lane) private _lanes;

    /// @inheritdoc IInbox
    mapping(uint64 sourceChain => mapping(bytes32 id => bool)) public failed;

    event LaneOpened(uint64 indexed sourceChain, bytes32 indexed laneId, address verifier, uint24 maxHandlerGas);
    event VerifierChanged(uint64 indexed sourceChain, address indexed previous, address indexed current);
    event MaxHandlerGasChanged(uint64 indexed sourceChain, uint24 maxHandlerGas);
    event DeliveringPaused(uint64 indexed sourceChain, address indexed by);
    event DeliveringUnpaused(uint64 indexed sourceChain);
    event Sealed();

    error LaneUnknown(uint64 sourceChain);
    error LaneAlreadyOpen(uint64 sourceChain, bytes32 laneId);
    error LaneFromThisChain(uint64 sourceChain);
    error LanePaused(uint64 sourceChain);
    error NonceGap(uint64 firstNonce, uint64 expected);
    error NotAttested(address verifier, bytes4 answer);
    error MessageTooShort(uint256 size, uint256 minimum);
    error MessageNotFailed(uint64 sourceChain, bytes32 id);
    error SetupOver(uint256 ended);
    error VerifierWithoutCode(address verifier);
    error HandlerGasOutOfRange(uint256 value, uint256 minimum, uint256 maximum);

    /// @param delay_ seconds of the timelock
    constructor(address owner_, address guardian_, uint256 delay_) Governed(owner_, guardian_, delay_) {
        inboxId = keccak256(abi.encode(address(this), mark));
        setupEnds = block.timestamp + SETUP_PERIOD;
    }

    /// @notice Delivers the next messages of a lane. Those that have been delivered already are skipped: two relayers
    /// that overlap don't fail each other, and a batch without news does nothing.
    /// @param messages consecutive messages, in the format of {PackedBatch}
    /// @param tailIds ids of the messages that follow, up to the attested nonce. They are folded but not executed, so
    /// that one attestation serves several transactions.
    /// @param attestation for the lane's verifier: that the accumulator after the last of `tailIds` is the lane's
    function deliver(
        uint64 sourceChain,
        bytes calldata messages,
        bytes32[] calldata tailIds,
        bytes calldata attestation
    ) external nonReentrant {
        Proof memory proof = _proof(tailIds, attestation);
        PackedBatch.Batch memory b = PackedBatch.open(messages);
        Lane storage lane_ = _lanes[sourceChain];
        (b.delivered, proof.verifier, proof.maxHandlerGas) = _open(lane_, sourceChain);
        if (b.last <= b.delivered) return;
        if (b.first > b.delivered + 1) revert NonceGap(uint64(b.first), uint64(b.delivered) + 1);
        (b.accumulator, proof.laneId) = (lane_.accumulator, lane_.laneId);
        PackedBatch.fold(b, sourceChain);
        _attest(proof, b);

        // Written before the first call: a handler sees the lane as it will be.
        lane_.nonce = uint64(b.last);
        lane_.accumulator = b.accumulator;
        _runAll(sourceChain, b, proof.maxHandlerGas);
    }

    /// @inheritdoc IInbox
    /// @dev Messages that failed run whenever that is: out of order.
    function retry(bytes calldata message) external nonReentrant returns (bool ok) {
        if (message.length < MESSAGE_HEADER) revert MessageTooShort(message.length, MESSAGE_HEADER);
        uint64 sourceChain = uint64(bytes8(message[9:]));
        (,, uint256 maxHandlerGas) = _open(_lanes[sourceChain], sourceChain);
        bytes32 id = keccak256(message);
        if (!failed[sourceChain][id]) revert MessageNotFailed(sourceChain, id);
        // Cleared before the call: whatever the handler does, it can't find its own message retryable.
        failed[sourceChain][id] = false;

        Handler.Call memory c = _call(message, id);
        if (c.gasLimit > maxHandlerGas) c.gasLimit = maxHandlerGas;
        bytes memory reason;
        (ok, reason) = Handler.run(sourceChain, c, type(uint256).max);
        _record(sourceChain, uint64(bytes8(message[1:])), id, ok, reason);
    }

    /// @inheritdoc IInbox
    /// @dev All zero when the lane is not open.
    function lane(uint64 sourceChain)
        external
        view
        returns (bytes32 laneId, uint64 nonce, bytes32 accumulator, address verifier, bool paused)
    {
        Lane storage lane_ = _lanes[sourceChain];
        return (lane_.laneId, lane_.nonce, lane_.accumulator, lane_.verifier, lane_.paused);
    }

    /// @inheritdoc IInbox
    function maxHandlerGasOf(uint64 sourceChain) external view returns (uint24) {
        return _lanes[sourceChain].maxHandlerGas;
    }

    /// @notice Opens a lane, for ever: neither its id nor its position can be set again.
    /// @dev The owner may call it directly in the set-up period, else through the timelock. A lane makes recipients
    /// believe in a chain, so a stolen owner key must not open one unseen; but a new deployment, which nobody relies on
    /// yet, must not take days to begin. The period ends by itself, because a {seal} is easily forgotten.
    /// @param outbox the source's Outbox, left-padded with zeros
    /// @param outboxMark what that Outbox fixed at its deployment
    function openLane(uint64 sourceChain, bytes32 outbox, bytes32 outboxMark, address verifier, uint24 maxHandlerGas)
        external
    {
        if (msg.sender != address(this)) {
            _checkOwner();
            if (block.timestamp >= setupEnds) revert SetupOver(setupEnds);
        }
        if (sourceChain == block.chainid) revert LaneFromThisChain(sourceChain);
        Lane storage lane_ = _lanes[sourceChain];
        if (lane_.verifier != address(0)) revert LaneAlreadyOpen(sourceChain, lane_.laneId);
        _checkVerifier(verifier);
        _checkHandlerGas(maxHandlerGas, MAX_HANDLER_GAS);
        bytes32 laneId = Lanes.id(sourceChain, outbox, outboxMark, uint64(block.chainid));
        _lanes[sourceChain] = Lane(0, verifier, maxHandlerGas, false, laneId, laneId);
        emit LaneOpened(sourceChain, laneId, verifier, maxHandlerGas);
    }

    /// @notice Ends the set-up period now.
    function seal() external onlyOwner {
        if (block.timestamp >= setupEnds) revert SetupOver(setupEnds);
        setupEnds = block.timestamp;
        emit Sealed();
    }

    /// @notice Changes who attests a lane. Behind the timelock: this is whom every recipient believes.
    function setVerifier(uint64 sourceChain, address verifier) external onlyTimelock {
        Lane storage lane_ = _known(sourceChain);
        _checkVerifier(verifier);
        emit VerifierChanged(sourceChain, lane_.verifier, verifier);
        lane_.verifier = verifier;
    }

    /// @notice Lowers what a handler may use, also of messages that are under way.
    function lowerMaxHandlerGas(uint64 sourceChain, uint24 maxHandlerGas) external onlyGuardian {
        Lane storage lane_ = _known(sourceChain);
        _checkHandlerGas(maxHandlerGas, lane_.maxHandlerGas);
        lane_.maxHandlerGas = maxHandlerGas;
        emit MaxHandlerGasChanged(sourceChain, maxHandlerGas);
    }

    /// @notice Sets what a handler may use, at most 12 M gas.
    function setMaxHandlerGas(uint64 sourceChain, uint24 maxHandlerGas) external onlyOwner {
        Lane storage lane_ = _known(sourceChain);
        _checkHandlerGas(maxHandlerGas, MAX_HANDLER_GAS);
        lane_.maxHandlerGas = maxHandlerGas;
        emit MaxHandlerGasChanged(sourceChain, maxHandlerGas);
    }

    /// @notice Stops deliveries and retries of one lane. Rotation and timelock run on.
    function pause(uint64 sourceChain) external onlyGuardian {
        _known(sourceChain).paused = true;
        emit DeliveringPaused(sourceChain, msg.sender);
    }

    function unpause(uint64 sourceChain) external onlyOwner {
        _known(sourceChain).paused = false;
        emit DeliveringUnpaused(sourceChain);
    }

    /// @dev The lane's first slot, read once.
    function _open(Lane storage lane_, uint64 sourceChain)
        private
        view
        returns (uint64 delivered, address verifier, uint256 maxHandlerGas)
    {
        (delivered, verifier, maxHandlerGas) = (lane_.nonce, lane_.verifier, lane_.maxHandlerGas);
        if (verifier == address(0)) revert LaneUnknown(sourceChain);
        if (lane_.paused) revert LanePaused(sourceChain);
    }

    /// @dev Folds the tail and asks the verifier.
    function _attest(Proof memory proof, PackedBatch.Batch memory b) private view {
        (bytes32[] calldata tailIds, bytes calldata attestation) = _unproof(proof);
        bytes32 accumulator = b.accumulator;
        for (uint256 i = 0; i < tailIds.length; ++i) {
            accumulator = Lanes.fold(accumulator, tailIds[i]);
        }
        uint64 nonce = uint64(b.last) + uint64(tailIds.length);
        address verifier = proof.verifier;
        bytes4 answer = IVerifier(verifier).verify(proof.laneId, inboxId, nonce, accumulator, attestation);
        if (answer != IVerifier.verify.selector) revert NotAttested(verifier, answer);
    }

    /// @dev What {_attest} will need. Kept in memory, or the loop over the messages would have no stack left.
    struct Proof {
        uint256 tailOffset; // of `tailIds` in calldata
        uint256 tailLength; // in ids
        uint256 attestationOffset;
        uint256 attestationLength; // in bytes
        address verifier;
        bytes32 laneId;
        uint256 maxHandlerGas;
    }

    function _proof(bytes32[] calldata tailIds, bytes calldata attestation) private pure returns (Proof memory proof) {
        assembly ("memory-safe") {
            mstore(proof, tailIds.offset)
            mstore(add(proof, 0x20), tailIds.length)
            mstore(add(proof, 0x40), attestation.offset)
            mstore(add(proof, 0x60), attestation.length)
        }
    }

    function _unproof(Proof memory proof)
        private
        pure
        returns (bytes32[] calldata tailIds, bytes calldata attestation)
    {
        assembly ("memory-safe") {
            tailIds.offset := mload(proof)
            tailIds.length := mload(add(proof, 0x20))
            attestation.offset := mload(add(proof, 0x40))
            attestation.length := mload(add(proof, 0x60))
        }
    }

    function _runAll(uint64 sourceChain, PackedBatch.Batch memory b, uint256 maxHandlerGas) private {
        unchecked {
            uint256 record = b.records;
            Handler.Call memory c; // outside the loop, as declaring it takes memory
            // uint256, so that the last nonce of all would end the loop too.
            for (uint256 nonce = b.delivered + 1; nonce <= b.last; ++nonce) {
                assembly ("memory-safe") {
                    c := record
                }
                bool ok = false;
                bytes memory reason;
                if (c.gasLimit > maxHandlerGas) {
                    reason = abi.encodeWithSelector(
                        HandlerErrors.HandlerGasAboveMaximum.selector, c.gasLimit, maxHandlerGas
                    );
                } else {
                    (ok, reason) = Handler.run(sourceChain, c, c.gasLimit);
                }
                _record(sourceChain, uint64(nonce), c.id, ok, reason);
                record += PackedBatch.RECORD;
            }
        }
    }

    /// @dev The call that a canonical message asks for; at least MESSAGE_HEADER bytes.
    function _call(bytes calldata message, bytes32 id) private pure returns (Handler.Call memory c) {
        c.id = id;
        c.sender = bytes32(message[17:]);
        c.recipient = bytes32(message[57:]);
        c.gasLimit = uint64(bytes8(message[97:]));
        c.length = message.length - MESSAGE_HEADER;
        assembly ("memory-safe") {
            mstore(add(c, 0x80), add(message.offset, MESSAGE_HEADER)) // payload
        }
    }

    function _record(uint64 sourceChain, uint64 nonce, bytes32 id, bool ok, bytes memory reason) private {
        if (ok) {
            emit MessageDelivered(sourceChain, nonce, id);
        } else {
            failed[sourceChain][id] = true;
            emit MessageFailed(sourceChain, nonce, id, reason);
        }
    }

    function _known(uint64 sourceChain) private view returns (Lane storage lane_) {
        lane_ = _lanes[sourceChain];
        if (lane_.verifier == address(0)) revert LaneUnknown(sourceChain);
    }

    function _checkVerifier(address verifier) private view {
        if (verifier.code.length == 0) revert VerifierWithoutCode(verifier);
    }

    function _checkHandlerGas(uint256 value, uint256 maximum) private pure {
        if (value == 0 || value > maximum) revert HandlerGasOutOfRange(value, 1, maximum);
    }
}
