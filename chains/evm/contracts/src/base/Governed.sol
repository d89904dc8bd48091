// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title Owner, guardian and timelock
/// @notice Its one decision: who may change a running contract, and how long everybody can see it coming.
///
/// - The guardian stops things at once (pause, lower a limit) and can do nothing else.
/// - The owner starts them again at once, and replaces the guardian at once: a stolen guardian key could otherwise
///   hold every lane for the length of the delay, and a stolen owner key gains nothing, as it may unpause anyway.
/// - What could make the contract believe or pay somebody new is marked {onlyTimelock}: the owner announces the exact
///   call, waits {delay}, and executes it. No pause stops the timelock.
abstract contract Governed is Ownable2Step {
    /// @notice Bounds of {delay}, in seconds. A day is the least in which users of another time zone can react.
    uint256 public constant MIN_DELAY = 1 days;
    uint256 public constant MAX_DELAY = 30 days;

    /// @notice Seconds for which a ready action stays executable. An old announcement that everybody has forgotten
    /// must not become valid one day.
    uint256 public constant GRACE = 14 days;

    /// @notice Seconds between announcement and execution.
    uint256 public immutable delay;

    /// @notice May pause and lower limits.
    address public guardian;

    /// @notice Time at which an announced call becomes executable, by keccak256 of its calldata; 0 when none is.
    mapping(bytes32 callHash => uint256 seconds_) public readyAt;

    event GuardianChanged(address indexed previous, address indexed current);
    event ActionScheduled(bytes32 indexed callHash, uint256 readyAt, bytes call);
    event ActionCancelled(bytes32 indexed callHash);
    event ActionExecuted(bytes32 indexed callHash);

    error DelayOutOfRange(uint256 delay, uint256 minimum, uint256 maximum);
    error ZeroAddress(string field);
    error NotGuardian(address caller);
    error NotTimelock(address caller);
    error ActionPending(bytes32 callHash, uint256 readyAt);
    error ActionUnknown(bytes32 callHash);
    error ActionNotReady(bytes32 callHash, uint256 readyAt, uint256 now_);
    error ActionExpired(bytes32 callHash, uint256 expiredAt, uint256 now_);
    error OwnershipNotRenounceable();

    constructor(address owner_, address guardian_, uint256 delay_) Ownable(owner_) {
        if (delay_ < MIN_DELAY || delay_ > MAX_DELAY) revert DelayOutOfRange(delay_, MIN_DELAY, MAX_DELAY);
        delay = delay_;
        _setGuardian(guardian_);
    }

    modifier onlyGuardian() {
        if (msg.sender != guardian && msg.sender != owner()) revert NotGuardian(msg.sender);
        _;
    }

    /// @dev The contract calls itself only from {execute}: the Inbox's calls to recipients have a fixed selector.
    modifier onlyTimelock() {
        if (msg.sender != address(this)) revert NotTimelock(msg.sender);
        _;
    }

    function setGuardian(address guardian_) external onlyOwner {
        _setGuardian(guardian_);
    }

    /// @notice Announces a call of this contract to itself.
    /// @param call selector and arguments, exactly as {execute} will get them
    function schedule(bytes calldata call) external onlyOwner {
        bytes32 callHash = keccak256(call);
        uint256 pending = readyAt[callHash];
        // Announcing twice must not move the time; an expired one has to be cancelled first, in the open.
        if (pending != 0) revert ActionPending(callHash, pending);
        readyAt[callHash] = block.timestamp + delay;
        emit ActionScheduled(callHash, block.timestamp + delay, call);
    }

    function cancel(bytes32 callHash) external onlyOwner {
        if (readyAt[callHash] == 0) revert ActionUnknown(callHash);
        delete readyAt[callHash];
        emit ActionCancelled(callHash);
    }

    /// @notice Executes an announced call, once, between {delay} and {delay} + {GRACE} after its announcement.
    function execute(bytes calldata call) external onlyOwner {
        bytes32 callHash = keccak256(call);
        uint256 ready = readyAt[callHash];
        if (ready == 0) revert ActionUnknown(callHash);
        if (block.timestamp < ready) revert ActionNotReady(callHash, ready, block.timestamp);
        if (block.timestamp > ready + GRACE) revert ActionExpired(callHash, ready + GRACE, block.timestamp);
        delete readyAt[callHash];
        (bool ok, bytes memory answer) = address(this).call(call);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        emit ActionExecuted(callHash);
    }

    /// @dev Without an owner a paused lane could never move again.
    function renounceOwnership() public view override onlyOwner {
        revert OwnershipNotRenounceable();
    }

    function _setGuardian(address guardian_) private {
        if (guardian_ == address(0)) revert ZeroAddress("guardian");
        emit GuardianChanged(guardian, guardian_);
        guardian = guardian_;
    }
}
