// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {IOutbox} from "../../IOutbox.sol";
import {Peered} from "../../Peered.sol";
import {BridgedToken} from "./BridgedToken.sol";
import {TokenMessages} from "./TokenMessages.sol";

/// @title Example: an end of a token bridge where the token does not live
/// @notice Its one decision: when the bridged token is minted, namely for each transfer from the one home chain, once.
/// The bridged token is made by the home end's introduction, so that nobody can get its decimals wrong. Transfers that
/// overtake a failed introduction fail too, and succeed when they are retried after it: messages may come in any order.
contract RemoteBridge is Peered, Pausable {
    /// @notice Gas of the home end's handler: a transfer to a new holder takes 60,000 with a plain token; others, such as
    /// those behind a proxy, take more.
    uint64 public constant UNLOCK_GAS = 300_000;

    /// @notice The only chain whose transfers are believed.
    uint64 public immutable homeChain;

    /// @notice The bridged token; zero before the introduction.
    BridgedToken public token;

    event TokenMade(BridgedToken indexed token, string name, string symbol, uint8 decimals, bytes32 id);
    event Minted(address indexed to, uint256 amount, bytes32 id);
    event Burned(address indexed from, address indexed to, uint256 amount, bytes32 id);

    error NotHome(uint64 sourceChain, uint64 homeChain);
    error NotIntroduced();
    error AlreadyIntroduced(BridgedToken token);
    error ReceiverUnusable(address to);
    error AmountZero();

    constructor(address owner_, IOutbox outbox_, address inbox_, uint64 homeChain_) Peered(owner_, outbox_, inbox_) {
        homeChain = homeChain_;
    }

    /// @notice Burns the caller's tokens here, to be unlocked at home. The value pays the fee: {quoteBurn} and a margin
    /// for a quote that moves, of which the rest comes back. No approval is needed.
    /// @param to who gets them there
    function burn(address to, uint256 amount) external payable whenNotPaused returns (bytes32 id) {
        BridgedToken token_ = token;
        if (address(token_) == address(0)) revert NotIntroduced();
        if (to == address(0) || to == _peerOn(homeChain)) revert ReceiverUnusable(to);
        if (amount == 0) revert AmountZero();
        token_.burn(msg.sender, amount);
        id = _sendToPeer(homeChain, UNLOCK_GAS, TokenMessages.encodeTransfer(to, amount), msg.value);
        emit Burned(msg.sender, to, amount, id);
    }

    /// @notice The fee in wei of a {burn}.
    function quoteBurn() external view returns (uint256) {
        return quoteToPeer(homeChain, UNLOCK_GAS, TokenMessages.TRANSFER_SIZE);
    }

    /// @notice Stops burning and minting. What arrives meanwhile is recorded as failed, to be retried afterwards.
    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }

    function _fromPeer(uint64 sourceChain, bytes32 id, bytes calldata payload) internal override whenNotPaused {
        // A peer on a third chain, pinned by a careless owner, must not mint what nobody has locked.
        if (sourceChain != homeChain) revert NotHome(sourceChain, homeChain);
        if (TokenMessages.kindOf(payload) == TokenMessages.INTRODUCTION) return _make(id, payload);
        if (address(token) == address(0)) revert NotIntroduced();
        (address to, uint256 amount) = TokenMessages.decodeTransfer(payload);
        emit Minted(to, amount, id);
        token.mint(to, amount);
    }

    function _make(bytes32 id, bytes calldata payload) private {
        // A second token would make two supplies of one lock.
        if (address(token) != address(0)) revert AlreadyIntroduced(token);
        (string memory name, string memory symbol, uint8 decimals) = TokenMessages.decodeIntroduction(payload);
        token = new BridgedToken(name, symbol, decimals);
        emit TokenMade(token, name, symbol, decimals, id);
    }
}
