// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// HomeBridgeMetaData contains all meta data concerning the HomeBridge contract.
var HomeBridgeMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"owner_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"outbox_\",\"type\":\"address\",\"internalType\":\"contractIOutbox\"},{\"name\":\"inbox_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"token_\",\"type\":\"address\",\"internalType\":\"contractIERC20Metadata\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"INTRODUCTION_GAS\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"MINT_GAS\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"acceptOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"handle\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sender\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"payload\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"inbox\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"introduce\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"introduced\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lock\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"credited\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"locked\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"outbox\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIOutbox\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"owner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pause\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"paused\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"peers\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pendingOwner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pinPeer\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"peer\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"quoteLock\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"quoteToPeer\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"payloadLength\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"renounceOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"token\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIERC20Metadata\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"transferOwnership\",\"inputs\":[{\"name\":\"newOwner\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"unpause\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"Introduced\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Locked\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"from\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"to\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferStarted\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferred\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Paused\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"PeerPinned\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"peer\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Unlocked\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"to\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Unpaused\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"AlreadyIntroduced\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"BalanceTooLow\",\"inputs\":[{\"name\":\"balanceWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"feeWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"EnforcedPause\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"ExceedsLocked\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"locked\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ExpectedPause\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"FeeAboveMaximum\",\"inputs\":[{\"name\":\"feeWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximumWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InboxWithoutCode\",\"inputs\":[{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"MessageMalformed\",\"inputs\":[{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NotInbox\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NotIntroduced\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"NotPeer\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sender\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"peer\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NothingArrived\",\"inputs\":[{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"OutboxWithoutCode\",\"inputs\":[{\"name\":\"outbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableInvalidOwner\",\"inputs\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableUnauthorizedAccount\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"PeerAlreadyPinned\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"peer\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"PeerOnThisChain\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"PeerUnknown\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"PeerZero\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"ReceiverUnusable\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"RecipientZero\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"ReentrancyGuardReentrantCall\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"RefundRefused\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"wei_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SafeERC20FailedOperation\",\"inputs\":[{\"name\":\"token\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"TextOutOfRange\",\"inputs\":[{\"name\":\"field\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}]",
	ID:  "HomeBridge",
	Bin: "0x60e080604052346102bb5760808161236c803803809161001f8285610359565b8339810103126102bb5761003281610390565b60208201516001600160a01b03811691908281036102bb57606061005860408601610390565b9401516001600160a01b038116949092908584036102bb57803b15610339576080526001600160a01b031692831561032657600180546001600160a01b03199081169091555f80549182168617815560405195916001600160a01b0316907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a3803b15610314575060a05260c0526306fdde0360e01b81525f81600481855afa9081156102c7575f916102fa575b506040516395d89b4160e01b8152905f82600481865afa9182156102c7575f926102d2575b506020600492936040519384809263313ce56760e01b82525afa80156102c7575f90610283575b6102239250602360206040956101858588516101708a82610359565b60048152636e616d6560e01b85820152610415565b6101ac8188516101958a82610359565b60068152651cde5b589bdb60d21b85820152610415565b84518751600160f91b848201527fff0000000000000000000000000000000000000000000000000000000000000060f896871b811660218301529190951b16602285015284519394859490819084018587015e8401908382015f8152815193849201905e01015f81520390601f1982018152610359565b51611eeb908161048182396080518181816101ca0152610aba015260a0518181816105af01528181610753015281816109a801528181610fac0152611481015260c0518181816101580152818161038601528181610bcb01526112db0152f35b50906020813d6020116102bf575b8161029e60209383610359565b810103126102bb57519060ff821682036102bb5761022391610154565b5f80fd5b3d9150610291565b6040513d5f823e3d90fd5b600492506102f36020913d805f833e6102eb8183610359565b8101906103a4565b925061012d565b61030e91503d805f833e6102eb8183610359565b5f610108565b63f8da9dff60e01b5f5260045260245ffd5b631e4fbdf760e01b5f525f60045260245ffd5b638d07347760e01b5f9081526001600160a01b0391909116600452602490fd5b601f909101601f19168101906001600160401b0382119082101761037c57604052565b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b03821682036102bb57565b6020818303126102bb578051906001600160401b0382116102bb570181601f820112156102bb578051906001600160401b03821161037c57604051926103f4601f8401601f191660200185610359565b828452602083830101116102bb57815f9260208093018386015e8301015290565b90519081158015610476575b610429575050565b60849060206040519384926313c17a5b60e01b8452606060048501528051928391826064870152018585015e5f838301850152602483015260406044830152601f01601f19168101030190fd5b506040821161042156fe6080806040526004361015610012575f80fd5b5f3560e01c9081631d56a86f146117d8575080633f2fd5c9146117815780633f4ba83a146116c6578063424445fb1461168b5780634bc68823146111ef5780635c975abb146111af578063715018a6146110ed57806379ba509714610fe5578063820358e514610ee55780638456cb5914610e505780638da5cb5b14610e00578063af576c7a14610d93578063ba87e7b014610a2a578063c571b66114610918578063cdc3236a14610777578063ce11e6ab14610709578063e30c3978146106b8578063ecaf9875146102e9578063f2fde38b14610229578063f575b823146101ee578063fb0e722b146101805763fc0c546a1461010e575f80fd5b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b5f80fd5b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c576020604051620249f08152f35b3461017c5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c5760043573ffffffffffffffffffffffffffffffffffffffff811680910361017c57610281611982565b807fffffffffffffffffffffffff0000000000000000000000000000000000000000600154161760015573ffffffffffffffffffffffffffffffffffffffff5f54167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e227005f80a3005b60207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c5761031b611830565b67ffffffffffffffff8116805f52600560205260ff60405f20541661068d57805f52600560205260405f2060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0082541617905573ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016604051907f06fdde030000000000000000000000000000000000000000000000000000000082525f82600481845afa91821561063f575f92610671575b50604051907f95d89b410000000000000000000000000000000000000000000000000000000082525f82600481845afa90811561063f576004925f9261064a575b50602090604051938480927f313ce5670000000000000000000000000000000000000000000000000000000082525afa91821561063f575f92610600575b5060209461059f6105d3936023887fff0000000000000000000000000000000000000000000000000000000000000095816040996104d5818c6104a78151918261186a565b600481527f6e616d650000000000000000000000000000000000000000000000000000000085820152611e7e565b610514838c6104e68151918261186a565b600681527f73796d626f6c000000000000000000000000000000000000000000000000000085820152611e7e565b8881518c519a8b987f0200000000000000000000000000000000000000000000000000000000000000868b015260f81b16602189015260f81b1660228701528051918291018587015e8401908382015f8152815193849201905e01015f8152037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0810184528361186a565b6105a8816119d6565b91339234927f0000000000000000000000000000000000000000000000000000000000000000611cf6565b50809151927f465eecd27e177b3d019ea3e2223a3787df35db983e1b16c9669904a7b16da2275f80a38152f35b9091506020813d602011610637575b8161061c6020938361186a565b8101031261017c57519060ff8216820361017c576020610462565b3d915061060f565b6040513d5f823e3d90fd5b602091925061066a903d805f833e610662818361186a565b81019061191f565b9190610424565b6106869192503d805f833e610662818361186a565b90846103e3565b7f558a1e6d000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57602073ffffffffffffffffffffffffffffffffffffffff60015416604051908152f35b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b3461017c5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c576107ae611830565b67ffffffffffffffff6107bf611847565b916107c8611982565b16904682146108ec5773ffffffffffffffffffffffffffffffffffffffff169081156108c157805f52600260205273ffffffffffffffffffffffffffffffffffffffff60405f20541661086f57805f52600260205260405f20827fffffffffffffffffffffffff00000000000000000000000000000000000000008254161790557fed2206933ab4acb320c35305f6b1b8e8aa3652335628c3165afb29dfd03ab7555f80a3005b805f52600260205273ffffffffffffffffffffffffffffffffffffffff60405f205416907f1cedcada000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f8193a7e6000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b507f6bdcbbd1000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b3461017c5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c5761094f611830565b610958816119d6565b506040517fbb29b8c400000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152620249f06024820152603560448201526020816064817f000000000000000000000000000000000000000000000000000000000000000073ffffffffffffffffffffffffffffffffffffffff165afa801561063f575f906109f7575b604051908152602090f35b506020813d602011610a22575b81610a116020938361186a565b8101031261017c57602090516109ec565b3d9150610a04565b3461017c5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57610a61611830565b6024359060643567ffffffffffffffff811161017c573660238201121561017c5780600401359167ffffffffffffffff831161017c57366024848401011161017c5773ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016803303610d64575067ffffffffffffffff1692835f52600260205273ffffffffffffffffffffffffffffffffffffffff60405f2054169081158015610d5a575b610d28575050610b286119a2565b60358214801590610ce3575b610cb7578160151161017c57602581013560601c9160351161017c576039013590825f52600460205260405f205492838311610c8457610b76838394956118d8565b815f52600460205260405f20557fb2a05affba491c3dbd4b758598827eca0d3a8b6e356de15fcace38bfa3fccc89604080518681526044356020820152a373ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001691604051917fa9059cbb000000000000000000000000000000000000000000000000000000005f5260045260245260205f60448180865af19060015f5114821615610c64575b5015610c3957005b7f5274afe7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b6001821516610c7c5750813b15153d15161682610c31565b3d5f823e3d90fd5b90507f1cacebd0000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b507fbe92a372000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b508115610cfb576001602482013560f81c1415610b34565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b847f092b68ba000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b5081811415610b1a565b7fa55f2811000000000000000000000000000000000000000000000000000000005f523360045260245260445ffd5b3461017c5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c5767ffffffffffffffff610dd3611830565b165f526002602052602073ffffffffffffffffffffffffffffffffffffffff60405f205416604051908152f35b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57602073ffffffffffffffffffffffffffffffffffffffff5f5416604051908152f35b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57610e86611982565b610e8e6119a2565b60017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0060035416176003557f62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a2586020604051338152a1005b3461017c5760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57610f1c611830565b60243567ffffffffffffffff8116810361017c57610f9391602091610f40826119d6565b506040517fbb29b8c400000000000000000000000000000000000000000000000000000000815267ffffffffffffffff928316600482015291166024820152604480359082015291829081906064820190565b038173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000165afa801561063f575f906109f757604051908152602090f35b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c573373ffffffffffffffffffffffffffffffffffffffff60015416036110c1577fffffffffffffffffffffffff0000000000000000000000000000000000000000600154166001555f54337fffffffffffffffffffffffff00000000000000000000000000000000000000008216175f5573ffffffffffffffffffffffffffffffffffffffff3391167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e05f80a3005b7f118cdaa7000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57611123611982565b7fffffffffffffffffffffffff0000000000000000000000000000000000000000600154166001555f73ffffffffffffffffffffffffffffffffffffffff81547fffffffffffffffffffffffff000000000000000000000000000000000000000081168355167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e08280a3005b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57602060ff600354166040519015158152f35b60607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c57611221611830565b611229611847565b6044357f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c6116635760017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005d61127e6119a2565b67ffffffffffffffff831691825f52600560205260ff60405f205416156116375773ffffffffffffffffffffffffffffffffffffffff81169081158015611610575b6115e45773ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000166040517f70a08231000000000000000000000000000000000000000000000000000000008152306004820152602081602481855afa90811561063f575f916115b2575b50604051917f23b872dd000000000000000000000000000000000000000000000000000000005f5233600452306024528560445260205f60648180855af160015f5114811615611593575b836040525f60605215610c3957826024816020937f70a082310000000000000000000000000000000000000000000000000000000082523060048301525afa801561063f575f9061155f575b6113df92506118d8565b9283156115345750835f52600460205260405f2090815495848701809711611507576040966114a593557fffffffffffffffffffffffffffffffffffffffff0000000000000000000000008751927f0100000000000000000000000000000000000000000000000000000000000000602085015260601b1660218301528460358301526035825261147160558361186a565b3391349161147e816119d6565b907f0000000000000000000000000000000000000000000000000000000000000000611a39565b50928451908382528460208301527ff5854e20e5ce951c58bfa60b0fc093d2b7f9d777d71a5f58a78c65966b5d97d1863393a45f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005d82519182526020820152f35b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b7f2b40a120000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b506020823d60201161158b575b816115796020938361186a565b8101031261017c576113df91516113d5565b3d915061156c565b60018115166115a957813b15153d151616611389565b833d5f823e3d90fd5b90506020813d6020116115dc575b816115cd6020938361186a565b8101031261017c57518761133e565b3d91506115c0565b507ffed41dd1000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b5073ffffffffffffffffffffffffffffffffffffffff61162f866119d6565b1682146112c0565b827f02edb4d5000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b7f3ee5aeb5000000000000000000000000000000000000000000000000000000005f5260045ffd5b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c576020604051621e84808152f35b3461017c575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c576116fc611982565b60035460ff811615611759577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00166003557f5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa6020604051338152a1005b7f8dfc202b000000000000000000000000000000000000000000000000000000005f5260045ffd5b3461017c5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c5767ffffffffffffffff6117c1611830565b165f526004602052602060405f2054604051908152f35b3461017c5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261017c5760209067ffffffffffffffff61181b611830565b165f526005825260ff60405f20541615158152f35b6004359067ffffffffffffffff8216820361017c57565b6024359073ffffffffffffffffffffffffffffffffffffffff8216820361017c57565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff8211176118ab57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b9190820391821161150757565b67ffffffffffffffff81116118ab57601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200190565b60208183031261017c5780519067ffffffffffffffff821161017c570181601f8201121561017c57805190611953826118e5565b92611961604051948561186a565b8284526020838301011161017c57815f9260208093018386015e8301015290565b73ffffffffffffffffffffffffffffffffffffffff5f541633036110c157565b60ff600354166119ae57565b7fd93c0665000000000000000000000000000000000000000000000000000000005f5260045ffd5b67ffffffffffffffff1690815f52600260205273ffffffffffffffffffffffffffffffffffffffff60405f205416918215611a0e5750565b7f252dbd33000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b90949295939173ffffffffffffffffffffffffffffffffffffffff16908115611cce5786516040517fbb29b8c400000000000000000000000000000000000000000000000000000000815267ffffffffffffffff88166004820152620249f0602482015260448101919091529573ffffffffffffffffffffffffffffffffffffffff9190911690602087606481855afa96871561063f575f97611c9a575b50838711611c6a57478711611c3a579067ffffffffffffffff8760209493611b4a6040519b8c96879586947f141f12aa0000000000000000000000000000000000000000000000000000000086521660048501526024840152620249f06044840152608060648401526084830190611e3b565b03925af194851561063f575f95611c06575b508385828214611bfe5750505f808080611b7688866118d8565b865af13d15611bf9573d611b89816118e5565b90611b97604051928361186a565b81525f60203d92013e5b15611baa575050565b611bc98473ffffffffffffffffffffffffffffffffffffffff926118d8565b917f27f0c928000000000000000000000000000000000000000000000000000000005f521660045260245260445ffd5b611ba1565b955093505050565b9094506020813d602011611c32575b81611c226020938361186a565b8101031261017c5751935f611b5c565b3d9150611c15565b86477f367ed1bc000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b83877f38c7b9ea000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b9096506020813d602011611cc6575b81611cb66020938361186a565b8101031261017c5751955f611ad7565b3d9150611ca9565b7f3d9eb1db000000000000000000000000000000000000000000000000000000005f5260045ffd5b90949295939173ffffffffffffffffffffffffffffffffffffffff16908115611cce5786516040517fbb29b8c400000000000000000000000000000000000000000000000000000000815267ffffffffffffffff88166004820152621e8480602482015260448101919091529573ffffffffffffffffffffffffffffffffffffffff9190911690602087606481855afa96871561063f575f97611e07575b50838711611c6a57478711611c3a579067ffffffffffffffff8760209493611b4a6040519b8c96879586947f141f12aa0000000000000000000000000000000000000000000000000000000086521660048501526024840152621e84806044840152608060648401526084830190611e3b565b9096506020813d602011611e33575b81611e236020938361186a565b8101031261017c5751955f611d94565b3d9150611e16565b907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f602080948051918291828752018686015e5f8582860101520116010190565b905180158015611ee1575b611e91575050565b611ed092506040519283927f13c17a5b000000000000000000000000000000000000000000000000000000008452606060048501526064840190611e3b565b906024830152604060448301520390fd5b5060408111611e8956",
}

