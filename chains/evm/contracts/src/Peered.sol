// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IOutbox} from "./IOutbox.sol";
import {Recipient} from "./Recipient.sol";
import {Sends} from "./lib/Sends.sol";

/// @title Base of an application with one contract on each chain
/// @notice Its one decision: which contract of each other chain it listens to and speaks to. The owner pins a peer once,
/// and nobody can change it afterwards: whoever could would be believed in the old peer's place.
abstract contract Peered is Recipient, Ownable2Step {
    IOutbox public immutable outbox;

    /// @notice The contract on the other chain that is believed; zero when there is none.
    mapping(uint64 chain => address) public peers;

    event PeerPinned(uint64 indexed chain, address indexed peer);

    error PeerUnknown(uint64 chain);
    error PeerZero(uint64 chain);
    error PeerAlreadyPinned(uint64 chain, address peer);
    error PeerOnThisChain(uint64 chain);
    error NotPeer(uint64 sourceChain, bytes32 sender, address peer);
    error OutboxWithoutCode(address outbox);

    constructor(address owner_, IOutbox outbox_, address inbox_) Recipient(inbox_) Ownable(owner_) {
        if (address(outbox_).code.length == 0) revert OutboxWithoutCode(address(outbox_));
        outbox = outbox_;
    }

    /// @notice Pins the peer on another chain, for ever. Look twice: a wrong one means a new deployment.
    /// @param chain EIP-155 chain id
    function pinPeer(uint64 chain, address peer) external onlyOwner {
        if (chain == block.chainid) revert PeerOnThisChain(chain);
        if (peer == address(0)) revert PeerZero(chain);
        if (peers[chain] != address(0)) revert PeerAlreadyPinned(chain, peers[chain]);
        peers[chain] = peer;
        emit PeerPinned(chain, peer);
    }

    /// @notice The fee in wei of a message to the peer on a chain.
    function quoteToPeer(uint64 chain, uint64 gasLimit, uint256 payloadLength) public view returns (uint256) {
        _peerOn(chain);
        return Sends.quote(outbox, chain, gasLimit, payloadLength);
    }

    /// @dev Sends to the peer, paid from `attachedWei`, of which the sender of the transaction's call gets the rest.
    function _sendToPeer(uint64 chain, uint64 gasLimit, bytes memory payload, uint256 attachedWei)
        internal
        returns (bytes32 id)
    {
        (id,) = Sends.sendAndRefund(outbox, chain, _peerOn(chain), gasLimit, payload, attachedWei, msg.sender);
    }

    function _peerOn(uint64 chain) internal view returns (address peer) {
        peer = peers[chain];
        if (peer == address(0)) revert PeerUnknown(chain);
    }

    /// @inheritdoc Recipient
    function _handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes calldata payload) internal override {
        address peer = peers[sourceChain];
        // Anybody can send a message to anybody. Without a peer the expected sender is zero, which no chain's sender is;
        // but that is not for this contract to know.
        if (peer == address(0) || sender != Sends.account(peer)) revert NotPeer(sourceChain, sender, peer);
        _fromPeer(sourceChain, id, payload);
    }

    /// @dev Called once for each message of a peer; see {IRecipient-handle}.
    function _fromPeer(uint64 sourceChain, bytes32 id, bytes calldata payload) internal virtual;
}
