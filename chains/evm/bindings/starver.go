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

// StarverFound is an auto generated low-level Go binding around an user-defined struct.
type StarverFound struct {
	Refused   *big.Int
	Served    *big.Int
	Starved   *big.Int
	Least     *big.Int
	StarvedAt *big.Int
}

// StarverMetaData contains all meta data concerning the Starver contract.
var StarverMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"attempt\",\"inputs\":[{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"contractInbox\"},{\"name\":\"data\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"ids\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"},{\"name\":\"gas_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"search\",\"inputs\":[{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"contractInbox\"},{\"name\":\"data\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"ids\",\"type\":\"bytes32[]\",\"internalType\":\"bytes32[]\"},{\"name\":\"first\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"step\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"count\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[{\"name\":\"found\",\"type\":\"tuple\",\"internalType\":\"structStarver.Found\",\"components\":[{\"name\":\"refused\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"served\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"starved\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"least\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"starvedAt\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}],\"stateMutability\":\"nonpayable\"},{\"type\":\"error\",\"name\":\"Tried\",\"inputs\":[{\"name\":\"outcome\",\"type\":\"uint8\",\"internalType\":\"enumStarver.Outcome\"}]},{\"type\":\"error\",\"name\":\"WithoutAnswer\",\"inputs\":[]}]",
	ID:  "Starver",
	Bin: "0x608080604052346015576108d6908161001a8239f35b5f80fdfe60806040526004361015610011575f80fd5b5f3560e01c806371171a041461027e57637a26c7ab1461002f575f80fd5b3461027a5760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261027a576100666104c7565b60243567ffffffffffffffff811161027a576100869036906004016104ea565b9190610090610518565b9260643567ffffffffffffffff811161027a576100b190369060040161052f565b6040519560c43595929060a0880167ffffffffffffffff81118982101761024d576040525f88525f60208901525f60408901525f60608901525f60808901525f5b87811061012d5760a0896080604051918051835260208101516020840152604081015160408401526060810151606084015201516080820152f35b60a435810281810460a43514821517156102205761014d90608435610560565b9061015d828686868b8d8c610638565b9160038310156101f357600283600194156101e2575b828d868314806101c8575b6101bd575b505014806101a3575b610198575b50016100f2565b60808b01525f610191565b5060408b01516101b28161060b565b60408d01521561018c565b60600152828d610183565b5060208101516101d78161060b565b60208301521561017e565b6101ec8d5161060b565b8d52610173565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b5f80fd5b3461027a5760a07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261027a576102b56104c7565b60243567ffffffffffffffff811161027a576102d59036906004016104ea565b6102dd610518565b9260643567ffffffffffffffff811161027a576102fe90369060040161052f565b9290916084355a6103128260051c83610560565b90620186a08201809211610220571061049f575f928373ffffffffffffffffffffffffffffffffffffffff819416809883604051948592833781018381520393f161035b6105ae565b501561047357909267ffffffffffffffff16905f5b84811015610446576040517ff02bf7410000000000000000000000000000000000000000000000000000000081528360048201528160051b8301356024820152602081604481885afa90811561043b575f91610401575b506103d457600101610370565b7f96bc1199000000000000000000000000000000000000000000000000000000005f52600260045260245ffd5b90506020813d8211610433575b8161041b6020938361056d565b8101031261027a5751801515810361027a57866103c7565b3d915061040e565b6040513d5f823e3d90fd5b7f96bc1199000000000000000000000000000000000000000000000000000000005f52600160045260245ffd5b7f96bc1199000000000000000000000000000000000000000000000000000000005f525f60045260245ffd5b7f21850b58000000000000000000000000000000000000000000000000000000005f5260045ffd5b6004359073ffffffffffffffffffffffffffffffffffffffff8216820361027a57565b9181601f8401121561027a5782359167ffffffffffffffff831161027a576020838186019501011161027a57565b6044359067ffffffffffffffff8216820361027a57565b9181601f8401121561027a5782359167ffffffffffffffff831161027a576020808501948460051b01011161027a57565b9190820180921161022057565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff82111761024d57604052565b3d15610606573d9067ffffffffffffffff821161024d57604051916105fb60207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f840116018461056d565b82523d5f602084013e565b606090565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff81146102205760010190565b959094939291303b1561027a577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f8267ffffffffffffffff93604051997f71171a04000000000000000000000000000000000000000000000000000000008b5273ffffffffffffffffffffffffffffffffffffffff5f9c1660048c015260a060248c01528160a48c015260c48b01375f60c4828b01015201168601921660448601527ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc60c4868403010160648601528360c48301527f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff841161027a5760c4859360209385935f9760051b809360e48401376084850152010103018183305af190816108c1575b506108995761076d6105ae565b80516024811490811591610822575b506107fa578051602310156107cd576043015160f81c9060038210156107a0575090565b807f4e487b7100000000000000000000000000000000000000000000000000000000602492526021600452fd5b6024827f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b6004827f21850b58000000000000000000000000000000000000000000000000000000008152fd5b7f96bc11990000000000000000000000000000000000000000000000000000000091507fffffffff000000000000000000000000000000000000000000000000000000009060208401518281169160048110610884575b50501614155f61077c565b839250829060040360031b1b16165f80610879565b807f21850b580000000000000000000000000000000000000000000000000000000060049252fd5b6108ce9192505f9061056d565b5f905f61076056",
}

