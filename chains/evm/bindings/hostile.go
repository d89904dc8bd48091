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

// HostileMetaData contains all meta data concerning the Hostile contract.
var HostileMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"inbox_\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"receive\",\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"accepted\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"answer\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"arm\",\"inputs\":[{\"name\":\"callee\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"callback\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"attempts\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"handle\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sender\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"payload\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"inbox\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"least\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"promise_\",\"inputs\":[{\"name\":\"least_\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"reentered\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"set\",\"inputs\":[{\"name\":\"way_\",\"type\":\"uint8\",\"internalType\":\"enumHostile.Way\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"way\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint8\",\"internalType\":\"enumHostile.Way\"}],\"stateMutability\":\"view\"},{\"type\":\"error\",\"name\":\"InboxWithoutCode\",\"inputs\":[{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NotInbox\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"Refused\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"Starved\",\"inputs\":[{\"name\":\"got\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"promised\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}]",
	ID:  "Hostile",
	Bin: "0x60a034608657601f610dd938819003918201601f19168301916001600160401b03831184841017608a57808492602094604052833981010312608657516001600160a01b038116808203608657813b1560745750608052604051610d3a908161009f823960805181818160eb015261018e0152f35b638d07347760e01b5f5260045260245ffd5b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe608080604052600436101561001c575b50361561001a575f80fd5b005b5f3560e01c908163043458ec14610be85750806324b8ba5f14610b7e5780633522bfd01461090c5780633da3e8a8146108ab5780633f09775e1461086b5780635754a042146108305780635d6542af146107ea57806367fe5a0c146107af57806385bb7d6914610664578063ba87e7b0146101135763fb0e722b146100a1575f61000f565b3461010f575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b5f80fd5b3461010f5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f5760043567ffffffffffffffff81160361010f5760643567ffffffffffffffff811161010f57610175903690600401610c20565b505073ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016803303610635575a60ff5f541690600982101561060857600182146105da57600282146105d457600382146105d25760088214806105c7575b610595575060068114610249575b610200600254610ce0565b60025560048114610234576005811461021f5760071461021c57005b33ff5b5a62040000811161022d575ff35b620400005ff35b5a620400008111610242575ffd5b620400005ffd5b73ffffffffffffffffffffffffffffffffffffffff6006541647604051905f60075461027481610c4e565b90600181169081156105625750600114610513575b50915f939181859403925af1903d1561050b573d9167ffffffffffffffff83116104de57604051926102e360207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f8401160185610c9f565b83523d5f602085013e5b825167ffffffffffffffff81116104de57610309600454610c4e565b601f8111610470575b506020601f82116001146103b25781906103619394955f926103a7575b50507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8260011b9260031b1c19161790565b6004555b60ff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0060035416911515161760035561039f600554610ce0565b6005556101f5565b01519050858061032f565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe082169060045f527f8a35acfbc15ff81a39ae7d344fd709f28e8600b4aa8c65c6b64bfe7fe36bd19b915f5b81811061045857509583600195969710610421575b505050811b01600455610365565b01517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff60f88460031b161c19169055848080610413565b9192602060018192868b0151815501940192016103fe565b818111156103125760045f52601f820160051c7f8a35acfbc15ff81a39ae7d344fd709f28e8600b4aa8c65c6b64bfe7fe36bd19b602084106104d6575b81601f9101920160051c03905f5b8281106104c9575050610312565b5f828201556001016104bb565b5f91506104ad565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6060916102ed565b905060075f527fa66cc928b5edb82af9bd49922954155ab7b0942694bea4ce44661d9a8736c6885f905b82821061054e57505082015f610289565b60018160209254848801520191019061053d565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001685525080151502830190505f610289565b600154907fbc07dd73000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b5060015481106101e7565bfe5b5b6105d5565b7fdd61b58c000000000000000000000000000000000000000000000000000000005f5260443560045260245ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b7fa55f2811000000000000000000000000000000000000000000000000000000005f523360045260245260445ffd5b3461010f575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f57604051600454905f6106a383610c4e565b8083526020830193600181169081156107765750600114610718575b50906106cf816040930382610c9f565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f8351948593602085525180918160208701528686015e5f85828601015201168101030190f35b91905060045f527f8a35acfbc15ff81a39ae7d344fd709f28e8600b4aa8c65c6b64bfe7fe36bd19b915f905b80821061075c575090915081016020016106cf6106bf565b919260018160209254838588010152019101909291610744565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0016855250151560051b820160200190506106cf6106bf565b3461010f575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f576020600254604051908152f35b3461010f575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f5760ff5f54166040516009821015610608576020918152f35b3461010f575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f576020600554604051908152f35b3461010f575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f57602060ff600354166040519015158152f35b3461010f5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f576004356001555f80547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00166008179055005b3461010f5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f5760043573ffffffffffffffffffffffffffffffffffffffff811680910361010f5760243567ffffffffffffffff811161010f5761097c903690600401610c20565b67ffffffffffffffff81939293116104de57610999600754610c4e565b601f8111610b10575b505f601f8211600114610a535781906109ee93945f92610a485750507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8260011b9260031b1c19161790565b6007555b7fffffffffffffffffffffffff0000000000000000000000000000000000000000600654161760065560067fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5416175f555f80f35b01359050848061032f565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe082169360075f527fa66cc928b5edb82af9bd49922954155ab7b0942694bea4ce44661d9a8736c688915f5b868110610af85750836001959610610ac0575b505050811b016007556109f2565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff60f88560031b161c19910135169055838080610ab2565b90926020600181928686013581550194019101610a9f565b818111156109a25760075f52601f820160051c7fa66cc928b5edb82af9bd49922954155ab7b0942694bea4ce44661d9a8736c68860208410610b76575b81601f9101920160051c03905f5b828110610b695750506109a2565b5f82820155600101610b5b565b5f9150610b4d565b3461010f5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f57600435600981101561010f5760ff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f54169116175f555f80f35b3461010f575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261010f576020906001548152f35b9181601f8401121561010f5782359167ffffffffffffffff831161010f576020838186019501011161010f57565b90600182811c92168015610c95575b6020831014610c6857565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602260045260245ffd5b91607f1691610c5d565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff8211176104de57604052565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8114610d0d5760010190565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd",
}

