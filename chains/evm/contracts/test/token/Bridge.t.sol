// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {BridgedToken} from "../../src/examples/token/BridgedToken.sol";
import {HomeBridge} from "../../src/examples/token/HomeBridge.sol";
import {RemoteBridge} from "../../src/examples/token/RemoteBridge.sol";
import {TokenMessages} from "../../src/examples/token/TokenMessages.sol";
import {IOutbox} from "../../src/IOutbox.sol";
import {Sends} from "../../src/lib/Sends.sol";
import {Test} from "../base/Test.sol";
import {Bridge} from "./Bridge.sol";
import {FalseToken, MoodyToken, SilentToken} from "./Tokens.sol";

contract BridgeTest is Test, Bridge {
    address private constant YOU = address(0x10);
    MoodyToken private token;

    function setUp() external {
        token = new MoodyToken(6);
        makeHome(token);
        connect(B);
        token.mint(address(this), 1e18);
        token.approve(address(home), type(uint256).max);
    }

    function lock(uint64 chain, address to, uint256 amount) private returns (bytes32 id) {
        on(HOME);
        (id,) = home.lock{value: VALUE}(chain, to, amount);
    }

    function burn(uint64 chain, address to, uint256 amount) private returns (bytes32 id) {
        on(chain);
        id = remotes[chain].burn{value: VALUE}(to, amount);
        on(HOME);
    }

    /// @dev Tokens of this contract on chain B.
    function arriveOnB(uint256 amount) private {
        lock(B, address(this), amount);
        relay(HOME, B);
    }

    function supply(uint64 chain) private view returns (uint256) {
        return remotes[chain].token().totalSupply();
    }

    // ---- what it is for

    function testThereAndBack() external {
        lock(B, YOU, 500);
        assertEq(home.locked(B), 500, "locked");
        relay(HOME, B);
        assertEq(remotes[B].token().balanceOf(YOU), 500, "minted");
        arriveOnB(300);
        burn(B, YOU, 200);
        assertEq(supply(B), 600, "supply");
        assertEq(home.locked(B), 800, "locked until it arrives");
        relay(B, HOME);
        assertEq(token.balanceOf(YOU), 200, "unlocked");
        assertEq(home.locked(B), 600, "locked");
        assertEq(token.balanceOf(address(home)), 600, "balance");
    }

    function testTheRestOfTheFeeComesBack() external {
        uint256 fee = home.quoteLock(B);
        uint256 before = address(this).balance;
        lock(B, YOU, 1);
        assertEq(address(this).balance, before - fee, "fee of a lock");
        arriveOnB(5);
        on(B);
        fee = remotes[B].quoteBurn();
        before = address(this).balance;
        burn(B, YOU, 1);
        assertEq(address(this).balance, before - fee, "fee of a burn");
    }

    function testNameSymbolAndDecimalsTravel() external {
        relay(HOME, B);
        BridgedToken bridged = remotes[B].token();
        assertEq(keccak256(bytes(bridged.name())), keccak256("Moody"), "name");
        assertEq(keccak256(bytes(bridged.symbol())), keccak256("MOOD"), "symbol");
        assertEq(bridged.decimals(), 6, "decimals");
    }

    // ---- tokens with habits

    function testAFeeOnTransfersIsNotMinted() external {
        token.setFee(250);
        lock(B, YOU, 1000);
        relay(HOME, B);
        assertEq(home.locked(B), 975, "locked");
        assertEq(supply(B), 975, "supply");
        assertEq(token.balanceOf(address(home)), 975, "balance");
    }

    function testAFeeOfEverythingIsRefused() external {
        token.setFee(10_000);
        vm.expectRevert(abi.encodeWithSelector(HomeBridge.NothingArrived.selector, 1000));
        home.lock{value: VALUE}(B, YOU, 1000);
        vm.expectRevert(abi.encodeWithSelector(HomeBridge.NothingArrived.selector, 0));
        home.lock{value: VALUE}(B, YOU, 0);
    }

    function testATokenThatReturnsNothingWorks() external {
        SilentToken silent = new SilentToken();
        makeHome(IERC20Metadata(address(silent)));
        connect(B);
        silent.mint(address(this), 100);
        silent.approve(address(home), 100);
        arriveOnB(100);
        burn(B, YOU, 40);
        relay(B, HOME);
        assertEq(silent.balanceOf(YOU), 40, "unlocked");
        assertEq(supply(B), 60, "supply");
    }

    /// A token that says no in words only: without SafeERC20 the unlocked amount would be lost.
    function testATokenThatReturnsFalseIsNotBelieved() external {
        FalseToken shy = new FalseToken();
        makeHome(shy);
        connect(B);
        shy.approve(address(home), 1000);
        arriveOnB(1000);
        shy.close(true);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, shy));
        home.lock{value: VALUE}(B, YOU, 1);
        bytes32 id = burn(B, YOU, 400);
        relay(B, HOME);
        assertTrue(failed(id), "the unlock was taken for done");
        assertEq(home.locked(B), 1000, "locked");
        shy.close(false);
        assertTrue(retry(id), "retry");
        assertEq(shy.balanceOf(YOU), 400, "unlocked");
    }

    function testWhatIsNoTokenHasNoBridge() external {
        SilentToken silent = new SilentToken();
        IOutbox outbox = outboxOf(HOME);
        address inbox = address(inboxOf(HOME));
        new HomeBridge(address(this), outbox, inbox, IERC20Metadata(address(silent)));
        vm.expectRevert();
        new HomeBridge(address(this), outbox, inbox, IERC20Metadata(address(home)));
    }

    // ---- mistakes

    function testWhoCouldNeverUseItGetsNothing() external {
        vm.expectRevert(abi.encodeWithSelector(HomeBridge.ReceiverUnusable.selector, address(0)));
        home.lock{value: VALUE}(B, address(0), 1);
        vm.expectRevert(abi.encodeWithSelector(HomeBridge.ReceiverUnusable.selector, address(remotes[B])));
        home.lock{value: VALUE}(B, address(remotes[B]), 1);
        arriveOnB(10);
        on(B);
        RemoteBridge remote = remotes[B];
        vm.expectRevert(abi.encodeWithSelector(RemoteBridge.ReceiverUnusable.selector, address(0)));
        remote.burn{value: VALUE}(address(0), 1);
        vm.expectRevert(abi.encodeWithSelector(RemoteBridge.ReceiverUnusable.selector, address(home)));
        remote.burn{value: VALUE}(address(home), 1);
        vm.expectRevert(RemoteBridge.AmountZero.selector);
        remote.burn{value: VALUE}(YOU, 0);
    }

    function testNobodyBurnsWhatIsNotHis() external {
        lock(B, YOU, 10);
        relay(HOME, B);
        on(B);
        BridgedToken bridged = remotes[B].token();
        RemoteBridge remote = remotes[B];
        vm.expectRevert();
        remote.burn{value: VALUE}(address(this), 1);
        vm.expectRevert(abi.encodeWithSelector(BridgedToken.NotBridge.selector, address(this)));
        bridged.burn(YOU, 1);
        vm.expectRevert(abi.encodeWithSelector(BridgedToken.NotBridge.selector, address(this)));
        bridged.mint(address(this), 1);
    }

    function testAChainIsIntroducedOnceAndFirst() external {
        vm.expectRevert(abi.encodeWithSelector(HomeBridge.AlreadyIntroduced.selector, B));
        home.introduce{value: VALUE}(B);
        vm.expectRevert(abi.encodeWithSelector(HomeBridge.NotIntroduced.selector, C));
        home.lock{value: VALUE}(C, YOU, 1);
        on(B);
        RemoteBridge remote = remotes[B];
        vm.expectRevert(RemoteBridge.NotIntroduced.selector);
        remote.burn{value: VALUE}(YOU, 1);
    }

    /// The quote moved while the transaction was under way: nothing is locked, and nobody else's money pays.
    function testAFeeThatMovedUndoesTheLock() external {
        uint256 fee = home.quoteLock(B);
        moveGasPrice(HOME, B, 2 * LANE_GAS_PRICE);
        vm.deal(address(home), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(Sends.FeeAboveMaximum.selector, 2 * fee, fee));
        home.lock{value: fee}(B, YOU, 100);
        assertEq(home.locked(B), 0, "locked");
        assertEq(token.balanceOf(address(this)), 1e18, "balance");
    }

    // ---- failures and retries

    /// What overtakes a failed introduction is retried after it, in any order.
    function testTransfersMayOvertakeTheIntroduction() external {
        bytes32 introduction = idOf(HOME, B, 1);
        remotes[B].pause();
        bytes32 first = lock(B, YOU, 100);
        relay(HOME, B);
        remotes[B].unpause();
        bytes32 second = lock(B, YOU, 20);
        relay(HOME, B);
        assertTrue(failed(introduction) && failed(first) && failed(second), "minted without a token");
        assertTrue(!retry(second), "minted without a token");
        assertTrue(retry(introduction), "introduction");
        assertTrue(retry(second) && retry(first), "transfers");
        assertEq(supply(B), 120, "supply");
    }

    /// A second introduction would make a second supply of one lock. No honest peer sends one: this one does.
    function testASecondIntroductionMakesNoSecondToken() external {
        arriveOnB(100);
        BridgedToken bridged = remotes[B].token();
        bytes memory again = TokenMessages.encodeIntroduction("Moody", "MOOD", 6);
        bytes32 id = sendAs(address(home), HOME, B, address(remotes[B]), again);
        relay(HOME, B);
        assertTrue(failed(id), "made a second token");
        assertEq(address(remotes[B].token()), address(bridged), "token");
    }

    function testAReceiverThatIsRefusedIsPaidLater() external {
        arriveOnB(100);
        token.refuse(YOU, true);
        bytes32 id = burn(B, YOU, 60);
        bytes32 next = burn(B, address(0x11), 40);
        relay(B, HOME);
        assertTrue(failed(id) && !failed(next), "failed");
        assertEq(home.locked(B), 60, "locked");
        assertTrue(!retry(id), "retried too early");
        token.refuse(YOU, false);
        vm.prank(address(0x57a4)); // anybody
        assertTrue(retry(id), "retry");
        assertEq(token.balanceOf(YOU), 60, "unlocked");
        assertEq(home.locked(B), 0, "locked");
    }

    function testAPausedBridgeMovesNothingAndLosesNothing() external {
        arriveOnB(100);
        home.pause();
        vm.expectRevert(Pausable.EnforcedPause.selector);
        home.lock{value: VALUE}(B, YOU, 1);
        bytes32 out = burn(B, YOU, 50);
        relay(B, HOME);
        assertTrue(failed(out), "unlocked while paused");
        home.unpause();
        assertTrue(retry(out), "retry");
        remotes[B].pause();
        on(B);
        RemoteBridge remote = remotes[B];
        vm.expectRevert(Pausable.EnforcedPause.selector);
        remote.burn{value: VALUE}(YOU, 1);
        bytes32 there = lock(B, YOU, 7);
        relay(HOME, B);
        assertTrue(failed(there), "minted while paused");
        remotes[B].unpause();
        assertTrue(retry(there), "retry");
        assertEq(supply(B), home.locked(B), "supply");
    }

    function testOnlyTheOwnerPauses() external {
        bytes memory err = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, YOU);
        address[2] memory ends = [address(home), address(remotes[B])];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(YOU);
            vm.expectRevert(err);
            HomeBridge(payable(ends[i])).pause();
            vm.prank(YOU);
            vm.expectRevert(err);
            HomeBridge(payable(ends[i])).unpause();
        }
    }

    // ---- forgeries

    /// @dev Sends as somebody else, through the real Outbox.
    function sendAs(address who, uint64 from, uint64 to, address recipient, bytes memory payload)
        private
        returns (bytes32 id)
    {
        uint64 before = here();
        on(from);
        vm.deal(who, 1 ether);
        IOutbox outbox = outboxOf(from);
        vm.prank(who);
        id = outbox.send{value: 1 ether}(to, Sends.account(recipient), 2_500_000, payload);
        on(before);
    }

    function testStrangersMintAndUnlockNothing() external {
        arriveOnB(100);
        bytes memory greedy = TokenMessages.encodeTransfer(YOU, 100);
        bytes32 mint = sendAs(YOU, HOME, B, address(remotes[B]), greedy);
        bytes32 unlock = sendAs(YOU, B, HOME, address(home), greedy);
        relay(HOME, B);
        relay(B, HOME);
        assertTrue(failed(mint) && failed(unlock), "a stranger was believed");
        assertEq(supply(B), 100, "supply");
        assertEq(home.locked(B), 100, "locked");
    }

    /// The bridge on chain C has been taken over, or the threshold of its lane's signers: it unlocks what was locked for
    /// C, and nothing of what was locked for B.
    function testABadChainTakesNothingOfAnother() external {
        connect(C);
        arriveOnB(1000);
        lock(C, YOU, 50);
        address rogue = address(remotes[C]);
        bytes32 all = sendAs(rogue, C, HOME, address(home), TokenMessages.encodeTransfer(YOU, 51));
        bytes32 some = sendAs(rogue, C, HOME, address(home), TokenMessages.encodeTransfer(YOU, 50));
        bytes32 more = sendAs(rogue, C, HOME, address(home), TokenMessages.encodeTransfer(YOU, 1));
        relay(C, HOME);
        assertTrue(failed(all) && !failed(some) && failed(more), "unlocked more than was locked");
        assertTrue(!retry(all), "unlocked more than was locked");
        assertEq(token.balanceOf(YOU), 50, "taken");
        assertEq(home.locked(B), 1000, "locked for B");
        assertEq(token.balanceOf(address(home)), 1000, "balance");
    }

    /// A careless owner pins a peer on a third chain: it is no home, and mints nothing.
    function testAThirdChainMintsNothing() external {
        openLanes(C, B);
        arriveOnB(10);
        remotes[B].pinPeer(C, YOU);
        bytes32 id = sendAs(YOU, C, B, address(remotes[B]), TokenMessages.encodeTransfer(YOU, 1));
        relay(C, B);
        assertTrue(failed(id), "minted");
        assertEq(supply(B), 10, "supply");
    }

    function testAMalformedTransferMovesNothing() external {
        arriveOnB(10);
        bytes memory longer = bytes.concat(TokenMessages.encodeTransfer(YOU, 1), hex"00");
        bytes32 a = sendAs(address(home), HOME, B, address(remotes[B]), longer);
        bytes32 b = sendAs(address(remotes[B]), B, HOME, address(home), longer);
        bytes32 c = sendAs(address(remotes[B]), B, HOME, address(home), "");
        relay(HOME, B);
        relay(B, HOME);
        assertTrue(failed(a) && failed(b) && failed(c), "believed");
    }
}
