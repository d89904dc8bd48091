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

// FeesBounds is an auto generated low-level Go binding around an user-defined struct.
type FeesBounds struct {
	MaxPrice  *big.Int
	LoweredAt *big.Int
}

// FeesQuote is an auto generated low-level Go binding around an user-defined struct.
type FeesQuote struct {
	GasPrice     uint64
	ExchangeRate *big.Int
	MarginBps    uint16
	MessageGas   *big.Int
	ByteGas      uint16
}

// FeesTarget is an auto generated low-level Go binding around an user-defined struct.
type FeesTarget struct {
	Price         *big.Int
	PricedAt      *big.Int
	MaxAge        *big.Int
	MessageGas    *big.Int
	ByteGas       uint16
	MaxHandlerGas *big.Int
	MaxPayload    *big.Int
	Paused        bool
}

// OutboxMetaData contains all meta data concerning the Outbox contract.
var OutboxMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"owner_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"guardian_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"feeOracle_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"feeReceiver_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"delay_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"GRACE\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"LOWER_INTERVAL\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"LOWEST_STEP_BPS\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"MAX_DELAY\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"MIN_DELAY\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"PRICE_SCALE\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"acceptOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"cancel\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"delay\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"execute\",\"inputs\":[{\"name\":\"call\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"feeOracle\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"feeReceiver\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"guardian\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lane\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"nonce\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"accumulator\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"laneId\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lowerMaxHandlerGas\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"mark\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"owner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"pause\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"pendingOwner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"quote\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"payloadLength\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"readyAt\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[{\"name\":\"seconds_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"renounceOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"schedule\",\"inputs\":[{\"name\":\"call\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"send\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"recipient\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"payload\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"setFeeOracle\",\"inputs\":[{\"name\":\"feeOracle_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setFeeReceiver\",\"inputs\":[{\"name\":\"feeReceiver_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setGuardian\",\"inputs\":[{\"name\":\"guardian_\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setQuote\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"q\",\"type\":\"tuple\",\"internalType\":\"structFees.Quote\",\"components\":[{\"name\":\"gasPrice\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"exchangeRate\",\"type\":\"uint128\",\"internalType\":\"uint128\"},{\"name\":\"marginBps\",\"type\":\"uint16\",\"internalType\":\"uint16\"},{\"name\":\"messageGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"byteGas\",\"type\":\"uint16\",\"internalType\":\"uint16\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setTarget\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"maxPayload\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"maxAge\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"maxPrice\",\"type\":\"uint96\",\"internalType\":\"uint96\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"target\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"limits\",\"type\":\"tuple\",\"internalType\":\"structFees.Target\",\"components\":[{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"pricedAt\",\"type\":\"uint40\",\"internalType\":\"uint40\"},{\"name\":\"maxAge\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"messageGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"byteGas\",\"type\":\"uint16\",\"internalType\":\"uint16\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"maxPayload\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"paused\",\"type\":\"bool\",\"internalType\":\"bool\"}]},{\"name\":\"bounds\",\"type\":\"tuple\",\"internalType\":\"structFees.Bounds\",\"components\":[{\"name\":\"maxPrice\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"loweredAt\",\"type\":\"uint40\",\"internalType\":\"uint40\"}]}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"transferOwnership\",\"inputs\":[{\"name\":\"newOwner\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"unpause\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"withdraw\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"ActionCancelled\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"ActionExecuted\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"ActionScheduled\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"readyAt\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"},{\"name\":\"call\",\"type\":\"bytes\",\"indexed\":false,\"internalType\":\"bytes\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"FeeOracleChanged\",\"inputs\":[{\"name\":\"previous\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"current\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"FeeReceiverChanged\",\"inputs\":[{\"name\":\"previous\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"current\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"FeesWithdrawn\",\"inputs\":[{\"name\":\"receiver\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"GuardianChanged\",\"inputs\":[{\"name\":\"previous\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"current\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"MessageSent\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"nonce\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"message\",\"type\":\"bytes\",\"indexed\":false,\"internalType\":\"bytes\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferStarted\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferred\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"QuoteChanged\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"price\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"},{\"name\":\"quote\",\"type\":\"tuple\",\"indexed\":false,\"internalType\":\"structFees.Quote\",\"components\":[{\"name\":\"gasPrice\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"exchangeRate\",\"type\":\"uint128\",\"internalType\":\"uint128\"},{\"name\":\"marginBps\",\"type\":\"uint16\",\"internalType\":\"uint16\"},{\"name\":\"messageGas\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"byteGas\",\"type\":\"uint16\",\"internalType\":\"uint16\"}]}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"SendingPaused\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"by\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"SendingUnpaused\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"TargetChanged\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"maxHandlerGas\",\"type\":\"uint24\",\"indexed\":false,\"internalType\":\"uint24\"},{\"name\":\"maxPayload\",\"type\":\"uint24\",\"indexed\":false,\"internalType\":\"uint24\"},{\"name\":\"maxAge\",\"type\":\"uint24\",\"indexed\":false,\"internalType\":\"uint24\"},{\"name\":\"maxPrice\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"ActionExpired\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"expiredAt\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"now_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ActionNotReady\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"readyAt\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"now_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ActionPending\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"readyAt\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ActionUnknown\",\"inputs\":[{\"name\":\"callHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"ChainIdTooLarge\",\"inputs\":[{\"name\":\"chainId\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"DelayOutOfRange\",\"inputs\":[{\"name\":\"delay\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"minimum\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"GasLimitTooHigh\",\"inputs\":[{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InsufficientFee\",\"inputs\":[{\"name\":\"sentWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"requiredWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"LanePaused\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"LimitOutOfRange\",\"inputs\":[{\"name\":\"field\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"value\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"minimum\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NoBlockHash\",\"inputs\":[{\"name\":\"blockNumber\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"NotFeeOracle\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NotGuardian\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NotTimelock\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableInvalidOwner\",\"inputs\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableUnauthorizedAccount\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnershipNotRenounceable\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"PayloadTooLong\",\"inputs\":[{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"QuoteAboveMaximum\",\"inputs\":[{\"name\":\"price\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"QuoteFallsTooFar\",\"inputs\":[{\"name\":\"field\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"value\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"minimum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"QuoteFallsTooSoon\",\"inputs\":[{\"name\":\"now_\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"earliest\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"QuoteFieldZero\",\"inputs\":[{\"name\":\"field\",\"type\":\"string\",\"internalType\":\"string\"}]},{\"type\":\"error\",\"name\":\"QuoteStale\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"pricedAt\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maxAge\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"RecipientNotAnAddress\",\"inputs\":[{\"name\":\"recipient\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"TargetIsThisChain\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"TargetUnknown\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"type\":\"error\",\"name\":\"WithdrawalRefused\",\"inputs\":[{\"name\":\"receiver\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"ZeroAddress\",\"inputs\":[{\"name\":\"field\",\"type\":\"string\",\"internalType\":\"string\"}]}]",
	ID:  "Outbox",
	Bin: "0x60c03461035457601f612f6b38819003918201601f19168301916001600160401b038311848410176103585780849260a094604052833981010312610354576100478161036c565b906100546020820161036c565b6100606040830161036c565b92608061006f6060850161036c565b930151904361032f575f5b801561031c576001600160401b0346116102fc576080526001600160a01b031680156102e957600280546001600160a01b031990811690915560018054918216831790556001600160a01b03167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e05f80a362015180811080156102dd575b6102bd5760a0526001600160a01b031691821561028c576003546040519390816001600160a01b0382167fa14fc14d8620a708a896fd11392a235647d99385500a295f0d7da2a258b2e9675f80a36001600160a01b031916176003556001600160a01b031691821561025d57506005546040519290816001600160a01b0382167f2819896846ed9ab612eb19218fd845f8328f084c8706b9ec2c47eabd479037a25f80a36001600160a01b031916176005556001600160a01b031690811561022c57506006546040519190816001600160a01b0382167fa4b009cc442411b602eaf94bc0579b6abdb8fd90b4ef5b9426e270038906bd035f80a36001600160a01b03191617600655612bea908161038182396080518181816113d40152612725015260a05181818161050f01526118e10152f35b63eac0d38960e01b815260206004820152600b60248201526a3332b2a932b1b2b4bb32b960a91b6044820152606490fd5b63eac0d38960e01b81526020600482015260096024820152686665654f7261636c6560b81b6044820152606490fd5b60405163eac0d38960e01b815260206004820152600860248201526733bab0b93234b0b760c11b6044820152606490fd5b63df82ba9560e01b5f526004526201518060245262278d0060445260645ffd5b5062278d0081116100f8565b631e4fbdf760e01b5f525f60045260245ffd5b63a12c613160e01b5f908152466004526001600160401b03602452604490fd5b637a3e40e160e11b5f524360045260245ffd5b5f194301438111610340574061007a565b634e487b7160e01b5f52601160045260245ffd5b5f80fd5b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b03821682036103545756fe60806040526004361015610011575f80fd5b5f5f3560e01c8063016470c5146123235780630357e3701461222257806309c5eabe14612094578063137d29d914612059578063141f12aa14611cd3578063267cf63214611b715780633ccfd60b14611ab85780634125ff9014611a7d578063452a932014611a2c57806346c437ea146119f2578063500b19e7146119a157806369a5856f146119045780636a42b8f8146118ac578063715018a61461184e57806379ba5097146117465780638a0dac4a146116235780638a4ed90c146113f75780638c0d0c291461139f5780638da5cb5b1461134e5780639f7d84f8146113145780639f81aed7146112d9578063a8a98962146111b6578063b3f0067414611165578063b42506f114610c0f578063bb29b8c414610ba2578063bea2080114610b5a578063c33f59d314610b1d578063c4d252f514610a70578063d855d330146105a8578063db26e34d14610443578063e262f17a146103f9578063e30c3978146103a7578063efdcd974146102575763f2fde38b14610190575f80fd5b346102545760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102545760043573ffffffffffffffffffffffffffffffffffffffff8116809103610252576101e86127ba565b807fffffffffffffffffffffffff0000000000000000000000000000000000000000600254161760025573ffffffffffffffffffffffffffffffffffffffff600154167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e227008380a380f35b505b80fd5b50346102545760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102545760043573ffffffffffffffffffffffffffffffffffffffff81168091036102525730330361037b57801561031d577fffffffffffffffffffffffff00000000000000000000000000000000000000006006548273ffffffffffffffffffffffffffffffffffffffff82167fa4b009cc442411b602eaf94bc0579b6abdb8fd90b4ef5b9426e270038906bd038680a3161760065580f35b60646040517feac0d38900000000000000000000000000000000000000000000000000000000815260206004820152600b60248201527f66656552656365697665720000000000000000000000000000000000000000006044820152fd5b6024827f59f357cc00000000000000000000000000000000000000000000000000000000815233600452fd5b503461025457807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261025457602073ffffffffffffffffffffffffffffffffffffffff60025416604051908152f35b50346102545760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261025457602061043b6104366123a7565b6126d3565b604051908152f35b50346102545760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102545760043567ffffffffffffffff8111610252576104939036906004016123d5565b9061049c6127ba565b6104a73683836124f6565b6020815191012091828452600460205260408420548061057857509060607fdca90357dbbce5c716a53c5c64c5173694c242c847139b3479a8dddd13b1d8e6927fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f61054b7f0000000000000000000000000000000000000000000000000000000000000000610538814261252c565b898b52600460205260408b20554261252c565b9280604051968795865260406020870152816040870152868601378885828601015201168101030190a280f35b84604491857fd8560b20000000000000000000000000000000000000000000000000000000008352600452602452fd5b50346102545760a07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610254576105e06123a7565b906105e9612403565b9160443562ffffff811693848203610a6c576064359262ffffff841693848103610a6857608435916bffffffffffffffffffffffff831690818403610a645767ffffffffffffffff9061063a6127ba565b1695468714610a385761064b61262c565b62ffffff861680158015610a2c575b6109d35750506040988951906106708b8361247b565b600a82527f6d61785061796c6f6164000000000000000000000000000000000000000000006020830152801580156109c7575b61096f5750508851906106b68a8361247b565b600682527f6d61784167650000000000000000000000000000000000000000000000000000602083015280158015610963575b61090b57505087516106fb898261247b565b600881527f6d617850726963650000000000000000000000000000000000000000000000006020820152811580156108f6575b61089657509086976108909392877f1bb3df72a93c4d69ed875d240fcd94059d773cd76e72027c971eb1768f6834eb9899526007602052818a206107ba8782907fffffffff000000ffffffffffffffffffffffffffffffffffffffffffffffffff7bffffff0000000000000000000000000000000000000000000000000083549260c81b169116179055565b805473ffffff00000000000000000000000000000000008560881b16907fff000000ffffffffffffffff000000ffffffffffffffffffffffffffffffffff7effffff000000000000000000000000000000000000000000000000000000008b60e01b16911617179055888a526008602052818a20907fffffffffffffffffffffffffffffffffffffffff0000000000000000000000008254161790555194859485929362ffffff6bffffffffffffffffffffffff9296958160609581608089019a16885216602087015216604085015216910152565b0390a280f35b6108d39189519283927f79192ff60000000000000000000000000000000000000000000000000000000084526080600485015260848401906125e9565b906024830152600160448301526bffffffffffffffffffffffff60648301520390fd5b506bffffffffffffffffffffffff821161072e565b610949925089519283927f79192ff60000000000000000000000000000000000000000000000000000000084526080600485015260848401906125e9565b9060248301526001604483015262ffffff60648301520390fd5b5062ffffff81116106e9565b6109ad92508a519283927f79192ff60000000000000000000000000000000000000000000000000000000084526080600485015260848401906125e9565b906024830152600160448301526201000060648301520390fd5b506201000081116106a3565b610a1292506040519283927f79192ff60000000000000000000000000000000000000000000000000000000084526080600485015260848401906125e9565b9060248301526001604483015262b71b0060648301520390fd5b5062b71b00811161065a565b602488887f1e867b26000000000000000000000000000000000000000000000000000000008252600452fd5b8780fd5b8580fd5b8380fd5b50346102545760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261025457600435610aab6127ba565b8082526004602052604082205415610af25780825260046020528160408120557f123ababb6f85aa48b13de8f5bd2acb5393e4980d969791661dc98733100703958280a280f35b7f19c429ec000000000000000000000000000000000000000000000000000000008252600452602490fd5b503461025457807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610254576020604051633b9aca008152f35b50346102545760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102545760406020916004358152600483522054604051908152f35b50346102545760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102545761043b602091610be06123a7565b610be86123be565b9067ffffffffffffffff8116835260078552610c0960406044359420612568565b906127db565b34610f505760c07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f5057610c466123a7565b60a07fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc360112610f505773ffffffffffffffffffffffffffffffffffffffff60055416330361113957610c9881612765565b67ffffffffffffffff610ca9612667565b16156110db576fffffffffffffffffffffffffffffffff610cc861267e565b161561107d5762ffffff610cda61269d565b161561101f5761ffff610ceb6126af565b1615610fc157610d2667ffffffffffffffff610d05612667565b166fffffffffffffffffffffffffffffffff610d1f61267e565b16906126c0565b60643561ffff811691828203610f505782612710018061271011610f9457610d4d916126c0565b633b9aca00810290808204633b9aca001490151715610f945769021e19e0c9bab2400000810190818111610f945769021e19e0c9bab23fffff01908111610f945769021e19e0c9bab2400000900467ffffffffffffffff851694855f5260086020526bffffffffffffffffffffffff60405f205416808311610f655750906bffffffffffffffffffffffff91818664ffffffffff815460601c16610f54575b505085547fffffffffffffffffffffffffffffff0000000000000000000000000000000000166bffffffffffffffffffffffff93909216928316919091174260601b70ffffffffff000000000000000000000000161785555092610e4e61269d565b81547fffffffffffffff0000000000ffffffffffffffffffffffffffffffffffffffff76ffffff000000000000000000000000000000000000000078ffff0000000000000000000000000000000000000000000000610eab6126af565b60b81b169360a01b1691161717905560405192835267ffffffffffffffff610ed16123be565b1660208401526044356fffffffffffffffffffffffffffffffff8116809103610f5057604084015250606082015260843562ffffff8116809103610f5057608082015260a43561ffff8116809103610f50578160c09160a07fc718fce5c9f55b64bff29c300063c70f19ae16a69c61f47c5da84669cb9c88a3940152a2005b5f80fd5b610f5d92612949565b868186610dec565b827fdee936bf000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b60646040517fe710a62600000000000000000000000000000000000000000000000000000000815260206004820152600760248201527f62797465476173000000000000000000000000000000000000000000000000006044820152fd5b60646040517fe710a62600000000000000000000000000000000000000000000000000000000815260206004820152600a60248201527f6d657373616765476173000000000000000000000000000000000000000000006044820152fd5b60646040517fe710a62600000000000000000000000000000000000000000000000000000000815260206004820152600c60248201527f65786368616e67655261746500000000000000000000000000000000000000006044820152fd5b60646040517fe710a62600000000000000000000000000000000000000000000000000000000815260206004820152600860248201527f67617350726963650000000000000000000000000000000000000000000000006044820152fd5b7fa319eb55000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f5057602073ffffffffffffffffffffffffffffffffffffffff60065416604051908152f35b34610f505760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505760043573ffffffffffffffffffffffffffffffffffffffff8116809103610f505761120e6127ba565b801561127b577fffffffffffffffffffffffff00000000000000000000000000000000000000006005548273ffffffffffffffffffffffffffffffffffffffff82167f2819896846ed9ab612eb19218fd845f8328f084c8706b9ec2c47eabd479037a25f80a31617600555005b60646040517feac0d38900000000000000000000000000000000000000000000000000000000815260206004820152600960248201527f6665654f7261636c6500000000000000000000000000000000000000000000006044820152fd5b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f50576020604051620151808152f35b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505760206040516102588152f35b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f5057602073ffffffffffffffffffffffffffffffffffffffff60015416604051908152f35b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b34610f505760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505761142e6123a7565b611436612403565b9073ffffffffffffffffffffffffffffffffffffffff6003541633141580611601575b6115d55761146681612765565b62ffffff815460c81c1661147861262c565b9062ffffff851690811580156115cc575b6115775783547fffffffff000000ffffffffffffffffffffffffffffffffffffffffffffffffff1660c887901b7bffffff0000000000000000000000000000000000000000000000000016178455857f1bb3df72a93c4d69ed875d240fcd94059d773cd76e72027c971eb1768f6834eb8667ffffffffffffffff8754911692835f5260086020526115726bffffffffffffffffffffffff60405f20541660405193849362ffffff808360881c169260e01c169085929362ffffff6bffffffffffffffffffffffff9296958160609581608089019a16885216602087015216604085015216910152565b0390a2005b6115b693506040519384937f79192ff60000000000000000000000000000000000000000000000000000000085526080600486015260848501906125e9565b9160248401526001604484015260648301520390fd5b50808211611489565b7fa252c151000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b5073ffffffffffffffffffffffffffffffffffffffff60015416331415611459565b34610f505760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505760043573ffffffffffffffffffffffffffffffffffffffff8116809103610f505761167b6127ba565b80156116e8577fffffffffffffffffffffffff00000000000000000000000000000000000000006003548273ffffffffffffffffffffffffffffffffffffffff82167fa14fc14d8620a708a896fd11392a235647d99385500a295f0d7da2a258b2e9675f80a31617600355005b60646040517feac0d38900000000000000000000000000000000000000000000000000000000815260206004820152600860248201527f677561726469616e0000000000000000000000000000000000000000000000006044820152fd5b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f50576002543373ffffffffffffffffffffffffffffffffffffffff821603611822577fffffffffffffffffffffffff000000000000000000000000000000000000000016600255600154337fffffffffffffffffffffffff000000000000000000000000000000000000000082161760015573ffffffffffffffffffffffffffffffffffffffff3391167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e05f80a3005b7f118cdaa7000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f50576118846127ba565b7f162a7846000000000000000000000000000000000000000000000000000000005f5260045ffd5b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b34610f505760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505767ffffffffffffffff6119446123a7565b61194c6127ba565b61195581612765565b7effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8154169055167fb2f9f0da4c080e7d6cb822f4f4c1f2caf48666ccfe885b81707404fa72b3468a5f80a2005b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f5057602073ffffffffffffffffffffffffffffffffffffffff60055416604051908152f35b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f50576020604051611d4c8152f35b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f5057602073ffffffffffffffffffffffffffffffffffffffff60035416604051908152f35b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f5057602060405162278d008152f35b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f50574773ffffffffffffffffffffffffffffffffffffffff60065416807fc0819c13be868895eb93e40eaceb96de976442fa1d404e5c55f14bb65a8c489a6020604051858152a25f80808085855af1611b3b612539565b5015611b4357005b7fc5079ddb000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b34610f505760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505761014067ffffffffffffffff611bb46123a7565b5f60e0604051611bc381612415565b8281528260208201528260408201528260608201528260808201528260a08201528260c082015201525f6020604051611bfb8161245f565b828152015216805f52600760205260405f20905f52600860205264ffffffffff611c2860405f2092612568565b916bffffffffffffffffffffffff60405191611c438361245f565b5491818316815283602082019360601c16835260e06040519583815116875285602082015116602088015262ffffff604082015116604088015262ffffff606082015116606088015261ffff608082015116608088015262ffffff60a08201511660a088015262ffffff60c08201511660c08801520151151560e086015251166101008401525116610120820152f35b60807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f5057611d056123a7565b6024356044359167ffffffffffffffff83168303610f505760643567ffffffffffffffff8111610f5057611d3d9036906004016123d5565b929067ffffffffffffffff831690815f526007602052611d5f60405f20612568565b60e0611d6d878984896127db565b91015161202d578360a01c61200157803410611fd25750815f525f60205260405f2093845496600167ffffffffffffffff8916019267ffffffffffffffff8411610f94578760405198899260208401947f0100000000000000000000000000000000000000000000000000000000000000865267ffffffffffffffff8816998a9860c01b7fffffffffffffffff0000000000000000000000000000000000000000000000001660218701524660c01b7fffffffffffffffff0000000000000000000000000000000000000000000000001660298701523360318701528760c01b7fffffffffffffffff00000000000000000000000000000000000000000000000016605187015260598601524260c01b7fffffffffffffffff00000000000000000000000000000000000000000000000016607986015260c01b7fffffffffffffffff00000000000000000000000000000000000000000000000016608185015260898401378101608981015f9052036089017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe081018852611f0f908861247b565b86519020958695600184145f14987f9d69b18bd9736a697aa325b8da02c98acf3930c30c6b34e772dc51e482795b7494611f9a9460209b611fa557611f747fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000916126d3565b925b161782555f52868952600160405f20910155604051918291898352898301906125e9565b0390a4604051908152f35b507fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000600184015492611f76565b7fa458261b000000000000000000000000000000000000000000000000000000005f523460045260245260445ffd5b837f9920e127000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b827fa63b788e000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b34610f50575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f50576020604051621275008152f35b34610f505760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f505760043567ffffffffffffffff8111610f50576120e39036906004016123d5565b6120eb6127ba565b6120f63682846124f6565b6020815191012091825f52600460205260405f205480156121f6578042106121c357621275008101809111610f945780421161219057505f91829184835260046020528260408120558160405192839283378101838152039082305af161215b612539565b901561218857507f9b5a634ce9dbcc1cc28dbce24cd5b30136689ff28f9ae433837bd68895d7d5e05f80a2005b602081519101fd5b837f252e148d000000000000000000000000000000000000000000000000000000005f526004526024524260445260645ffd5b837f8e987311000000000000000000000000000000000000000000000000000000005f526004526024524260445260645ffd5b837f19c429ec000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b34610f505760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f50576122596123a7565b73ffffffffffffffffffffffffffffffffffffffff6003541633141580612301575b6115d55761228881612765565b7f01000000000000000000000000000000000000000000000000000000000000007effffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff82541617905567ffffffffffffffff3391167f37b62efba1b9966f4ce9f5fd20d6a0174535864bbe6059189df3bbcc9b436a855f80a3005b5073ffffffffffffffffffffffffffffffffffffffff6001541633141561227b565b34610f505760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610f5057604061235c6123a7565b67ffffffffffffffff81165f525f602052815f209067ffffffffffffffff8254169182155f1461239c5750612390906126d3565b82519182526020820152f35b600191500154612390565b6004359067ffffffffffffffff82168203610f5057565b6024359067ffffffffffffffff82168203610f5057565b9181601f84011215610f505782359167ffffffffffffffff8311610f505760208381860195010111610f5057565b6024359062ffffff82168203610f5057565b610100810190811067ffffffffffffffff82111761243257604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6040810190811067ffffffffffffffff82111761243257604052565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff82111761243257604052565b67ffffffffffffffff811161243257601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200190565b929192612502826124bc565b91612510604051938461247b565b829481845281830111610f50578281602093845f960137010152565b91908201809211610f9457565b3d15612563573d9061254a826124bc565b91612558604051938461247b565b82523d5f602084013e565b606090565b9060405161257581612415565b60e08193546bffffffffffffffffffffffff8116835264ffffffffff8160601c16602084015262ffffff8160881c16604084015262ffffff8160a01c16606084015261ffff8160b81c16608084015262ffffff8160c81c1660a084015262ffffff81831c1660c084015260f81c1515910152565b907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f602080948051918291828752018686015e5f8582860101520116010190565b6040519061263b60408361247b565b600d82527f6d617848616e646c6572476173000000000000000000000000000000000000006020830152565b60243567ffffffffffffffff81168103610f505790565b6044356fffffffffffffffffffffffffffffffff81168103610f505790565b60843562ffffff81168103610f505790565b60a43561ffff81168103610f505790565b81810292918115918404141715610f9457565b60405167ffffffffffffffff602082019260a08452601060c08401527f436174656e617279206c616e652076310000000000000000000000000000000060e084015281461660408401523060608401527f000000000000000000000000000000000000000000000000000000000000000060808401521660a082015260e0815261275f6101008261247b565b51902090565b67ffffffffffffffff1690815f52600760205260405f209162ffffff835460c81c161561278f5750565b7fb885a2df000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b73ffffffffffffffffffffffffffffffffffffffff60015416330361182257565b9291909260a0840162ffffff815116156129135762ffffff67ffffffffffffffff9151169216918083116128e4575062ffffff60c0850151168084116128b5575064ffffffffff60208501511662ffffff60408601511691828201421161287957505050916bffffffffffffffffffffffff633b9ac9ff92633b9aca009462ffffff606085015116019061ffff608085015116020191511602010490565b67ffffffffffffffff907fb252cfa0000000000000000000000000000000000000000000000000000000005f521660045260245260445260645ffd5b837f6413cbe8000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b827ff28ba3ad000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b67ffffffffffffffff827fb885a2df000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b90929192546bffffffffffffffffffffffff8116936040946129a1828288516129728a8261247b565b600581527f70726963650000000000000000000000000000000000000000000000000000006020820152612b5b565b926129b462ffffff8260a01c16836126c0565b6084359062ffffff821691828103610f5057612a11926129d59150866126c0565b9089516129e28b8261247b565b600a81527f6d657373616765476173000000000000000000000000000000000000000000006020820152612b5b565b938415612b51575b509061ffff612a2c9260b81c16906126c0565b60a43561ffff8116808203610f5057612a8593612a4992506126c0565b908651612a56888261247b565b600781527f62797465476173000000000000000000000000000000000000000000000000006020820152612b5b565b908115612b49575b5015612b445767ffffffffffffffff1691825f52600860205264ffffffffff815f205460601c16926102588401809411610f9457834210612b14575f90815260086020522080547fffffffffffffffffffffffffffffff0000000000ffffffffffffffffffffffff164260601b70ffffffffff000000000000000000000000161790559050565b837f45585b7a000000000000000000000000000000000000000000000000000000005f524260045260245260445ffd5b509050565b90505f612a8d565b935061ffff612a19565b919091611d4c8302838104611d4c1484151715610f9457612710810190818111610f945761270f01908111610f94576127109004808310612b9c5750501090565b91612bdb926040519384937ff5094c2a0000000000000000000000000000000000000000000000000000000085526060600486015260648501906125e9565b91602484015260448301520390fd",
}

// Outbox is an auto generated Go binding around an Ethereum contract.
type Outbox struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Outbox) GetABI() abi.ABI {
	return c.abi
}

