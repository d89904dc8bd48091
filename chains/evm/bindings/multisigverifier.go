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

// MultisigVerifierMetaData contains all meta data concerning the MultisigVerifier contract.
var MultisigVerifierMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"signers_\",\"type\":\"address[]\",\"internalType\":\"address[]\"},{\"name\":\"threshold_\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"devnet_\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"devnet\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"bool\",\"internalType\":\"bool\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"eip712Domain\",\"inputs\":[],\"outputs\":[{\"name\":\"fields\",\"type\":\"bytes1\",\"internalType\":\"bytes1\"},{\"name\":\"name\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"version\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"chainId\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"verifyingContract\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"salt\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"extensions\",\"type\":\"uint256[]\",\"internalType\":\"uint256[]\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"epoch\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint64\",\"internalType\":\"uint64\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"rotate\",\"inputs\":[{\"name\":\"signers_\",\"type\":\"address[]\",\"internalType\":\"address[]\"},{\"name\":\"threshold_\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"currentSignatures\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"newSignatures\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"signers\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address[]\",\"internalType\":\"address[]\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"threshold\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"verify\",\"inputs\":[{\"name\":\"laneId\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"inbox\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"nonce\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"accumulator\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"attestation\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes4\",\"internalType\":\"bytes4\"}],\"stateMutability\":\"view\"},{\"type\":\"event\",\"name\":\"EIP712DomainChanged\",\"inputs\":[],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Rotated\",\"inputs\":[{\"name\":\"epoch\",\"type\":\"uint64\",\"indexed\":true,\"internalType\":\"uint64\"},{\"name\":\"signers\",\"type\":\"address[]\",\"indexed\":false,\"internalType\":\"address[]\"},{\"name\":\"threshold\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"AttestationLength\",\"inputs\":[{\"name\":\"length\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"multipleOf\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"InvalidShortString\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"SetNotStored\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"SignatureInvalid\",\"inputs\":[{\"name\":\"index\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SignatureMalleable\",\"inputs\":[{\"name\":\"index\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"SignaturesNotAscending\",\"inputs\":[{\"name\":\"index\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"signer\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"SignersNotAscending\",\"inputs\":[{\"name\":\"index\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"signer\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"StringTooLong\",\"inputs\":[{\"name\":\"str\",\"type\":\"string\",\"internalType\":\"string\"}]},{\"type\":\"error\",\"name\":\"ThresholdOutOfRange\",\"inputs\":[{\"name\":\"threshold\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"minimum\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"TooFewSignatures\",\"inputs\":[{\"name\":\"count\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"threshold\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"TooManySigners\",\"inputs\":[{\"name\":\"count\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"maximum\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"UnknownSigner\",\"inputs\":[{\"name\":\"index\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"recovered\",\"type\":\"address\",\"internalType\":\"address\"}]}]",
	ID:  "MultisigVerifier",
	Bin: "0x61018080604052346104bb576117b5803803809161001d82856104df565b833981016060828203126104bb5781516001600160401b0381116104bb5782019181601f840112156104bb578251926001600160401b03841161043f578360051b926040519461007060208601876104df565b85526020850191602083958201019182116104bb57602001915b8183106104bf5750505060406020820151910151801515908181036104bb576040516100b76040826104df565b60088152602081019067436174656e61727960c01b8252604051916100dd6040846104df565b600183526020830191603160f81b83526100f681610502565b6101205261010384610502565b61014052519020918260e05251902080610100524660a0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261016c60c0826104df565b5190206080523060c05261016052156104b25760ff60015b1680821080156104a8575b61048d575082516040811161047657506040516101ad6020826104df565b5f80825291825b8551841015610268576001600160a01b036101cf858861056d565b51166001600160a01b03909116101561023d57600160206102346014826101f6888b61056d565b5196858060a01b038816976040519582879351918291018585015e820190878060601b03199060601b16838201520301600b198101845201826104df565b930192916101b4565b826001600160a01b03610250828861056d565b51169063bf022a4560e01b5f5260045260245260445ffd5b50848483805160018101809111610462576102d8602b60209360405194859181830195606160f81b875261ffff60f01b9060f01b1660218401526680600a5f395ff360c81b60238401525f602a8401528051918291018484015e81015f838201520301601f1981018452836104df565b90516001600160a01b03915ff016928315610453578251604051608081019591906001600160401b0387118188101761043f57604096875282815260ff8281166020830152841687820152600160609182018190526002805460a887901b60ff60a81b1660a09590951b60ff60a01b16600160b01b600160f01b03199096166001600160f01b0319909116179490941792909217600160b01b17909255855186815294519585018690529490840192905f5b81811061042157867f5986fee85bdefe36d219cb3d6c971d4c5b503f528d4603af7cfd7c18ec3a36ac8780888860208301520390a260405161121f908161059682396080518161113c015260a051816111f9015260c0518161110d015260e0518161118b015261010051816111b1015261012051816108f30152610140518161091c0152610160518181816103a00152610b460152f35b825160a088901b88900316855260209485019490920191860161038a565b634e487b7160e01b5f52604160045260245ffd5b630c554f9f60e11b5f5260045ffd5b634e487b7160e01b5f52601160045260245ffd5b63118587f960e21b5f52600452604060245260445ffd5b835191630b05b5af60e41b5f5260045260245260445260645ffd5b508351821161018f565b60ff6002610184565b5f80fd5b82516001600160a01b03811681036104bb5781526020928301920161008a565b601f909101601f19168101906001600160401b0382119082101761043f57604052565b601f81511161052d57602081519101516020821061051e571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fd5b80518210156105815760209160051b010190565b634e487b7160e01b5f52603260045260245ffdfe6080806040526004361015610012575f80fd5b5f3560e01c908163202ac07514610b135750806342cde4e814610ad257806346f0975a146109ef57806384b0196e146108bd578063900cf0cf14610875578063d18a1ab7146101af5763fea2f48914610069575f80fd5b346101ab5760a07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ab5760443567ffffffffffffffff81168091036101ab576084359067ffffffffffffffff82116101ab576100d1610181923690600401610bf7565b916101526100dd610cc7565b9167ffffffffffffffff6060840151166040519060208201927f2feddfcd6a17dd29d606668ed59a97869b1c3174c7b1906847a7bc07ea484feb845260043560408401526024356060840152608083015260643560a083015260c082015260c0815261014a60e082610c6e565b519020610d7f565b9073ffffffffffffffffffffffffffffffffffffffff8151169060ff6040816020840151169201511691610ded565b60206040517ffea2f489000000000000000000000000000000000000000000000000000000008152f35b5f80fd5b346101ab5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ab5760043567ffffffffffffffff81116101ab57366023820112156101ab5780600401359067ffffffffffffffff82116101ab576024808201918360051b0101913683116101ab576024359060443567ffffffffffffffff81116101ab57610248903690600401610bf7565b909460643567ffffffffffffffff81116101ab5761026a903690600401610bf7565b91610273610cc7565b90600167ffffffffffffffff606084015116019467ffffffffffffffff8611610781576040519960208b01809b8b9c5f5b8b811061083f575060609c9d5091816102ec61034593610375979695037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08101835282610c6e565b5190208b6040519d8e60208101937f21150e87c4e14e18649ada52ce22949aab4a781dc16754b37af2d20f2e99a40b85526040820152015267ffffffffffffffff8a169c8d60808201526080815261014a60a082610c6e565b8573ffffffffffffffffffffffffffffffffffffffff829751169060ff6040816020840151169201511691610ded565b61037e86610caf565b9861038c6040519a8b610c6e565b868a5260208a015b828210610827575050507f00000000000000000000000000000000000000000000000000000000000000005f1461081e5760ff60015b168087108015610814575b6107de57508751604081116107ae5750604051602096949594906103f98882610c6e565b5f8152945f965f975b8b518910156105275773ffffffffffffffffffffffffffffffffffffffff8061042b8b8f610d3e565b5116911610156104d6576001896104cd6014828f8d61044991610d3e565b519b73ffffffffffffffffffffffffffffffffffffffff8d169c7fffffffffffffffffffffffffffffffffffffffff0000000000000000000000006040519683889451918291018686015e83019160601b168382015203017ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff4810184520182610c6e565b98019796610402565b8773ffffffffffffffffffffffffffffffffffffffff6104f6828e610d3e565b5116907fbf022a45000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b508a908a8a98805160018101809111610781578a610617602b73ffffffffffffffffffffffffffffffffffffffff946040519384917fffff000000000000000000000000000000000000000000000000000000000000828401977f6100000000000000000000000000000000000000000000000000000000000000895260f01b1660218401527f80600a5f395ff30000000000000000000000000000000000000000000000000060238401525f602a8401528051918291018484015e81015f8382015203017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08101835282610c6e565b51905ff0169889156107595761074a847f5986fee85bdefe36d219cb3d6c971d4c5b503f528d4603af7cfd7c18ec3a36ac927dffffffffffffffff000000000000000000000000000000000000000000008974ff00000000000000000000000000000000000000006107579f7fffff0000000000000000ffffffffffffffffffffffffffffffffffffffffffff9089606073ffffffffffffffffffffffffffffffffffffffff9d519560ff604051916106cf83610c25565b8583528189168b84015216604082015201527fffffffffffffffffffff000000000000000000000000000000000000000000006002541617169160a01b16179660b01b168675ff0000000000000000000000000000000000000000008b60a81b16171760025588604051938493604085526040850190610b6b565b918301520390a216610ded565b005b7f18aa9f3e000000000000000000000000000000000000000000000000000000005f5260045ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b7f46161fe4000000000000000000000000000000000000000000000000000000005f52600452604060245260445ffd5b86908951917fb05b5af0000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b50885187116103d5565b60ff60026103ca565b6020809161083484610d1d565b815201910190610394565b9060208f60019273ffffffffffffffffffffffffffffffffffffffff6108658493610d1d565b168152019f0191019d909d6102a4565b346101ab575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ab57602067ffffffffffffffff60025460b01c16604051908152f35b346101ab575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ab576109936109177f000000000000000000000000000000000000000000000000000000000000000061109f565b6109407f000000000000000000000000000000000000000000000000000000000000000061109f565b60206109a1604051926109538385610c6e565b5f84525f3681376040519586957f0f00000000000000000000000000000000000000000000000000000000000000875260e08588015260e0870190610bb4565b908582036040870152610bb4565b4660608501523060808501525f60a085015283810360c08501528180845192838152019301915f5b8281106109d857505050500390f35b8351855286955093810193928101926001016109c9565b346101ab575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ab5760025460ff8160a01c16610a918173ffffffffffffffffffffffffffffffffffffffff610a4982610caf565b94610a576040519687610c6e565b8286527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0610a8484610caf565b0136602088013716611061565b5f5b828110610ab45760405160208082528190610ab090820187610b6b565b0390f35b8060146001920283015160601c610acb8287610d3e565b5201610a93565b346101ab575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ab57602060ff60025460a81c16604051908152f35b346101ab575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ab576020907f000000000000000000000000000000000000000000000000000000000000000015158152f35b90602080835192838152019201905f5b818110610b885750505090565b825173ffffffffffffffffffffffffffffffffffffffff16845260209384019390920191600101610b7b565b907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f602080948051918291828752018686015e5f8582860101520116010190565b9181601f840112156101ab5782359167ffffffffffffffff83116101ab57602083818601950101116101ab57565b6080810190811067ffffffffffffffff821117610c4157604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff821117610c4157604052565b67ffffffffffffffff8111610c415760051b60200190565b60405190610cd482610c25565b81606067ffffffffffffffff60025473ffffffffffffffffffffffffffffffffffffffff8116845260ff8160a01c16602085015260ff8160a81c16604085015260b01c16910152565b359073ffffffffffffffffffffffffffffffffffffffff821682036101ab57565b8051821015610d525760209160051b010190565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b604290610d8a6110f6565b90604051917f19010000000000000000000000000000000000000000000000000000000000008352600283015260228201522090565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff81146107815760010190565b909194939294604185049460418602868104604114871517156107815781036110315750808510611002575081610e279195949295611061565b905f905f935f955b828710610e40575050505050505050565b60418798999495969702820160205f60806040518581526040850135831a848201526040858183013782805260015afa507f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a060205f5192013511610fd65773ffffffffffffffffffffffffffffffffffffffff8116978815610faa5773ffffffffffffffffffffffffffffffffffffffff16881115610f7a5791945b89811080610f68575b15610ef857610ef390610dc0565b610edc565b909296989398959491958482148015610f55575b610f265750610f1c600191610dc0565b9397019591610e2f565b887fb846e11d000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b50806014830287015160601c1415610f0c565b50876014820288015160601c10610ee5565b87897f6723afbc000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b897f06247d83000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b887f240b65cc000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b847f59b8466f000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f11d437a4000000000000000000000000000000000000000000000000000000005f52600452604160245260445ffd5b603f601493927fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0926001604051968793029283923c01168201604052565b60ff811690601f82116110ce57604051916110bb604084610c6e565b6020808452838101919036833783525290565b7fb3512b0c000000000000000000000000000000000000000000000000000000005f5260045ffd5b73ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000163014806111f6575b1561115e577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a081526111f060c082610c6e565b51902090565b507f0000000000000000000000000000000000000000000000000000000000000000461461113556",
}

