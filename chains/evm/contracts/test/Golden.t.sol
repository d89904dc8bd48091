// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../src/Inbox.sol";
import {MultisigVerifier} from "../src/MultisigVerifier.sol";
import {Lanes} from "../src/lib/Lanes.sol";
import {LaneTest} from "./base/LaneTest.sol";

/// @notice The golden vectors that Go checks too: every signed and hashed byte is the same on both sides.
contract GoldenTest is LaneTest {
    string private json;

    function setUp() public override {
        super.setUp();
        json = vm.readFile("../../../messages/testdata/vectors.json");
    }

    function at(string memory list, uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(i), "]", field);
    }

    function count(string memory list) private view returns (uint256 n) {
        while (vm.keyExistsJson(json, at(list, n, ""))) ++n;
        assertTrue(n > 0, "no vectors");
    }

    function testLaneIdsAndAccumulators() external view {
        for (uint256 i = 0; i < count("lanes"); ++i) {
            bytes32 id = Lanes.id(
                uint64(vm.parseJsonUint(json, at("lanes", i, ".lane.sourceChain"))),
                bytes32(uint256(uint160(vm.parseJsonAddress(json, at("lanes", i, ".lane.outbox"))))),
                vm.parseJsonBytes32(json, at("lanes", i, ".lane.outboxMark")),
                uint64(vm.parseJsonUint(json, at("lanes", i, ".lane.targetChain")))
            );
            assertEq(id, vm.parseJsonBytes32(json, at("lanes", i, ".id")), "lane id");
            bytes32[] memory ids = vm.parseJsonBytes32Array(json, at("lanes", i, ".messageIds"));
            bytes32[] memory accumulators = vm.parseJsonBytes32Array(json, at("lanes", i, ".accumulators"));
            assertTrue(ids.length > 0 && ids.length == accumulators.length, "lengths");
            for (uint256 j = 0; j < ids.length; ++j) {
                id = Lanes.fold(id, ids[j]);
                assertEq(id, accumulators[j], "accumulator");
            }
        }
    }

    /// The Outbox itself makes each vector's bytes, as far as its chain can: version, nonce 1, its own chain id.
    function testOutboxEncodesAsTheVectorsDo() external {
        uint256 made;
        for (uint256 i = 0; i < count("messages"); ++i) {
            bytes memory encoded = vm.parseJsonBytes(json, at("messages", i, ".encoded"));
            assertEq(keccak256(encoded), vm.parseJsonBytes32(json, at("messages", i, ".id")), "id");
            if (sendLike(encoded)) ++made;
        }
        assertTrue(made > 0, "no vector is of a message that an Outbox can send");
    }

    function word(bytes memory data, uint256 end) private pure returns (uint256 w) {
        assembly ("memory-safe") {
            w := mload(add(data, end))
        }
    }

    function sendLike(bytes memory m) private returns (bool) {
        (uint64 nonce, uint64 source, uint64 target) = (uint64(word(m, 9)), uint64(word(m, 17)), uint64(word(m, 57)));
        (uint256 sender, uint256 to, uint64 gasLimit) = (word(m, 49), word(m, 89), uint64(word(m, 105)));
        if (sender >> 160 != 0 || to >> 160 != 0 || gasLimit > MAX_GAS || source == target || nonce == 0) return false;
        if (m.length > 105 + 65536) return false;
        bytes memory payload = new bytes(m.length - 105);
        for (uint256 i = 0; i < payload.length; ++i) {
            payload[i] = m[105 + i];
        }
        vm.chainId(source);
        vm.prank(OWNER);
        outbox.setTarget(target, MAX_GAS, 65536, type(uint24).max, MAX_PRICE);
        vm.store(address(outbox), keccak256(abi.encode(uint256(target), uint256(0))), bytes32(uint256(nonce - 1)));
        vm.warp(1);
        uint256 state = vm.snapshotState();
        vm.prank(ORACLE);
        outbox.setQuote(target, quote(1e9));
        if (uint64(word(m, 97)) > type(uint40).max) return false;
        vm.warp(uint64(word(m, 97)));
        vm.prank(ORACLE);
        outbox.setQuote(target, quote(1e9));
        vm.deal(address(uint160(sender)), 1e30);
        vm.prank(address(uint160(sender)));
        bytes32 id = outbox.send{value: 1e29}(target, bytes32(to), gasLimit, payload);
        assertEq(id, keccak256(m), "the Outbox encodes otherwise");
        vm.revertToState(state);
        return true;
    }

    function testInboxIds() external view {
        for (uint256 i = 0; i < count("inboxes"); ++i) {
            bytes32 id = keccak256(
                abi.encode(
                    vm.parseJsonAddress(json, at("inboxes", i, ".address")),
                    vm.parseJsonBytes32(json, at("inboxes", i, ".mark"))
                )
            );
            assertEq(id, vm.parseJsonBytes32(json, at("inboxes", i, ".id")), "inbox id");
        }
        assertEq(inbox.inboxId(), keccak256(abi.encode(address(inbox), inbox.mark())), "the Inbox's own");
    }

    /// A verifier at the vector's address accepts the vector's signature, with the vector's signer as its only member.
    function testVerifierAcceptsTheSignedCheckpoints() external {
        uint256 tried;
        for (uint256 i = 0; i < count("checkpoints"); ++i) {
            string memory c = at("checkpoints", i, ".checkpoint");
            uint64 epoch = uint64(vm.parseJsonUint(json, string.concat(c, ".epoch")));
            vm.chainId(vm.parseJsonUint(json, at("checkpoints", i, ".domain.targetChain")));
            address signer = vm.parseJsonAddress(json, at("checkpoints", i, ".approval.signer"));
            address where = vm.parseJsonAddress(json, at("checkpoints", i, ".domain.verifier"));
            place(where, signer, epoch);
            MultisigVerifier(where)
                .verify(
                    vm.parseJsonBytes32(json, string.concat(c, ".lane")),
                    vm.parseJsonBytes32(json, string.concat(c, ".inbox")),
                    uint64(vm.parseJsonUint(json, string.concat(c, ".nonce"))),
                    vm.parseJsonBytes32(json, string.concat(c, ".accumulator")),
                    vm.parseJsonBytes(json, at("checkpoints", i, ".approval.signature"))
                );
            ++tried;
        }
        assertTrue(tried > 0, "no checkpoint");
    }

    /// @dev Puts a verifier of one signer at an address, with an epoch of choice.
    function place(address where, address signer, uint64 epoch) private {
        address[] memory only = new address[](1);
        only[0] = signer;
        MultisigVerifier made = new MultisigVerifier(only, 1, true);
        vm.etch(where, address(made).code);
        // address, count, threshold, epoch: see MultisigVerifier.Current. EIP712 has the two slots before.
        uint256 slot = uint256(vm.load(address(made), bytes32(uint256(2))));
        slot = (slot & type(uint176).max) | (uint256(epoch) << 176);
        vm.store(where, bytes32(uint256(2)), bytes32(slot));
        assertEq(MultisigVerifier(where).epoch(), epoch, "epoch");
        assertEq(MultisigVerifier(where).signers()[0], signer, "signer");
    }

    function testRotationDigests() external view {
        for (uint256 i = 0; i < count("rotations"); ++i) {
            address[] memory signers = vm.parseJsonAddressArray(json, at("rotations", i, ".rotation.signers"));
            uint256 threshold_ = vm.parseJsonUint(json, at("rotations", i, ".rotation.threshold"));
            uint64 epoch = uint64(vm.parseJsonUint(json, at("rotations", i, ".rotation.epoch")));
            bytes memory words;
            for (uint256 j = 0; j < signers.length; ++j) {
                words = bytes.concat(words, bytes32(uint256(uint160(signers[j]))));
            }
            bytes32 structHash = keccak256(
                abi.encode(
                    keccak256("Rotate(address[] signers,uint256 threshold,uint64 epoch)"),
                    keccak256(words),
                    threshold_,
                    epoch
                )
            );
            bytes32 separator = keccak256(
                abi.encode(
                    keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                    keccak256("Catenary"),
                    keccak256("1"),
                    vm.parseJsonUint(json, at("rotations", i, ".domain.targetChain")),
                    vm.parseJsonAddress(json, at("rotations", i, ".domain.verifier"))
                )
            );
            assertEq(
                keccak256(abi.encodePacked(hex"1901", separator, structHash)),
                vm.parseJsonBytes32(json, at("rotations", i, ".digest")),
                "digest"
            );
        }
    }
}
