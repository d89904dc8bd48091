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

// PingPongMetaData contains all meta data concerning the PingPong contract.
var PingPongMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"owner_\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"outbox_\",\"type\":\"address\",\"internalType\":\"contractIOutbox\"},{\"name\":\"inbox_\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"receive\",\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"PING\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint8\",\"internalType\":\"uint8\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"PING_FOR_PONG\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint8\",\"internalType\":\"uint8\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"PONG\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint8\",\"internalType\":\"uint8\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"PONG_GAS\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"handle\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sender\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"payload\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"inbox\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"outbox\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"contractIOutbox\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"owner\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"peers\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"ping\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"recipient\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sequence\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"data\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"pingForPong\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"recipient\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sequence\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"pingMany\",\"inputs\":[{\"name\":\"targetChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"recipient\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"gasLimit\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"firstSequence\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"count\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"data\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"payable\"},{\"type\":\"function\",\"name\":\"pongs\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"received\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"outputs\":[{\"name\":\"count\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"lastSequence\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"outOfOrder\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"duplicates\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"renounceOwnership\",\"inputs\":[],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"setPeer\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"peer\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"transferOwnership\",\"inputs\":[{\"name\":\"newOwner\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"Arrived\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"sequence\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"kind\",\"type\":\"uint8\",\"indexed\":false,\"internalType\":\"uint8\"},{\"name\":\"id\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"OwnershipTransferred\",\"inputs\":[{\"name\":\"previousOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"newOwner\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"PeerChanged\",\"inputs\":[{\"name\":\"chain\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"peer\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"FeeTooLow\",\"inputs\":[{\"name\":\"sentWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"requiredWei\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InboxWithoutCode\",\"inputs\":[{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"NotInbox\",\"inputs\":[{\"name\":\"caller\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"inbox\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableInvalidOwner\",\"inputs\":[{\"name\":\"owner\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"OwnableUnauthorizedAccount\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"PayloadMalformed\",\"inputs\":[{\"name\":\"size\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"UnknownPeer\",\"inputs\":[{\"name\":\"sourceChain\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"sender\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"expected\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}]",
	ID:  "PingPong",
	Bin: "0x60c03461013a57601f6115d638819003918201601f19168301916001600160401b0383118484101761013e5780849260609460405283398101031261013a5761004781610152565b6020820151916001600160a01b038316830361013a5760406100699101610152565b803b1561011a576080526001600160a01b0316908115610107575f80546001600160a01b031981168417825560405193916001600160a01b03909116907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a360a05261146f9081610167823960805181818161012d0152610797015260a051818181610362015281816106cb01528181610aeb01526111330152f35b631e4fbdf760e01b5f525f60045260245ffd5b638d07347760e01b5f9081526001600160a01b0391909116600452602490fd5b5f80fd5b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b038216820361013a5756fe608080604052600436101561001c575b50361561001a575f80fd5b005b5f3560e01c9081630ca9974f14610bb957508063374bc2dc14610b585780636fb55151146109ef578063715018a614610955578063884f06411461091a5780638da5cb5b146108ca578063a709ee0214610891578063af576c7a1461083a578063b8dfda7014610801578063ba87e7b014610728578063c59a2561146106ef578063ce11e6ab14610681578063e81ecb4c146105f2578063ed84d2a2146102cb578063f2fde38b146101dc578063f56c7011146101555763fb0e722b146100e3575f61000f565b34610151575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261015157602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b5f80fd5b346101515760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101515761018c610c5b565b7f071015b1275be6bcaa7b13ec5c1deadf16407f870704c8c9b455b46bb9628166602067ffffffffffffffff602435936101c4610e26565b1692835f52600182528060405f2055604051908152a2005b346101515760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101515760043573ffffffffffffffffffffffffffffffffffffffff811680910361015157610234610e26565b801561029f5773ffffffffffffffffffffffffffffffffffffffff5f54827fffffffffffffffffffffffff00000000000000000000000000000000000000008216175f55167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e05f80a3005b7f1e4fbdf7000000000000000000000000000000000000000000000000000000005f525f60045260245ffd5b60c07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610151576102fd610c5b565b602435610308610c72565b90610311610c89565b916084359367ffffffffffffffff85168095036101515760a43567ffffffffffffffff811161015157610348903690600401610ca0565b93909573ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000169285600901918260091161055157604051927fbb29b8c400000000000000000000000000000000000000000000000000000000845267ffffffffffffffff8316600485015267ffffffffffffffff871660248501526044840152602083606481885afa928315610546575f936105be575b506103fe8184610e13565b341061058557919667ffffffffffffffff16915f5b67ffffffffffffffff8116908282101561001a576001820167ffffffffffffffff81116105515767ffffffffffffffff16830361057e57610454828b610e13565b340334811161055157915b85019167ffffffffffffffff8311610551578b6020916104ba6104f29561048e8e604051958693888501610cce565b037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08101845283610d2e565b8a6040518096819482937f141f12aa0000000000000000000000000000000000000000000000000000000084528d8c60048601610dab565b03918b5af19081156105465767ffffffffffffffff92600192610518575b500116610413565b6105389060203d811161053f575b6105308183610d2e565b810190610d9c565b508c610510565b503d610526565b6040513d5f823e3d90fd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b899161045f565b61058f9083610e13565b7ff04f3db2000000000000000000000000000000000000000000000000000000005f523460045260245260445ffd5b9092506020813d6020116105ea575b816105da60209383610d2e565b81010312610151575191896103f3565b3d91506105cd565b346101515760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101515767ffffffffffffffff610632610c5b565b165f526002602052608060405f20546040519067ffffffffffffffff8116825267ffffffffffffffff8160401c16602083015267ffffffffffffffff81841c16604083015260c01c6060820152f35b34610151575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261015157602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b34610151575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261015157602060405160028152f35b346101515760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101515761075f610c5b565b60643567ffffffffffffffff81116101515761077f903690600401610ca0565b9073ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016928333036107d15761001a93506044359060243590610e91565b837fa55f2811000000000000000000000000000000000000000000000000000000005f523360045260245260445ffd5b34610151575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261015157602060405160038152f35b346101515760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101515767ffffffffffffffff61087a610c5b565b165f526001602052602060405f2054604051908152f35b34610151575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261015157602060405160018152f35b34610151575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261015157602073ffffffffffffffffffffffffffffffffffffffff5f5416604051908152f35b34610151575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610151576020604051620186a08152f35b34610151575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101515761098b610e26565b5f73ffffffffffffffffffffffffffffffffffffffff81547fffffffffffffffffffffffff000000000000000000000000000000000000000081168355167f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e08280a3005b60807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261015157610a21610c5b565b6020610a2b610c72565b610a33610c89565b927fffffffffffffffff000000000000000000000000000000000000000000000000604051947f02000000000000000000000000000000000000000000000000000000000000008587015260c01b16602185015260098452610a96602985610d2e565b610ad160405194859384937f141f12aa0000000000000000000000000000000000000000000000000000000085526024359060048601610dab565b03813473ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000165af18015610546575f90610b25575b602090604051908152f35b506020813d602011610b50575b81610b3f60209383610d2e565b810103126101515760209051610b1a565b3d9150610b32565b346101515760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101515767ffffffffffffffff610b98610c5b565b165f526003602052602067ffffffffffffffff60405f205416604051908152f35b60a07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261015157610beb610c5b565b610bf3610c72565b610bfb610c89565b9160843567ffffffffffffffff81116101515784610c2f602095610c26610a96943690600401610ca0565b91888501610cce565b037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08101865285610d2e565b6004359067ffffffffffffffff8216820361015157565b6044359067ffffffffffffffff8216820361015157565b6064359067ffffffffffffffff8216820361015157565b9181601f840112156101515782359167ffffffffffffffff8311610151576020838186019501011161015157565b909280927fffffffffffffffff0000000000000000000000000000000000000000000000006009957f0100000000000000000000000000000000000000000000000000000000000000855260c01b1660018401528483013701015f815290565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff821117610d6f57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b90816020910312610151575190565b9260a09467ffffffffffffffff6020927fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe09582601f9616885284880152166040860152608060608601528051918291826080880152018686015e5f8582860101520116010190565b8181029291811591840414171561055157565b73ffffffffffffffffffffffffffffffffffffffff5f54163303610e4657565b7f118cdaa7000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b67ffffffffffffffff1667ffffffffffffffff81146105515760010190565b93929091938215801561144f575b61140357600984106113d75783156113aa57813560f81c918460011161015157600101357fffffffffffffffff00000000000000000000000000000000000000000000000081169460087fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff82011061136c575b50509067ffffffffffffffff9184957f8329c8e88e9d4df340909359fcc25d879988e67a7b1789e4961020dd321d711260409660c01c948593169687928151908682526020820152a36003811461131d57835f52600260205260405f209160405190608082019382851067ffffffffffffffff861117610d6f576002946040525467ffffffffffffffff811683526020830167ffffffffffffffff8260401c168152604084019267ffffffffffffffff8360801c168452606085019260c01c8352600160ff82161b895f52600460205260405f20908b60c81c9167ffffffffffffffff83165f5260205260405f20549181831615155f14611299575050505067ffffffffffffffff61102681845116610e72565b1682525b5f8881526020879052604090819020945191519351925193901b6fffffffffffffffff00000000000000001667ffffffffffffffff919091161760809190911b77ffffffffffffffff00000000000000000000000000000000161760c09190911b7fffffffffffffffff00000000000000000000000000000000000000000000000016179055146110ba57505050565b604051907fffffffffffffffff00000000000000000000000000000000000000000000000060208301947f030000000000000000000000000000000000000000000000000000000000000086521660218301526009825261111c602983610d2e565b73ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690825193604051947fbb29b8c4000000000000000000000000000000000000000000000000000000008652816004870152620186a060248701526044860152602085606481865afa948515610546575f95611264575b509360a060209560047fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f6040519a8b998a9889967f141f12aa000000000000000000000000000000000000000000000000000000008852868801526024870152620186a060448701526080606487015251809181608488015260a487015e5f868583880101015201168201010301925af18015610546576112495750565b6112619060203d60201161053f576105308183610d2e565b50565b94506020853d602011611291575b8161127f60209383610d2e565b810103126101515793519360a06111a9565b3d9150611272565b8b5f52600460205267ffffffffffffffff60405f2091165f5260205260405f2091179055600167ffffffffffffffff6112d481885116610e72565b168087521180611309575b15611302575067ffffffffffffffff6112fa81855116610e72565b16835261102a565b815261102a565b5067ffffffffffffffff82511681106112df565b50505090505f52600360205260405f2067ffffffffffffffff61134281835416610e72565b167fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000825416179055565b7fffffffffffffffff00000000000000000000000000000000000000000000000060089190910360010160031b81901b909116169350806040610f12565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b837fdb845217000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff91501690815f52600160205260405f2054917f1023f271000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b5067ffffffffffffffff81165f52600160205260405f2054831415610e9f56",
}

