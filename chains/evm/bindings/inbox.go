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

// InboxMetaData contains all meta data concerning the Inbox contract.
var InboxMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"owner_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"guardian_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"delay_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"GRACE\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"MAX_DELAY\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"MIN_DELAY\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"SETUP_PERIOD\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"acceptOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"cancel\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"delay\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"deliver\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"messages\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"tailIds\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"},{\"name\":\"attestation\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"execute\",\"inputs\":[{\"name\":\"call\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"failed\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"guardian\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"inboxId\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lane\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"laneId\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"nonce\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"accumulator\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"paused\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lowerMaxHandlerGas\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"mark\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"maxHandlerGasOf\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint24\",\"internalType\":\"uint24\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"openLane\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"outbox\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"outboxMark\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"owner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pause\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"pendingOwner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"readyAt\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[{\"name\":\"seconds_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"renounceOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"retry\",\"inputs\":[{\"name\":\"message\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[{\"name\":\"ok\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"schedule\",\"inputs\":[{\"name\":\"call\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"seal\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setGuardian\",\"inputs\":[{\"name\":\"guardian_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setMaxHandlerGas\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setVerifier\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setupEnds\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"transferOwnership\",\"inputs\":[{\"name\":\"newOwner\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"unpause\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"ActionCancelled\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"ActionExecuted\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"ActionScheduled\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"readyAt\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"call\",\"type\":\"bytes\",\"indexed\":false,\"internalType\":\"bytes\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"DeliveringPaused\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"by\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"DeliveringUnpaused\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"GuardianChanged\",\"inputs\":[{\"name\":\"previous\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"current\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"LaneOpened\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"laneId\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"verifier\",\"type\":\"address\",\"indexed\":false,\"internalType\":\"address\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"indexed\":false,\"internalType\":\"uint24\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"MaxHandlerGasChanged\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"indexed\":false,\"internalType\":\"uint24\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"MessageDelivered\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"nonce\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"MessageFailed\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"nonce\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"reason\",\"type\":\"bytes\",\"indexed\":false,\"internalType\":\"bytes\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferStarted\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferred\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Sealed\",\"inputs\":[],\"anonymous\":false},{\"type\":\"event\",\"name\":\"VerifierChanged\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"previous\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"current\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"ActionExpired\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"expiredAt\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"now_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ActionNotReady\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"readyAt\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"now_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ActionPending\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"readyAt\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ActionUnknown\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"BatchEmpty\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"BatchSize\",\"inputs\":[{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"expected\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"BatchTooShort\",\"inputs\":[{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"minimum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ChainIdTooLarge\",\"inputs\":[{\"name\":\"chainId\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"DelayOutOfRange\",\"inputs\":[{\"name\":\"delay\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"minimum\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"HandlerGasAboveMaximum\",\"inputs\":[{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"HandlerGasOutOfRange\",\"inputs\":[{\"name\":\"value\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"minimum\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InsufficientGas\",\"inputs\":[{\"name\":\"available\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"required\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"LaneAlreadyOpen\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"laneId\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"LaneFromThisChain\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"LanePaused\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"LaneUnknown\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"MessageNotFailed\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"MessageTooShort\",\"inputs\":[{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"minimum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NoBlockHash\",\"inputs\":[{\"name\":\"blockNumber\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NonceGap\",\"inputs\":[{\"name\":\"firstNonce\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"expected\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"NotAttested\",\"inputs\":[{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"answer\",\"type\":\"bytes4\",\"internalType\":\"bytes4\"}]},{\"type\":\"error\",\"name\":\"NotGuardian\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NotTimelock\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableInvalidOwner\",\"inputs\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableUnauthorizedAccount\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnershipNotRenounceable\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"RecipientNotAnAddress\",\"inputs\":[{\"name\":\"recipient\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"RecipientWithoutCode\",\"inputs\":[{\"name\":\"recipient\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"ReentrancyGuardReentrantCall\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"SetupOver\",\"inputs\":[{\"name\":\"ended\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"VerifierWithoutCode\",\"inputs\":[{\"name\":\"verifier\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"ZeroAddress\",\"inputs\":[{\"name\":\"field\",\"type\":\"string\",\"internalType\":\"string\"}]}]",
	ID:  "Inbox",
	Bin: "0x60e0806040523461025757606081612e6c803803809161001f828561025b565b8339810103126102575761003281610292565b604061004060208401610292565b920151906001600160a01b0316801561024457600180546001600160a01b03199081169091555f8054918216831781556001600160a01b03909116907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a36201518081108015610238575b610218576080526001600160a01b031680156101e757600254816001600160a01b0382167fa14fc14d8620a708a896fd11392a235647d99385500a295f0d7da2a258b2e9675f80a36001600160a01b03191617600255436101d6575f5b80156101c3576001600160401b0346116101a3578060a052604051602081019130835260408201526040815261014160608261025b565b51902060c05262093a80420180421161018f57600455604051612bc590816102a782396080518181816106d60152611082015260a05181610c0a015260c051818181610889015261204e0152f35b634e487b7160e01b5f52601160045260245ffd5b63a12c613160e01b5f908152466004526001600160401b03602452604490fd5b637a3e40e160e11b5f524360045260245ffd5b5f19430143811161018f574061010a565b60405163eac0d38960e01b815260206004820152600860248201526733bab0b93234b0b760c11b6044820152606490fd5b63df82ba9560e01b5f526004526201518060245262278d0060445260645ffd5b5062278d0081116100ad565b631e4fbdf760e01b5f525f60045260245ffd5b5f80fd5b601f909101601f19168101906001600160401b0382119082101761027e57604052565b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b03821682036102575756fe6080806040526004361015610012575f80fd5b5f3560e01c908163016470c514611a17575080630357e3701461191757806309c5eabe14611761578063137d29d9146117265780633b897f03146116c75780633fb27b851461165c5780634125ff9014611621578063452a9320146115d05780635a1d55e1146114d75780635c70696d1461114257806369a5856f146110a55780636a42b8f81461104d578063715018a614610fef57806379ba509714610ee95780638a0dac4a14610dc95780638a4ed90c14610c2d5780638c0d0c2914610bd55780638d15a76914610b9a5780638da5cb5b14610b4a5780639c8413c514610a0e5780639f81aed7146109d3578063a5de39b714610998578063b609ad13146108ac578063ba38710114610854578063bea208011461080c578063c4d252f514610761578063db26e34d1461062e578063e30c3978146105dd578063eacfa0421461029a578063f02bf741146102325763f2fde38b14610171575f80fd5b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5773ffffffffffffffffffffffffffffffffffffffff6101bd611afa565b6101c56124b3565b16807fffffffffffffffffffffffff0000000000000000000000000000000000000000600154161760015573ffffffffffffffffffffffffffffffffffffffff5f54167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e227005f80a3005b5f80fd5b3461022e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5767ffffffffffffffff610272611ab5565b165f52600660205260405f206024355f52602052602060ff60405f2054166040519015158152f35b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5760043567ffffffffffffffff811161022e576102e9903690600401611acc565b906102f26124d3565b606982106105ac578160091161022e576103317ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff78301600983016123e7565b60c01c91825f52600560205261034a8360405f2061258e565b93915050610359368383611bf3565b6020815191012092845f52600660205260405f20845f5260205260ff60405f2054161561057c57845f52600660205260405f20845f5260205260405f207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0081541690556103c461263e565b8481528360111161022e576103fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffef85016011850161270d565b60208201528360391161022e5761043a7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc785016039850161270d565b60408201528360611161022e576104767fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9f8501606185016123e7565b60c01c91606082019283527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9785019285841161054f576104cf9360a084015260698501608084015281815111610547575b505085612748565b9190938360011161022e57602095610511869360017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff61051a980191016123e7565b60c01c90612ac1565b5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005d6040519015158152f35b5286806104c7565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b83857fd0a47f6b000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b507f7a08ae16000000000000000000000000000000000000000000000000000000005f52600452606960245260445ffd5b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e57602073ffffffffffffffffffffffffffffffffffffffff60015416604051908152f35b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5760043567ffffffffffffffff811161022e5761067d903690600401611acc565b6106856124b3565b610690368284611bf3565b6020815191012090815f52600360205260405f2054928361073157907fdca90357dbbce5c716a53c5c64c5173694c242c847139b3479a8dddd13b1d8e69161072c6107127f00000000000000000000000000000000000000000000000000000000000000006106ff8142611c29565b875f52600360205260405f205542611c29565b9160405193849384526040602085015260408401916123a9565b0390a2005b50507fd8560b20000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5760043561079b6124b3565b805f52600360205260405f2054156107e157805f5260036020525f60408120557f123ababb6f85aa48b13de8f5bd2acb5393e4980d969791661dc98733100703955f80a2005b7f19c429ec000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e576004355f526003602052602060405f2054604051908152f35b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b3461022e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e576108e3611ab5565b7f806660f2cf32727b1f6130e8d8ff93bfddae124b6c7b7d766257103ff6904781602067ffffffffffffffff610917611b1d565b936109206124b3565b61098d61092c8261244d565b9562ffffff81169661093d886126ba565b907fff000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff7effffff0000000000000000000000000000000000000000000000000000000083549260e01b169116179055565b6040519485521692a2005b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e57602060405162093a808152f35b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e576020604051620151808152f35b3461022e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e57610a45611ab5565b60243573ffffffffffffffffffffffffffffffffffffffff81169182820361022e57303303610b1e57610b1c92610a7b8261244d565b91610a858461266e565b67ffffffffffffffff73ffffffffffffffffffffffffffffffffffffffff845460401c1691167f74c9f6a469ec79fac4b72093254b51b1b353f2dc19763f0a39213f66d0be53435f80a4907fffffffff0000000000000000000000000000000000000000ffffffffffffffff7bffffffffffffffffffffffffffffffffffffffff000000000000000083549260401b169116179055565b005b7f59f357cc000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e57602073ffffffffffffffffffffffffffffffffffffffff5f5416604051908152f35b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e576020600454604051908152f35b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b3461022e5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e57610c64611ab5565b610c6c611b1d565b9073ffffffffffffffffffffffffffffffffffffffff6002541633141580610da8575b610d7c57610c9c8161244d565b9162ffffff835460e01c169262ffffff82169384158015610d73575b610d3f57507f806660f2cf32727b1f6130e8d8ff93bfddae124b6c7b7d766257103ff69047819261098d60209367ffffffffffffffff93907fff000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff7effffff0000000000000000000000000000000000000000000000000000000083549260e01b169116179055565b847f92100b7b000000000000000000000000000000000000000000000000000000005f52600452600160245260445260645ffd5b50808511610cb8565b7fa252c151000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b5073ffffffffffffffffffffffffffffffffffffffff5f5416331415610c8f565b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5773ffffffffffffffffffffffffffffffffffffffff610e15611afa565b610e1d6124b3565b168015610e8b577fffffffffffffffffffffffff00000000000000000000000000000000000000006002548273ffffffffffffffffffffffffffffffffffffffff82167fa14fc14d8620a708a896fd11392a235647d99385500a295f0d7da2a258b2e9675f80a31617600255005b60646040517feac0d38900000000000000000000000000000000000000000000000000000000815260206004820152600860248201527f677561726469616e0000000000000000000000000000000000000000000000006044820152fd5b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e576001543373ffffffffffffffffffffffffffffffffffffffff821603610fc3577fffffffffffffffffffffffff0000000000000000000000000000000000000000166001555f54337fffffffffffffffffffffffff00000000000000000000000000000000000000008216175f5573ffffffffffffffffffffffffffffffffffffffff3391167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e05f80a3005b7f118cdaa7000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e576110256124b3565b7f162a7846000000000000000000000000000000000000000000000000000000005f5260045ffd5b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5767ffffffffffffffff6110e5611ab5565b6110ed6124b3565b6110f68161244d565b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8154169055167f9267dd99ced49b3508276f1a4709a1bbcb16426625cf89a9c1a76e878826cdf35f80a2005b3461022e5760a07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e57611179611ab5565b60643573ffffffffffffffffffffffffffffffffffffffff811680820361022e576084359262ffffff841680940361022e57303303611493575b67ffffffffffffffff169146831461146757825f52600560205260405f2073ffffffffffffffffffffffffffffffffffffffff815460401c1661143257507f26585e3eb08c7bf9ede40dbea4db35e8aeadf321c10db131ec1dbcc223595e6a9161121e60409261266e565b611227856126ba565b8151602081019060a08252601060c08201527f436174656e617279206c616e652076310000000000000000000000000000000060e082015285848201526024356060820152604435608082015267ffffffffffffffff461660a082015260e0815261129461010082611b78565b5190209482516112a381611b2f565b5f815260028787602084018681526113cc62ffffff89870188815261137c73ffffffffffffffffffffffffffffffffffffffff60608a01955f875260808b019789895260a08c01998a525f52600560205267ffffffffffffffff808f5f209c5116167fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000008c5416178b55511689907fffffffff0000000000000000000000000000000000000000ffffffffffffffff7bffffffffffffffffffffffffffffffffffffffff000000000000000083549260401b169116179055565b5187547fff000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff16911660e01b7effffff0000000000000000000000000000000000000000000000000000000016178655565b5184547effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff1690151560f81b7fff00000000000000000000000000000000000000000000000000000000000000161784555160018401555191015582519182526020820152a3005b600284910154907f9b1171bc000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b827fd008d6e4000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b61149b6124b3565b600454804210156114ac57506111b3565b7fa96aec8a000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b3461022e5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5761150e611ab5565b60243567ffffffffffffffff811161022e5761152e903690600401611acc565b90916044359067ffffffffffffffff821161022e573660238301121561022e5781600401359067ffffffffffffffff821161022e573660248360051b8501011161022e576064359367ffffffffffffffff851161022e576115ab956115996024963690600401611acc565b9690956115a46124d3565b0192611c36565b5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005d005b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e57602073ffffffffffffffffffffffffffffffffffffffff60025416604051908152f35b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e57602060405162278d008152f35b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e576116926124b3565b600454804210156114ac57426004557f1b2d71eb44f882534bf4e86f940c56ccc869ffb927e2bab86561de93950c22165f80a1005b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5767ffffffffffffffff611707611ab5565b165f526005602052602062ffffff60405f205460e01c16604051908152f35b3461022e575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e576020604051621275008152f35b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5760043567ffffffffffffffff811161022e576117b0903690600401611acc565b6117b86124b3565b6117c3368284611bf3565b6020815191012091825f52600360205260405f205480156118eb578042106118b85762127500810180911161054f5780421161188557505f91829184835260036020528260408120558160405192839283378101838152039082305af13d1561187d573d9061183182611bb9565b9161183f6040519384611b78565b82523d5f602084013e5b1561187557507f9b5a634ce9dbcc1cc28dbce24cd5b30136689ff28f9ae433837bd68895d7d5e05f80a2005b602081519101fd5b606090611849565b837f252e148d000000000000000000000000000000000000000000000000000000005f526004526024524260445260645ffd5b837f8e987311000000000000000000000000000000000000000000000000000000005f526004526024524260445260645ffd5b837f19c429ec000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5761194e611ab5565b73ffffffffffffffffffffffffffffffffffffffff60025416331415806119f6575b610d7c5761197d8161244d565b7f01000000000000000000000000000000000000000000000000000000000000007effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff82541617905567ffffffffffffffff3391167f31fb9647ae61a07de414f49d2e0eb4ddf6e87b101ab0e1ef0f977dca5020628f5f80a3005b5073ffffffffffffffffffffffffffffffffffffffff5f5416331415611970565b3461022e5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261022e5760a09067ffffffffffffffff611a5a611ab5565b165f52600560205260405f2060028101546001825492015490835267ffffffffffffffff82166020840152604083015273ffffffffffffffffffffffffffffffffffffffff8160401c16606083015260f81c15156080820152f35b6004359067ffffffffffffffff8216820361022e57565b9181601f8401121561022e5782359167ffffffffffffffff831161022e576020838186019501011161022e57565b6004359073ffffffffffffffffffffffffffffffffffffffff8216820361022e57565b6024359062ffffff8216820361022e57565b60c0810190811067ffffffffffffffff821117611b4b57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff821117611b4b57604052565b67ffffffffffffffff8111611b4b57601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200190565b929192611bff82611bb9565b91611c0d6040519384611b78565b82948184528183011161022e578281602093845f960137010152565b9190820180921161054f57565b9693959192949095611c46612547565b958652602086015260408501526060840152611c60612547565b93600a821061237857803561ffff8160b01c168015612350577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9160c01c8088520101602086015260a085015260c084015267ffffffffffffffff84165f52600560205260405f209267ffffffffffffffff73ffffffffffffffffffffffffffffffffffffffff611cf1878761258e565b60c08894939401521660808601521680604083015280602083015111156123485781516001820180921161054f57116122ea576001840154600285015460a0850152606082015260405180608083015260c060408301516020840151030201806040525f60698201525f60598201524660398201525f6031820152856011820152600a60a0830151016080830151905f958451915b8060208701518411611f5a578890600183355f1a930190600f8416611f05575b5060f08316611e3e575b6001925060408801518511611dc9575b01920191611d86565b84680100000000000000001760098801528181608989013760c082606901602089012096878152603189015160208201526059890151604082015267ffffffffffffffff60698a01511660608201528260808201528360a0820152019560608901515f5260205260405f206060890152611dc0565b9050603082168015611efe57602014611ec55760618601805182355f1a019052600101905b60408116611e8a575b608016611e7b575b8781611db0565b803560e81c9750600301611e74565b6069860180517fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000016833560c01c179052600890910190611e6c565b6061860180517fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000016823560c01c17905260080190611e63565b5090611e63565b60038416611f3a575b50600c8316611f1e575b5f611da6565b600483168135816018021c605989015260030260200301611f18565b6001918285169035816060021c60318a0152600c0260200301015f611f0e565b50935096949395505050611f7760a085015160c086015190611c29565b81036122a957508351926020850151956040860151956060810151946060840151955f965b8a881015611fbe575f528660051b880135602052600160405f20970196611f9c565b9397509397919550939767ffffffffffffffff8060208a01511691160167ffffffffffffffff811161054f5767ffffffffffffffff9261208e60209373ffffffffffffffffffffffffffffffffffffffff60808a0151169660a08a01519360405197889687967ffea2f48900000000000000000000000000000000000000000000000000000000885260048801527f00000000000000000000000000000000000000000000000000000000000000006024880152166044860152606485015260a0608485015260a48401916123a9565b0381855afa801561229e575f90612223575b7fffffffff00000000000000000000000000000000000000000000000000000000915016907ffea2f4890000000000000000000000000000000000000000000000000000000082036121f55750509060c09167ffffffffffffffff80602087015116167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617815560016060860151910155015160808301519361214461263e565b506001604085015101945b602085015186116121ed57600160c06020926121ce5f6060830180518981115f146121d9575051604051907ff134c06f00000000000000000000000000000000000000000000000000000000888301526024820152886044820152604481526121b9606482611b78565b905b835167ffffffffffffffff8d168b612ac1565b01960195905061214f565b90506121e79150838a612955565b906121bb565b509350505050565b7f9f9db1b6000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b506020813d602011612296575b8161223d60209383611b78565b8101031261022e57517fffffffff000000000000000000000000000000000000000000000000000000008116810361022e577fffffffff00000000000000000000000000000000000000000000000000000000906120a0565b3d9150612230565b6040513d5f823e3d90fd5b60c084015160a0850151820391821161054f577f31045bf5000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b600167ffffffffffffffff604081845116930151160167ffffffffffffffff811161054f5767ffffffffffffffff917f860c71e7000000000000000000000000000000000000000000000000000000005f526004521660245260445ffd5b505092505050565b7f50e980cc000000000000000000000000000000000000000000000000000000005f5260045ffd5b507f3425cbc9000000000000000000000000000000000000000000000000000000005f52600452600a60245260445ffd5b601f82602094937fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe093818652868601375f8582860101520116010190565b919091357fffffffffffffffff0000000000000000000000000000000000000000000000008116926008811061241b575050565b7fffffffffffffffff000000000000000000000000000000000000000000000000929350829060080360031b1b161690565b67ffffffffffffffff1690815f52600560205260405f209173ffffffffffffffffffffffffffffffffffffffff835460401c16156124885750565b7fa60fcab3000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b73ffffffffffffffffffffffffffffffffffffffff5f54163303610fc357565b7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c61251f5760017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005d565b7f3ee5aeb5000000000000000000000000000000000000000000000000000000005f5260045ffd5b6040519060e0820182811067ffffffffffffffff821117611b4b576040525f60c0838281528260208201528260408201528260608201528260808201528260a08201520152565b549073ffffffffffffffffffffffffffffffffffffffff8260401c169262ffffff8360e01c1691849367ffffffffffffffff811695156126085760f81c6125d25750565b67ffffffffffffffff907fa63b788e000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b67ffffffffffffffff827fa60fcab3000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b6040519061264b82611b2f565b5f60a0838281528260208201528260408201528260608201528260808201520152565b803b156126785750565b73ffffffffffffffffffffffffffffffffffffffff907f5e324f0e000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b80158015612701575b6126ca5750565b7f92100b7b000000000000000000000000000000000000000000000000000000005f52600452600160245262b71b0060445260645ffd5b5062b71b0081116126c3565b35906020811061271b575090565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9060200360031b1b1690565b6060916040810151918260a01c6129125773ffffffffffffffffffffffffffffffffffffffff83163b156128ca576114b560606040519360a0810151937fba87e7b0000000000000000000000000000000000000000000000000000000008652600486015260208101516024860152805160448601526080606486015283608486015283608082015160a48701375f60a485870101520151603f810401015a81811061289c575050915f9291837fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f8295011660a401927ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff191821561284b57565b90506040513d6101008111612893575b603f817fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0928452805f602086013e0116810160405290565b5061010061285b565b7f23e228cb000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b5050919050604051917f9a82c80d00000000000000000000000000000000000000000000000000000000602084015260248301526024825261290d604483611b78565b5f9190565b5050919050604051917f9920e12700000000000000000000000000000000000000000000000000000000602084015260248301526024825261290d604483611b78565b91906060926040820151908160a01c612a7d5773ffffffffffffffffffffffffffffffffffffffff82163b15612a39576114b560606040519460a0810151937fba87e7b0000000000000000000000000000000000000000000000000000000008752600487015260208101516024870152805160448701526080606487015283608487015283608082015160a48801375f60a485880101520151603f810401015a81811061289c575050915f8094927fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f8396011660a40193f191821561284b57565b509392505050604051917f9a82c80d00000000000000000000000000000000000000000000000000000000602084015260248301526024825261290d604483611b78565b509392505050604051917f9920e12700000000000000000000000000000000000000000000000000000000602084015260248301526024825261290d604483611b78565b92939091935f14612b01575067ffffffffffffffff80911691167fba9b34e26821d354dfbf1c9674de0eee339e205a5a1ce0cfcaf3f436d8fb4b275f80a4565b907fe7326042d7c8063393db0a23c1cdb4440addee32a6b60df3712122325572565c90604067ffffffffffffffff6020951693845f5260068652815f20875f528652815f2060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff008254161790557fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f67ffffffffffffffff84519586948a865280519a8b918282890152018787015e5f868b87010152169701168101030190a456",
}