// MultisigVerifier is an auto generated Go binding around an Ethereum contract.
type MultisigVerifier struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *MultisigVerifier) GetABI() abi.ABI {
	return c.abi
}

// NewMultisigVerifier creates a new instance of MultisigVerifier.
func NewMultisigVerifier() *MultisigVerifier {
	parsed, err := MultisigVerifierMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &MultisigVerifier{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *MultisigVerifier) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address[] signers_, uint256 threshold_, bool devnet_) returns()
func (multisigVerifier *MultisigVerifier) PackConstructor(signers_ []common.Address, threshold_ *big.Int, devnet_ bool) []byte {
	enc, err := multisigVerifier.abi.Pack("", signers_, threshold_, devnet_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackDevnet is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x202ac075.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function devnet() view returns(bool)
func (multisigVerifier *MultisigVerifier) PackDevnet() []byte {
	enc, err := multisigVerifier.abi.Pack("devnet")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDevnet is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x202ac075.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function devnet() view returns(bool)
func (multisigVerifier *MultisigVerifier) TryPackDevnet() ([]byte, error) {
	return multisigVerifier.abi.Pack("devnet")
}

// UnpackDevnet is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x202ac075.
//
// Solidity: function devnet() view returns(bool)
func (multisigVerifier *MultisigVerifier) UnpackDevnet(data []byte) (bool, error) {
	out, err := multisigVerifier.abi.Unpack("devnet", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackEip712Domain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84b0196e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (multisigVerifier *MultisigVerifier) PackEip712Domain() []byte {
	enc, err := multisigVerifier.abi.Pack("eip712Domain")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEip712Domain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84b0196e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (multisigVerifier *MultisigVerifier) TryPackEip712Domain() ([]byte, error) {
	return multisigVerifier.abi.Pack("eip712Domain")
}

// MultisigVerifierEip712DomainOutput serves as a container for the return parameters of contract
// method Eip712Domain.
type MultisigVerifierEip712DomainOutput struct {
	Fields            [1]byte
	Name              string
	Version           string
	ChainId           *big.Int
	VerifyingContract common.Address
	Salt              [32]byte
	Extensions        []*big.Int
}

// UnpackEip712Domain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x84b0196e.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (multisigVerifier *MultisigVerifier) UnpackEip712Domain(data []byte) (MultisigVerifierEip712DomainOutput, error) {
	out, err := multisigVerifier.abi.Unpack("eip712Domain", data)
	outstruct := new(MultisigVerifierEip712DomainOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Fields = *abi.ConvertType(out[0], new([1]byte)).(*[1]byte)
	outstruct.Name = *abi.ConvertType(out[1], new(string)).(*string)
	outstruct.Version = *abi.ConvertType(out[2], new(string)).(*string)
	outstruct.ChainId = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.VerifyingContract = *abi.ConvertType(out[4], new(common.Address)).(*common.Address)
	outstruct.Salt = *abi.ConvertType(out[5], new([32]byte)).(*[32]byte)
	outstruct.Extensions = *abi.ConvertType(out[6], new([]*big.Int)).(*[]*big.Int)
	return *outstruct, nil
}

// PackEpoch is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x900cf0cf.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function epoch() view returns(uint64)
func (multisigVerifier *MultisigVerifier) PackEpoch() []byte {
	enc, err := multisigVerifier.abi.Pack("epoch")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEpoch is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x900cf0cf.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function epoch() view returns(uint64)
func (multisigVerifier *MultisigVerifier) TryPackEpoch() ([]byte, error) {
	return multisigVerifier.abi.Pack("epoch")
}

// UnpackEpoch is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x900cf0cf.
//
// Solidity: function epoch() view returns(uint64)
func (multisigVerifier *MultisigVerifier) UnpackEpoch(data []byte) (uint64, error) {
	out, err := multisigVerifier.abi.Unpack("epoch", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackRotate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd18a1ab7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rotate(address[] signers_, uint256 threshold_, bytes currentSignatures, bytes newSignatures) returns()
func (multisigVerifier *MultisigVerifier) PackRotate(signers []common.Address, threshold *big.Int, currentSignatures []byte, newSignatures []byte) []byte {
	enc, err := multisigVerifier.abi.Pack("rotate", signers, threshold, currentSignatures, newSignatures)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRotate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd18a1ab7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rotate(address[] signers_, uint256 threshold_, bytes currentSignatures, bytes newSignatures) returns()
func (multisigVerifier *MultisigVerifier) TryPackRotate(signers []common.Address, threshold *big.Int, currentSignatures []byte, newSignatures []byte) ([]byte, error) {
	return multisigVerifier.abi.Pack("rotate", signers, threshold, currentSignatures, newSignatures)
}

// PackSigners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46f0975a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function signers() view returns(address[])
func (multisigVerifier *MultisigVerifier) PackSigners() []byte {
	enc, err := multisigVerifier.abi.Pack("signers")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSigners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46f0975a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function signers() view returns(address[])
func (multisigVerifier *MultisigVerifier) TryPackSigners() ([]byte, error) {
	return multisigVerifier.abi.Pack("signers")
}

// UnpackSigners is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x46f0975a.
//
// Solidity: function signers() view returns(address[])
func (multisigVerifier *MultisigVerifier) UnpackSigners(data []byte) ([]common.Address, error) {
	out, err := multisigVerifier.abi.Unpack("signers", data)
	if err != nil {
		return *new([]common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new([]common.Address)).(*[]common.Address)
	return out0, nil
}

// PackThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42cde4e8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function threshold() view returns(uint256)
func (multisigVerifier *MultisigVerifier) PackThreshold() []byte {
	enc, err := multisigVerifier.abi.Pack("threshold")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42cde4e8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function threshold() view returns(uint256)
func (multisigVerifier *MultisigVerifier) TryPackThreshold() ([]byte, error) {
	return multisigVerifier.abi.Pack("threshold")
}

// UnpackThreshold is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x42cde4e8.
//
// Solidity: function threshold() view returns(uint256)
func (multisigVerifier *MultisigVerifier) UnpackThreshold(data []byte) (*big.Int, error) {
	out, err := multisigVerifier.abi.Unpack("threshold", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackVerify is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfea2f489.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function verify(bytes32 laneId, bytes32 inbox, uint64 nonce, bytes32 accumulator, bytes attestation) view returns(bytes4)
func (multisigVerifier *MultisigVerifier) PackVerify(laneId [32]byte, inbox [32]byte, nonce uint64, accumulator [32]byte, attestation []byte) []byte {
	enc, err := multisigVerifier.abi.Pack("verify", laneId, inbox, nonce, accumulator, attestation)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVerify is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfea2f489.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function verify(bytes32 laneId, bytes32 inbox, uint64 nonce, bytes32 accumulator, bytes attestation) view returns(bytes4)
func (multisigVerifier *MultisigVerifier) TryPackVerify(laneId [32]byte, inbox [32]byte, nonce uint64, accumulator [32]byte, attestation []byte) ([]byte, error) {
	return multisigVerifier.abi.Pack("verify", laneId, inbox, nonce, accumulator, attestation)
}

// UnpackVerify is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfea2f489.
//
// Solidity: function verify(bytes32 laneId, bytes32 inbox, uint64 nonce, bytes32 accumulator, bytes attestation) view returns(bytes4)
func (multisigVerifier *MultisigVerifier) UnpackVerify(data []byte) ([4]byte, error) {
	out, err := multisigVerifier.abi.Unpack("verify", data)
	if err != nil {
		return *new([4]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([4]byte)).(*[4]byte)
	return out0, nil
}

// MultisigVerifierEIP712DomainChanged represents a EIP712DomainChanged event raised by the MultisigVerifier contract.
type MultisigVerifierEIP712DomainChanged struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const MultisigVerifierEIP712DomainChangedEventName = "EIP712DomainChanged"

// ContractEventName returns the user-defined event name.
func (MultisigVerifierEIP712DomainChanged) ContractEventName() string {
	return MultisigVerifierEIP712DomainChangedEventName
}

// UnpackEIP712DomainChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event EIP712DomainChanged()
func (multisigVerifier *MultisigVerifier) UnpackEIP712DomainChangedEvent(log *types.Log) (*MultisigVerifierEIP712DomainChanged, error) {
	event := "EIP712DomainChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != multisigVerifier.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MultisigVerifierEIP712DomainChanged)
	if len(log.Data) > 0 {
		if err := multisigVerifier.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range multisigVerifier.abi.Events[event].Inputs {
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

// MultisigVerifierRotated represents a Rotated event raised by the MultisigVerifier contract.
type MultisigVerifierRotated struct {
	Epoch     uint64
	Signers   []common.Address
	Threshold *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const MultisigVerifierRotatedEventName = "Rotated"

// ContractEventName returns the user-defined event name.
func (MultisigVerifierRotated) ContractEventName() string {
	return MultisigVerifierRotatedEventName
}

// UnpackRotatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Rotated(uint64 indexed epoch, address[] signers, uint256 threshold)
func (multisigVerifier *MultisigVerifier) UnpackRotatedEvent(log *types.Log) (*MultisigVerifierRotated, error) {
	event := "Rotated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != multisigVerifier.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MultisigVerifierRotated)
	if len(log.Data) > 0 {
		if err := multisigVerifier.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range multisigVerifier.abi.Events[event].Inputs {
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
func (multisigVerifier *MultisigVerifier) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["AttestationLength"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackAttestationLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["InvalidShortString"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackInvalidShortStringError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["SetNotStored"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackSetNotStoredError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["SignatureInvalid"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackSignatureInvalidError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["SignatureMalleable"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackSignatureMalleableError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["SignaturesNotAscending"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackSignaturesNotAscendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["SignersNotAscending"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackSignersNotAscendingError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["StringTooLong"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackStringTooLongError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["ThresholdOutOfRange"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackThresholdOutOfRangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["TooFewSignatures"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackTooFewSignaturesError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["TooManySigners"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackTooManySignersError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigVerifier.abi.Errors["UnknownSigner"].ID.Bytes()[:4]) {
		return multisigVerifier.UnpackUnknownSignerError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// MultisigVerifierAttestationLength represents a AttestationLength error raised by the MultisigVerifier contract.
type MultisigVerifierAttestationLength struct {
	Length     *big.Int
	MultipleOf *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AttestationLength(uint256 length, uint256 multipleOf)
func MultisigVerifierAttestationLengthErrorID() common.Hash {
	return common.HexToHash("0x11d437a4adff6e3e57793800cc3883542bd9a17769132bfbecd7285d36c838c7")
}

// UnpackAttestationLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AttestationLength(uint256 length, uint256 multipleOf)
func (multisigVerifier *MultisigVerifier) UnpackAttestationLengthError(raw []byte) (*MultisigVerifierAttestationLength, error) {
	out := new(MultisigVerifierAttestationLength)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "AttestationLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierInvalidShortString represents a InvalidShortString error raised by the MultisigVerifier contract.
type MultisigVerifierInvalidShortString struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidShortString()
func MultisigVerifierInvalidShortStringErrorID() common.Hash {
	return common.HexToHash("0xb3512b0c6163e5f0bafab72bb631b9d58cd7a731b082f910338aa21c83d5c274")
}

// UnpackInvalidShortStringError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidShortString()
func (multisigVerifier *MultisigVerifier) UnpackInvalidShortStringError(raw []byte) (*MultisigVerifierInvalidShortString, error) {
	out := new(MultisigVerifierInvalidShortString)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "InvalidShortString", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierSetNotStored represents a SetNotStored error raised by the MultisigVerifier contract.
type MultisigVerifierSetNotStored struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SetNotStored()
func MultisigVerifierSetNotStoredErrorID() common.Hash {
	return common.HexToHash("0x18aa9f3ee210c37baf2c31893691f7e3a5f61f44f6ab80ee66f237f53e95ac4b")
}

// UnpackSetNotStoredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SetNotStored()
func (multisigVerifier *MultisigVerifier) UnpackSetNotStoredError(raw []byte) (*MultisigVerifierSetNotStored, error) {
	out := new(MultisigVerifierSetNotStored)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "SetNotStored", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierSignatureInvalid represents a SignatureInvalid error raised by the MultisigVerifier contract.
type MultisigVerifierSignatureInvalid struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SignatureInvalid(uint256 index)
func MultisigVerifierSignatureInvalidErrorID() common.Hash {
	return common.HexToHash("0x06247d83983597244bb18a4b0be0ac107d82747140d07dc0e235f0ba06ec679b")
}

// UnpackSignatureInvalidError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SignatureInvalid(uint256 index)
func (multisigVerifier *MultisigVerifier) UnpackSignatureInvalidError(raw []byte) (*MultisigVerifierSignatureInvalid, error) {
	out := new(MultisigVerifierSignatureInvalid)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "SignatureInvalid", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierSignatureMalleable represents a SignatureMalleable error raised by the MultisigVerifier contract.
type MultisigVerifierSignatureMalleable struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SignatureMalleable(uint256 index)
func MultisigVerifierSignatureMalleableErrorID() common.Hash {
	return common.HexToHash("0x240b65cceaf8246d89f3407c98a2cba0bf693a5a7a747d34d23f8b810a8c6d69")
}

// UnpackSignatureMalleableError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SignatureMalleable(uint256 index)
func (multisigVerifier *MultisigVerifier) UnpackSignatureMalleableError(raw []byte) (*MultisigVerifierSignatureMalleable, error) {
	out := new(MultisigVerifierSignatureMalleable)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "SignatureMalleable", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierSignaturesNotAscending represents a SignaturesNotAscending error raised by the MultisigVerifier contract.
type MultisigVerifierSignaturesNotAscending struct {
	Index  *big.Int
	Signer common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SignaturesNotAscending(uint256 index, address signer)
func MultisigVerifierSignaturesNotAscendingErrorID() common.Hash {
	return common.HexToHash("0x6723afbc276deab93220212f02f301df01af4c96f2907b1d638e3dfff4298ea9")
}

// UnpackSignaturesNotAscendingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SignaturesNotAscending(uint256 index, address signer)
func (multisigVerifier *MultisigVerifier) UnpackSignaturesNotAscendingError(raw []byte) (*MultisigVerifierSignaturesNotAscending, error) {
	out := new(MultisigVerifierSignaturesNotAscending)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "SignaturesNotAscending", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierSignersNotAscending represents a SignersNotAscending error raised by the MultisigVerifier contract.
type MultisigVerifierSignersNotAscending struct {
	Index  *big.Int
	Signer common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SignersNotAscending(uint256 index, address signer)
func MultisigVerifierSignersNotAscendingErrorID() common.Hash {
	return common.HexToHash("0xbf022a458a55aef90d62fb62b326b6b58c88ec9b3972ab4ed2e85e87b50c13b2")
}

// UnpackSignersNotAscendingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SignersNotAscending(uint256 index, address signer)
func (multisigVerifier *MultisigVerifier) UnpackSignersNotAscendingError(raw []byte) (*MultisigVerifierSignersNotAscending, error) {
	out := new(MultisigVerifierSignersNotAscending)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "SignersNotAscending", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierStringTooLong represents a StringTooLong error raised by the MultisigVerifier contract.
type MultisigVerifierStringTooLong struct {
	Str string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StringTooLong(string str)
func MultisigVerifierStringTooLongErrorID() common.Hash {
	return common.HexToHash("0x305a27a93f8e33b7392df0a0f91d6fc63847395853c45991eec52dbf24d72381")
}

// UnpackStringTooLongError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StringTooLong(string str)
func (multisigVerifier *MultisigVerifier) UnpackStringTooLongError(raw []byte) (*MultisigVerifierStringTooLong, error) {
	out := new(MultisigVerifierStringTooLong)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "StringTooLong", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierThresholdOutOfRange represents a ThresholdOutOfRange error raised by the MultisigVerifier contract.
type MultisigVerifierThresholdOutOfRange struct {
	Threshold *big.Int
	Minimum   *big.Int
	Maximum   *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ThresholdOutOfRange(uint256 threshold, uint256 minimum, uint256 maximum)
func MultisigVerifierThresholdOutOfRangeErrorID() common.Hash {
	return common.HexToHash("0xb05b5af055ae88bb13dc64a555252cab4f987c6bd1231da66ee6690cf105ef9e")
}

// UnpackThresholdOutOfRangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ThresholdOutOfRange(uint256 threshold, uint256 minimum, uint256 maximum)
func (multisigVerifier *MultisigVerifier) UnpackThresholdOutOfRangeError(raw []byte) (*MultisigVerifierThresholdOutOfRange, error) {
	out := new(MultisigVerifierThresholdOutOfRange)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "ThresholdOutOfRange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierTooFewSignatures represents a TooFewSignatures error raised by the MultisigVerifier contract.
type MultisigVerifierTooFewSignatures struct {
	Count     *big.Int
	Threshold *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooFewSignatures(uint256 count, uint256 threshold)
func MultisigVerifierTooFewSignaturesErrorID() common.Hash {
	return common.HexToHash("0x59b8466f13c4d54554d5f64f08f5b02563132f906fa1ae1e30fbc1e6780e4f08")
}

// UnpackTooFewSignaturesError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooFewSignatures(uint256 count, uint256 threshold)
func (multisigVerifier *MultisigVerifier) UnpackTooFewSignaturesError(raw []byte) (*MultisigVerifierTooFewSignatures, error) {
	out := new(MultisigVerifierTooFewSignatures)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "TooFewSignatures", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierTooManySigners represents a TooManySigners error raised by the MultisigVerifier contract.
type MultisigVerifierTooManySigners struct {
	Count   *big.Int
	Maximum *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooManySigners(uint256 count, uint256 maximum)
func MultisigVerifierTooManySignersErrorID() common.Hash {
	return common.HexToHash("0x46161fe4a09a4384e5c2bbdea2840977f4bd89131c2c9a593e56f049a6473c91")
}

// UnpackTooManySignersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooManySigners(uint256 count, uint256 maximum)
func (multisigVerifier *MultisigVerifier) UnpackTooManySignersError(raw []byte) (*MultisigVerifierTooManySigners, error) {
	out := new(MultisigVerifierTooManySigners)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "TooManySigners", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigVerifierUnknownSigner represents a UnknownSigner error raised by the MultisigVerifier contract.
type MultisigVerifierUnknownSigner struct {
	Index     *big.Int
	Recovered common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownSigner(uint256 index, address recovered)
func MultisigVerifierUnknownSignerErrorID() common.Hash {
	return common.HexToHash("0xb846e11db5f91576af0c69700833f9eb4aa4f46d715759730092bcec1eff6aa4")
}

// UnpackUnknownSignerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownSigner(uint256 index, address recovered)
func (multisigVerifier *MultisigVerifier) UnpackUnknownSignerError(raw []byte) (*MultisigVerifierUnknownSigner, error) {
	out := new(MultisigVerifierUnknownSigner)
	if err := multisigVerifier.abi.UnpackIntoInterface(out, "UnknownSigner", raw); err != nil {
		return nil, err
	}
	return out, nil
}