// Starver is an auto generated Go binding around an Ethereum contract.
type Starver struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Starver) GetABI() abi.ABI {
	return c.abi
}

// NewStarver creates a new instance of Starver.
func NewStarver() *Starver {
	parsed, err := StarverMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Starver{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Starver) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackAttempt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x71171a04.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function attempt(address inbox, bytes data, uint64 sourceChain, bytes32[] ids, uint256 gas_) returns()
func (starver *Starver) PackAttempt(inbox common.Address, data []byte, sourceChain uint64, ids [][32]byte, gas *big.Int) []byte {
	enc, err := starver.abi.Pack("attempt", inbox, data, sourceChain, ids, gas)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAttempt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x71171a04.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function attempt(address inbox, bytes data, uint64 sourceChain, bytes32[] ids, uint256 gas_) returns()
func (starver *Starver) TryPackAttempt(inbox common.Address, data []byte, sourceChain uint64, ids [][32]byte, gas *big.Int) ([]byte, error) {
	return starver.abi.Pack("attempt", inbox, data, sourceChain, ids, gas)
}

// PackSearch is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7a26c7ab.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function search(address inbox, bytes data, uint64 sourceChain, bytes32[] ids, uint256 first, uint256 step, uint256 count) returns((uint256,uint256,uint256,uint256,uint256) found)
func (starver *Starver) PackSearch(inbox common.Address, data []byte, sourceChain uint64, ids [][32]byte, first *big.Int, step *big.Int, count *big.Int) []byte {
	enc, err := starver.abi.Pack("search", inbox, data, sourceChain, ids, first, step, count)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSearch is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7a26c7ab.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function search(address inbox, bytes data, uint64 sourceChain, bytes32[] ids, uint256 first, uint256 step, uint256 count) returns((uint256,uint256,uint256,uint256,uint256) found)
func (starver *Starver) TryPackSearch(inbox common.Address, data []byte, sourceChain uint64, ids [][32]byte, first *big.Int, step *big.Int, count *big.Int) ([]byte, error) {
	return starver.abi.Pack("search", inbox, data, sourceChain, ids, first, step, count)
}

// UnpackSearch is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7a26c7ab.
//
// Solidity: function search(address inbox, bytes data, uint64 sourceChain, bytes32[] ids, uint256 first, uint256 step, uint256 count) returns((uint256,uint256,uint256,uint256,uint256) found)
func (starver *Starver) UnpackSearch(data []byte) (StarverFound, error) {
	out, err := starver.abi.Unpack("search", data)
	if err != nil {
		return *new(StarverFound), err
	}
	out0 := *abi.ConvertType(out[0], new(StarverFound)).(*StarverFound)
	return out0, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (starver *Starver) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], starver.abi.Errors["Tried"].ID.Bytes()[:4]) {
		return starver.UnpackTriedError(raw[4:])
	}
	if bytes.Equal(raw[:4], starver.abi.Errors["WithoutAnswer"].ID.Bytes()[:4]) {
		return starver.UnpackWithoutAnswerError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// StarverTried represents a Tried error raised by the Starver contract.
type StarverTried struct {
	Outcome uint8
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Tried(uint8 outcome)
func StarverTriedErrorID() common.Hash {
	return common.HexToHash("0x96bc1199aca4ba896ec9fce7f8440c765287ca30aa094e08d7d9f617e7819fe6")
}

// UnpackTriedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Tried(uint8 outcome)
func (starver *Starver) UnpackTriedError(raw []byte) (*StarverTried, error) {
	out := new(StarverTried)
	if err := starver.abi.UnpackIntoInterface(out, "Tried", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StarverWithoutAnswer represents a WithoutAnswer error raised by the Starver contract.
type StarverWithoutAnswer struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WithoutAnswer()
func StarverWithoutAnswerErrorID() common.Hash {
	return common.HexToHash("0x21850b58215e1a725440c538a990072002fac04cc4c900275e51d4e77e79139f")
}

// UnpackWithoutAnswerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WithoutAnswer()
func (starver *Starver) UnpackWithoutAnswerError(raw []byte) (*StarverWithoutAnswer, error) {
	out := new(StarverWithoutAnswer)
	if err := starver.abi.UnpackIntoInterface(out, "WithoutAnswer", raw); err != nil {
		return nil, err
	}
	return out, nil
}
