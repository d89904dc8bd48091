// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {HomeBridge} from "../../src/examples/token/HomeBridge.sol";
import {RemoteBridge} from "../../src/examples/token/RemoteBridge.sol";
import {CatenaryTest} from "../../testing/CatenaryTest.sol";

/// @title A token's home and the chains that it is bridged to, for tests
abstract contract Bridge is CatenaryTest {
    uint64 internal constant HOME = 9001;
    uint64 internal constant B = 9002;
    uint64 internal constant C = 9003;

    HomeBridge internal home;
    mapping(uint64 chain => RemoteBridge) internal remotes;

    /// @dev More than every fee: the rest comes back.
    uint256 internal constant VALUE = 1 ether;

    function makeHome(IERC20Metadata token) internal {
        openLanes(HOME, B);
        openLanes(HOME, C);
        on(HOME);
        home = new HomeBridge(address(this), outboxOf(HOME), address(inboxOf(HOME)), token);
    }

    function connect(uint64 chain) internal {
        on(chain);
        RemoteBridge remote = new RemoteBridge(address(this), outboxOf(chain), address(inboxOf(chain)), HOME);
        remotes[chain] = remote;
        remote.pinPeer(HOME, address(home));
        on(HOME);
        home.pinPeer(chain, address(remote));
        cheats.deal(address(this), 100 ether);
        home.introduce{value: VALUE}(chain);
    }

    receive() external payable virtual {}
}
