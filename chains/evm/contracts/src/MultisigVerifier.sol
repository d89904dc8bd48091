// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IVerifier} from "./IVerifier.sol";
import {SignerSet} from "./lib/SignerSet.sol";

/// @title N of M signers
/// @notice Its one decision: that a checkpoint is true when a threshold of the current signers signed it. It has no
/// owner: only the signers can replace the signers, and the new ones must show that they can sign. One verifier may
/// serve several lanes, as a checkpoint names its lane and its inbox.
contract MultisigVerifier is IVerifier, EIP712 {
    bytes32 private constant CHECKPOINT_TYPE =
        keccak256("Checkpoint(bytes32 laneId,bytes32 inbox,uint64 nonce,bytes32 accumulator,uint64 epoch)");
    bytes32 private constant ROTATE_TYPE = keccak256("Rotate(address[] signers,uint256 threshold,uint64 epoch)");

    /// @notice Whether a single signature may suffice. For development networks alone.
    bool public immutable devnet;

    /// @dev One slot: verifying reads it and the set's code, nothing else.
    struct Current {
        address set;
        uint8 count;
        uint8 threshold;
        uint64 epoch;
    }

    Current private _current;

    event Rotated(uint64 indexed epoch, address[] signers, uint256 threshold);

    error ThresholdOutOfRange(uint256 threshold, uint256 minimum, uint256 maximum);

    /// @param signers_ distinct, in ascending order
    /// @param threshold_ how many must sign, at least 2
    /// @param devnet_ admits a threshold of 1. With one key enough, one stolen key forges everything, whether the set
    /// has one member or many, so neither is accepted without this flag.
    constructor(address[] memory signers_, uint256 threshold_, bool devnet_) EIP712("Catenary", "1") {
        devnet = devnet_;
        _adopt(signers_, threshold_, 1);
    }

    /// @inheritdoc IVerifier
    /// @param attestation signatures of the EIP-712 checkpoint, r ‖ s ‖ v each, in ascending order of their signers
    function verify(bytes32 laneId, bytes32 inbox, uint64 nonce, bytes32 accumulator, bytes calldata attestation)
        external
        view
        returns (bytes4)
    {
        Current memory c = _current;
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(CHECKPOINT_TYPE, laneId, inbox, nonce, accumulator, c.epoch)));
        SignerSet.check(c.set, c.count, c.threshold, digest, attestation);
        return IVerifier.verify.selector;
    }

    /// @notice Replaces the signers at once. Checkpoints that the old set signed are void; the new set signs them anew.
    /// @param signers_ distinct, in ascending order
    /// @param currentSignatures by the current threshold, so that nobody else can rotate
    /// @param newSignatures by the new set's threshold, so that a mistyped or offline set can't strand the lanes
    function rotate(
        address[] calldata signers_,
        uint256 threshold_,
        bytes calldata currentSignatures,
        bytes calldata newSignatures
    ) external {
        Current memory old = _current;
        uint64 next = old.epoch + 1;
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(ROTATE_TYPE, keccak256(abi.encodePacked(signers_)), threshold_, next))
        );
        SignerSet.check(old.set, old.count, old.threshold, digest, currentSignatures);
        _adopt(signers_, threshold_, next);
        SignerSet.check(_current.set, signers_.length, threshold_, digest, newSignatures);
    }

    /// @notice Number of the current set; the first is 1.
    function epoch() external view returns (uint64) {
        return _current.epoch;
    }

    /// @notice How many of the current signers must sign.
    function threshold() external view returns (uint256) {
        return _current.threshold;
    }

    /// @notice The current signers, in ascending order.
    function signers() external view returns (address[] memory) {
        return SignerSet.load(_current.set, _current.count);
    }

    function _adopt(address[] memory signers_, uint256 threshold_, uint64 epoch_) private {
        uint256 minimum = devnet ? 1 : 2;
        if (threshold_ < minimum || threshold_ > signers_.length) {
            revert ThresholdOutOfRange(threshold_, minimum, signers_.length);
        }
        address set = SignerSet.store(signers_);
        // Both fit: the set has at most MAX_SIGNERS members.
        _current = Current(set, uint8(signers_.length), uint8(threshold_), epoch_);
        emit Rotated(epoch_, signers_, threshold_);
    }
}
