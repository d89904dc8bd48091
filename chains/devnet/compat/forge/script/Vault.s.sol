// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Vault} from "../src/Vault.sol";

interface Vm {
    function startBroadcast() external;
    function stopBroadcast() external;
}

/// What forge's standard library does for scripts, as far as these need it.
abstract contract Script {
    bool public constant IS_SCRIPT = true;
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
}

contract Deploy is Script {
    function run(address owner) external returns (Vault vault) {
        vm.startBroadcast();
        vault = new Vault(owner);
        vault.fill{value: 1 ether}();
        vm.stopBroadcast();
    }
}

contract Open is Script {
    function run(Vault vault) external {
        vm.startBroadcast();
        vault.open();
        vm.stopBroadcast();
    }
}
