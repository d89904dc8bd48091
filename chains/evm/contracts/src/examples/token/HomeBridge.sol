// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IOutbox} from "../../IOutbox.sol";
import {Peered} from "../../Peered.sol";
import {TokenMessages} from "./TokenMessages.sol";

/// @title Example: the end of a token bridge where the token lives
/// @notice Its one decision: how much of what is locked may leave. For each chain,
///
///     locked = supply of the bridged token there + what is under way in either direction, failed messages included
///
/// and a chain can't unlock more than was locked for it, whatever its bridge, or whoever attests its lane, says.
///
/// Fit for: ERC-20 tokens with or without a return value, with callbacks, with a fee on transfers (what arrives is
/// what is credited). Not fit for tokens whose balances change by themselves: when they shrink, the last ones to
/// return find too little. A handler that fails, as the token refuses the receiver or the bridge is paused, is
/// recorded by the Inbox and can be retried by anybody: nothing is lost, and nothing else waits for it.
contract HomeBridge is Peered, Pausable, ReentrancyGuardTransient {
    using SafeERC20 for IERC20Metadata;

    /// @notice Gas of the other end's handlers: minting to a new holder takes 75,000, making a token 1,200,000.
    uint64 public constant MINT_GAS = 150_000;
    uint64 public constant INTRODUCTION_GAS = 2_000_000;

    IERC20Metadata public immutable token;

    /// @notice What is locked for each chain, in the token's smallest unit.
    mapping(uint64 chain => uint256) public locked;

    /// @notice Whether a chain has been told the token's name, symbol and decimals.
    mapping(uint64 chain => bool) public introduced;

    event Introduced(uint64 indexed chain, bytes32 indexed id);
    event Locked(uint64 indexed chain, address indexed from, address indexed to, uint256 amount, bytes32 id);
    event Unlocked(uint64 indexed chain, address indexed to, uint256 amount, bytes32 id);

    error AlreadyIntroduced(uint64 chain);
    error NotIntroduced(uint64 chain);
    error ReceiverUnusable(address to);
    error NothingArrived(uint256 amount);
    error ExceedsLocked(uint64 chain, uint256 amount, uint256 locked);

    constructor(address owner_, IOutbox outbox_, address inbox_, IERC20Metadata token_)
        Peered(owner_, outbox_, inbox_)
    {
        token = token_;
        // Also refuses what is no token, or one whose name no other chain could carry, before anybody uses it.
        TokenMessages.encodeIntroduction(token_.name(), token_.symbol(), token_.decimals());
    }

    /// @notice Tells a chain what the token is called and how many decimals it has, as it must know before the first
    /// transfer. Anybody may call it, once for each chain; the value pays the fee, and the rest comes back.
    function introduce(uint64 chain) external payable returns (bytes32 id) {
        if (introduced[chain]) revert AlreadyIntroduced(chain);
        introduced[chain] = true;
        bytes memory payload = TokenMessages.encodeIntroduction(token.name(), token.symbol(), token.decimals());
        id = _sendToPeer(chain, INTRODUCTION_GAS, payload, msg.value);
        emit Introduced(chain, id);
    }

    /// @notice Locks tokens here, to be minted on another chain. The caller approves them first, and attaches the fee:
    /// {quoteLock} and a margin for a quote that moves, of which the rest comes back.
    /// @param to who gets them there
    /// @return id of the message
    /// @return credited what arrives there, in the token's smallest unit: less than `amount` if the token takes a fee
    function lock(uint64 chain, address to, uint256 amount)
        external
        payable
        nonReentrant
        whenNotPaused
        returns (bytes32 id, uint256 credited)
    {
        if (!introduced[chain]) revert NotIntroduced(chain);
        // Neither could ever use them: minting to zero fails, and the bridge itself has no way to burn its own.
        if (to == address(0) || to == _peerOn(chain)) revert ReceiverUnusable(to);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        credited = token.balanceOf(address(this)) - before;
        if (credited == 0) revert NothingArrived(amount);
        locked[chain] += credited;
        id = _sendToPeer(chain, MINT_GAS, TokenMessages.encodeTransfer(to, credited), msg.value);
        emit Locked(chain, msg.sender, to, credited, id);
    }

    /// @notice The fee in wei of a {lock}.
    function quoteLock(uint64 chain) external view returns (uint256) {
        return quoteToPeer(chain, MINT_GAS, TokenMessages.TRANSFER_SIZE);
    }

    /// @notice Stops locking and unlocking. What arrives meanwhile is recorded as failed, to be retried afterwards.
    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }

    /// @dev Without the lock of {lock}: else whoever has a token call him back during his own {lock} could deliver
    /// others' messages there, all of which would fail. It holds without: everything is written before the call.
    function _fromPeer(uint64 sourceChain, bytes32 id, bytes calldata payload) internal override whenNotPaused {
        (address to, uint256 amount) = TokenMessages.decodeTransfer(payload);
        uint256 available = locked[sourceChain];
        if (amount > available) revert ExceedsLocked(sourceChain, amount, available);
        locked[sourceChain] = available - amount;
        emit Unlocked(sourceChain, to, amount, id);
        token.safeTransfer(to, amount);
    }
}
