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

// RejectorMetaData contains all meta data concerning the Rejector contract.
var RejectorMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"inbox_\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"accepted\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"accepting\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"handle\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sender\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"payload\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"inbox\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"setAccepting\",\"inputs\":[{\"name\":\"accepting_\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"error\",\"name\":\"InboxWithoutCode\",\"inputs\":[{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NotInbox\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"Rejected\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}]",
	ID:  "Rejector",
	Bin: "0x60a034608657601f61043838819003918201601f19168301916001600160401b03831184841017608a57808492602094604052833981010312608657516001600160a01b038116808203608657813b1560745750608052604051610399908161009f8239608051818181609a01526101ec0152f35b638d07347760e01b5f5260045260245ffd5b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe60806040526004361015610011575f80fd5b5f3560e01c80637fcd4ecf14610317578063ba87e7b014610162578063d7e7d01c14610101578063e6205b91146100c25763fb0e722b14610050575f80fd5b346100be575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100be57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b5f80fd5b346100be575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100be57602060ff5f54166040519015158152f35b346100be5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100be5767ffffffffffffffff610141610382565b165f526001602052602067ffffffffffffffff60405f205416604051908152f35b346100be5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100be57610199610382565b60643567ffffffffffffffff81116100be57366023820112156100be57806004013567ffffffffffffffff81116100be57369101602401116100be5773ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016908133036102e75767ffffffffffffffff9060ff5f5416156102b557165f52600160205260405f20805467ffffffffffffffff811667ffffffffffffffff81146102885767ffffffffffffffff60017fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000092011691161790555f80f35b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b7f41f4baa5000000000000000000000000000000000000000000000000000000005f521660045260443560245260445ffd5b507fa55f2811000000000000000000000000000000000000000000000000000000005f523360045260245260445ffd5b346100be5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126100be576004358015158091036100be5760ff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f54169116175f555f80f35b6004359067ffffffffffffffff821682036100be5756",
}

// Rejector is an auto generated Go binding around an Ethereum contract.
type Rejector struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Rejector) GetABI() abi.ABI {
	return c.abi
}

// NewRejector creates a new instance of Rejector.
func NewRejector() *Rejector {
	parsed, err := RejectorMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Rejector{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Rejector) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address inbox_) returns()
func (rejector *Rejector) PackConstructor(inbox_ common.Address) []byte {
	enc, err := rejector.abi.Pack("", inbox_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackAccepted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd7e7d01c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function accepted(uint64 sourceChain) view returns(uint64)
func (rejector *Rejector) PackAccepted(sourceChain uint64) []byte {
	enc, err := rejector.abi.Pack("accepted", sourceChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAccepted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd7e7d01c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function accepted(uint64 sourceChain) view returns(uint64)
func (rejector *Rejector) TryPackAccepted(sourceChain uint64) ([]byte, error) {
	return rejector.abi.Pack("accepted", sourceChain)
}

// UnpackAccepted is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd7e7d01c.
//
// Solidity: function accepted(uint64 sourceChain) view returns(uint64)
func (rejector *Rejector) UnpackAccepted(data []byte) (uint64, error) {
	out, err := rejector.abi.Unpack("accepted", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackAccepting is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe6205b91.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function accepting() view returns(bool)
func (rejector *Rejector) PackAccepting() []byte {
	enc, err := rejector.abi.Pack("accepting")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAccepting is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe6205b91.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function accepting() view returns(bool)
func (rejector *Rejector) TryPackAccepting() ([]byte, error) {
	return rejector.abi.Pack("accepting")
}

// UnpackAccepting is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe6205b91.
//
// Solidity: function accepting() view returns(bool)
func (rejector *Rejector) UnpackAccepting(data []byte) (bool, error) {
	out, err := rejector.abi.Unpack("accepting", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackHandle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba87e7b0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes payload) returns()
func (rejector *Rejector) PackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) []byte {
	enc, err := rejector.abi.Pack("handle", sourceChain, sender, id, payload)
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
func (rejector *Rejector) TryPackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) ([]byte, error) {
	return rejector.abi.Pack("handle", sourceChain, sender, id, payload)
}

// PackInbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfb0e722b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function inbox() view returns(address)
func (rejector *Rejector) PackInbox() []byte {
	enc, err := rejector.abi.Pack("inbox")
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
func (rejector *Rejector) TryPackInbox() ([]byte, error) {
	return rejector.abi.Pack("inbox")
}

// UnpackInbox is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfb0e722b.
//
// Solidity: function inbox() view returns(address)
func (rejector *Rejector) UnpackInbox(data []byte) (common.Address, error) {
	out, err := rejector.abi.Unpack("inbox", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackSetAccepting is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7fcd4ecf.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setAccepting(bool accepting_) returns()
func (rejector *Rejector) PackSetAccepting(accepting bool) []byte {
	enc, err := rejector.abi.Pack("setAccepting", accepting)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetAccepting is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7fcd4ecf.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setAccepting(bool accepting_) returns()
func (rejector *Rejector) TryPackSetAccepting(accepting bool) ([]byte, error) {
	return rejector.abi.Pack("setAccepting", accepting)
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (rejector *Rejector) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], rejector.abi.Errors["InboxWithoutCode"].ID.Bytes()[:4]) {
		return rejector.UnpackInboxWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], rejector.abi.Errors["NotInbox"].ID.Bytes()[:4]) {
		return rejector.UnpackNotInboxError(raw[4:])
	}
	if bytes.Equal(raw[:4], rejector.abi.Errors["Rejected"].ID.Bytes()[:4]) {
		return rejector.UnpackRejectedError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// RejectorInboxWithoutCode represents a InboxWithoutCode error raised by the Rejector contract.
type RejectorInboxWithoutCode struct {
	Inbox common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InboxWithoutCode(address inbox)
func RejectorInboxWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0x8d073477ba439e542eee8b6d04ff37a488730c23e679a4edb417fec4954419ee")
}

// UnpackInboxWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InboxWithoutCode(address inbox)
func (rejector *Rejector) UnpackInboxWithoutCodeError(raw []byte) (*RejectorInboxWithoutCode, error) {
	out := new(RejectorInboxWithoutCode)
	if err := rejector.abi.UnpackIntoInterface(out, "InboxWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RejectorNotInbox represents a NotInbox error raised by the Rejector contract.
type RejectorNotInbox struct {
	Caller common.Address
	Inbox  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotInbox(address caller, address inbox)
func RejectorNotInboxErrorID() common.Hash {
	return common.HexToHash("0xa55f28111b4078b7fcf193f5e80c5b0c6b6abfa46dcb8a705f154f61972bccb7")
}

// UnpackNotInboxError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotInbox(address caller, address inbox)
func (rejector *Rejector) UnpackNotInboxError(raw []byte) (*RejectorNotInbox, error) {
	out := new(RejectorNotInbox)
	if err := rejector.abi.UnpackIntoInterface(out, "NotInbox", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RejectorRejected represents a Rejected error raised by the Rejector contract.
type RejectorRejected struct {
	SourceChain uint64
	Id          [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Rejected(uint64 sourceChain, bytes32 id)
func RejectorRejectedErrorID() common.Hash {
	return common.HexToHash("0x41f4baa54005369595f32b7a7a755a2c655b81674d908e2fecbba146c466530b")
}

// UnpackRejectedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Rejected(uint64 sourceChain, bytes32 id)
func (rejector *Rejector) UnpackRejectedError(raw []byte) (*RejectorRejected, error) {
	out := new(RejectorRejected)
	if err := rejector.abi.UnpackIntoInterface(out, "Rejected", raw); err != nil {
		return nil, err
	}
	return out, nil
}
