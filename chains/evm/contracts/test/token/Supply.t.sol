// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "../base/Test.sol";
import {Traffic} from "./Traffic.sol";

/// @title What the token bridge promises
/// @notice Each holds after every step of every sequence in which everybody does whatever they may, and much that they
/// may not; see {Traffic}.
/// forge-config: default.invariant.runs = 12
/// forge-config: default.invariant.depth = 60
contract SupplyTest is Test {
    uint64 private constant B = 9002;
    uint64 private constant C = 9003;
    uint64 private constant BAD = 9004;

    Traffic private world;

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() external {
        world = new Traffic();
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(world);
    }

    /// @dev Locking, burning and relaying come up more often than the rest.
    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        bytes4[18] memory actions = [
            world.lock.selector,
            world.lock.selector,
            world.lock.selector,
            world.burn.selector,
            world.burn.selector,
            world.burn.selector,
            world.deliver.selector,
            world.deliver.selector,
            world.deliver.selector,
            world.deliverWithGas.selector,
            world.retryOne.selector,
            world.retryOne.selector,
            world.lockTwice.selector,
            world.forge.selector,
            world.plunder.selector,
            world.refuse.selector,
            world.setFee.selector,
            world.pauseAnEnd.selector
        ];
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(world), new bytes4[](19));
        for (uint256 i = 0; i < 18; ++i) {
            list[0].selectors[i] = actions[i];
        }
        list[0].selectors[18] = world.donate.selector;
    }

    /// For each chain: locked at home = supply there + what is under way, both ways.
    function invariant_whatIsLockedIsWhatIsThereAndUnderWay() external {
        assertEq(world.locked(B), world.supply(B) + world.underWay(B), "chain B");
        assertEq(world.locked(C), world.supply(C) + world.underWay(C), "chain C");
    }

    /// The home bridge has what it owes, to the unit, and a bad chain got no more than was locked for it.
    function invariant_homeHasWhatItOwes() external view {
        uint256 owed = world.locked(B) + world.locked(C) + world.locked(BAD);
        assertEq(world.homeBalance(), owed + world.donated(), "balance");
        assertTrue(world.takenByBad() <= world.fedToBad(), "the bad chain took what was another's");
    }

    /// From wherever it stands, all that is under way arrives, and everybody can bring home all that he has.
    function invariant_everythingCanComeHome() external {
        world.bringHome();
        assertEq(world.supply(B) + world.supply(C), 0, "supply");
        assertEq(world.locked(B) + world.locked(C), 0, "locked");
        assertEq(world.homeBalance(), world.locked(BAD) + world.donated(), "balance");
    }

    /// Too little gas moves a lane as a whole or not at all.
    function invariant_littleGasMovesNothing() external view {
        assertEq(world.starved(), 0, "starved");
    }

    /// The attacks happen: a world in which none was tried would prove nothing.
    function testTheWorldIsHostile() external {
        for (uint256 i = 0; i < 40; ++i) {
            uint256 r = uint256(keccak256(abi.encode(i)));
            world.lock(r, r >> 8, r >> 16, r >> 24);
            world.refuse(r >> 32, r & 1 == 0);
            world.deliver(r >> 40, r >> 48);
            world.burn(r >> 56, r >> 64, r >> 72, r >> 80);
            world.lockTwice(r >> 88, r >> 96, r >> 104);
            world.forge(r >> 112, r >> 120, r >> 128);
            world.plunder(r >> 136, r & 2 == 0);
            world.deliverWithGas(r >> 144, r >> 152);
            world.refuse(r >> 32, false);
            world.retryOne(r >> 160);
            world.retryOne(r >> 168);
        }
        assertTrue(world.retried() > 0, "nothing was retried with success");
        assertTrue(world.forged() > 10, "nothing was forged");
        assertTrue(world.nested() > 5, "no lock was nested");
        assertTrue(world.takenByBad() > 0, "the bad chain took nothing");
        this.invariant_whatIsLockedIsWhatIsThereAndUnderWay();
        this.invariant_homeHasWhatItOwes();
        this.invariant_everythingCanComeHome();
    }
}
