// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecipient} from "../../src/IRecipient.sol";

/// @notice How a recipient answers a message; the payload's first byte.
enum Mood {
    Accept,
    Revert,
    Burn, // all the gas it gets
    Bomb, // reverts with 50 kB
    Invalid,
    Flood, // returns 50 kB
    Vanish, // self-destructs
    Nowhere, // the recipient has no code
    ReenterDeliver,
    ReenterRetry,
    Greedy, // asks for more gas than the guardian may leave it
    Hungry // reverts unless it gets all the gas that it was promised
}

/// @notice Remembers what ran, apart from the contracts under test and from the recipients, which may vanish.
contract Witness {
    mapping(bytes32 id => uint256) public times;
    bytes32[] public firstRuns; // ids, as deliveries ran them
    uint256 public reentries; // calls back into the Inbox that went through
    bool public mended;
    bool public retrying;
    address public inbox;
    bytes public deliverCall;
    bytes public retryCall;

    function set(bool mended_, bool retrying_) external {
        (mended, retrying) = (mended_, retrying_);
    }

    function arm(address inbox_, bytes calldata deliverCall_, bytes calldata retryCall_) external {
        (inbox, deliverCall, retryCall) = (inbox_, deliverCall_, retryCall_);
    }

    function note(bytes32 id) external {
        ++times[id];
        if (!retrying) firstRuns.push(id);
    }

    function noteReentry() external {
        ++reentries;
    }

    function runs() external view returns (uint256) {
        return firstRuns.length;
    }
}

/// @notice Answers each message in the mood that its payload names, and well once the witness says it is mended.
contract Chameleon is IRecipient {
    Witness private immutable witness;
    address private immutable vanisher; // code CALLER SELFDESTRUCT

    constructor(Witness witness_, address vanisher_) {
        (witness, vanisher) = (witness_, vanisher_);
    }

    /// @param payload mood (1) ‖ least gas that a hungry one wants on entry (8) ‖ anything
    function handle(uint64, bytes32, bytes32 id, bytes calldata payload) external {
        uint256 got = gasleft();
        if (!witness.mended()) misbehave(Mood(uint8(payload[0])), got, uint64(bytes8(payload[1:])));
        witness.note(id);
        if (Mood(uint8(payload[0])) == Mood.Vanish) {
            (bool ok,) = vanisher.delegatecall("");
            require(ok, "did not vanish");
        }
        if (Mood(uint8(payload[0])) == Mood.Flood) {
            assembly ("memory-safe") {
                return(0x1000, 50000)
            }
        }
    }

    function misbehave(Mood mood, uint256 got, uint256 least) private {
        if (mood == Mood.Revert) revert("no");
        if (mood == Mood.Burn) while (true) {}
        if (mood == Mood.Bomb) {
            assembly ("memory-safe") {
                revert(0x1000, 50000)
            }
        }
        if (mood == Mood.Invalid) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mood == Mood.Hungry) require(got >= least, "starved");
        if (mood == Mood.ReenterDeliver) reenter(witness.deliverCall());
        if (mood == Mood.ReenterRetry) reenter(witness.retryCall());
    }

    function reenter(bytes memory data) private {
        (bool ok,) = witness.inbox().call(data);
        if (ok) witness.noteReentry();
    }
}
