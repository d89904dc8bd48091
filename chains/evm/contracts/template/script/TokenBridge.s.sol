// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IOutbox} from "@catenary-bridge/contracts/src/IOutbox.sol";
import {FaucetToken} from "@catenary-bridge/contracts/src/examples/token/FaucetToken.sol";
import {HomeBridge} from "@catenary-bridge/contracts/src/examples/token/HomeBridge.sol";
import {RemoteBridge} from "@catenary-bridge/contracts/src/examples/token/RemoteBridge.sol";
import {Cheats} from "@catenary-bridge/contracts/testing/Cheats.sol";

/// @notice Bridges a new token from the left chain to the right one, in steps of one chain each. Reads LEFT_OUTBOX,
/// LEFT_INBOX, RIGHT_OUTBOX and RIGHT_INBOX from the environment.
/// @dev Not in one step as {Deploy}: forge takes two contracts for one that have the same address on two chains, as those
/// of a new account have, and gives up when their constructors differ.
contract TokenBridge {
    Cheats private constant cheats = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev More than every fee: the rest comes back.
    uint256 private constant VALUE = 0.1 ether;

    /// @notice On the left chain: a token, some of it for the caller, and the end where it lives.
    function home() external returns (FaucetToken token, HomeBridge bridge) {
        IOutbox outbox = IOutbox(cheats.envAddress("LEFT_OUTBOX"));
        address inbox = cheats.envAddress("LEFT_INBOX");
        cheats.startBroadcast();
        token = new FaucetToken("Faucet", "FCT", 6);
        token.mint(msg.sender, 1_000_000);
        bridge = new HomeBridge(msg.sender, outbox, inbox, token);
        cheats.stopBroadcast();
    }

    /// @notice On the right chain: the other end.
    function remote(uint64 homeChain, address homeBridge) external returns (RemoteBridge bridge) {
        IOutbox outbox = IOutbox(cheats.envAddress("RIGHT_OUTBOX"));
        address inbox = cheats.envAddress("RIGHT_INBOX");
        cheats.startBroadcast();
        bridge = new RemoteBridge(msg.sender, outbox, inbox, homeChain);
        bridge.pinPeer(homeChain, homeBridge);
        cheats.stopBroadcast();
    }

    /// @notice On the left chain: tells the home end of the other one, and that of the token.
    function connect(HomeBridge bridge, uint64 chain, address remoteBridge) external {
        cheats.startBroadcast();
        bridge.pinPeer(chain, remoteBridge);
        bridge.introduce{value: VALUE}(chain);
        cheats.stopBroadcast();
    }

    /// @notice On the left chain: locks some of the caller's tokens, to be his on the other.
    function lock(HomeBridge bridge, uint64 chain, uint256 amount) external {
        uint256 fee = bridge.quoteLock(chain);
        cheats.startBroadcast();
        bridge.token().approve(address(bridge), amount);
        bridge.lock{value: fee + fee / 10}(chain, msg.sender, amount);
        cheats.stopBroadcast();
    }
}
