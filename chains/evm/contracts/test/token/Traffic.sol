// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {HomeBridge} from "../../src/examples/token/HomeBridge.sol";
import {RemoteBridge} from "../../src/examples/token/RemoteBridge.sol";
import {TokenMessages} from "../../src/examples/token/TokenMessages.sol";
import {IOutbox} from "../../src/IOutbox.sol";
import {Sends} from "../../src/lib/Sends.sol";
import {Test} from "../base/Test.sol";
import {Bridge} from "./Bridge.sol";
import {Holder, MoodyToken} from "./Tokens.sol";

/// @title Everybody at a token bridge at once
/// @notice A home and three chains, of which the last has been taken over. Holders lock and burn, relayers deliver in
/// parts and with too little gas, anybody retries in any order, the token refuses holders, takes fees and calls back,
/// owners pause, strangers and the bad chain forge. The ledger knows what is under way.
contract Traffic is Test, Bridge {
    uint64 internal constant BAD = 9004;
    uint256 internal constant HOLDERS = 4;

    struct Transfer {
        uint64 source;
        uint64 target;
        uint64 nonce;
        uint256 amount;
        bytes32 id;
    }

    MoodyToken public token;
    Holder[] internal holders;
    Transfer[] internal transfers;
    uint256 public donated;
    uint256 public fedToBad; // locked for the bad chain
    uint256 public takenByBad;
    uint256 public starved; // messages that failed for want of gas
    uint256 public forged; // forgeries that were delivered, and failed as they must
    uint256 public retried; // transfers that succeeded at a retry
    uint256 public nested; // locks that were tried inside of locks

    constructor() {
        token = new MoodyToken(18);
        makeHome(token);
        openLanes(HOME, BAD);
        connect(B);
        connect(C);
        connect(BAD);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            Holder h = new Holder();
            holders.push(h);
            cheats.deal(address(h), 1e24);
            token.mint(address(h), 1e24);
            h.act(address(token), 0, abi.encodeCall(token.approve, (address(home), type(uint256).max)));
        }
    }

    // ---- who is meant

    function holder(uint256 seed) internal view returns (Holder) {
        return holders[seed % HOLDERS];
    }

    function chain(uint256 seed) internal pure returns (uint64) {
        return seed % 2 == 0 ? B : C;
    }

    function track(uint64 source, uint64 target, uint256 amount) private {
        (uint64 nonce,) = outboxOf(source).lane(target);
        transfers.push(Transfer(source, target, nonce, amount, idOf(source, target, nonce)));
    }

    // ---- what they do

    function lock(uint256 who, uint256 to, uint256 where, uint256 amount) external {
        on(HOME);
        _lock(holder(who), chain(where), address(holder(to)), bound(amount, 1, 1e21));
    }

    function _lock(Holder from, uint64 to, address receiver, uint256 amount) private {
        uint256 before = home.locked(to);
        (bool ok,) = from.act(address(home), VALUE, abi.encodeCall(HomeBridge.lock, (to, receiver, amount)));
        if (ok) track(HOME, to, home.locked(to) - before);
    }

    /// @dev The token calls the locker back, and he locks again.
    function lockTwice(uint256 who, uint256 where, uint256 amount) external {
        on(HOME);
        (Holder h, uint64 to) = (holder(who), chain(where));
        amount = bound(amount, 1, 1e20);
        h.act(address(token), 0, abi.encodeCall(token.hook, (true)));
        h.arm(1, address(home), VALUE, abi.encodeCall(HomeBridge.lock, (to, address(h), amount)));
        _lock(h, to, address(h), amount);
        if (h.fired()) ++nested;
        h.act(address(token), 0, abi.encodeCall(token.hook, (false)));
    }

    function burn(uint256 who, uint256 to, uint256 where, uint256 amount) external {
        uint64 from = chain(where);
        Holder h = holder(who);
        if (address(remotes[from].token()) == address(0)) return;
        uint256 has = remotes[from].token().balanceOf(address(h));
        if (has == 0) return;
        on(from);
        amount = bound(amount, 1, has);
        bytes memory call = abi.encodeCall(RemoteBridge.burn, (address(holder(to)), amount));
        (bool ok,) = h.act(address(remotes[from]), VALUE, call);
        if (ok) track(from, HOME, amount);
        on(HOME);
    }

    function deliver(uint256 lane, uint256 count) external {
        (uint64 source, uint64 target) = ends(lane);
        uint256 waiting = pending(source, target);
        if (waiting > 0) relay(source, target, bound(count, 1, waiting));
    }

    /// @dev A relayer supplies too little, exactly enough or anything between: the lane moves as a whole or not at all.
    function deliverWithGas(uint256 lane, uint256 gas_) external {
        (uint64 source, uint64 target) = ends(lane);
        if (pending(source, target) == 0) return;
        uint64 before = deliveredOn(source, target);
        bytes memory call = deliveryCall(source, target, 1);
        on(target);
        (bool ok,) = address(inboxOf(target)).call{gas: bound(gas_, 60_000, 600_000)}(call);
        on(HOME);
        if (ok != (deliveredOn(source, target) == before + 1)) ++starved;
    }

    function retryOne(uint256 which) external {
        if (transfers.length == 0) return;
        Transfer memory t = transfers[which % transfers.length];
        if (failed(t.id) && retry(t.id)) ++retried;
    }

    function ends(uint256 lane) internal pure returns (uint64 source, uint64 target) {
        uint64[3] memory others = [B, C, BAD];
        uint64 other = others[lane / 2 % 3];
        return lane % 2 == 0 ? (HOME, other) : (other, HOME);
    }

    // ---- what they should not do

    /// @dev A stranger sends what a bridge would.
    function forge(uint256 lane, uint256 to, uint256 amount) external {
        (uint64 source, uint64 target) = ends(lane);
        _sendAs(
            address(0xbad), source, target, TokenMessages.encodeTransfer(address(holder(to)), bound(amount, 1, 1e24))
        );
    }

    /// @dev The bad chain's bridge sends what nobody burnt.
    function plunder(uint256 amount, bool feed) external {
        if (feed) {
            on(HOME);
            uint256 before = home.locked(BAD);
            holders[0].act(
                address(home),
                VALUE,
                abi.encodeCall(HomeBridge.lock, (BAD, address(holders[0]), bound(amount, 1, 1e18)))
            );
            fedToBad += home.locked(BAD) - before;
        }
        bytes memory greedy = TokenMessages.encodeTransfer(address(0x601d), bound(amount, 1, 2e18));
        _sendAs(address(remotes[BAD]), BAD, HOME, greedy);
        relay(BAD, HOME);
        takenByBad = fedToBad - home.locked(BAD);
    }

    function _sendAs(address who, uint64 source, uint64 target, bytes memory payload) private {
        address recipient = target == HOME ? address(home) : address(remotes[target]);
        on(source);
        IOutbox outbox = outboxOf(source);
        cheats.deal(who, VALUE);
        cheats.prank(who);
        bytes32 id = outbox.send{value: VALUE}(target, Sends.account(recipient), 300_000, payload);
        on(HOME);
        if (who != address(0xbad)) return;
        relay(source, target);
        if (failed(id)) ++forged;
    }

    // ---- moods

    function refuse(uint256 who, bool yes) external {
        token.refuse(address(holder(who)), yes);
    }

    function setFee(uint256 bps) external {
        token.setFee(bps % 3 == 0 ? bound(bps, 0, 500) : 0);
    }

    function pauseAnEnd(uint256 which, bool yes) external {
        HomeBridge[3] memory all = [home, HomeBridge(address(remotes[B])), HomeBridge(address(remotes[C]))];
        HomeBridge end = all[which % 3];
        if (yes == end.paused()) return;
        if (yes) end.pause();
        else end.unpause();
    }

    function donate(uint256 amount) external {
        amount = bound(amount, 1, 1e18);
        token.mint(address(home), amount);
        donated += amount;
    }

    // ---- what the ledger says

    function open(Transfer memory t) internal returns (bool) {
        return deliveredOn(t.source, t.target) < t.nonce || failed(t.id);
    }

    /// @notice What is under way between home and a chain, both ways, failed messages included.
    function underWay(uint64 other) public returns (uint256 sum) {
        for (uint256 i = 0; i < transfers.length; ++i) {
            Transfer memory t = transfers[i];
            if ((t.source == other || t.target == other) && open(t)) sum += t.amount;
        }
    }

    function supply(uint64 other) public view returns (uint256) {
        return address(remotes[other].token()) == address(0) ? 0 : remotes[other].token().totalSupply();
    }

    function locked(uint64 other) external view returns (uint256) {
        return home.locked(other);
    }

    function homeBalance() external view returns (uint256) {
        return token.balanceOf(address(home));
    }

    /// @notice Lets everything that is under way arrive, and everybody bring home all that he has.
    function bringHome() external {
        _settle();
        uint64[2] memory honest = [B, C];
        for (uint256 c = 0; c < 2; ++c) {
            for (uint256 i = 0; i < HOLDERS; ++i) {
                if (address(remotes[honest[c]].token()) == address(0)) continue;
                uint256 has = remotes[honest[c]].token().balanceOf(address(holders[i]));
                if (has == 0) continue;
                on(honest[c]);
                bytes memory call = abi.encodeCall(RemoteBridge.burn, (address(holders[i]), has));
                (bool ok,) = holders[i].act(address(remotes[honest[c]]), VALUE, call);
                require(ok, "a holder could not burn what he has");
                track(honest[c], HOME, has);
                on(HOME);
            }
        }
        _settle();
    }

    function _settle() private {
        token.setFee(0);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            token.refuse(address(holders[i]), false);
        }
        if (home.paused()) home.unpause();
        if (remotes[B].paused()) remotes[B].unpause();
        if (remotes[C].paused()) remotes[C].unpause();
        for (uint256 lane = 0; lane < 4; ++lane) {
            (uint64 source, uint64 target) = ends(lane);
            relay(source, target);
        }
        // The introductions are the first of their lanes; nothing arrives before them.
        for (uint256 c = 0; c < 2; ++c) {
            bytes32 introduction = idOf(HOME, chain(c), 1);
            if (failed(introduction)) require(retry(introduction), "an introduction failed for good");
        }
        for (uint256 i = transfers.length; i > 0; --i) {
            bytes32 id = transfers[i - 1].id; // the last first: order must not matter
            if (failed(id)) require(retry(id), "a transfer failed for good");
        }
    }
}
