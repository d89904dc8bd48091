// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inbox} from "../../src/Inbox.sol";
import {IRecipient} from "../../src/IRecipient.sol";

/// @notice The least that a Solidity recipient can be: the gas figures use its code.
contract Empty is IRecipient {
    function handle(uint64, bytes32, bytes32, bytes calldata) external {}
}

/// @notice Keeps what it was given.
contract Recorder is IRecipient {
    uint256 public count;
    uint64 public sourceChain;
    bytes32 public sender;
    bytes32[] public ids;
    bytes public payload;
    address public caller;
    mapping(bytes32 => uint256) public times;

    function handle(uint64 sourceChain_, bytes32 sender_, bytes32 id, bytes calldata payload_) external {
        ++count;
        (sourceChain, sender, payload, caller) = (sourceChain_, sender_, payload_, msg.sender);
        ids.push(id);
        ++times[id];
    }
}

/// @notice Every way to be a bad recipient, chosen by the payload's first byte or by {set}.
contract Malice is IRecipient {
    enum Way {
        Accept,
        Revert,
        Burn,
        Bomb,
        Invalid,
        Reenter
    }

    Way public way;
    Inbox public inbox;
    bytes public callback;
    bytes public reentry; // what the re-entered call answered
    bool public reentered;
    uint256 public accepted;

    function set(Way way_) external {
        way = way_;
    }

    function arm(Inbox inbox_, bytes calldata callback_) external {
        (inbox, callback, way) = (inbox_, callback_, Way.Reenter);
    }

    function handle(uint64, bytes32, bytes32, bytes calldata payload) external {
        Way chosen = payload.length == 0 ? way : Way(uint8(payload[0]) % 5);
        if (chosen == Way.Revert) revert("no");
        if (chosen == Way.Burn) while (true) {}
        if (chosen == Way.Invalid) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (chosen == Way.Bomb) {
            assembly ("memory-safe") {
                revert(0x1000, 50000)
            }
        }
        if (chosen == Way.Reenter) (reentered, reentry) = address(inbox).call(callback);
        ++accepted;
    }
}

/// @notice Succeeds only when it gets the gas that it was promised, to the last unit.
contract Hungry is IRecipient {
    uint256 public least;
    uint256 public satisfied;
    uint256 public seen; // gas at the start of the last call that succeeded

    function set(uint256 least_) external {
        least = least_;
    }

    function handle(uint64, bytes32, bytes32, bytes calldata) external {
        uint256 got = gasleft();
        require(got >= least, "starved");
        seen = got;
        ++satisfied;
    }
}