// PingPong is an auto generated Go binding around an Ethereum contract.
type PingPong struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *PingPong) GetABI() abi.ABI {
	return c.abi
}

// NewPingPong creates a new instance of PingPong.
func NewPingPong() *PingPong {
	parsed, err := PingPongMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &PingPong{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *PingPong) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address owner_, address outbox_, address inbox_) returns()
func (pingPong *PingPong) PackConstructor(owner_ common.Address, outbox_ common.Address, inbox_ common.Address) []byte {
	enc, err := pingPong.abi.Pack("", owner_, outbox_, inbox_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackPING is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa709ee02.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function PING() view returns(uint8)
func (pingPong *PingPong) PackPING() []byte {
	enc, err := pingPong.abi.Pack("PING")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPING is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa709ee02.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function PING() view returns(uint8)
func (pingPong *PingPong) TryPackPING() ([]byte, error) {
	return pingPong.abi.Pack("PING")
}

// UnpackPING is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa709ee02.
//
// Solidity: function PING() view returns(uint8)
func (pingPong *PingPong) UnpackPING(data []byte) (uint8, error) {
	out, err := pingPong.abi.Unpack("PING", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackPINGFORPONG is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc59a2561.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function PING_FOR_PONG() view returns(uint8)
func (pingPong *PingPong) PackPINGFORPONG() []byte {
	enc, err := pingPong.abi.Pack("PING_FOR_PONG")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPINGFORPONG is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc59a2561.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function PING_FOR_PONG() view returns(uint8)
func (pingPong *PingPong) TryPackPINGFORPONG() ([]byte, error) {
	return pingPong.abi.Pack("PING_FOR_PONG")
}

// UnpackPINGFORPONG is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc59a2561.
//
// Solidity: function PING_FOR_PONG() view returns(uint8)
func (pingPong *PingPong) UnpackPINGFORPONG(data []byte) (uint8, error) {
	out, err := pingPong.abi.Unpack("PING_FOR_PONG", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackPONG is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb8dfda70.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function PONG() view returns(uint8)
func (pingPong *PingPong) PackPONG() []byte {
	enc, err := pingPong.abi.Pack("PONG")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPONG is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb8dfda70.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function PONG() view returns(uint8)
func (pingPong *PingPong) TryPackPONG() ([]byte, error) {
	return pingPong.abi.Pack("PONG")
}

// UnpackPONG is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb8dfda70.
//
// Solidity: function PONG() view returns(uint8)
func (pingPong *PingPong) UnpackPONG(data []byte) (uint8, error) {
	out, err := pingPong.abi.Unpack("PONG", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackPONGGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x884f0641.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function PONG_GAS() view returns(uint64)
func (pingPong *PingPong) PackPONGGAS() []byte {
	enc, err := pingPong.abi.Pack("PONG_GAS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPONGGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x884f0641.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function PONG_GAS() view returns(uint64)
func (pingPong *PingPong) TryPackPONGGAS() ([]byte, error) {
	return pingPong.abi.Pack("PONG_GAS")
}

// UnpackPONGGAS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x884f0641.
//
// Solidity: function PONG_GAS() view returns(uint64)
func (pingPong *PingPong) UnpackPONGGAS(data []byte) (uint64, error) {
	out, err := pingPong.abi.Unpack("PONG_GAS", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackHandle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba87e7b0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function handle(uint64 sourceChain, bytes32 sender, bytes32 id, bytes payload) returns()
func (pingPong *PingPong) PackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) []byte {
	enc, err := pingPong.abi.Pack("handle", sourceChain, sender, id, payload)
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
func (pingPong *PingPong) TryPackHandle(sourceChain uint64, sender [32]byte, id [32]byte, payload []byte) ([]byte, error) {
	return pingPong.abi.Pack("handle", sourceChain, sender, id, payload)
}

// PackInbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfb0e722b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function inbox() view returns(address)
func (pingPong *PingPong) PackInbox() []byte {
	enc, err := pingPong.abi.Pack("inbox")
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
func (pingPong *PingPong) TryPackInbox() ([]byte, error) {
	return pingPong.abi.Pack("inbox")
}

// UnpackInbox is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfb0e722b.
//
// Solidity: function inbox() view returns(address)
func (pingPong *PingPong) UnpackInbox(data []byte) (common.Address, error) {
	out, err := pingPong.abi.Unpack("inbox", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOutbox is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xce11e6ab.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function outbox() view returns(address)
func (pingPong *PingPong) PackOutbox() []byte {
	enc, err := pingPong.abi.Pack("outbox")
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
func (pingPong *PingPong) TryPackOutbox() ([]byte, error) {
	return pingPong.abi.Pack("outbox")
}

// UnpackOutbox is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xce11e6ab.
//
// Solidity: function outbox() view returns(address)
func (pingPong *PingPong) UnpackOutbox(data []byte) (common.Address, error) {
	out, err := pingPong.abi.Unpack("outbox", data)
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
func (pingPong *PingPong) PackOwner() []byte {
	enc, err := pingPong.abi.Pack("owner")
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
func (pingPong *PingPong) TryPackOwner() ([]byte, error) {
	return pingPong.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (pingPong *PingPong) UnpackOwner(data []byte) (common.Address, error) {
	out, err := pingPong.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPeers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf576c7a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function peers(uint64 sourceChain) view returns(bytes32)
func (pingPong *PingPong) PackPeers(sourceChain uint64) []byte {
	enc, err := pingPong.abi.Pack("peers", sourceChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPeers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaf576c7a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function peers(uint64 sourceChain) view returns(bytes32)
func (pingPong *PingPong) TryPackPeers(sourceChain uint64) ([]byte, error) {
	return pingPong.abi.Pack("peers", sourceChain)
}

// UnpackPeers is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xaf576c7a.
//
// Solidity: function peers(uint64 sourceChain) view returns(bytes32)
func (pingPong *PingPong) UnpackPeers(data []byte) ([32]byte, error) {
	out, err := pingPong.abi.Unpack("peers", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackPing is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0ca9974f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ping(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 sequence, bytes data) payable returns(bytes32 id)
func (pingPong *PingPong) PackPing(targetChain uint64, recipient [32]byte, gasLimit uint64, sequence uint64, data []byte) []byte {
	enc, err := pingPong.abi.Pack("ping", targetChain, recipient, gasLimit, sequence, data)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPing is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0ca9974f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ping(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 sequence, bytes data) payable returns(bytes32 id)
func (pingPong *PingPong) TryPackPing(targetChain uint64, recipient [32]byte, gasLimit uint64, sequence uint64, data []byte) ([]byte, error) {
	return pingPong.abi.Pack("ping", targetChain, recipient, gasLimit, sequence, data)
}

// UnpackPing is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0ca9974f.
//
// Solidity: function ping(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 sequence, bytes data) payable returns(bytes32 id)
func (pingPong *PingPong) UnpackPing(data []byte) ([32]byte, error) {
	out, err := pingPong.abi.Unpack("ping", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackPingForPong is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6fb55151.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pingForPong(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 sequence) payable returns(bytes32 id)
func (pingPong *PingPong) PackPingForPong(targetChain uint64, recipient [32]byte, gasLimit uint64, sequence uint64) []byte {
	enc, err := pingPong.abi.Pack("pingForPong", targetChain, recipient, gasLimit, sequence)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPingForPong is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6fb55151.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pingForPong(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 sequence) payable returns(bytes32 id)
func (pingPong *PingPong) TryPackPingForPong(targetChain uint64, recipient [32]byte, gasLimit uint64, sequence uint64) ([]byte, error) {
	return pingPong.abi.Pack("pingForPong", targetChain, recipient, gasLimit, sequence)
}

// UnpackPingForPong is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6fb55151.
//
// Solidity: function pingForPong(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 sequence) payable returns(bytes32 id)
func (pingPong *PingPong) UnpackPingForPong(data []byte) ([32]byte, error) {
	out, err := pingPong.abi.Unpack("pingForPong", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackPingMany is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xed84d2a2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pingMany(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 firstSequence, uint64 count, bytes data) payable returns()
func (pingPong *PingPong) PackPingMany(targetChain uint64, recipient [32]byte, gasLimit uint64, firstSequence uint64, count uint64, data []byte) []byte {
	enc, err := pingPong.abi.Pack("pingMany", targetChain, recipient, gasLimit, firstSequence, count, data)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPingMany is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xed84d2a2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pingMany(uint64 targetChain, bytes32 recipient, uint64 gasLimit, uint64 firstSequence, uint64 count, bytes data) payable returns()
func (pingPong *PingPong) TryPackPingMany(targetChain uint64, recipient [32]byte, gasLimit uint64, firstSequence uint64, count uint64, data []byte) ([]byte, error) {
	return pingPong.abi.Pack("pingMany", targetChain, recipient, gasLimit, firstSequence, count, data)
}

// PackPongs is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x374bc2dc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pongs(uint64 sourceChain) view returns(uint64)
func (pingPong *PingPong) PackPongs(sourceChain uint64) []byte {
	enc, err := pingPong.abi.Pack("pongs", sourceChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPongs is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x374bc2dc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pongs(uint64 sourceChain) view returns(uint64)
func (pingPong *PingPong) TryPackPongs(sourceChain uint64) ([]byte, error) {
	return pingPong.abi.Pack("pongs", sourceChain)
}

// UnpackPongs is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x374bc2dc.
//
// Solidity: function pongs(uint64 sourceChain) view returns(uint64)
func (pingPong *PingPong) UnpackPongs(data []byte) (uint64, error) {
	out, err := pingPong.abi.Unpack("pongs", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackReceived is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe81ecb4c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function received(uint64 sourceChain) view returns(uint64 count, uint64 lastSequence, uint64 outOfOrder, uint64 duplicates)
func (pingPong *PingPong) PackReceived(sourceChain uint64) []byte {
	enc, err := pingPong.abi.Pack("received", sourceChain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReceived is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe81ecb4c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function received(uint64 sourceChain) view returns(uint64 count, uint64 lastSequence, uint64 outOfOrder, uint64 duplicates)
func (pingPong *PingPong) TryPackReceived(sourceChain uint64) ([]byte, error) {
	return pingPong.abi.Pack("received", sourceChain)
}

// PingPongReceivedOutput serves as a container for the return parameters of contract
// method Received.
type PingPongReceivedOutput struct {
	Count        uint64
	LastSequence uint64
	OutOfOrder   uint64
	Duplicates   uint64
}

// UnpackReceived is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe81ecb4c.
//
// Solidity: function received(uint64 sourceChain) view returns(uint64 count, uint64 lastSequence, uint64 outOfOrder, uint64 duplicates)
func (pingPong *PingPong) UnpackReceived(data []byte) (PingPongReceivedOutput, error) {
	out, err := pingPong.abi.Unpack("received", data)
	outstruct := new(PingPongReceivedOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Count = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.LastSequence = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.OutOfOrder = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.Duplicates = *abi.ConvertType(out[3], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackRenounceOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x715018a6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function renounceOwnership() returns()
func (pingPong *PingPong) PackRenounceOwnership() []byte {
	enc, err := pingPong.abi.Pack("renounceOwnership")
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
func (pingPong *PingPong) TryPackRenounceOwnership() ([]byte, error) {
	return pingPong.abi.Pack("renounceOwnership")
}

// PackSetPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf56c7011.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setPeer(uint64 chain, bytes32 peer) returns()
func (pingPong *PingPong) PackSetPeer(chain uint64, peer [32]byte) []byte {
	enc, err := pingPong.abi.Pack("setPeer", chain, peer)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetPeer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf56c7011.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setPeer(uint64 chain, bytes32 peer) returns()
func (pingPong *PingPong) TryPackSetPeer(chain uint64, peer [32]byte) ([]byte, error) {
	return pingPong.abi.Pack("setPeer", chain, peer)
}

// PackTransferOwnership is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf2fde38b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferOwnership(address newOwner) returns()
func (pingPong *PingPong) PackTransferOwnership(newOwner common.Address) []byte {
	enc, err := pingPong.abi.Pack("transferOwnership", newOwner)
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
func (pingPong *PingPong) TryPackTransferOwnership(newOwner common.Address) ([]byte, error) {
	return pingPong.abi.Pack("transferOwnership", newOwner)
}

// PingPongArrived represents a Arrived event raised by the PingPong contract.
type PingPongArrived struct {
	SourceChain uint64
	Sequence    uint64
	Kind        uint8
	Id          [32]byte
	Raw         *types.Log // Blockchain specific contextual infos
}

const PingPongArrivedEventName = "Arrived"

// ContractEventName returns the user-defined event name.
func (PingPongArrived) ContractEventName() string {
	return PingPongArrivedEventName
}

// UnpackArrivedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Arrived(uint64 indexed sourceChain, uint64 indexed sequence, uint8 kind, bytes32 id)
func (pingPong *PingPong) UnpackArrivedEvent(log *types.Log) (*PingPongArrived, error) {
	event := "Arrived"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pingPong.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PingPongArrived)
	if len(log.Data) > 0 {
		if err := pingPong.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pingPong.abi.Events[event].Inputs {
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

// PingPongOwnershipTransferred represents a OwnershipTransferred event raised by the PingPong contract.
type PingPongOwnershipTransferred struct {
	PreviousOwner common.Address
	NewOwner      common.Address
	Raw           *types.Log // Blockchain specific contextual infos
}

const PingPongOwnershipTransferredEventName = "OwnershipTransferred"

// ContractEventName returns the user-defined event name.
func (PingPongOwnershipTransferred) ContractEventName() string {
	return PingPongOwnershipTransferredEventName
}

// UnpackOwnershipTransferredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)
func (pingPong *PingPong) UnpackOwnershipTransferredEvent(log *types.Log) (*PingPongOwnershipTransferred, error) {
	event := "OwnershipTransferred"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pingPong.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PingPongOwnershipTransferred)
	if len(log.Data) > 0 {
		if err := pingPong.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pingPong.abi.Events[event].Inputs {
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

// PingPongPeerChanged represents a PeerChanged event raised by the PingPong contract.
type PingPongPeerChanged struct {
	Chain uint64
	Peer  [32]byte
	Raw   *types.Log // Blockchain specific contextual infos
}

const PingPongPeerChangedEventName = "PeerChanged"

// ContractEventName returns the user-defined event name.
func (PingPongPeerChanged) ContractEventName() string {
	return PingPongPeerChangedEventName
}

// UnpackPeerChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PeerChanged(uint64 indexed chain, bytes32 peer)
func (pingPong *PingPong) UnpackPeerChangedEvent(log *types.Log) (*PingPongPeerChanged, error) {
	event := "PeerChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pingPong.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PingPongPeerChanged)
	if len(log.Data) > 0 {
		if err := pingPong.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pingPong.abi.Events[event].Inputs {
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
func (pingPong *PingPong) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], pingPong.abi.Errors["FeeTooLow"].ID.Bytes()[:4]) {
		return pingPong.UnpackFeeTooLowError(raw[4:])
	}
	if bytes.Equal(raw[:4], pingPong.abi.Errors["InboxWithoutCode"].ID.Bytes()[:4]) {
		return pingPong.UnpackInboxWithoutCodeError(raw[4:])
	}
	if bytes.Equal(raw[:4], pingPong.abi.Errors["NotInbox"].ID.Bytes()[:4]) {
		return pingPong.UnpackNotInboxError(raw[4:])
	}
	if bytes.Equal(raw[:4], pingPong.abi.Errors["OwnableInvalidOwner"].ID.Bytes()[:4]) {
		return pingPong.UnpackOwnableInvalidOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], pingPong.abi.Errors["OwnableUnauthorizedAccount"].ID.Bytes()[:4]) {
		return pingPong.UnpackOwnableUnauthorizedAccountError(raw[4:])
	}
	if bytes.Equal(raw[:4], pingPong.abi.Errors["PayloadMalformed"].ID.Bytes()[:4]) {
		return pingPong.UnpackPayloadMalformedError(raw[4:])
	}
	if bytes.Equal(raw[:4], pingPong.abi.Errors["UnknownPeer"].ID.Bytes()[:4]) {
		return pingPong.UnpackUnknownPeerError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// PingPongFeeTooLow represents a FeeTooLow error raised by the PingPong contract.
type PingPongFeeTooLow struct {
	SentWei     *big.Int
	RequiredWei *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error FeeTooLow(uint256 sentWei, uint256 requiredWei)
func PingPongFeeTooLowErrorID() common.Hash {
	return common.HexToHash("0xf04f3db281357fe66c8cdb6010552fb4fc5fa45b6647fc12b290172e5583e248")
}

// UnpackFeeTooLowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error FeeTooLow(uint256 sentWei, uint256 requiredWei)
func (pingPong *PingPong) UnpackFeeTooLowError(raw []byte) (*PingPongFeeTooLow, error) {
	out := new(PingPongFeeTooLow)
	if err := pingPong.abi.UnpackIntoInterface(out, "FeeTooLow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PingPongInboxWithoutCode represents a InboxWithoutCode error raised by the PingPong contract.
type PingPongInboxWithoutCode struct {
	Inbox common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InboxWithoutCode(address inbox)
func PingPongInboxWithoutCodeErrorID() common.Hash {
	return common.HexToHash("0x8d073477ba439e542eee8b6d04ff37a488730c23e679a4edb417fec4954419ee")
}

// UnpackInboxWithoutCodeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InboxWithoutCode(address inbox)
func (pingPong *PingPong) UnpackInboxWithoutCodeError(raw []byte) (*PingPongInboxWithoutCode, error) {
	out := new(PingPongInboxWithoutCode)
	if err := pingPong.abi.UnpackIntoInterface(out, "InboxWithoutCode", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PingPongNotInbox represents a NotInbox error raised by the PingPong contract.
type PingPongNotInbox struct {
	Caller common.Address
	Inbox  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotInbox(address caller, address inbox)
func PingPongNotInboxErrorID() common.Hash {
	return common.HexToHash("0xa55f28111b4078b7fcf193f5e80c5b0c6b6abfa46dcb8a705f154f61972bccb7")
}

// UnpackNotInboxError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotInbox(address caller, address inbox)
func (pingPong *PingPong) UnpackNotInboxError(raw []byte) (*PingPongNotInbox, error) {
	out := new(PingPongNotInbox)
	if err := pingPong.abi.UnpackIntoInterface(out, "NotInbox", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PingPongOwnableInvalidOwner represents a OwnableInvalidOwner error raised by the PingPong contract.
type PingPongOwnableInvalidOwner struct {
	Owner common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableInvalidOwner(address owner)
func PingPongOwnableInvalidOwnerErrorID() common.Hash {
	return common.HexToHash("0x1e4fbdf7f3ef8bcaa855599e3abf48b232380f183f08f6f813d9ffa5bd585188")
}

// UnpackOwnableInvalidOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableInvalidOwner(address owner)
func (pingPong *PingPong) UnpackOwnableInvalidOwnerError(raw []byte) (*PingPongOwnableInvalidOwner, error) {
	out := new(PingPongOwnableInvalidOwner)
	if err := pingPong.abi.UnpackIntoInterface(out, "OwnableInvalidOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PingPongOwnableUnauthorizedAccount represents a OwnableUnauthorizedAccount error raised by the PingPong contract.
type PingPongOwnableUnauthorizedAccount struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func PingPongOwnableUnauthorizedAccountErrorID() common.Hash {
	return common.HexToHash("0x118cdaa7a341953d1887a2245fd6665d741c67c8c50581daa59e1d03373fa188")
}

// UnpackOwnableUnauthorizedAccountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnableUnauthorizedAccount(address account)
func (pingPong *PingPong) UnpackOwnableUnauthorizedAccountError(raw []byte) (*PingPongOwnableUnauthorizedAccount, error) {
	out := new(PingPongOwnableUnauthorizedAccount)
	if err := pingPong.abi.UnpackIntoInterface(out, "OwnableUnauthorizedAccount", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PingPongPayloadMalformed represents a PayloadMalformed error raised by the PingPong contract.
type PingPongPayloadMalformed struct {
	Size *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PayloadMalformed(uint256 size)
func PingPongPayloadMalformedErrorID() common.Hash {
	return common.HexToHash("0xdb8452176676424c28ee34d26a6bd6c2e0703536c1bf6cedce320a90b47d8b97")
}

// UnpackPayloadMalformedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PayloadMalformed(uint256 size)
func (pingPong *PingPong) UnpackPayloadMalformedError(raw []byte) (*PingPongPayloadMalformed, error) {
	out := new(PingPongPayloadMalformed)
	if err := pingPong.abi.UnpackIntoInterface(out, "PayloadMalformed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PingPongUnknownPeer represents a UnknownPeer error raised by the PingPong contract.
type PingPongUnknownPeer struct {
	SourceChain uint64
	Sender      [32]byte
	Expected    [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownPeer(uint64 sourceChain, bytes32 sender, bytes32 expected)
func PingPongUnknownPeerErrorID() common.Hash {
	return common.HexToHash("0x1023f2717b03e0c48a100079dbbc958e84cec163575dc047ce2ec963f87a3aac")
}

// UnpackUnknownPeerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownPeer(uint64 sourceChain, bytes32 sender, bytes32 expected)
func (pingPong *PingPong) UnpackUnknownPeerError(raw []byte) (*PingPongUnknownPeer, error) {
	out := new(PingPongUnknownPeer)
	if err := pingPong.abi.UnpackIntoInterface(out, "UnknownPeer", raw); err != nil {
		return nil, err
	}
	return out, nil
}
