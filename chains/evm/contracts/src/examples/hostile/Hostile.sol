// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Recipient} from "../../Recipient.sol";

/// @title Every way to be a bad recipient
/// @notice Its one decision: what to do to whoever delivers. For rehearsing on real chains that nothing a recipient does
/// reaches the Inbox, the lane or the relayer's purse.
contract Hostile is Recipient {
    /// @notice What the handler does.
    enum Way {
        Accept,
        Revert,
        Burn, // all gas, in a loop
        Invalid, // all gas, at once
        Bomb, // reverts with as much data as its gas buys
        ReturnBomb, // returns as much
        Reenter, // calls whatever it was armed with
        SelfDestruct,
        Starve // fails when it has less than what it was promised
    }

    Way public way;

    /// @notice For {Way.Starve}: gas that has to be left at the start of the handler.
    uint256 public least;

    /// @notice Handlers that ran to their end.
    uint256 public accepted;

    /// @notice For {Way.Reenter}: whether the last call that the handler made succeeded, and what it answered.
    bool public reentered;
    bytes public answer;

    /// @notice How often a handler has made that call.
    uint256 public attempts;

    address private _callee;
    bytes private _callback;

    error Refused(bytes32 id);
    error Starved(uint256 got, uint256 promised);

    constructor(address inbox_) Recipient(inbox_) {}

    /// @notice Pays for the messages that a handler sends.
    receive() external payable {}

    function set(Way way_) external {
        way = way_;
    }

    function promise_(uint256 least_) external {
        (way, least) = (Way.Starve, least_);
    }

    /// @notice The handler will call `callee` with `callback` and all its balance.
    function arm(address callee, bytes calldata callback) external {
        (way, _callee, _callback) = (Way.Reenter, callee, callback);
    }

    function _handle(uint64, bytes32, bytes32 id, bytes calldata) internal override {
        uint256 got = gasleft();
        Way chosen = way;
        if (chosen == Way.Revert) revert Refused(id);
        if (chosen == Way.Burn) while (true) {}
        if (chosen == Way.Invalid) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (chosen == Way.Starve && got < least) revert Starved(got, least);
        if (chosen == Way.Reenter) _reenter();
        ++accepted;
        if (chosen == Way.Bomb) _bomb(false);
        if (chosen == Way.ReturnBomb) _bomb(true);
        if (chosen == Way.SelfDestruct) {
            assembly ("memory-safe") {
                selfdestruct(caller())
            }
        }
    }

    function _reenter() private {
        (bool ok, bytes memory said) = _callee.call{value: address(this).balance}(_callback);
        (reentered, answer) = (ok, said);
        ++attempts;
    }

    /// @dev w words of memory cost 3 w + w^2 / 512: for this many, well below the gas at hand.
    function _bomb(bool ok) private view {
        uint256 size = gasleft();
        if (size > 1 << 18) size = 1 << 18;
        assembly ("memory-safe") {
            switch ok
            case 0 { revert(0, size) }
            default { return(0, size) }
        }
    }
}
