// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecipient} from "../../src/IRecipient.sol";

/// @notice The least that a Solidity recipient can be: the gas figures use its code.
contract Empty is IRecipient {
    function handle(uint64, bytes32, bytes32, bytes calldata) external {}
}
