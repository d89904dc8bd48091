// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A set of signers, kept as the code of a contract
/// @notice Its one decision: whether signatures come from distinct members of a set. The set is the code of a contract
/// that nobody can call or change: reading it costs one cold account (2,600 gas) whatever its size, where a storage
/// slot for each signer costs 2,100. Members are in ascending order and so are the signatures, so that one walk finds
/// strangers and duplicates.
library SignerSet {
    /// @notice Largest set. A full threshold of it costs about 0.3 M gas, which leaves room for a batch.
    uint256 internal constant MAX_SIGNERS = 64;

    /// @notice Size of a signature: r (32) ‖ s (32) ‖ v (1, 27 or 28).
    uint256 internal constant SIGNATURE = 65;

    error TooManySigners(uint256 count, uint256 maximum);
    error SignersNotAscending(uint256 index, address signer);
    error AttestationLength(uint256 length, uint256 multipleOf);
    error TooFewSignatures(uint256 count, uint256 threshold);
    error SignatureInvalid(uint256 index);
    error SignatureMalleable(uint256 index);
    error SignaturesNotAscending(uint256 index, address signer);
    error UnknownSigner(uint256 index, address recovered);
    error SetNotStored();

    /// @notice Keeps a set. The members must be distinct, in ascending order, and not zero.
    /// @return pointer the contract whose code, after one STOP byte, is the members' addresses
    function store(address[] memory signers) internal returns (address pointer) {
        if (signers.length > MAX_SIGNERS) revert TooManySigners(signers.length, MAX_SIGNERS);
        bytes memory members = "";
        address previous = address(0); // zero itself is refused as "not ascending": ecrecover returns it for nonsense
        for (uint256 i = 0; i < signers.length; ++i) {
            if (signers[i] <= previous) revert SignersNotAscending(i, signers[i]);
            previous = signers[i];
            members = bytes.concat(members, bytes20(previous));
        }
        // PUSH2 size, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN: returns what follows these ten bytes.
        bytes memory creation =
            bytes.concat(hex"61", bytes2(uint16(members.length + 1)), hex"80600a5f395ff3", hex"00", members);
        assembly ("memory-safe") {
            pointer := create(0, add(creation, 0x20), mload(creation))
        }
        if (pointer == address(0)) revert SetNotStored();
    }

    /// @notice The members of a stored set.
    function load(address pointer, uint256 count) internal view returns (address[] memory signers) {
        signers = new address[](count);
        uint256 members = _copy(pointer, count);
        for (uint256 i = 0; i < count; ++i) {
            signers[i] = _member(members, i);
        }
    }

    /// @notice Reverts unless `signatures` holds at least `threshold` signatures of `digest`, each by another member.
    /// Every signature must count: one that doesn't is a relayer's mistake, and silence would hide it.
    function check(address pointer, uint256 count, uint256 threshold, bytes32 digest, bytes calldata signatures)
        internal
        view
    {
        uint256 given = signatures.length / SIGNATURE;
        if (signatures.length != given * SIGNATURE) revert AttestationLength(signatures.length, SIGNATURE);
        if (given < threshold) revert TooFewSignatures(given, threshold);
        uint256 members = _copy(pointer, count);
        uint256 next = 0; // members before this one have signed or can't any more
        address previous = address(0);
        for (uint256 i = 0; i < given; ++i) {
            address signer = _recover(digest, signatures, i);
            if (signer <= previous) revert SignaturesNotAscending(i, signer);
            previous = signer;
            while (next < count && _member(members, next) < signer) ++next;
            if (next == count || _member(members, next) != signer) revert UnknownSigner(i, signer);
            ++next;
        }
    }

    /// @dev Half the order of secp256k1. With an s above it every signature would have a second form.
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @dev Calls the ecrecover precompile, which answers nothing where it recovers nothing, so for a v that is neither
    /// 27 nor 28 too.
    function _recover(bytes32 digest, bytes calldata signatures, uint256 i) private view returns (address signer) {
        bool malleable;
        assembly ("memory-safe") {
            let at := add(signatures.offset, mul(i, SIGNATURE))
            let m := mload(0x40)
            mstore(m, digest)
            mstore(add(m, 0x20), byte(0, calldataload(add(at, 0x40))))
            calldatacopy(add(m, 0x40), at, 0x40)
            malleable := gt(calldataload(add(at, 0x20)), HALF_ORDER)
            mstore(0x00, 0)
            pop(staticcall(gas(), 1, m, 0x80, 0x00, 0x20))
            signer := mload(0x00)
        }
        if (malleable) revert SignatureMalleable(i);
        if (signer == address(0)) revert SignatureInvalid(i);
    }

    /// @dev Allocates and fills the members' addresses, 20 bytes each.
    function _copy(address pointer, uint256 count) private view returns (uint256 members) {
        assembly ("memory-safe") {
            members := mload(0x40)
            let size := mul(count, 20)
            extcodecopy(pointer, members, 1, size)
            // One word more, as _member reads whole words.
            mstore(0x40, add(members, and(add(size, 0x3f), not(0x1f))))
        }
    }

    function _member(uint256 members, uint256 i) private pure returns (address signer) {
        assembly ("memory-safe") {
            signer := shr(96, mload(add(members, mul(i, 20))))
        }
    }
}