// HomeBridge is an auto generated Go binding around an Ethereum contract.
type HomeBridge struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *HomeBridge) GetABI() abi.ABI {
	return c.abi
}

// NewHomeBridge creates a new instance of HomeBridge.
func NewHomeBridge() *HomeBridge {
	parsed, err := HomeBridgeMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &HomeBridge{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *HomeBridge) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address owner_, address outbox_, address inbox_, address token_) returns()
func (homeBridge *HomeBridge) PackConstructor(owner_ common.Address, outbox_ common.Address, inbox_ common.Address, token_ common.Address) []byte {
	enc, err := homeBridge.abi.Pack("", owner_, outbox_, inbox_, token_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackINTRODUCTIONGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x424445fb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function INTRODUCTION_GAS() view returns(uint64)
func (homeBridge *HomeBridge) PackINTRODUCTIONGAS() []byte {
	enc, err := homeBridge.abi.Pack("INTRODUCTION_GAS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackINTRODUCTIONGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x424445fb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function INTRODUCTION_GAS() view returns(uint64)
func (homeBridge *HomeBridge) TryPackINTRODUCTIONGAS() ([]byte, error) {
	return homeBridge.abi.Pack("INTRODUCTION_GAS")
}

// UnpackINTRODUCTIONGAS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x424445fb.
//
// Solidity: function INTRODUCTION_GAS() view returns(uint64)
func (homeBridge *HomeBridge) UnpackINTRODUCTIONGAS(data []byte) (uint64, error) {
	out, err := homeBridge.abi.Unpack("INTRODUCTION_GAS", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackMINTGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf575b823.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MINT_GAS() view returns(uint64)
func (homeBridge *HomeBridge) PackMINTGAS() []byte {
	enc, err := homeBridge.abi.Pack("MINT_GAS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMINTGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf575b823.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MINT_GAS() view returns(uint64)
func (homeBridge *HomeBridge) TryPackMINTGAS() ([]byte, error) {
	return homeBridge.abi.Pack("MINT_GAS")
}

// UnpackMINTGAS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf575b823.
//
// Solidity: function MINT_GAS() view returns(uint64)
func (homeBridge *HomeBridge) UnpackMINTGAS(data []byte) (uint64, error) {
	out, err := homeBridge.abi.Unpack("MINT_GAS", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackAcceptOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79ba5097.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function acceptOwnership() returns()
func (homeBridge *HomeBridge) PackAcceptOwnership() []byte {
	enc, err := homeBridge.abi.Pack("acceptOwnership")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAcceptOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79ba5097.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function acceptOwnership() returns()
func (homeBridge *HomeBridge) TryPackAcceptOwnership() ([]byte, error) {
	return homeBridge.abi.Pack("acceptOwnership")
}

// PackHandle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba87e7b0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes payload) returns()
func (homeBridge *HomeBridge) PackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) []byte {
	enc, err := homeBridge.abi.Pack("handle", sourceChain, sender, id, payload)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHandle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba87e7b0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes payload) returns()
func (homeBridge *HomeBridge) TryPackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) ([]byte, error) {
	return homeBridge.abi.Pack("handle", sourceChain, sender, id, payload)
}

// PackInbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfb0e722b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function inbox() view returns(address)
func (homeBridge *HomeBridge) PackInbox() []byte {
	enc, err := homeBridge.abi.Pack("inbox")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackInbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfb0e722b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function inbox() view returns(address)
func (homeBridge *HomeBridge) TryPackInbox() ([]byte, error) {
	return homeBridge.abi.Pack("inbox")
}

// UnpackInbox is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfb0e722b.
//
// Solidity: function inbox() view returns(address)
func (homeBridge *HomeBridge) UnpackInbox(data []byte) (common.Address, error) {
	out, err := homeBridge.abi.Unpack("inbox", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackIntroduce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xecaf9875.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function introduce(uint64 chain) payable returns(bytes32 id)
func (homeBridge *HomeBridge) PackIntroduce(chain uint64) []byte {
	enc, err := homeBridge.abi.Pack("introduce", chain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIntroduce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xecaf9875.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function introduce(uint64 chain) payable returns(bytes32 id)
func (homeBridge *HomeBridge) TryPackIntroduce(chain uint64) ([]byte, error) {
	return homeBridge.abi.Pack("introduce", chain)
}

// UnpackIntroduce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xecaf9875.
//
// Solidity: function introduce(uint64 chain) payable returns(bytes32 id)
func (homeBridge *HomeBridge) UnpackIntroduce(data []byte) ([32]byte, error) {
	out, err := homeBridge.abi.Unpack("introduce", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackIntroduced is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1d56a86f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function introduced(uint64 chain) view returns(bool)
func (homeBridge *HomeBridge) PackIntroduced(chain uint64) []byte {
	enc, err := homeBridge.abi.Pack("introduced", chain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIntroduced is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1d56a86f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function introduced(uint64 chain) view returns(bool)
func (homeBridge *HomeBridge) TryPackIntroduced(chain uint64) ([]byte, error) {
	return homeBridge.abi.Pack("introduced", chain)
}

// UnpackIntroduced is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1d56a86f.
//
// Solidity: function introduced(uint64 chain) view returns(bool)
func (homeBridge *HomeBridge) UnpackIntroduced(data []byte) (bool, error) {
	out, err := homeBridge.abi.Unpack("introduced", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackLock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4bc68823.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lock(uint64 chain, address to, uint256 amount) payable returns(bytes32 id, uint256 credited)
func (homeBridge *HomeBridge) PackLock(chain uint64, to common.Address, amount *big.Int) []byte {
	enc, err := homeBridge.abi.Pack("lock", chain, to, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4bc68823.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lock(uint64 chain, address to, uint256 amount) payable returns(bytes32 id, uint256 credited)
func (homeBridge *HomeBridge) TryPackLock(chain uint64, to common.Address, amount *big.Int) ([]byte, error) {
	return homeBridge.abi.Pack("lock", chain, to, amount)
}

// HomeBridgeLockOutput serves as a container for the return parameters of contract
// method Lock.
type HomeBridgeLockOutput struct {
	Id       [32]byte
	Credited *big.Int
}

// UnpackLock is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4bc68823.
//
// Solidity: function lock(uint64 chain, address to, uint256 amount) payable returns(bytes32 id, uint256 credited)
func (homeBridge *HomeBridge) UnpackLock(data []byte) (HomeBridgeLockOutput, error) {
	out, err := homeBridge.abi.Unpack("lock", data)
	outstruct := new(HomeBridgeLockOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Id = *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	outstruct.Credited = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f2fd5c9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function locked(uint64 chain) view returns(uint256)
func (homeBridge *HomeBridge) PackLocked(chain uint64) []byte {
	enc, err := homeBridge.abi.Pack("locked", chain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f2fd5c9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function locked(uint64 chain) view returns(uint256)
func (homeBridge *HomeBridge) TryPackLocked(chain uint64) ([]byte, error) {
	return homeBridge.abi.Pack("locked", chain)
}

// UnpackLocked is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3f2fd5c9.
//
// Solidity: function locked(uint64 chain) view returns(uint256)
func (homeBridge *HomeBridge) UnpackLocked(data []byte) (*big.Int, error) {
	out, err := homeBridge.abi.Unpack("locked", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOutbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xce11e6ab.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function outbox() view returns(address)
func (homeBridge *HomeBridge) PackOutbox() []byte {
	enc, err := homeBridge.abi.Pack("outbox")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOutbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xce11e6ab.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function outbox() view returns(address)
func (homeBridge *HomeBridge) TryPackOutbox() ([]byte, error) {
	return homeBridge.abi.Pack("outbox")
}

// UnpackOutbox is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xce11e6ab.
//
// Solidity: function outbox() view returns(address)
func (homeBridge *HomeBridge) UnpackOutbox(data []byte) (common.Address, error) {
	out, err := homeBridge.abi.Unpack("outbox", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (homeBridge *HomeBridge) PackOwner() []byte {
	enc, err := homeBridge.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (homeBridge *HomeBridge) TryPackOwner() ([]byte, error) {
	return homeBridge.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (homeBridge *HomeBridge) UnpackOwner(data []byte) (common.Address, error) {
	out, err := homeBridge.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8456cb59.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pause() returns()
func (homeBridge *HomeBridge) PackPause() []byte {
	enc, err := homeBridge.abi.Pack("pause")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8456cb59.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pause() returns()
func (homeBridge *HomeBridge) TryPackPause() ([]byte, error) {
	return homeBridge.abi.Pack("pause")
}

// PackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function paused() view returns(bool)
func (homeBridge *HomeBridge) PackPaused() []byte {
	enc, err := homeBridge.abi.Pack("paused")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function paused() view returns(bool)
func (homeBridge *HomeBridge) TryPackPaused() ([]byte, error) {
	return homeBridge.abi.Pack("paused")
}

// UnpackPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c975abb.
//
// Solidity: function paused() view returns(bool)
func (homeBridge *HomeBridge) UnpackPaused(data []byte) (bool, error) {
	out, err := homeBridge.abi.Unpack("paused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackPeers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf576c7a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function peers(uint64 chain) view returns(address)
func (homeBridge *HomeBridge) PackPeers(chain uint64) []byte {
	enc, err := homeBridge.abi.Pack("peers", chain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPeers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf576c7a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function peers(uint64 chain) view returns(address)
func (homeBridge *HomeBridge) TryPackPeers(chain uint64) ([]byte, error) {
	return homeBridge.abi.Pack("peers", chain)
}

// UnpackPeers is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xaf576c7a.
//
// Solidity: function peers(uint64 chain) view returns(address)
func (homeBridge *HomeBridge) UnpackPeers(data []byte) (common.Address, error) {
	out, err := homeBridge.abi.Unpack("peers", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPendingOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe30c3978.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pendingOwner() view returns(address)
func (homeBridge *HomeBridge) PackPendingOwner() []byte {
	enc, err := homeBridge.abi.Pack("pendingOwner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPendingOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe30c3978.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pendingOwner() view returns(address)
func (homeBridge *HomeBridge) TryPackPendingOwner() ([]byte, error) {
	return homeBridge.abi.Pack("pendingOwner")
}

// UnpackPendingOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe30c3978.
//
// Solidity: function pendingOwner() view returns(address)
func (homeBridge *HomeBridge) UnpackPendingOwner(data []byte) (common.Address, error) {
	out, err := homeBridge.abi.Unpack("pendingOwner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPinPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcdc3236a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pinPeer(uint64 chain, address peer) returns()
func (homeBridge *HomeBridge) PackPinPeer(chain uint64, peer common.Address) []byte {
	enc, err := homeBridge.abi.Pack("pinPeer", chain, peer)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPinPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcdc3236a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pinPeer(uint64 chain, address peer) returns()
func (homeBridge *HomeBridge) TryPackPinPeer(chain uint64, peer common.Address) ([]byte, error) {
	return homeBridge.abi.Pack("pinPeer", chain, peer)
}

// PackQuoteLock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc571b661.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function quoteLock(uint64 chain) view returns(uint256)
func (homeBridge *HomeBridge) PackQuoteLock(chain uint64) []byte {
	enc, err := homeBridge.abi.Pack("quoteLock", chain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQuoteLock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc571b661.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function quoteLock(uint64 chain) view returns(uint256)
func (homeBridge *HomeBridge) TryPackQuoteLock(chain uint64) ([]byte, error) {
	return homeBridge.abi.Pack("quoteLock", chain)
}

// UnpackQuoteLock is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc571b661.
//
// Solidity: function quoteLock(uint64 chain) view returns(uint256)
func (homeBridge *HomeBridge) UnpackQuoteLock(data []byte) (*big.Int, error) {
	out, err := homeBridge.abi.Unpack("quoteLock", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackQuoteToPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x820358e5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function quoteToPeer(uint64 chain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (homeBridge *HomeBridge) PackQuoteToPeer(chain uint64, gasLimit uint64, payloadLength *big.Int) []byte {
	enc, err := homeBridge.abi.Pack("quoteToPeer", chain, gasLimit, payloadLength)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQuoteToPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x820358e5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function quoteToPeer(uint64 chain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (homeBridge *HomeBridge) TryPackQuoteToPeer(chain uint64, gasLimit uint64, payloadLength *big.Int) ([]byte, error) {
	return homeBridge.abi.Pack("quoteToPeer", chain, gasLimit, payloadLength)
}

// UnpackQuoteToPeer is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x820358e5.
//
// Solidity: function quoteToPeer(uint64 chain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (homeBridge *HomeBridge) UnpackQuoteToPeer(data []byte) (*big.Int, error) {
	out, err := homeBridge.abi.Unpack("quoteToPeer", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function renounceOwnership() returns()
func (homeBridge *HomeBridge) PackRenounceOwnership() []byte {
	enc, err := homeBridge.abi.Pack("renounceOwnership")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function renounceOwnership() returns()
func (homeBridge *HomeBridge) TryPackRenounceOwnership() ([]byte, error) {
	return homeBridge.abi.Pack("renounceOwnership")
}

// PackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function token() view returns(address)
func (homeBridge *HomeBridge) PackToken() []byte {
	enc, err := homeBridge.abi.Pack("token")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function token() view returns(address)
func (homeBridge *HomeBridge) TryPackToken() ([]byte, error) {
	return homeBridge.abi.Pack("token")
}

// UnpackToken is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfc0c546a.
//
// Solidity: function token() view returns(address)
func (homeBridge *HomeBridge) UnpackToken(data []byte) (common.Address, error) {
	out, err := homeBridge.abi.Unpack("token", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (homeBridge *HomeBridge) PackTransferOwnership(newOwner common.Address) []byte {
	enc, err := homeBridge.abi.Pack("transferOwnership", newOwner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (homeBridge *HomeBridge) TryPackTransferOwnership(newOwner common.Address) ([]byte, error) {
	return homeBridge.abi.Pack("transferOwnership", newOwner)
}

// PackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f4ba83a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unpause() returns()
func (homeBridge *HomeBridge) PackUnpause() []byte {
	enc, err := homeBridge.abi.Pack("unpause")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f4ba83a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unpause() returns()
func (homeBridge *HomeBridge) TryPackUnpause() ([]byte, error) {
	return homeBridge.abi.Pack("unpause")
}

// HomeBridgeIntroduced represents a Introduced event raised by the HomeBridge contract.
type HomeBridgeIntroduced struct {
	Chain uint64
	Id    [32]byte
	Raw   *types.Log // Blockchain specific contextual infos
}

const HomeBridgeIntroducedEventName = "Introduced"

// ContractEventName returns the user-defined event name.
func (HomeBridgeIntroduced) ContractEventName() string {
	return HomeBridgeIntroducedEventName
}

// UnpackIntroducedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Introduced(uint64 indexed chain, bytes32 indexed id)
func (homeBridge *HomeBridge) UnpackIntroducedEvent(log *types.Log) (*HomeBridgeIntroduced, error) {
	event := "Introduced"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != homeBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(HomeBridgeIntroduced)
	if len(log.Data) > 0 {
		if err := homeBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range homeBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// HomeBridgeLocked represents a Locked event raised by the HomeBridge contract.
type HomeBridgeLocked struct {
	Chain  uint64
	From   common.Address
	To     common.Address
	Amount *big.Int
	Id     [32]byte
	Raw    *types.Log // Blockchain specific contextual infos
}

const HomeBridgeLockedEventName = "Locked"

// ContractEventName returns the user-defined event name.
func (HomeBridgeLocked) ContractEventName() string {
	return HomeBridgeLockedEventName
}

// UnpackLockedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Locked(uint64 indexed chain, address indexed from, address indexed to, uint256 amount, bytes32 id)
func (homeBridge *HomeBridge) UnpackLockedEvent(log *types.Log) (*HomeBridgeLocked, error) {
	event := "Locked"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != homeBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(HomeBridgeLocked)
	if len(log.Data) > 0 {
		if err := homeBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range homeBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// HomeBridgeOwnershipTransferStarted represents a OwnershipTransferStarted event raised by the HomeBridge contract.
type HomeBridgeOwnershipTransferStarted struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const HomeBridgeOwnershipTransferStartedEventName = "OwnershipTransferStarted"

// ContractEventName returns the user-defined event name.
func (HomeBridgeOwnershipTransferStarted) ContractEventName() string {
	return HomeBridgeOwnershipTransferStartedEventName
}

// UnpackOwnershipTransferStartedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner)
func (homeBridge *HomeBridge) UnpackOwnershipTransferStartedEvent(log *types.Log) (*HomeBridgeOwnershipTransferStarted, error) {
	event := "OwnershipTransferStarted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != homeBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(HomeBridgeOwnershipTransferStarted)
	if len(log.Data) > 0 {
		if err := homeBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range homeBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// HomeBridgeOwnershipTransferred represents a OwnershipTransferred event raised by the HomeBridge contract.
type HomeBridgeOwnershipTransferred struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const HomeBridgeOwnershipTransferredEventName = "OwnershipTransferred"

// ContractEventName returns the user-defined event name.
func (HomeBridgeOwnershipTransferred) ContractEventName() string {
	return HomeBridgeOwnershipTransferredEventName
}

// UnpackOwnershipTransferredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)
func (homeBridge *HomeBridge) UnpackOwnershipTransferredEvent(log *types.Log) (*HomeBridgeOwnershipTransferred, error) {
	event := "OwnershipTransferred"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != homeBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(HomeBridgeOwnershipTransferred)
	if len(log.Data) > 0 {
		if err := homeBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range homeBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// HomeBridgePaused represents a Paused event raised by the HomeBridge contract.
type HomeBridgePaused struct {
	Account common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const HomeBridgePausedEventName = "Paused"

// ContractEventName returns the user-defined event name.
func (HomeBridgePaused) ContractEventName() string {
	return HomeBridgePausedEventName
}

// UnpackPausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Paused(address account)
func (homeBridge *HomeBridge) UnpackPausedEvent(log *types.Log) (*HomeBridgePaused, error) {
	event := "Paused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != homeBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(HomeBridgePaused)
	if len(log.Data) > 0 {
		if err := homeBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range homeBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// HomeBridgePeerPinned represents a PeerPinned event raised by the HomeBridge contract.
type HomeBridgePeerPinned struct {
	Chain uint64
	Peer  common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const HomeBridgePeerPinnedEventName = "PeerPinned"

// ContractEventName returns the user-defined event name.
func (HomeBridgePeerPinned) ContractEventName() string {
	return HomeBridgePeerPinnedEventName
}

// UnpackPeerPinnedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PeerPinned(uint64 indexed chain, address indexed peer)
func (homeBridge *HomeBridge) UnpackPeerPinnedEvent(log *types.Log) (*HomeBridgePeerPinned, error) {
	event := "PeerPinned"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != homeBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(HomeBridgePeerPinned)
	if len(log.Data) > 0 {
		if err := homeBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range homeBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// HomeBridgeUnlocked represents a Unlocked event raised by the HomeBridge contract.
type HomeBridgeUnlocked struct {
	Chain  uint64
	To     common.Address
	Amount *big.Int
	Id     [32]byte
	Raw    *types.Log // Blockchain specific contextual infos
}

const HomeBridgeUnlockedEventName = "Unlocked"

// ContractEventName returns the user-defined event name.
func (HomeBridgeUnlocked) ContractEventName() string {
	return HomeBridgeUnlockedEventName
}

// UnpackUnlockedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unlocked(uint64 indexed chain, address indexed to, uint256 amount, bytes32 id)
func (homeBridge *HomeBridge) UnpackUnlockedEvent(log *types.Log) (*HomeBridgeUnlocked, error) {
	event := "Unlocked"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != homeBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(HomeBridgeUnlocked)
	if len(log.Data) > 0 {
		if err := homeBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range homeBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// HomeBridgeUnpaused represents a Unpaused event raised by the HomeBridge contract.
type HomeBridgeUnpaused struct {
	Account common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const HomeBridgeUnpausedEventName = "Unpaused"

// ContractEventName returns the user-defined event name.
func (HomeBridgeUnpaused) ContractEventName() string {
	return HomeBridgeUnpausedEventName
}

// UnpackUnpausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unpaused(address account)
func (homeBridge *HomeBridge) UnpackUnpausedEvent(log *types.Log) (*HomeBridgeUnpaused, error) {
	event := "Unpaused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != homeBridge.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(HomeBridgeUnpaused)
	if len(log.Data) > 0 {
		if err := homeBridge.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range homeBridge.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (homeBridge *HomeBridge) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["AlreadyIntroduced"].ID.Bytes()[:4]) {
		return homeBridge.UnpackAlreadyIntroducedError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["BalanceTooLow"].ID.Bytes()[:4]) {
		return homeBridge.UnpackBalanceTooLowError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["EnforcedPause"].ID.Bytes()[:4]) {
		return homeBridge.UnpackEnforcedPauseError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["ExceedsLocked"].ID.Bytes()[:4]) {
		return homeBridge.UnpackExceedsLockedError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["ExpectedPause"].ID.Bytes()[:4]) {
		return homeBridge.UnpackExpectedPauseError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["FeeAboveMaximum"].ID.Bytes()[:4]) {
		return homeBridge.UnpackFeeAboveMaximumError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["InboxWithoutCode"].ID.Bytes()[:4]) {
		return homeBridge.UnpackInboxWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["MessageMalformed"].ID.Bytes()[:4]) {
		return homeBridge.UnpackMessageMalformedError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["NotInbox"].ID.Bytes()[:4]) {
		return homeBridge.UnpackNotInboxError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["NotIntroduced"].ID.Bytes()[:4]) {
		return homeBridge.UnpackNotIntroducedError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["NotPeer"].ID.Bytes()[:4]) {
		return homeBridge.UnpackNotPeerError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["NothingArrived"].ID.Bytes()[:4]) {
		return homeBridge.UnpackNothingArrivedError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["OutboxWithoutCode"].ID.Bytes()[:4]) {
		return homeBridge.UnpackOutboxWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["OwnableInvalidOwner"].ID.Bytes()[:4]) {
		return homeBridge.UnpackOwnableInvalidOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["OwnableUnauthorizedAccount"].ID.Bytes()[:4]) {
		return homeBridge.UnpackOwnableUnauthorizedAccountError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["PeerAlreadyPinned"].ID.Bytes()[:4]) {
		return homeBridge.UnpackPeerAlreadyPinnedError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["PeerOnThisChain"].ID.Bytes()[:4]) {
		return homeBridge.UnpackPeerOnThisChainError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["PeerUnknown"].ID.Bytes()[:4]) {
		return homeBridge.UnpackPeerUnknownError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["PeerZero"].ID.Bytes()[:4]) {
		return homeBridge.UnpackPeerZeroError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["ReceiverUnusable"].ID.Bytes()[:4]) {
		return homeBridge.UnpackReceiverUnusableError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["RecipientZero"].ID.Bytes()[:4]) {
		return homeBridge.UnpackRecipientZeroError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["ReentrancyGuardReentrantCall"].ID.Bytes()[:4]) {
		return homeBridge.UnpackReentrancyGuardReentrantCallError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["RefundRefused"].ID.Bytes()[:4]) {
		return homeBridge.UnpackRefundRefusedError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["SafeERC20FailedOperation"].ID.Bytes()[:4]) {
		return homeBridge.UnpackSafeERC20FailedOperationError(raw[4:])
	}
	if bytes.Equal(raw[:4], homeBridge.abi.Errors["TextOutOfRange"].ID.Bytes()[:4]) {
		return homeBridge.UnpackTextOutOfRangeError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// HomeBridgeAlreadyIntroduced represents a AlreadyIntroduced error raised by the HomeBridge contract.
type HomeBridgeAlreadyIntroduced struct {
	Chain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyIntroduced(uint64 chain)
func HomeBridgeAlreadyIntroducedErrorID() common.Hash {
	return common.HexToHash("0x558a1e6debebe5e76e21e7a5b8a77eac6a339bb961778c0650329982641d7cec")
}

// UnpackAlreadyIntroducedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyIntroduced(uint64 chain)
func (homeBridge *HomeBridge) UnpackAlreadyIntroducedError(raw []byte) (*HomeBridgeAlreadyIntroduced, error) {
	out := new(HomeBridgeAlreadyIntroduced)
	if err := homeBridge.abi.UnpackIntoInterface(out, "AlreadyIntroduced", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeBalanceTooLow represents a BalanceTooLow error raised by the HomeBridge contract.
type HomeBridgeBalanceTooLow struct {
	BalanceWei *big.Int
	FeeWei     *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BalanceTooLow(uint256 balanceWei, uint256 feeWei)
func HomeBridgeBalanceTooLowErrorID() common.Hash {
	return common.HexToHash("0x367ed1bc3bead7c448d8b63c8483f88c084b9176b46112e43075446db2f56e81")
}

// UnpackBalanceTooLowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BalanceTooLow(uint256 balanceWei, uint256 feeWei)
func (homeBridge *HomeBridge) UnpackBalanceTooLowError(raw []byte) (*HomeBridgeBalanceTooLow, error) {
	out := new(HomeBridgeBalanceTooLow)
	if err := homeBridge.abi.UnpackIntoInterface(out, "BalanceTooLow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeEnforcedPause represents a EnforcedPause error raised by the HomeBridge contract.
type HomeBridgeEnforcedPause struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EnforcedPause()
func HomeBridgeEnforcedPauseErrorID() common.Hash {
	return common.HexToHash("0xd93c0665d6c96d04a8f174024fc4ddd66c250604aff22bbec808de86dd3637e3")
}

// UnpackEnforcedPauseError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EnforcedPause()
func (homeBridge *HomeBridge) UnpackEnforcedPauseError(raw []byte) (*HomeBridgeEnforcedPause, error) {
	out := new(HomeBridgeEnforcedPause)
	if err := homeBridge.abi.UnpackIntoInterface(out, "EnforcedPause", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeExceedsLocked represents a ExceedsLocked error raised by the HomeBridge contract.
type HomeBridgeExceedsLocked struct {
	Chain  uint64
	Amount *big.Int
	Locked *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ExceedsLocked(uint64 chain, uint256 amount, uint256 locked)
func HomeBridgeExceedsLockedErrorID() common.Hash {
	return common.HexToHash("0x1cacebd00442b8cdbc56c751e37f448ebffb6a8e7c05e441890ceab016b444b7")
}

// UnpackExceedsLockedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ExceedsLocked(uint64 chain, uint256 amount, uint256 locked)
func (homeBridge *HomeBridge) UnpackExceedsLockedError(raw []byte) (*HomeBridgeExceedsLocked, error) {
	out := new(HomeBridgeExceedsLocked)
	if err := homeBridge.abi.UnpackIntoInterface(out, "ExceedsLocked", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeExpectedPause represents a ExpectedPause error raised by the HomeBridge contract.
type HomeBridgeExpectedPause struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ExpectedPause()
func HomeBridgeExpectedPauseErrorID() common.Hash {
	return common.HexToHash("0x8dfc202bcfe9a735b559bee70674422512bc5c30f687046ae8778315fb81da44")
}

// UnpackExpectedPauseError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ExpectedPause()
func (homeBridge *HomeBridge) UnpackExpectedPauseError(raw []byte) (*HomeBridgeExpectedPause, error) {
	out := new(HomeBridgeExpectedPause)
	if err := homeBridge.abi.UnpackIntoInterface(out, "ExpectedPause", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeFeeAboveMaximum represents a FeeAboveMaximum error raised by the HomeBridge contract.
type HomeBridgeFeeAboveMaximum struct {
	FeeWei     *big.Int
	MaximumWei *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error FeeAboveMaximum(uint256 feeWei, uint256 maximumWei)
func HomeBridgeFeeAboveMaximumErrorID() common.Hash {
	return common.HexToHash("0x38c7b9ea1e8cdb748bd83f4c7cfac9c53bdffa4c480f402d06515427e69eb862")
}

// UnpackFeeAboveMaximumError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error FeeAboveMaximum(uint256 feeWei, uint256 maximumWei)
func (homeBridge *HomeBridge) UnpackFeeAboveMaximumError(raw []byte) (*HomeBridgeFeeAboveMaximum, error) {
	out := new(HomeBridgeFeeAboveMaximum)
	if err := homeBridge.abi.UnpackIntoInterface(out, "FeeAboveMaximum", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeInboxWithoutCode represents a InboxWithoutCode error raised by the HomeBridge contract.
type HomeBridgeInboxWithoutCode struct {
	Inbox common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InboxWithoutCode(address inbox)
func HomeBridgeInboxWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0x8d073477ba439e542eee8b6d04ff37a488730c23e679a4edb417fec4954419ee")
}

// UnpackInboxWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InboxWithoutCode(address inbox)
func (homeBridge *HomeBridge) UnpackInboxWithoutCodeError(raw []byte) (*HomeBridgeInboxWithoutCode, error) {
	out := new(HomeBridgeInboxWithoutCode)
	if err := homeBridge.abi.UnpackIntoInterface(out, "InboxWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeMessageMalformed represents a MessageMalformed error raised by the HomeBridge contract.
type HomeBridgeMessageMalformed struct {
	Size *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MessageMalformed(uint256 size)
func HomeBridgeMessageMalformedErrorID() common.Hash {
	return common.HexToHash("0xbe92a372f9d58c7cb14d47191c7ead5c0c80528d2e25e43530e7b221a9aef984")
}

// UnpackMessageMalformedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MessageMalformed(uint256 size)
func (homeBridge *HomeBridge) UnpackMessageMalformedError(raw []byte) (*HomeBridgeMessageMalformed, error) {
	out := new(HomeBridgeMessageMalformed)
	if err := homeBridge.abi.UnpackIntoInterface(out, "MessageMalformed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeNotInbox represents a NotInbox error raised by the HomeBridge contract.
type HomeBridgeNotInbox struct {
	Caller common.Address
	Inbox  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotInbox(address caller, address inbox)
func HomeBridgeNotInboxErrorID() common.Hash {
	return common.HexToHash("0xa55f28111b4078b7fcf193f5e80c5b0c6b6abfa46dcb8a705f154f61972bccb7")
}

// UnpackNotInboxError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotInbox(address caller, address inbox)
func (homeBridge *HomeBridge) UnpackNotInboxError(raw []byte) (*HomeBridgeNotInbox, error) {
	out := new(HomeBridgeNotInbox)
	if err := homeBridge.abi.UnpackIntoInterface(out, "NotInbox", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeNotIntroduced represents a NotIntroduced error raised by the HomeBridge contract.
type HomeBridgeNotIntroduced struct {
	Chain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotIntroduced(uint64 chain)
func HomeBridgeNotIntroducedErrorID() common.Hash {
	return common.HexToHash("0x02edb4d5d9254d351e89f84d371041a145c7ca41098096053ceac02854d953a9")
}

// UnpackNotIntroducedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotIntroduced(uint64 chain)
func (homeBridge *HomeBridge) UnpackNotIntroducedError(raw []byte) (*HomeBridgeNotIntroduced, error) {
	out := new(HomeBridgeNotIntroduced)
	if err := homeBridge.abi.UnpackIntoInterface(out, "NotIntroduced", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeNotPeer represents a NotPeer error raised by the HomeBridge contract.
type HomeBridgeNotPeer struct {
	SourceChain uint64
	Sender      [32]byte
	Peer        common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotPeer(uint64 sourceChain, bytes32 sender, address peer)
func HomeBridgeNotPeerErrorID() common.Hash {
	return common.HexToHash("0x092b68ba3d017d9cd250526afda2fe5ae4832403f3a4e8f96f2b50a7ac1874cf")
}

// UnpackNotPeerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotPeer(uint64 sourceChain, bytes32 sender, address peer)
func (homeBridge *HomeBridge) UnpackNotPeerError(raw []byte) (*HomeBridgeNotPeer, error) {
	out := new(HomeBridgeNotPeer)
	if err := homeBridge.abi.UnpackIntoInterface(out, "NotPeer", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeNothingArrived represents a NothingArrived error raised by the HomeBridge contract.
type HomeBridgeNothingArrived struct {
	Amount *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NothingArrived(uint256 amount)
func HomeBridgeNothingArrivedErrorID() common.Hash {
	return common.HexToHash("0x2b40a12041963675c55e1e2059cbe223c73dbec28e1ba6f493ce2deeedbfa616")
}

// UnpackNothingArrivedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NothingArrived(uint256 amount)
func (homeBridge *HomeBridge) UnpackNothingArrivedError(raw []byte) (*HomeBridgeNothingArrived, error) {
	out := new(HomeBridgeNothingArrived)
	if err := homeBridge.abi.UnpackIntoInterface(out, "NothingArrived", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeOutboxWithoutCode represents a OutboxWithoutCode error raised by the HomeBridge contract.
type HomeBridgeOutboxWithoutCode struct {
	Outbox common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OutboxWithoutCode(address outbox)
func HomeBridgeOutboxWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0xf8da9dff0dbf7d8e55da228522d31040ace46a6bd0eb223034e4fccc50351823")
}

// UnpackOutboxWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OutboxWithoutCode(address outbox)
func (homeBridge *HomeBridge) UnpackOutboxWithoutCodeError(raw []byte) (*HomeBridgeOutboxWithoutCode, error) {
	out := new(HomeBridgeOutboxWithoutCode)
	if err := homeBridge.abi.UnpackIntoInterface(out, "OutboxWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeOwnableInvalidOwner represents a OwnableInvalidOwner error raised by the HomeBridge contract.
type HomeBridgeOwnableInvalidOwner struct {
	Owner common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableInvalidOwner(address owner)
func HomeBridgeOwnableInvalidOwnerErrorID() common.Hash {
	return common.HexToHash("0x1e4fbdf7f3ef8bcaa855599e3abf48b232380f183f08f6f813d9ffa5bd585188")
}

// UnpackOwnableInvalidOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableInvalidOwner(address owner)
func (homeBridge *HomeBridge) UnpackOwnableInvalidOwnerError(raw []byte) (*HomeBridgeOwnableInvalidOwner, error) {
	out := new(HomeBridgeOwnableInvalidOwner)
	if err := homeBridge.abi.UnpackIntoInterface(out, "OwnableInvalidOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeOwnableUnauthorizedAccount represents a OwnableUnauthorizedAccount error raised by the HomeBridge contract.
type HomeBridgeOwnableUnauthorizedAccount struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func HomeBridgeOwnableUnauthorizedAccountErrorID() common.Hash {
	return common.HexToHash("0x118cdaa7a341953d1887a2245fd6665d741c67c8c50581daa59e1d03373fa188")
}

// UnpackOwnableUnauthorizedAccountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func (homeBridge *HomeBridge) UnpackOwnableUnauthorizedAccountError(raw []byte) (*HomeBridgeOwnableUnauthorizedAccount, error) {
	out := new(HomeBridgeOwnableUnauthorizedAccount)
	if err := homeBridge.abi.UnpackIntoInterface(out, "OwnableUnauthorizedAccount", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgePeerAlreadyPinned represents a PeerAlreadyPinned error raised by the HomeBridge contract.
type HomeBridgePeerAlreadyPinned struct {
	Chain uint64
	Peer  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PeerAlreadyPinned(uint64 chain, address peer)
func HomeBridgePeerAlreadyPinnedErrorID() common.Hash {
	return common.HexToHash("0x1cedcada90be060c8722a63d03e4239309e47f8c1c403aa231d744114286cb6d")
}

// UnpackPeerAlreadyPinnedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PeerAlreadyPinned(uint64 chain, address peer)
func (homeBridge *HomeBridge) UnpackPeerAlreadyPinnedError(raw []byte) (*HomeBridgePeerAlreadyPinned, error) {
	out := new(HomeBridgePeerAlreadyPinned)
	if err := homeBridge.abi.UnpackIntoInterface(out, "PeerAlreadyPinned", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgePeerOnThisChain represents a PeerOnThisChain error raised by the HomeBridge contract.
type HomeBridgePeerOnThisChain struct {
	Chain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PeerOnThisChain(uint64 chain)
func HomeBridgePeerOnThisChainErrorID() common.Hash {
	return common.HexToHash("0x6bdcbbd19e338889405b73c9484378eccb62dc47ad8b7aac39bfa4c27ed9ff7c")
}

// UnpackPeerOnThisChainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PeerOnThisChain(uint64 chain)
func (homeBridge *HomeBridge) UnpackPeerOnThisChainError(raw []byte) (*HomeBridgePeerOnThisChain, error) {
	out := new(HomeBridgePeerOnThisChain)
	if err := homeBridge.abi.UnpackIntoInterface(out, "PeerOnThisChain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgePeerUnknown represents a PeerUnknown error raised by the HomeBridge contract.
type HomeBridgePeerUnknown struct {
	Chain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PeerUnknown(uint64 chain)
func HomeBridgePeerUnknownErrorID() common.Hash {
	return common.HexToHash("0x252dbd33239db21baed331416eeda6f61f8b79a5fcd4c178c676c17f080aa19c")
}

// UnpackPeerUnknownError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PeerUnknown(uint64 chain)
func (homeBridge *HomeBridge) UnpackPeerUnknownError(raw []byte) (*HomeBridgePeerUnknown, error) {
	out := new(HomeBridgePeerUnknown)
	if err := homeBridge.abi.UnpackIntoInterface(out, "PeerUnknown", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgePeerZero represents a PeerZero error raised by the HomeBridge contract.
type HomeBridgePeerZero struct {
	Chain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PeerZero(uint64 chain)
func HomeBridgePeerZeroErrorID() common.Hash {
	return common.HexToHash("0x8193a7e62f58b27ff052c95a4791fd84ae2d9a085c583acea39baf0d2b41eb1a")
}

// UnpackPeerZeroError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PeerZero(uint64 chain)
func (homeBridge *HomeBridge) UnpackPeerZeroError(raw []byte) (*HomeBridgePeerZero, error) {
	out := new(HomeBridgePeerZero)
	if err := homeBridge.abi.UnpackIntoInterface(out, "PeerZero", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeReceiverUnusable represents a ReceiverUnusable error raised by the HomeBridge contract.
type HomeBridgeReceiverUnusable struct {
	To common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReceiverUnusable(address to)
func HomeBridgeReceiverUnusableErrorID() common.Hash {
	return common.HexToHash("0xfed41dd1fcee52bd0aae51e5233c9d693ec33aad4ecb242addd3f1560d6117ad")
}

// UnpackReceiverUnusableError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReceiverUnusable(address to)
func (homeBridge *HomeBridge) UnpackReceiverUnusableError(raw []byte) (*HomeBridgeReceiverUnusable, error) {
	out := new(HomeBridgeReceiverUnusable)
	if err := homeBridge.abi.UnpackIntoInterface(out, "ReceiverUnusable", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeRecipientZero represents a RecipientZero error raised by the HomeBridge contract.
type HomeBridgeRecipientZero struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RecipientZero()
func HomeBridgeRecipientZeroErrorID() common.Hash {
	return common.HexToHash("0x3d9eb1dbb21c8b22e32a3040fd7a054e2dadb6d68deb395aad0fa2f18ab85c49")
}

// UnpackRecipientZeroError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RecipientZero()
func (homeBridge *HomeBridge) UnpackRecipientZeroError(raw []byte) (*HomeBridgeRecipientZero, error) {
	out := new(HomeBridgeRecipientZero)
	if err := homeBridge.abi.UnpackIntoInterface(out, "RecipientZero", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeReentrancyGuardReentrantCall represents a ReentrancyGuardReentrantCall error raised by the HomeBridge contract.
type HomeBridgeReentrancyGuardReentrantCall struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReentrancyGuardReentrantCall()
func HomeBridgeReentrancyGuardReentrantCallErrorID() common.Hash {
	return common.HexToHash("0x3ee5aeb571de7fc460830b4d0017439a1ca56fb0bc39062227ade4fe4a24c1ca")
}

// UnpackReentrancyGuardReentrantCallError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReentrancyGuardReentrantCall()
func (homeBridge *HomeBridge) UnpackReentrancyGuardReentrantCallError(raw []byte) (*HomeBridgeReentrancyGuardReentrantCall, error) {
	out := new(HomeBridgeReentrancyGuardReentrantCall)
	if err := homeBridge.abi.UnpackIntoInterface(out, "ReentrancyGuardReentrantCall", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeRefundRefused represents a RefundRefused error raised by the HomeBridge contract.
type HomeBridgeRefundRefused struct {
	To  common.Address
	Wei *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RefundRefused(address to, uint256 wei_)
func HomeBridgeRefundRefusedErrorID() common.Hash {
	return common.HexToHash("0x27f0c92895baca246e85bd8755abe4f7e49eee15ed26d963bd9158d9d0b21d03")
}

// UnpackRefundRefusedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RefundRefused(address to, uint256 wei_)
func (homeBridge *HomeBridge) UnpackRefundRefusedError(raw []byte) (*HomeBridgeRefundRefused, error) {
	out := new(HomeBridgeRefundRefused)
	if err := homeBridge.abi.UnpackIntoInterface(out, "RefundRefused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeSafeERC20FailedOperation represents a SafeERC20FailedOperation error raised by the HomeBridge contract.
type HomeBridgeSafeERC20FailedOperation struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeERC20FailedOperation(address token)
func HomeBridgeSafeERC20FailedOperationErrorID() common.Hash {
	return common.HexToHash("0x5274afe73c98b4749fc91ffae6b7b574e7842cb2144a159e9377a5f20b32edf9")
}

// UnpackSafeERC20FailedOperationError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeERC20FailedOperation(address token)
func (homeBridge *HomeBridge) UnpackSafeERC20FailedOperationError(raw []byte) (*HomeBridgeSafeERC20FailedOperation, error) {
	out := new(HomeBridgeSafeERC20FailedOperation)
	if err := homeBridge.abi.UnpackIntoInterface(out, "SafeERC20FailedOperation", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HomeBridgeTextOutOfRange represents a TextOutOfRange error raised by the HomeBridge contract.
type HomeBridgeTextOutOfRange struct {
	Field   string
	Size    *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TextOutOfRange(string field, uint256 size, uint256 maximum)
func HomeBridgeTextOutOfRangeErrorID() common.Hash {
	return common.HexToHash("0x13c17a5b2d54343a980ae858aac5f3cc5fa759ceae20ed0d5baecdcc7e13d096")
}

// UnpackTextOutOfRangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TextOutOfRange(string field, uint256 size, uint256 maximum)
func (homeBridge *HomeBridge) UnpackTextOutOfRangeError(raw []byte) (*HomeBridgeTextOutOfRange, error) {
	out := new(HomeBridgeTextOutOfRange)
	if err := homeBridge.abi.UnpackIntoInterface(out, "TextOutOfRange", raw); err != nil {
		return nil, err
	}
	return out, nil
}