// Hostile is an auto generated Go binding around an Ethereum contract.
type Hostile struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Hostile) GetABI() abi.ABI {
	return c.abi
}

// NewHostile creates a new instance of Hostile.
func NewHostile() *Hostile {
	parsed, err := HostileMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Hostile{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Hostile) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address inbox_) returns()
func (hostile *Hostile) PackConstructor(inbox_ common.Address) []byte {
	enc, err := hostile.abi.Pack("", inbox_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackAccepted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x67fe5a0c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function accepted() view returns(uint256)
func (hostile *Hostile) PackAccepted() []byte {
	enc, err := hostile.abi.Pack("accepted")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAccepted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x67fe5a0c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function accepted() view returns(uint256)
func (hostile *Hostile) TryPackAccepted() ([]byte, error) {
	return hostile.abi.Pack("accepted")
}

// UnpackAccepted is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x67fe5a0c.
//
// Solidity: function accepted() view returns(uint256)
func (hostile *Hostile) UnpackAccepted(data []byte) (*big.Int, error) {
	out, err := hostile.abi.Unpack("accepted", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackAnswer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x85bb7d69.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function answer() view returns(bytes)
func (hostile *Hostile) PackAnswer() []byte {
	enc, err := hostile.abi.Pack("answer")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAnswer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x85bb7d69.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function answer() view returns(bytes)
func (hostile *Hostile) TryPackAnswer() ([]byte, error) {
	return hostile.abi.Pack("answer")
}

// UnpackAnswer is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x85bb7d69.
//
// Solidity: function answer() view returns(bytes)
func (hostile *Hostile) UnpackAnswer(data []byte) ([]byte, error) {
	out, err := hostile.abi.Unpack("answer", data)
	if err != nil {
		return *new([]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([]byte)).(*[]byte)
	return out0, nil
}

// PackArm is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3522bfd0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function arm(address callee, bytes callback) returns()
func (hostile *Hostile) PackArm(callee common.Address, callback []byte) []byte {
	enc, err := hostile.abi.Pack("arm", callee, callback)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackArm is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3522bfd0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function arm(address callee, bytes callback) returns()
func (hostile *Hostile) TryPackArm(callee common.Address, callback []byte) ([]byte, error) {
	return hostile.abi.Pack("arm", callee, callback)
}

// PackAttempts is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5754a042.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function attempts() view returns(uint256)
func (hostile *Hostile) PackAttempts() []byte {
	enc, err := hostile.abi.Pack("attempts")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAttempts is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5754a042.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function attempts() view returns(uint256)
func (hostile *Hostile) TryPackAttempts() ([]byte, error) {
	return hostile.abi.Pack("attempts")
}

// UnpackAttempts is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5754a042.
//
// Solidity: function attempts() view returns(uint256)
func (hostile *Hostile) UnpackAttempts(data []byte) (*big.Int, error) {
	out, err := hostile.abi.Unpack("attempts", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackHandle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba87e7b0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes payload) returns()
func (hostile *Hostile) PackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) []byte {
	enc, err := hostile.abi.Pack("handle", sourceChain, sender, id, payload)
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
func (hostile *Hostile) TryPackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) ([]byte, error) {
	return hostile.abi.Pack("handle", sourceChain, sender, id, payload)
}

// PackInbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfb0e722b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function inbox() view returns(address)
func (hostile *Hostile) PackInbox() []byte {
	enc, err := hostile.abi.Pack("inbox")
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
func (hostile *Hostile) TryPackInbox() ([]byte, error) {
	return hostile.abi.Pack("inbox")
}

// UnpackInbox is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfb0e722b.
//
// Solidity: function inbox() view returns(address)
func (hostile *Hostile) UnpackInbox(data []byte) (common.Address, error) {
	out, err := hostile.abi.Unpack("inbox", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackLeast is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x043458ec.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function least() view returns(uint256)
func (hostile *Hostile) PackLeast() []byte {
	enc, err := hostile.abi.Pack("least")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLeast is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x043458ec.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function least() view returns(uint256)
func (hostile *Hostile) TryPackLeast() ([]byte, error) {
	return hostile.abi.Pack("least")
}

// UnpackLeast is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x043458ec.
//
// Solidity: function least() view returns(uint256)
func (hostile *Hostile) UnpackLeast(data []byte) (*big.Int, error) {
	out, err := hostile.abi.Unpack("least", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackPromise is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3da3e8a8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function promise_(uint256 least_) returns()
func (hostile *Hostile) PackPromise(least *big.Int) []byte {
	enc, err := hostile.abi.Pack("promise_", least)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPromise is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3da3e8a8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function promise_(uint256 least_) returns()
func (hostile *Hostile) TryPackPromise(least *big.Int) ([]byte, error) {
	return hostile.abi.Pack("promise_", least)
}

// PackReentered is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f09775e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reentered() view returns(bool)
func (hostile *Hostile) PackReentered() []byte {
	enc, err := hostile.abi.Pack("reentered")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReentered is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3f09775e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reentered() view returns(bool)
func (hostile *Hostile) TryPackReentered() ([]byte, error) {
	return hostile.abi.Pack("reentered")
}

// UnpackReentered is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3f09775e.
//
// Solidity: function reentered() view returns(bool)
func (hostile *Hostile) UnpackReentered(data []byte) (bool, error) {
	out, err := hostile.abi.Unpack("reentered", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackSet is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24b8ba5f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function set(uint8 way_) returns()
func (hostile *Hostile) PackSet(way uint8) []byte {
	enc, err := hostile.abi.Pack("set", way)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSet is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24b8ba5f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function set(uint8 way_) returns()
func (hostile *Hostile) TryPackSet(way uint8) ([]byte, error) {
	return hostile.abi.Pack("set", way)
}

// PackWay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5d6542af.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function way() view returns(uint8)
func (hostile *Hostile) PackWay() []byte {
	enc, err := hostile.abi.Pack("way")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackWay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5d6542af.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function way() view returns(uint8)
func (hostile *Hostile) TryPackWay() ([]byte, error) {
	return hostile.abi.Pack("way")
}

// UnpackWay is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5d6542af.
//
// Solidity: function way() view returns(uint8)
func (hostile *Hostile) UnpackWay(data []byte) (uint8, error) {
	out, err := hostile.abi.Unpack("way", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (hostile *Hostile) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], hostile.abi.Errors["InboxWithoutCode"].ID.Bytes()[:4]) {
		return hostile.UnpackInboxWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], hostile.abi.Errors["NotInbox"].ID.Bytes()[:4]) {
		return hostile.UnpackNotInboxError(raw[4:])
	}
	if bytes.Equal(raw[:4], hostile.abi.Errors["Refused"].ID.Bytes()[:4]) {
		return hostile.UnpackRefusedError(raw[4:])
	}
	if bytes.Equal(raw[:4], hostile.abi.Errors["Starved"].ID.Bytes()[:4]) {
		return hostile.UnpackStarvedError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// HostileInboxWithoutCode represents a InboxWithoutCode error raised by the Hostile contract.
type HostileInboxWithoutCode struct {
	Inbox common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InboxWithoutCode(address inbox)
func HostileInboxWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0x8d073477ba439e542eee8b6d04ff37a488730c23e679a4edb417fec4954419ee")
}

// UnpackInboxWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InboxWithoutCode(address inbox)
func (hostile *Hostile) UnpackInboxWithoutCodeError(raw []byte) (*HostileInboxWithoutCode, error) {
	out := new(HostileInboxWithoutCode)
	if err := hostile.abi.UnpackIntoInterface(out, "InboxWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HostileNotInbox represents a NotInbox error raised by the Hostile contract.
type HostileNotInbox struct {
	Caller common.Address
	Inbox  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotInbox(address caller, address inbox)
func HostileNotInboxErrorID() common.Hash {
	return common.HexToHash("0xa55f28111b4078b7fcf193f5e80c5b0c6b6abfa46dcb8a705f154f61972bccb7")
}

// UnpackNotInboxError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotInbox(address caller, address inbox)
func (hostile *Hostile) UnpackNotInboxError(raw []byte) (*HostileNotInbox, error) {
	out := new(HostileNotInbox)
	if err := hostile.abi.UnpackIntoInterface(out, "NotInbox", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HostileRefused represents a Refused error raised by the Hostile contract.
type HostileRefused struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Refused(bytes32 id)
func HostileRefusedErrorID() common.Hash {
	return common.HexToHash("0xdd61b58c0bf0a654e8d15abf901bddae62c9d4b6c1e459b28bc031bb0de447fa")
}

// UnpackRefusedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Refused(bytes32 id)
func (hostile *Hostile) UnpackRefusedError(raw []byte) (*HostileRefused, error) {
	out := new(HostileRefused)
	if err := hostile.abi.UnpackIntoInterface(out, "Refused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// HostileStarved represents a Starved error raised by the Hostile contract.
type HostileStarved struct {
	Got      *big.Int
	Promised *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Starved(uint256 got, uint256 promised)
func HostileStarvedErrorID() common.Hash {
	return common.HexToHash("0xbc07dd7326b6336052592c734ab8b8eefdacbcc0e1748ac360391325c6855b4a")
}

// UnpackStarvedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Starved(uint256 got, uint256 promised)
func (hostile *Hostile) UnpackStarvedError(raw []byte) (*HostileStarved, error) {
	out := new(HostileStarved)
	if err := hostile.abi.UnpackIntoInterface(out, "Starved", raw); err != nil {
		return nil, err
	}
	return out, nil
}
