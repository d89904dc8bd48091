// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title What stands on another chain for a token that is locked at home
/// @notice Its one decision: only the bridge that made it mints and burns.
contract BridgedToken is ERC20 {
    address public immutable bridge;

    uint8 private immutable _decimals;

    error NotBridge(address caller);

    /// @param decimals_ those of the token at home: one unit here is one unit there
    constructor(string memory name_, string memory symbol_, uint8 decimals_) ERC20(name_, symbol_) {
        (bridge, _decimals) = (msg.sender, decimals_);
    }

    modifier onlyBridge() {
        if (msg.sender != bridge) revert NotBridge(msg.sender);
        _;
    }

    function mint(address to, uint256 amount) external onlyBridge {
        _mint(to, amount);
    }

    /// @notice Burns what `from` has. The bridge asks for it only on a call of `from` itself.
    function burn(address from, uint256 amount) external onlyBridge {
        _burn(from, amount);
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}
