// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Calls holders back, before it moves what they send and after it moved what they get, as ERC-777 does.
interface IHook {
    function tokensToSend(address to, uint256 amount) external;
    function tokensReceived(address from, uint256 amount) external;
}

/// @notice A token with the habits of real ones, each of which can be switched on: a fee on transfers, holders who get
/// nothing, callbacks.
contract MoodyToken is ERC20 {
    uint8 private immutable _decimals;

    uint256 public feeBps;
    mapping(address => bool) public refused;
    mapping(address => bool) public hooked;

    error Refused(address to);

    constructor(uint8 decimals_) ERC20("Moody", "MOOD") {
        _decimals = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setFee(uint256 bps) external {
        feeBps = bps;
    }

    function refuse(address to, bool yes) external {
        refused[to] = yes;
    }

    function hook(bool yes) external {
        hooked[msg.sender] = yes;
    }

    function _update(address from, address to, uint256 amount) internal override {
        bool moves = from != address(0) && to != address(0);
        if (refused[to]) revert Refused(to);
        if (moves && hooked[from]) IHook(from).tokensToSend(to, amount);
        uint256 fee = moves ? amount * feeBps / 10_000 : 0;
        super._update(from, to, amount - fee);
        if (fee > 0) super._update(from, address(0xfee), fee);
        if (moves && hooked[to]) IHook(to).tokensReceived(from, amount - fee);
    }
}

/// @notice A token like USDT: it returns nothing.
contract SilentToken {
    string public constant name = "Silent";
    string public constant symbol = "SIL";
    uint8 public constant decimals = 6;

    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        (balanceOf[msg.sender], balanceOf[to]) = (balanceOf[msg.sender] - amount, balanceOf[to] + amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        (balanceOf[from], balanceOf[to]) = (balanceOf[from] - amount, balanceOf[to] + amount);
    }
}

/// @notice A token that says no by returning false, and not by reverting.
contract FalseToken is ERC20 {
    bool public closed;

    constructor() ERC20("False", "FLS") {
        _mint(msg.sender, 1e24);
    }

    function close(bool yes) external {
        closed = yes;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !closed && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !closed && super.transferFrom(from, to, amount);
    }
}

/// @notice An account with a will of its own: it does what it is told, and what it was armed with when a token calls it.
contract Holder is IHook {
    address private target;
    bytes private call;
    uint256 private value;
    bool public onSend;
    bool public onReceive;
    bool public fired;
    bool public succeeded;
    bytes public answer;

    receive() external payable {}

    function act(address to, uint256 wei_, bytes calldata data) external returns (bool ok, bytes memory result) {
        return to.call{value: wei_}(data);
    }

    /// @param when 1 before it sends, 2 after it received
    function arm(uint8 when, address to, uint256 wei_, bytes calldata data) external {
        (target, value, call, fired) = (to, wei_, data, false);
        (onSend, onReceive) = (when == 1, when == 2);
    }

    function tokensToSend(address, uint256) external {
        if (onSend) fire();
    }

    function tokensReceived(address, uint256) external {
        if (onReceive) fire();
    }

    /// @dev Once: what it does may call it back.
    function fire() private {
        if (fired) return;
        fired = true;
        (succeeded, answer) = target.call{value: value}(call);
    }
}
