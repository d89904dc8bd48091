// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IOutbox} from "../IOutbox.sol";
import {Recipient} from "../Recipient.sol";

/// @title Example: pings that are counted where they arrive, and answered if wished
/// @notice Its one decision: whether what arrived is what was sent. Each ping carries a sequence number of its sender's
/// choice; the receiving end keeps in its own storage how many came, and whether any came twice or out of order. When
/// 1, 2, … n were sent, `(n, n, 0, 0)` means exactly once and in order.
contract PingPong is Recipient, Ownable {
    /// @notice What has arrived from one chain; one slot.
    struct Received {
        uint64 count; // distinct sequence numbers
        uint64 lastSequence; // the highest
        uint64 outOfOrder; // came after a higher one
        uint64 duplicates; // came again
    }

    uint8 public constant PING = 1;
    uint8 public constant PING_FOR_PONG = 2;
    uint8 public constant PONG = 3;

    /// @notice Gas limit of a pong's handler: two new slots and room.
    uint64 public constant PONG_GAS = 100_000;

    IOutbox public immutable outbox;

    /// @notice The contract on the other chain that is believed, left-padded with zeros.
    mapping(uint64 sourceChain => bytes32) public peers;

    mapping(uint64 sourceChain => Received) public received;
    mapping(uint64 sourceChain => uint64) public pongs;

    /// @dev One bit for each sequence number that has come.
    mapping(uint64 sourceChain => mapping(uint64 word => uint256)) private _seen;

    event PeerChanged(uint64 indexed chain, bytes32 peer);
    event Arrived(uint64 indexed sourceChain, uint64 indexed sequence, uint8 kind, bytes32 id);

    error UnknownPeer(uint64 sourceChain, bytes32 sender, bytes32 expected);
    error PayloadMalformed(uint256 size);
    error FeeTooLow(uint256 sentWei, uint256 requiredWei);

    constructor(address owner_, IOutbox outbox_, address inbox_) Recipient(inbox_) Ownable(owner_) {
        outbox = outbox_;
    }

    /// @notice Pongs are paid from the balance.
    receive() external payable {}

    function setPeer(uint64 chain, bytes32 peer) external onlyOwner {
        peers[chain] = peer;
        emit PeerChanged(chain, peer);
    }

    /// @notice Sends one ping; the whole value is its fee.
    function ping(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 sequence, bytes calldata data)
        external
        payable
        returns (bytes32 id)
    {
        return outbox.send{value: msg.value}(targetChain, recipient, gasLimit, abi.encodePacked(PING, sequence, data));
    }

    /// @notice Sends one ping that is answered by a pong, which the other end pays for.
    function pingForPong(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 sequence)
        external
        payable
        returns (bytes32 id)
    {
        return outbox.send{value: msg.value}(
            targetChain, recipient, gasLimit, abi.encodePacked(PING_FOR_PONG, sequence)
        );
    }

    /// @notice Sends pings numbered `firstSequence` and on, with the same data; the last one gets what is left of the
    /// value.
    function pingMany(
        uint64 targetChain,
        bytes32 recipient,
        uint64 gasLimit,
        uint64 firstSequence,
        uint64 count,
        bytes calldata data
    ) external payable {
        uint256 fee = outbox.quote(targetChain, gasLimit, 9 + data.length);
        if (msg.value < fee * count) revert FeeTooLow(msg.value, fee * count);
        for (uint64 i = 0; i < count; ++i) {
            uint256 value = i + 1 == count ? msg.value - fee * i : fee;
            outbox.send{value: value}(targetChain, recipient, gasLimit, abi.encodePacked(PING, firstSequence + i, data));
        }
    }

    function _handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes calldata payload) internal override {
        // Without this, anybody's messages would count.
        if (sender == 0 || sender != peers[sourceChain]) revert UnknownPeer(sourceChain, sender, peers[sourceChain]);
        if (payload.length < 9) revert PayloadMalformed(payload.length);
        uint8 kind = uint8(payload[0]);
        uint64 sequence = uint64(bytes8(payload[1:]));
        emit Arrived(sourceChain, sequence, kind, id);
        if (kind == PONG) {
            ++pongs[sourceChain];
            return;
        }
        _count(sourceChain, sequence);
        if (kind == PING_FOR_PONG) _answer(sourceChain, sender, sequence);
    }

    function _count(uint64 sourceChain, uint64 sequence) private {
        Received memory r = received[sourceChain];
        uint256 bit = 1 << (sequence & 0xff);
        uint256 word = _seen[sourceChain][sequence >> 8];
        if (word & bit != 0) {
            ++r.duplicates;
        } else {
            _seen[sourceChain][sequence >> 8] = word | bit;
            ++r.count;
            if (r.count > 1 && sequence < r.lastSequence) ++r.outOfOrder;
            else r.lastSequence = sequence;
        }
        received[sourceChain] = r;
    }

    /// @dev Without money for the fee the ping fails, and can be retried when there is some.
    function _answer(uint64 sourceChain, bytes32 sender, uint64 sequence) private {
        bytes memory payload = abi.encodePacked(PONG, sequence);
        uint256 fee = outbox.quote(sourceChain, PONG_GAS, payload.length);
        outbox.send{value: fee}(sourceChain, sender, PONG_GAS, payload);
    }
}