// Inbox is an auto generated Go binding around an Ethereum contract.
type Inbox struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Inbox) GetABI() abi.ABI {
	return c.abi
}

// NewInbox creates a new instance of Inbox.
func NewInbox() *Inbox {
	parsed, err := InboxMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Inbox{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Inbox) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address owner_, address guardian_, uint256 delay_) returns()
func (inbox *Inbox) PackConstructor(owner_ common.Address, guardian_ common.Address, delay_ *big.Int) []byte {
	enc, err := inbox.abi.Pack("", owner_, guardian_, delay_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackGRACE is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x137d29d9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function GRACE() view returns(uint256)
func (inbox *Inbox) PackGRACE() []byte {
	enc, err := inbox.abi.Pack("GRACE")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGRACE is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x137d29d9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function GRACE() view returns(uint256)
func (inbox *Inbox) TryPackGRACE() ([]byte, error) {
	return inbox.abi.Pack("GRACE")
}

// UnpackGRACE is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x137d29d9.
//
// Solidity: function GRACE() view returns(uint256)
func (inbox *Inbox) UnpackGRACE(data []byte) (*big.Int, error) {
	out, err := inbox.abi.Unpack("GRACE", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXDELAY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4125ff90.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_DELAY() view returns(uint256)
func (inbox *Inbox) PackMAXDELAY() []byte {
	enc, err := inbox.abi.Pack("MAX_DELAY")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXDELAY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4125ff90.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_DELAY() view returns(uint256)
func (inbox *Inbox) TryPackMAXDELAY() ([]byte, error) {
	return inbox.abi.Pack("MAX_DELAY")
}

// UnpackMAXDELAY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4125ff90.
//
// Solidity: function MAX_DELAY() view returns(uint256)
func (inbox *Inbox) UnpackMAXDELAY(data []byte) (*big.Int, error) {
	out, err := inbox.abi.Unpack("MAX_DELAY", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMINDELAY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f81aed7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MIN_DELAY() view returns(uint256)
func (inbox *Inbox) PackMINDELAY() []byte {
	enc, err := inbox.abi.Pack("MIN_DELAY")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMINDELAY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f81aed7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MIN_DELAY() view returns(uint256)
func (inbox *Inbox) TryPackMINDELAY() ([]byte, error) {
	return inbox.abi.Pack("MIN_DELAY")
}

// UnpackMINDELAY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9f81aed7.
//
// Solidity: function MIN_DELAY() view returns(uint256)
func (inbox *Inbox) UnpackMINDELAY(data []byte) (*big.Int, error) {
	out, err := inbox.abi.Unpack("MIN_DELAY", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackSETUPPERIOD is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa5de39b7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function SETUP_PERIOD() view returns(uint256)
func (inbox *Inbox) PackSETUPPERIOD() []byte {
	enc, err := inbox.abi.Pack("SETUP_PERIOD")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSETUPPERIOD is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa5de39b7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function SETUP_PERIOD() view returns(uint256)
func (inbox *Inbox) TryPackSETUPPERIOD() ([]byte, error) {
	return inbox.abi.Pack("SETUP_PERIOD")
}

// UnpackSETUPPERIOD is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa5de39b7.
//
// Solidity: function SETUP_PERIOD() view returns(uint256)
func (inbox *Inbox) UnpackSETUPPERIOD(data []byte) (*big.Int, error) {
	out, err := inbox.abi.Unpack("SETUP_PERIOD", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackAcceptOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79ba5097.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function acceptOwnership() returns()
func (inbox *Inbox) PackAcceptOwnership() []byte {
	enc, err := inbox.abi.Pack("acceptOwnership")
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
func (inbox *Inbox) TryPackAcceptOwnership() ([]byte, error) {
	return inbox.abi.Pack("acceptOwnership")
}

// PackCancel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc4d252f5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function cancel(bytes32 callHash) returns()
func (inbox *Inbox) PackCancel(callHash [32]byte) []byte {
	enc, err := inbox.abi.Pack("cancel", callHash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCancel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc4d252f5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function cancel(bytes32 callHash) returns()
func (inbox *Inbox) TryPackCancel(callHash [32]byte) ([]byte, error) {
	return inbox.abi.Pack("cancel", callHash)
}

// PackDelay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6a42b8f8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function delay() view returns(uint256)
func (inbox *Inbox) PackDelay() []byte {
	enc, err := inbox.abi.Pack("delay")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDelay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6a42b8f8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function delay() view returns(uint256)
func (inbox *Inbox) TryPackDelay() ([]byte, error) {
	return inbox.abi.Pack("delay")
}

// UnpackDelay is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6a42b8f8.
//
// Solidity: function delay() view returns(uint256)
func (inbox *Inbox) UnpackDelay(data []byte) (*big.Int, error) {
	out, err := inbox.abi.Unpack("delay", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDeliver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5a1d55e1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deliver(uint64 sourceChain, bytes messages, bytes32[] tailIds, bytes attestation) returns()
func (inbox *Inbox) PackDeliver(sourceChain uint64, messages []byte, tailIds [][32]byte, attestation []byte) []byte {
	enc, err := inbox.abi.Pack("deliver", sourceChain, messages, tailIds, attestation)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeliver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5a1d55e1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deliver(uint64 sourceChain, bytes messages, bytes32[] tailIds, bytes attestation) returns()
func (inbox *Inbox) TryPackDeliver(sourceChain uint64, messages []byte, tailIds [][32]byte, attestation []byte) ([]byte, error) {
	return inbox.abi.Pack("deliver", sourceChain, messages, tailIds, attestation)
}

// PackExecute is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x09c5eabe.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function execute(bytes call) returns()
func (inbox *Inbox) PackExecute(call []byte) []byte {
	enc, err := inbox.abi.Pack("execute", call)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExecute is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x09c5eabe.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function execute(bytes call) returns()
func (inbox *Inbox) TryPackExecute(call []byte) ([]byte, error) {
	return inbox.abi.Pack("execute", call)
}

// PackFailed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf02bf741.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function failed(uint64 sourceChain, bytes32 id) view returns(bool)
func (inbox *Inbox) PackFailed(sourceChain uint64, id [32]byte) []byte {
	enc, err := inbox.abi.Pack("failed", sourceChain, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackFailed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf02bf741.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function failed(uint64 sourceChain, bytes32 id) view returns(bool)
func (inbox *Inbox) TryPackFailed(sourceChain uint64, id [32]byte) ([]byte, error) {
	return inbox.abi.Pack("failed", sourceChain, id)
}

// UnpackFailed is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf02bf741.
//
// Solidity: function failed(uint64 sourceChain, bytes32 id) view returns(bool)
func (inbox *Inbox) UnpackFailed(data []byte) (bool, error) {
	out, err := inbox.abi.Unpack("failed", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x452a9320.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function guardian() view returns(address)
func (inbox *Inbox) PackGuardian() []byte {
	enc, err := inbox.abi.Pack("guardian")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x452a9320.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function guardian() view returns(address)
func (inbox *Inbox) TryPackGuardian() ([]byte, error) {
	return inbox.abi.Pack("guardian")
}

// UnpackGuardian is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x452a9320.
//
// Solidity: function guardian() view returns(address)
func (inbox *Inbox) UnpackGuardian(data []byte) (common.Address, error) {
	out, err := inbox.abi.Unpack("guardian", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackInboxId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba387101.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function inboxId() view returns(bytes32)
func (inbox *Inbox) PackInboxId() []byte {
	enc, err := inbox.abi.Pack("inboxId")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackInboxId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba387101.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function inboxId() view returns(bytes32)
func (inbox *Inbox) TryPackInboxId() ([]byte, error) {
	return inbox.abi.Pack("inboxId")
}

// UnpackInboxId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xba387101.
//
// Solidity: function inboxId() view returns(bytes32)
func (inbox *Inbox) UnpackInboxId(data []byte) ([32]byte, error) {
	out, err := inbox.abi.Unpack("inboxId", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackLane is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x016470c5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lane(uint64 sourceChain) view returns(bytes32 laneId, uint64 nonce, bytes32 accumulator, address verifier, bool paused)
func (inbox *Inbox) PackLane(sourceChain uint64) []byte {
	enc, err := inbox.abi.Pack("lane", sourceChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLane is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x016470c5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lane(uint64 sourceChain) view returns(bytes32 laneId, uint64 nonce, bytes32 accumulator, address verifier, bool paused)
func (inbox *Inbox) TryPackLane(sourceChain uint64) ([]byte, error) {
	return inbox.abi.Pack("lane", sourceChain)
}

// InboxLaneOutput serves as a container for the return parameters of contract
// method Lane.
type InboxLaneOutput struct {
	LaneId      [32]byte
	Nonce       uint64
	Accumulator [32]byte
	Verifier    common.Address
	Paused      bool
}

// UnpackLane is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x016470c5.
//
// Solidity: function lane(uint64 sourceChain) view returns(bytes32 laneId, uint64 nonce, bytes32 accumulator, address verifier, bool paused)
func (inbox *Inbox) UnpackLane(data []byte) (InboxLaneOutput, error) {
	out, err := inbox.abi.Unpack("lane", data)
	outstruct := new(InboxLaneOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.LaneId = *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	outstruct.Nonce = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.Accumulator = *abi.ConvertType(out[2], new([32]byte)).(*[32]byte)
	outstruct.Verifier = *abi.ConvertType(out[3], new(common.Address)).(*common.Address)
	outstruct.Paused = *abi.ConvertType(out[4], new(bool)).(*bool)
	return *outstruct, nil
}

// PackLowerMaxHandlerGas is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a4ed90c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lowerMaxHandlerGas(uint64 sourceChain, uint24 maxHandlerGas) returns()
func (inbox *Inbox) PackLowerMaxHandlerGas(sourceChain uint64, maxHandlerGas *big.Int) []byte {
	enc, err := inbox.abi.Pack("lowerMaxHandlerGas", sourceChain, maxHandlerGas)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLowerMaxHandlerGas is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a4ed90c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lowerMaxHandlerGas(uint64 sourceChain, uint24 maxHandlerGas) returns()
func (inbox *Inbox) TryPackLowerMaxHandlerGas(sourceChain uint64, maxHandlerGas *big.Int) ([]byte, error) {
	return inbox.abi.Pack("lowerMaxHandlerGas", sourceChain, maxHandlerGas)
}

// PackMark is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c0d0c29.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mark() view returns(bytes32)
func (inbox *Inbox) PackMark() []byte {
	enc, err := inbox.abi.Pack("mark")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMark is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c0d0c29.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mark() view returns(bytes32)
func (inbox *Inbox) TryPackMark() ([]byte, error) {
	return inbox.abi.Pack("mark")
}

// UnpackMark is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8c0d0c29.
//
// Solidity: function mark() view returns(bytes32)
func (inbox *Inbox) UnpackMark(data []byte) ([32]byte, error) {
	out, err := inbox.abi.Unpack("mark", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackMaxHandlerGasOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b897f03.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function maxHandlerGasOf(uint64 sourceChain) view returns(uint24)
func (inbox *Inbox) PackMaxHandlerGasOf(sourceChain uint64) []byte {
	enc, err := inbox.abi.Pack("maxHandlerGasOf", sourceChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMaxHandlerGasOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b897f03.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function maxHandlerGasOf(uint64 sourceChain) view returns(uint24)
func (inbox *Inbox) TryPackMaxHandlerGasOf(sourceChain uint64) ([]byte, error) {
	return inbox.abi.Pack("maxHandlerGasOf", sourceChain)
}

// UnpackMaxHandlerGasOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3b897f03.
//
// Solidity: function maxHandlerGasOf(uint64 sourceChain) view returns(uint24)
func (inbox *Inbox) UnpackMaxHandlerGasOf(data []byte) (*big.Int, error) {
	out, err := inbox.abi.Unpack("maxHandlerGasOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOpenLane is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c70696d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function openLane(uint64 sourceChain, bytes32 outbox, bytes32 outboxMark, address verifier, uint24 maxHandlerGas) returns()
func (inbox *Inbox) PackOpenLane(sourceChain uint64, outbox [32]byte, outboxMark [32]byte, verifier common.Address, maxHandlerGas *big.Int) []byte {
	enc, err := inbox.abi.Pack("openLane", sourceChain, outbox, outboxMark, verifier, maxHandlerGas)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOpenLane is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c70696d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function openLane(uint64 sourceChain, bytes32 outbox, bytes32 outboxMark, address verifier, uint24 maxHandlerGas) returns()
func (inbox *Inbox) TryPackOpenLane(sourceChain uint64, outbox [32]byte, outboxMark [32]byte, verifier common.Address, maxHandlerGas *big.Int) ([]byte, error) {
	return inbox.abi.Pack("openLane", sourceChain, outbox, outboxMark, verifier, maxHandlerGas)
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (inbox *Inbox) PackOwner() []byte {
	enc, err := inbox.abi.Pack("owner")
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
func (inbox *Inbox) TryPackOwner() ([]byte, error) {
	return inbox.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (inbox *Inbox) UnpackOwner(data []byte) (common.Address, error) {
	out, err := inbox.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0357e370.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pause(uint64 sourceChain) returns()
func (inbox *Inbox) PackPause(sourceChain uint64) []byte {
	enc, err := inbox.abi.Pack("pause", sourceChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0357e370.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pause(uint64 sourceChain) returns()
func (inbox *Inbox) TryPackPause(sourceChain uint64) ([]byte, error) {
	return inbox.abi.Pack("pause", sourceChain)
}

// PackPendingOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe30c3978.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pendingOwner() view returns(address)
func (inbox *Inbox) PackPendingOwner() []byte {
	enc, err := inbox.abi.Pack("pendingOwner")
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
func (inbox *Inbox) TryPackPendingOwner() ([]byte, error) {
	return inbox.abi.Pack("pendingOwner")
}

// UnpackPendingOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe30c3978.
//
// Solidity: function pendingOwner() view returns(address)
func (inbox *Inbox) UnpackPendingOwner(data []byte) (common.Address, error) {
	out, err := inbox.abi.Unpack("pendingOwner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackReadyAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbea20801.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function readyAt(bytes32 callHash) view returns(uint256 seconds_)
func (inbox *Inbox) PackReadyAt(callHash [32]byte) []byte {
	enc, err := inbox.abi.Pack("readyAt", callHash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReadyAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbea20801.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function readyAt(bytes32 callHash) view returns(uint256 seconds_)
func (inbox *Inbox) TryPackReadyAt(callHash [32]byte) ([]byte, error) {
	return inbox.abi.Pack("readyAt", callHash)
}

// UnpackReadyAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbea20801.
//
// Solidity: function readyAt(bytes32 callHash) view returns(uint256 seconds_)
func (inbox *Inbox) UnpackReadyAt(data []byte) (*big.Int, error) {
	out, err := inbox.abi.Unpack("readyAt", data)
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
// Solidity: function renounceOwnership() view returns()
func (inbox *Inbox) PackRenounceOwnership() []byte {
	enc, err := inbox.abi.Pack("renounceOwnership")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function renounceOwnership() view returns()
func (inbox *Inbox) TryPackRenounceOwnership() ([]byte, error) {
	return inbox.abi.Pack("renounceOwnership")
}

// PackRetry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeacfa042.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function retry(bytes message) returns(bool ok)
func (inbox *Inbox) PackRetry(message []byte) []byte {
	enc, err := inbox.abi.Pack("retry", message)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRetry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeacfa042.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function retry(bytes message) returns(bool ok)
func (inbox *Inbox) TryPackRetry(message []byte) ([]byte, error) {
	return inbox.abi.Pack("retry", message)
}

// UnpackRetry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xeacfa042.
//
// Solidity: function retry(bytes message) returns(bool ok)
func (inbox *Inbox) UnpackRetry(data []byte) (bool, error) {
	out, err := inbox.abi.Unpack("retry", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackSchedule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb26e34d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function schedule(bytes call) returns()
func (inbox *Inbox) PackSchedule(call []byte) []byte {
	enc, err := inbox.abi.Pack("schedule", call)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSchedule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb26e34d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function schedule(bytes call) returns()
func (inbox *Inbox) TryPackSchedule(call []byte) ([]byte, error) {
	return inbox.abi.Pack("schedule", call)
}

// PackSeal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3fb27b85.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function seal() returns()
func (inbox *Inbox) PackSeal() []byte {
	enc, err := inbox.abi.Pack("seal")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSeal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3fb27b85.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function seal() returns()
func (inbox *Inbox) TryPackSeal() ([]byte, error) {
	return inbox.abi.Pack("seal")
}

// PackSetGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a0dac4a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setGuardian(address guardian_) returns()
func (inbox *Inbox) PackSetGuardian(guardian common.Address) []byte {
	enc, err := inbox.abi.Pack("setGuardian", guardian)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a0dac4a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setGuardian(address guardian_) returns()
func (inbox *Inbox) TryPackSetGuardian(guardian common.Address) ([]byte, error) {
	return inbox.abi.Pack("setGuardian", guardian)
}

// PackSetMaxHandlerGas is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb609ad13.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setMaxHandlerGas(uint64 sourceChain, uint24 maxHandlerGas) returns()
func (inbox *Inbox) PackSetMaxHandlerGas(sourceChain uint64, maxHandlerGas *big.Int) []byte {
	enc, err := inbox.abi.Pack("setMaxHandlerGas", sourceChain, maxHandlerGas)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetMaxHandlerGas is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb609ad13.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setMaxHandlerGas(uint64 sourceChain, uint24 maxHandlerGas) returns()
func (inbox *Inbox) TryPackSetMaxHandlerGas(sourceChain uint64, maxHandlerGas *big.Int) ([]byte, error) {
	return inbox.abi.Pack("setMaxHandlerGas", sourceChain, maxHandlerGas)
}

// PackSetVerifier is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9c8413c5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setVerifier(uint64 sourceChain, address verifier) returns()
func (inbox *Inbox) PackSetVerifier(sourceChain uint64, verifier common.Address) []byte {
	enc, err := inbox.abi.Pack("setVerifier", sourceChain, verifier)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetVerifier is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9c8413c5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setVerifier(uint64 sourceChain, address verifier) returns()
func (inbox *Inbox) TryPackSetVerifier(sourceChain uint64, verifier common.Address) ([]byte, error) {
	return inbox.abi.Pack("setVerifier", sourceChain, verifier)
}

// PackSetupEnds is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8d15a769.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setupEnds() view returns(uint256)
func (inbox *Inbox) PackSetupEnds() []byte {
	enc, err := inbox.abi.Pack("setupEnds")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetupEnds is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8d15a769.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setupEnds() view returns(uint256)
func (inbox *Inbox) TryPackSetupEnds() ([]byte, error) {
	return inbox.abi.Pack("setupEnds")
}

// UnpackSetupEnds is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8d15a769.
//
// Solidity: function setupEnds() view returns(uint256)
func (inbox *Inbox) UnpackSetupEnds(data []byte) (*big.Int, error) {
	out, err := inbox.abi.Unpack("setupEnds", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (inbox *Inbox) PackTransferOwnership(newOwner common.Address) []byte {
	enc, err := inbox.abi.Pack("transferOwnership", newOwner)
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
func (inbox *Inbox) TryPackTransferOwnership(newOwner common.Address) ([]byte, error) {
	return inbox.abi.Pack("transferOwnership", newOwner)
}

// PackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x69a5856f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unpause(uint64 sourceChain) returns()
func (inbox *Inbox) PackUnpause(sourceChain uint64) []byte {
	enc, err := inbox.abi.Pack("unpause", sourceChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x69a5856f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unpause(uint64 sourceChain) returns()
func (inbox *Inbox) TryPackUnpause(sourceChain uint64) ([]byte, error) {
	return inbox.abi.Pack("unpause", sourceChain)
}

// InboxActionCancelled represents a ActionCancelled event raised by the Inbox contract.
type InboxActionCancelled struct {
	CallHash [32]byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const InboxActionCancelledEventName = "ActionCancelled"

// ContractEventName returns the user-defined event name.
func (InboxActionCancelled) ContractEventName() string {
	return InboxActionCancelledEventName
}

// UnpackActionCancelledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ActionCancelled(bytes32 indexed callHash)
func (inbox *Inbox) UnpackActionCancelledEvent(log *types.Log) (*InboxActionCancelled, error) {
	event := "ActionCancelled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxActionCancelled)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxActionExecuted represents a ActionExecuted event raised by the Inbox contract.
type InboxActionExecuted struct {
	CallHash [32]byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const InboxActionExecutedEventName = "ActionExecuted"

// ContractEventName returns the user-defined event name.
func (InboxActionExecuted) ContractEventName() string {
	return InboxActionExecutedEventName
}

// UnpackActionExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ActionExecuted(bytes32 indexed callHash)
func (inbox *Inbox) UnpackActionExecutedEvent(log *types.Log) (*InboxActionExecuted, error) {
	event := "ActionExecuted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxActionExecuted)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxActionScheduled represents a ActionScheduled event raised by the Inbox contract.
type InboxActionScheduled struct {
	CallHash [32]byte
	ReadyAt  *big.Int
	Call     []byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const InboxActionScheduledEventName = "ActionScheduled"

// ContractEventName returns the user-defined event name.
func (InboxActionScheduled) ContractEventName() string {
	return InboxActionScheduledEventName
}

// UnpackActionScheduledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ActionScheduled(bytes32 indexed callHash, uint256 readyAt, bytes call)
func (inbox *Inbox) UnpackActionScheduledEvent(log *types.Log) (*InboxActionScheduled, error) {
	event := "ActionScheduled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxActionScheduled)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxDeliveringPaused represents a DeliveringPaused event raised by the Inbox contract.
type InboxDeliveringPaused struct {
	SourceChain uint64
	By          common.Address
	Raw         *types.Log // Blockchain specific contextual infos
}

const InboxDeliveringPausedEventName = "DeliveringPaused"

// ContractEventName returns the user-defined event name.
func (InboxDeliveringPaused) ContractEventName() string {
	return InboxDeliveringPausedEventName
}

// UnpackDeliveringPausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event DeliveringPaused(uint64 indexed sourceChain, address indexed by)
func (inbox *Inbox) UnpackDeliveringPausedEvent(log *types.Log) (*InboxDeliveringPaused, error) {
	event := "DeliveringPaused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxDeliveringPaused)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxDeliveringUnpaused represents a DeliveringUnpaused event raised by the Inbox contract.
type InboxDeliveringUnpaused struct {
	SourceChain uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const InboxDeliveringUnpausedEventName = "DeliveringUnpaused"

// ContractEventName returns the user-defined event name.
func (InboxDeliveringUnpaused) ContractEventName() string {
	return InboxDeliveringUnpausedEventName
}

// UnpackDeliveringUnpausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event DeliveringUnpaused(uint64 indexed sourceChain)
func (inbox *Inbox) UnpackDeliveringUnpausedEvent(log *types.Log) (*InboxDeliveringUnpaused, error) {
	event := "DeliveringUnpaused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxDeliveringUnpaused)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxGuardianChanged represents a GuardianChanged event raised by the Inbox contract.
type InboxGuardianChanged struct {
	Previous common.Address
	Current  common.Address
	Raw      *types.Log // Blockchain specific contextual infos
}

const InboxGuardianChangedEventName = "GuardianChanged"

// ContractEventName returns the user-defined event name.
func (InboxGuardianChanged) ContractEventName() string {
	return InboxGuardianChangedEventName
}

// UnpackGuardianChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event GuardianChanged(address indexed previous, address indexed current)
func (inbox *Inbox) UnpackGuardianChangedEvent(log *types.Log) (*InboxGuardianChanged, error) {
	event := "GuardianChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxGuardianChanged)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxLaneOpened represents a LaneOpened event raised by the Inbox contract.
type InboxLaneOpened struct {
	SourceChain   uint64
	LaneId        [32]byte
	Verifier      common.Address
	MaxHandlerGas *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const InboxLaneOpenedEventName = "LaneOpened"

// ContractEventName returns the user-defined event name.
func (InboxLaneOpened) ContractEventName() string {
	return InboxLaneOpenedEventName
}

// UnpackLaneOpenedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LaneOpened(uint64 indexed sourceChain, bytes32 indexed laneId, address verifier, uint24 maxHandlerGas)
func (inbox *Inbox) UnpackLaneOpenedEvent(log *types.Log) (*InboxLaneOpened, error) {
	event := "LaneOpened"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxLaneOpened)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxMaxHandlerGasChanged represents a MaxHandlerGasChanged event raised by the Inbox contract.
type InboxMaxHandlerGasChanged struct {
	SourceChain   uint64
	MaxHandlerGas *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const InboxMaxHandlerGasChangedEventName = "MaxHandlerGasChanged"

// ContractEventName returns the user-defined event name.
func (InboxMaxHandlerGasChanged) ContractEventName() string {
	return InboxMaxHandlerGasChangedEventName
}

// UnpackMaxHandlerGasChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MaxHandlerGasChanged(uint64 indexed sourceChain, uint24 maxHandlerGas)
func (inbox *Inbox) UnpackMaxHandlerGasChangedEvent(log *types.Log) (*InboxMaxHandlerGasChanged, error) {
	event := "MaxHandlerGasChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxMaxHandlerGasChanged)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxMessageDelivered represents a MessageDelivered event raised by the Inbox contract.
type InboxMessageDelivered struct {
	SourceChain uint64
	Nonce       uint64
	Id          [32]byte
	Raw         *types.Log // Blockchain specific contextual infos
}

const InboxMessageDeliveredEventName = "MessageDelivered"

// ContractEventName returns the user-defined event name.
func (InboxMessageDelivered) ContractEventName() string {
	return InboxMessageDeliveredEventName
}

// UnpackMessageDeliveredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MessageDelivered(uint64 indexed sourceChain, uint64 indexed nonce, bytes32 indexed id)
func (inbox *Inbox) UnpackMessageDeliveredEvent(log *types.Log) (*InboxMessageDelivered, error) {
	event := "MessageDelivered"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxMessageDelivered)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxMessageFailed represents a MessageFailed event raised by the Inbox contract.
type InboxMessageFailed struct {
	SourceChain uint64
	Nonce       uint64
	Id          [32]byte
	Reason      []byte
	Raw         *types.Log // Blockchain specific contextual infos
}

const InboxMessageFailedEventName = "MessageFailed"

// ContractEventName returns the user-defined event name.
func (InboxMessageFailed) ContractEventName() string {
	return InboxMessageFailedEventName
}

// UnpackMessageFailedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MessageFailed(uint64 indexed sourceChain, uint64 indexed nonce, bytes32 indexed id, bytes reason)
func (inbox *Inbox) UnpackMessageFailedEvent(log *types.Log) (*InboxMessageFailed, error) {
	event := "MessageFailed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxMessageFailed)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxOwnershipTransferStarted represents a OwnershipTransferStarted event raised by the Inbox contract.
type InboxOwnershipTransferStarted struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const InboxOwnershipTransferStartedEventName = "OwnershipTransferStarted"

// ContractEventName returns the user-defined event name.
func (InboxOwnershipTransferStarted) ContractEventName() string {
	return InboxOwnershipTransferStartedEventName
}

// UnpackOwnershipTransferStartedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner)
func (inbox *Inbox) UnpackOwnershipTransferStartedEvent(log *types.Log) (*InboxOwnershipTransferStarted, error) {
	event := "OwnershipTransferStarted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxOwnershipTransferStarted)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxOwnershipTransferred represents a OwnershipTransferred event raised by the Inbox contract.
type InboxOwnershipTransferred struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const InboxOwnershipTransferredEventName = "OwnershipTransferred"

// ContractEventName returns the user-defined event name.
func (InboxOwnershipTransferred) ContractEventName() string {
	return InboxOwnershipTransferredEventName
}

// UnpackOwnershipTransferredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)
func (inbox *Inbox) UnpackOwnershipTransferredEvent(log *types.Log) (*InboxOwnershipTransferred, error) {
	event := "OwnershipTransferred"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxOwnershipTransferred)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxSealed represents a Sealed event raised by the Inbox contract.
type InboxSealed struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const InboxSealedEventName = "Sealed"

// ContractEventName returns the user-defined event name.
func (InboxSealed) ContractEventName() string {
	return InboxSealedEventName
}

// UnpackSealedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Sealed()
func (inbox *Inbox) UnpackSealedEvent(log *types.Log) (*InboxSealed, error) {
	event := "Sealed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxSealed)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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

// InboxVerifierChanged represents a VerifierChanged event raised by the Inbox contract.
type InboxVerifierChanged struct {
	SourceChain uint64
	Previous    common.Address
	Current     common.Address
	Raw         *types.Log // Blockchain specific contextual infos
}

const InboxVerifierChangedEventName = "VerifierChanged"

// ContractEventName returns the user-defined event name.
func (InboxVerifierChanged) ContractEventName() string {
	return InboxVerifierChangedEventName
}

// UnpackVerifierChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event VerifierChanged(uint64 indexed sourceChain, address indexed previous, address indexed current)
func (inbox *Inbox) UnpackVerifierChangedEvent(log *types.Log) (*InboxVerifierChanged, error) {
	event := "VerifierChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != inbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(InboxVerifierChanged)
	if len(log.Data) > 0 {
		if err := inbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range inbox.abi.Events[event].Inputs {
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
func (inbox *Inbox) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], inbox.abi.Errors["ActionExpired"].ID.Bytes()[:4]) {
		return inbox.UnpackActionExpiredError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["ActionNotReady"].ID.Bytes()[:4]) {
		return inbox.UnpackActionNotReadyError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["ActionPending"].ID.Bytes()[:4]) {
		return inbox.UnpackActionPendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["ActionUnknown"].ID.Bytes()[:4]) {
		return inbox.UnpackActionUnknownError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["BatchEmpty"].ID.Bytes()[:4]) {
		return inbox.UnpackBatchEmptyError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["BatchSize"].ID.Bytes()[:4]) {
		return inbox.UnpackBatchSizeError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["BatchTooShort"].ID.Bytes()[:4]) {
		return inbox.UnpackBatchTooShortError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["ChainIdTooLarge"].ID.Bytes()[:4]) {
		return inbox.UnpackChainIdTooLargeError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["DelayOutOfRange"].ID.Bytes()[:4]) {
		return inbox.UnpackDelayOutOfRangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["HandlerGasAboveMaximum"].ID.Bytes()[:4]) {
		return inbox.UnpackHandlerGasAboveMaximumError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["HandlerGasOutOfRange"].ID.Bytes()[:4]) {
		return inbox.UnpackHandlerGasOutOfRangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["InsufficientGas"].ID.Bytes()[:4]) {
		return inbox.UnpackInsufficientGasError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["LaneAlreadyOpen"].ID.Bytes()[:4]) {
		return inbox.UnpackLaneAlreadyOpenError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["LaneFromThisChain"].ID.Bytes()[:4]) {
		return inbox.UnpackLaneFromThisChainError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["LanePaused"].ID.Bytes()[:4]) {
		return inbox.UnpackLanePausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["LaneUnknown"].ID.Bytes()[:4]) {
		return inbox.UnpackLaneUnknownError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["MessageNotFailed"].ID.Bytes()[:4]) {
		return inbox.UnpackMessageNotFailedError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["MessageTooShort"].ID.Bytes()[:4]) {
		return inbox.UnpackMessageTooShortError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["NoBlockHash"].ID.Bytes()[:4]) {
		return inbox.UnpackNoBlockHashError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["NonceGap"].ID.Bytes()[:4]) {
		return inbox.UnpackNonceGapError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["NotAttested"].ID.Bytes()[:4]) {
		return inbox.UnpackNotAttestedError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["NotGuardian"].ID.Bytes()[:4]) {
		return inbox.UnpackNotGuardianError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["NotTimelock"].ID.Bytes()[:4]) {
		return inbox.UnpackNotTimelockError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["OwnableInvalidOwner"].ID.Bytes()[:4]) {
		return inbox.UnpackOwnableInvalidOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["OwnableUnauthorizedAccount"].ID.Bytes()[:4]) {
		return inbox.UnpackOwnableUnauthorizedAccountError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["OwnershipNotRenounceable"].ID.Bytes()[:4]) {
		return inbox.UnpackOwnershipNotRenounceableError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["RecipientNotAnAddress"].ID.Bytes()[:4]) {
		return inbox.UnpackRecipientNotAnAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["RecipientWithoutCode"].ID.Bytes()[:4]) {
		return inbox.UnpackRecipientWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["ReentrancyGuardReentrantCall"].ID.Bytes()[:4]) {
		return inbox.UnpackReentrancyGuardReentrantCallError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["SetupOver"].ID.Bytes()[:4]) {
		return inbox.UnpackSetupOverError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["VerifierWithoutCode"].ID.Bytes()[:4]) {
		return inbox.UnpackVerifierWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], inbox.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return inbox.UnpackZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// InboxActionExpired represents a ActionExpired error raised by the Inbox contract.
type InboxActionExpired struct {
	CallHash  [32]byte
	ExpiredAt *big.Int
	Now       *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ActionExpired(bytes32 callHash, uint256 expiredAt, uint256 now_)
func InboxActionExpiredErrorID() common.Hash {
	return common.HexToHash("0x252e148df268fccfa8ad5373b6c0c8d948cbe8ec895f46306772e5b5f07c2acd")
}

// UnpackActionExpiredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ActionExpired(bytes32 callHash, uint256 expiredAt, uint256 now_)
func (inbox *Inbox) UnpackActionExpiredError(raw []byte) (*InboxActionExpired, error) {
	out := new(InboxActionExpired)
	if err := inbox.abi.UnpackIntoInterface(out, "ActionExpired", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxActionNotReady represents a ActionNotReady error raised by the Inbox contract.
type InboxActionNotReady struct {
	CallHash [32]byte
	ReadyAt  *big.Int
	Now      *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ActionNotReady(bytes32 callHash, uint256 readyAt, uint256 now_)
func InboxActionNotReadyErrorID() common.Hash {
	return common.HexToHash("0x8e987311cab950fd42886091269e4e65b852ca0685ba5923ad59460c8603e8d8")
}

// UnpackActionNotReadyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ActionNotReady(bytes32 callHash, uint256 readyAt, uint256 now_)
func (inbox *Inbox) UnpackActionNotReadyError(raw []byte) (*InboxActionNotReady, error) {
	out := new(InboxActionNotReady)
	if err := inbox.abi.UnpackIntoInterface(out, "ActionNotReady", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxActionPending represents a ActionPending error raised by the Inbox contract.
type InboxActionPending struct {
	CallHash [32]byte
	ReadyAt  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ActionPending(bytes32 callHash, uint256 readyAt)
func InboxActionPendingErrorID() common.Hash {
	return common.HexToHash("0xd8560b2097dc5a0946088e5a8c035c4e5ecca300154b263a0a124524e8998697")
}

// UnpackActionPendingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ActionPending(bytes32 callHash, uint256 readyAt)
func (inbox *Inbox) UnpackActionPendingError(raw []byte) (*InboxActionPending, error) {
	out := new(InboxActionPending)
	if err := inbox.abi.UnpackIntoInterface(out, "ActionPending", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxActionUnknown represents a ActionUnknown error raised by the Inbox contract.
type InboxActionUnknown struct {
	CallHash [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ActionUnknown(bytes32 callHash)
func InboxActionUnknownErrorID() common.Hash {
	return common.HexToHash("0x19c429ec4dd43f3a91f9b2304d24ed1dd583802d5f038e0bbc8701eacf51c476")
}

// UnpackActionUnknownError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ActionUnknown(bytes32 callHash)
func (inbox *Inbox) UnpackActionUnknownError(raw []byte) (*InboxActionUnknown, error) {
	out := new(InboxActionUnknown)
	if err := inbox.abi.UnpackIntoInterface(out, "ActionUnknown", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxBatchEmpty represents a BatchEmpty error raised by the Inbox contract.
type InboxBatchEmpty struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BatchEmpty()
func InboxBatchEmptyErrorID() common.Hash {
	return common.HexToHash("0x50e980cc61cbc139cce5db720abf20938663aa742c8f1e42423e92f394698c2e")
}

// UnpackBatchEmptyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BatchEmpty()
func (inbox *Inbox) UnpackBatchEmptyError(raw []byte) (*InboxBatchEmpty, error) {
	out := new(InboxBatchEmpty)
	if err := inbox.abi.UnpackIntoInterface(out, "BatchEmpty", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxBatchSize represents a BatchSize error raised by the Inbox contract.
type InboxBatchSize struct {
	Size     *big.Int
	Expected *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BatchSize(uint256 size, uint256 expected)
func InboxBatchSizeErrorID() common.Hash {
	return common.HexToHash("0x31045bf5205e570ec317e34d7d1a13d26aeb9c3173210fa7b87091cbd2a2bb3a")
}

// UnpackBatchSizeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BatchSize(uint256 size, uint256 expected)
func (inbox *Inbox) UnpackBatchSizeError(raw []byte) (*InboxBatchSize, error) {
	out := new(InboxBatchSize)
	if err := inbox.abi.UnpackIntoInterface(out, "BatchSize", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxBatchTooShort represents a BatchTooShort error raised by the Inbox contract.
type InboxBatchTooShort struct {
	Size    *big.Int
	Minimum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BatchTooShort(uint256 size, uint256 minimum)
func InboxBatchTooShortErrorID() common.Hash {
	return common.HexToHash("0x3425cbc9d8c90026f6a80fd498932929b31074527a21afe65afbc43e9270e440")
}

// UnpackBatchTooShortError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BatchTooShort(uint256 size, uint256 minimum)
func (inbox *Inbox) UnpackBatchTooShortError(raw []byte) (*InboxBatchTooShort, error) {
	out := new(InboxBatchTooShort)
	if err := inbox.abi.UnpackIntoInterface(out, "BatchTooShort", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxChainIdTooLarge represents a ChainIdTooLarge error raised by the Inbox contract.
type InboxChainIdTooLarge struct {
	ChainId *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ChainIdTooLarge(uint256 chainId, uint256 maximum)
func InboxChainIdTooLargeErrorID() common.Hash {
	return common.HexToHash("0xa12c613137f1b8c62291b23d1779dfd88d17bb525a445fdb80a08ce357067d97")
}

// UnpackChainIdTooLargeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ChainIdTooLarge(uint256 chainId, uint256 maximum)
func (inbox *Inbox) UnpackChainIdTooLargeError(raw []byte) (*InboxChainIdTooLarge, error) {
	out := new(InboxChainIdTooLarge)
	if err := inbox.abi.UnpackIntoInterface(out, "ChainIdTooLarge", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxDelayOutOfRange represents a DelayOutOfRange error raised by the Inbox contract.
type InboxDelayOutOfRange struct {
	Delay   *big.Int
	Minimum *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error DelayOutOfRange(uint256 delay, uint256 minimum, uint256 maximum)
func InboxDelayOutOfRangeErrorID() common.Hash {
	return common.HexToHash("0xdf82ba958c2d726e4a214c28fe5ced895ffb57c5b45518981f6451a847acaff2")
}

// UnpackDelayOutOfRangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error DelayOutOfRange(uint256 delay, uint256 minimum, uint256 maximum)
func (inbox *Inbox) UnpackDelayOutOfRangeError(raw []byte) (*InboxDelayOutOfRange, error) {
	out := new(InboxDelayOutOfRange)
	if err := inbox.abi.UnpackIntoInterface(out, "DelayOutOfRange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxHandlerGasAboveMaximum represents a HandlerGasAboveMaximum error raised by the Inbox contract.
type InboxHandlerGasAboveMaximum struct {
	GasLimit uint64
	Maximum  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error HandlerGasAboveMaximum(uint64 gasLimit, uint256 maximum)
func InboxHandlerGasAboveMaximumErrorID() common.Hash {
	return common.HexToHash("0xf134c06f2e5b62648d1b05c9434552e39e98e4a730e30b42c8f9c3475c9783e7")
}

// UnpackHandlerGasAboveMaximumError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error HandlerGasAboveMaximum(uint64 gasLimit, uint256 maximum)
func (inbox *Inbox) UnpackHandlerGasAboveMaximumError(raw []byte) (*InboxHandlerGasAboveMaximum, error) {
	out := new(InboxHandlerGasAboveMaximum)
	if err := inbox.abi.UnpackIntoInterface(out, "HandlerGasAboveMaximum", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxHandlerGasOutOfRange represents a HandlerGasOutOfRange error raised by the Inbox contract.
type InboxHandlerGasOutOfRange struct {
	Value   *big.Int
	Minimum *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error HandlerGasOutOfRange(uint256 value, uint256 minimum, uint256 maximum)
func InboxHandlerGasOutOfRangeErrorID() common.Hash {
	return common.HexToHash("0x92100b7b5bed6c5f74da30a59140afc54a5d9d287affff0d5c2ab763c92e030b")
}

// UnpackHandlerGasOutOfRangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error HandlerGasOutOfRange(uint256 value, uint256 minimum, uint256 maximum)
func (inbox *Inbox) UnpackHandlerGasOutOfRangeError(raw []byte) (*InboxHandlerGasOutOfRange, error) {
	out := new(InboxHandlerGasOutOfRange)
	if err := inbox.abi.UnpackIntoInterface(out, "HandlerGasOutOfRange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxInsufficientGas represents a InsufficientGas error raised by the Inbox contract.
type InboxInsufficientGas struct {
	Available *big.Int
	Required  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InsufficientGas(uint256 available, uint256 required)
func InboxInsufficientGasErrorID() common.Hash {
	return common.HexToHash("0x23e228cb30ba888d86279f51c27a6690ec0fe016ea074bbd6332de5b2571f9b3")
}

// UnpackInsufficientGasError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InsufficientGas(uint256 available, uint256 required)
func (inbox *Inbox) UnpackInsufficientGasError(raw []byte) (*InboxInsufficientGas, error) {
	out := new(InboxInsufficientGas)
	if err := inbox.abi.UnpackIntoInterface(out, "InsufficientGas", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxLaneAlreadyOpen represents a LaneAlreadyOpen error raised by the Inbox contract.
type InboxLaneAlreadyOpen struct {
	SourceChain uint64
	LaneId      [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LaneAlreadyOpen(uint64 sourceChain, bytes32 laneId)
func InboxLaneAlreadyOpenErrorID() common.Hash {
	return common.HexToHash("0x9b1171bc8d84889d1da4a84e2ecb39b7a9fb621a76b5af61c00da17e46f182cf")
}

// UnpackLaneAlreadyOpenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LaneAlreadyOpen(uint64 sourceChain, bytes32 laneId)
func (inbox *Inbox) UnpackLaneAlreadyOpenError(raw []byte) (*InboxLaneAlreadyOpen, error) {
	out := new(InboxLaneAlreadyOpen)
	if err := inbox.abi.UnpackIntoInterface(out, "LaneAlreadyOpen", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxLaneFromThisChain represents a LaneFromThisChain error raised by the Inbox contract.
type InboxLaneFromThisChain struct {
	SourceChain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LaneFromThisChain(uint64 sourceChain)
func InboxLaneFromThisChainErrorID() common.Hash {
	return common.HexToHash("0xd008d6e417123472d7064aba587398c2c8dd159cba4d3da8ea52683cc2166510")
}

// UnpackLaneFromThisChainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LaneFromThisChain(uint64 sourceChain)
func (inbox *Inbox) UnpackLaneFromThisChainError(raw []byte) (*InboxLaneFromThisChain, error) {
	out := new(InboxLaneFromThisChain)
	if err := inbox.abi.UnpackIntoInterface(out, "LaneFromThisChain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxLanePaused represents a LanePaused error raised by the Inbox contract.
type InboxLanePaused struct {
	SourceChain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LanePaused(uint64 sourceChain)
func InboxLanePausedErrorID() common.Hash {
	return common.HexToHash("0xa63b788e772df143f5a7c3c10f3cd442a6c4708c63877d0de8645b30823f5c6c")
}

// UnpackLanePausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LanePaused(uint64 sourceChain)
func (inbox *Inbox) UnpackLanePausedError(raw []byte) (*InboxLanePaused, error) {
	out := new(InboxLanePaused)
	if err := inbox.abi.UnpackIntoInterface(out, "LanePaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxLaneUnknown represents a LaneUnknown error raised by the Inbox contract.
type InboxLaneUnknown struct {
	SourceChain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LaneUnknown(uint64 sourceChain)
func InboxLaneUnknownErrorID() common.Hash {
	return common.HexToHash("0xa60fcab36cf7598ff8593e3f3ffe23ae93fe38f55fa41a1599b71f6c253decc1")
}

// UnpackLaneUnknownError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LaneUnknown(uint64 sourceChain)
func (inbox *Inbox) UnpackLaneUnknownError(raw []byte) (*InboxLaneUnknown, error) {
	out := new(InboxLaneUnknown)
	if err := inbox.abi.UnpackIntoInterface(out, "LaneUnknown", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxMessageNotFailed represents a MessageNotFailed error raised by the Inbox contract.
type InboxMessageNotFailed struct {
	SourceChain uint64
	Id          [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MessageNotFailed(uint64 sourceChain, bytes32 id)
func InboxMessageNotFailedErrorID() common.Hash {
	return common.HexToHash("0xd0a47f6bd60c65782c3e1cb8a2a6a0786f2ab26b36e9724439ac956895ee9d80")
}

// UnpackMessageNotFailedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MessageNotFailed(uint64 sourceChain, bytes32 id)
func (inbox *Inbox) UnpackMessageNotFailedError(raw []byte) (*InboxMessageNotFailed, error) {
	out := new(InboxMessageNotFailed)
	if err := inbox.abi.UnpackIntoInterface(out, "MessageNotFailed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxMessageTooShort represents a MessageTooShort error raised by the Inbox contract.
type InboxMessageTooShort struct {
	Size    *big.Int
	Minimum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MessageTooShort(uint256 size, uint256 minimum)
func InboxMessageTooShortErrorID() common.Hash {
	return common.HexToHash("0x7a08ae169e9b86e8d61d6c1e1e8700ce2a3cc603c66f5ada75a09e2eefaa89c6")
}

// UnpackMessageTooShortError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MessageTooShort(uint256 size, uint256 minimum)
func (inbox *Inbox) UnpackMessageTooShortError(raw []byte) (*InboxMessageTooShort, error) {
	out := new(InboxMessageTooShort)
	if err := inbox.abi.UnpackIntoInterface(out, "MessageTooShort", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxNoBlockHash represents a NoBlockHash error raised by the Inbox contract.
type InboxNoBlockHash struct {
	BlockNumber *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoBlockHash(uint256 blockNumber)
func InboxNoBlockHashErrorID() common.Hash {
	return common.HexToHash("0xf47c81c2a94e8a3f933b4cd96e6197ff06abc858635ce95786783568bb1c84f6")
}

// UnpackNoBlockHashError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoBlockHash(uint256 blockNumber)
func (inbox *Inbox) UnpackNoBlockHashError(raw []byte) (*InboxNoBlockHash, error) {
	out := new(InboxNoBlockHash)
	if err := inbox.abi.UnpackIntoInterface(out, "NoBlockHash", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxNonceGap represents a NonceGap error raised by the Inbox contract.
type InboxNonceGap struct {
	FirstNonce uint64
	Expected   uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NonceGap(uint64 firstNonce, uint64 expected)
func InboxNonceGapErrorID() common.Hash {
	return common.HexToHash("0x860c71e77ababda8ee18502b30f260daf2609dec674d20a4d428b275d6039198")
}

// UnpackNonceGapError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NonceGap(uint64 firstNonce, uint64 expected)
func (inbox *Inbox) UnpackNonceGapError(raw []byte) (*InboxNonceGap, error) {
	out := new(InboxNonceGap)
	if err := inbox.abi.UnpackIntoInterface(out, "NonceGap", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxNotAttested represents a NotAttested error raised by the Inbox contract.
type InboxNotAttested struct {
	Verifier common.Address
	Answer   [4]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAttested(address verifier, bytes4 answer)
func InboxNotAttestedErrorID() common.Hash {
	return common.HexToHash("0x9f9db1b6380a75cb9bef8a33c3ced1ffa2a475a7168883f19712eb66c5ad8dd1")
}

// UnpackNotAttestedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAttested(address verifier, bytes4 answer)
func (inbox *Inbox) UnpackNotAttestedError(raw []byte) (*InboxNotAttested, error) {
	out := new(InboxNotAttested)
	if err := inbox.abi.UnpackIntoInterface(out, "NotAttested", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxNotGuardian represents a NotGuardian error raised by the Inbox contract.
type InboxNotGuardian struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotGuardian(address caller)
func InboxNotGuardianErrorID() common.Hash {
	return common.HexToHash("0xa252c151cd1ee155ad6a596fd962f839a8b963fd05f5e863eca095de2e0b08a4")
}

// UnpackNotGuardianError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotGuardian(address caller)
func (inbox *Inbox) UnpackNotGuardianError(raw []byte) (*InboxNotGuardian, error) {
	out := new(InboxNotGuardian)
	if err := inbox.abi.UnpackIntoInterface(out, "NotGuardian", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxNotTimelock represents a NotTimelock error raised by the Inbox contract.
type InboxNotTimelock struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotTimelock(address caller)
func InboxNotTimelockErrorID() common.Hash {
	return common.HexToHash("0x59f357ccbee35fd21871e08411b5b8f05724749c3928d4bcd47c6afbe3716c90")
}

// UnpackNotTimelockError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotTimelock(address caller)
func (inbox *Inbox) UnpackNotTimelockError(raw []byte) (*InboxNotTimelock, error) {
	out := new(InboxNotTimelock)
	if err := inbox.abi.UnpackIntoInterface(out, "NotTimelock", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxOwnableInvalidOwner represents a OwnableInvalidOwner error raised by the Inbox contract.
type InboxOwnableInvalidOwner struct {
	Owner common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableInvalidOwner(address owner)
func InboxOwnableInvalidOwnerErrorID() common.Hash {
	return common.HexToHash("0x1e4fbdf7f3ef8bcaa855599e3abf48b232380f183f08f6f813d9ffa5bd585188")
}

// UnpackOwnableInvalidOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableInvalidOwner(address owner)
func (inbox *Inbox) UnpackOwnableInvalidOwnerError(raw []byte) (*InboxOwnableInvalidOwner, error) {
	out := new(InboxOwnableInvalidOwner)
	if err := inbox.abi.UnpackIntoInterface(out, "OwnableInvalidOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxOwnableUnauthorizedAccount represents a OwnableUnauthorizedAccount error raised by the Inbox contract.
type InboxOwnableUnauthorizedAccount struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func InboxOwnableUnauthorizedAccountErrorID() common.Hash {
	return common.HexToHash("0x118cdaa7a341953d1887a2245fd6665d741c67c8c50581daa59e1d03373fa188")
}

// UnpackOwnableUnauthorizedAccountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func (inbox *Inbox) UnpackOwnableUnauthorizedAccountError(raw []byte) (*InboxOwnableUnauthorizedAccount, error) {
	out := new(InboxOwnableUnauthorizedAccount)
	if err := inbox.abi.UnpackIntoInterface(out, "OwnableUnauthorizedAccount", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxOwnershipNotRenounceable represents a OwnershipNotRenounceable error raised by the Inbox contract.
type InboxOwnershipNotRenounceable struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnershipNotRenounceable()
func InboxOwnershipNotRenounceableErrorID() common.Hash {
	return common.HexToHash("0x162a784670d9715f822bd46442ca5f62bb80332ad50a779aa5795da5cb6a7a45")
}

// UnpackOwnershipNotRenounceableError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnershipNotRenounceable()
func (inbox *Inbox) UnpackOwnershipNotRenounceableError(raw []byte) (*InboxOwnershipNotRenounceable, error) {
	out := new(InboxOwnershipNotRenounceable)
	if err := inbox.abi.UnpackIntoInterface(out, "OwnershipNotRenounceable", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxRecipientNotAnAddress represents a RecipientNotAnAddress error raised by the Inbox contract.
type InboxRecipientNotAnAddress struct {
	Recipient [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RecipientNotAnAddress(bytes32 recipient)
func InboxRecipientNotAnAddressErrorID() common.Hash {
	return common.HexToHash("0x9920e12737b9d0eee28bf39a1ae977e41e0fbeda6fbe4983bff7dc7452ceb05d")
}

// UnpackRecipientNotAnAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RecipientNotAnAddress(bytes32 recipient)
func (inbox *Inbox) UnpackRecipientNotAnAddressError(raw []byte) (*InboxRecipientNotAnAddress, error) {
	out := new(InboxRecipientNotAnAddress)
	if err := inbox.abi.UnpackIntoInterface(out, "RecipientNotAnAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxRecipientWithoutCode represents a RecipientWithoutCode error raised by the Inbox contract.
type InboxRecipientWithoutCode struct {
	Recipient common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RecipientWithoutCode(address recipient)
func InboxRecipientWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0x9a82c80db160426e844c3f83f45ead1a8693feb6f93c1a65df0815a4bd5c86cf")
}

// UnpackRecipientWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RecipientWithoutCode(address recipient)
func (inbox *Inbox) UnpackRecipientWithoutCodeError(raw []byte) (*InboxRecipientWithoutCode, error) {
	out := new(InboxRecipientWithoutCode)
	if err := inbox.abi.UnpackIntoInterface(out, "RecipientWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxReentrancyGuardReentrantCall represents a ReentrancyGuardReentrantCall error raised by the Inbox contract.
type InboxReentrancyGuardReentrantCall struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReentrancyGuardReentrantCall()
func InboxReentrancyGuardReentrantCallErrorID() common.Hash {
	return common.HexToHash("0x3ee5aeb571de7fc460830b4d0017439a1ca56fb0bc39062227ade4fe4a24c1ca")
}

// UnpackReentrancyGuardReentrantCallError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReentrancyGuardReentrantCall()
func (inbox *Inbox) UnpackReentrancyGuardReentrantCallError(raw []byte) (*InboxReentrancyGuardReentrantCall, error) {
	out := new(InboxReentrancyGuardReentrantCall)
	if err := inbox.abi.UnpackIntoInterface(out, "ReentrancyGuardReentrantCall", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxSetupOver represents a SetupOver error raised by the Inbox contract.
type InboxSetupOver struct {
	Ended *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SetupOver(uint256 ended)
func InboxSetupOverErrorID() common.Hash {
	return common.HexToHash("0xa96aec8a8fe94b5ef0651dbaceafd252a1597b0f7d9cbfd908b175f132d0e9f7")
}

// UnpackSetupOverError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SetupOver(uint256 ended)
func (inbox *Inbox) UnpackSetupOverError(raw []byte) (*InboxSetupOver, error) {
	out := new(InboxSetupOver)
	if err := inbox.abi.UnpackIntoInterface(out, "SetupOver", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxVerifierWithoutCode represents a VerifierWithoutCode error raised by the Inbox contract.
type InboxVerifierWithoutCode struct {
	Verifier common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error VerifierWithoutCode(address verifier)
func InboxVerifierWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0x5e324f0e9f6439b42f2d8bce8d577f97f77d1042e34228d04952ad15198e9ea4")
}

// UnpackVerifierWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error VerifierWithoutCode(address verifier)
func (inbox *Inbox) UnpackVerifierWithoutCodeError(raw []byte) (*InboxVerifierWithoutCode, error) {
	out := new(InboxVerifierWithoutCode)
	if err := inbox.abi.UnpackIntoInterface(out, "VerifierWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// InboxZeroAddress represents a ZeroAddress error raised by the Inbox contract.
type InboxZeroAddress struct {
	Field string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress(string field)
func InboxZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xeac0d389c49716e00950225b2d061b180e28fb59b99c072d274787c9e3b70914")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress(string field)
func (inbox *Inbox) UnpackZeroAddressError(raw []byte) (*InboxZeroAddress, error) {
	out := new(InboxZeroAddress)
	if err := inbox.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}