// NewOutbox creates a new instance of Outbox.
func NewOutbox() *Outbox {
	parsed, err := OutboxMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Outbox{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Outbox) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address owner_, address guardian_, address feeOracle_, address feeReceiver_, uint256 delay_) returns()
func (outbox *Outbox) PackConstructor(owner_ common.Address, guardian_ common.Address, feeOracle_ common.Address, feeReceiver_ common.Address, delay_ *big.Int) []byte {
	enc, err := outbox.abi.Pack("", owner_, guardian_, feeOracle_, feeReceiver_, delay_)
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
func (outbox *Outbox) PackGRACE() []byte {
	enc, err := outbox.abi.Pack("GRACE")
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
func (outbox *Outbox) TryPackGRACE() ([]byte, error) {
	return outbox.abi.Pack("GRACE")
}

// UnpackGRACE is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x137d29d9.
//
// Solidity: function GRACE() view returns(uint256)
func (outbox *Outbox) UnpackGRACE(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("GRACE", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLOWERINTERVAL is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f7d84f8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function LOWER_INTERVAL() view returns(uint256)
func (outbox *Outbox) PackLOWERINTERVAL() []byte {
	enc, err := outbox.abi.Pack("LOWER_INTERVAL")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLOWERINTERVAL is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f7d84f8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function LOWER_INTERVAL() view returns(uint256)
func (outbox *Outbox) TryPackLOWERINTERVAL() ([]byte, error) {
	return outbox.abi.Pack("LOWER_INTERVAL")
}

// UnpackLOWERINTERVAL is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9f7d84f8.
//
// Solidity: function LOWER_INTERVAL() view returns(uint256)
func (outbox *Outbox) UnpackLOWERINTERVAL(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("LOWER_INTERVAL", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLOWESTSTEPBPS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46c437ea.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function LOWEST_STEP_BPS() view returns(uint256)
func (outbox *Outbox) PackLOWESTSTEPBPS() []byte {
	enc, err := outbox.abi.Pack("LOWEST_STEP_BPS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLOWESTSTEPBPS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46c437ea.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function LOWEST_STEP_BPS() view returns(uint256)
func (outbox *Outbox) TryPackLOWESTSTEPBPS() ([]byte, error) {
	return outbox.abi.Pack("LOWEST_STEP_BPS")
}

// UnpackLOWESTSTEPBPS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x46c437ea.
//
// Solidity: function LOWEST_STEP_BPS() view returns(uint256)
func (outbox *Outbox) UnpackLOWESTSTEPBPS(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("LOWEST_STEP_BPS", data)
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
func (outbox *Outbox) PackMAXDELAY() []byte {
	enc, err := outbox.abi.Pack("MAX_DELAY")
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
func (outbox *Outbox) TryPackMAXDELAY() ([]byte, error) {
	return outbox.abi.Pack("MAX_DELAY")
}

// UnpackMAXDELAY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4125ff90.
//
// Solidity: function MAX_DELAY() view returns(uint256)
func (outbox *Outbox) UnpackMAXDELAY(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("MAX_DELAY", data)
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
func (outbox *Outbox) PackMINDELAY() []byte {
	enc, err := outbox.abi.Pack("MIN_DELAY")
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
func (outbox *Outbox) TryPackMINDELAY() ([]byte, error) {
	return outbox.abi.Pack("MIN_DELAY")
}

// UnpackMINDELAY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9f81aed7.
//
// Solidity: function MIN_DELAY() view returns(uint256)
func (outbox *Outbox) UnpackMINDELAY(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("MIN_DELAY", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackPRICESCALE is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc33f59d3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function PRICE_SCALE() view returns(uint256)
func (outbox *Outbox) PackPRICESCALE() []byte {
	enc, err := outbox.abi.Pack("PRICE_SCALE")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPRICESCALE is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc33f59d3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function PRICE_SCALE() view returns(uint256)
func (outbox *Outbox) TryPackPRICESCALE() ([]byte, error) {
	return outbox.abi.Pack("PRICE_SCALE")
}

// UnpackPRICESCALE is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc33f59d3.
//
// Solidity: function PRICE_SCALE() view returns(uint256)
func (outbox *Outbox) UnpackPRICESCALE(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("PRICE_SCALE", data)
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
func (outbox *Outbox) PackAcceptOwnership() []byte {
	enc, err := outbox.abi.Pack("acceptOwnership")
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
func (outbox *Outbox) TryPackAcceptOwnership() ([]byte, error) {
	return outbox.abi.Pack("acceptOwnership")
}

// PackCancel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc4d252f5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function cancel(bytes32 callHash) returns()
func (outbox *Outbox) PackCancel(callHash [32]byte) []byte {
	enc, err := outbox.abi.Pack("cancel", callHash)
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
func (outbox *Outbox) TryPackCancel(callHash [32]byte) ([]byte, error) {
	return outbox.abi.Pack("cancel", callHash)
}

// PackDelay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6a42b8f8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function delay() view returns(uint256)
func (outbox *Outbox) PackDelay() []byte {
	enc, err := outbox.abi.Pack("delay")
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
func (outbox *Outbox) TryPackDelay() ([]byte, error) {
	return outbox.abi.Pack("delay")
}

// UnpackDelay is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6a42b8f8.
//
// Solidity: function delay() view returns(uint256)
func (outbox *Outbox) UnpackDelay(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("delay", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackExecute is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x09c5eabe.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function execute(bytes call) returns()
func (outbox *Outbox) PackExecute(call []byte) []byte {
	enc, err := outbox.abi.Pack("execute", call)
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
func (outbox *Outbox) TryPackExecute(call []byte) ([]byte, error) {
	return outbox.abi.Pack("execute", call)
}

// PackFeeOracle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x500b19e7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function feeOracle() view returns(address)
func (outbox *Outbox) PackFeeOracle() []byte {
	enc, err := outbox.abi.Pack("feeOracle")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackFeeOracle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x500b19e7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function feeOracle() view returns(address)
func (outbox *Outbox) TryPackFeeOracle() ([]byte, error) {
	return outbox.abi.Pack("feeOracle")
}

// UnpackFeeOracle is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x500b19e7.
//
// Solidity: function feeOracle() view returns(address)
func (outbox *Outbox) UnpackFeeOracle(data []byte) (common.Address, error) {
	out, err := outbox.abi.Unpack("feeOracle", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackFeeReceiver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb3f00674.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function feeReceiver() view returns(address)
func (outbox *Outbox) PackFeeReceiver() []byte {
	enc, err := outbox.abi.Pack("feeReceiver")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackFeeReceiver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb3f00674.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function feeReceiver() view returns(address)
func (outbox *Outbox) TryPackFeeReceiver() ([]byte, error) {
	return outbox.abi.Pack("feeReceiver")
}

// UnpackFeeReceiver is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb3f00674.
//
// Solidity: function feeReceiver() view returns(address)
func (outbox *Outbox) UnpackFeeReceiver(data []byte) (common.Address, error) {
	out, err := outbox.abi.Unpack("feeReceiver", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x452a9320.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function guardian() view returns(address)
func (outbox *Outbox) PackGuardian() []byte {
	enc, err := outbox.abi.Pack("guardian")
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
func (outbox *Outbox) TryPackGuardian() ([]byte, error) {
	return outbox.abi.Pack("guardian")
}

// UnpackGuardian is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x452a9320.
//
// Solidity: function guardian() view returns(address)
func (outbox *Outbox) UnpackGuardian(data []byte) (common.Address, error) {
	out, err := outbox.abi.Unpack("guardian", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackLane is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x016470c5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lane(uint64 targetChain) view returns(uint64 nonce, bytes32 accumulator)
func (outbox *Outbox) PackLane(targetChain uint64) []byte {
	enc, err := outbox.abi.Pack("lane", targetChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLane is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x016470c5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lane(uint64 targetChain) view returns(uint64 nonce, bytes32 accumulator)
func (outbox *Outbox) TryPackLane(targetChain uint64) ([]byte, error) {
	return outbox.abi.Pack("lane", targetChain)
}

// OutboxLaneOutput serves as a container for the return parameters of contract
// method Lane.
type OutboxLaneOutput struct {
	Nonce       uint64
	Accumulator [32]byte
}

// UnpackLane is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x016470c5.
//
// Solidity: function lane(uint64 targetChain) view returns(uint64 nonce, bytes32 accumulator)
func (outbox *Outbox) UnpackLane(data []byte) (OutboxLaneOutput, error) {
	out, err := outbox.abi.Unpack("lane", data)
	outstruct := new(OutboxLaneOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Nonce = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.Accumulator = *abi.ConvertType(out[1], new([32]byte)).(*[32]byte)
	return *outstruct, nil
}

// PackLaneId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe262f17a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function laneId(uint64 targetChain) view returns(bytes32)
func (outbox *Outbox) PackLaneId(targetChain uint64) []byte {
	enc, err := outbox.abi.Pack("laneId", targetChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLaneId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe262f17a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function laneId(uint64 targetChain) view returns(bytes32)
func (outbox *Outbox) TryPackLaneId(targetChain uint64) ([]byte, error) {
	return outbox.abi.Pack("laneId", targetChain)
}

// UnpackLaneId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe262f17a.
//
// Solidity: function laneId(uint64 targetChain) view returns(bytes32)
func (outbox *Outbox) UnpackLaneId(data []byte) ([32]byte, error) {
	out, err := outbox.abi.Unpack("laneId", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackLowerMaxHandlerGas is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a4ed90c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lowerMaxHandlerGas(uint64 targetChain, uint24 maxHandlerGas) returns()
func (outbox *Outbox) PackLowerMaxHandlerGas(targetChain uint64, maxHandlerGas *big.Int) []byte {
	enc, err := outbox.abi.Pack("lowerMaxHandlerGas", targetChain, maxHandlerGas)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLowerMaxHandlerGas is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a4ed90c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lowerMaxHandlerGas(uint64 targetChain, uint24 maxHandlerGas) returns()
func (outbox *Outbox) TryPackLowerMaxHandlerGas(targetChain uint64, maxHandlerGas *big.Int) ([]byte, error) {
	return outbox.abi.Pack("lowerMaxHandlerGas", targetChain, maxHandlerGas)
}

// PackMark is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c0d0c29.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mark() view returns(bytes32)
func (outbox *Outbox) PackMark() []byte {
	enc, err := outbox.abi.Pack("mark")
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
func (outbox *Outbox) TryPackMark() ([]byte, error) {
	return outbox.abi.Pack("mark")
}

// UnpackMark is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8c0d0c29.
//
// Solidity: function mark() view returns(bytes32)
func (outbox *Outbox) UnpackMark(data []byte) ([32]byte, error) {
	out, err := outbox.abi.Unpack("mark", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (outbox *Outbox) PackOwner() []byte {
	enc, err := outbox.abi.Pack("owner")
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
func (outbox *Outbox) TryPackOwner() ([]byte, error) {
	return outbox.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (outbox *Outbox) UnpackOwner(data []byte) (common.Address, error) {
	out, err := outbox.abi.Unpack("owner", data)
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
// Solidity: function pause(uint64 targetChain) returns()
func (outbox *Outbox) PackPause(targetChain uint64) []byte {
	enc, err := outbox.abi.Pack("pause", targetChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0357e370.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pause(uint64 targetChain) returns()
func (outbox *Outbox) TryPackPause(targetChain uint64) ([]byte, error) {
	return outbox.abi.Pack("pause", targetChain)
}

// PackPendingOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe30c3978.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pendingOwner() view returns(address)
func (outbox *Outbox) PackPendingOwner() []byte {
	enc, err := outbox.abi.Pack("pendingOwner")
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
func (outbox *Outbox) TryPackPendingOwner() ([]byte, error) {
	return outbox.abi.Pack("pendingOwner")
}

// UnpackPendingOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe30c3978.
//
// Solidity: function pendingOwner() view returns(address)
func (outbox *Outbox) UnpackPendingOwner(data []byte) (common.Address, error) {
	out, err := outbox.abi.Unpack("pendingOwner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackQuote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbb29b8c4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function quote(uint64 targetChain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (outbox *Outbox) PackQuote(targetChain uint64, gasLimit uint64, payloadLength *big.Int) []byte {
	enc, err := outbox.abi.Pack("quote", targetChain, gasLimit, payloadLength)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQuote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbb29b8c4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function quote(uint64 targetChain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (outbox *Outbox) TryPackQuote(targetChain uint64, gasLimit uint64, payloadLength *big.Int) ([]byte, error) {
	return outbox.abi.Pack("quote", targetChain, gasLimit, payloadLength)
}

// UnpackQuote is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbb29b8c4.
//
// Solidity: function quote(uint64 targetChain, uint64 gasLimit, uint256 payloadLength) view returns(uint256)
func (outbox *Outbox) UnpackQuote(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("quote", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackReadyAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbea20801.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function readyAt(bytes32 callHash) view returns(uint256 seconds_)
func (outbox *Outbox) PackReadyAt(callHash [32]byte) []byte {
	enc, err := outbox.abi.Pack("readyAt", callHash)
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
func (outbox *Outbox) TryPackReadyAt(callHash [32]byte) ([]byte, error) {
	return outbox.abi.Pack("readyAt", callHash)
}

// UnpackReadyAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbea20801.
//
// Solidity: function readyAt(bytes32 callHash) view returns(uint256 seconds_)
func (outbox *Outbox) UnpackReadyAt(data []byte) (*big.Int, error) {
	out, err := outbox.abi.Unpack("readyAt", data)
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
func (outbox *Outbox) PackRenounceOwnership() []byte {
	enc, err := outbox.abi.Pack("renounceOwnership")
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
func (outbox *Outbox) TryPackRenounceOwnership() ([]byte, error) {
	return outbox.abi.Pack("renounceOwnership")
}

// PackSchedule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb26e34d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function schedule(bytes call) returns()
func (outbox *Outbox) PackSchedule(call []byte) []byte {
	enc, err := outbox.abi.Pack("schedule", call)
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
func (outbox *Outbox) TryPackSchedule(call []byte) ([]byte, error) {
	return outbox.abi.Pack("schedule", call)
}

// PackSend is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x141f12aa.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function send(uint64 targetChain, bytes32 recipient, uint64 gasLimit, bytes payload) payable returns(bytes32 id)
func (outbox *Outbox) PackSend(targetChain uint64, recipient [32]byte, gasLimit uint64, payload []byte) []byte {
	enc, err := outbox.abi.Pack("send", targetChain, recipient, gasLimit, payload)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSend is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x141f12aa.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function send(uint64 targetChain, bytes32 recipient, uint64 gasLimit, bytes payload) payable returns(bytes32 id)
func (outbox *Outbox) TryPackSend(targetChain uint64, recipient [32]byte, gasLimit uint64, payload []byte) ([]byte, error) {
	return outbox.abi.Pack("send", targetChain, recipient, gasLimit, payload)
}

// UnpackSend is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x141f12aa.
//
// Solidity: function send(uint64 targetChain, bytes32 recipient, uint64 gasLimit, bytes payload) payable returns(bytes32 id)
func (outbox *Outbox) UnpackSend(data []byte) ([32]byte, error) {
	out, err := outbox.abi.Unpack("send", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackSetFeeOracle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa8a98962.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setFeeOracle(address feeOracle_) returns()
func (outbox *Outbox) PackSetFeeOracle(feeOracle common.Address) []byte {
	enc, err := outbox.abi.Pack("setFeeOracle", feeOracle)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetFeeOracle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa8a98962.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setFeeOracle(address feeOracle_) returns()
func (outbox *Outbox) TryPackSetFeeOracle(feeOracle common.Address) ([]byte, error) {
	return outbox.abi.Pack("setFeeOracle", feeOracle)
}

// PackSetFeeReceiver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xefdcd974.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setFeeReceiver(address feeReceiver_) returns()
func (outbox *Outbox) PackSetFeeReceiver(feeReceiver common.Address) []byte {
	enc, err := outbox.abi.Pack("setFeeReceiver", feeReceiver)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetFeeReceiver is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xefdcd974.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setFeeReceiver(address feeReceiver_) returns()
func (outbox *Outbox) TryPackSetFeeReceiver(feeReceiver common.Address) ([]byte, error) {
	return outbox.abi.Pack("setFeeReceiver", feeReceiver)
}

// PackSetGuardian is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a0dac4a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setGuardian(address guardian_) returns()
func (outbox *Outbox) PackSetGuardian(guardian common.Address) []byte {
	enc, err := outbox.abi.Pack("setGuardian", guardian)
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
func (outbox *Outbox) TryPackSetGuardian(guardian common.Address) ([]byte, error) {
	return outbox.abi.Pack("setGuardian", guardian)
}

// PackSetQuote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb42506f1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setQuote(uint64 targetChain, (uint64,uint128,uint16,uint24,uint16) q) returns()
func (outbox *Outbox) PackSetQuote(targetChain uint64, q FeesQuote) []byte {
	enc, err := outbox.abi.Pack("setQuote", targetChain, q)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetQuote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb42506f1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setQuote(uint64 targetChain, (uint64,uint128,uint16,uint24,uint16) q) returns()
func (outbox *Outbox) TryPackSetQuote(targetChain uint64, q FeesQuote) ([]byte, error) {
	return outbox.abi.Pack("setQuote", targetChain, q)
}

// PackSetTarget is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd855d330.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setTarget(uint64 targetChain, uint24 maxHandlerGas, uint24 maxPayload, uint24 maxAge, uint96 maxPrice) returns()
func (outbox *Outbox) PackSetTarget(targetChain uint64, maxHandlerGas *big.Int, maxPayload *big.Int, maxAge *big.Int, maxPrice *big.Int) []byte {
	enc, err := outbox.abi.Pack("setTarget", targetChain, maxHandlerGas, maxPayload, maxAge, maxPrice)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetTarget is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd855d330.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setTarget(uint64 targetChain, uint24 maxHandlerGas, uint24 maxPayload, uint24 maxAge, uint96 maxPrice) returns()
func (outbox *Outbox) TryPackSetTarget(targetChain uint64, maxHandlerGas *big.Int, maxPayload *big.Int, maxAge *big.Int, maxPrice *big.Int) ([]byte, error) {
	return outbox.abi.Pack("setTarget", targetChain, maxHandlerGas, maxPayload, maxAge, maxPrice)
}

// PackTarget is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x267cf632.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function target(uint64 targetChain) view returns((uint96,uint40,uint24,uint24,uint16,uint24,uint24,bool) limits, (uint96,uint40) bounds)
func (outbox *Outbox) PackTarget(targetChain uint64) []byte {
	enc, err := outbox.abi.Pack("target", targetChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTarget is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x267cf632.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function target(uint64 targetChain) view returns((uint96,uint40,uint24,uint24,uint16,uint24,uint24,bool) limits, (uint96,uint40) bounds)
func (outbox *Outbox) TryPackTarget(targetChain uint64) ([]byte, error) {
	return outbox.abi.Pack("target", targetChain)
}

// OutboxTargetOutput serves as a container for the return parameters of contract
// method Target.
type OutboxTargetOutput struct {
	Limits FeesTarget
	Bounds FeesBounds
}

// UnpackTarget is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x267cf632.
//
// Solidity: function target(uint64 targetChain) view returns((uint96,uint40,uint24,uint24,uint16,uint24,uint24,bool) limits, (uint96,uint40) bounds)
func (outbox *Outbox) UnpackTarget(data []byte) (OutboxTargetOutput, error) {
	out, err := outbox.abi.Unpack("target", data)
	outstruct := new(OutboxTargetOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Limits = *abi.ConvertType(out[0], new(FeesTarget)).(*FeesTarget)
	outstruct.Bounds = *abi.ConvertType(out[1], new(FeesBounds)).(*FeesBounds)
	return *outstruct, nil
}

// PackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (outbox *Outbox) PackTransferOwnership(newOwner common.Address) []byte {
	enc, err := outbox.abi.Pack("transferOwnership", newOwner)
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
func (outbox *Outbox) TryPackTransferOwnership(newOwner common.Address) ([]byte, error) {
	return outbox.abi.Pack("transferOwnership", newOwner)
}

// PackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x69a5856f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unpause(uint64 targetChain) returns()
func (outbox *Outbox) PackUnpause(targetChain uint64) []byte {
	enc, err := outbox.abi.Pack("unpause", targetChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnpause is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x69a5856f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unpause(uint64 targetChain) returns()
func (outbox *Outbox) TryPackUnpause(targetChain uint64) ([]byte, error) {
	return outbox.abi.Pack("unpause", targetChain)
}

// PackWithdraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3ccfd60b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function withdraw() returns()
func (outbox *Outbox) PackWithdraw() []byte {
	enc, err := outbox.abi.Pack("withdraw")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackWithdraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3ccfd60b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function withdraw() returns()
func (outbox *Outbox) TryPackWithdraw() ([]byte, error) {
	return outbox.abi.Pack("withdraw")
}

// OutboxActionCancelled represents a ActionCancelled event raised by the Outbox contract.
type OutboxActionCancelled struct {
	CallHash [32]byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const OutboxActionCancelledEventName = "ActionCancelled"

// ContractEventName returns the user-defined event name.
func (OutboxActionCancelled) ContractEventName() string {
	return OutboxActionCancelledEventName
}

// UnpackActionCancelledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ActionCancelled(bytes32 indexed callHash)
func (outbox *Outbox) UnpackActionCancelledEvent(log *types.Log) (*OutboxActionCancelled, error) {
	event := "ActionCancelled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxActionCancelled)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxActionExecuted represents a ActionExecuted event raised by the Outbox contract.
type OutboxActionExecuted struct {
	CallHash [32]byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const OutboxActionExecutedEventName = "ActionExecuted"

// ContractEventName returns the user-defined event name.
func (OutboxActionExecuted) ContractEventName() string {
	return OutboxActionExecutedEventName
}

// UnpackActionExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ActionExecuted(bytes32 indexed callHash)
func (outbox *Outbox) UnpackActionExecutedEvent(log *types.Log) (*OutboxActionExecuted, error) {
	event := "ActionExecuted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxActionExecuted)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxActionScheduled represents a ActionScheduled event raised by the Outbox contract.
type OutboxActionScheduled struct {
	CallHash [32]byte
	ReadyAt  *big.Int
	Call     []byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const OutboxActionScheduledEventName = "ActionScheduled"

// ContractEventName returns the user-defined event name.
func (OutboxActionScheduled) ContractEventName() string {
	return OutboxActionScheduledEventName
}

// UnpackActionScheduledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ActionScheduled(bytes32 indexed callHash, uint256 readyAt, bytes call)
func (outbox *Outbox) UnpackActionScheduledEvent(log *types.Log) (*OutboxActionScheduled, error) {
	event := "ActionScheduled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxActionScheduled)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxFeeOracleChanged represents a FeeOracleChanged event raised by the Outbox contract.
type OutboxFeeOracleChanged struct {
	Previous common.Address
	Current  common.Address
	Raw      *types.Log // Blockchain specific contextual infos
}

const OutboxFeeOracleChangedEventName = "FeeOracleChanged"

// ContractEventName returns the user-defined event name.
func (OutboxFeeOracleChanged) ContractEventName() string {
	return OutboxFeeOracleChangedEventName
}

// UnpackFeeOracleChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event FeeOracleChanged(address indexed previous, address indexed current)
func (outbox *Outbox) UnpackFeeOracleChangedEvent(log *types.Log) (*OutboxFeeOracleChanged, error) {
	event := "FeeOracleChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxFeeOracleChanged)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxFeeReceiverChanged represents a FeeReceiverChanged event raised by the Outbox contract.
type OutboxFeeReceiverChanged struct {
	Previous common.Address
	Current  common.Address
	Raw      *types.Log // Blockchain specific contextual infos
}

const OutboxFeeReceiverChangedEventName = "FeeReceiverChanged"

// ContractEventName returns the user-defined event name.
func (OutboxFeeReceiverChanged) ContractEventName() string {
	return OutboxFeeReceiverChangedEventName
}

// UnpackFeeReceiverChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event FeeReceiverChanged(address indexed previous, address indexed current)
func (outbox *Outbox) UnpackFeeReceiverChangedEvent(log *types.Log) (*OutboxFeeReceiverChanged, error) {
	event := "FeeReceiverChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxFeeReceiverChanged)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxFeesWithdrawn represents a FeesWithdrawn event raised by the Outbox contract.
type OutboxFeesWithdrawn struct {
	Receiver common.Address
	Amount   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const OutboxFeesWithdrawnEventName = "FeesWithdrawn"

// ContractEventName returns the user-defined event name.
func (OutboxFeesWithdrawn) ContractEventName() string {
	return OutboxFeesWithdrawnEventName
}

// UnpackFeesWithdrawnEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event FeesWithdrawn(address indexed receiver, uint256 amount)
func (outbox *Outbox) UnpackFeesWithdrawnEvent(log *types.Log) (*OutboxFeesWithdrawn, error) {
	event := "FeesWithdrawn"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxFeesWithdrawn)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxGuardianChanged represents a GuardianChanged event raised by the Outbox contract.
type OutboxGuardianChanged struct {
	Previous common.Address
	Current  common.Address
	Raw      *types.Log // Blockchain specific contextual infos
}

const OutboxGuardianChangedEventName = "GuardianChanged"

// ContractEventName returns the user-defined event name.
func (OutboxGuardianChanged) ContractEventName() string {
	return OutboxGuardianChangedEventName
}

// UnpackGuardianChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event GuardianChanged(address indexed previous, address indexed current)
func (outbox *Outbox) UnpackGuardianChangedEvent(log *types.Log) (*OutboxGuardianChanged, error) {
	event := "GuardianChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxGuardianChanged)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxMessageSent represents a MessageSent event raised by the Outbox contract.
type OutboxMessageSent struct {
	TargetChain uint64
	Nonce       uint64
	Id          [32]byte
	Message     []byte
	Raw         *types.Log // Blockchain specific contextual infos
}

const OutboxMessageSentEventName = "MessageSent"

// ContractEventName returns the user-defined event name.
func (OutboxMessageSent) ContractEventName() string {
	return OutboxMessageSentEventName
}

// UnpackMessageSentEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MessageSent(uint64 indexed targetChain, uint64 indexed nonce, bytes32 indexed id, bytes message)
func (outbox *Outbox) UnpackMessageSentEvent(log *types.Log) (*OutboxMessageSent, error) {
	event := "MessageSent"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxMessageSent)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxOwnershipTransferStarted represents a OwnershipTransferStarted event raised by the Outbox contract.
type OutboxOwnershipTransferStarted struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const OutboxOwnershipTransferStartedEventName = "OwnershipTransferStarted"

// ContractEventName returns the user-defined event name.
func (OutboxOwnershipTransferStarted) ContractEventName() string {
	return OutboxOwnershipTransferStartedEventName
}

// UnpackOwnershipTransferStartedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner)
func (outbox *Outbox) UnpackOwnershipTransferStartedEvent(log *types.Log) (*OutboxOwnershipTransferStarted, error) {
	event := "OwnershipTransferStarted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxOwnershipTransferStarted)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxOwnershipTransferred represents a OwnershipTransferred event raised by the Outbox contract.
type OutboxOwnershipTransferred struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const OutboxOwnershipTransferredEventName = "OwnershipTransferred"

// ContractEventName returns the user-defined event name.
func (OutboxOwnershipTransferred) ContractEventName() string {
	return OutboxOwnershipTransferredEventName
}

// UnpackOwnershipTransferredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)
func (outbox *Outbox) UnpackOwnershipTransferredEvent(log *types.Log) (*OutboxOwnershipTransferred, error) {
	event := "OwnershipTransferred"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxOwnershipTransferred)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxQuoteChanged represents a QuoteChanged event raised by the Outbox contract.
type OutboxQuoteChanged struct {
	TargetChain uint64
	Price       *big.Int
	Quote       FeesQuote
	Raw         *types.Log // Blockchain specific contextual infos
}

const OutboxQuoteChangedEventName = "QuoteChanged"

// ContractEventName returns the user-defined event name.
func (OutboxQuoteChanged) ContractEventName() string {
	return OutboxQuoteChangedEventName
}

// UnpackQuoteChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event QuoteChanged(uint64 indexed targetChain, uint96 price, (uint64,uint128,uint16,uint24,uint16) quote)
func (outbox *Outbox) UnpackQuoteChangedEvent(log *types.Log) (*OutboxQuoteChanged, error) {
	event := "QuoteChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxQuoteChanged)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxSendingPaused represents a SendingPaused event raised by the Outbox contract.
type OutboxSendingPaused struct {
	TargetChain uint64
	By          common.Address
	Raw         *types.Log // Blockchain specific contextual infos
}

const OutboxSendingPausedEventName = "SendingPaused"

// ContractEventName returns the user-defined event name.
func (OutboxSendingPaused) ContractEventName() string {
	return OutboxSendingPausedEventName
}

// UnpackSendingPausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SendingPaused(uint64 indexed targetChain, address indexed by)
func (outbox *Outbox) UnpackSendingPausedEvent(log *types.Log) (*OutboxSendingPaused, error) {
	event := "SendingPaused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxSendingPaused)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxSendingUnpaused represents a SendingUnpaused event raised by the Outbox contract.
type OutboxSendingUnpaused struct {
	TargetChain uint64
	Raw         *types.Log // Blockchain specific contextual infos
}

const OutboxSendingUnpausedEventName = "SendingUnpaused"

// ContractEventName returns the user-defined event name.
func (OutboxSendingUnpaused) ContractEventName() string {
	return OutboxSendingUnpausedEventName
}

// UnpackSendingUnpausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SendingUnpaused(uint64 indexed targetChain)
func (outbox *Outbox) UnpackSendingUnpausedEvent(log *types.Log) (*OutboxSendingUnpaused, error) {
	event := "SendingUnpaused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxSendingUnpaused)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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

// OutboxTargetChanged represents a TargetChanged event raised by the Outbox contract.
type OutboxTargetChanged struct {
	TargetChain   uint64
	MaxHandlerGas *big.Int
	MaxPayload    *big.Int
	MaxAge        *big.Int
	MaxPrice      *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const OutboxTargetChangedEventName = "TargetChanged"

// ContractEventName returns the user-defined event name.
func (OutboxTargetChanged) ContractEventName() string {
	return OutboxTargetChangedEventName
}

// UnpackTargetChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TargetChanged(uint64 indexed targetChain, uint24 maxHandlerGas, uint24 maxPayload, uint24 maxAge, uint96 maxPrice)
func (outbox *Outbox) UnpackTargetChangedEvent(log *types.Log) (*OutboxTargetChanged, error) {
	event := "TargetChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != outbox.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OutboxTargetChanged)
	if len(log.Data) > 0 {
		if err := outbox.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range outbox.abi.Events[event].Inputs {
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
func (outbox *Outbox) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], outbox.abi.Errors["ActionExpired"].ID.Bytes()[:4]) {
		return outbox.UnpackActionExpiredError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["ActionNotReady"].ID.Bytes()[:4]) {
		return outbox.UnpackActionNotReadyError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["ActionPending"].ID.Bytes()[:4]) {
		return outbox.UnpackActionPendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["ActionUnknown"].ID.Bytes()[:4]) {
		return outbox.UnpackActionUnknownError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["ChainIdTooLarge"].ID.Bytes()[:4]) {
		return outbox.UnpackChainIdTooLargeError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["DelayOutOfRange"].ID.Bytes()[:4]) {
		return outbox.UnpackDelayOutOfRangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["GasLimitTooHigh"].ID.Bytes()[:4]) {
		return outbox.UnpackGasLimitTooHighError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["InsufficientFee"].ID.Bytes()[:4]) {
		return outbox.UnpackInsufficientFeeError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["LanePaused"].ID.Bytes()[:4]) {
		return outbox.UnpackLanePausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["LimitOutOfRange"].ID.Bytes()[:4]) {
		return outbox.UnpackLimitOutOfRangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["NoBlockHash"].ID.Bytes()[:4]) {
		return outbox.UnpackNoBlockHashError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["NotFeeOracle"].ID.Bytes()[:4]) {
		return outbox.UnpackNotFeeOracleError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["NotGuardian"].ID.Bytes()[:4]) {
		return outbox.UnpackNotGuardianError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["NotTimelock"].ID.Bytes()[:4]) {
		return outbox.UnpackNotTimelockError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["OwnableInvalidOwner"].ID.Bytes()[:4]) {
		return outbox.UnpackOwnableInvalidOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["OwnableUnauthorizedAccount"].ID.Bytes()[:4]) {
		return outbox.UnpackOwnableUnauthorizedAccountError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["OwnershipNotRenounceable"].ID.Bytes()[:4]) {
		return outbox.UnpackOwnershipNotRenounceableError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["PayloadTooLong"].ID.Bytes()[:4]) {
		return outbox.UnpackPayloadTooLongError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["QuoteAboveMaximum"].ID.Bytes()[:4]) {
		return outbox.UnpackQuoteAboveMaximumError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["QuoteFallsTooFar"].ID.Bytes()[:4]) {
		return outbox.UnpackQuoteFallsTooFarError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["QuoteFallsTooSoon"].ID.Bytes()[:4]) {
		return outbox.UnpackQuoteFallsTooSoonError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["QuoteFieldZero"].ID.Bytes()[:4]) {
		return outbox.UnpackQuoteFieldZeroError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["QuoteStale"].ID.Bytes()[:4]) {
		return outbox.UnpackQuoteStaleError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["RecipientNotAnAddress"].ID.Bytes()[:4]) {
		return outbox.UnpackRecipientNotAnAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["TargetIsThisChain"].ID.Bytes()[:4]) {
		return outbox.UnpackTargetIsThisChainError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["TargetUnknown"].ID.Bytes()[:4]) {
		return outbox.UnpackTargetUnknownError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["WithdrawalRefused"].ID.Bytes()[:4]) {
		return outbox.UnpackWithdrawalRefusedError(raw[4:])
	}
	if bytes.Equal(raw[:4], outbox.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return outbox.UnpackZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// OutboxActionExpired represents a ActionExpired error raised by the Outbox contract.
type OutboxActionExpired struct {
	CallHash  [32]byte
	ExpiredAt *big.Int
	Now       *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ActionExpired(bytes32 callHash, uint256 expiredAt, uint256 now_)
func OutboxActionExpiredErrorID() common.Hash {
	return common.HexToHash("0x252e148df268fccfa8ad5373b6c0c8d948cbe8ec895f46306772e5b5f07c2acd")
}

// UnpackActionExpiredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ActionExpired(bytes32 callHash, uint256 expiredAt, uint256 now_)
func (outbox *Outbox) UnpackActionExpiredError(raw []byte) (*OutboxActionExpired, error) {
	out := new(OutboxActionExpired)
	if err := outbox.abi.UnpackIntoInterface(out, "ActionExpired", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxActionNotReady represents a ActionNotReady error raised by the Outbox contract.
type OutboxActionNotReady struct {
	CallHash [32]byte
	ReadyAt  *big.Int
	Now      *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ActionNotReady(bytes32 callHash, uint256 readyAt, uint256 now_)
func OutboxActionNotReadyErrorID() common.Hash {
	return common.HexToHash("0x8e987311cab950fd42886091269e4e65b852ca0685ba5923ad59460c8603e8d8")
}

// UnpackActionNotReadyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ActionNotReady(bytes32 callHash, uint256 readyAt, uint256 now_)
func (outbox *Outbox) UnpackActionNotReadyError(raw []byte) (*OutboxActionNotReady, error) {
	out := new(OutboxActionNotReady)
	if err := outbox.abi.UnpackIntoInterface(out, "ActionNotReady", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxActionPending represents a ActionPending error raised by the Outbox contract.
type OutboxActionPending struct {
	CallHash [32]byte
	ReadyAt  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ActionPending(bytes32 callHash, uint256 readyAt)
func OutboxActionPendingErrorID() common.Hash {
	return common.HexToHash("0xd8560b2097dc5a0946088e5a8c035c4e5ecca300154b263a0a124524e8998697")
}

// UnpackActionPendingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ActionPending(bytes32 callHash, uint256 readyAt)
func (outbox *Outbox) UnpackActionPendingError(raw []byte) (*OutboxActionPending, error) {
	out := new(OutboxActionPending)
	if err := outbox.abi.UnpackIntoInterface(out, "ActionPending", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxActionUnknown represents a ActionUnknown error raised by the Outbox contract.
type OutboxActionUnknown struct {
	CallHash [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ActionUnknown(bytes32 callHash)
func OutboxActionUnknownErrorID() common.Hash {
	return common.HexToHash("0x19c429ec4dd43f3a91f9b2304d24ed1dd583802d5f038e0bbc8701eacf51c476")
}

// UnpackActionUnknownError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ActionUnknown(bytes32 callHash)
func (outbox *Outbox) UnpackActionUnknownError(raw []byte) (*OutboxActionUnknown, error) {
	out := new(OutboxActionUnknown)
	if err := outbox.abi.UnpackIntoInterface(out, "ActionUnknown", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxChainIdTooLarge represents a ChainIdTooLarge error raised by the Outbox contract.
type OutboxChainIdTooLarge struct {
	ChainId *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ChainIdTooLarge(uint256 chainId, uint256 maximum)
func OutboxChainIdTooLargeErrorID() common.Hash {
	return common.HexToHash("0xa12c613137f1b8c62291b23d1779dfd88d17bb525a445fdb80a08ce357067d97")
}

// UnpackChainIdTooLargeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ChainIdTooLarge(uint256 chainId, uint256 maximum)
func (outbox *Outbox) UnpackChainIdTooLargeError(raw []byte) (*OutboxChainIdTooLarge, error) {
	out := new(OutboxChainIdTooLarge)
	if err := outbox.abi.UnpackIntoInterface(out, "ChainIdTooLarge", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxDelayOutOfRange represents a DelayOutOfRange error raised by the Outbox contract.
type OutboxDelayOutOfRange struct {
	Delay   *big.Int
	Minimum *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error DelayOutOfRange(uint256 delay, uint256 minimum, uint256 maximum)
func OutboxDelayOutOfRangeErrorID() common.Hash {
	return common.HexToHash("0xdf82ba958c2d726e4a214c28fe5ced895ffb57c5b45518981f6451a847acaff2")
}

// UnpackDelayOutOfRangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error DelayOutOfRange(uint256 delay, uint256 minimum, uint256 maximum)
func (outbox *Outbox) UnpackDelayOutOfRangeError(raw []byte) (*OutboxDelayOutOfRange, error) {
	out := new(OutboxDelayOutOfRange)
	if err := outbox.abi.UnpackIntoInterface(out, "DelayOutOfRange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxGasLimitTooHigh represents a GasLimitTooHigh error raised by the Outbox contract.
type OutboxGasLimitTooHigh struct {
	GasLimit uint64
	Maximum  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error GasLimitTooHigh(uint64 gasLimit, uint256 maximum)
func OutboxGasLimitTooHighErrorID() common.Hash {
	return common.HexToHash("0xf28ba3adc2b3fd65c66a4ab8cc88c009ba00f3a2d0118568f9746bd39cc5cec2")
}

// UnpackGasLimitTooHighError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error GasLimitTooHigh(uint64 gasLimit, uint256 maximum)
func (outbox *Outbox) UnpackGasLimitTooHighError(raw []byte) (*OutboxGasLimitTooHigh, error) {
	out := new(OutboxGasLimitTooHigh)
	if err := outbox.abi.UnpackIntoInterface(out, "GasLimitTooHigh", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxInsufficientFee represents a InsufficientFee error raised by the Outbox contract.
type OutboxInsufficientFee struct {
	SentWei     *big.Int
	RequiredWei *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InsufficientFee(uint256 sentWei, uint256 requiredWei)
func OutboxInsufficientFeeErrorID() common.Hash {
	return common.HexToHash("0xa458261b25e6c4899486bdd60e6932f9a312c90ca996e36fe276f5ae4112202c")
}

// UnpackInsufficientFeeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InsufficientFee(uint256 sentWei, uint256 requiredWei)
func (outbox *Outbox) UnpackInsufficientFeeError(raw []byte) (*OutboxInsufficientFee, error) {
	out := new(OutboxInsufficientFee)
	if err := outbox.abi.UnpackIntoInterface(out, "InsufficientFee", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxLanePaused represents a LanePaused error raised by the Outbox contract.
type OutboxLanePaused struct {
	TargetChain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LanePaused(uint64 targetChain)
func OutboxLanePausedErrorID() common.Hash {
	return common.HexToHash("0xa63b788e772df143f5a7c3c10f3cd442a6c4708c63877d0de8645b30823f5c6c")
}

// UnpackLanePausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LanePaused(uint64 targetChain)
func (outbox *Outbox) UnpackLanePausedError(raw []byte) (*OutboxLanePaused, error) {
	out := new(OutboxLanePaused)
	if err := outbox.abi.UnpackIntoInterface(out, "LanePaused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxLimitOutOfRange represents a LimitOutOfRange error raised by the Outbox contract.
type OutboxLimitOutOfRange struct {
	Field   string
	Value   *big.Int
	Minimum *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LimitOutOfRange(string field, uint256 value, uint256 minimum, uint256 maximum)
func OutboxLimitOutOfRangeErrorID() common.Hash {
	return common.HexToHash("0x79192ff6683d0429287cc757b0bc75ee540091dff8034b4c0722e1afa9753bd7")
}

// UnpackLimitOutOfRangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LimitOutOfRange(string field, uint256 value, uint256 minimum, uint256 maximum)
func (outbox *Outbox) UnpackLimitOutOfRangeError(raw []byte) (*OutboxLimitOutOfRange, error) {
	out := new(OutboxLimitOutOfRange)
	if err := outbox.abi.UnpackIntoInterface(out, "LimitOutOfRange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxNoBlockHash represents a NoBlockHash error raised by the Outbox contract.
type OutboxNoBlockHash struct {
	BlockNumber *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoBlockHash(uint256 blockNumber)
func OutboxNoBlockHashErrorID() common.Hash {
	return common.HexToHash("0xf47c81c2a94e8a3f933b4cd96e6197ff06abc858635ce95786783568bb1c84f6")
}

// UnpackNoBlockHashError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoBlockHash(uint256 blockNumber)
func (outbox *Outbox) UnpackNoBlockHashError(raw []byte) (*OutboxNoBlockHash, error) {
	out := new(OutboxNoBlockHash)
	if err := outbox.abi.UnpackIntoInterface(out, "NoBlockHash", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxNotFeeOracle represents a NotFeeOracle error raised by the Outbox contract.
type OutboxNotFeeOracle struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotFeeOracle(address caller)
func OutboxNotFeeOracleErrorID() common.Hash {
	return common.HexToHash("0xa319eb55aabcfd3ae5f0f539f2d536ea56a597b3711d4799913211ec96c213c8")
}

// UnpackNotFeeOracleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotFeeOracle(address caller)
func (outbox *Outbox) UnpackNotFeeOracleError(raw []byte) (*OutboxNotFeeOracle, error) {
	out := new(OutboxNotFeeOracle)
	if err := outbox.abi.UnpackIntoInterface(out, "NotFeeOracle", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxNotGuardian represents a NotGuardian error raised by the Outbox contract.
type OutboxNotGuardian struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotGuardian(address caller)
func OutboxNotGuardianErrorID() common.Hash {
	return common.HexToHash("0xa252c151cd1ee155ad6a596fd962f839a8b963fd05f5e863eca095de2e0b08a4")
}

// UnpackNotGuardianError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotGuardian(address caller)
func (outbox *Outbox) UnpackNotGuardianError(raw []byte) (*OutboxNotGuardian, error) {
	out := new(OutboxNotGuardian)
	if err := outbox.abi.UnpackIntoInterface(out, "NotGuardian", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxNotTimelock represents a NotTimelock error raised by the Outbox contract.
type OutboxNotTimelock struct {
	Caller common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotTimelock(address caller)
func OutboxNotTimelockErrorID() common.Hash {
	return common.HexToHash("0x59f357ccbee35fd21871e08411b5b8f05724749c3928d4bcd47c6afbe3716c90")
}

// UnpackNotTimelockError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotTimelock(address caller)
func (outbox *Outbox) UnpackNotTimelockError(raw []byte) (*OutboxNotTimelock, error) {
	out := new(OutboxNotTimelock)
	if err := outbox.abi.UnpackIntoInterface(out, "NotTimelock", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxOwnableInvalidOwner represents a OwnableInvalidOwner error raised by the Outbox contract.
type OutboxOwnableInvalidOwner struct {
	Owner common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableInvalidOwner(address owner)
func OutboxOwnableInvalidOwnerErrorID() common.Hash {
	return common.HexToHash("0x1e4fbdf7f3ef8bcaa855599e3abf48b232380f183f08f6f813d9ffa5bd585188")
}

// UnpackOwnableInvalidOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableInvalidOwner(address owner)
func (outbox *Outbox) UnpackOwnableInvalidOwnerError(raw []byte) (*OutboxOwnableInvalidOwner, error) {
	out := new(OutboxOwnableInvalidOwner)
	if err := outbox.abi.UnpackIntoInterface(out, "OwnableInvalidOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxOwnableUnauthorizedAccount represents a OwnableUnauthorizedAccount error raised by the Outbox contract.
type OutboxOwnableUnauthorizedAccount struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func OutboxOwnableUnauthorizedAccountErrorID() common.Hash {
	return common.HexToHash("0x118cdaa7a341953d1887a2245fd6665d741c67c8c50581daa59e1d03373fa188")
}

// UnpackOwnableUnauthorizedAccountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func (outbox *Outbox) UnpackOwnableUnauthorizedAccountError(raw []byte) (*OutboxOwnableUnauthorizedAccount, error) {
	out := new(OutboxOwnableUnauthorizedAccount)
	if err := outbox.abi.UnpackIntoInterface(out, "OwnableUnauthorizedAccount", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxOwnershipNotRenounceable represents a OwnershipNotRenounceable error raised by the Outbox contract.
type OutboxOwnershipNotRenounceable struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnershipNotRenounceable()
func OutboxOwnershipNotRenounceableErrorID() common.Hash {
	return common.HexToHash("0x162a784670d9715f822bd46442ca5f62bb80332ad50a779aa5795da5cb6a7a45")
}

// UnpackOwnershipNotRenounceableError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnershipNotRenounceable()
func (outbox *Outbox) UnpackOwnershipNotRenounceableError(raw []byte) (*OutboxOwnershipNotRenounceable, error) {
	out := new(OutboxOwnershipNotRenounceable)
	if err := outbox.abi.UnpackIntoInterface(out, "OwnershipNotRenounceable", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxPayloadTooLong represents a PayloadTooLong error raised by the Outbox contract.
type OutboxPayloadTooLong struct {
	Size    *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PayloadTooLong(uint256 size, uint256 maximum)
func OutboxPayloadTooLongErrorID() common.Hash {
	return common.HexToHash("0x6413cbe81bc8986272ff28adf453a6a7080e81c64f124160910d521a9fbd70ad")
}

// UnpackPayloadTooLongError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PayloadTooLong(uint256 size, uint256 maximum)
func (outbox *Outbox) UnpackPayloadTooLongError(raw []byte) (*OutboxPayloadTooLong, error) {
	out := new(OutboxPayloadTooLong)
	if err := outbox.abi.UnpackIntoInterface(out, "PayloadTooLong", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxQuoteAboveMaximum represents a QuoteAboveMaximum error raised by the Outbox contract.
type OutboxQuoteAboveMaximum struct {
	Price   *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error QuoteAboveMaximum(uint256 price, uint256 maximum)
func OutboxQuoteAboveMaximumErrorID() common.Hash {
	return common.HexToHash("0xdee936bfe402ed061c00215a8fd6a8ad7763eb4e8203f4d9fda9c77990cef832")
}

// UnpackQuoteAboveMaximumError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error QuoteAboveMaximum(uint256 price, uint256 maximum)
func (outbox *Outbox) UnpackQuoteAboveMaximumError(raw []byte) (*OutboxQuoteAboveMaximum, error) {
	out := new(OutboxQuoteAboveMaximum)
	if err := outbox.abi.UnpackIntoInterface(out, "QuoteAboveMaximum", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxQuoteFallsTooFar represents a QuoteFallsTooFar error raised by the Outbox contract.
type OutboxQuoteFallsTooFar struct {
	Field   string
	Value   *big.Int
	Minimum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error QuoteFallsTooFar(string field, uint256 value, uint256 minimum)
func OutboxQuoteFallsTooFarErrorID() common.Hash {
	return common.HexToHash("0xf5094c2a60548918231e55f79f3b52fdc716805ae9a122884d74c25160d5551f")
}

// UnpackQuoteFallsTooFarError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error QuoteFallsTooFar(string field, uint256 value, uint256 minimum)
func (outbox *Outbox) UnpackQuoteFallsTooFarError(raw []byte) (*OutboxQuoteFallsTooFar, error) {
	out := new(OutboxQuoteFallsTooFar)
	if err := outbox.abi.UnpackIntoInterface(out, "QuoteFallsTooFar", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxQuoteFallsTooSoon represents a QuoteFallsTooSoon error raised by the Outbox contract.
type OutboxQuoteFallsTooSoon struct {
	Now      *big.Int
	Earliest *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error QuoteFallsTooSoon(uint256 now_, uint256 earliest)
func OutboxQuoteFallsTooSoonErrorID() common.Hash {
	return common.HexToHash("0x45585b7a47f4b70683ebdc6abb1f5eb66280367539db1d0b3c80967c334c6f28")
}

// UnpackQuoteFallsTooSoonError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error QuoteFallsTooSoon(uint256 now_, uint256 earliest)
func (outbox *Outbox) UnpackQuoteFallsTooSoonError(raw []byte) (*OutboxQuoteFallsTooSoon, error) {
	out := new(OutboxQuoteFallsTooSoon)
	if err := outbox.abi.UnpackIntoInterface(out, "QuoteFallsTooSoon", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxQuoteFieldZero represents a QuoteFieldZero error raised by the Outbox contract.
type OutboxQuoteFieldZero struct {
	Field string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error QuoteFieldZero(string field)
func OutboxQuoteFieldZeroErrorID() common.Hash {
	return common.HexToHash("0xe710a626196bdc9f2497aff1a5faa96e9fb271654f16b71cdd1d278198406872")
}

// UnpackQuoteFieldZeroError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error QuoteFieldZero(string field)
func (outbox *Outbox) UnpackQuoteFieldZeroError(raw []byte) (*OutboxQuoteFieldZero, error) {
	out := new(OutboxQuoteFieldZero)
	if err := outbox.abi.UnpackIntoInterface(out, "QuoteFieldZero", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxQuoteStale represents a QuoteStale error raised by the Outbox contract.
type OutboxQuoteStale struct {
	TargetChain uint64
	PricedAt    *big.Int
	MaxAge      *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error QuoteStale(uint64 targetChain, uint256 pricedAt, uint256 maxAge)
func OutboxQuoteStaleErrorID() common.Hash {
	return common.HexToHash("0xb252cfa07b55cf07437a8bd06fb5e4a16ada8e95d6c5f05366f1c447ad1d6a3e")
}

// UnpackQuoteStaleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error QuoteStale(uint64 targetChain, uint256 pricedAt, uint256 maxAge)
func (outbox *Outbox) UnpackQuoteStaleError(raw []byte) (*OutboxQuoteStale, error) {
	out := new(OutboxQuoteStale)
	if err := outbox.abi.UnpackIntoInterface(out, "QuoteStale", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxRecipientNotAnAddress represents a RecipientNotAnAddress error raised by the Outbox contract.
type OutboxRecipientNotAnAddress struct {
	Recipient [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RecipientNotAnAddress(bytes32 recipient)
func OutboxRecipientNotAnAddressErrorID() common.Hash {
	return common.HexToHash("0x9920e12737b9d0eee28bf39a1ae977e41e0fbeda6fbe4983bff7dc7452ceb05d")
}

// UnpackRecipientNotAnAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RecipientNotAnAddress(bytes32 recipient)
func (outbox *Outbox) UnpackRecipientNotAnAddressError(raw []byte) (*OutboxRecipientNotAnAddress, error) {
	out := new(OutboxRecipientNotAnAddress)
	if err := outbox.abi.UnpackIntoInterface(out, "RecipientNotAnAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxTargetIsThisChain represents a TargetIsThisChain error raised by the Outbox contract.
type OutboxTargetIsThisChain struct {
	TargetChain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TargetIsThisChain(uint64 targetChain)
func OutboxTargetIsThisChainErrorID() common.Hash {
	return common.HexToHash("0x1e867b26e5720e584ae277b6f8037a4dc7d12817bd4b436113ec41598aa40e2d")
}

// UnpackTargetIsThisChainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TargetIsThisChain(uint64 targetChain)
func (outbox *Outbox) UnpackTargetIsThisChainError(raw []byte) (*OutboxTargetIsThisChain, error) {
	out := new(OutboxTargetIsThisChain)
	if err := outbox.abi.UnpackIntoInterface(out, "TargetIsThisChain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxTargetUnknown represents a TargetUnknown error raised by the Outbox contract.
type OutboxTargetUnknown struct {
	TargetChain uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TargetUnknown(uint64 targetChain)
func OutboxTargetUnknownErrorID() common.Hash {
	return common.HexToHash("0xb885a2dfbff4d5be35ae1b9b4f09cec650b44fb93d944c428c5c9341a87f2ba3")
}

// UnpackTargetUnknownError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TargetUnknown(uint64 targetChain)
func (outbox *Outbox) UnpackTargetUnknownError(raw []byte) (*OutboxTargetUnknown, error) {
	out := new(OutboxTargetUnknown)
	if err := outbox.abi.UnpackIntoInterface(out, "TargetUnknown", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxWithdrawalRefused represents a WithdrawalRefused error raised by the Outbox contract.
type OutboxWithdrawalRefused struct {
	Receiver common.Address
	Amount   *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WithdrawalRefused(address receiver, uint256 amount)
func OutboxWithdrawalRefusedErrorID() common.Hash {
	return common.HexToHash("0xc5079ddbdad48a26324b50c546097c9ae01a4cd4b1efc5639b68ef6454c0d659")
}

// UnpackWithdrawalRefusedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WithdrawalRefused(address receiver, uint256 amount)
func (outbox *Outbox) UnpackWithdrawalRefusedError(raw []byte) (*OutboxWithdrawalRefused, error) {
	out := new(OutboxWithdrawalRefused)
	if err := outbox.abi.UnpackIntoInterface(out, "WithdrawalRefused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OutboxZeroAddress represents a ZeroAddress error raised by the Outbox contract.
type OutboxZeroAddress struct {
	Field string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress(string field)
func OutboxZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xeac0d389c49716e00950225b2d061b180e28fb59b99c072d274787c9e3b70914")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress(string field)
func (outbox *Outbox) UnpackZeroAddressError(raw []byte) (*OutboxZeroAddress, error) {
	out := new(OutboxZeroAddress)
	if err := outbox.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}
